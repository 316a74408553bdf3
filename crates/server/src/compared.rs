//! An estimate beside the official report of the same period: every figure that both have, and by how much it changed.

use std::collections::BTreeMap;

use phieu_report::Period;
use phieu_store::{ReportFilter, ReportRow};
use serde_json::{Value, json};

use crate::app::App;
use crate::forms::Form;
use crate::refusal::Refusal;

/// The comparison, null where the period was reported only once:
/// `{"estimate": {"report_id", "status"}, "official": {…}, "figures": [{"path", "code", "label", "unit", "estimate", "official"}]}`.
pub(crate) async fn compared(app: &App, form: &Form, row: &ReportRow) -> Result<Value, Refusal> {
    if !form.estimates().contains(&row.period.kind()) {
        return Ok(Value::Null);
    }
    let (estimate, official) = (row.period.estimate(), row.period.official());
    let other = if row.period.is_estimate() { official } else { estimate };
    let Some(other) = app.store.reports(&filter(row, other)).await?.into_iter().next() else { return Ok(Value::Null) };
    let named = |row: &ReportRow| json!({ "report_id": row.id.as_str(), "status": row.status.name() });
    let (first, second) = if row.period.is_estimate() { (row, &other) } else { (&other, row) };
    let (early, late) = (figures(app, row, estimate).await?, figures(app, row, official).await?);
    let fields = form.definition["fields"].as_array().into_iter().flatten();
    let both = fields.filter_map(|field| {
        let path = field["path"].as_str()?;
        let (early, late) = (early.get(path)?, late.get(path)?);
        let is_figure = field.get("aggregate").is_some_and(|aggregate| aggregate != "none" && aggregate != "count");
        is_figure.then(|| {
            json!({
                "path": path, "code": field["code"], "label": field["label"], "unit": field["unit"],
                "estimate": early, "official": late,
            })
        })
    });
    Ok(json!({ "estimate": named(first), "official": named(second), "figures": both.collect::<Value>() }))
}

fn filter(row: &ReportRow, period: Period) -> ReportFilter {
    ReportFilter { units: Some(vec![row.unit.clone()]), form: Some(row.form.clone()), period: Some(period), status: None }
}

async fn figures(app: &App, row: &ReportRow, period: Period) -> Result<BTreeMap<String, f64>, Refusal> {
    let facts = app.store.facts(&filter(row, period)).await?.pop();
    Ok(facts.map(|facts| facts.facts.into_iter().collect()).unwrap_or_default())
}
