//! Adding up what adds up.

use std::collections::{BTreeMap, BTreeSet};

use phieu_form::{Aggregate, Form, NodeId};
use phieu_report::OrgUnitCode;
use serde_json::{Map, Value as Json, json};

use crate::recompute::recompute;
use crate::{ReportFacts, Sum, Sums};

/// The totals of a form over some reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    /// How many reports went in.
    pub reports: usize,
    /// Every field that has a total, in the order of the form.
    pub fields: Vec<FieldTotal>,
}

/// The total of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldTotal {
    /// The field, for its label, code and unit of measure.
    pub node: NodeId,
    /// Its path.
    pub path: String,
    /// How it was made.
    pub aggregate: Aggregate,
    /// How many units gave an answer: the denominator that an average must name. Of a computed rate, how many reports went in.
    pub units: usize,
    /// The total.
    pub total: Total,
}

/// What became of a field's answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Total {
    /// A number; `None` where nobody gave one, or a rate has no denominator.
    Number(Option<f64>),
    /// How many answers were given, and how many chose what (in the order of the choice list).
    Counts {
        /// Answers given.
        answers: u64,
        /// Choices with how often they were chosen; empty where the field has no choices.
        choices: Vec<(String, u64)>,
    },
    /// Texts, each with the unit that wrote it.
    Texts(Vec<(OrgUnitCode, String)>),
}

impl Total {
    /// As JSON: a number or null; an object of choices and counts, or the count; an array of `{"org_unit","text"}`.
    pub fn to_json(&self) -> Json {
        match self {
            Total::Number(None) => Json::Null,
            Total::Number(Some(number)) => figure(*number),
            Total::Counts { answers, choices } if choices.is_empty() => json!(answers),
            Total::Counts { choices, .. } => choices.iter().map(|(name, count)| (name.clone(), json!(count))).collect::<Map<_, _>>().into(),
            Total::Texts(texts) => texts.iter().map(|(unit, text)| json!({"org_unit": unit, "text": text})).collect(),
        }
    }
}

/// A figure as JSON: a whole number without a point.
pub fn figure(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < 9e15 { json!(number as i64) } else { json!(number) }
}

/// Adds reports up. `unit` are the attributes of the unit for which it is done, which formulas of rates read from `instance('unit')`.
///
/// Reports may be of several units and several periods. The same unit and period twice would count twice: hand each in once.
pub fn totals(form: &Form, reports: &[ReportFacts], unit: &BTreeMap<String, String>) -> Totals {
    // Listed texts stand by unit and period; sums come out the same in any order.
    let mut ordered: Vec<&ReportFacts> = reports.iter().collect();
    ordered.sort_by(|a, b| (&a.org_unit, a.period).cmp(&(&b.org_unit, b.period)));
    let mut totals = totals_of_sums(form, &sums(form, &ordered), reports.len(), unit);
    for field in totals.fields.iter_mut().filter(|field| field.aggregate == Aggregate::Concat) {
        let texts = texts(&field.path, &ordered);
        field.units = texts.iter().map(|(unit, _)| unit).collect::<BTreeSet<_>>().len();
        field.total = Total::Texts(texts);
    }
    totals
}

/// The totals of sums that somebody keeps: of `reports` reports of one period, each unit once. Texts are not listed; how many units
/// wrote one is known where the sums have the field's path.
pub fn totals_of_sums(form: &Form, sums: &Sums, reports: usize, unit: &BTreeMap<String, String>) -> Totals {
    let mut fields: Vec<FieldTotal> = form.ids().filter_map(|id| field(form, id, sums, reports)).collect();
    recompute(form, &mut fields, unit);
    Totals { reports, fields }
}

/// The sums over reports by unit and period: of what is `last`, each unit's latest period counts.
fn sums(form: &Form, reports: &[&ReportFacts]) -> Sums {
    let mut by_unit: BTreeMap<(&str, &OrgUnitCode), Sum> = BTreeMap::new();
    for report in reports {
        for (path, value) in &report.facts {
            let of_unit = by_unit.entry((path, &report.org_unit)).or_default();
            let is_last = form.find(path).is_some_and(|id| form.node(id).aggregate == Aggregate::Last);
            if is_last {
                *of_unit = Sum::default();
            }
            of_unit.add(Sum::of(*value));
            of_unit.given = 1;
        }
    }
    let mut sums = Sums::new();
    by_unit.into_iter().for_each(|((path, _), sum)| sums.entry(path.to_owned()).or_default().add(sum));
    sums
}

fn field(form: &Form, id: NodeId, sums: &Sums, reports: usize) -> Option<FieldTotal> {
    let node = form.node(id);
    let field_type = node.field_type()?;
    let at = |path: &str| sums.get(path).copied().unwrap_or_default();
    let count = |path: &str| at(path).value().unwrap_or_default() as u64;
    let total = match node.aggregate {
        Aggregate::None => return None,
        Aggregate::Sum | Aggregate::Last => Total::Number(at(&node.path).value()),
        Aggregate::Recompute => Total::Number(None),
        Aggregate::Count => {
            let choices = field_type.list().map_or(&[][..], |list| &form.list(list).choices);
            let counted = choices.iter().map(|choice| (choice.name.clone(), count(&format!("{}={}", node.path, choice.name))));
            Total::Counts { answers: count(&node.path), choices: counted.collect() }
        }
        Aggregate::Concat => Total::Texts(Vec::new()),
    };
    let units = if node.aggregate == Aggregate::Recompute { reports } else { at(&node.path).given as usize };
    Some(FieldTotal { node: id, path: node.path.clone(), aggregate: node.aggregate, units, total })
}

fn texts(path: &str, reports: &[&ReportFacts]) -> Vec<(OrgUnitCode, String)> {
    let texts = reports.iter().flat_map(|report| report.texts.iter().map(|(at, text)| (at, &report.org_unit, text)));
    texts.filter(|(at, _, _)| *at == path).map(|(_, unit, text)| (unit.clone(), text.clone())).collect()
}
