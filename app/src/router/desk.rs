//! The desk's addresses, below `/desk`.

use super::encode;

/// A page of the desk, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Desk {
    /// Reports to review.
    Review,
    /// One report to review.
    Decide(String),
    /// Periods that are closed.
    Closings,
    /// Totals: form, period and unit, where chosen.
    Totals,
    /// Units to find.
    Units,
    /// One unit over time.
    Unit(String),
}

impl Desk {
    /// The page at the pieces of an address after `/desk`.
    pub fn at(pieces: &[&str]) -> Option<Desk> {
        match pieces {
            [] | ["review"] => Some(Desk::Review),
            ["review", id] => Some(Desk::Decide((*id).into())),
            ["closings"] => Some(Desk::Closings),
            ["totals"] => Some(Desk::Totals),
            ["units"] => Some(Desk::Units),
            ["units", code] => Some(Desk::Unit((*code).into())),
            _ => None,
        }
    }

    /// The page's address after `/desk`.
    pub fn path(&self) -> String {
        match self {
            Desk::Review => "/review".into(),
            Desk::Decide(id) => ["/review/", &encode(id)].concat(),
            Desk::Closings => "/closings".into(),
            Desk::Totals => "/totals".into(),
            Desk::Units => "/units".into(),
            Desk::Unit(code) => ["/units/", &encode(code)].concat(),
        }
    }

    /// The page's name in `data-page`, for tests.
    pub fn name(&self) -> &'static str {
        match self {
            Desk::Review => "review",
            Desk::Decide(_) => "decide",
            Desk::Closings => "closings",
            Desk::Totals => "totals",
            Desk::Units => "units",
            Desk::Unit(_) => "unit",
        }
    }
}
