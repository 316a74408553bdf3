//! Which nodes an expression reads.

use std::collections::BTreeSet;

use phieu_xpath::{Axis, Expr, ExprKind, NodeTest, Path, Start};

use crate::form::{Form, NodeId, Owner, Property, ScopeId};

/// The nodes that a formula reads, each with the scope whose rows they share. Sorted, each once.
pub(super) fn references(form: &Form, formula: usize) -> Vec<(NodeId, ScopeId)> {
    let formula = &form.formulas[formula];
    let mut found = Found { form, nodes: BTreeSet::new(), names: BTreeSet::new() };
    found.expr(&formula.expr, formula.property == Property::ChoiceFilter);
    if let (Owner::Rule(id), Property::Constraint) = (formula.owner, formula.property) {
        let rule = &form.rules[id.index()];
        rule.fields.iter().copied().chain(rule.message.slots().map(|(_, slot)| slot)).for_each(|slot| found.slot(slot));
    }
    let Found { mut nodes, names, .. } = found;
    // A path that is walked may reach every node of the names in it, in any row.
    for id in form.ids().filter(|id| names.contains(form.node(*id).name.as_str()) || names.contains("*")) {
        if formula.owner != Owner::Node(id) {
            nodes.insert((id, ScopeId(0)));
        }
    }
    nodes.into_iter().collect()
}

struct Found<'f> {
    form: &'f Form,
    nodes: BTreeSet<(NodeId, ScopeId)>,
    names: BTreeSet<String>,
}

impl Found<'_> {
    fn slot(&mut self, slot: u32) {
        let slot = self.form.slots[slot as usize];
        self.nodes.insert((slot.node, slot.from));
    }

    /// `elsewhere`: relative paths start at an item of another instance.
    fn expr(&mut self, expr: &Expr, elsewhere: bool) {
        match &expr.kind {
            ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Reference(_) => {}
            ExprKind::Slot(slot) => self.slot(*slot),
            ExprKind::Negate(inner) => self.expr(inner, elsewhere),
            ExprKind::Binary(_, left, right) => {
                self.expr(left, elsewhere);
                self.expr(right, elsewhere);
            }
            ExprKind::Call(call) => call.arguments.iter().for_each(|arg| self.expr(arg, elsewhere)),
            ExprKind::Path(path) => self.path(path, elsewhere),
        }
    }

    fn path(&mut self, path: &Path, elsewhere: bool) {
        let mut outside = elsewhere && path.start == Start::Context;
        if let Start::Filter(head, predicates) = &path.start {
            self.expr(head, elsewhere);
            outside = starts_elsewhere(head);
            predicates.iter().for_each(|each| self.expr(each, outside));
        }
        for step in &path.steps {
            if !outside {
                match (&step.axis, &step.test) {
                    (_, NodeTest::Name { local, .. }) => drop(self.names.insert(local.to_string())),
                    // `.` and `..` reach nothing that has not been counted.
                    (Axis::SelfNode | Axis::Parent, NodeTest::Node) => {}
                    _ => drop(self.names.insert("*".to_owned())),
                }
            }
            step.predicates.iter().for_each(|each| self.expr(each, outside));
        }
    }
}

/// Whether a path begins in another instance.
fn starts_elsewhere(head: &Expr) -> bool {
    match &head.kind {
        ExprKind::Call(call) => call.function.name == "instance",
        ExprKind::Path(Path { start: Start::Filter(head, _), .. }) => starts_elsewhere(head),
        _ => false,
    }
}
