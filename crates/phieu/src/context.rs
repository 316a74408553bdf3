//! The context of a check: what the caller knows, completed by what the report itself says.

use phieu_engine::Context;
use phieu_report::{Report, Window};
use serde_json::{Value as Json, json};

use crate::CheckError;

/// Reads a context and adds the instances `period` and `unit` where the caller gives none.
///
/// The period then runs over the State's window (15th to 14th) where the form's setting `window` does not say `calendar`.
pub(crate) fn complete(report: &Report, context: Option<Json>, window: Option<&str>, language: &str) -> Result<Context, CheckError> {
    let mut context: Context = match context {
        None | Some(Json::Null) => Context::default(),
        // serde would take a list for the members in their order.
        Some(Json::Array(_)) => return Err(CheckError::Context("expected an object, found an array".to_owned())),
        Some(json) => serde_json::from_value(json).map_err(|error| CheckError::Context(error.to_string()))?,
    };
    context.language = Some(language.to_owned());
    let window = if window == Some("calendar") { Window::Calendar } else { Window::State };
    let period = report.period;
    context.instances.entry("period".to_owned()).or_insert_with(|| {
        json!({
            "id": period.to_string(),
            "type": period.kind().name(),
            "start": period.start(window).to_string(),
            "end": period.end(window).to_string(),
        })
    });
    context.instances.entry("unit".to_owned()).or_insert_with(|| json!({"code": report.org_unit.as_str()}));
    Ok(context)
}
