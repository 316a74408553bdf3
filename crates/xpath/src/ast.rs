//! What an expression is once read: a tree with the place of each part in the text.

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
    /// `name(a, b)`: the name as written (with its prefix, if any).
    Call(Box<str>, Vec<Expr>),
    /// `/data/a`, `../b`, `instance('x')/root/item[name = 'y']/label`
    Path(Path),
    /// `${name}`: XLSForm's reference to a question by its name.
    Reference(Box<str>),
    /// A whole path that the form has resolved to one of its nodes; never made by the parser.
    Slot(u32),
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
