//! `= != < <= > >=` (XPath 1.0, section 3.4): with nodes, whether any pair holds.
//!
//! Two texts are equal as texts, also where both are dates; `<` and `>` always compare numbers, and so dates by their day.
//! Nodes are equal to a boolean by their existence, but above or below it by their numbers, as in both ODK clients.

use std::borrow::Cow;

use super::{Scope, order};
use crate::ast::{Axis, BinaryOp, Expr, ExprKind, NodeTest, Path, Start, Step};
use crate::error::Eval;
use crate::number::{number_to_text, text_to_number};
use crate::value::{Operand, number_of_text};
use crate::world::Node;

impl<'a> Scope<'_, 'a> {
    pub(super) fn compare(&self, operator: BinaryOp, left: &'a Expr, right: &'a Expr) -> Eval<bool> {
        if is_own_node(left) {
            return self.compare_own_node(operator, right);
        }
        let mut a = self.operand(left)?;
        let mut b = self.operand(right)?;
        if let (Operand::Number(a), Operand::Number(b)) = (&a, &b) {
            return Ok(compare_numbers(operator, *a, *b));
        }
        if is_equality(operator) {
            if matches!(b, Operand::Boolean(_)) {
                self.slot_as_truth(left, &mut a);
            }
            if matches!(a, Operand::Boolean(_)) {
                self.slot_as_truth(right, &mut b);
            }
            if let Some(equal) = slot_equals_text(left, &a, &b).or_else(|| slot_equals_text(right, &b, &a)) {
                return Ok(equal == (operator == BinaryOp::Equal));
            }
        }
        Ok(self.holds(operator, &a, &b))
    }

    /// `. != ''` in a predicate is asked of every node: no list is made of the one.
    fn compare_own_node(&self, operator: BinaryOp, right: &'a Expr) -> Eval<bool> {
        let other = self.operand(right)?;
        Ok(match other {
            Operand::Nodes(_) | Operand::Boolean(_) => self.holds(operator, &Operand::Nodes(vec![self.node]), &other),
            other => self.node_against(operator, self.node, &other),
        })
    }

    /// Nodes are equal to a boolean by their existence, and so is a slot.
    fn slot_as_truth(&self, expr: &Expr, operand: &mut Operand<'a>) {
        if let ExprKind::Slot(slot) = expr.kind {
            *operand = Operand::Boolean(self.slot_exists(slot));
        }
    }

    /// Whether the comparison holds between two values.
    pub(crate) fn holds(&self, operator: BinaryOp, a: &Operand<'a>, b: &Operand<'a>) -> bool {
        match (a, b) {
            (Operand::Nodes(nodes), Operand::Boolean(truth)) | (Operand::Boolean(truth), Operand::Nodes(nodes))
                if is_equality(operator) =>
            {
                (nodes.is_empty() != *truth) == (operator == BinaryOp::Equal)
            }
            (Operand::Nodes(a), Operand::Nodes(b)) => self.any_pair(operator, a, b),
            (Operand::Nodes(nodes), other) => nodes.iter().any(|node| self.node_against(operator, *node, other)),
            (other, Operand::Nodes(nodes)) => nodes.iter().any(|node| self.node_against(mirrored(operator), *node, other)),
            (a, b) => self.scalars(operator, a, b),
        }
    }

    /// Two values neither of which is nodes.
    fn scalars(&self, operator: BinaryOp, a: &Operand<'a>, b: &Operand<'a>) -> bool {
        match (operator, a, b) {
            (BinaryOp::Equal, Operand::Text(a), Operand::Text(b)) => a == b,
            (BinaryOp::NotEqual, Operand::Text(a), Operand::Text(b)) => a != b,
            (BinaryOp::Equal | BinaryOp::NotEqual, Operand::Boolean(truth), other)
            | (BinaryOp::Equal | BinaryOp::NotEqual, other, Operand::Boolean(truth)) => {
                (*truth == other.clone().into_boolean()) == (operator == BinaryOp::Equal)
            }
            _ => compare_numbers(operator, self.number_of_scalar(a), self.number_of_scalar(b)),
        }
    }

    fn number_of_scalar(&self, operand: &Operand<'a>) -> f64 {
        match operand {
            Operand::Boolean(truth) => as_number(*truth),
            Operand::Number(number) => *number,
            Operand::Days { exact, .. } => *exact,
            Operand::Text(text) => {
                self.steps.take_text(text.len());
                number_of_text(text, self.world)
            }
            Operand::Nodes(nodes) => nodes.first().map_or(f64::NAN, |node| self.number_of(*node)),
        }
    }

    fn node_against(&self, operator: BinaryOp, node: Node, other: &Operand<'a>) -> bool {
        match (operator, other) {
            (BinaryOp::Equal | BinaryOp::NotEqual, Operand::Text(text)) if let Some(number) = self.world.number(node) => {
                has_text(number, text) == (operator == BinaryOp::Equal)
            }
            (BinaryOp::Equal, Operand::Text(text)) => self.world.text(node) == *text,
            (BinaryOp::NotEqual, Operand::Text(text)) => self.world.text(node) != *text,
            _ => compare_numbers(operator, self.number_of(node), self.number_of_scalar(other)),
        }
    }

    fn any_pair(&self, operator: BinaryOp, a: &[Node], b: &[Node]) -> bool {
        match operator {
            BinaryOp::Equal => self.any_equal(a, b),
            BinaryOp::NotEqual => self.any_unequal(a, b),
            _ => self.any_ordered(operator, a, b),
        }
    }

    fn any_equal(&self, a: &[Node], b: &[Node]) -> bool {
        let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        if let [only] = few {
            let text = self.world.text(*only);
            return many.iter().any(|node| self.world.text(*node) == text);
        }
        // Sorted, so that two large sets do not cost their product.
        let mut texts: Vec<Cow<'a, str>> = few.iter().map(|node| self.world.text(*node)).collect();
        order::sort(&mut texts, |a, b| a < b);
        many.iter().any(|node| texts.binary_search(&self.world.text(*node)).is_ok())
    }

    /// Two sets differ somewhere unless every text in both is the same one.
    fn any_unequal(&self, a: &[Node], b: &[Node]) -> bool {
        let (Some(first), false) = (a.first(), b.is_empty()) else {
            return false;
        };
        let text = self.world.text(*first);
        a.iter().chain(b).any(|node| self.world.text(*node) != text)
    }

    /// An order holds for some pair if it holds between the extremes.
    fn any_ordered(&self, operator: BinaryOp, a: &[Node], b: &[Node]) -> bool {
        let upwards = matches!(operator, BinaryOp::Less | BinaryOp::LessEqual);
        let (a, b) = (self.extreme(a, !upwards), self.extreme(b, upwards));
        compare_numbers(operator, a, b)
    }

    fn extreme(&self, nodes: &[Node], greatest: bool) -> f64 {
        let numbers = nodes.iter().map(|node| self.number_of(*node)).filter(|number| !number.is_nan());
        numbers.reduce(if greatest { f64::max } else { f64::min }).unwrap_or(f64::NAN)
    }
}

/// A node is equal to a text by its own text, also where the world knows it as a number.
fn slot_equals_text(expr: &Expr, value: &Operand<'_>, other: &Operand<'_>) -> Option<bool> {
    match (&expr.kind, value, other) {
        (ExprKind::Slot(_), Operand::Number(number), Operand::Text(text)) => Some(has_text(*number, text)),
        _ => None,
    }
}

/// No double is written with more digits.
const LONGEST_NUMBER: usize = 400;

/// Whether a number is written like this; almost always decided without writing it.
fn has_text(number: f64, text: &str) -> bool {
    if text.is_empty() || text.len() > LONGEST_NUMBER {
        return false;
    }
    let read = text_to_number(text);
    (read == number || read.is_nan()) && number_to_text(number) == text
}

/// `.`
fn is_own_node(expr: &Expr) -> bool {
    let ExprKind::Path(Path { start: Start::Context, steps }) = &expr.kind else { return false };
    matches!(&steps[..], [Step { axis: Axis::SelfNode, test: NodeTest::Node, predicates }] if predicates.is_empty())
}

fn is_equality(operator: BinaryOp) -> bool {
    matches!(operator, BinaryOp::Equal | BinaryOp::NotEqual)
}

fn as_number(truth: bool) -> f64 {
    f64::from(u8::from(truth))
}

pub(crate) fn compare_numbers(operator: BinaryOp, a: f64, b: f64) -> bool {
    match operator {
        BinaryOp::Equal => a == b,
        BinaryOp::NotEqual => a != b,
        BinaryOp::Less => a < b,
        BinaryOp::LessEqual => a <= b,
        BinaryOp::Greater => a > b,
        BinaryOp::GreaterEqual => a >= b,
        _ => false,
    }
}

/// The operator that says the same with its operands exchanged.
fn mirrored(operator: BinaryOp) -> BinaryOp {
    match operator {
        BinaryOp::Less => BinaryOp::Greater,
        BinaryOp::LessEqual => BinaryOp::GreaterEqual,
        BinaryOp::Greater => BinaryOp::Less,
        BinaryOp::GreaterEqual => BinaryOp::LessEqual,
        same => same,
    }
}
