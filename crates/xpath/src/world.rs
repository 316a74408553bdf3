//! What an expression can see: trees of nodes, the form's slots, and what comes from outside.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::limits::MAX_STEPS;
use crate::{Operand, Value};

/// A handle to a node; only the [`World`] that made it knows what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub u64);

/// What sort of node (XPath 1.0, section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Kind {
    Document,
    Element,
    Attribute,
    Namespace,
    Text,
    Comment,
    ProcessingInstruction,
}

/// The trees and the outside, as an expression sees them.
///
/// Everything that could differ from one machine to the next comes through here.
pub trait World {
    /// What sort of node it is.
    fn kind(&self, node: Node) -> Kind;
    /// Its local name; empty where it has none.
    fn name(&self, node: Node) -> &str;
    /// Its namespace; empty where it has none.
    fn namespace(&self, _node: Node) -> &str {
        ""
    }
    /// Its prefix as written, where it has one: only `name()` asks.
    fn prefix_of(&self, _node: Node) -> Option<&str> {
        None
    }
    /// Its parent; `None` for a document.
    fn parent(&self, node: Node) -> Option<Node>;
    /// Its children in document order, appended to `out`; attributes are not children.
    fn children(&self, node: Node, out: &mut Vec<Node>);
    /// Its attributes, appended to `out`.
    fn attributes(&self, _node: Node, _out: &mut Vec<Node>) {}
    /// Its namespace nodes, appended to `out`.
    fn namespaces(&self, _node: Node, _out: &mut Vec<Node>) {}
    /// Its string-value (XPath 1.0, section 5).
    fn text(&self, node: Node) -> Cow<'_, str>;
    /// Its value where it is known to be of a type: a number need not be read from text again.
    fn typed(&self, node: Node) -> Value {
        Value::Text(self.text(node).into_owned())
    }
    /// Its number, where it is known at once that it holds one: then no text is written to be read or compared.
    fn number(&self, _node: Node) -> Option<f64> {
        None
    }
    /// Document order; nodes of different trees in any order that stays the same.
    fn compare(&self, a: Node, b: Node) -> Ordering;
    /// The number of a repeat's instance among all of them, from 1, where the world knows it at once; `None` to have siblings counted.
    fn place(&self, _node: Node) -> Option<usize> {
        None
    }
    /// The document of the node's tree.
    fn root(&self, node: Node) -> Node;
    /// The element with this `id`, in the node's document.
    fn element_by_id(&self, _within: Node, _id: &str) -> Option<Node> {
        None
    }
    /// What a prefix stands for; `None` where it is not declared.
    fn prefix(&self, _prefix: &str) -> Option<&str> {
        None
    }

    /// How many steps an evaluation may take here; [`MAX_STEPS`] at most. A world that evaluates much may have fewer left.
    fn steps_left(&self) -> u32 {
        MAX_STEPS
    }
    /// Told after each evaluation: how many steps it took.
    fn took(&self, _steps: u32) {}
    /// The steps that the world itself went since it was last asked: nodes gone through for a slot, for children, or for the text of
    /// a node that has others in it. They count as the evaluation's.
    fn own_steps(&self) -> u32 {
        0
    }

    /// The nodes that a slot means, seen from `current`, in document order.
    fn slot(&self, _slot: u32, _current: Node, _out: &mut Vec<Node>) {}
    /// The value of a slot that means exactly one node, without a list of nodes; `None` where it means none, several,
    /// or that is not known at once ([`World::slot`] is asked then). An empty text is a node that is blank.
    fn slot_value(&self, _slot: u32, _current: Node) -> Option<Value> {
        None
    }
    /// The same, its text borrowed: worth implementing instead where texts are kept, as a comparison then copies none.
    fn slot_operand(&self, slot: u32, current: Node) -> Option<Operand<'_>> {
        self.slot_value(slot, current).map(Operand::from)
    }

    /// Whether a slot means any node, where that is known at once: a value may stand for a node that is not there.
    fn slot_exists(&self, _slot: u32, _current: Node) -> Option<bool> {
        None
    }

    /// The root node of a secondary instance: `instance('id')`.
    fn instance(&self, _id: &str) -> Option<Node> {
        None
    }
    /// Today as `YYYY-MM-DD`.
    fn today(&self) -> Option<&str> {
        None
    }
    /// Now as `YYYY-MM-DDThh:mm:ss.sss+hh:mm`.
    fn now(&self) -> Option<&str> {
        None
    }
    /// The offset from UTC in minutes at a local time, given as days since 1970-01-01 and milliseconds of the day.
    fn utc_offset_minutes(&self, _days: i64, _milliseconds: i64) -> i32 {
        0
    }
    /// The next random number in [0, 1).
    fn random(&self) -> Option<f64> {
        None
    }
    /// A new random UUID.
    fn uuid(&self) -> Option<String> {
        None
    }
    /// The language being read (BCP 47), where it is known.
    fn language(&self) -> Option<&str> {
        None
    }
    /// `jr:itext(id)` in the active language.
    fn itext(&self, _id: &str) -> Option<String> {
        None
    }
    /// `jr:choice-name(value, question)`: the label of a choice of the question that `path` names.
    fn choice_name(&self, _value: &str, _path: &str, _current: Node) -> Option<String> {
        None
    }
    /// `property(name)`.
    fn property(&self, _name: &str) -> Option<String> {
        None
    }
    /// `version()`.
    fn version(&self) -> Option<&str> {
        None
    }
}
