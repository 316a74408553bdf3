//! The order of computation: every formula after those whose results it reads; and what to compute again after a change.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::Builder;
use super::references::references;
use crate::form::{Dependent, Form, FormulaId, Node, NodeId, Owner, Property, RuleId, ScopeId};
use crate::limits::MOST_READS;
use crate::{Level, gathered};

impl Builder<'_> {
    /// Sorts the formulas, refuses circles, and fills in `dependents` and `redraws`.
    pub fn order(&mut self) {
        let Some(reads) = self.reads() else { return };
        let mut order = Vec::new();
        for (tried, ties) in TIES.into_iter().enumerate() {
            let before: Vec<BTreeSet<usize>> = (0..).zip(&reads).map(|(index, reads)| ties.writers(&self.form, index, reads)).collect();
            order = sorted(&before);
            if order.len() == before.len() {
                break;
            }
            let is_last = tried + 1 == TIES.len();
            if is_last || tried == 0 {
                self.circles(&before, &order, if is_last { Level::Error } else { Level::Warning });
            }
            if is_last {
                return;
            }
            self.form.settles = true;
        }
        self.fill_dependents(&reads, &order);
        self.fill_redraws();
        self.permute(&order);
        self.fill_scopes();
    }

    /// What each formula reads; nothing where that is too much.
    fn reads(&mut self) -> Option<Vec<Vec<(NodeId, ScopeId)>>> {
        let (mut all, mut count) = (Vec::new(), 0);
        for index in 0..self.form.formulas.len() {
            let reads = references(&self.form, index);
            count += reads.len();
            if count > MOST_READS {
                let formula = &self.form.formulas[index];
                let (sheet, place, column) = (formula.sheet, formula.place, formula.property.column());
                let message = format!("the formulas of this form read more than {MOST_READS} nodes together");
                let hint = "name the question that is meant; a path that begins with `//` reads every node";
                self.report(Level::Error, sheet, place, column, message, Some(hint.into()));
                return None;
            }
            all.push(reads);
        }
        Some(all)
    }

    /// Names one circle for each formula that is in one.
    fn circles(&mut self, before: &[BTreeSet<usize>], done: &[usize], level: Level) {
        if level == Level::Error {
            self.diagnostics.retain(|each| !each.message.starts_with(CIRCLE));
        }
        let mut left: BTreeSet<usize> = gathered(0..before.len());
        for index in done {
            left.remove(index);
        }
        let mut told: BTreeSet<usize> = BTreeSet::new();
        let mut looks = MOST_LOOKS;
        for &start in &left {
            if told.contains(&start) {
                continue;
            }
            let Some(circle) = circle(before, &left, start, &mut looks) else { continue };
            if circle.iter().any(|index| told.contains(index)) {
                continue;
            }
            told.extend(&circle);
            let names: Vec<String> = circle.iter().chain(circle.first()).map(|index| self.owner_name(*index)).collect();
            let formula = &self.form.formulas[start];
            let (place, sheet) = (formula.place, formula.sheet);
            let hint = match (formula.property, circle.len()) {
                (Property::Calculate, 1) => "it is computed again from the answers each time; a value that is kept stands in `default`",
                _ => "break the circle at one of them",
            };
            let message = format!("{CIRCLE}{}", names.join(" → "));
            let hint = if level == Level::Error { hint } else { "it is computed again and again until nothing changes" };
            self.report(level, sheet, place, formula.property.column(), message, Some(hint.into()));
        }
        // The search ended before it came to one.
        if let (true, Some(&first)) = (told.is_empty(), left.first()) {
            let (formula, message) = (&self.form.formulas[first], format!("{CIRCLE}{}", self.owner_name(first)));
            let (sheet, place, column) = (formula.sheet, formula.place, formula.property.column());
            self.report(level, sheet, place, column, message, None);
        }
    }

    fn owner_name(&self, formula: usize) -> String {
        match self.form.formulas[formula].owner {
            Owner::Node(id) => self.form.node(id).name.clone(),
            Owner::Rule(id) => self.form.rules[id.index()].id.clone(),
        }
    }

    fn fill_dependents(&mut self, reads: &[Vec<(NodeId, ScopeId)>], order: &[usize]) {
        let mut dependents = vec![Vec::new(); self.form.nodes.len()];
        for (rank, &index) in order.iter().enumerate() {
            if matches!(self.form.formulas[index].property, Property::Default | Property::Action) {
                continue;
            }
            for &(node, common) in &reads[index] {
                dependents[node.index()].push(Dependent { formula: FormulaId(rank as u32), common });
            }
        }
        self.form.dependents = dependents;
    }

    /// Labels, hints and messages that name an answer are drawn again when it changes.
    fn fill_redraws(&mut self) {
        let mut redraws = vec![Vec::new(); self.form.nodes.len()];
        for id in self.form.ids() {
            let node = self.form.node(id);
            let texts = [&node.label, &node.hint, &node.guidance, &node.unit, &node.required_message, &node.constraint_message];
            for (_, slot) in texts.into_iter().chain(&node.choice_labels).flat_map(|texts| texts.slots()) {
                let Some(slot) = self.form.slots.get(slot as usize) else { continue };
                redraws[slot.node.index()].push((id, slot.from));
            }
        }
        for each in &mut redraws {
            each.sort();
            each.dedup();
        }
        self.form.redraws = redraws;
    }

    /// Tells every scope what is computed in its rows, and every node what is in it and which rules name it.
    fn fill_scopes(&mut self) {
        let form = &mut self.form;
        for (index, formula) in (0u32..).zip(&form.formulas) {
            form.scopes[formula.scope.index()].formulas.push(FormulaId(index));
        }
        let by_name = |id| {
            let children: BTreeMap<&str, NodeId> = gathered(form.children(id).map(|child| (form.node(child).name.as_str(), child)));
            children.into_values().collect()
        };
        form.by_name = form.ids().map(by_name).collect();
        form.named_by = vec![Vec::new(); form.nodes.len()];
        for (index, rule) in (0u32..).zip(&mut form.rules) {
            let scope = &mut form.scopes[rule.scope.index()];
            rule.cell = scope.rules.len() as u32;
            scope.rules.push(RuleId(index));
            for slot in &rule.fields {
                let named_by = &mut form.named_by[form.slots[*slot as usize].node.index()];
                if named_by.last() != Some(&RuleId(index)) {
                    named_by.push(RuleId(index));
                }
            }
        }
    }

    /// Puts the formulas in order and gives everything that names one its new number.
    fn permute(&mut self, order: &[usize]) {
        let mut rank = vec![FormulaId(0); order.len()];
        for (to, &from) in order.iter().enumerate() {
            rank[from] = FormulaId(to as u32);
        }
        let renumber = |id: &mut Option<FormulaId>| {
            if let Some(id) = id {
                *id = rank[id.index()];
            }
        };
        for node in &mut self.form.nodes {
            for id in [
                &mut node.relevant,
                &mut node.required,
                &mut node.constraint,
                &mut node.readonly,
                &mut node.calculate,
                &mut node.default,
                &mut node.choice_filter,
                &mut node.repeat_count,
            ] {
                renumber(id);
            }
        }
        for itemset in self.form.nodes.iter_mut().filter_map(|node| node.itemset.as_mut()) {
            itemset.nodes = rank[itemset.nodes.index()];
        }
        for action in &mut self.form.actions {
            renumber(&mut action.value);
        }
        self.form.nodes.iter_mut().for_each(|node| renumber_outputs(node, &rank));
        for rule in &mut self.form.rules {
            rule.message.outputs_mut().for_each(|id| *id = rank[id.index()]);
            renumber(&mut rule.relevant);
            rule.constraint = rank[rule.constraint.index()];
        }
        let mut formulas: Vec<_> = std::mem::take(&mut self.form.formulas).into_iter().map(Some).collect();
        self.form.formulas = order.iter().filter_map(|&index| formulas[index].take()).collect();
    }
}

/// Gives the expressions in a node's texts their new numbers.
fn renumber_outputs(node: &mut Node, rank: &[FormulaId]) {
    let own =
        [&mut node.label, &mut node.hint, &mut node.guidance, &mut node.unit, &mut node.required_message, &mut node.constraint_message];
    own.into_iter().chain(&mut node.choice_labels).flat_map(|texts| texts.outputs_mut()).for_each(|id| *id = rank[id.index()]);
}

/// Looking for circles ends after so many steps: one is enough to refuse a form, and those of a real form are found at once.
const MOST_LOOKS: usize = 5_000_000;

/// How a circle is told.
const CIRCLE: &str = "this depends on itself: ";

/// Which results a formula waits for. A form without circles waits for all; where that leads in a circle, ODK computes
/// until nothing changes, so the ties that may be loosened are loosened one kind after the other.
#[derive(Clone, Copy)]
struct Ties {
    /// How many rows there are.
    counts: bool,
    /// Whether what is read, and what is around it, applies.
    relevance: bool,
    /// Other rows of the repeat that the formula stands in.
    siblings: bool,
}

const TIES: [Ties; 4] = [
    Ties { counts: true, relevance: true, siblings: true },
    Ties { counts: false, relevance: true, siblings: true },
    Ties { counts: false, relevance: true, siblings: false },
    Ties { counts: false, relevance: false, siblings: false },
];

impl Ties {
    /// The formulas whose results one reads: calculations of what it names, and the relevance of that and of the groups around it.
    fn writers(self, form: &Form, index: usize, reads: &[(NodeId, ScopeId)]) -> BTreeSet<usize> {
        let scope = form.formulas[index].scope;
        let mut writers = BTreeSet::new();
        for (node, from) in reads {
            let around = std::iter::successors(Some(*node), |id| form.node(*id).parent);
            for id in around {
                let details = form.node(id);
                // A condition on what it decides about itself never comes to rest.
                let relevant = details.relevant.map(FormulaId::index);
                writers.extend(relevant.filter(|relevant| self.relevance || *relevant == index));
                writers.extend(details.repeat_count.filter(|_| self.counts).map(FormulaId::index));
            }
            // What is offered decides what is seen of an answer.
            let details = form.node(*node);
            let offered = details.choice_filter.or(details.itemset.as_ref().map(|itemset| itemset.nodes));
            writers.extend(offered.map(FormulaId::index).filter(|offered| *offered != index));
            // What is counted from a wider scope than the formula's own, in that scope, is of other rows too.
            let is_sibling = *from != scope && form.common_scope(form.node(*node).scope, scope) != *from;
            // What is calculated once reads what it holds already.
            let keeps = details.calculate.is_some_and(|calculate| calculate.index() == index) && is_once(form, index);
            writers.extend(details.calculate.filter(|_| !keeps && (self.siblings || !is_sibling)).map(FormulaId::index));
        }
        writers
    }
}

/// Whether a formula asks for its own value by `once`.
fn is_once(form: &Form, index: usize) -> bool {
    let mut found = false;
    form.formulas[index].expr.walk(&mut |each| {
        found |= matches!(&each.kind, phieu_xpath::ExprKind::Call(call) if call.function.name == "once");
    });
    found
}

/// Kahn's order; among those that are free the earliest in the form goes first. Shorter than the input where there is a circle.
fn sorted(before: &[BTreeSet<usize>]) -> Vec<usize> {
    let mut waiting: Vec<usize> = before.iter().map(BTreeSet::len).collect();
    let mut after = vec![Vec::new(); before.len()];
    for (index, each) in before.iter().enumerate() {
        each.iter().for_each(|&other| after[other].push(index));
    }
    let mut free: BTreeSet<usize> = gathered((0..before.len()).filter(|&index| waiting[index] == 0));
    let mut order = Vec::with_capacity(before.len());
    while let Some(index) = free.pop_first() {
        order.push(index);
        for &next in &after[index] {
            waiting[next] -= 1;
            if waiting[next] == 0 {
                free.insert(next);
            }
        }
    }
    order
}

/// A circle through `start`, found by walking back along what is read.
fn circle(before: &[BTreeSet<usize>], left: &BTreeSet<usize>, start: usize, looks: &mut usize) -> Option<Vec<usize>> {
    let mut came_from: Vec<Option<usize>> = vec![None; before.len()];
    let mut queue = std::collections::VecDeque::from([start]);
    while let Some(index) = queue.pop_front() {
        for &next in before[index].iter().filter(|next| left.contains(next)) {
            *looks = looks.checked_sub(1)?;
            if next == start {
                let mut path: Vec<usize> = std::iter::successors(Some(index), |each| came_from[*each]).collect();
                path.reverse();
                return Some(path);
            }
            if came_from[next].is_none() && next != start {
                came_from[next] = Some(index);
                queue.push_back(next);
            }
        }
    }
    None
}
