//! A short way for expressions that only compute with numbers, as most bounds and sums are: the tree written out as a list of steps over a
//! small stack, without a node, a text or a list on the way.
//!
//! It knows no second meaning. Where a question holds anything but a number, the plan gives up and the tree is evaluated; where all
//! of them hold numbers, XPath's arithmetic, comparisons and logic are those of doubles.

use crate::ast::{BinaryOp, Expr, ExprKind};
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

#[derive(Clone, Copy, Debug)]
enum Move {
    Number(f64),
    Slot(u32),
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
        Some(Plan { moves: moves.into(), is_truth: sort == Sort::Truth })
    }

    /// How many steps it takes.
    pub fn steps(&self) -> usize {
        self.moves.len()
    }

    /// The number that the expression has, given those of its slots, or 1 for true and 0 for false; `None` where a slot has none.
    pub fn number(&self, number: impl Fn(u32) -> Option<f64>) -> Option<f64> {
        let mut stack = [0.0; HEIGHT];
        // The last value is not on the stack but here. No plan is taller than the stack, so a place never wraps around.
        let (mut height, mut last) = (0_usize, 0.0);
        for each in &self.moves {
            let pushed = match *each {
                Move::Number(number) => number,
                Move::Slot(slot) => number(slot)?,
                Move::Binary(operator) => {
                    height = height.wrapping_sub(1);
                    last = binary(operator, stack[height % HEIGHT], last);
                    continue;
                }
                Move::Negate => {
                    last = -last;
                    continue;
                }
                Move::Not => {
                    last = 1.0 - last;
                    continue;
                }
            };
            stack[height % HEIGHT] = last;
            height += 1;
            last = pushed;
        }
        Some(last)
    }

    /// The value that such a number stands for.
    pub fn value(&self, number: f64) -> Value {
        if self.is_truth { Value::Boolean(number != 0.0) } else { Value::Number(number) }
    }
}

#[inline]
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
        ExprKind::Slot(slot) => (Move::Slot(*slot), Sort::Number),
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
