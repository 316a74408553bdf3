//! Units of a server's database, for whoever has its files: found, shown, changed by the same functions that serve HTTP. The server may
//! run meanwhile.

use std::path::Path;
use std::sync::Arc;

use phieu_catalog::UnitKind;
use phieu_report::{Date, OrgUnitCode};
use phieu_store::{SqliteStore, Store};
use phieu_unit::Change;
use serde_json::Value;

use crate::app::App;
use crate::clock::system_clock;
use crate::daily::{self, CarriedOut};
use crate::forms::Forms;
use crate::language::Language;
use crate::manage::{ManageError, open};
use crate::password::{HashCost, Passwords};
use crate::refusal::Refusal;
use crate::start::StartError;
use crate::throttle::Throttle;
use crate::unit_changes::{By, Wanted, ask_from, change};
use crate::unit_import::{RowError, import};
use crate::unit_search::{MOST, search};

/// What is asked of the units of a database.
#[derive(Debug, Clone)]
pub enum UnitRequest {
    /// The units of a name on a day (today where none is given), perhaps of one kind.
    Find {
        /// The name, its beginning, or a code.
        text: String,
        /// The day.
        at: Option<Date>,
        /// The kind.
        kind: Option<UnitKind>,
    },
    /// A change from a day on; `despite_duties` lets a unit end although reports of it are open.
    Change {
        /// What changes.
        change: Change,
        /// Whether open reports are given up.
        despite_duties: bool,
    },
    /// The day from which a unit and those below it are asked for reports.
    AskFrom {
        /// The unit.
        code: OrgUnitCode,
        /// The day.
        day: Date,
    },
}

/// Does what is asked and gives the units it is about: `{"units": [{"code", "name", "kind", …}]}`.
pub async fn manage_units(data: &Path, request: UnitRequest) -> Result<Value, ManageError> {
    let (app, store) = at_files(data).await?;
    let done = match request {
        UnitRequest::Find { text, at, kind } => search(&app, &text, kind, at.unwrap_or_else(|| app.today()), MOST).await,
        UnitRequest::Change { change: wanted, despite_duties } => change(&app, By::Files, Wanted { change: wanted, despite_duties }).await,
        UnitRequest::AskFrom { code, day } => ask_from(&app, By::Files, &code, day).await,
    };
    // A server may be running on the same file; it takes the log over.
    let _ = store.close().await;
    done.map_err(|refusal| ManageError::Refused(told(&refusal)))
}

/// Takes up units of before out of a table, its bytes and the name that says what it is: how many rows there were, or every row that
/// cannot be.
pub async fn import_units(data: &Path, file: &str, bytes: &[u8]) -> Result<Result<usize, Vec<RowError>>, ManageError> {
    let (app, store) = at_files(data).await?;
    let done = import(&app, By::Files.login(), file, bytes).await;
    let _ = store.close().await;
    done.map_err(|refusal| ManageError::Refused(told(&refusal)))
}

/// The server's parts on a database's files, with what is due of planned changes carried out.
async fn at_files(data: &Path) -> Result<(App, SqliteStore), ManageError> {
    let store = open(data).await?;
    let app = App {
        store: Arc::new(store.clone()),
        forms: Forms::from_catalog().map_err(|error| Box::new(StartError::from(error)))?,
        clock: system_clock(),
        passwords: Passwords::new(HashCost::Normal)?,
        throttle: Throttle::default(),
        secure: false,
        inside_hooks: false,
        carried_out: CarriedOut::default(),
    };
    daily::carry_out(&app).await.map_err(|refusal| ManageError::Refused(told(&refusal)))?;
    Ok((app, store))
}

/// One unit over time.
pub async fn unit_life(data: &Path, code: &OrgUnitCode) -> Result<phieu_unit::Life, ManageError> {
    let store = open(data).await?;
    let life = store.unit_life(code).await?;
    let _ = store.close().await;
    life.ok_or_else(|| ManageError::UnknownUnit(code.to_string()))
}

/// A refusal as the command line says it.
pub(crate) fn told(refusal: &Refusal) -> String {
    let details =
        if refusal.details.as_object().is_none_or(serde_json::Map::is_empty) { String::new() } else { format!(" {}", refusal.details) };
    format!("{}{details}", refusal.code.sentence(Language::En))
}
