//! The verdict on a filled report.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_form::json::Tree;
use phieu_form::{Form, Severity};
use serde_json::Value as Json;

use crate::{Code, Context, Instance, Issue};

/// What is to be said of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether nothing blocks.
    pub valid: bool,
    /// In the order of [`Instance::issues`], then what was answered in vain.
    pub issues: Vec<Issue>,
    /// The calculated values, nested like answers.
    pub values: Json,
}

/// Checks answers from nothing: loads them, computes everything, and tells all that is wrong.
pub fn check<'a>(
    form: &Arc<Form>,
    context: Context,
    answers: impl Into<Tree<'a>>,
    explanations: &BTreeMap<String, String>,
) -> (Instance, Verdict) {
    verdict(Instance::open(Arc::clone(form), context, answers, explanations))
}

fn verdict(instance: Instance) -> (Instance, Verdict) {
    let mut issues = instance.issues();
    issues.extend(instance.answered_in_vain().into_iter().map(|at| {
        let issue = instance.issue(Code::NotRelevant, at, BTreeMap::new());
        Issue { severity: Severity::Warning, ..issue }
    }));
    let valid = !issues.iter().any(Issue::blocks);
    let values = instance.values();
    (instance, Verdict { valid, issues, values })
}
