//! Personal answers are erased when their time is over: so many months after the end of the report's period as the form says.
//!
//! A report stays as it was but for those answers: its figures, its status, its history. With them go the explanations of rules that concern
//! such an answer, and the remarks that reviewers wrote at one, at its row or its group. What the check knew of the unit's earlier reports is
//! a copy, kept with the newer report: it goes when the time of the original is over, not of the report that holds it. Where a field's form
//! is not known any more, nothing of the report is touched and it is counted.

use phieu_report::{Date, Period, Revision};
use phieu_store::{By, OldRevision, Redaction, Store};
use serde_json::Value;

use super::redacting::{OWN, redact, without};
use crate::context::source_of;
use crate::forms::{Form, Forms};
use crate::personal::{erase, erase_explanations, tells_of_people};
use crate::refusal::Refusal;

/// Who takes this step, in the audit of people.
const KEEPER: &str = "phieu";

/// What a run erases, or would erase.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retained {
    /// Revisions with personal answers whose time is over, by form.
    pub erased: Vec<(String, usize)>,
    /// Revisions of forms that this version does not know.
    pub unknown: usize,
    /// Reports whose time is over and that have copies of papers.
    pub copies: usize,
}

/// Erases what is due on a day; without `really` only counts it.
pub(crate) async fn retain(
    store: &dyn Store,
    forms: &Forms,
    by_at: phieu_store::Moment,
    today: Date,
    really: bool,
) -> Result<Retained, Refusal> {
    let by = By::of(KEEPER, by_at);
    let mut done = Retained::default();
    let with_copies = store.with_copies().await?;
    let mut last: Option<(String, i64)> = None;
    loop {
        let page = store.revisions_after(last.as_ref().map(|(report, number)| (report.as_str(), *number)), None).await?;
        let Some(end) = page.last() else { return Ok(done) };
        last = Some((end.report.as_str().to_owned(), i64::from(end.revision.get())));
        for old in &page {
            let Ok(form) = forms.of_version(old.form.as_str(), &old.version) else {
                done.unknown += 1;
                continue;
            };
            if old.revision == Revision::FIRST && with_copies.contains(&old.report) && is_over(form, old.ended, today) {
                done.copies += 1;
                if really {
                    store.erase_copies(&by, &old.report, None).await?;
                }
            }
            if left_of(forms, form, old, today).is_none() {
                continue;
            }
            match done.erased.iter_mut().find(|(form, _)| form == old.form.as_str()) {
                Some((_, count)) => *count += 1,
                None => done.erased.push((old.form.as_str().to_owned(), 1)),
            }
            if really {
                redact(store, &by, old.clone(), |old| left_of(forms, form, old, today)).await?;
            }
        }
    }
}

/// Whether the time of a form's personal answers is over that were given for a period which ended on a day.
fn is_over(form: &Form, ended: Date, today: Date) -> bool {
    form.retention().and_then(|months| months_after(ended, months)).is_some_and(|end| end < today)
}

/// The same day so many months later, or the last day of that month.
fn months_after(day: Date, months: u32) -> Option<Date> {
    let count = i64::from(day.year()) * 12 + i64::from(day.month()) - 1 + i64::from(months);
    let (year, month) = (i32::try_from(count.div_euclid(12)).ok()?, u8::try_from(count.rem_euclid(12) + 1).ok()?);
    (1..=day.day()).rev().find_map(|day| Date::new(year, month, day))
}

/// What is left of a revision, if there is anything to erase.
fn left_of(forms: &Forms, form: &Form, old: &OldRevision, today: Date) -> Option<Redaction> {
    let mut content: Value = serde_json::from_slice(&old.content).ok()?;
    let mut context: Value = serde_json::from_slice(&old.context).ok()?;
    let (mut erased, mut remarks) = (false, Vec::new());
    if is_over(form, old.ended, today) {
        erased |= content.get_mut("answers").is_some_and(|answers| erase(form, answers));
        erased |= content.get_mut("explanations").is_some_and(|explanations| erase_explanations(form, explanations));
        remarks = old.remarks.iter().filter(|path| tells_of_people(form, path)).cloned().collect();
    }
    let periods = context["periods"].take();
    for (name, known) in context.get_mut("instances").and_then(Value::as_object_mut).into_iter().flatten() {
        let is_own = OWN.contains(&name.as_str());
        let source = if is_own { Some(form) } else { forms.named(source_of(name)).ok().map(AsRef::as_ref) };
        let ended = if is_own { original_ended(forms, old, name, &periods) } else { old.ended };
        erased |= source.is_some_and(|source| is_over(source, ended, today) && erase(source, known));
    }
    if let Some(context) = context.as_object_mut() {
        context.remove("periods");
        context.extend((!periods.is_null()).then(|| ("periods".to_owned(), periods)));
    }
    if !erased && remarks.is_empty() {
        return None;
    }
    Some(without(old, content, &context, remarks, &today.to_string()))
}

/// The last day of the period of which a copy is. Contexts of before did not say: then the last day on which it can have ended.
fn original_ended(forms: &Forms, old: &OldRevision, name: &str, periods: &Value) -> Date {
    if let Some(period) = periods[name].as_str().and_then(|text| Period::parse(text).ok()) {
        return forms.days(period).1;
    }
    match name {
        "year-to-date" => old.ended,
        _ => old.began.plus_days(-1).unwrap_or(old.began),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn months_end_where_the_calendar_ends_them() {
        let day = |text: &str| Date::parse(text).unwrap();
        for (from, months, to) in [
            ("2026-10-14", 36, "2029-10-14"),
            ("2026-12-31", 2, "2027-02-28"),
            ("2027-12-31", 2, "2028-02-29"),
            ("2026-01-31", 11, "2026-12-31"),
        ] {
            assert_eq!(months_after(day(from), months), Some(day(to)), "{from} + {months}");
        }
        assert_eq!(months_after(day("9999-12-01"), 1), None);
    }
}
