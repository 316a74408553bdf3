//! `+ - * div mod`, `and`, `or`: chains are walked from their left end without going one level deeper per operator.

use super::Scope;
use crate::ast::{BinaryOp, Expr, ExprKind};
use crate::error::Eval;

/// Links of a chain handled in one stack frame.
const LINKS: usize = 8;

/// The right operands of a chain, outermost first.
type Links<'a> = [Option<(BinaryOp, &'a Expr)>; LINKS];

fn is_link(expr: &Expr, accept: impl Fn(BinaryOp) -> bool) -> bool {
    matches!(expr.kind, ExprKind::Binary(operator, ..) if accept(operator))
}

/// Splits `((a + b) - c)` into `a` and the links `- c`, `+ b`.
fn unlink(mut expr: &Expr, accept: impl Fn(BinaryOp) -> bool) -> (&Expr, Links<'_>, usize) {
    let mut links: Links<'_> = [None; LINKS];
    let mut count = 0;
    while count < LINKS
        && let ExprKind::Binary(operator, left, right) = &expr.kind
        && accept(*operator)
    {
        links[count] = Some((*operator, right));
        count += 1;
        expr = left;
    }
    (expr, links, count)
}

impl<'a> Scope<'_, 'a> {
    /// The number of an arithmetic expression.
    pub(super) fn arithmetic(&self, expr: &'a Expr) -> Eval<f64> {
        self.steps.take(1);
        self.check(expr.span)?;
        match &expr.kind {
            ExprKind::Binary(operator, left, right) if !is_link(left, BinaryOp::is_arithmetic) => {
                Ok(apply(*operator, self.number(left)?, self.number(right)?))
            }
            _ => self.arithmetic_chain(expr),
        }
    }

    #[inline(never)]
    fn arithmetic_chain(&self, expr: &'a Expr) -> Eval<f64> {
        let (first, links, count) = unlink(expr, BinaryOp::is_arithmetic);
        let mut number = self.number(first)?;
        for (operator, right) in links[..count].iter().rev().flatten() {
            number = apply(*operator, number, self.number(right)?);
        }
        Ok(number)
    }

    /// The truth of a chain of `and`, or of `or`; what follows a decided part is not evaluated.
    pub(super) fn logic(&self, expr: &'a Expr) -> Eval<bool> {
        self.steps.take(1);
        self.check(expr.span)?;
        match &expr.kind {
            ExprKind::Binary(operator, left, right) if !is_link(left, |other| other == *operator) => {
                let decided = *operator == BinaryOp::Or;
                Ok(if self.boolean(left)? == decided { decided } else { self.boolean(right)? })
            }
            ExprKind::Binary(operator, ..) => self.logic_chain(expr, *operator),
            _ => self.boolean(expr),
        }
    }

    #[inline(never)]
    fn logic_chain(&self, expr: &'a Expr, operator: BinaryOp) -> Eval<bool> {
        let decided = operator == BinaryOp::Or;
        let (first, links, count) = unlink(expr, |other| other == operator);
        if self.boolean(first)? == decided {
            return Ok(decided);
        }
        for (_, right) in links[..count].iter().rev().flatten() {
            if self.boolean(right)? == decided {
                return Ok(decided);
            }
        }
        Ok(!decided)
    }
}

pub(crate) fn apply(operator: BinaryOp, left: f64, right: f64) -> f64 {
    match operator {
        BinaryOp::Add => left + right,
        BinaryOp::Subtract => left - right,
        BinaryOp::Multiply => left * right,
        BinaryOp::Divide => left / right,
        // The sign of the left operand, exact in IEEE 754: the same bits on every machine.
        BinaryOp::Modulo => libm::fmod(left, right),
        _ => f64::NAN,
    }
}
