//! How a function reaches its arguments.

use std::borrow::Cow;

use crate::ast::{Call, Expr, ExprKind, Span};
use crate::date::Moment;
use crate::error::{Error, ErrorCode, Eval};
use crate::evaluate::{Scope, check_length};
use crate::functions::geo::{self, Point};
use crate::number::text_to_number;
use crate::value::Operand;
use crate::world::Node;

/// The arguments of a call, each evaluated when it is asked for.
pub(crate) struct Arguments<'s, 'a> {
    pub scope: &'s Scope<'s, 'a>,
    pub call: &'a Call,
    pub span: Span,
}

impl<'a> Arguments<'_, 'a> {
    pub fn len(&self) -> usize {
        self.call.arguments.len()
    }

    pub fn expr(&self, index: usize) -> Eval<&'a Expr> {
        self.call.arguments.get(index).ok_or_else(|| self.refuse(ErrorCode::Arity, "an argument is missing"))
    }

    pub fn operand(&self, index: usize) -> Eval<Operand<'a>> {
        let expr = self.expr(index)?;
        self.scope.check(expr.span)?;
        self.scope.operand(expr)
    }

    pub fn number(&self, index: usize) -> Eval<f64> {
        self.scope.number(self.expr(index)?)
    }

    pub fn text(&self, index: usize) -> Eval<Cow<'a, str>> {
        self.scope.text(self.expr(index)?)
    }

    pub fn boolean(&self, index: usize) -> Eval<bool> {
        self.scope.boolean(self.expr(index)?)
    }

    pub fn nodes(&self, index: usize) -> Eval<Vec<Node>> {
        self.scope.nodes(self.expr(index)?)
    }

    /// The text of an argument that may be left out for the context node.
    pub fn text_or_context(&self, index: usize) -> Eval<Cow<'a, str>> {
        match self.call.arguments.get(index) {
            Some(expr) => self.scope.text(expr),
            None => Ok(self.scope.world.text(self.scope.node)),
        }
    }

    /// The first node of an argument that may be left out for the context node.
    pub fn node_or_context(&self, index: usize) -> Eval<Option<Node>> {
        match self.call.arguments.get(index) {
            Some(expr) => Ok(self.scope.nodes(expr)?.first().copied()),
            None => Ok(Some(self.scope.node)),
        }
    }

    /// All texts from an argument on, of nodes every one, joined.
    pub fn joined(&self, from: usize, separator: &str) -> Eval<String> {
        let mut joined = String::new();
        let mut first = true;
        let mut push = |text: &str| {
            if !std::mem::take(&mut first) {
                joined.push_str(separator);
            }
            joined.push_str(text);
            check_length(joined.len(), self.span)
        };
        for index in from..self.len() {
            match self.operand(index)? {
                Operand::Nodes(nodes) => nodes.iter().try_for_each(|node| push(&self.scope.world.text(*node)))?,
                other => push(&other.into_text(self.scope.world))?,
            }
        }
        Ok(joined)
    }

    /// The numbers of all arguments from one on.
    pub fn collect_numbers(&self, from: usize, out: &mut Vec<f64>) -> Eval<()> {
        (from..self.len()).try_for_each(|index| self.collect_numbers_of(index, out))
    }

    /// The numbers of one argument: of nodes, one each.
    pub fn collect_numbers_of(&self, index: usize, out: &mut Vec<f64>) -> Eval<()> {
        match self.operand(index)? {
            Operand::Nodes(nodes) => out.extend(nodes.iter().map(|node| self.scope.number_of(*node))),
            other => out.push(other.into_number(self.scope.world)),
        }
        Ok(())
    }

    /// The truths of all arguments from one on.
    pub fn collect_truths(&self, from: usize, out: &mut Vec<bool>) -> Eval<()> {
        (from..self.len()).try_for_each(|index| self.collect_truths_of(index, out))
    }

    /// The truths of one argument: of nodes, and so of a slot, one each: a number that is not 0, a text that is not empty.
    pub fn collect_truths_of(&self, index: usize, out: &mut Vec<bool>) -> Eval<()> {
        let expr = self.expr(index)?;
        let value = match expr.kind {
            ExprKind::Slot(slot) => Operand::Nodes(self.scope.slot_nodes(slot)),
            _ => self.scope.operand(expr)?,
        };
        match value {
            Operand::Nodes(nodes) => out.extend(nodes.iter().map(|node| self.scope.world.typed(*node).to_boolean(self.scope.world))),
            other => out.push(other.into_boolean()),
        }
        Ok(())
    }

    /// Whether a number is between the first two arguments; -1, like any number below 0, means no bound.
    pub fn between_bounds(&self, number: f64) -> Eval<bool> {
        let (least, most) = (self.number(0)?, self.number(1)?);
        Ok((least < 0.0 || number >= least) && (most < 0.0 || number <= most))
    }

    /// An argument as a moment: days since 1970-01-01, or a text that is a date; months and days of one digit are read too.
    pub fn moment(&self, index: usize) -> Eval<Option<Moment>> {
        let world = self.scope.world;
        Ok(match self.operand(index)? {
            Operand::Boolean(_) => None,
            Operand::Number(days) | Operand::Days { exact: days, .. } => Moment::from_days(days, world),
            other => {
                let text = other.into_text(world);
                Moment::parse(&text, world)
                    .or_else(|| Moment::parse(&padded(&text)?, world))
                    .or_else(|| Moment::parse_printed(&text, world))
                    .or_else(|| Moment::from_days(text_to_number(&text), world))
            }
        })
    }

    /// An argument as places: nodes one each, or a text with `;` between them.
    pub fn points(&self, index: usize) -> Eval<Vec<Point>> {
        let world = self.scope.world;
        Ok(match self.operand(index)? {
            Operand::Nodes(nodes) => nodes.iter().flat_map(|node| geo::points(&world.text(*node))).collect(),
            other => geo::points(&other.into_text(world)),
        })
    }

    pub fn random(&self) -> Eval<f64> {
        self.given(self.scope.world.random(), "random numbers")
    }

    /// What the world gave, or the error that it has none.
    pub fn given<T>(&self, given: Option<T>, what: &str) -> Eval<T> {
        given.ok_or_else(|| {
            let message = format!("`{}` needs {what}, which is not given here", self.call.function.name);
            self.refuse(ErrorCode::Unavailable, message)
        })
    }

    pub fn refuse(&self, code: ErrorCode, message: impl Into<String>) -> Box<Error> {
        Box::new(Error::new(code, self.span, message))
    }
}

/// `2026-1-5` as `2026-01-05`; what follows the day stays.
fn padded(text: &str) -> Option<String> {
    let (date, time) = text.split_at(text.find('T').unwrap_or(text.len()));
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    (year.len() == 4 && parts.next().is_none()).then(|| format!("{year}-{month:0>2}-{day:0>2}{time}"))
}
