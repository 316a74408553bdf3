//! Location paths (XPath 1.0, section 2): steps along axes, node tests, predicates.

use super::Scope;
use crate::ast::{Axis, Expr, ExprKind, NodeTest, Path, Span, Start, Step};
use crate::error::{Error, ErrorCode, Eval};
use crate::value::Operand;
use crate::world::{Kind, Node, World};

impl<'a> Scope<'_, 'a> {
    /// The nodes of a path, in document order.
    // Kept out of the function that picks the kind of expression: most are no paths, and its frame stays small.
    #[inline(never)]
    pub(super) fn path(&self, path: &'a Path, span: Span) -> Eval<Vec<Node>> {
        self.check(span)?;
        let mut nodes = match &path.start {
            Start::Root => vec![self.world.root(self.node)],
            Start::Context => vec![self.node],
            Start::Filter(start, predicates) => {
                let nodes = self.nodes(start)?;
                self.filtered(nodes, predicates)?
            }
        };
        let mut steps = path.steps.as_slice();
        while let Some((step, rest)) = steps.split_first() {
            steps = rest;
            // `.` stays where it is.
            if step.axis == Axis::SelfNode && step.test == NodeTest::Node && step.predicates.is_empty() {
                continue;
            }
            let mut axis = step.axis;
            let mut step = step;
            // `//name` without a predicate is one step: the count of positions makes the only difference.
            if let (true, Some((next, after))) = (is_any_descendant(step), rest.split_first())
                && next.axis == Axis::Child
                && next.predicates.is_empty()
            {
                (axis, step, steps) = (Axis::Descendant, next, after);
            }
            nodes = self.step(nodes, axis, step, span)?;
        }
        Ok(nodes)
    }

    fn step(&self, from: Vec<Node>, axis: Axis, step: &'a Step, span: Span) -> Eval<Vec<Node>> {
        let test = Test::new(self.world, axis, &step.test, span)?;
        let mut found = Vec::new();
        for node in &from {
            if step.predicates.is_empty() {
                self.take_found(1 + walk(self.world, axis, *node, &test, &mut found));
                self.steps.check(span)?;
            } else {
                let mut candidates = Vec::new();
                self.take_found(1 + walk(self.world, axis, *node, &test, &mut candidates));
                self.steps.check(span)?;
                found.extend(self.filtered(candidates, &step.predicates)?);
            }
        }
        if from.len() > 1 {
            self.in_document_order(&mut found);
        } else if axis.is_reverse() {
            found.reverse();
        }
        Ok(found)
    }

    /// The nodes for which every predicate holds, positions counted in the order given.
    fn filtered(&self, mut nodes: Vec<Node>, predicates: &'a [Expr]) -> Eval<Vec<Node>> {
        for predicate in predicates {
            if let ExprKind::Number(position) = predicate.kind {
                nodes = nth(&nodes, position).into_iter().collect();
                continue;
            }
            let size = nodes.len();
            let mut kept = Vec::new();
            for (index, node) in nodes.into_iter().enumerate() {
                self.check(predicate.span)?;
                let scope = Scope { node, position: index + 1, size, ..*self };
                if scope.predicate(predicate)? {
                    kept.push(node);
                }
            }
            nodes = kept;
        }
        Ok(nodes)
    }

    fn predicate(&self, predicate: &'a Expr) -> Eval<bool> {
        match &predicate.kind {
            // A slot stands for nodes: `[${selected}]` asks whether it exists, never for a position.
            ExprKind::Slot(_) | ExprKind::Path(_) => self.boolean(predicate),
            ExprKind::Binary(..) | ExprKind::Call(_) | ExprKind::Negate(_) => match self.operand(predicate)? {
                Operand::Number(number) => Ok(number == self.position as f64),
                other => Ok(other.into_boolean()),
            },
            _ => self.boolean(predicate),
        }
    }
}

fn nth(nodes: &[Node], position: f64) -> Option<Node> {
    let index = position as usize;
    (index >= 1 && index as f64 == position).then(|| nodes.get(index - 1).copied()).flatten()
}

fn is_any_descendant(step: &Step) -> bool {
    step.axis == Axis::DescendantOrSelf && step.test == NodeTest::Node && step.predicates.is_empty()
}

/// A node test, its prefix already looked up.
enum Test<'a> {
    Name { namespace: &'a str, local: &'a str, principal: Kind },
    Any { namespace: Option<&'a str>, principal: Kind },
    Node,
    Kind(Kind),
    Instruction(&'a str),
}

impl<'a> Test<'a> {
    fn new(world: &'a dyn World, axis: Axis, test: &'a NodeTest, span: Span) -> Eval<Self> {
        let principal = match axis {
            Axis::Attribute => Kind::Attribute,
            Axis::Namespace => Kind::Namespace,
            _ => Kind::Element,
        };
        let namespace = |prefix: &'a str| {
            world.prefix(prefix).ok_or_else(|| {
                Box::new(Error::new(ErrorCode::UnknownReference, span, format!("the namespace prefix `{prefix}` is not declared")))
            })
        };
        Ok(match test {
            NodeTest::Name { prefix: None, local } => Test::Name { namespace: "", local, principal },
            NodeTest::Name { prefix: Some(prefix), local } => Test::Name { namespace: namespace(prefix)?, local, principal },
            NodeTest::Any { prefix: None } => Test::Any { namespace: None, principal },
            NodeTest::Any { prefix: Some(prefix) } => Test::Any { namespace: Some(namespace(prefix)?), principal },
            NodeTest::Node => Test::Node,
            NodeTest::Text => Test::Kind(Kind::Text),
            NodeTest::Comment => Test::Kind(Kind::Comment),
            NodeTest::ProcessingInstruction(None) => Test::Kind(Kind::ProcessingInstruction),
            NodeTest::ProcessingInstruction(Some(target)) => Test::Instruction(target),
        })
    }

    fn accepts(&self, world: &dyn World, node: Node) -> bool {
        match self {
            Test::Node => true,
            Test::Name { namespace, local, principal } => {
                world.name(node) == *local && world.kind(node) == *principal && world.namespace(node) == *namespace
            }
            Test::Any { namespace, principal } => {
                world.kind(node) == *principal && namespace.is_none_or(|namespace| world.namespace(node) == namespace)
            }
            Test::Kind(kind) => world.kind(node) == *kind,
            Test::Instruction(target) => world.kind(node) == Kind::ProcessingInstruction && world.name(node) == *target,
        }
    }
}

/// The nodes on an axis that pass the test, appended in the axis's own order. Returns how many were looked at.
fn walk(world: &dyn World, axis: Axis, node: Node, test: &Test<'_>, out: &mut Vec<Node>) -> usize {
    let from = out.len();
    let mut passed_by = 0;
    match axis {
        Axis::SelfNode => out.push(node),
        Axis::Parent => out.extend(world.parent(node)),
        Axis::Child => world.children(node, out),
        Axis::Attribute => world.attributes(node, out),
        Axis::Namespace => world.namespaces(node, out),
        Axis::Descendant => descendants(world, node, out),
        Axis::DescendantOrSelf => {
            out.push(node);
            descendants(world, node, out);
        }
        Axis::Ancestor => out.extend(ancestors(world, node)),
        Axis::AncestorOrSelf => {
            out.push(node);
            out.extend(ancestors(world, node));
        }
        Axis::FollowingSibling => passed_by = siblings(world, node, true, out),
        Axis::PrecedingSibling => passed_by = siblings(world, node, false, out),
        Axis::Following => passed_by = beside(world, node, true, out),
        Axis::Preceding => passed_by = beside(world, node, false, out),
    }
    let looked_at = out.len() - from + passed_by;
    let mut kept = from;
    for index in from..out.len() {
        let candidate = out[index];
        if test.accepts(world, candidate) {
            out[kept] = candidate;
            kept += 1;
        }
    }
    out.truncate(kept);
    looked_at
}

fn ancestors(world: &dyn World, node: Node) -> impl Iterator<Item = Node> {
    std::iter::successors(world.parent(node), |parent| world.parent(*parent))
}

/// All descendants in document order, without recursion.
fn descendants(world: &dyn World, node: Node, out: &mut Vec<Node>) {
    let mut waiting = Vec::new();
    let mut children = Vec::new();
    world.children(node, &mut children);
    waiting.extend(children.drain(..).rev());
    while let Some(next) = waiting.pop() {
        out.push(next);
        world.children(next, &mut children);
        waiting.extend(children.drain(..).rev());
    }
}

/// The siblings after the node in document order, or those before it in reverse; none for an attribute. Returns how many others were
/// gone through.
fn siblings(world: &dyn World, node: Node, after: bool, out: &mut Vec<Node>) -> usize {
    if matches!(world.kind(node), Kind::Attribute | Kind::Namespace) {
        return 0;
    }
    let Some(parent) = world.parent(node) else {
        return 0;
    };
    let mut all = Vec::new();
    world.children(parent, &mut all);
    let Some(own) = all.iter().position(|sibling| *sibling == node) else {
        return all.len();
    };
    let found = if after { &all[own + 1..] } else { &all[..own] };
    out.extend(found);
    if !after {
        let from = out.len() - found.len();
        out[from..].reverse();
    }
    all.len() - found.len()
}

/// The axes `following` and `preceding`: everything after or before the node, without ancestors and descendants. Returns how many
/// others were gone through.
fn beside(world: &dyn World, node: Node, after: bool, out: &mut Vec<Node>) -> usize {
    let mut at = node;
    if matches!(world.kind(node), Kind::Attribute | Kind::Namespace) {
        let Some(parent) = world.parent(node) else {
            return 0;
        };
        at = parent;
        if after {
            descendants(world, parent, out);
        }
    }
    let (mut tops, mut passed_by) = (Vec::new(), 0);
    while let Some(parent) = world.parent(at) {
        passed_by += siblings(world, at, after, &mut tops);
        at = parent;
    }
    for top in tops {
        let from = out.len();
        out.push(top);
        descendants(world, top, out);
        if !after {
            out[from..].reverse();
        }
    }
    passed_by
}
