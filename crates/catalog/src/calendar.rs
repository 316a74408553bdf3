//! When each form is due, where periods begin and end, which years a programme's reviews cover: `data/calendar.toml`.
//!
//! A row holds everywhere and every year unless it names a province or a year. Of the rows that fit, the one that names most counts:
//! province before year, both before one.

use std::collections::BTreeSet;

use phieu_report::{Date, DueRule, Period, PeriodType, Window};
use serde::Deserialize;

use crate::{DataError, UnitKind, read};

/// The calendar of all forms.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Where periods begin and end in the country.
    pub window: Window,
    #[serde(default, rename = "province_window")]
    windows: Vec<ProvinceWindow>,
    #[serde(rename = "programme")]
    programmes: Vec<Programme>,
    due: Vec<Row>,
    #[serde(default, rename = "close")]
    closes: Vec<Closing>,
}

/// Where periods begin and end in a province, if not as elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvinceWindow {
    province: String,
    window: Window,
}

/// A programme whose results are reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Programme {
    id: String,
    first_year: i32,
    last_year: i32,
    midterm_year: Option<i32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    form: String,
    period_type: PeriodType,
    from: UnitKind,
    province: Option<String>,
    year: Option<i32>,
    /// The due day of the estimate.
    #[serde(default)]
    estimate: bool,
    months_after: i8,
    day: u8,
    opens_days_before: u16,
}

/// From when on nothing changes any more in periods of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closing {
    form: String,
    period_type: PeriodType,
    province: Option<String>,
    year: Option<i32>,
    months_after: i8,
    day: u8,
}

/// The calendar of the catalogue.
pub fn calendar() -> Result<Calendar, DataError> {
    Calendar::parse("calendar.toml", include_str!("../data/calendar.toml"))
}

impl Calendar {
    /// Reads a calendar; no two of its rows may say the same thing differently.
    pub fn parse(file: &'static str, text: &str) -> Result<Calendar, DataError> {
        let calendar: Calendar = read(file, text)?;
        let problem = |message: String| Err(DataError { file, message });
        for (at, row) in calendar.due.iter().enumerate() {
            if calendar.due.iter().take(at).any(|other| row.key() == other.key()) {
                return problem(format!("two rows say when {} of {} is due from a {}", row.period_type.name(), row.form, row.from.name()));
            }
        }
        if let Some(programme) = calendar.programmes.iter().find(|programme| programme.periods().contains(&None)) {
            return problem(format!("the years of {} make no period", programme.id));
        }
        Ok(calendar)
    }

    /// The provinces that say anything of their own, each once.
    pub fn provinces(&self) -> BTreeSet<&str> {
        let of_rows = self.due.iter().filter_map(|row| row.province.as_deref());
        of_rows.chain(self.windows.iter().map(|row| row.province.as_str())).collect()
    }

    /// Where periods begin and end in a province; in none, as in the country.
    pub fn window_in(&self, province: Option<&str>) -> Window {
        self.windows.iter().find(|row| Some(row.province.as_str()) == province).map_or(self.window, |row| row.window)
    }

    /// When units of a kind send a form (or, above the unit that fills it in, have decided it) for a period, in a province.
    pub fn due_in(&self, province: Option<&str>, form: &str, period: Period, from: UnitKind) -> Option<DueRule> {
        let fits = |row: &&Row| {
            (row.form == form && row.period_type == period.kind() && row.from == from)
                && row.estimate == period.is_estimate()
                && holds(row.province.as_deref(), row.year, province, period)
        };
        self.due.iter().filter(fits).max_by_key(|row| (row.province.is_some(), row.year.is_some())).map(Row::rule)
    }

    /// When units of a kind send a form for periods of a kind, where no province and no year says otherwise.
    pub fn due_rule(&self, form: &str, period_type: PeriodType, from: UnitKind) -> Option<DueRule> {
        let everywhere = (form, period_type, from, None, None, false);
        self.due.iter().find(|row| row.key() == everywhere).map(Row::rule)
    }

    /// The last day on which anything changes in a period of a form in a province, if it is closed by itself.
    pub fn closes_in(&self, province: Option<&str>, form: &str, period: Period) -> Option<Date> {
        let fits = |row: &&Closing| {
            row.form == form && row.period_type == period.kind() && holds(row.province.as_deref(), row.year, province, period)
        };
        let row = self.closes.iter().filter(fits).max_by_key(|row| (row.province.is_some(), row.year.is_some()))?;
        Some(DueRule { months_after: row.months_after, day: row.day, opens_days_before: 0 }.due(period))
    }

    /// The reviews of programmes, by the programmes' ids: their mid-terms or their ends, in order.
    pub fn reviews(&self, programmes: &[&str], kind: PeriodType) -> Vec<Period> {
        let named = self.programmes.iter().filter(|programme| programmes.contains(&programme.id.as_str()));
        let mut periods: Vec<Period> = named.flat_map(Programme::periods).flatten().filter(|period| period.kind() == kind).collect();
        periods.sort_unstable();
        periods.dedup();
        periods
    }
}

impl Programme {
    fn periods(&self) -> Vec<Option<Period>> {
        let midterm = self.midterm_year.map(|year| Period::review(PeriodType::Midterm, self.first_year, year));
        midterm.into_iter().chain([Period::review(PeriodType::Final, self.first_year, self.last_year)]).collect()
    }
}

impl Row {
    fn rule(&self) -> DueRule {
        DueRule { months_after: self.months_after, day: self.day, opens_days_before: self.opens_days_before }
    }

    fn key(&self) -> (&str, PeriodType, UnitKind, Option<&str>, Option<i32>, bool) {
        (&self.form, self.period_type, self.from, self.province.as_deref(), self.year, self.estimate)
    }
}

/// Whether a row of a province and a year, where it names them, holds in a province for a period.
fn holds(own_province: Option<&str>, own_year: Option<i32>, province: Option<&str>, period: Period) -> bool {
    (own_province.is_none() || own_province == province) && own_year.is_none_or(|year| year == period.end_year())
}
