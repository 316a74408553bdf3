//! A revision is replaced by what is left of it, also where two erasures come at once: what the faster one left is read, and the rest of the
//! other worked out of that.

use phieu_report::{canonical, digest};
use phieu_store::{By, OldRevision, Redaction, Store};
use serde_json::Value;

use crate::refusal::{Code, Refusal};

/// The instances that are copies of the unit's own earlier answers.
pub(super) const OWN: [&str; 3] = ["previous", "last-year", "year-to-date"];

/// How often it is worked out again before that is an error.
const TRIES: usize = 10;

/// Erases in a revision; whether there was anything to erase.
pub(crate) async fn redact(
    store: &dyn Store,
    by: &By,
    mut old: OldRevision,
    left_of: impl Fn(&OldRevision) -> Option<Redaction>,
) -> Result<bool, Refusal> {
    for _ in 0..TRIES {
        let Some(left) = left_of(&old) else { return Ok(false) };
        if store.redact(by, &left).await? {
            return Ok(true);
        }
        let now = store.revisions_of(&old.report).await?.into_iter().find(|now| now.revision == old.revision);
        old = now.ok_or(Code::UnknownReport)?;
    }
    eprintln!("phieu: report {} is erased in by too many at once", old.report);
    Err(Code::Internal.into())
}

/// What takes a revision's place: its content and context without what was erased, noted in the content with its day.
pub(super) fn without(old: &OldRevision, mut content: Value, context: &Value, remarks: Vec<String>, today: &str) -> Redaction {
    content["erased_on"] = today.into();
    Redaction {
        report: old.report.clone(),
        revision: old.revision,
        content_was: digest(&old.content),
        context_was: digest(&old.context),
        content: canonical(&content),
        context: canonical(context),
        remarks,
    }
}
