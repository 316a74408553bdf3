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

/// A form's reports of a period below a unit, added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// The form, the unit and the period.
    pub subject: Subject,
    /// Which reports are in it.
    pub include: Include,
}

/// Which reports are added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Include {
    /// Approved reports alone.
    #[default]
    Approved,
    /// Those that were sent as well.
    Submitted,
    /// Where the official report is not approved, the approved estimate.
    Estimate,
}

impl Include {
    /// Every choice.
    pub const ALL: [Include; 3] = [Include::Approved, Include::Submitted, Include::Estimate];

    /// The word in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Include::Approved => "approved",
            Include::Submitted => "submitted",
            Include::Estimate => "estimate",
        }
    }
}

impl From<Subject> for Sum {
    fn from(subject: Subject) -> Sum {
        Sum { subject, include: Include::default() }
    }
}

impl Sum {
    /// A sum at the first pieces of an address, with those that are left.
    fn at<'p, 'a>(pieces: &'p [&'a str]) -> Option<(Sum, &'p [&'a str])> {
        match pieces {
            ["with", name, form, period, unit, rest @ ..] => {
                let include = Include::ALL.into_iter().find(|include| include.name() == *name)?;
                Some((Sum { subject: subject(form, period, unit), include }, rest))
            }
            [form, period, unit, rest @ ..] => Some((subject(form, period, unit).into(), rest)),
            _ => None,
        }
    }

    fn path(&self) -> String {
        let Subject { form, org_unit, period } = &self.subject;
        let plain = [encode(form), encode(period), encode(org_unit)].join("/");
        if self.include == Include::Approved { plain } else { ["with/", self.include.name(), "/", &plain].concat() }
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
    /// Totals, those that were chosen.
    Totals(Option<Sum>),
    /// One figure of the totals looked into: the field's path.
    Figure(Sum, String),
    /// All figures of a form over the periods before, of a unit.
    Courses(Sum),
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
            ["totals", rest @ ..] => match Sum::at(rest)? {
                (sum, []) => Some(Desk::Totals(Some(sum))),
                (sum, [path]) => Some(Desk::Figure(sum, (*path).into())),
                _ => None,
            },
            ["courses", rest @ ..] => Sum::at(rest).filter(|(_, rest)| rest.is_empty()).map(|(sum, _)| Desk::Courses(sum)),
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
            Desk::Totals(Some(sum)) => ["/totals/", &sum.path()].concat(),
            Desk::Figure(sum, path) => ["/totals/", &sum.path(), "/", &encode(path)].concat(),
            Desk::Courses(sum) => ["/courses/", &sum.path()].concat(),
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
