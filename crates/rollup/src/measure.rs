//! Turns and persons, money and clubs: what has different units of measure is not added up.
//!
//! A rate may divide one by another. Where a total is computed again by adding, the unit of measure of each side is the field's own,
//! or that of what is added inside it; a product or quotient has none.

use phieu_form::{Aggregate, Form, NodeId, Owner, Property};
use phieu_xpath::{BinaryOp, Expr, ExprKind};

/// A calculation that adds what cannot be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixed {
    /// The path of the calculated field.
    pub path: String,
    /// The two units of measure, in the form's first language.
    pub measures: (String, String),
}

/// All calculations of fields with totals that add or subtract figures of different units of measure.
pub fn mixed_measures(form: &Form) -> Vec<Mixed> {
    let mut found = Vec::new();
    for formula in form.formulas.iter().filter(|formula| formula.property == Property::Calculate) {
        let Owner::Node(id) = formula.owner else { continue };
        if form.node(id).aggregate == Aggregate::None {
            continue;
        }
        formula.expr.walk(&mut |expr| {
            let ExprKind::Binary(BinaryOp::Add | BinaryOp::Subtract, left, right) = &expr.kind else { return };
            if let (Some(a), Some(b)) = (measure(form, left), measure(form, right))
                && a != b
            {
                found.push(Mixed { path: form.node(id).path.clone(), measures: (a, b) });
            }
        });
    }
    found
}

/// The unit of measure of a field in the form's first language.
pub fn measure_of(form: &Form, id: NodeId) -> Option<String> {
    form.node(id).unit.get(0).map(|text| text.source.clone())
}

fn measure(form: &Form, expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Slot(slot) => measure_of(form, form.slots.get(*slot as usize)?.node),
        ExprKind::Negate(inner) => measure(form, inner),
        ExprKind::Binary(BinaryOp::Add | BinaryOp::Subtract, left, right) => measure(form, left).or_else(|| measure(form, right)),
        ExprKind::Call(call) if call.function.name == "if" => measure(form, call.arguments.get(1)?),
        ExprKind::Call(call) if ["sum", "round", "number", "abs", "coalesce", "int"].contains(&call.function.name) => {
            measure(form, call.arguments.first()?)
        }
        _ => None,
    }
}
