//! The calendar as it holds for one unit: the days of its periods, when a form is due from it and from those who review it, and which
//! periods it is asked for on a day.

use phieu_catalog::{Calendar, UnitKind};
use phieu_report::{Date, DueRule, DutyState, Period, PeriodType, Status, Window, duty_state};

use crate::forms::Form;

/// How many periods of a kind are asked for at most, counted back from the current one: five years of months.
const MOST_ASKED: usize = 60;

/// The catalogue's calendar, with the province whose rows go before those of the country, and the kind of unit that it is asked for.
#[derive(Clone, Copy)]
pub(crate) struct LocalCalendar<'a> {
    calendar: &'a Calendar,
    province: Option<&'a str>,
    kind: Option<UnitKind>,
}

impl<'a> LocalCalendar<'a> {
    pub(crate) fn new(calendar: &'a Calendar, province: Option<&'a str>, kind: Option<UnitKind>) -> LocalCalendar<'a> {
        LocalCalendar { calendar, province, kind }
    }

    fn window(self) -> Window {
        self.calendar.window_in(self.province)
    }

    /// The first and last day of a period.
    pub(crate) fn days(self, period: Period) -> (Date, Date) {
        (period.start(self.window()), period.end(self.window()))
    }

    /// The period of a kind in which a day lies.
    pub(crate) fn at(self, kind: PeriodType, day: Date) -> Option<Period> {
        Period::at(kind, day, self.window())
    }

    /// When a form's period is due from the unit, or where it does not fill it in, from those that do; without a rule in the calendar, on the period's last day.
    pub(crate) fn due(self, form: &Form, period: Period) -> Date {
        self.rule(form, period).due(period)
    }

    /// By when units of a kind have decided a form's period, if the calendar says so.
    pub(crate) fn due_from(self, form: &Form, period: Period, kind: UnitKind) -> Option<Date> {
        self.calendar.due_in(self.province, form.id.as_str(), period, kind).map(|rule| rule.due(period))
    }

    /// The first day on which a form's period is asked for.
    pub(crate) fn opens(self, form: &Form, period: Period) -> Date {
        self.rule(form, period).opens(period)
    }

    /// Where the duty of a form's period stands on a day.
    pub(crate) fn state(self, form: &Form, period: Period, status: Option<Status>, today: Date) -> DutyState {
        duty_state(status, self.rule(form, period), period, today)
    }

    /// Whether there is such a period: the years of a review are those of a programme that the form is about.
    pub(crate) fn has(self, form: &Form, period: Period) -> bool {
        !period.kind().is_review() || self.calendar.reviews(&form.programmes(), period.kind()).contains(&period.official())
    }

    /// The years of a programme up to its mid-term or to its end.
    pub(crate) fn review(self, programme: &str, kind: PeriodType) -> Option<Period> {
        self.calendar.reviews(&[programme], kind).first().copied()
    }

    /// Whether a form's period is closed by itself on a day.
    pub(crate) fn is_past_closing(self, form: &Form, period: Period, today: Date) -> bool {
        self.calendar.closes_in(self.province, form.id.as_str(), period).is_some_and(|last| last < today)
    }

    /// Whether a period that nobody has reported on is asked for on a day.
    fn is_open(self, form: &Form, period: Period, today: Date) -> bool {
        self.opens(form, period) <= today
    }

    /// The periods that a form is asked for on a day, the latest first: of each kind the current one and so many before it, or, where it
    /// is known since when the unit reports here, all that were due since then. Where the next one is asked for before it begins, it
    /// counts as the current one.
    ///
    /// A form of half-years that is also filed for the year has no second half: its year is the report on it. An estimate is asked
    /// for until the official report is.
    pub(crate) fn asked(self, form: &Form, today: Date, since: Option<Date>, before: usize) -> Vec<Period> {
        let kinds = form.period_types();
        let mut periods = Vec::new();
        for kind in kinds.iter().copied() {
            if kind.is_review() {
                let reviews = self.calendar.reviews(&form.programmes(), kind);
                periods.extend(reviews.into_iter().rev().filter(|period| self.is_open(form, *period, today)));
                continue;
            }
            let current = Period::at(kind, today, self.window()).or_else(|| Period::new(kind, today.year(), 1));
            let next = current.and_then(Period::next).filter(|next| self.is_open(form, *next, today));
            let of_kind: Vec<Period> =
                next.into_iter().chain(std::iter::successors(current, |period| period.previous())).take(MOST_ASKED).collect();
            let covered = |period: &Period| kinds.contains(&PeriodType::Year) && kind == PeriodType::Half && period.number() == 2;
            let count = match since {
                // A register is the current year's.
                _ if form.is_register() => 1,
                Some(_) => MOST_ASKED,
                None if kind.months() >= 9 => 2,
                None => before + 1,
            };
            let official = of_kind.iter().copied().take(count);
            periods.extend(official.filter(|period| !covered(period)));
            if form.estimates().contains(&kind) {
                let wanted = |period: &Period| self.is_open(form, period.estimate(), today) && !self.is_open(form, *period, today);
                periods.extend(of_kind.into_iter().take(2).filter(wanted).map(Period::estimate));
            }
        }
        periods.retain(|period| since.is_none_or(|since| self.due(form, *period) >= since));
        periods
    }

    fn rule(self, form: &Form, period: Period) -> DueRule {
        let own = self.kind.filter(|kind| form.is_filled_by(kind.name()));
        let rule = own.or(form.filled_by()).and_then(|kind| self.calendar.due_in(self.province, form.id.as_str(), period, kind));
        rule.unwrap_or(DueRule { months_after: 0, day: period.end(self.window()).day(), opens_days_before: 0 })
    }
}
