//! The report itself: an envelope that says what it is, and answers that nobody but the reporter changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Error, FormId, OrgUnitCode, Period, ReportId, Revision, Version, canonical, digest};

/// A report as it is exchanged in JSON.
///
/// Answers are nested by group, a repeat is an array of objects. Members which are not named here are not kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The id that the maker gave it, once for all revisions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_id: Option<ReportId>,
    /// Which sending this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision>,
    /// The form.
    pub form: FormId,
    /// The form's version in which it was filled in.
    pub version: Version,
    /// The unit that reports.
    pub org_unit: OrgUnitCode,
    /// The time it is about.
    pub period: Period,
    /// The answers.
    pub answers: Map<String, Value>,
    /// What was written to rules that ask for an explanation, by the rule's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub explanations: BTreeMap<String, String>,
}

impl Report {
    /// Reads a report from JSON; each thing wrong has its code, where serde would have a sentence.
    pub fn from_json(value: &Value) -> Result<Report, Error> {
        let members = value.as_object().ok_or(Error::NotAnObject)?;
        Ok(Report {
            report_id: optional(members, "report_id")?.map(ReportId::parse).transpose()?,
            revision: revision(members)?,
            form: FormId::parse(text(members, "form")?)?,
            version: Version::parse(text(members, "version")?)?,
            org_unit: OrgUnitCode::parse(text(members, "org_unit")?)?,
            period: Period::parse(text(members, "period")?)?,
            answers: given(members, "answers")?.as_object().ok_or(Error::WrongType("answers"))?.clone(),
            explanations: explanations(members)?,
        })
    }

    /// The report as JSON, in the shape that `from_json` reads.
    pub fn to_json(&self) -> Value {
        let mut members = Map::new();
        let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
        if let Some(id) = &self.report_id {
            put("report_id", id.as_str().into());
        }
        if let Some(revision) = self.revision {
            put("revision", revision.get().into());
        }
        put("form", self.form.as_str().into());
        put("version", self.version.as_str().into());
        put("org_unit", self.org_unit.as_str().into());
        put("period", self.period.to_string().into());
        put("answers", Value::Object(self.answers.clone()));
        if !self.explanations.is_empty() {
            let texts = self.explanations.iter().map(|(rule, text)| (rule.clone(), Value::from(text.as_str())));
            put("explanations", Value::Object(texts.collect()));
        }
        Value::Object(members)
    }

    /// The bytes that are stored and compared: [`canonical`] JSON of the whole report.
    pub fn canonical(&self) -> Vec<u8> {
        canonical(&self.to_json())
    }

    /// SHA-256 of the canonical bytes, in hexadecimal.
    pub fn digest(&self) -> String {
        digest(&self.canonical())
    }
}

/// What a reviewer says about a report or one of its answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The answer's path, `members/members_closing`; empty for the whole report.
    pub path: String,
    /// The remark.
    pub text: String,
}

type Members = Map<String, Value>;

fn given<'a>(members: &'a Members, name: &'static str) -> Result<&'a Value, Error> {
    members.get(name).filter(|value| !value.is_null()).ok_or(Error::Missing(name))
}

fn text<'a>(members: &'a Members, name: &'static str) -> Result<&'a str, Error> {
    given(members, name)?.as_str().ok_or(Error::WrongType(name))
}

fn optional<'a>(members: &'a Members, name: &'static str) -> Result<Option<&'a str>, Error> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or(Error::WrongType(name)),
    }
}

fn revision(members: &Members) -> Result<Option<Revision>, Error> {
    match members.get("revision") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => Revision::parse(&number.to_string()).map(Some),
        Some(_) => Err(Error::WrongType("revision")),
    }
}

fn explanations(members: &Members) -> Result<BTreeMap<String, String>, Error> {
    let Some(value) = members.get("explanations").filter(|value| !value.is_null()) else {
        return Ok(BTreeMap::new());
    };
    let texts = value.as_object().ok_or(Error::WrongType("explanations"))?;
    texts.iter().map(|(rule, text)| Ok((rule.clone(), text.as_str().ok_or(Error::WrongType("explanations"))?.to_owned()))).collect()
}
