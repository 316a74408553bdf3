//! Location paths and filter expressions (XPath 1.0, sections 2 and 3.3).

use super::lexer::Token;
use super::{Parser, Tall};
use crate::ast::{Axis, Expr, ExprKind, NodeTest, Path, Start, Step};
use crate::error::Eval;

impl<'t> Parser<'t> {
    /// A primary expression with its predicates and steps, or a location path.
    pub(super) fn path_expression(&mut self) -> Eval<Tall> {
        if !self.starts_primary() {
            return self.location_path();
        }
        let start = self.here().start;
        let primary = self.primary()?;
        let (predicates, mut height) = self.predicates()?;
        let mut steps = Vec::new();
        if matches!(self.peek(), Token::Slash | Token::SlashSlash) {
            height = height.max(self.steps_after_slash(&mut steps)?);
        }
        if predicates.is_empty() && steps.is_empty() {
            return Ok(primary);
        }
        let height = height.max(primary.height) + 1;
        let path = Path { start: Start::Filter(Box::new(primary.expr), predicates), steps };
        self.built(ExprKind::Path(path), self.since(start), height)
    }

    fn starts_primary(&self) -> bool {
        match self.peek() {
            Token::Number(_) | Token::Text(_) | Token::Reference(_) | Token::Open => true,
            Token::Name { prefix, local } => *self.peek_second() == Token::Open && !(prefix.is_none() && is_node_type(local)),
            _ => false,
        }
    }

    fn primary(&mut self) -> Eval<Tall> {
        let span = self.here();
        let kind = match *self.peek() {
            Token::Number(number) => ExprKind::Number(number),
            Token::Text(text) => ExprKind::Text(text.into()),
            Token::Reference(name) => ExprKind::Reference(name.into()),
            Token::Name { prefix, local } => return self.call(prefix, local),
            _ => return self.bracketed(),
        };
        self.advance();
        self.built(kind, span, 1)
    }

    fn bracketed(&mut self) -> Eval<Tall> {
        self.advance();
        let inner = self.expression(0)?;
        self.expect(&Token::Close, "`)`")?;
        Ok(inner)
    }

    fn location_path(&mut self) -> Eval<Tall> {
        let start = self.here().start;
        let mut steps = Vec::new();
        let (from, height) = match self.peek() {
            Token::Slash if !starts_step(self.peek_second()) => {
                self.advance();
                (Start::Root, 0)
            }
            Token::Slash | Token::SlashSlash => (Start::Root, self.steps_after_slash(&mut steps)?),
            token if starts_step(token) => (Start::Context, self.steps(&mut steps)?),
            _ => return Err(self.unexpected("a value")),
        };
        let path = Path { start: from, steps };
        self.built(ExprKind::Path(path), self.since(start), height + 1)
    }

    fn steps_after_slash(&mut self, steps: &mut Vec<Step>) -> Eval<u32> {
        if *self.peek() == Token::SlashSlash {
            steps.push(any_node(Axis::DescendantOrSelf));
        }
        self.advance();
        self.steps(steps)
    }

    fn steps(&mut self, steps: &mut Vec<Step>) -> Eval<u32> {
        let mut tallest = self.step(steps)?;
        while matches!(self.peek(), Token::Slash | Token::SlashSlash) {
            if *self.peek() == Token::SlashSlash {
                steps.push(any_node(Axis::DescendantOrSelf));
            }
            self.advance();
            tallest = tallest.max(self.step(steps)?);
        }
        Ok(tallest)
    }

    fn step(&mut self, steps: &mut Vec<Step>) -> Eval<u32> {
        let abbreviated = match self.peek() {
            Token::Dot => Some(Axis::SelfNode),
            Token::DotDot => Some(Axis::Parent),
            _ => None,
        };
        // `.[…]` is not in XPath 1.0's grammar, but both reference implementations read it.
        let (axis, test) = match abbreviated {
            Some(axis) => {
                self.advance();
                (axis, NodeTest::Node)
            }
            None => (self.axis()?, self.node_test()?),
        };
        let (predicates, height) = self.predicates()?;
        steps.push(Step { axis, test, predicates });
        Ok(height)
    }

    fn axis(&mut self) -> Eval<Axis> {
        if self.take(&Token::At) {
            return Ok(Axis::Attribute);
        }
        let Token::Name { prefix: None, local } = *self.peek() else {
            return Ok(Axis::Child);
        };
        if *self.peek_second() != Token::Axis {
            return Ok(Axis::Child);
        }
        let Some(axis) = Axis::from_name(local) else {
            return Err(self.unexpected("the name of an axis"));
        };
        self.advance();
        self.advance();
        Ok(axis)
    }

    fn node_test(&mut self) -> Eval<NodeTest> {
        let Token::Name { prefix, local } = *self.peek() else {
            return Err(self.unexpected("the name of a node"));
        };
        self.advance();
        if prefix.is_none() && is_node_type(local) && *self.peek() == Token::Open {
            return self.node_type(local);
        }
        let prefix = prefix.map(Box::from);
        Ok(match local {
            "*" => NodeTest::Any { prefix },
            local => NodeTest::Name { prefix, local: local.into() },
        })
    }

    fn node_type(&mut self, name: &str) -> Eval<NodeTest> {
        self.advance();
        let test = match (name, self.peek().clone()) {
            ("node", _) => NodeTest::Node,
            ("text", _) => NodeTest::Text,
            ("comment", _) => NodeTest::Comment,
            (_, Token::Text(target)) => {
                self.advance();
                NodeTest::ProcessingInstruction(Some(target.into()))
            }
            _ => NodeTest::ProcessingInstruction(None),
        };
        self.expect(&Token::Close, "`)`")?;
        Ok(test)
    }

    /// Predicates and the height of the tallest.
    fn predicates(&mut self) -> Eval<(Vec<Expr>, u32)> {
        let mut predicates = Vec::new();
        let mut tallest = 0;
        while self.take(&Token::OpenBracket) {
            let predicate = self.expression(0)?;
            self.expect(&Token::CloseBracket, "`]`")?;
            tallest = tallest.max(predicate.height);
            predicates.push(predicate.expr);
        }
        Ok((predicates, tallest))
    }
}

fn any_node(axis: Axis) -> Step {
    Step { axis, test: NodeTest::Node, predicates: Vec::new() }
}

fn starts_step(token: &Token<'_>) -> bool {
    matches!(token, Token::Name { .. } | Token::At | Token::Dot | Token::DotDot)
}

fn is_node_type(name: &str) -> bool {
    matches!(name, "node" | "text" | "comment" | "processing-instruction")
}
