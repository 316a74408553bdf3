//! Evaluation over a [`World`]: one function per type that is wanted, so that a number is never first made a text.
//!
//! A slot is a node-set that the world finds by number. Where only its value matters, [`World::slot_operand`] answers
//! without a list of nodes; where it matters whether and how many there are, [`World::slot`] does.

mod arithmetic;
mod compare;
mod order;
mod path;
mod scope;

use std::borrow::Cow;

use crate::ast::Expr;
use crate::error::{Error, Eval};
use crate::value::{Operand, Value};
use crate::world::{Node, World};

pub(crate) use scope::Scope;

impl Expr {
    /// Evaluates the expression.
    ///
    /// `node` is XPath's context node; `current` is what `current()` and the slots are seen from, and stays the same
    /// inside predicates. Position and size of the context are 1.
    ///
    /// Fails where the expression asks what the world does not have (a clock, an instance), leaves a name
    /// unresolved, or gives a function nodes where it has none. Blank or unreadable answers never fail.
    pub fn evaluate(&self, world: &dyn World, node: Node, current: Node) -> Result<Value, Error> {
        self.operand(world, node, current).map(Value::from).map_err(|error| *error)
    }

    /// `boolean(expression)`: what a `relevant`, a `required` or a constraint needs.
    pub fn evaluate_boolean(&self, world: &dyn World, node: Node, current: Node) -> Result<bool, Error> {
        Scope::new(world, node, current).boolean(self).map_err(|error| *error)
    }

    /// `number(expression)`
    pub fn evaluate_number(&self, world: &dyn World, node: Node, current: Node) -> Result<f64, Error> {
        Scope::new(world, node, current).number(self).map_err(|error| *error)
    }

    /// `string(expression)`, borrowed where the world or the expression holds it.
    pub fn evaluate_text<'a>(&'a self, world: &'a dyn World, node: Node, current: Node) -> Result<Cow<'a, str>, Error> {
        Scope::new(world, node, current).text(self).map_err(|error| *error)
    }

    fn operand<'a>(&'a self, world: &'a dyn World, node: Node, current: Node) -> Eval<Operand<'a>> {
        Scope::new(world, node, current).operand(self)
    }
}
