//! The time that a report is about: a month, a quarter, six months, nine months, a year, or the years of a programme up to its
//! mid-term or to its end.
//!
//! Two windows exist. The State's runs from the 15th before the first month to the 14th of the last month (Decree 09/2019,
//! as provinces copy it); the calendar's from the first day to the last. Which one a province uses is data of the catalogue.
//!
//! A period may be reported twice: as an estimate before it has ended (`2026-E`), and officially (`2026`). They are two reports of
//! the same days. An estimate lies in no other period, so that it is never added to anything by mistake.

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
    /// `2021-2023-MID`: the years of a programme up to its mid-term.
    Midterm,
    /// `2021-2025-FIN`: all years of a programme.
    Final,
}

impl PeriodType {
    /// All of them, from short to long.
    pub const ALL: [PeriodType; 7] = [
        PeriodType::Month,
        PeriodType::Quarter,
        PeriodType::Half,
        PeriodType::NineMonths,
        PeriodType::Year,
        PeriodType::Midterm,
        PeriodType::Final,
    ];

    /// The word in forms and JSON: `month quarter half nine_months year midterm final`.
    pub fn name(self) -> &'static str {
        match self {
            PeriodType::Month => "month",
            PeriodType::Quarter => "quarter",
            PeriodType::Half => "half",
            PeriodType::NineMonths => "nine_months",
            PeriodType::Year => "year",
            PeriodType::Midterm => "midterm",
            PeriodType::Final => "final",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Result<PeriodType, Error> {
        PeriodType::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| Error::PeriodType(shown(text)))
    }

    /// How many months it has; of the years of a programme, which are as many as the programme says, one year's.
    pub fn months(self) -> u8 {
        match self {
            PeriodType::Month => 1,
            PeriodType::Quarter => 3,
            PeriodType::Half => 6,
            PeriodType::NineMonths => 9,
            PeriodType::Year | PeriodType::Midterm | PeriodType::Final => 12,
        }
    }

    /// Whether it is made of the years of a programme, so that none follows another.
    pub fn is_review(self) -> bool {
        matches!(self, PeriodType::Midterm | PeriodType::Final)
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

/// The most years that a programme's period has.
const MOST_YEARS: i32 = 30;

/// A period of years from 1901 to 2199. Ordered by its first month, then by length; an estimate stands before what is official.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    /// The first year.
    year: i32,
    kind: PeriodType,
    /// Which of its kind in the year, from 1; of a programme's period, how many years it has.
    number: u8,
    estimate: bool,
}

impl Period {
    /// The period of a kind, in a year, by its number from 1 (10 for October, 3 for the third quarter). Not for a programme's years.
    pub fn new(kind: PeriodType, year: i32, number: u8) -> Option<Period> {
        let exists = !kind.is_review() && (1901..=2199).contains(&year) && (1..=kind.per_year()).contains(&number);
        exists.then_some(Period { year, kind, number, estimate: false })
    }

    /// The years of a programme from one to another, both included: 2 to 30 of them. Only for [`PeriodType::Midterm`] and [`PeriodType::Final`].
    pub fn review(kind: PeriodType, first_year: i32, last_year: i32) -> Option<Period> {
        let number = last_year.checked_sub(first_year)?.checked_add(1)?;
        let exists = kind.is_review() && first_year >= 1901 && last_year <= 2199 && (2..=MOST_YEARS).contains(&number);
        exists.then_some(Period { year: first_year, kind, number: u8::try_from(number).ok()?, estimate: false })
    }

    /// Reads `2026-10`, `2026-Q3`, `2026-H1`, `2026-M9`, `2026`, `2021-2023-MID`, `2021-2025-FIN`; with `-E` at its end, the estimate of it.
    pub fn parse(text: &str) -> Result<Period, Error> {
        Period::read(text).ok_or_else(|| Error::Period(shown(text)))
    }

    fn read(text: &str) -> Option<Period> {
        if let Some(official) = text.strip_suffix("-E") {
            return Period::read_official(official).map(Period::estimate);
        }
        Period::read_official(text)
    }

    fn read_official(text: &str) -> Option<Period> {
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => Period::new(PeriodType::Year, year, 1),
            (Some(part), None, _) => Period::part_of_year(year, part),
            (Some(last), Some("MID"), None) => Period::review(PeriodType::Midterm, year, number(last, 4)?),
            (Some(last), Some("FIN"), None) => Period::review(PeriodType::Final, year, number(last, 4)?),
            _ => None,
        }
    }

    fn part_of_year(year: i32, part: &str) -> Option<Period> {
        let (kind, index) = match (part, part.strip_prefix('Q'), part.strip_prefix('H')) {
            ("M9", ..) => (PeriodType::NineMonths, 1),
            (_, Some(quarter), _) => (PeriodType::Quarter, number(quarter, 1)?),
            (_, _, Some(half)) => (PeriodType::Half, number(half, 1)?),
            _ => (PeriodType::Month, number(part, 2)?),
        };
        Period::new(kind, year, u8::try_from(index).ok()?)
    }

    /// The period of a kind in which a day lies; `None` for nine months after their end, and for the years of a programme.
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

    /// Its year; of a programme's period, the first.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The year in which it ends.
    pub fn end_year(self) -> i32 {
        if self.kind.is_review() { self.year + i32::from(self.number) - 1 } else { self.year }
    }

    /// Which of its kind in the year, from 1; of a programme's period, how many years it has.
    pub fn number(self) -> u8 {
        self.number
    }

    /// Whether it is reported before it has ended, as an estimate.
    pub fn is_estimate(self) -> bool {
        self.estimate
    }

    /// The same days, reported as an estimate.
    pub fn estimate(self) -> Period {
        Period { estimate: true, ..self }
    }

    /// The same days, reported officially.
    pub fn official(self) -> Period {
        Period { estimate: false, ..self }
    }

    /// How many months it has.
    pub fn months(self) -> u16 {
        let years = if self.kind.is_review() { u16::from(self.number) } else { 1 };
        u16::from(self.kind.months()) * years
    }

    /// The first month, 1–12.
    pub fn first_month(self) -> u8 {
        if self.kind.is_review() { 1 } else { (self.number - 1) * self.kind.months() + 1 }
    }

    /// The last month, 1–12, of the year in which it ends.
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
        let (year, month) = (self.end_year(), self.last_month());
        match window {
            Window::Calendar => day(year, month, days_in_month(year, month)),
            Window::State => day(year, month, 14),
        }
    }

    /// Whether a day lies in it.
    pub fn has_day(self, date: Date, window: Window) -> bool {
        self.start(window) <= date && date <= self.end(window)
    }

    /// The next of its kind; `None` after 2199, and for the years of a programme. An estimate is followed by an estimate.
    pub fn next(self) -> Option<Period> {
        let (year, number) = if self.number < self.kind.per_year() { (self.year, self.number + 1) } else { (self.year + 1, 1) };
        self.moved(year, number)
    }

    /// The one before of its kind; `None` before 1901, and for the years of a programme.
    pub fn previous(self) -> Option<Period> {
        let (year, number) = if self.number > 1 { (self.year, self.number - 1) } else { (self.year - 1, self.kind.per_year()) };
        self.moved(year, number)
    }

    /// The same one a year earlier, as it was officially reported; `None` before 1901, and for the years of a programme.
    pub fn last_year(self) -> Option<Period> {
        Period::new(self.kind, self.year - 1, self.number)
    }

    fn moved(self, year: i32, number: u8) -> Option<Period> {
        Some(Period { estimate: self.estimate, ..Period::new(self.kind, year, number)? })
    }

    /// Whether all months of the other lie in this one, and the other is official; an official period contains itself.
    pub fn contains(self, other: Period) -> bool {
        let first = |period: Period| (period.year, period.first_month());
        let last = |period: Period| (period.end_year(), period.last_month());
        !other.estimate && first(self) <= first(other) && last(other) <= last(self)
    }

    /// The official periods of a kind that lie in it, in order; none of a programme's years.
    pub fn parts(self, kind: PeriodType) -> Vec<Period> {
        let years = self.year..=self.end_year();
        let all = years.flat_map(|year| (1..=12).filter_map(move |number| Period::new(kind, year, number)));
        all.filter(|part| self.contains(*part)).collect()
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
        let place = |period: &Period| (period.year, period.first_month(), period.months(), period.kind, !period.estimate);
        place(self).cmp(&place(other))
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
            PeriodType::Midterm => write!(f, "{}-{}-MID", self.year, self.end_year()),
            PeriodType::Final => write!(f, "{}-{}-FIN", self.year, self.end_year()),
        }?;
        f.write_str(if self.estimate { "-E" } else { "" })
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
