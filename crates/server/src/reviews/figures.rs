//! The figures of a review, form by form: what was reported for all its periods is asked for at once, however many reports are behind it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use phieu_catalog::Figure;
use phieu_report::{Date, Period};
use phieu_rollup::Total;
use serde_json::{Value, json};

use super::Asked;
use crate::app::App;
use crate::context::parts;
use crate::forms::Form;
use crate::reach::Reported;
use crate::refusal::Refusal;
use crate::totals::hidden_counts;

/// What is known of each form that a review names.
pub(super) struct Figures<'a> {
    app: &'a App,
    asked: &'a Asked<'a>,
    forms: BTreeMap<&'a str, OfForm<'a>>,
    /// How many units of each kind there are below the topmost on a day.
    kinds: BTreeMap<(Date, String), u64>,
}

/// What is known of a form.
struct OfForm<'a> {
    form: &'a Arc<Form>,
    /// The form's periods that make up each of the review's.
    parts: Vec<(Period, Vec<Period>)>,
    reported: Reported,
    /// Counts of people that are hidden from who asks.
    hidden: BTreeSet<(String, Period)>,
}

impl<'a> Figures<'a> {
    /// Asks for all that the review's sections name.
    pub(super) async fn read(app: &'a App, asked: &'a Asked<'a>, periods: &[Period]) -> Result<Figures<'a>, Refusal> {
        let named: BTreeSet<&str> =
            asked.review.sections.iter().flat_map(|section| &section.figures).map(|figure| figure.form.as_str()).collect();
        let (mut forms, mut days) = (BTreeMap::new(), BTreeSet::new());
        for name in named {
            let form = app.forms.named(name)?;
            let parts: Vec<(Period, Vec<Period>)> = periods.iter().map(|period| (*period, parts_of(app, form, *period))).collect();
            let all: Vec<Period> = parts.iter().flat_map(|(_, parts)| parts).copied().collect();
            days.extend(all.iter().map(|period| app.forms.days(*period).1));
            let in_parts = parts.iter().any(|(_, parts)| parts.len() > 1);
            let reported = Reported::read(app, form, asked.reach, &all, in_parts).await?;
            let hidden = hidden_counts(app, asked.account, form, &asked.reach.top.code, &all).await?;
            forms.insert(name, OfForm { form, parts, reported, hidden });
        }
        let days: Vec<Date> = days.into_iter().filter(|_| asked.reach.is_whole).collect();
        let kinds = app.store.kinds_within(&asked.reach.top.code, &days).await?;
        Ok(Figures { app, asked, forms, kinds })
    }

    /// A figure in each period of the review.
    pub(super) fn of(&self, figure: &Figure) -> Value {
        let Some(known) = self.forms.get(figure.form.as_str()) else { return Value::Null };
        let field = known.form.field(&figure.path).unwrap_or(&Value::Null);
        json!({
            "form": figure.form,
            "path": figure.path,
            "label": field["label"],
            "unit": field["unit"],
            "periods": known.parts.iter().map(|(period, parts)| self.in_period(known, figure, *period, parts)).collect::<Value>(),
        })
    }

    fn in_period(&self, known: &OfForm<'_>, figure: &Figure, period: Period, parts: &[Period]) -> Value {
        let totals = known.reported.totals(self.app, known.form, self.asked.reach, period, parts);
        let received = totals.reports as u64;
        let found = totals.fields.into_iter().find(|field| field.path == figure.path);
        let number = found.filter(|field| matches!(field.total, Total::Number(_))).map(|field| field.total.to_json());
        let is_hidden = parts.iter().any(|part| known.hidden.contains(&(figure.path.clone(), *part)));
        let expected: u64 = parts.iter().map(|part| self.expected(known.form, *part)).sum();
        json!({
            "period": period.to_string(),
            "value": number.filter(|_| !is_hidden),
            "received": received,
            // Who has reported and ended before the last day was expected as well.
            "expected": expected.max(received),
        })
    }

    /// How many units report for a period, as they were on its last day.
    fn expected(&self, form: &Form, period: Period) -> u64 {
        let day = self.app.forms.days(period).1;
        let below = self.kinds.iter().filter(|((on, kind), _)| *on == day && form.adds_up(kind)).map(|(_, units)| units).sum::<u64>();
        below + u64::from(form.adds_up(&self.asked.reach.top.kind))
    }
}

/// The periods of a form that make up one of a review. A programme's years as a whole are what was reported on them.
fn parts_of(app: &App, form: &Form, period: Period) -> Vec<Period> {
    if !period.kind().is_review() {
        return parts(&form.period_types(), period);
    }
    let is_filed = form.is_filed_for(period) && app.forms.calendar().has(form, period);
    is_filed.then_some(period).into_iter().collect()
}
