//! The Rust type of an answer, and whether it is always there.

use phieu::form::{Form, Formula, FormulaId, Kind, Node, NodeId, Type};
use phieu::xpath::{Axis, BinaryOp, Expr, ExprKind, NodeTest, Path, Start};

/// Whether a report can hold anything there.
pub(crate) fn holds_answers(form: &Form, id: NodeId) -> bool {
    match form.node(id).kind {
        Kind::Group | Kind::Repeat => form.children(id).any(|child| holds_answers(form, child)),
        Kind::Field(field_type) => field_type != Type::Note,
    }
}

/// Whether every complete report holds it, as the form's schema says under `required`.
pub(crate) fn always(form: &Form, id: NodeId) -> bool {
    let node = form.node(id);
    let applies = node.relevant.is_none();
    match node.kind {
        Kind::Field(_) => applies && node.calculate.is_none() && node.required.is_some_and(|each| is_plain_yes(form.formula(each))),
        Kind::Group => applies && form.children(id).any(|child| always(form, child)),
        Kind::Repeat => false,
    }
}

fn is_plain_yes(formula: &Formula) -> bool {
    matches!(formula.source.trim().to_ascii_lowercase().as_str(), "yes" | "true" | "true()")
}

/// The type of an answer that needs no type of the form's own; `None` for choices.
pub(crate) fn plain(form: &Form, id: NodeId, field_type: Type) -> Option<&'static str> {
    let node = form.node(id);
    Some(match field_type {
        Type::Integer if is_never_negative(form, id, node) => "u64",
        Type::Integer => "i64",
        Type::Decimal | Type::Range => "f64",
        Type::Date => "::phieu::typed::Date",
        Type::SelectOne(_) | Type::SelectMultiple(_) | Type::Rank(_) => return None,
        Type::Calculate | Type::Hidden | Type::Metadata(_) => "::phieu::typed::Value",
        Type::Text | Type::PartialDate | Type::Time | Type::DateTime | Type::Geopoint | Type::Geotrace | Type::Geoshape => STRING,
        Type::File | Type::Image | Type::Audio | Type::Video | Type::Barcode | Type::Acknowledge | Type::Note => STRING,
    })
}

/// A text, by its whole path: a form may have a group called `string`.
pub(crate) const STRING: &str = "::std::string::String";

/// Whether the constraint lets no negative number through, whatever else is answered: `. >= 0`, alone or with `and`.
fn is_never_negative(form: &Form, id: NodeId, node: &Node) -> bool {
    let constraint: Option<FormulaId> = node.constraint.filter(|_| node.calculate.is_none());
    constraint.is_some_and(|constraint| bounds(form, id, &form.formula(constraint).expr))
}

fn bounds(form: &Form, id: NodeId, expr: &Expr) -> bool {
    let ExprKind::Binary(operator, left, right) = &expr.kind else { return false };
    match operator {
        BinaryOp::And => bounds(form, id, left) || bounds(form, id, right),
        BinaryOp::GreaterEqual | BinaryOp::Greater => is_self(form, id, left) && is_zero_or_more(right),
        BinaryOp::LessEqual | BinaryOp::Less => is_zero_or_more(left) && is_self(form, id, right),
        _ => false,
    }
}

fn is_zero_or_more(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Number(number) if number >= 0.0)
}

/// `.`, or the question's own name.
fn is_self(form: &Form, id: NodeId, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Slot(slot) => form.slots.get(*slot as usize).is_some_and(|slot| slot.node == id && slot.from == form.node(id).scope),
        ExprKind::Path(Path { start: Start::Context, steps }) => {
            matches!(&steps[..], [step] if step.axis == Axis::SelfNode && step.test == NodeTest::Node && step.predicates.is_empty())
        }
        _ => false,
    }
}
