//! Personal answers are erased when their time is over: so many months after the end of the report's period as the form says.
//!
//! A report stays as it was but for those answers: its figures, its status, its history. What the check knew from outside (the answers of
//! earlier reports) loses the same fields. Where a field's form is not known any more, nothing of the report is touched and it is counted.

use phieu_report::{Date, canonical};
use phieu_store::{By, OldRevision, Redaction, Store};
use serde_json::{Value, json};

use crate::context::source_of;
use crate::forms::{Form, Forms};
use crate::personal::erase;
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
}

/// Erases what is due on a day; without `really` only counts it.
pub(crate) async fn retain(
    store: &dyn Store,
    forms: &Forms,
    by_at: phieu_store::Moment,
    today: Date,
    really: bool,
) -> Result<Retained, Refusal> {
    let by = By { login: KEEPER.to_owned(), at: by_at };
    let mut done = Retained::default();
    let mut last: Option<(String, i64)> = None;
    loop {
        let page = store.ended_before(today, last.as_ref().map(|(report, number)| (report.as_str(), *number))).await?;
        let Some(end) = page.last() else { return Ok(done) };
        last = Some((end.report.as_str().to_owned(), i64::from(end.revision.get())));
        for old in &page {
            let Ok(form) = forms.of_version(old.form.as_str(), &old.version) else {
                done.unknown += 1;
                continue;
            };
            let Some(left) = is_over(form, old, today).then(|| left_of(forms, form, old, today)).flatten() else { continue };
            match done.erased.iter_mut().find(|(form, _)| form == old.form.as_str()) {
                Some((_, count)) => *count += 1,
                None => done.erased.push((old.form.as_str().to_owned(), 1)),
            }
            if really {
                store.redact(&by, &left).await?;
            }
        }
    }
}

fn is_over(form: &Form, old: &OldRevision, today: Date) -> bool {
    form.retention().and_then(|months| months_after(old.ended, months)).is_some_and(|end| end < today)
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
    let mut erased = erase(form, &mut content["answers"]);
    for (name, known) in context["instances"].as_object_mut().into_iter().flatten() {
        let source = if matches!(name.as_str(), "previous" | "last-year" | "year-to-date") {
            Some(form)
        } else {
            forms.named(source_of(name)).ok().map(AsRef::as_ref)
        };
        erased |= source.is_some_and(|source| erase(source, known));
    }
    if !erased {
        return None;
    }
    content["erased_on"] = json!(today.to_string());
    Some(Redaction { report: old.report.clone(), revision: old.revision, content: canonical(&content), context: canonical(&context) })
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
