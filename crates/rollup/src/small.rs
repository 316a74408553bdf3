//! Small counts of people: a total of 1 to 4 could tell who is meant, and is not shown to those who may not read the list itself.
//!
//! What counts people is taken from the form: fields that are marked as personal, figures that are computed from them, and how many rows a
//! list has whose rows are personal. Among parts with
//! their total one hidden part alone could be found by subtraction, so that a second is hidden with it, the smallest of the others; where
//! there is none, the total is. Limits: totals of different periods, units or fields can still be subtracted from one another.

use std::collections::BTreeSet;

use phieu_form::{Form, Kind, NodeId, Owner, Personal, Property};
use phieu_xpath::ExprKind;

/// The least count that is shown.
pub const LEAST_SHOWN: f64 = 5.0;

/// Whether a count is so small that it is hidden. None at all is shown.
pub fn is_small(count: f64) -> bool {
    count > 0.0 && count < LEAST_SHOWN
}

/// The paths of the fields whose figures count people, in the order of the form.
pub fn counts_of_people(form: &Form) -> Vec<&str> {
    let mut tells: Vec<bool> = form.nodes.iter().map(|node| node.personal != Personal::No).collect();
    let lists = personal_lists(form);
    for formula in form.formulas.iter().filter(|formula| formula.property == Property::Calculate) {
        let Owner::Node(NodeId(node)) = formula.owner else { continue };
        formula.expr.walk(&mut |expr| {
            let ExprKind::Call(call) = &expr.kind else { return };
            let counted = call.arguments.first().filter(|_| call.function.name == "count");
            if let Some(ExprKind::Slot(slot)) = counted.map(|argument| &argument.kind) {
                tells[node as usize] |= form.slots.get(*slot as usize).is_some_and(|slot| lists.contains(&slot.node));
            }
        });
    }
    let mut waiting: Vec<usize> = (0..tells.len()).filter(|at| tells[*at]).collect();
    while let Some(at) = waiting.pop() {
        for dependent in form.dependents.get(at).into_iter().flatten() {
            let formula = form.formula(dependent.formula);
            let (Owner::Node(NodeId(node)), Property::Calculate) = (&formula.owner, &formula.property) else { continue };
            let node = *node as usize;
            if !std::mem::replace(&mut tells[node], true) {
                waiting.push(node);
            }
        }
    }
    form.nodes.iter().zip(tells).filter(|(_, tells)| *tells).map(|(node, _)| node.path.as_str()).collect()
}

/// The repeats in whose rows something is personal.
fn personal_lists(form: &Form) -> BTreeSet<NodeId> {
    let personal = form.ids().filter(|id| form.node(*id).personal != Personal::No);
    let above = personal.flat_map(|id| std::iter::successors(form.node(id).parent, |id| form.node(*id).parent));
    above.filter(|id| form.node(*id).kind == Kind::Repeat).collect()
}

/// Which parts of a total are hidden, and whether the total is.
pub fn hidden(total: f64, parts: &[f64]) -> (bool, Vec<bool>) {
    let mut hides: Vec<bool> = parts.iter().map(|part| is_small(*part)).collect();
    let mut hides_total = is_small(total);
    if !hides_total && hides.iter().filter(|hides| **hides).count() == 1 {
        let others = parts.iter().enumerate().filter(|(at, part)| !hides[*at] && **part > 0.0);
        match others.min_by(|a, b| a.1.total_cmp(b.1)) {
            Some((at, _)) => hides[at] = true,
            None => hides_total = true,
        }
    }
    (hides_total, hides)
}
