//! A corrected report marks those that read its figures: "cần duyệt lại".
//!
//! Which ones did is told by the context that is kept with each revision. Marked are sent and approved reports of the same unit and of
//! the units above it; one that is being corrected anyway is checked against the new figures when it is sent.
//!
//! A later month that carries on from a corrected one is not marked: its own rules compare it with the month before.

use phieu_report::{Event, ReportId, Status};
use phieu_rollup::ReportFacts;
use phieu_store::{Moment, ReportFilter, ReportRow, RevisionKey, Unit};
use serde_json::Value;

use crate::app::App;
use crate::context::content_of;
use crate::forms::Form;
use crate::refusal::Refusal;

/// The reports that read other figures of a report than it will have with a new revision.
pub(crate) async fn readers(app: &App, chain: &[Unit], key: &RevisionKey, new: &ReportFacts) -> Result<Vec<ReportId>, Refusal> {
    if !has_other_figures(app, key, new).await? {
        return Ok(Vec::new());
    }
    let approved_at = first_approval(app, &key.report).await?;
    let mut readers = Vec::new();
    for form in app.forms.latest().filter(|form| form.instances().any(|name| name == key.form)) {
        let units: Vec<_> = chain.iter().filter(|unit| form.is_filled_by(&unit.kind)).map(|unit| unit.code.clone()).collect();
        if units.is_empty() {
            continue;
        }
        let filter = ReportFilter { units: Some(units), form: Some(form.id.clone()), ..ReportFilter::default() };
        let rows = app.store.reports(&filter).await?;
        let concerned = |row: &&ReportRow| row.status.is_with_reviewers() && row.period.contains(key.period) && row.id != key.report;
        for row in rows.iter().filter(concerned) {
            if has_read(app, form, row, key, approved_at).await? {
                readers.push(row.id.clone());
            }
        }
    }
    Ok(readers)
}

async fn has_other_figures(app: &App, key: &RevisionKey, new: &ReportFacts) -> Result<bool, Refusal> {
    let filter = ReportFilter { units: Some(vec![key.unit.clone()]), form: Some(key.form.clone()), period: Some(key.period), status: None };
    let Some(old) = app.store.facts(&filter).await?.pop() else { return Ok(false) };
    let sorted = |facts: &[(String, f64)]| {
        let mut facts = facts.to_vec();
        facts.sort_by(|one, other| one.0.cmp(&other.0));
        facts
    };
    Ok(sorted(&old.facts) != sorted(&new.facts))
}

async fn first_approval(app: &App, report: &ReportId) -> Result<Option<Moment>, Refusal> {
    let history = app.store.history(report).await?;
    Ok(history.iter().find(|line| line.event == Event::Approve && line.status == Status::Approved).map(|line| line.at))
}

/// Whether the last revision of a report was checked with figures of another: what it knew names the unit and period, or has totals in
/// which the other was, because it was approved before.
async fn has_read(app: &App, form: &Form, row: &ReportRow, key: &RevisionKey, approved_at: Option<Moment>) -> Result<bool, Refusal> {
    let Some(revision) = app.store.revision(&row.id, row.revision).await? else { return Ok(false) };
    let instances = content_of(&revision.context)["instances"].take();
    let (name, unit, period) = (key.form.as_str(), key.unit.as_str(), key.period.to_string());
    let is_it = |part: &Value| part["org_unit"] == unit && part["period"] == period.as_str();
    let listed = |instance: &str| instances[instance][name].as_array().is_some_and(|parts| parts.iter().any(is_it));
    // An instance of that name is of the unit or of one above it, never of one below.
    let same_period = row.unit == key.unit && row.period.official() == key.period && instances[name].is_object();
    let in_totals = form.wants("totals")
        && instances["totals"][name]["approved"].as_u64().is_some_and(|approved| approved > 0)
        && approved_at.is_some_and(|approved| approved <= revision.received_at);
    Ok(listed("children") || listed("within") || same_period || in_totals)
}
