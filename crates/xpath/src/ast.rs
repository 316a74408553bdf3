//! What an expression is once read: a tree with the place of each part in the text.
//!
//! The tree keeps what was written, except that abbreviations are spelled out and functions are looked up;
//! [`Expr`]'s `Display` writes it back as an expression that reads to the same tree.

use crate::functions::Function;
use crate::functions::regex::Pattern;

/// A half-open range of bytes in the expression's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// One expression, with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands in the text it was read from.
    pub span: Span,
}

/// The kinds of expression (XPath 1.0, section 3; XLSForm's `${name}`).
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `12.5`
    Number(f64),
    /// `'text'`
    Text(Box<str>),
    /// `a + b`
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `-a`
    Negate(Box<Expr>),
    /// `name(a, b)`, the function already looked up.
    Call(Call),
    /// `/data/a`, `../b`, `instance('x')/root/item[name = 'y']/label`
    Path(Path),
    /// `${name}`: XLSForm's reference to a question by its name.
    Reference(Box<str>),
    /// A whole path that the form has resolved to one of its nodes; never made by the parser.
    Slot(u32),
}

/// A call of a function.
#[derive(Clone, Debug)]
pub struct Call {
    /// The function, from the one table.
    pub function: &'static Function,
    /// The arguments; their number is one that the function takes.
    pub arguments: Vec<Expr>,
    /// The compiled pattern, where the function is `regex` and the pattern a literal.
    pub(crate) pattern: Option<Pattern>,
}

impl PartialEq for Call {
    fn eq(&self, other: &Self) -> bool {
        self.function == other.function && self.arguments == other.arguments
    }
}

/// The operators of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `div`
    Divide,
    /// `mod`
    Modulo,
    /// `|`
    Union,
}

impl BinaryOp {
    /// Whether it makes a number of numbers.
    pub fn is_arithmetic(self) -> bool {
        use BinaryOp::{Add, Divide, Modulo, Multiply, Subtract};
        matches!(self, Add | Subtract | Multiply | Divide | Modulo)
    }
}

/// A location path (XPath 1.0, section 2).
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Where it starts.
    pub start: Start,
    /// Its steps; `//` stands as `descendant-or-self::node()`, `.` as `self::node()`, `..` as `parent::node()`.
    pub steps: Vec<Step>,
}

/// Where a path starts.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// `/…`: the root of the context node's tree.
    Root,
    /// A relative path: the context node.
    Context,
    /// A filter expression: `instance('x')/…`, `(a | b)[1]/…`, `current()/…`, `${repeat}/…`, with its predicates.
    Filter(Box<Expr>, Vec<Expr>),
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The direction.
    pub axis: Axis,
    /// Which nodes are meant.
    pub test: NodeTest,
    /// Filters, in order.
    pub predicates: Vec<Expr>,
}

impl Expr {
    /// Calls `f` with this expression and every expression inside it, outer before inner, left before right.
    pub fn walk(&self, f: &mut dyn FnMut(&Expr)) {
        f(self);
        match &self.kind {
            ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Reference(_) | ExprKind::Slot(_) => {}
            ExprKind::Binary(_, left, right) => {
                left.walk(f);
                right.walk(f);
            }
            ExprKind::Negate(inner) => inner.walk(f),
            ExprKind::Call(call) => call.arguments.iter().for_each(|argument| argument.walk(f)),
            ExprKind::Path(path) => path.walk(f),
        }
    }
}

impl Path {
    fn walk(&self, f: &mut dyn FnMut(&Expr)) {
        if let Start::Filter(start, predicates) = &self.start {
            start.walk(f);
            predicates.iter().for_each(|predicate| predicate.walk(f));
        }
        for step in &self.steps {
            step.predicates.iter().for_each(|predicate| predicate.walk(f));
        }
    }
}

/// The thirteen axes (XPath 1.0, section 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Axis {
    Ancestor,
    AncestorOrSelf,
    Attribute,
    Child,
    Descendant,
    DescendantOrSelf,
    Following,
    FollowingSibling,
    Namespace,
    Parent,
    Preceding,
    PrecedingSibling,
    SelfNode,
}

const AXES: [(Axis, &str); 13] = [
    (Axis::Ancestor, "ancestor"),
    (Axis::AncestorOrSelf, "ancestor-or-self"),
    (Axis::Attribute, "attribute"),
    (Axis::Child, "child"),
    (Axis::Descendant, "descendant"),
    (Axis::DescendantOrSelf, "descendant-or-self"),
    (Axis::Following, "following"),
    (Axis::FollowingSibling, "following-sibling"),
    (Axis::Namespace, "namespace"),
    (Axis::Parent, "parent"),
    (Axis::Preceding, "preceding"),
    (Axis::PrecedingSibling, "preceding-sibling"),
    (Axis::SelfNode, "self"),
];

impl Axis {
    /// The axis of this name.
    pub fn from_name(name: &str) -> Option<Axis> {
        AXES.iter().find(|(_, known)| *known == name).map(|(axis, _)| *axis)
    }

    /// Its name as it is written before `::`.
    pub fn name(self) -> &'static str {
        AXES.iter().find(|(axis, _)| *axis == self).map_or("", |(_, name)| name)
    }

    /// Whether it leads against document order.
    pub fn is_reverse(self) -> bool {
        matches!(self, Axis::Ancestor | Axis::AncestorOrSelf | Axis::Preceding | Axis::PrecedingSibling)
    }
}

/// Which nodes on an axis are meant (XPath 1.0, section 2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeTest {
    /// `name`, `prefix:name`
    Name {
        /// The prefix, if one is written.
        prefix: Option<Box<str>>,
        /// The local name.
        local: Box<str>,
    },
    /// `*`, `prefix:*`
    Any {
        /// The prefix, if one is written.
        prefix: Option<Box<str>>,
    },
    /// `node()`
    Node,
    /// `text()`
    Text,
    /// `comment()`
    Comment,
    /// `processing-instruction('target')`
    ProcessingInstruction(Option<Box<str>>),
}
