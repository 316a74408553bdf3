//! The desk's addresses, below `/desk`.

use super::encode;
use crate::storage::records::Subject;

/// A row of a unit's register in a year, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAt {
    /// The register's form.
    pub form: String,
    /// The unit's code.
    pub unit: String,
    /// The year.
    pub year: String,
    /// Which row.
    pub number: u64,
}

impl RowAt {
    fn at(form: &str, unit: &str, year: &str, number: &str) -> Option<RowAt> {
        Some(RowAt { form: form.into(), unit: unit.into(), year: year.into(), number: number.parse().ok()? })
    }

    fn path(&self) -> String {
        [&encode(&self.form), &encode(&self.unit), &encode(&self.year), &*self.number.to_string()].join("/")
    }
}

/// A page of the desk, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Desk {
    /// Reports to review.
    Review,
    /// One report to review.
    Decide(String),
    /// Reports that another body has received.
    Received,
    /// Periods that are closed.
    Closings,
    /// Totals, of a form, period and unit where one is chosen.
    Totals(Option<Subject>),
    /// One figure of the totals looked into: the field's path.
    Figure(Subject, String),
    /// All figures of a form over the periods before, of a unit.
    Courses(Subject),
    /// Targets beside results.
    Targets,
    /// Units to find.
    Units,
    /// One unit over time.
    Unit(String),
    /// All registers.
    Registers,
    /// One register, by its form.
    Register(String),
    /// Bringing a table into a register, by its form.
    Import(String),
    /// The paper that is handed out for a row.
    Slip(RowAt),
    /// A review put together as a document.
    Compose(RowAt),
    /// The register of clubs.
    Clubs,
    /// The people of a unit; of one's own where none is named.
    People(Option<String>),
    /// People who are named in reports.
    Named,
    /// Keys and webhooks of other programs.
    Connections,
    /// One's own data, for everybody.
    OwnData,
}

impl Desk {
    /// The page at the pieces of an address after `/desk`.
    pub fn at(pieces: &[&str]) -> Option<Desk> {
        match pieces {
            [] | ["review"] => Some(Desk::Review),
            ["review", id] => Some(Desk::Decide((*id).into())),
            ["received"] => Some(Desk::Received),
            ["closings"] => Some(Desk::Closings),
            ["totals"] => Some(Desk::Totals(None)),
            ["totals", form, period, unit] => Some(Desk::Totals(Some(subject(form, period, unit)))),
            ["totals", form, period, unit, path] => Some(Desk::Figure(subject(form, period, unit), (*path).into())),
            ["courses", form, period, unit] => Some(Desk::Courses(subject(form, period, unit))),
            ["targets"] => Some(Desk::Targets),
            ["units"] => Some(Desk::Units),
            ["units", code] => Some(Desk::Unit((*code).into())),
            ["registers"] => Some(Desk::Registers),
            ["registers", form] => Some(Desk::Register((*form).into())),
            ["registers", form, "import"] => Some(Desk::Import((*form).into())),
            ["slip", form, unit, year, number] => RowAt::at(form, unit, year, number).map(Desk::Slip),
            ["compose", form, unit, year, number] => RowAt::at(form, unit, year, number).map(Desk::Compose),
            ["clubs"] => Some(Desk::Clubs),
            ["named"] => Some(Desk::Named),
            ["people"] => Some(Desk::People(None)),
            ["people", code] => Some(Desk::People(Some((*code).into()))),
            ["connections"] => Some(Desk::Connections),
            ["me"] => Some(Desk::OwnData),
            _ => None,
        }
    }

    /// The page's address after `/desk`.
    pub fn path(&self) -> String {
        match self {
            Desk::Review => "/review".into(),
            Desk::Decide(id) => ["/review/", &encode(id)].concat(),
            Desk::Received => "/received".into(),
            Desk::Closings => "/closings".into(),
            Desk::Totals(None) => "/totals".into(),
            Desk::Totals(Some(subject)) => totals(subject),
            Desk::Figure(subject, path) => [totals(subject), encode(path)].join("/"),
            Desk::Courses(subject) => at("/courses", subject),
            Desk::Targets => "/targets".into(),
            Desk::Units => "/units".into(),
            Desk::Unit(code) => ["/units/", &encode(code)].concat(),
            Desk::Registers => "/registers".into(),
            Desk::Register(form) => ["/registers/", &encode(form)].concat(),
            Desk::Import(form) => ["/registers/", &encode(form), "/import"].concat(),
            Desk::Slip(row) => ["/slip/", &row.path()].concat(),
            Desk::Compose(row) => ["/compose/", &row.path()].concat(),
            Desk::Clubs => "/clubs".into(),
            Desk::Named => "/named".into(),
            Desk::People(None) => "/people".into(),
            Desk::People(Some(code)) => ["/people/", &encode(code)].concat(),
            Desk::Connections => "/connections".into(),
            Desk::OwnData => "/me".into(),
        }
    }

    /// The page's name in `data-page`, for tests.
    pub fn name(&self) -> &'static str {
        match self {
            Desk::Review => "review",
            Desk::Decide(_) => "decide",
            Desk::Received => "received",
            Desk::Closings => "closings",
            Desk::Totals(_) => "totals",
            Desk::Figure(..) => "figure",
            Desk::Courses(_) => "courses",
            Desk::Targets => "targets",
            Desk::Units => "units",
            Desk::Unit(_) => "unit",
            Desk::Registers => "registers",
            Desk::Register(_) => "register",
            Desk::Import(_) => "import",
            Desk::Slip(_) => "slip",
            Desk::Compose(_) => "compose",
            Desk::Clubs => "clubs",
            Desk::Named => "named",
            Desk::People(_) => "people",
            Desk::Connections => "connections",
            Desk::OwnData => "own-data",
        }
    }
}

fn subject(form: &str, period: &str, unit: &str) -> Subject {
    Subject { form: form.into(), org_unit: unit.into(), period: period.into() }
}

fn totals(subject: &Subject) -> String {
    at("/totals", subject)
}

fn at(part: &str, subject: &Subject) -> String {
    [part, &encode(&subject.form), &encode(&subject.period), &encode(&subject.org_unit)].join("/")
}
