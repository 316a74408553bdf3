//! An expression back to text, with the brackets it needs and no others; it reads to the same tree.

use std::fmt::{self, Display, Formatter};

use crate::ast::{Axis, BinaryOp, Expr, ExprKind, NodeTest, Path, Start, Step};
use crate::number::number_to_text;
use crate::parse::binding_power;

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_expr(f, self, 0)
    }
}

/// The power of unary minus: above multiplication, below `|`.
const MINUS: u8 = 7;

fn write_expr(f: &mut Formatter<'_>, expr: &Expr, around: u8) -> fmt::Result {
    match &expr.kind {
        ExprKind::Number(number) => f.write_str(&number_to_text(*number)),
        ExprKind::Text(text) => write_literal(f, text),
        ExprKind::Binary(operator, left, right) => write_binary(f, *operator, left, right, around),
        ExprKind::Negate(inner) => bracketed(f, MINUS < around, |f| {
            f.write_str("-")?;
            write_expr(f, inner, MINUS)
        }),
        ExprKind::Call(call) => {
            write!(f, "{}(", call.function.name)?;
            write_list(f, &call.arguments)?;
            f.write_str(")")
        }
        // A bare `/` before an operator would be read as the beginning of a longer path.
        ExprKind::Path(path) => {
            let bare = path.start == Start::Root && path.steps.is_empty();
            bracketed(f, bare && around > 0, |f| write!(f, "{path}"))
        }
        ExprKind::Reference(name) => write!(f, "${{{name}}}"),
        ExprKind::Slot(slot) => write!(f, "${{#{slot}}}"),
    }
}

fn bracketed(f: &mut Formatter<'_>, needed: bool, write: impl FnOnce(&mut Formatter<'_>) -> fmt::Result) -> fmt::Result {
    if !needed {
        return write(f);
    }
    f.write_str("(")?;
    write(f)?;
    f.write_str(")")
}

fn write_binary(f: &mut Formatter<'_>, operator: BinaryOp, left: &Expr, right: &Expr, around: u8) -> fmt::Result {
    // `|` binds more tightly than minus, which stands between it and multiplication.
    let power = if operator == BinaryOp::Union { MINUS + 1 } else { binding_power(operator) };
    bracketed(f, power < around, |f| {
        write_expr(f, left, power)?;
        write!(f, " {} ", operator.symbol())?;
        write_expr(f, right, power + 1)
    })
}

/// XPath 1.0 has no escapes: a text takes the quotes it does not contain; one with both was never parsed.
fn write_literal(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    if !text.contains('\'') {
        return write!(f, "'{text}'");
    }
    if !text.contains('"') {
        return write!(f, "\"{text}\"");
    }
    f.write_str("concat(")?;
    for (index, part) in text.split('\'').enumerate() {
        let joint = if index == 0 { "" } else { ", \"'\", " };
        write!(f, "{joint}'{part}'")?;
    }
    f.write_str(")")
}

fn write_list(f: &mut Formatter<'_>, items: &[Expr]) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write_expr(f, item, 0)?;
    }
    Ok(())
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut slash = match &self.start {
            Start::Root => {
                f.write_str("/")?;
                false
            }
            Start::Context => false,
            Start::Filter(start, predicates) => {
                let needs = matches!(start.kind, ExprKind::Binary(..) | ExprKind::Negate(_) | ExprKind::Path(_));
                bracketed(f, needs, |f| write_expr(f, start, 0))?;
                write_predicates(f, predicates)?;
                true
            }
        };
        let mut after_left_out = false;
        for (index, step) in self.steps.iter().enumerate() {
            if slash {
                f.write_str("/")?;
            }
            slash = true;
            // `//a` and `x//a`: the step that stands for the second slash is not written.
            let first = index == 0 && self.start == Start::Context;
            after_left_out = is_double_slash(step) && index + 1 < self.steps.len() && !first && !after_left_out;
            if !after_left_out {
                step.write(f)?;
            }
        }
        Ok(())
    }
}

fn is_double_slash(step: &Step) -> bool {
    step.axis == Axis::DescendantOrSelf && step.test == NodeTest::Node && step.predicates.is_empty()
}

impl Step {
    fn write(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match (self.axis, &self.test) {
            (Axis::SelfNode, NodeTest::Node) => f.write_str(".")?,
            (Axis::Parent, NodeTest::Node) => f.write_str("..")?,
            (Axis::Child, test) => write!(f, "{test}")?,
            (Axis::Attribute, test) => write!(f, "@{test}")?,
            (axis, test) => write!(f, "{}::{test}", axis.name())?,
        }
        write_predicates(f, &self.predicates)
    }
}

fn write_predicates(f: &mut Formatter<'_>, predicates: &[Expr]) -> fmt::Result {
    for predicate in predicates {
        f.write_str("[")?;
        write_expr(f, predicate, 0)?;
        f.write_str("]")?;
    }
    Ok(())
}

impl Display for NodeTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            NodeTest::Name { prefix: Some(prefix), local } => write!(f, "{prefix}:{local}"),
            NodeTest::Name { prefix: None, local } => f.write_str(local),
            NodeTest::Any { prefix: Some(prefix) } => write!(f, "{prefix}:*"),
            NodeTest::Any { prefix: None } => f.write_str("*"),
            NodeTest::Node => f.write_str("node()"),
            NodeTest::Text => f.write_str("text()"),
            NodeTest::Comment => f.write_str("comment()"),
            NodeTest::ProcessingInstruction(None) => f.write_str("processing-instruction()"),
            NodeTest::ProcessingInstruction(Some(target)) => {
                f.write_str("processing-instruction(")?;
                write_literal(f, target)?;
                f.write_str(")")
            }
        }
    }
}

impl BinaryOp {
    /// The operator as it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Or => "or",
            BinaryOp::And => "and",
            BinaryOp::Equal => "=",
            BinaryOp::NotEqual => "!=",
            BinaryOp::Less => "<",
            BinaryOp::LessEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterEqual => ">=",
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "div",
            BinaryOp::Modulo => "mod",
            BinaryOp::Union => "|",
        }
    }
}
