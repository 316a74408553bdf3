//! Who reports what, unit by unit: the periods of a form, the reports of them one after the other, and what became of each.

use std::collections::{BTreeMap, BTreeSet};

use phieu_report::{Date, Period, PeriodType, Remark};
use serde_json::{Value, json};

use super::figures::{Figures, Subject};
use super::reports::{Decision, DemoReport, History, report};
use super::stories::{Story, stories};
use super::told::Told;
use super::{Club, Commune, Demo, Filled, Last, branch, club, fund, longevity};
use crate::{Calendar, DataError, UnitKind, calendar};

/// What communes send, in an order in which each may read what stands before it.
const OF_COMMUNES: [&str; 8] = ["tk-tch", "ph-nct", "cs-nct", "mt", "thd", "kl58", "clb-da", "td"];
/// The form of a club's review, and of a club's, a branch's and a fund's own books.
const REVIEW: &str = "clb-xl";
const CLUB: &str = "clb-thang";
const BRANCH: &str = "bc-thang";
const FUND: &str = "quy";
/// Programmes under which clubs were founded.
const PROGRAMMES: [&str; 3] = ["1533", "1336", "1648"];
/// The list whose result is told after a ceremony, held on this day of the year.
const LIST: &str = "mt";
const CEREMONY: (u8, u8) = (2, 10);
/// Days from the ceremony until its result is told.
const RESULT: i64 = 24;

pub(super) struct Maker<'a> {
    demo: &'a Demo,
    pub(super) calendar: Calendar,
    today: Date,
    history: History,
    since: Date,
    figures: Figures,
    stories: Vec<Story>,
    told: Told,
    reports: Vec<(u8, DemoReport)>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(demo: &'a Demo, today: Date, history: History) -> Result<Maker<'a>, DataError> {
        let calendar = calendar()?;
        let told = Told::new(calendar.window);
        let stories = if history == History::Years { stories()? } else { Vec::new() };
        let (figures, reports) = (Figures::read()?, Vec::new());
        Ok(Maker { demo, calendar, today, history, since: demo.since, figures, stories, told, reports })
    }

    /// All reports in the order in which they were sent; those of units below first.
    pub(super) fn finish(&mut self) -> Vec<DemoReport> {
        let mut reports = std::mem::take(&mut self.reports);
        reports.sort_by_key(|(level, each)| (each.sent_on, *level));
        reports.into_iter().map(|(_, each)| each).collect()
    }

    pub(super) fn clubs(&mut self) -> Result<(), DataError> {
        let window = self.calendar.window;
        // Where clubs stood that went into others; they stand before those in the file.
        let mut gone: Vec<(Date, &str, club::State)> = Vec::new();
        for each in &self.demo.clubs {
            let mut periods = self.periods(CLUB, UnitKind::Club, 4);
            let was_there = |period: &Period| each.ended_on.is_none_or(|ended| period.end(window) < ended);
            periods.retain(|period| self.began_after(each.founded_on, *period) && each.meets(period.start(window)) && was_there(period));
            let joining: Vec<_> = gone.iter().filter(|(_, into, _)| *into == each.code).map(|(day, _, state)| (*day, state)).collect();
            let (filled, state) = club::months(each, &periods, window, self.person(&each.code), &joining);
            if let Some((day, into)) = each.ended_on.zip(each.merged_into.as_deref()).filter(|_| !filled.is_empty()) {
                gone.push((day, into, state));
            }
            let last = if each.meets(self.today) { each.last } else { Last::Approved };
            self.tell(CLUB, &each.code, UnitKind::Club, filled, last)?;
            // A review looks back on half a year of months.
            let mut periods = if self.history == History::Years { self.periods(REVIEW, UnitKind::Club, 1) } else { Vec::new() };
            periods.retain(|period| {
                let end = period.end(window);
                each.founded_on < end && each.ended_on.is_none_or(|ended| ended > end)
            });
            self.fill(REVIEW, UnitKind::Club, &periods, Last::Approved, |maker, period| maker.club(each, period))?;
        }
        Ok(())
    }

    pub(super) fn branches(&mut self) -> Result<(), DataError> {
        for each in &self.demo.branches {
            let mut periods = self.periods(BRANCH, UnitKind::Branch, 2);
            periods.retain(|period| self.began_after(self.since, *period));
            let filled = branch::months(each, &periods, self.person(&each.code));
            self.tell(BRANCH, &each.code, UnitKind::Branch, filled, each.last)?;
        }
        Ok(())
    }

    pub(super) fn funds(&mut self) -> Result<(), DataError> {
        for each in &self.demo.funds {
            let (quarters, years): (Vec<_>, Vec<_>) =
                self.periods(FUND, UnitKind::Fund, 2).into_iter().partition(|period| period.kind() == PeriodType::Quarter);
            let quarters: Vec<Period> = quarters.into_iter().filter(|period| self.began_after(each.licensed_on, *period)).collect();
            let person = self.person(&each.commune);
            let filled = fund::quarters(each, &quarters, self.calendar.window, person);
            let years: Vec<Filled> = years.iter().filter_map(|year| fund::year(*year, &filled, self.calendar.window)).collect();
            self.tell(FUND, &each.code, UnitKind::Fund, years, Last::Approved)?;
            self.tell(FUND, &each.code, UnitKind::Fund, filled, each.last)?;
        }
        Ok(())
    }

    pub(super) fn communes(&mut self) -> Result<(), DataError> {
        for each in &self.demo.communes {
            for form in OF_COMMUNES {
                let mut periods = self.periods(form, UnitKind::Commune, 1);
                periods.retain(|period| period.end(self.calendar.window) > self.since);
                self.fill(form, UnitKind::Commune, &periods, each.last, |maker, period| maker.commune(form, each, period))?;
            }
        }
        Ok(())
    }

    /// Fills a form of a unit in from its recipe, period by period.
    fn fill(
        &mut self,
        form: &'static str,
        kind: UnitKind,
        periods: &[Period],
        last: Last,
        subject: impl Fn(&Self, Period) -> Subject,
    ) -> Result<(), DataError> {
        let newest = periods.last().copied();
        for period in periods.iter().copied() {
            let subject = subject(self, period);
            let answers = self.figures.fill(form, &subject, period, &self.told, self.calendar.window)?;
            let filled = Filled { period, answers, explanations: BTreeMap::new() };
            let last = if Some(period) == newest { last } else { Last::Accepted };
            match form == LIST {
                true => self.tell_list(&subject.unit, kind, filled, last)?,
                false => self.tell(form, &subject.unit, kind, vec![filled], last)?,
            }
        }
        Ok(())
    }

    /// The list as it was planned, and, where its ceremony was held, opened again for the result.
    fn tell_list(&mut self, unit: &str, kind: UnitKind, mut filled: Filled, last: Last) -> Result<(), DataError> {
        let (year, closing) = (filled.period, filled.answers);
        let from_funds = self.subject_below(unit).iter().map(|fund| self.told.sum(FUND, fund, year, "spent_longevity")).sum::<i64>();
        let list = |ceremony: Option<Date>| {
            let mut answers = longevity::list(unit, year, ceremony, u64::try_from(from_funds).unwrap_or_default());
            answers["closing"] = closing["closing"].clone();
            answers
        };
        let ceremony = Date::new(year.year(), CEREMONY.0, CEREMONY.1);
        let told_on = ceremony.and_then(|day| day.plus_days(RESULT)).filter(|day| *day < self.today);
        filled.answers = list(None);
        self.tell(LIST, unit, kind, vec![filled], if told_on.is_some() { Last::Accepted } else { last })?;
        if let Some(told_on) = told_on
            && let Some((level, mut result)) = self.reports.last().cloned()
        {
            let remark = Remark { path: String::new(), text: "Mở lại để xã ghi kết quả sau lễ.".to_owned() };
            let day = |days| told_on.plus_days(days).unwrap_or(told_on);
            if let Some((_, planned)) = self.reports.last_mut() {
                planned.decided.push((day(-1), Decision::Reopen(vec![remark])));
            }
            result.report.revision = result.report.revision.and_then(|revision| revision.next());
            result.report.answers = list(ceremony).as_object().cloned().unwrap_or_default();
            (result.sent_on, result.decided) = (told_on, vec![(day(1), Decision::Accept)]);
            self.told.add(LIST, unit, year, &Value::Object(result.report.answers.clone()));
            self.reports.push((level, result));
        }
        Ok(())
    }

    /// Takes reports of one unit up, as they follow one another: the newest with what became of it, the others approved.
    fn tell(&mut self, form: &'static str, unit: &str, kind: UnitKind, filled: Vec<Filled>, last: Last) -> Result<(), DataError> {
        let newest = filled.last().map(|each| each.period);
        for each in filled {
            let last = if Some(each.period) == newest { last } else { Last::Accepted };
            if last == Last::Missing {
                continue;
            }
            let sent_on = self.due(form, kind, each.period).min(self.today);
            let decided = decision(last).map(|decision| (sent_on.plus_days(1).unwrap_or(sent_on), decision));
            let mut told = report(form, unit, each.period, each.answers)?;
            told.explanations = each.explanations;
            let right = DemoReport { report: told, sent_on, decided: Vec::from_iter(decided), fires: Vec::new() };
            self.told.add(form, unit, each.period, &Value::Object(right.report.answers.clone()));
            let story = self.stories.iter().find(|story| story.form == form && story.unit == unit && story.period == each.period);
            let revisions = story.map_or_else(|| vec![right.clone()], |story| story.told_of(right.clone(), self.today));
            self.reports.extend(revisions.into_iter().map(|revision| (level(kind), revision)));
        }
        Ok(())
    }

    /// The periods of a form that were due by today, in the order of their due days; of a short history so many of the shortest kind.
    fn periods(&self, form: &str, kind: UnitKind, short: usize) -> Vec<Period> {
        let kinds: Vec<PeriodType> = PeriodType::ALL
            .into_iter()
            .filter(|period| !period.is_review() && self.calendar.due_rule(form, *period, kind).is_some())
            .collect();
        let listed = if self.history == History::Months { kinds.get(..1) } else { kinds.get(..) }.unwrap_or_default();
        let mut periods = self.reviews(form, kind);
        for each in listed {
            let covered = |period: &Period| *each == PeriodType::Half && kinds.contains(&PeriodType::Year) && period.number() == 2;
            let now = Period::at(*each, self.today, self.calendar.window).or_else(|| Period::new(*each, self.today.year(), 1));
            let next = now.and_then(Period::next);
            let due = std::iter::successors(next, |period| period.previous()).take(60).filter(|period| !covered(period));
            let due = due.flat_map(|period| [period, period.estimate()]).filter(|period| self.is_due(form, kind, *period));
            periods.extend(due.take(self.history.count(*each, short)));
        }
        periods.sort_by_key(|period| (self.due(form, kind, *period), *period));
        periods
    }

    /// The reviews of programmes that were due.
    fn reviews(&self, form: &str, kind: UnitKind) -> Vec<Period> {
        let kinds = [PeriodType::Midterm, PeriodType::Final].into_iter().filter(|_| self.history == History::Years);
        let all = kinds.flat_map(|each| self.calendar.reviews(&PROGRAMMES, each));
        all.filter(|period| self.is_due(form, kind, *period)).collect()
    }

    fn is_due(&self, form: &str, kind: UnitKind, period: Period) -> bool {
        let due = self.calendar.due_in(Some(&self.demo.province), form, period, kind).map(|rule| rule.due(period));
        due.is_some_and(|due| due <= self.today && due > self.since)
    }

    fn due(&self, form: &str, kind: UnitKind, period: Period) -> Date {
        self.calendar.due_in(Some(&self.demo.province), form, period, kind).map_or(self.today, |rule| rule.due(period))
    }

    /// Whether a period began after a day, and after the communes did.
    fn began_after(&self, day: Date, period: Period) -> bool {
        period.start(self.calendar.window) > day.max(self.since)
    }

    /// Who signs in for a unit.
    fn person(&self, unit: &str) -> &'a str {
        self.demo.accounts.iter().find(|account| account.unit == unit).map_or("", |account| &account.name)
    }

    fn subject_below(&self, commune: &str) -> Vec<String> {
        self.demo.units().into_iter().filter(|unit| unit.unit.parent.as_deref() == Some(commune)).map(|unit| unit.unit.code).collect()
    }

    fn club(&self, club: &Club, period: Period) -> Subject {
        let end = period.end(self.calendar.window);
        let state = if club.paused_on.is_some_and(|paused| paused <= end) { "paused" } else { "active" };
        let few = self.told.parts(CLUB, &club.code, period) * 6 < 4 * usize::from(period.months());
        let tags = [Some(state), few.then_some("few")].into_iter().flatten().map(str::to_owned).collect();
        let paused_on = club.paused_on.map(|day| day.to_string()).unwrap_or_default();
        let texts = [
            ("person", self.person(&club.code).to_owned()),
            ("programme", club.programme.clone()),
            ("founded_on", club.founded_on.to_string()),
            ("paused_on", paused_on),
        ];
        Subject {
            unit: club.code.clone(),
            on: self.due(REVIEW, UnitKind::Club, period),
            figures: BTreeMap::new(),
            texts: texts.into(),
            tags,
            below: Vec::new(),
            lists: BTreeMap::new(),
        }
    }

    fn commune(&self, form: &str, commune: &Commune, period: Period) -> Subject {
        let (start, end) = (period.start(self.calendar.window), period.end(self.calendar.window));
        let year = Period::new(PeriodType::Year, period.end_year(), 1).map_or(start, |year| year.start(self.calendar.window));
        let clubs: Vec<&Club> = self.demo.clubs.iter().filter(|club| club.commune == commune.code).collect();
        let count = |fits: &dyn Fn(&Club) -> bool| clubs.iter().filter(|club| fits(club)).count() as i64;
        let is_there = |club: &Club, day: Date| club.founded_on <= day && club.ended_on.is_none_or(|ended| ended > day);
        let before = start.plus_days(-1).unwrap_or(start);
        let ended = |club: &Club| club.ended_on.is_some_and(|ended| start <= ended && ended <= end);
        let mut figures = BTreeMap::from([
            ("population".to_owned(), i64::from(commune.population)),
            ("older".to_owned(), i64::from(commune.older_people)),
            ("members".to_owned(), i64::from(commune.members)),
            ("branches".to_owned(), i64::from(commune.branches)),
            ("ethnic".to_owned(), i64::from(commune.ethnic_percent)),
            ("clubs".to_owned(), count(&|club| is_there(club, end))),
            ("clubs_paused".to_owned(), count(&|club| is_there(club, end) && club.paused_on.is_some_and(|paused| paused <= end))),
            ("new_this_year".to_owned(), count(&|club| year <= club.founded_on && club.founded_on <= end)),
            (
                "new_in_stage".to_owned(),
                count(&|club| Date::new(2024, 12, 15).is_some_and(|first| first <= club.founded_on) && club.founded_on <= end),
            ),
        ]);
        let (mut tags, mut programmes) = (BTreeSet::new(), Vec::new());
        for programme in PROGRAMMES {
            let of = |fits: &dyn Fn(&Club) -> bool| count(&|club| club.programme == programme && fits(club));
            let (opening, new) = (of(&|club| is_there(club, before)), of(&|club| start <= club.founded_on && club.founded_on <= end));
            let states = [
                ("opening", opening),
                ("new", new),
                ("dissolved", of(&|club| ended(club) && club.merged_into.is_none())),
                ("merged", of(&|club| ended(club) && club.merged_into.is_some())),
            ];
            figures.extend(states.map(|(name, value)| (format!("{name}_{programme}"), value)));
            if opening + new > 0 {
                tags.insert(format!("p{programme}"));
                programmes.push(programme);
            }
        }
        let below = self.demo.units().into_iter().filter(|unit| unit.unit.parent.as_deref() == Some(&commune.code));
        let below = below.filter(|unit| clubs.iter().all(|club| club.code != unit.unit.code || is_there(club, end)));
        Subject {
            unit: commune.code.clone(),
            on: self.due(form, UnitKind::Commune, period),
            figures,
            texts: [("person", self.person(&commune.code).to_owned())].into(),
            tags,
            below: below.map(|unit| unit.unit.code).collect(),
            lists: [("{programmes}", json!(programmes))].into(),
        }
    }
}

/// Who sends first of those that send on one day: whoever is read by others.
fn level(kind: UnitKind) -> u8 {
    if matches!(kind, UnitKind::Commune | UnitKind::Province | UnitKind::Centre) { 1 } else { 0 }
}

fn decision(last: Last) -> Option<Decision> {
    match last {
        Last::Accepted => Some(Decision::Accept),
        Last::Approved => Some(Decision::Approve),
        Last::Waiting | Last::Missing => None,
        Last::Returned => Some(Decision::Return(vec![Remark {
            path: "loans/principal_repaid".to_owned(),
            text: "Hãy xem lại tiền gốc thu về trong tháng: sổ vay ở xã ghi số khác.".to_owned(),
        }])),
    }
}
