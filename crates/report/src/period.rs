//! The time that a report is about: a month, a quarter, six months, nine months or a year.
//!
//! Two windows exist. The State's runs from the 15th before the first month to the 14th of the last month (Decree 09/2019,
//! as provinces copy it); the calendar's from the first day to the last. Which one a form uses is data of the catalogue.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::date::{Date, days_in_month};
use crate::error::{Error, shown};

/// The kinds of period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeriodType {
    /// `2026-10`
    Month,
    /// `2026-Q3`
    Quarter,
    /// `2026-H1`: six months.
    Half,
    /// `2026-M9`: January to September.
    NineMonths,
    /// `2026`
    Year,
}

impl PeriodType {
    /// All of them, from short to long.
    pub const ALL: [PeriodType; 5] = [PeriodType::Month, PeriodType::Quarter, PeriodType::Half, PeriodType::NineMonths, PeriodType::Year];

    /// The word in forms and JSON: `month quarter half nine_months year`.
    pub fn name(self) -> &'static str {
        match self {
            PeriodType::Month => "month",
            PeriodType::Quarter => "quarter",
            PeriodType::Half => "half",
            PeriodType::NineMonths => "nine_months",
            PeriodType::Year => "year",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Result<PeriodType, Error> {
        PeriodType::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| Error::PeriodType(shown(text)))
    }

    /// How many months it has.
    pub fn months(self) -> u8 {
        match self {
            PeriodType::Month => 1,
            PeriodType::Quarter => 3,
            PeriodType::Half => 6,
            PeriodType::NineMonths => 9,
            PeriodType::Year => 12,
        }
    }

    /// How many of them a year has.
    fn per_year(self) -> u8 {
        match self {
            PeriodType::NineMonths => 1,
            other => 12 / other.months(),
        }
    }
}

/// Where a period's days begin and end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// From the 15th of the month before to the 14th of the last month.
    State,
    /// From the first day of the first month to the last day of the last month.
    Calendar,
}

/// A period of a year from 1901 to 2199. Ordered by its first month, then by length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: i32,
    kind: PeriodType,
    /// Which of its kind in the year, from 1.
    number: u8,
}

impl Period {
    /// The period of a kind, in a year, by its number from 1 (10 for October, 3 for the third quarter).
    pub fn new(kind: PeriodType, year: i32, number: u8) -> Option<Period> {
        let exists = (1901..=2199).contains(&year) && (1..=kind.per_year()).contains(&number);
        exists.then_some(Period { year, kind, number })
    }

    /// Reads `2026-10`, `2026-Q3`, `2026-H1`, `2026-M9`, `2026`.
    pub fn parse(text: &str) -> Result<Period, Error> {
        Period::read(text).ok_or_else(|| Error::Period(shown(text)))
    }

    fn read(text: &str) -> Option<Period> {
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        let year = number(year, 4)?;
        let (kind, index) = match rest {
            None => (PeriodType::Year, 1),
            Some("M9") => (PeriodType::NineMonths, 1),
            Some(rest) => match rest.strip_prefix('Q') {
                Some(quarter) => (PeriodType::Quarter, number(quarter, 1)?),
                None => match rest.strip_prefix('H') {
                    Some(half) => (PeriodType::Half, number(half, 1)?),
                    None => (PeriodType::Month, number(rest, 2)?),
                },
            },
        };
        Period::new(kind, year, u8::try_from(index).ok()?)
    }

    /// The period of a kind in which a day lies; `None` for nine months after their end.
    pub fn at(kind: PeriodType, date: Date, window: Window) -> Option<Period> {
        let (mut year, mut month) = (date.year(), date.month());
        if window == Window::State && date.day() >= 15 {
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
        Period::new(kind, year, (month - 1) / kind.months() + 1)
    }

    /// Its kind.
    pub fn kind(self) -> PeriodType {
        self.kind
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Which of its kind in the year, from 1.
    pub fn number(self) -> u8 {
        self.number
    }

    /// The first month, 1–12.
    pub fn first_month(self) -> u8 {
        (self.number - 1) * self.kind.months() + 1
    }

    /// The last month, 1–12.
    pub fn last_month(self) -> u8 {
        self.first_month() + self.kind.months() - 1
    }

    /// Its first day.
    pub fn start(self, window: Window) -> Date {
        match (window, self.first_month()) {
            (Window::Calendar, month) => day(self.year, month, 1),
            (Window::State, 1) => day(self.year - 1, 12, 15),
            (Window::State, month) => day(self.year, month - 1, 15),
        }
    }

    /// Its last day.
    pub fn end(self, window: Window) -> Date {
        let month = self.last_month();
        match window {
            Window::Calendar => day(self.year, month, days_in_month(self.year, month)),
            Window::State => day(self.year, month, 14),
        }
    }

    /// Whether a day lies in it.
    pub fn has_day(self, date: Date, window: Window) -> bool {
        self.start(window) <= date && date <= self.end(window)
    }

    /// The next of its kind; `None` after 2199.
    pub fn next(self) -> Option<Period> {
        if self.number < self.kind.per_year() {
            Period::new(self.kind, self.year, self.number + 1)
        } else {
            Period::new(self.kind, self.year + 1, 1)
        }
    }

    /// The one before of its kind; `None` before 1901.
    pub fn previous(self) -> Option<Period> {
        if self.number > 1 {
            Period::new(self.kind, self.year, self.number - 1)
        } else {
            Period::new(self.kind, self.year - 1, self.kind.per_year())
        }
    }

    /// The same one a year earlier; `None` before 1901.
    pub fn last_year(self) -> Option<Period> {
        Period::new(self.kind, self.year - 1, self.number)
    }

    /// Whether all months of the other lie in this one; a period contains itself.
    pub fn contains(self, other: Period) -> bool {
        self.year == other.year && self.first_month() <= other.first_month() && other.last_month() <= self.last_month()
    }
}

/// So many decimal digits, no more and no less.
fn number(text: &str, digits: usize) -> Option<i32> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A day that exists by construction: the year is of a period, the day at most the month's last.
fn day(year: i32, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap_or(Date::FIRST)
}

impl Ord for Period {
    fn cmp(&self, other: &Period) -> std::cmp::Ordering {
        (self.year, self.first_month(), self.kind).cmp(&(other.year, other.first_month(), other.kind))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.kind {
            PeriodType::Month => write!(f, "{}-{:02}", self.year, self.number),
            PeriodType::Quarter => write!(f, "{}-Q{}", self.year, self.number),
            PeriodType::Half => write!(f, "{}-H{}", self.year, self.number),
            PeriodType::NineMonths => write!(f, "{}-M9", self.year),
            PeriodType::Year => write!(f, "{}", self.year),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = Error;
    fn try_from(text: String) -> Result<Period, Error> {
        Period::parse(&text)
    }
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}
