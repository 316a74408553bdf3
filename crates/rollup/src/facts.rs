//! A report's figures taken out of its answers: small, flat, and all that a total needs.
//!
//! A figure's path is the field's, `members/members_closing`. Rows of a repeat are added up within the report under the path without
//! row numbers. Of a choice that is counted, the path carries the choice: `meeting/meeting_held=yes` is 1.

use std::collections::BTreeMap;

use phieu_form::{Aggregate, Form, Kind, Node, NodeId, Type};
use phieu_report::{OrgUnitCode, Period};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// One figure of one report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Who reported it.
    pub org_unit: OrgUnitCode,
    /// For when.
    pub period: Period,
    /// Which figure.
    pub path: String,
    /// The figure.
    pub value: f64,
}

/// All figures of one report, and its texts where they are wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportFacts {
    /// Who reported.
    pub org_unit: OrgUnitCode,
    /// For when.
    pub period: Period,
    /// Figures by path, each path once.
    pub facts: Vec<(String, f64)>,
    /// Texts by path; may be left empty, then totals have none.
    pub texts: Vec<(String, String)>,
}

impl ReportFacts {
    /// From the answers of a report that count (relevant, with calculated values).
    pub fn of(form: &Form, org_unit: OrgUnitCode, period: Period, answers: &Json) -> ReportFacts {
        ReportFacts { org_unit, period, facts: facts(form, answers), texts: texts(form, answers) }
    }

    /// The figures one by one.
    pub fn each(&self) -> impl Iterator<Item = Fact> + '_ {
        self.facts.iter().map(|(path, value)| Fact {
            org_unit: self.org_unit.clone(),
            period: self.period,
            path: path.clone(),
            value: *value,
        })
    }
}

/// What no figure reaches, above nothing or below. So many of them as 92,000 are added up in 64 bits, and there are some 22,000 units in
/// the country; a sum beyond 2^53 is told as the double next to it.
pub const BEYOND: f64 = 1e14;

/// The figures of the answers that count, sorted by path. What is blank, not a number or beyond all figures gives none.
pub fn facts(form: &Form, answers: &Json) -> Vec<(String, f64)> {
    let mut figures: BTreeMap<String, f64> = BTreeMap::new();
    walk(form, answers, &mut |node, field_type, value| {
        let mut add = |path: String, value: f64| *figures.entry(path).or_default() += value;
        match node.aggregate {
            Aggregate::Sum | Aggregate::Last => value.as_f64().into_iter().for_each(|number| add(node.path.clone(), number)),
            Aggregate::Count => {
                add(node.path.clone(), 1.0);
                chosen(field_type, value).into_iter().for_each(|choice| add(format!("{}={choice}", node.path), 1.0));
            }
            Aggregate::Recompute | Aggregate::Concat | Aggregate::None => {}
        }
    });
    figures.retain(|_, value| value.abs() < BEYOND);
    figures.into_iter().collect()
}

/// The texts of the answers that count whose fields are concatenated, in the order of the form.
pub fn texts(form: &Form, answers: &Json) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    walk(form, answers, &mut |node, _, value| {
        if let (Aggregate::Concat, Some(text)) = (node.aggregate, value.as_str()) {
            texts.push((node.path.clone(), text.to_owned()));
        }
    });
    texts
}

/// The choices that an answer names.
fn chosen(field_type: Type, value: &Json) -> Vec<&str> {
    match (field_type, value) {
        (Type::SelectOne(_), Json::String(choice)) => vec![choice],
        (Type::SelectMultiple(_), Json::Array(choices)) => choices.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Every answered field, in the order of the form, rows of a repeat one after the other.
fn walk(form: &Form, answers: &Json, see: &mut dyn FnMut(&Node, Type, &Json)) {
    within(form, NodeId(0), answers, see);
}

fn within(form: &Form, id: NodeId, answers: &Json, see: &mut dyn FnMut(&Node, Type, &Json)) {
    for child in form.children(id) {
        let node = form.node(child);
        match (node.kind, answers.get(&node.name)) {
            (_, None | Some(Json::Null)) => {}
            (Kind::Group, Some(group)) => within(form, child, group, see),
            (Kind::Repeat, Some(rows)) => rows.as_array().into_iter().flatten().for_each(|row| within(form, child, row, see)),
            (Kind::Field(field_type), Some(value)) => see(node, field_type, value),
        }
    }
}
