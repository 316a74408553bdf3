//! Evaluation over a [`World`]: one function per type that is wanted, so that a number is never first made a text.
//!
//! A slot is a node-set that the world finds by number. Where only its value matters, [`World::slot_operand`] answers
//! without a list of nodes; where it matters whether and how many there are, [`World::slot`] does.

mod arithmetic;
mod compare;
mod order;
mod path;
mod scope;
mod steps;

use std::borrow::Cow;

use crate::ast::Expr;
use crate::error::{Error, Eval};
use crate::value::Value;
use crate::world::{Node, World};

pub(crate) use arithmetic::apply;
pub(crate) use compare::compare_numbers;
pub(crate) use scope::Scope;
use steps::Steps;
pub(crate) use steps::check_length;

impl Expr {
    /// Evaluates the expression.
    ///
    /// `node` is XPath's context node; `current` is what `current()` and the slots are seen from, and stays the same
    /// inside predicates. Position and size of the context are 1.
    ///
    /// Fails where the expression asks what the world does not have (a clock, an instance), leaves a name
    /// unresolved, gives a function nodes where it has none, or takes more than [`crate::limits::MAX_STEPS`] steps.
    /// Blank or unreadable answers never fail.
    pub fn evaluate(&self, world: &dyn World, node: Node, current: Node) -> Result<Value, Error> {
        self.counted(world, node, current, |scope| scope.operand(self)).map(Value::from).map_err(|error| *error)
    }

    /// `boolean(expression)`: what a `relevant`, a `required` or a constraint needs.
    pub fn evaluate_boolean(&self, world: &dyn World, node: Node, current: Node) -> Result<bool, Error> {
        self.counted(world, node, current, |scope| scope.boolean(self)).map_err(|error| *error)
    }

    /// `number(expression)`
    pub fn evaluate_number(&self, world: &dyn World, node: Node, current: Node) -> Result<f64, Error> {
        self.counted(world, node, current, |scope| scope.number(self)).map_err(|error| *error)
    }

    /// `string(expression)`, borrowed where the world or the expression holds it.
    pub fn evaluate_text<'a>(&'a self, world: &'a dyn World, node: Node, current: Node) -> Result<Cow<'a, str>, Error> {
        self.counted(world, node, current, |scope| scope.text(self)).map_err(|error| *error)
    }

    /// Evaluates with the steps that the world gives, and tells it how many were taken.
    fn counted<'a, T>(
        &'a self,
        world: &'a dyn World,
        node: Node,
        current: Node,
        evaluate: impl FnOnce(&Scope<'_, 'a>) -> Eval<T>,
    ) -> Eval<T> {
        let steps = Steps::of(world);
        let result = evaluate(&Scope::new(world, node, current, &steps));
        steps.tell(world);
        result
    }
}
