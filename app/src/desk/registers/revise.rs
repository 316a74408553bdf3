//! A register of one's own unit changed from the desk: what the server has is read, changed, and sent as the next revision. The server
//! checks it like every other; nothing is kept here.

use serde_json::{Value, json};

use crate::desk::tables::rows;
use crate::register::{self, Issue, drop_at, issues};
use crate::router::encode;
use crate::storage::records::Subject;
use crate::{api, browser};

/// A register as the server has it; without a report, empty.
#[derive(Clone)]
pub struct Kept {
    /// The report's id, a new one where there is none yet.
    pub report: String,
    /// Its last revision, 0 where there is none.
    revision: u64,
    version: String,
    /// The answers, without what is calculated.
    pub answers: Value,
    explanations: Value,
}

/// Reads a unit's register; the server's sentence, empty without a network, where that fails.
pub async fn read(subject: &Subject) -> Result<Kept, String> {
    let form = encode(&subject.form);
    let query = ["?limit=0&org_unit=", &encode(&subject.org_unit), "&year=", &encode(&subject.period)].concat();
    let register = got(&["/api/v1/registers/", &form, &query].concat()).await?;
    let own = rows(&register, "units").iter().find(|unit| unit["org_unit"]["code"] == subject.org_unit.as_str());
    let Some(report) = own.and_then(|unit| unit["report_id"].as_str()) else {
        let (version, report) = (text(&register["version"]), browser::uuid().unwrap_or_default());
        return Ok(Kept { report, revision: 0, version, answers: json!({}), explanations: json!({}) });
    };
    let report = report.to_string();
    let mut body = got(&["/api/v1/reports/", &encode(&report)].concat()).await?;
    let version = text(&body["version"]);
    let definition = got(&["/api/v1/forms/", &form, "/", &encode(&version)].concat()).await?;
    let mut answers = body["answers"].take();
    let fields = definition["fields"].as_array().into_iter().flatten().filter(|field| field["calculation"].is_string());
    fields.filter_map(|field| field["path"].as_str()).for_each(|path| drop_at(&mut answers, path));
    let revision = body["revision"].as_u64().unwrap_or(0);
    Ok(Kept { report, revision, version, answers, explanations: body["explanations"].take() })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_string()
}

async fn got(path: &str) -> Result<Value, String> {
    let answer = api::get(path).await;
    if answer.is_good() { Ok(answer.body) } else { Err(answer.message().to_string()) }
}

impl Kept {
    fn body(&self, subject: &Subject) -> String {
        json!({
            "form": subject.form, "version": self.version, "org_unit": subject.org_unit, "period": subject.period,
            "answers": self.answers, "explanations": self.explanations,
        })
        .to_string()
    }

    /// The rows at a path of groups; they are made where there are none.
    pub fn rows(&mut self, path: &str) -> Option<&mut Vec<Value>> {
        register::rows(&mut self.answers, path)
    }

    /// What the server would say of it now, by path.
    pub async fn check(&self, subject: &Subject) -> Result<Vec<Issue>, String> {
        let answer = api::send("POST", "/api/v1/check", Some(&self.body(subject))).await;
        if answer.is_good() { Ok(issues(&answer.body)) } else { Err(answer.message().to_string()) }
    }

    /// Sends it as the next revision; the server's sentence, with what is wrong, where it is not taken.
    pub async fn send(&self, subject: &Subject) -> Result<(), String> {
        let number = (self.revision + 1).to_string();
        let path = ["/api/v1/reports/", &encode(&self.report), "/revisions/", &number].concat();
        let answer = api::send("PUT", &path, Some(&self.body(subject))).await;
        if answer.is_good() {
            return Ok(());
        }
        let blocking = issues(&answer.body["details"]["verdict"]).into_iter().filter(|issue| issue.blocks).map(|issue| issue.message);
        let mut said = vec![answer.message().to_string()];
        said.extend(blocking);
        Err(said.join(" ").trim().to_string())
    }
}
