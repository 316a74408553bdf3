//! Which nodes an expression reads.
//!
//! Slots say it themselves. A path that is walked when it is evaluated is walked here over the form instead, from every
//! node it may stand on to every node it may reach; along an axis that is not followed exactly, every node counts.

use std::collections::BTreeSet;

use phieu_xpath::{Axis, Call, Expr, ExprKind, NodeTest, Path, Start, Step};

use crate::form::{Form, Kind, NodeId, Owner, Property, ScopeId};
use crate::{Texts, gathered};

/// The nodes that a formula reads, each with the scope whose rows they share. Sorted, each once.
pub(super) fn references(form: &Form, formula: usize) -> Vec<(NodeId, ScopeId)> {
    read_by(form, formula, BTreeSet::new()).nodes.into_iter().collect()
}

fn read_by(form: &Form, formula: usize, named: BTreeSet<NodeId>) -> Found<'_> {
    let formula = &form.formulas[formula];
    let owner = match formula.owner {
        Owner::Node(id) => id,
        Owner::Rule(_) => form.scopes[formula.scope.index()].node,
    };
    let mut found = Found { form, owner, scope: formula.scope, nodes: BTreeSet::new(), named };
    let own = Stand { nodes: gathered([owner]), from: formula.scope };
    // A choice filter is seen from an item of a list.
    let stand = if formula.property == Property::ChoiceFilter { Stand::elsewhere() } else { own };
    found.expr(&formula.expr, &stand);
    match (formula.owner, formula.property) {
        (Owner::Rule(id), Property::Constraint) => found.rule(id.index()),
        // Whether it is asked depends on whether there is an answer.
        (Owner::Node(id), Property::Constraint | Property::ChoiceFilter | Property::Itemset) => {
            found.nodes.insert((id, formula.scope));
        }
        _ => {}
    }
    found
}

struct Found<'f> {
    form: &'f Form,
    /// The node from which the formula is seen.
    owner: NodeId,
    scope: ScopeId,
    nodes: BTreeSet<(NodeId, ScopeId)>,
    /// Questions whose choices' names were gone through: labels may ask for one another in a circle.
    named: BTreeSet<NodeId>,
}

/// The nodes that a walk may have come to, all below a row of one scope. None of them: it is in another instance.
#[derive(Clone)]
struct Stand {
    nodes: BTreeSet<NodeId>,
    from: ScopeId,
}

impl Stand {
    fn elsewhere() -> Stand {
        Stand { nodes: BTreeSet::new(), from: ScopeId(0) }
    }
}

impl Found<'_> {
    /// What decides whether a rule is asked: its row, its fields, and the repeats they stand in, which may have no rows.
    fn rule(&mut self, index: usize) {
        let (form, rule) = (self.form, &self.form.rules[index]);
        self.nodes.insert((self.owner, rule.scope));
        for slot in &rule.fields {
            self.slot(*slot);
            let slot = form.slots[*slot as usize];
            let scopes = std::iter::successors(Some(form.node(slot.node).scope), |scope| form.scopes[scope.index()].parent);
            for scope in scopes.take_while(|scope| *scope != slot.from) {
                self.nodes.insert((form.scopes[scope.index()].node, slot.from));
            }
        }
        rule.message.slots().for_each(|(_, slot)| self.slot(slot));
    }

    fn slot(&mut self, slot: u32) {
        let slot = self.form.slots[slot as usize];
        self.nodes.insert((slot.node, slot.from));
        // A group's text is that of all in it.
        if self.form.node(slot.node).kind == Kind::Group {
            let inside = (slot.node.0 + 1..self.form.node(slot.node).end.0).map(NodeId);
            self.nodes.extend(inside.map(|id| (id, slot.from)));
        }
    }

    fn expr(&mut self, expr: &Expr, stand: &Stand) {
        match &expr.kind {
            ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Reference(_) => {}
            ExprKind::Slot(slot) => self.slot(*slot),
            ExprKind::Negate(inner) => self.expr(inner, stand),
            ExprKind::Binary(_, left, right) => {
                self.expr(left, stand);
                self.expr(right, stand);
            }
            ExprKind::Call(call) => self.call(call, stand),
            ExprKind::Path(path) => self.path(path, stand),
        }
    }

    fn call(&mut self, call: &Call, stand: &Stand) {
        // Which row a node is in does not depend on what is in it.
        if let ("position", [Expr { kind: ExprKind::Slot(slot), .. }]) = (call.function.name, &call.arguments[..]) {
            let slot = self.form.slots[*slot as usize];
            self.nodes.insert((slot.node, slot.from));
            return;
        }
        call.arguments.iter().for_each(|arg| self.expr(arg, stand));
        if let ("jr:choice-name", [_, Expr { kind: ExprKind::Text(question), .. }]) = (call.function.name, &call.arguments[..]) {
            self.choice_names(question);
        }
        // `once` keeps what the node already holds; the others are about the context node where nothing is named.
        let is_own = match call.function.name {
            "once" => true,
            "string" | "number" | "string-length" | "normalize-space" => call.arguments.is_empty(),
            _ => false,
        };
        if is_own {
            self.nodes.extend(stand.nodes.iter().map(|id| (*id, stand.from)));
        }
    }

    /// What the choices of a question are called may depend on answers too; in whichever row.
    fn choice_names(&mut self, question: &str) {
        let Some(question) = self.form.question(question).filter(|question| self.named.insert(*question)) else { return };
        let node = self.form.node(question);
        let mut read: BTreeSet<NodeId> = BTreeSet::new();
        read.extend(node.choice_labels.iter().flat_map(Texts::slots).map(|(_, slot)| self.form.slots[slot as usize].node));
        let formulas = node.choice_labels.iter().flat_map(Texts::outputs).chain(node.itemset.as_ref().map(|itemset| itemset.nodes));
        for formula in formulas {
            let found = read_by(self.form, formula.index(), std::mem::take(&mut self.named));
            // Every absolute path stands on the root element; that alone reads nothing below.
            let below = found.nodes.iter().map(|(id, _)| *id).filter(|id| *id != NodeId(0));
            read.extend(below.flat_map(|id| (id.0..self.form.node(id).end.0).map(NodeId)));
            self.named = found.named;
        }
        self.nodes.extend(read.into_iter().map(|id| (id, ScopeId(0))));
    }

    fn path(&mut self, path: &Path, stand: &Stand) {
        let mut stand = self.start(&path.start, stand);
        for step in &path.steps {
            stand = self.step(&stand, step);
            step.predicates.iter().for_each(|each| self.expr(each, &stand));
        }
        self.nodes.extend(stand.nodes.iter().map(|id| (*id, stand.from)));
    }

    fn start(&mut self, start: &Start, stand: &Stand) -> Stand {
        match start {
            Start::Context => stand.clone(),
            // Node 0 stands for the document as well as for the root element.
            Start::Root => Stand { nodes: gathered([NodeId(0)]), from: ScopeId(0) },
            Start::Filter(head, predicates) => {
                let stand = self.head(head, stand);
                predicates.iter().for_each(|each| self.expr(each, &stand));
                stand
            }
        }
    }

    fn head(&mut self, head: &Expr, stand: &Stand) -> Stand {
        match &head.kind {
            ExprKind::Slot(slot) => {
                let slot = self.form.slots[*slot as usize];
                Stand { nodes: gathered([slot.node]), from: slot.from }
            }
            ExprKind::Call(call) if call.function.name == "current" => Stand { nodes: gathered([self.owner]), from: self.scope },
            ExprKind::Call(call) if call.function.name == "instance" => Stand::elsewhere(),
            ExprKind::Path(Path { start, steps }) if steps.is_empty() => self.start(start, stand),
            _ => {
                self.expr(head, stand);
                self.everything()
            }
        }
    }

    fn step(&self, stand: &Stand, step: &Step) -> Stand {
        let form = self.form;
        if stand.nodes.is_empty() {
            return Stand::elsewhere();
        }
        let named = |id: &NodeId| match &step.test {
            NodeTest::Name { local, .. } => form.node(*id).name == **local || *id == NodeId(0),
            _ => true,
        };
        match step.axis {
            Axis::SelfNode => stand.clone(),
            Axis::Parent => {
                let parents = stand.nodes.iter().map(|id| form.node(*id).parent.unwrap_or(*id));
                self.below(gathered(parents.filter(named)), stand.from)
            }
            Axis::Child => {
                let children = stand.nodes.iter().flat_map(|id| form.children(*id));
                // From the document the only child is the root element.
                let root = stand.nodes.iter().copied().filter(|id| *id == NodeId(0));
                self.below(gathered(children.chain(root).filter(named)), stand.from)
            }
            _ => {
                let all = self.everything();
                Stand { nodes: gathered(all.nodes.into_iter().filter(named)), ..all }
            }
        }
    }

    /// Nodes that a walk came to; counted from the widest scope it went through.
    fn below(&self, nodes: BTreeSet<NodeId>, from: ScopeId) -> Stand {
        let outside = |id: &NodeId| {
            let node = self.form.node(*id);
            let scope = &self.form.scopes[node.scope.index()];
            // The rows of a repeat lie in the scope around it.
            if node.kind == Kind::Repeat { scope.parent.unwrap_or(node.scope) } else { node.scope }
        };
        // A scope's number is above that of every scope around it.
        let from = nodes.iter().map(outside).chain([from]).min().unwrap_or(from);
        Stand { nodes, from }
    }

    fn everything(&self) -> Stand {
        Stand { nodes: gathered(self.form.ids()), from: ScopeId(0) }
    }
}
