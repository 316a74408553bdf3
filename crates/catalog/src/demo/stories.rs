//! What happened to single reports, `data/demo-stories.toml`: mistakes that people make, found by a rule or by a reader, and what became
//! of them; reports that came late or never.

use std::collections::BTreeMap;

use phieu_report::{Date, Period, Remark};
use serde::Deserialize;
use serde_json::Value;

use super::figures::put;
use super::reports::{Decision, DemoReport};
use crate::{DataError, read};

/// One report's story.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Story {
    pub(super) form: String,
    pub(super) unit: String,
    pub(super) period: Period,
    /// What happened.
    pub(super) then: Then,
    /// So many days after its due day it was sent.
    #[serde(default)]
    pub(super) late: i64,
    /// What was typed wrong, by path.
    #[serde(default)]
    set: BTreeMap<String, Value>,
    /// The rules that find it; none where only a reader could.
    #[serde(default)]
    fires: Vec<String>,
    /// What was written where a rule asked for it.
    #[serde(default)]
    explanations: BTreeMap<String, String>,
    /// What the reader said.
    #[serde(default)]
    remarks: Vec<Remark>,
}

/// What became of a report.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Then {
    /// It never came.
    Missing,
    /// It was approved as it was: what looked wrong is explained.
    Approved,
    /// It was sent back, and nobody has mended it yet.
    Returned,
    /// It was sent back and came again, mended.
    Corrected,
    /// The mistake was found weeks after it was approved; it was opened again, mended, and approved once more.
    Reopened,
}

/// Days until a reader decides, until a report comes again, and until a mistake is found in an approved one.
const DECIDED: i64 = 1;
const AGAIN: i64 = 3;
const FOUND: i64 = 33;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    story: Vec<Story>,
}

/// All stories.
pub(super) fn stories() -> Result<Vec<Story>, DataError> {
    read::<File>("demo-stories.toml", include_str!("../../data/demo-stories.toml")).map(|file| file.story)
}

impl Story {
    /// The revisions of a report that would otherwise have been sent and approved as it is; none if it never came.
    pub(super) fn told_of(&self, right: DemoReport, today: Date) -> Vec<DemoReport> {
        let mut wrong = right.clone();
        let day = |from: Date, days: i64| from.plus_days(days).unwrap_or(from);
        wrong.sent_on = day(right.sent_on, self.late).min(today);
        let mut answers = Value::Object(wrong.report.answers);
        self.set.iter().for_each(|(path, value)| put(&mut answers, path, value.clone()));
        wrong.report.answers = answers.as_object().cloned().unwrap_or_default();
        wrong.report.explanations.extend(self.explanations.clone());
        wrong.fires.extend(self.fires.clone());
        let decided = day(wrong.sent_on, DECIDED);
        let again = |sent_on: Date| {
            let mut again = right.clone();
            again.report.revision = again.report.revision.and_then(|revision| revision.next());
            DemoReport { sent_on, decided: vec![(day(sent_on, DECIDED), Decision::Accept)], ..again }
        };
        let found = if self.then == Then::Reopened { day(decided, FOUND) } else { decided };
        let mended_on = day(found, AGAIN);
        let is_mended = matches!(self.then, Then::Corrected | Then::Reopened) && mended_on <= today;
        wrong.decided = match self.then {
            Then::Missing => return Vec::new(),
            Then::Approved | Then::Reopened => vec![(decided, Decision::Accept)],
            Then::Returned | Then::Corrected => vec![(decided, Decision::Return(self.remarks.clone()))],
        };
        if self.then == Then::Reopened && is_mended {
            wrong.decided.push((found, Decision::Reopen(self.remarks.clone())));
        }
        std::iter::once(wrong).chain(is_mended.then(|| again(mended_on))).collect()
    }
}
