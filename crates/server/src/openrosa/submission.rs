//! What was filled in comes in: read, told apart from what came before, and handed to the way of every report.
//!
//! The id that the client gave what was filled in becomes the report's. Where the unit has the report already, a returned or reopened one gets
//! them as its next revision; with its reviewers a revision whose answers are these was received before, however it came; any other is not
//! overwritten.
//!
//! Its files come in the same request or in later ones, each with the same instance again, and are kept once the report is.

use phieu::xlsform::{Submission, order_choices};
use phieu_report::{OrgUnitCode, Period, ReportId, Revision, Status, canonical};
use phieu_store::{Account, ReportFilter, ReportRow};
use serde_json::{Map, Value, json};

use super::Subject;
use super::forms::{EXPLANATION, version_of};
use crate::app::App;
use crate::attachments;
use crate::context::content_of;
use crate::filled_in::filled_in;
use crate::forms::Form;
use crate::language::Language;
use crate::refusal::{Code, Refusal};
use crate::submit::{Arrival, authorised, submit};

/// How many findings are told at once.
const MOST_TOLD: usize = 12;

/// A file beside what was filled in: the name by which an answer calls it, its bytes.
pub(crate) type Beside = (String, Vec<u8>);

/// Takes a submission in, then its files. Where one of them is not to be taken, nothing is.
pub(crate) async fn take(app: &App, account: &Account, text: &str, files: &[Beside], language: Language) -> Result<(), Refusal> {
    let mut filled = Submission::read("submission.xml", text).map_err(|errors| {
        let first = errors.first().map(ToString::to_string).unwrap_or_default();
        Refusal::with(Code::BadSubmission, json!({ "findings": [first] }))
    })?;
    let Subject { form, unit, period } = Subject::parse(&filled.form).ok_or(Code::UnknownForm)?;
    authorised(app, account, &unit).await?;
    let explanation = filled.take(EXPLANATION);
    let form = app.forms.of_version(form.as_str(), version_of(&filled.version))?;
    let answers = filled.answers(form.validator.form());
    for (name, bytes) in files {
        fits(form, &answers, name, bytes)?;
    }
    let report = keep(app, account, (form, &unit, period), (&filled, answers, explanation), language).await?;
    for (name, bytes) in files {
        // What was received before may be another revision than the last, and of a period that has been closed since.
        let row = attachments::awaited(app, account, &report, name).await?;
        attachments::take(app, account, &row, name, bytes).await?;
    }
    Ok(())
}

/// Whether a file is one that is taken, and one that the answers name.
fn fits(form: &Form, answers: &Value, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    if !attachments::names(form, answers, name) {
        return Err(attachments::not_named(name));
    }
    if bytes.len() > attachments::LARGEST {
        return Err(attachments::too_large());
    }
    attachments::kind(bytes).map(|_| ()).ok_or_else(|| Code::FileUnknown.into())
}

/// Keeps the answers as a report, and says which.
async fn keep(
    app: &App,
    account: &Account,
    (form, unit, period): (&Form, &OrgUnitCode, Period),
    (filled, answers, explanation): (&Submission, Value, Option<String>),
    language: Language,
) -> Result<ReportId, Refusal> {
    let filter = ReportFilter { units: Some(vec![unit.clone()]), form: Some(form.id.clone()), period: Some(period), status: None };
    let (report, revision) = match app.store.reports(&filter).await?.into_iter().next() {
        Some(row) if !is_open(&row) && already(app, form, &row, &answers).await? => return Ok(row.id),
        Some(row) if is_open(&row) => {
            let next = row.revision.next().ok_or(Code::BadParameter)?;
            (row.id, next)
        }
        Some(_) => return Err(Code::ReportExists.into()),
        None => (id_of(filled).ok_or(Code::BadSubmission)?, Revision::FIRST),
    };
    let mut body = json!({
        "form": form.id.as_str(),
        "version": form.version.as_str(),
        "org_unit": unit.as_str(),
        "period": period.to_string(),
        "answers": answers,
    });
    let arrival = |body: Value| Arrival { account, report: report.clone(), revision, body, at: app.now(), language };
    let Err(refusal) = submit(app, arrival(body.clone())).await else { return Ok(report) };
    let asked = to_explain(&refusal);
    let refusal = match explanation {
        Some(explanation) if !asked.is_empty() => {
            body["explanations"] = asked.into_iter().map(|rule| (rule, Value::from(explanation.as_str()))).collect::<Map<_, _>>().into();
            match submit(app, arrival(body)).await {
                Ok(_) => return Ok(report),
                Err(refusal) => refusal,
            }
        }
        _ => refusal,
    };
    Err(told(form, refusal, language))
}

/// Whether a report waits for its unit to send it again.
fn is_open(row: &ReportRow) -> bool {
    matches!(row.status, Status::Returned | Status::Reopened)
}

/// Whether a revision of a report has these answers, however it came.
async fn already(app: &App, form: &Form, row: &ReportRow, answers: &Value) -> Result<bool, Refusal> {
    let revisions = app.store.revisions(&row.id).await?;
    // A number that was written 12.0 is stored as 12.
    let given = canonical(answers);
    let is_given = |content: &[u8]| {
        let mut kept = content_of(content).get_mut("answers").map(Value::take).unwrap_or_default();
        order_choices(form.validator.form(), &mut kept);
        canonical(&kept) == given
    };
    Ok(revisions.iter().any(|revision| is_given(&revision.content)))
}

/// `uuid:…` as a report's id.
fn id_of(filled: &Submission) -> Option<ReportId> {
    let id = filled.instance.as_deref()?;
    ReportId::parse(&id.strip_prefix("uuid:").unwrap_or(id).to_ascii_lowercase()).ok()
}

fn issues(refusal: &Refusal) -> impl Iterator<Item = &Value> {
    refusal.details["verdict"]["issues"].as_array().into_iter().flatten()
}

/// What waits for an explanation, as the keys of explanations: the rule, in repeats with the numbers of its row.
fn to_explain(refusal: &Refusal) -> Vec<String> {
    let waiting = issues(refusal).filter(|issue| issue["severity"] == "explain" && issue["facts"]["explanation"].is_null());
    let key = |issue: &Value| {
        let path = issue["path"].as_str().unwrap_or_default();
        let numbers: String =
            path.split('[').skip(1).filter_map(|rest| rest.split(']').next()).map(|number| format!("[{number}]")).collect();
        Some(format!("{}{numbers}", issue["facts"]["rule"].as_str()?))
    };
    waiting.filter_map(key).collect()
}

/// A refusal with its findings as sentences, each behind the question that it is about.
fn told(form: &Form, mut refusal: Refusal, language: Language) -> Refusal {
    let blocks =
        |issue: &&Value| issue["severity"] == "error" || (issue["severity"] == "explain" && issue["facts"]["explanation"].is_null());
    let values = &refusal.details["verdict"]["values"];
    let sentence = |issue: &Value| {
        let message = issue["message"].as_str().unwrap_or_default();
        match label(form, issue["path"].as_str().unwrap_or_default(), language) {
            Some(label) => format!("{}: {message}", filled_in(label, values)),
            None => message.to_owned(),
        }
    };
    let mut findings: Vec<String> = issues(&refusal).filter(blocks).map(sentence).collect();
    findings.dedup();
    findings.truncate(MOST_TOLD);
    refusal.details["findings"] = findings.into();
    refusal
}

/// What a question is called; the numbers of rows are no part of its path in the form.
fn label<'f>(form: &'f Form, path: &str, language: Language) -> Option<&'f str> {
    let plain: String = path.split('/').map(|part| part.split('[').next().unwrap_or_default()).collect::<Vec<_>>().join("/");
    let field = form.field(&plain)?;
    field["label"][language.tag()].as_str().or_else(|| field["label"]["vi"].as_str())
}
