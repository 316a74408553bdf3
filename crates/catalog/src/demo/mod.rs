//! The demonstration: real communes, invented branches, clubs, funds, people and reports.
//!
//! Reports are made for the periods before a given day, so that the demonstration always shows the last months. They are made by plain
//! arithmetic from `data/demo*.toml`, the same on every machine, and hold under every rule of their forms but those that
//! `demo-stories.toml` breaks on purpose: the server takes them in through the same door as a phone's.

mod branch;
mod chance;
mod club;
mod figures;
mod fund;
mod longevity;
mod maker;
mod recipe;
mod registers;
mod reports;
mod stories;
mod told;

pub use reports::{Decision, DemoReport, History};

use std::collections::BTreeMap;

use phieu_report::{Date, Period};
use serde::Deserialize;
use serde_json::Value;

use crate::{DataError, Unit, UnitKind, read};

/// Everything of the demonstration but its reports.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demo {
    /// The password of all accounts.
    pub password: String,
    /// The province in which it plays.
    pub province: String,
    /// The day since which its communes exist; nothing is told of before.
    pub since: Date,
    /// Who can sign in.
    #[serde(rename = "account")]
    pub accounts: Vec<Account>,
    #[serde(rename = "club")]
    clubs: Vec<Club>,
    #[serde(rename = "branch")]
    branches: Vec<Branch>,
    #[serde(rename = "fund")]
    funds: Vec<Fund>,
    #[serde(rename = "commune")]
    communes: Vec<Commune>,
    /// What the province has closed.
    #[serde(rename = "closing")]
    pub closings: Vec<Closed>,
    /// Who helps whom by telephone.
    #[serde(rename = "helper")]
    pub helpers: Vec<Helping>,
    /// What units want to reach this year.
    #[serde(rename = "target")]
    pub targets: Vec<Wanted>,
}

/// An account.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// What is typed to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// What the person is there: `club_secretary`, `commune_chair` and the like.
    pub roles: Vec<String>,
    /// The code of the unit for which the person acts.
    pub unit: String,
}

/// Who helps the people of a unit and of those below it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helping {
    /// The unit's code.
    pub unit: String,
    /// How the person is called.
    pub name: String,
    /// The telephone number; nobody's.
    pub phone: String,
}

/// What became of a unit's newest report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Last {
    /// By all levels.
    Accepted,
    /// By the first level.
    Approved,
    Waiting,
    Returned,
    Missing,
}

/// The answers of one report, and what explains them.
struct Filled {
    period: Period,
    answers: Value,
    explanations: BTreeMap<String, String>,
}

/// A club and where it stood before its first report.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Club {
    code: String,
    last: Last,
    name: String,
    commune: String,
    programme: String,
    founded_on: Date,
    /// Since then it has not met, and says so.
    paused_on: Option<Date>,
    /// Since then nobody has heard of it.
    silent_since: Option<Date>,
    /// From this day on it is no more.
    ended_on: Option<Date>,
    /// The club into which it went.
    merged_into: Option<String>,
    size: u32,
    ethnic_percent: u32,
    capital: u64,
    activity_fund: u64,
}

/// A branch and where it stood before its first report.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Branch {
    code: String,
    last: Last,
    name: String,
    commune: String,
    members: u32,
    clubs: u32,
}

/// A fund and where it stood before its first report.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fund {
    code: String,
    last: Last,
    name: String,
    commune: String,
    licence: String,
    licensed_on: Date,
    opening: u64,
}

/// A commune's figures before its first report.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Commune {
    code: String,
    last: Last,
    population: u32,
    older_people: u32,
    members: u32,
    branches: u32,
    ethnic_percent: u32,
}

/// A unit of the demonstration, with the attributes that forms read from `instance('unit')` beside its code and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoUnit {
    /// The unit.
    pub unit: Unit,
    /// Its attributes: `programme`, `founded_on`, `licence_number`, `licensed_on`.
    pub attributes: BTreeMap<String, String>,
    /// The day from which it is asked for what it does, if it began later than its commune.
    pub asked_from: Option<Date>,
    /// The day on which it began, where that is told.
    pub founded_on: Option<Date>,
    /// The day from which on it is no more, and the unit that took it in, if one did.
    pub ended: Option<(Date, Option<String>)>,
}

/// A period that the province has closed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// The form.
    pub form: String,
    /// The period.
    pub period: Period,
    /// Why.
    pub reason: String,
}

/// What a unit wants to reach this year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The unit's code.
    pub unit: String,
    /// The form.
    pub form: String,
    /// The field.
    pub path: String,
    /// At least so much.
    pub least: f64,
    /// Its plan.
    pub source: String,
}

/// Days of a month.
const MONTH: i64 = 31;

/// Reads the demonstration.
pub fn demo() -> Result<Demo, DataError> {
    read("demo.toml", include_str!("../../data/demo.toml"))
}

impl Demo {
    /// The branches, clubs and funds, which are below communes and stand in no official list.
    pub fn units(&self) -> Vec<DemoUnit> {
        let clubs = self.clubs.iter().map(|club| {
            let own = [("programme", club.programme.clone()), ("founded_on", club.founded_on.to_string())];
            let unit = below(&club.commune, &club.code, &club.name, UnitKind::Club, own);
            let ended = club.ended_on.map(|day| (day, club.merged_into.clone()));
            DemoUnit { asked_from: self.asked_after(club.founded_on, MONTH), founded_on: Some(club.founded_on), ended, ..unit }
        });
        let funds = self.funds.iter().map(|fund| {
            let own = [("licence_number", fund.licence.clone()), ("licensed_on", fund.licensed_on.to_string())];
            let unit = below(&fund.commune, &fund.code, &fund.name, UnitKind::Fund, own);
            DemoUnit { asked_from: self.asked_after(fund.licensed_on, 2 * MONTH), ..unit }
        });
        let branches = self.branches.iter().map(|branch| below(&branch.commune, &branch.code, &branch.name, UnitKind::Branch, []));
        clubs.chain(funds).chain(branches).collect()
    }

    /// The first day on which anything is asked for: so long before a day as the history goes back, and what began with the communes when it
    /// has gone on for a month.
    pub fn asked_from(&self, today: Date, history: History) -> Date {
        let first = self.since.plus_days(MONTH).unwrap_or(self.since);
        today.plus_days(-history.days()).unwrap_or(today).max(first)
    }

    /// So many days after it began, if that was later than the communes.
    fn asked_after(&self, began: Date, days: i64) -> Option<Date> {
        began.plus_days(days).filter(|_| began > self.since)
    }
}

impl Club {
    /// Whether it meets on a day and says so.
    fn meets(&self, day: Date) -> bool {
        [self.paused_on, self.silent_since, self.ended_on].into_iter().flatten().all(|end| day < end)
    }
}

fn below<const N: usize>(commune: &str, code: &str, name: &str, kind: UnitKind, own: [(&str, String); N]) -> DemoUnit {
    let unit = Unit { code: code.to_owned(), name: name.to_owned(), kind, parent: Some(commune.to_owned()) };
    let attributes = own.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    DemoUnit { unit, attributes, asked_from: None, founded_on: None, ended: None }
}
