//! A short way for expressions that only compute with numbers, as most bounds and sums are: the tree written out as a list of steps over a
//! small stack, without a node, a text or a list on the way.
//!
//! It knows no second meaning. Where a question holds anything but a number, the plan gives up and the tree is evaluated; where all
//! of them hold numbers, XPath's arithmetic, comparisons and logic are those of doubles.

use crate::ast::{Axis, BinaryOp, Expr, ExprKind, NodeTest, Path, Start, Step};
use crate::evaluate::{apply, compare_numbers};
use crate::value::Value;

/// No plan needs more places; a taller expression has none.
const HEIGHT: usize = 16;

/// An expression as steps.
#[derive(Clone, Debug)]
pub struct Plan {
    moves: Box<[Move]>,
    is_truth: bool,
}

/// A value whose number is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// `.`: the node that the expression is about.
    Own,
    /// A slot.
    Slot(u32),
}

#[derive(Clone, Copy, Debug)]
enum Move {
    Number(f64),
    Leaf(Leaf),
    Binary(BinaryOp),
    Negate,
    Not,
}

/// What a part of an expression is: the two are compared in different ways, so they are not mixed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Number,
    Truth,
}

impl Plan {
    /// The plan of a resolved expression; `None` for one that does more than compute.
    pub fn of(expr: &Expr) -> Option<Plan> {
        let mut moves = Vec::new();
        let sort = write(expr, 0, &mut moves)?;
        // A node alone is true because it is there, whatever it holds.
        let is_leaf = matches!(moves[..], [Move::Leaf(_)]);
        (!is_leaf).then(|| Plan { moves: moves.into(), is_truth: sort == Sort::Truth })
    }

    /// How many steps it takes.
    pub fn steps(&self) -> usize {
        self.moves.len()
    }

    /// The number or truth that the expression has, given the numbers of its leaves; `None` where one of them has none.
    pub fn value(&self, number: impl Fn(Leaf) -> Option<f64>) -> Option<Value> {
        let result = self.number(number)?;
        Some(if self.is_truth { Value::Boolean(result != 0.0) } else { Value::Number(result) })
    }

    /// The same as a number; a truth is 1 or 0.
    fn number(&self, number: impl Fn(Leaf) -> Option<f64>) -> Option<f64> {
        let mut stack = [0.0; HEIGHT];
        let mut height = 0;
        for each in &self.moves {
            match *each {
                Move::Number(number) => {
                    *stack.get_mut(height)? = number;
                    height += 1;
                }
                Move::Leaf(leaf) => {
                    *stack.get_mut(height)? = number(leaf)?;
                    height += 1;
                }
                Move::Binary(operator) => {
                    height = height.checked_sub(1)?;
                    let right = *stack.get(height)?;
                    let left = stack.get_mut(height.checked_sub(1)?)?;
                    *left = binary(operator, *left, right);
                }
                Move::Negate => stack[..height].iter_mut().last().map(|top| *top = -*top)?,
                Move::Not => stack[..height].iter_mut().last().map(|top| *top = 1.0 - *top)?,
            }
        }
        stack.first().copied()
    }
}

fn binary(operator: BinaryOp, left: f64, right: f64) -> f64 {
    match operator {
        BinaryOp::And => left * right,
        BinaryOp::Or => left.max(right),
        _ if operator.is_arithmetic() => apply(operator, left, right),
        _ => f64::from(u8::from(compare_numbers(operator, left, right))),
    }
}

/// Writes the moves of an expression above so many places; tells what it is.
fn write(expr: &Expr, below: usize, moves: &mut Vec<Move>) -> Option<Sort> {
    if below >= HEIGHT {
        return None;
    }
    let (last, sort) = match &expr.kind {
        ExprKind::Number(number) => (Move::Number(*number), Sort::Number),
        ExprKind::Slot(slot) => (Move::Leaf(Leaf::Slot(*slot)), Sort::Number),
        ExprKind::Path(path) if is_own_node(path) => (Move::Leaf(Leaf::Own), Sort::Number),
        ExprKind::Negate(inner) => {
            write(inner, below, moves)?;
            (Move::Negate, Sort::Number)
        }
        ExprKind::Call(call) => match (call.function.name, call.arguments.as_slice()) {
            ("true", []) => (Move::Number(1.0), Sort::Truth),
            ("false", []) => (Move::Number(0.0), Sort::Truth),
            ("not", [inner]) => {
                write(inner, below, moves).filter(|sort| *sort == Sort::Truth)?;
                (Move::Not, Sort::Truth)
            }
            _ => return None,
        },
        ExprKind::Binary(BinaryOp::Union, ..) => return None,
        ExprKind::Binary(operator, left, right) => {
            let (left, right) = (write(left, below, moves)?, write(right, below + 1, moves)?);
            let sort = match operator {
                _ if operator.is_arithmetic() => Sort::Number,
                BinaryOp::And | BinaryOp::Or if (left, right) != (Sort::Truth, Sort::Truth) => return None,
                _ if left != right => return None,
                _ => Sort::Truth,
            };
            (Move::Binary(*operator), sort)
        }
        ExprKind::Text(_) | ExprKind::Reference(_) | ExprKind::Path(_) => return None,
    };
    moves.push(last);
    Some(sort)
}

/// `.`
pub(crate) fn is_own_node(path: &Path) -> bool {
    let Path { start: Start::Context, steps } = path else { return false };
    matches!(&steps[..], [Step { axis: Axis::SelfNode, test: NodeTest::Node, predicates }] if predicates.is_empty())
}
