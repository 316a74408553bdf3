//! Where an expression is being evaluated: the context node with its position, and the world around it.

use std::borrow::Cow;

use super::order;
use super::steps::{Steps, check_length};
use crate::ast::{BinaryOp, Call, Expr, ExprKind, Span};
use crate::error::{Error, ErrorCode, Eval};
use crate::functions::Arguments;
use crate::value::{Operand, number_of_node};
use crate::world::{Node, World};

/// The context of XPath 1.0, section 1.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'s, 'a> {
    pub world: &'a dyn World,
    pub steps: &'s Steps,
    pub node: Node,
    pub current: Node,
    pub position: usize,
    pub size: usize,
}

impl<'s, 'a> Scope<'s, 'a> {
    pub fn new(world: &'a dyn World, node: Node, current: Node, steps: &'s Steps) -> Self {
        Scope { world, steps, node, current, position: 1, size: 1 }
    }

    /// The value, of whatever type it has.
    pub fn operand(&self, expr: &'a Expr) -> Eval<Operand<'a>> {
        self.steps.take(1);
        match &expr.kind {
            ExprKind::Number(number) => Ok(Operand::Number(*number)),
            ExprKind::Text(text) => Ok(Operand::text(text)),
            ExprKind::Slot(slot) => Ok(self.slot_operand(*slot)),
            ExprKind::Binary(BinaryOp::Union, left, right) => self.union(left, right).map(Operand::Nodes),
            ExprKind::Binary(operator, ..) if operator.is_arithmetic() => self.arithmetic(expr).map(Operand::Number),
            ExprKind::Binary(operator, left, right) => self.truth(expr, *operator, left, right).map(Operand::Boolean),
            ExprKind::Negate(inner) => Ok(Operand::Number(-self.number(inner)?)),
            ExprKind::Call(call) => self.call(call, expr.span),
            ExprKind::Path(path) => self.path(path, expr.span).map(Operand::Nodes),
            ExprKind::Reference(name) => Err(unresolved(name, expr.span)),
        }
    }

    /// `number(expr)`
    pub fn number(&self, expr: &'a Expr) -> Eval<f64> {
        match &expr.kind {
            ExprKind::Number(number) => Ok(*number),
            ExprKind::Negate(inner) => Ok(-self.number(inner)?),
            ExprKind::Binary(operator, ..) if operator.is_arithmetic() => self.arithmetic(expr),
            _ => {
                let value = self.operand(expr)?;
                if let Operand::Text(text) = &value {
                    self.steps.take_text(text.len());
                }
                Ok(value.into_number(self.world))
            }
        }
    }

    /// `string(expr)`
    pub fn text(&self, expr: &'a Expr) -> Eval<Cow<'a, str>> {
        let text = self.operand(expr)?.into_text(self.world);
        self.steps.take_text(text.len());
        Ok(text)
    }

    /// `boolean(expr)`
    pub fn boolean(&self, expr: &'a Expr) -> Eval<bool> {
        match &expr.kind {
            ExprKind::Slot(slot) => Ok(self.slot_exists(*slot)),
            ExprKind::Binary(operator, left, right) if *operator != BinaryOp::Union && !operator.is_arithmetic() => {
                self.truth(expr, *operator, left, right)
            }
            ExprKind::Call(call) => self.truth_of_call(call, expr),
            _ => Ok(self.operand(expr)?.into_boolean()),
        }
    }

    /// The truth of what a function hands on unchanged is that of where it comes from: a slot that holds 0 is a node.
    fn truth_of_call(&self, call: &'a Call, expr: &'a Expr) -> Eval<bool> {
        match (call.function.name, call.arguments.as_slice()) {
            ("if", [condition, then, other]) => {
                let chosen = if self.boolean(condition)? { then } else { other };
                self.boolean(chosen)
            }
            ("coalesce", _) => Ok(!self.text(expr)?.is_empty()),
            _ => Ok(self.operand(expr)?.into_boolean()),
        }
    }

    /// The nodes of an expression that is a node-set.
    pub fn nodes(&self, expr: &'a Expr) -> Eval<Vec<Node>> {
        if let ExprKind::Slot(slot) = expr.kind {
            return Ok(self.slot_nodes(slot));
        }
        match self.operand(expr)? {
            Operand::Nodes(nodes) => Ok(nodes),
            other => Err(Box::new(Error::new(ErrorCode::Argument, expr.span, format!("expected nodes, found {}", type_name(&other))))),
        }
    }

    pub fn slot_nodes(&self, slot: u32) -> Vec<Node> {
        let mut nodes = Vec::new();
        self.world.slot(slot, self.current, &mut nodes);
        self.take_found(nodes.len());
        nodes
    }

    /// Whether a slot means any node: its boolean value.
    pub fn slot_exists(&self, slot: u32) -> bool {
        let known = self.world.slot_exists(slot, self.current);
        known.unwrap_or_else(|| self.world.slot_operand(slot, self.current).is_some() || !self.slot_nodes(slot).is_empty())
    }

    pub fn number_of(&self, node: Node) -> f64 {
        number_of_node(node, self.world)
    }

    fn slot_operand(&self, slot: u32) -> Operand<'a> {
        self.world.slot_operand(slot, self.current).unwrap_or_else(|| Operand::Nodes(self.slot_nodes(slot)))
    }

    fn call(&self, call: &'a Call, span: Span) -> Eval<Operand<'a>> {
        self.steps.take(call.arguments.len());
        self.check(span)?;
        let arguments = Arguments { scope: self, call, span };
        let value = (call.function.evaluate)(&arguments)?;
        if let Operand::Text(Cow::Owned(text)) = &value {
            self.steps.take_text(text.len());
            check_length(text.len(), span)?;
        }
        Ok(value)
    }

    /// Takes a step for every node found, and those that the world went for them.
    pub fn take_found(&self, nodes: usize) {
        self.steps.take(nodes);
        self.steps.take(self.world.own_steps() as usize);
    }

    /// Fails where no step is left, those counted in that the world went by itself: for a text, or for a number, of what was found.
    pub fn check(&self, span: Span) -> Eval<()> {
        self.take_found(0);
        self.steps.check(span)
    }

    #[inline(never)]
    fn union(&self, left: &'a Expr, right: &'a Expr) -> Eval<Vec<Node>> {
        let mut nodes = self.nodes(left)?;
        nodes.extend(self.nodes(right)?);
        self.in_document_order(&mut nodes);
        Ok(nodes)
    }

    /// Sorts nodes and drops repeated ones.
    pub fn in_document_order(&self, nodes: &mut Vec<Node>) {
        let world = self.world;
        self.steps.take(nodes.len());
        if !nodes.is_sorted_by(|a, b| world.compare(*a, *b).is_lt()) {
            self.steps.take(nodes.len() * nodes.len().ilog2() as usize);
            order::sort(nodes, |a, b| world.compare(*a, *b).is_lt());
            nodes.dedup();
        }
    }

    /// `or`, `and` and the comparisons.
    fn truth(&self, expr: &'a Expr, operator: BinaryOp, left: &'a Expr, right: &'a Expr) -> Eval<bool> {
        match operator {
            BinaryOp::Or | BinaryOp::And => self.logic(expr),
            _ => {
                self.steps.take(1);
                self.check(expr.span)?;
                self.compare(operator, left, right)
            }
        }
    }
}

fn unresolved(name: &str, span: Span) -> Box<Error> {
    Box::new(Error::new(ErrorCode::UnknownReference, span, format!("`${{{name}}}` is not resolved to a field")))
}

pub(crate) fn type_name(operand: &Operand<'_>) -> &'static str {
    match operand {
        Operand::Boolean(_) => "boolean",
        Operand::Number(_) | Operand::Days { .. } => "number",
        Operand::Text(_) => "text",
        Operand::Nodes(_) => "nodes",
    }
}
