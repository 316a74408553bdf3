//! What an empty database is filled with: organisation units, and either the demonstration or one account.
//!
//! In the demonstration the clubs and funds are invented, and so are the people.
//!
//! Reports are asked for from the first start on (in the demonstration from some months before it): what was due earlier was not
//! reported here, and the first thing that people see is not a list of what they have missed.

use std::collections::BTreeMap;

use phieu_catalog::demo::History;
use phieu_catalog::{DataError, Unit as CatalogUnit, demo};
use phieu_report::{Date, OrgUnitCode};
use phieu_store::{Account, Duty, Helper, NewUnitChange, Store, Unit};
use serde_json::{Map, Value};

use crate::app::App;
use crate::start::StartError;
use crate::token::random_text;

/// Who founded the demonstration's clubs, as the lines about changed units name it.
const DEMO_LOGIN: &str = "phieu demo";

/// What an empty database is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstStart {
    /// Units, accounts, and reports of the last months or years.
    Demo(History),
    /// Units and one account of an administrator.
    Empty,
}

/// An account that may be told at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAccount {
    /// What is typed to sign in.
    pub login: String,
    /// The password.
    pub password: String,
    /// The person's name.
    pub name: String,
    /// The name of the person's unit.
    pub unit: String,
    /// The roles of the person's duties.
    pub roles: Vec<String>,
}

pub(crate) async fn fill(app: &App, what: FirstStart) -> Result<Vec<FirstAccount>, StartError> {
    let asked_from = match what {
        FirstStart::Demo(history) => demo::demo()?.asked_from(app.today(), history),
        FirstStart::Empty => app.today(),
    };
    take_up_catalogue(app.store.as_ref()).await?;
    set_attributes(app.store.as_ref(), asked_from).await?;
    match what {
        FirstStart::Empty => add_administrator(app).await,
        FirstStart::Demo(history) => add_demo(app, history).await,
    }
}

/// The demonstration's accounts, if the database has them.
pub(crate) async fn demo_accounts(store: &dyn Store) -> Result<Vec<FirstAccount>, StartError> {
    let demo = demo::demo()?;
    let mut accounts = Vec::new();
    for account in &demo.accounts {
        if let Some(kept) = store.account(&account.login).await? {
            accounts.push(told(store, &kept, &demo.password).await?);
        }
    }
    Ok(accounts)
}

async fn told(store: &dyn Store, account: &Account, password: &str) -> Result<FirstAccount, StartError> {
    let unit = match account.duties.first() {
        Some(duty) => store.unit(&duty.unit).await?,
        None => None,
    };
    Ok(FirstAccount {
        login: account.login.clone(),
        password: password.to_owned(),
        name: account.name.clone(),
        unit: unit.map(|unit| unit.name).unwrap_or_default(),
        roles: account.duties.iter().map(|duty| duty.role.clone()).collect(),
    })
}

/// All provinces and communes of the country over time. At a later start what the catalogue has learned since is added; where that is
/// nothing, neither list is read.
pub(crate) async fn take_up_catalogue(store: &dyn Store) -> Result<(), StartError> {
    let digest = phieu_catalog::hierarchy_digest();
    if !store.has_taken_up(&digest).await? {
        store.take_up_units(&phieu_catalog::hierarchy()?, &digest).await?;
    }
    Ok(())
}

/// What rules read of the centre and the provinces.
async fn set_attributes(store: &dyn Store, asked_from: Date) -> Result<(), StartError> {
    let centre = (phieu_catalog::centre().code, BTreeMap::from([("asked_from".to_owned(), asked_from.to_string())]));
    let mut attributes = vec![centre];
    for province in phieu_catalog::provinces() {
        let own = phieu_catalog::province_parameters(&province.code)?;
        attributes.push((province.code, own));
    }
    let mut units = Vec::new();
    for (name, attributes) in attributes.into_iter().filter(|(_, attributes)| !attributes.is_empty()) {
        if let Some(unit) = store.unit(&code(&name)?).await? {
            units.push(Unit { attributes: texts(attributes), ..unit });
        }
    }
    Ok(store.put_units(&units).await?)
}

fn texts(attributes: BTreeMap<String, String>) -> Map<String, Value> {
    attributes.into_iter().map(|(name, value)| (name, value.into())).collect()
}

fn stored(unit: CatalogUnit, attributes: BTreeMap<String, String>) -> Result<Unit, StartError> {
    Ok(Unit {
        code: code(&unit.code)?,
        name: unit.name,
        kind: unit.kind.name().to_owned(),
        parent: unit.parent.as_deref().map(code).transpose()?,
        attributes: texts(attributes),
    })
}

fn code(text: &str) -> Result<OrgUnitCode, StartError> {
    OrgUnitCode::parse(text).map_err(|error| StartError::Data(error.to_string()))
}

/// A duty of one who was there before phieu came.
fn duty(unit: &str, role: &str) -> Result<Duty, StartError> {
    let from = Date::new(2000, 1, 1).ok_or_else(|| StartError::Data("no first day".to_owned()))?;
    Ok(Duty { unit: code(unit)?, role: role.to_owned(), from, to: None })
}

async fn add_administrator(app: &App) -> Result<Vec<FirstAccount>, StartError> {
    let password = random_text(16).map_err(crate::password::HashError::from)?;
    let account = Account {
        login: "quan-tri".to_owned(),
        name: "Quản trị".to_owned(),
        phone: None,
        duties: vec![duty("VN", "administrator")?],
        language: "vi".to_owned(),
        password_hash: app.passwords.hash(&password)?,
    };
    app.store.put_account(&account).await?;
    Ok(vec![told(app.store.as_ref(), &account, &password).await?])
}

async fn add_demo(app: &App, history: History) -> Result<Vec<FirstAccount>, StartError> {
    let demo = demo::demo()?;
    let units: Vec<_> = demo.units().into_iter().filter(|unit| unit.founded_on.is_none_or(|founded| founded <= app.today())).collect();
    for unit in &units {
        if let Some(change) = crate::demo::founding(unit, demo.since)? {
            let new = NewUnitChange { change, at: app.now(), login: DEMO_LOGIN.to_owned() };
            app.store.change_units(&new).await?.map_err(|fault| StartError::Data(format!("{}: {fault:?}", unit.unit.code)))?;
        }
    }
    let first = demo.asked_from(app.today(), history);
    let units = units.into_iter().map(|mut unit| {
        // Nobody is asked for anything from before the first start's day, which stands at the centre.
        if let Some(day) = unit.asked_from.filter(|day| *day > first) {
            unit.attributes.insert("asked_from".to_owned(), day.to_string());
        }
        stored(unit.unit, unit.attributes)
    });
    app.store.put_units(&units.collect::<Result<Vec<_>, _>>()?).await?;
    for helping in &demo.helpers {
        let helper = Helper { name: helping.name.clone(), phone: helping.phone.clone() };
        app.store.set_helper(&code(&helping.unit)?, Some(&helper), app.now(), DEMO_LOGIN).await?;
    }
    // One password for all, and so one hash.
    let password_hash = app.passwords.hash(&demo.password)?;
    for account in &demo.accounts {
        let kept = Account {
            login: account.login.clone(),
            name: account.name.clone(),
            phone: None,
            duties: account.roles.iter().map(|role| duty(&account.unit, role)).collect::<Result<_, _>>()?,
            language: "vi".to_owned(),
            password_hash: password_hash.clone(),
        };
        app.store.put_account(&kept).await?;
    }
    crate::demo::tell(app, &demo, history).await?;
    demo_accounts(app.store.as_ref()).await
}

impl From<DataError> for StartError {
    fn from(error: DataError) -> StartError {
        StartError::Data(error.to_string())
    }
}
