//! All figures of a form below a unit over the periods before: how a unit goes on, and not one figure alone.

use phieu_report::Period;
use phieu_rollup::{FieldTotal, Total};
use phieu_store::SumQuery;
use serde_json::{Value, json};

use super::figure::COURSE;
use super::veil::Veil;
use super::{Question, Tally, described, fall_back, progress, tallies};
use crate::app::App;
use crate::refusal::{Code, Refusal};

/// The numbers of each field, period by period, the earliest first; of nothing reported there is no number.
pub(crate) async fn courses(app: &App, question: Question<'_>) -> Result<Value, Refusal> {
    let chain = question.chain(app).await?;
    let Some(top) = chain.first() else { return Err(Code::UnknownUnit.into()) };
    let form = question.form;
    let mut periods: Vec<Period> = std::iter::successors(Some(question.period), |period| period.previous()).take(COURSE).collect();
    periods.reverse();
    let units = [top.code.clone()];
    let summed: Vec<Period> = periods.iter().copied().chain(question.periods().into_iter().skip(1)).collect();
    let query = SumQuery { form: &form.id, periods: &summed, units: &units, path: None, also: &question.also };
    let mut found = tallies(app, &query).await?;
    fall_back(&mut found, question.period);
    let nothing = Tally::default();
    let tally = |period: &Period| found.get(&(top.code.clone(), *period)).unwrap_or(&nothing);
    let by_period: Vec<Vec<FieldTotal>> = periods.iter().map(|period| tally(period).totals(app, form, &chain, *period).fields).collect();
    let below = progress(app, form, &chain, question.period).await?;
    let veil = Veil::of(app, &question, &chain, &below, &periods, None).await?;
    let number = |total: &FieldTotal, period: Period| match total.total {
        Total::Number(Some(number)) if !veil.hides(&total.path, period) => phieu_rollup::figure(number),
        _ => Value::Null,
    };
    // The fields and their order are those of the form, whatever was reported.
    let fields = (0..by_period.first().map_or(0, Vec::len)).filter_map(|at| {
        let values: Vec<Value> = by_period
            .iter()
            .zip(&periods)
            .map(|(totals, period)| totals.get(at).map_or(Value::Null, |total| number(total, *period)))
            .collect();
        let path = by_period.first()?.get(at)?.path.as_str();
        let mut field = described(form, path);
        let known = values.iter().any(|value| !value.is_null());
        field["values"] = values.into();
        known.then_some(field)
    });
    let mut answer = question.heading(top);
    answer["periods"] = periods.iter().map(|period| json!({ "period": period.to_string(), "reports": tally(period).reports() })).collect();
    answer["fields"] = fields.collect();
    Ok(answer)
}
