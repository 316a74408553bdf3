//! The forms of a person: one for each report that is still to be made.

use std::sync::Arc;

use md5::{Digest, Md5};
use phieu::form::{Cell, Row};
use phieu::xlsform::{escape_xml, to_xform};
use phieu_export::{Known, for_clients};
use phieu_report::{DutyState, digest};
use phieu_store::Account;
use serde_json::json;

use super::Subject;
use crate::app::App;
use crate::context;
use crate::duties::{Duty, listed};
use crate::feed;
use crate::forms::Form;
use crate::language::Language;
use crate::refusal::{Code, Refusal};

/// The question in which something that a rule asks about is explained.
pub(crate) const EXPLANATION: &str = "phieu_explanation";

/// How much of the digest of what the rules know stands in a version.
const SHORT: usize = 8;

/// A form of the list.
struct Blank {
    id: String,
    title: String,
    version: String,
    xml: String,
}

/// The list, in OpenRosa's form list 1.0. `base` is where the server is seen from outside.
pub(crate) async fn list(app: &App, account: &Account, base: &str, language: Language) -> Result<String, Refusal> {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">\n".to_owned();
    for duty in to_make(app, account).await? {
        let Blank { id, title, version, xml } = blank(app, &duty, language).await?;
        let (id, version) = (escape_xml(&id), escape_xml(&version));
        text.push_str(&format!(
            "<xform><formID>{id}</formID><name>{}</name><version>{version}</version><hash>md5:{}</hash>\
             <downloadUrl>{}/openrosa/forms/{id}/{version}.xml</downloadUrl></xform>\n",
            escape_xml(&title),
            hex(&Md5::digest(xml.as_bytes())),
            escape_xml(base),
        ));
    }
    Ok(text + "</xforms>\n")
}

/// One form of the list, as it stands now.
pub(crate) async fn one(app: &App, account: &Account, id: &str, language: Language) -> Result<String, Refusal> {
    let subject = Subject::parse(id).ok_or(Code::UnknownForm)?;
    for duty in to_make(app, account).await? {
        if subject_of(&duty).is_some_and(|own| own == subject) {
            return Ok(blank(app, &duty, language).await?.xml);
        }
    }
    Err(Code::UnknownForm.into())
}

/// What is to be made and can be sent now. A register is kept the year round and is not begun anew by another program.
async fn to_make(app: &App, account: &Account) -> Result<Vec<Duty>, Refusal> {
    let mut duties = listed(app, account).await?;
    duties.retain(|duty| matches!(duty.state, DutyState::Overdue | DutyState::Returned | DutyState::Due));
    Ok(duties)
}

fn subject_of(duty: &Duty) -> Option<Subject> {
    let unit = duty.chain.first()?.code.clone();
    Some(Subject { form: duty.form.id.clone(), unit, period: duty.period })
}

async fn blank(app: &App, duty: &Duty, language: Language) -> Result<Blank, Refusal> {
    let subject = subject_of(duty).ok_or(Code::UnknownUnit)?;
    let known = context::of_unit(app, &duty.form, &duty.chain, duty.period, app.now()).await?;
    let unit = duty.chain.first().map(|unit| unit.name.as_str()).unwrap_or_default();
    let title = format!("{} – {unit} – {}", feed::title(duty.form.title(), language), feed::period(duty.period, language));
    let short: String = digest(known["instances"].to_string().as_bytes()).chars().take(SHORT).collect();
    let version = format!("{}-{short}", duty.form.version);
    let unanswered = json!({
        "form": duty.form.id.as_str(),
        "version": duty.form.version.as_str(),
        "org_unit": subject.unit.as_str(),
        "period": subject.period.to_string(),
        "answers": {},
    });
    let values = duty.form.validator.calculate(&unanswered, Some(&known), language.tag()).map_err(|error| {
        eprintln!("phieu: {} cannot be computed: {error}", subject.id());
        Code::Internal
    })?;
    let known = Known { instances: &known["instances"], values: &values };
    let xml = written(&duty.form, &subject.id(), &title, &version, known);
    Ok(Blank { id: subject.id(), title, version, xml })
}

/// The form's version in a version of the list.
pub(crate) fn version_of(version: &str) -> &str {
    version.rsplit_once('-').map_or(version, |(version, _)| version)
}

fn written(form: &Arc<Form>, id: &str, title: &str, version: &str, known: Known<'_>) -> String {
    let mut definition = for_clients(form.validator.form(), form.validator.source(), known).0;
    let settings = &mut definition.settings.cells;
    settings.retain(|cell| !cell.column.starts_with("form_title") && !["form_id", "id_string", "version"].contains(&cell.column.as_str()));
    settings.extend([cell("form_id", id), cell("form_title", title), cell("version", version)]);
    if form.asks_to_explain() {
        let cells = [
            ("type", "text"),
            ("name", EXPLANATION),
            ("label", "Giải trình (nếu có điều cần giải thích) / Explanation (if something has to be explained)"),
            ("appearance", "multiline"),
        ];
        definition.survey.push(Row { cells: cells.iter().map(|(column, text)| cell(column, text)).collect(), ..Row::default() });
    }
    to_xform(&definition).0
}

fn cell(column: &str, text: &str) -> Cell {
    Cell { column: column.to_owned(), text: text.to_owned(), ..Cell::default() }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
