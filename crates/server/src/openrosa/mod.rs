//! OpenRosa: how ODK Collect, KoboCollect and Enketo list forms, fetch them and send what was filled in.
//!
//! Such a client knows forms and nothing of units and periods. So each report that its person has to make is a form of its own there: the
//! form's id names form, unit and period, its title says so, and what the rules may know of that unit and period (the report before, the
//! unit, the province's settings) stands in it. What is done leaves the list. What comes in goes the way of every report and gets the same
//! verdict; rules that an XForm has no place for are told when it is sent.

pub(crate) mod forms;
pub(crate) mod sender;
pub(crate) mod submission;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use phieu::xlsform::escape_xml;
use phieu_report::{FormId, OrgUnitCode, Period};

use crate::language::Language;
use crate::refusal::{Code, Refusal};

/// The header that every answer carries.
pub(crate) const VERSION: HeaderName = HeaderName::from_static("x-openrosa-version");

/// What tells form, unit and period apart in a form's id: none of them has a dot in it.
const BETWEEN: char = '.';

/// Which report a form of the list is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) form: FormId,
    pub(crate) unit: OrgUnitCode,
    pub(crate) period: Period,
}

impl Subject {
    /// The form's id: `clb-thang.24848-C01.2026-10`.
    pub(crate) fn id(&self) -> String {
        format!("{}{BETWEEN}{}{BETWEEN}{}", self.form, self.unit, self.period)
    }

    pub(crate) fn parse(id: &str) -> Option<Subject> {
        let mut parts = id.splitn(3, BETWEEN);
        let mut next = || parts.next().unwrap_or_default();
        let (form, unit, period) = (FormId::parse(next()), OrgUnitCode::parse(next()), Period::parse(next()));
        Some(Subject { form: form.ok()?, unit: unit.ok()?, period: period.ok()? })
    }
}

/// An answer in XML.
pub(crate) fn xml(status: StatusCode, body: String) -> Response {
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/xml; charset=utf-8"));
    (status, [kind, (VERSION, HeaderValue::from_static("1.0"))], body).into_response()
}

/// An answer that a client shows to its person.
pub(crate) fn message(status: StatusCode, nature: &str, text: &str) -> Response {
    let body = format!(
        "<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\"><message nature=\"{nature}\">{}</message></OpenRosaResponse>",
        escape_xml(text)
    );
    xml(status, body)
}

/// A refusal as such a client shows it, with everything that its details say for people.
pub(crate) fn refused(refusal: &Refusal, language: Language) -> Response {
    let mut text = refusal.code.sentence(language).to_owned();
    if let Some(findings) = refusal.details["findings"].as_array() {
        findings.iter().filter_map(|finding| finding.as_str()).for_each(|finding| text.push_str(&format!("\n– {finding}")));
    }
    let mut response = message(refusal.code.status(), "submit_error", &text);
    if refusal.code.status() == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"phieu\", charset=\"UTF-8\""));
    }
    if refusal.code == Code::TooManyAttempts {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    }
    response
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_form_unit_and_period() {
        for id in ["clb-thang.24848-C01.2026-10", "bc-nam.68.2026-E"] {
            assert_eq!(Subject::parse(id).unwrap().id(), id);
        }
        for id in ["", "clb-thang", "clb-thang.24848-C01", "clb-thang.24848-C01.2026-13", "a b.24848.2026-10"] {
            assert_eq!(Subject::parse(id), None, "{id}");
        }
    }
}
