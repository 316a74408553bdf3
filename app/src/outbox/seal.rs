//! Sealing: the answers that apply become the bytes that are sent, and the draft becomes a report on its way.

use std::collections::BTreeMap;

use phieu_form::json;
use serde::Serialize;
use serde_json::Value;

use crate::browser;
use crate::storage::records::{Draft, Parcel};
use crate::storage::{self, SaveError};

/// The report as the server reads it.
#[derive(Serialize)]
struct Report<'a> {
    form: &'a str,
    version: &'a str,
    org_unit: &'a str,
    period: &'a str,
    answers: &'a Value,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    explanations: &'a BTreeMap<String, String>,
    sealed_at: &'a str,
}

/// Puts a draft with these answers and explanations into the outbox; it is no draft any more once this returns.
pub async fn seal(draft: Draft, answers: &Value, explanations: &BTreeMap<String, String>) -> Result<(), SaveError> {
    let sealed_at = browser::timestamp();
    let body = serde_json::to_value(Report {
        form: &draft.subject.form,
        version: &draft.version,
        org_unit: &draft.subject.org_unit,
        period: &draft.subject.period,
        answers,
        explanations,
        sealed_at: &sealed_at,
    })
    .map_err(storage::Error::from)?;
    let body = json::text(&body);
    let draft = Draft { refusal: None, ..draft };
    storage::seal(&Parcel { draft, body, sealed_at, attempts: 0, next_at: 0.0, stopped: None }).await
}
