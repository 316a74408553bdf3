//! The verdict as JSON: `{"valid","issues":[{"code","severity","path","fields","facts","message"}],"values"}`.

use phieu_engine::{Issue, Verdict};
use phieu_form::{Form, gathered};
use phieu_message::{Language, sentence};
use serde_json::{Value as Json, json};

/// Writes a verdict with its sentences in a language.
pub(crate) fn to_json(form: &Form, verdict: Verdict, language: Language) -> Json {
    let issues = verdict.issues.iter().map(|issue| issue_to_json(form, issue, language)).collect();
    let members = [("valid", verdict.valid.into()), ("issues", Json::Array(issues)), ("values", verdict.values)];
    Json::Object(gathered(members.into_iter().map(|(name, value)| (name.to_owned(), value))))
}

fn issue_to_json(form: &Form, issue: &Issue, language: Language) -> Json {
    json!({
        "code": issue.code.name(),
        "severity": issue.severity.name(),
        "path": issue.path,
        "fields": issue.fields,
        "facts": issue.facts,
        "message": sentence(form, issue, language),
    })
}
