//! Adding up what adds up.

use std::collections::{BTreeMap, BTreeSet};

use phieu_form::{Aggregate, Form, NodeId};
use phieu_report::{OrgUnitCode, Period};
use serde_json::{Map, Value as Json, json};

use crate::ReportFacts;
use crate::recompute::recompute;

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
            Total::Number(Some(number)) if number.fract() == 0.0 && number.abs() < 9e15 => json!(*number as i64),
            Total::Number(Some(number)) => json!(number),
            Total::Counts { answers, choices } if choices.is_empty() => json!(answers),
            Total::Counts { choices, .. } => choices.iter().map(|(name, count)| (name.clone(), json!(count))).collect::<Map<_, _>>().into(),
            Total::Texts(texts) => texts.iter().map(|(unit, text)| json!({"org_unit": unit, "text": text})).collect(),
        }
    }
}

/// Adds reports up. `unit` are the attributes of the unit for which it is done, which formulas of rates read from `instance('unit')`.
///
/// Reports may be of several units and several periods. The same unit and period twice would count twice: hand each in once.
pub fn totals(form: &Form, reports: &[ReportFacts], unit: &BTreeMap<String, String>) -> Totals {
    // One order, so that sums of fractions come out the same wherever they are made.
    let mut ordered: Vec<&ReportFacts> = reports.iter().collect();
    ordered.sort_by(|a, b| (&a.org_unit, a.period).cmp(&(&b.org_unit, b.period)));
    let figures = Figures::of(&ordered);
    let mut fields: Vec<FieldTotal> = form.ids().filter_map(|id| field(form, id, &figures, &ordered)).collect();
    recompute(form, &mut fields, unit);
    Totals { reports: reports.len(), fields }
}

/// All figures of all reports by path.
struct Figures<'a> {
    by_path: BTreeMap<&'a str, Vec<(&'a OrgUnitCode, Period, f64)>>,
}

impl<'a> Figures<'a> {
    fn of(reports: &[&'a ReportFacts]) -> Figures<'a> {
        let mut by_path: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for report in reports {
            for (path, value) in &report.facts {
                by_path.entry(path).or_default().push((&report.org_unit, report.period, *value));
            }
        }
        Figures { by_path }
    }

    fn at(&self, path: &str) -> &[(&'a OrgUnitCode, Period, f64)] {
        self.by_path.get(path).map_or(&[], Vec::as_slice)
    }

    fn sum(&self, path: &str) -> f64 {
        self.at(path).iter().map(|(_, _, value)| value).sum()
    }

    fn units(&self, path: &str) -> usize {
        self.at(path).iter().map(|(unit, _, _)| *unit).collect::<BTreeSet<_>>().len()
    }

    /// Each unit's value of its latest period, added. Figures stand in the order of units and periods.
    fn sum_of_last(&self, path: &str) -> f64 {
        let figures = self.at(path);
        let last = figures.iter().enumerate().filter(|(at, (unit, _, _))| figures.get(at + 1).is_none_or(|next| next.0 != *unit));
        last.map(|(_, (_, _, value))| value).sum()
    }
}

fn field(form: &Form, id: NodeId, figures: &Figures, reports: &[&ReportFacts]) -> Option<FieldTotal> {
    let node = form.node(id);
    let path = node.path.as_str();
    let field_type = node.field_type()?;
    let given = !figures.at(path).is_empty();
    let total = match node.aggregate {
        Aggregate::None => return None,
        Aggregate::Sum => Total::Number(given.then(|| figures.sum(path))),
        Aggregate::Last => Total::Number(given.then(|| figures.sum_of_last(path))),
        Aggregate::Recompute => Total::Number(None),
        Aggregate::Count => {
            let choices = field_type.list().map_or(&[][..], |list| &form.list(list).choices);
            let counted = choices.iter().map(|choice| (choice.name.clone(), figures.sum(&format!("{path}={}", choice.name)) as u64));
            Total::Counts { answers: figures.sum(path) as u64, choices: counted.collect() }
        }
        Aggregate::Concat => Total::Texts(texts(path, reports)),
    };
    let units = match node.aggregate {
        Aggregate::Recompute => reports.len(),
        Aggregate::Concat => texts(path, reports).iter().map(|(unit, _)| unit).collect::<BTreeSet<_>>().len(),
        _ => figures.units(path),
    };
    Some(FieldTotal { node: id, path: path.to_owned(), aggregate: node.aggregate, units, total })
}

fn texts(path: &str, reports: &[&ReportFacts]) -> Vec<(OrgUnitCode, String)> {
    let texts = reports.iter().flat_map(|report| report.texts.iter().map(|(at, text)| (at, &report.org_unit, text)));
    texts.filter(|(at, _, _)| *at == path).map(|(_, unit, text)| (unit.clone(), text.clone())).collect()
}
