//! Computing again what a change touches, in the form's order, each formula once, but in circles.
//!
//! The order of formulas is such that a formula comes after all it reads. So a queue sorted by that order computes
//! each touched formula once, and computing everything is one pass in that order. In a form with circles no order is one for all: there
//! everything is put on the queue, and a formula is computed as often as what it reads changes, at most [`MOST_TIMES`].

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use phieu_form::{Dependent, Event, Form, FormulaId, Kind, NodeId, Owner, Property, RuleId, ScopeId, Type};
use phieu_xpath::limits::{BYTES_PER_STEP, MAX_TEXT};
use phieu_xpath::{ExprKind, Value, World};

use crate::instance::At;
use crate::{Changes, Held, Instance, RowId};

/// In a form whose formulas depend on one another in a circle, each is computed at most this often after one change.
pub const MOST_TIMES: u32 = 2_100;

/// What is still to be computed, and what has changed so far.
#[derive(Default)]
pub(crate) struct Work {
    /// Formulas, each with its row, or with a row around all those that it is to be computed in.
    pub queue: BTreeSet<(FormulaId, RowId)>,
    /// Rows that still get their defaults: each in the order of the form, and seeing what stands before it.
    pub begun: VecDeque<RowId>,
    /// A report is being loaded: a row that it leaves out is made, but nothing is answered in it.
    pub loading: bool,
    /// A calculated value is what the loaded report says, where it says one.
    pub as_given: bool,
    /// Everything is computed for the first time: no change that somebody waits for.
    pub quiet: bool,
    /// Actions still to be done, with the row in which they were set off.
    pub fired: VecDeque<(usize, RowId)>,
    /// How often a formula was computed, in a form with circles.
    pub times: BTreeMap<(FormulaId, RowId), u32>,
    /// How many actions were done.
    pub done: usize,
    /// Places that may be different now; some more than once, which costs less than looking each time.
    pub nodes: Vec<At>,
    /// Whether the state of some rule changed.
    pub rules: bool,
    /// How many formulas were computed.
    pub computed: usize,
    /// All formulas are being computed in their order, and this one just now: those behind it need no queue.
    pub pass: Option<FormulaId>,
}

impl Work {
    /// Whether a formula is computed anyway, in all its rows, because all behind this one are.
    fn comes_anyway(&self, formula: FormulaId) -> bool {
        self.pass.is_some_and(|pass| formula > pass)
    }

    /// Notes that a place may be different now, where somebody waits to hear it.
    fn note(&mut self, at: At) {
        if !self.quiet {
            self.nodes.push(at);
        }
    }

    /// What is told of it.
    pub fn into_changes(self) -> Changes {
        Changes { nodes: self.nodes.into_iter().collect(), rules: self.rules, computed: self.computed }
    }
}

impl Instance {
    /// Computes everything.
    pub(crate) fn recompute_all(&mut self, mut work: Work) {
        if self.form.settles {
            self.queue_all(&mut work);
        } else {
            self.compute_in_order(&mut work);
        }
        self.run(&mut work);
    }

    /// Computes every formula once, in the form's order, without a queue: that holds only what a row which is made on the way still needs
    /// of the formulas before.
    fn compute_in_order(&mut self, work: &mut Work) {
        let form = self.form.clone();
        work.queue.clear();
        for (formula, details) in (0u32..).map(FormulaId).zip(&form.formulas) {
            if self.is_spent() {
                break;
            }
            if !work.queue.is_empty() {
                self.settle(work);
            }
            work.pass = Some(formula);
            if details.scope == ScopeId(0) {
                self.compute(&form, work, formula, RowId(0));
            } else {
                let rows = self.rows_within(RowId(0), details.scope).into_owned();
                rows.into_iter().for_each(|row| self.compute(&form, work, formula, row));
            }
        }
        work.pass = None;
    }

    pub(crate) fn queue_all(&self, work: &mut Work) {
        // Collected first: a set is built faster from what is in order than one by one.
        let mut all = Vec::new();
        for (index, formula) in (0u32..).zip(&self.form.formulas) {
            let rows = self.rows_within(RowId(0), formula.scope);
            all.extend(rows.iter().map(|&row| (FormulaId(index), row)));
        }
        work.queue.append(&mut all.into_iter().collect());
    }

    /// Works until nothing is left.
    pub(crate) fn run(&mut self, work: &mut Work) {
        // What was given up is computed anew by the next change, not by this one.
        if self.is_spent() {
            return self.give_up(work);
        }
        self.resume(work);
        self.settle(work);
        loop {
            if let Some(row) = work.begun.pop_front() {
                self.apply_defaults(work, row);
            } else if !work.queue.is_empty() {
                self.settle(work);
            } else if let Some((action, row)) = work.fired.pop_front() {
                self.act(work, action, row);
            } else {
                break;
            }
        }
        // The last formula may have been the one for which nothing was left.
        if self.is_spent() {
            self.give_up(work);
        }
    }

    /// Computes until the queue is empty.
    pub(crate) fn settle(&mut self, work: &mut Work) {
        self.settle_before(work, None);
    }

    /// Computes what comes before a formula in the order: all that it reads, and not yet what reads many rows that are being made.
    fn settle_before(&mut self, work: &mut Work, end: Option<FormulaId>) {
        let form = self.form.clone();
        while let Some((formula, row)) = work.queue.first().copied().filter(|(formula, _)| end.is_none_or(|end| *formula < end)) {
            work.queue.pop_first();
            if !self.spread(work, formula, row) {
                self.compute(&form, work, formula, row);
            }
        }
    }

    /// Computes one formula in one row of its scope, unless nothing more can be computed.
    fn compute(&mut self, form: &Form, work: &mut Work, formula: FormulaId, row: RowId) {
        self.spend(1);
        if self.is_spent() {
            return self.give_up(work);
        }
        if form.settles && !self.may_compute(work, formula, row) {
            return;
        }
        work.computed += 1;
        let details = form.formula(formula);
        match details.owner {
            Owner::Node(node) => self.compute_node(form, work, formula, At { row, node }, details.property),
            Owner::Rule(rule) => self.compute_rule(form, work, rule, row),
        }
    }

    /// In a form with circles: whether a formula may be computed once more in one run. If not, that is told as its failure.
    fn may_compute(&mut self, work: &mut Work, formula: FormulaId, row: RowId) -> bool {
        let times = work.times.entry((formula, row)).or_default();
        *times += 1;
        let may = *times <= MOST_TIMES;
        if !may {
            self.failures.insert((formula, row), "it depends on itself and does not come to rest".to_owned());
        }
        may
    }

    fn compute_node(&mut self, form: &Form, work: &mut Work, formula: FormulaId, at: At, property: Property) {
        let node = form.node(at.node);
        let repeat = node.kind == Kind::Repeat && self.is_whole_repeat(at);
        match property {
            Property::Default | Property::Action => {}
            Property::Relevant => {
                let applies = self.holds(form, formula, at.row);
                if repeat {
                    self.repeat_mut(at.row, form.node(at.node).scope).applies = applies;
                } else {
                    self.cell_mut(at).applies = applies;
                }
                self.refresh_relevance(work, at);
            }
            Property::RepeatCount => self.set_count(form, work, formula, at),
            Property::ChoiceFilter | Property::Itemset => {
                work.note(at);
                self.try_offer(formula, at);
                self.refresh_seen(work, at);
            }
            Property::Text => {
                work.note(at);
            }
            Property::Readonly if repeat => {
                let readonly = self.holds(form, formula, at.row);
                let repeat = self.repeat_mut(at.row, form.node(at.node).scope);
                if std::mem::replace(&mut repeat.readonly, readonly) != readonly {
                    self.redraw_below(work, at);
                }
            }
            _ if repeat => {}
            Property::Calculate => self.calculate(form, work, formula, at),
            Property::Required | Property::Readonly | Property::Constraint => {
                // A constraint is asked of an answer only.
                let cell = node.cell as usize;
                let asked = property != Property::Constraint || self.row(at.row).cells[cell].held.is_answer();
                if !asked {
                    self.failures.remove(&(formula, at.row));
                }
                let holds = !asked || self.holds(form, formula, at.row);
                let cell = &mut self.rows[at.row.0 as usize].cells[cell];
                let state = match property {
                    Property::Required => &mut cell.required,
                    Property::Readonly => &mut cell.readonly,
                    _ => &mut cell.satisfied,
                };
                if std::mem::replace(state, holds) != holds {
                    match property {
                        Property::Readonly => self.redraw_below(work, at),
                        _ => {
                            work.note(at);
                        }
                    }
                }
            }
        }
    }

    /// A group that becomes read-only is so with all in it.
    fn redraw_below(&self, work: &mut Work, at: At) {
        work.note(at);
        for row in self.repeat_rows(at) {
            self.redraw_below(work, row);
        }
        if self.form.node(at.node).field_type().is_none() {
            self.walk(at, &mut |at| {
                work.note(at);
            });
        }
    }

    /// Hides from expressions the chosen names that are not offered now (ODK clears them; here they are kept, and told).
    fn refresh_seen(&mut self, work: &mut Work, at: At) {
        let seen = self.still_offered(at);
        if self.cell(at).seen != seen {
            self.cell_mut(at).seen = seen;
            self.touch(work, at);
        }
    }

    /// The chosen names that are offered, where that is not what the node holds.
    pub(crate) fn still_offered(&self, at: At) -> Option<Box<str>> {
        let field_type = self.form.node(at.node).field_type().filter(|each| each.list().is_some())?;
        let Held::Text(text) = &self.cell(at).held else { return None };
        let is_rank = matches!(field_type, Type::Rank(_));
        if !is_rank && text.split(' ').all(|name| self.offers(at, name)) {
            return None;
        }
        let mut left: Vec<Cow<'_, str>> = text.split(' ').filter(|name| self.offers(at, name)).map(Cow::Borrowed).collect();
        // A ranking has all that is offered: what was not there before comes last.
        if is_rank {
            let offered = self.offered(at).into_iter().map(|choice| Cow::Owned(choice.name.clone()));
            let new: Vec<Cow<'_, str>> = offered.filter(|name| !left.contains(name)).collect();
            left.extend(new);
        }
        let left = left.join(" ");
        (left != **text).then(|| left.into())
    }

    fn calculate(&mut self, form: &Form, work: &mut Work, formula: FormulaId, at: At) {
        let Kind::Field(field_type) = form.node(at.node).kind else { return };
        let held = match self.given.get(&at) {
            Some(given) if work.as_given => given.clone(),
            _ => self.value_of(form, formula, at.row, field_type),
        };
        // What cannot be computed any more is no other value, and no event.
        if !self.is_spent() {
            self.hold(work, at, held);
        }
    }

    /// A formula's value as a type's; of nodes the first one's.
    pub(crate) fn value_of(&mut self, form: &Form, formula: FormulaId, row: RowId, field_type: Type) -> Held {
        let value = match self.evaluate(form, formula, row) {
            Value::Nodes(nodes) => nodes.first().map_or(Value::Text(String::new()), |node| World::typed(self, *node)),
            value => value,
        };
        let value = self.bounded(formula, row, value);
        Held::from_value(field_type, &value, || value.to_text(self))
    }

    /// The text of a group is made without a function, and has the same bound as a function's.
    fn bounded(&mut self, formula: FormulaId, row: RowId, value: Value) -> Value {
        let Value::Text(text) = &value else { return value };
        self.spend(text.len() / BYTES_PER_STEP);
        if text.len() <= MAX_TEXT {
            return value;
        }
        self.failures.insert((formula, row), format!("too much to compute: a text of more than {MAX_TEXT} bytes"));
        Value::Text(String::new())
    }

    /// Puts a value into a node and queues what reads it, if it is another value than before.
    pub(crate) fn hold(&mut self, work: &mut Work, at: At, held: Held) {
        if self.cell(at).held != held {
            self.cell_mut(at).held = held;
            self.cell_mut(at).seen = self.still_offered(at);
            self.touch(work, at);
            self.fire(work, Event::ValueChanged, at);
        }
    }

    /// Queues all that reads a node.
    pub(crate) fn touch(&self, work: &mut Work, at: At) {
        for dependent in &self.form.dependents[at.node.index()] {
            if !work.comes_anyway(dependent.formula) {
                self.queue(work, dependent.formula, self.row_at(at.row, dependent.common));
            }
        }
        work.note(at);
        if !work.quiet {
            self.redraw(work, at);
        }
    }

    /// Queues a formula in all its rows that lie in a row, unless that is gone, or nothing more can be computed.
    fn queue(&self, work: &mut Work, formula: FormulaId, row: RowId) {
        if self.row(row).live && !self.is_spent() {
            self.spend(1);
            work.queue.insert((formula, row));
        }
    }

    /// Puts the rows of a formula on the queue that lie in the row it was queued for: once, however many nodes in that row it reads.
    /// They come next, because a row's number is above that of the row around it.
    fn spread(&self, work: &mut Work, formula: FormulaId, row: RowId) -> bool {
        let scope = self.form.formula(formula).scope;
        let spreads = self.row(row).scope != scope;
        if spreads {
            let rows = self.rows_within(row, scope);
            self.spend(rows.len());
            work.queue.extend(rows.iter().map(|&row| (formula, row)));
        }
        spreads
    }

    /// Queues all that read a row that is gone now, or asks in a row behind it which one that is.
    pub(crate) fn after_removal(&mut self, work: &mut Work, gone: &[RowId], repeat: At, index: usize) {
        for &row in gone {
            for &node in &self.form.scopes[self.row(row).scope.index()].cells {
                self.touch(work, At { row, node });
            }
        }
        let (broken, unasked) = std::mem::take(&mut self.broken).into_iter().partition(|(_, row)| self.row(*row).live);
        self.broken = broken;
        for (rule, row) in BTreeSet::<(RuleId, RowId)>::into_iter(unasked) {
            work.rules = true;
            work.nodes.extend(self.rule_places(rule, row));
        }
        work.nodes.retain(|at| self.is_live(*at));
        let scope = self.form.node(repeat.node).scope;
        let asks = |dependent: &&Dependent| dependent.common == scope && self.asks_position(dependent.formula);
        let asking: Vec<FormulaId> =
            self.form.dependents[repeat.node.index()].iter().filter(asks).map(|dependent| dependent.formula).collect();
        for &row in &self.repeat(repeat.row, scope).rows[index..] {
            work.nodes.push(At { row, node: repeat.node });
            asking.iter().for_each(|formula| self.queue(work, *formula, row));
        }
        self.redraw_paths(work, repeat, index);
    }

    /// Whether a formula asks which row it is in. What counts rows or looks beside it reads all of them, and is queued with those gone.
    fn asks_position(&self, formula: FormulaId) -> bool {
        let mut asks = false;
        self.form
            .formula(formula)
            .expr
            .walk(&mut |each| asks |= matches!(&each.kind, ExprKind::Call(call) if call.function.name == "position"));
        asks
    }

    /// Issues name places by paths with the numbers of rows, and those behind a row that is gone have other numbers.
    fn redraw_paths(&self, work: &mut Work, repeat: At, index: usize) {
        let scope = self.form.node(repeat.node).scope;
        let is_behind = |at: &At| {
            let row = self.row(self.row_at(at.row, scope));
            row.scope == scope && row.parent == Some(repeat.row) && row.index as usize >= index
        };
        work.nodes.extend(self.wrong.iter().filter(|at| is_behind(at)));
        for &(rule, row) in &self.broken {
            let places = self.rule_places(rule, row);
            if places.iter().any(is_behind) {
                work.nodes.extend(places);
            }
        }
    }

    /// Tells that texts which name a node read otherwise now.
    pub(crate) fn redraw(&self, work: &mut Work, at: At) {
        for &(node, common) in &self.form.redraws[at.node.index()] {
            let common = self.row_at(at.row, common);
            if !self.row(common).live || self.is_spent() {
                continue;
            }
            let details = self.form.node(node);
            let rows = self.rows_within(common, details.scope);
            self.spend(rows.len());
            work.nodes.extend(rows.iter().map(|&row| At { row, node }));
            // A repeat's texts are also drawn once for all its rows.
            if let (Kind::Repeat, Some(around)) = (details.kind, self.form.scopes[details.scope.index()].parent) {
                work.nodes.extend(self.wholes_within(self.row_at(common, around), details.scope));
            }
        }
    }

    /// Brings the relevance of a node, and of all in it, in line with its condition and with what is around it.
    pub(crate) fn refresh_relevance(&mut self, work: &mut Work, at: At) {
        if self.is_whole_repeat(at) {
            let scope = self.form.node(at.node).scope;
            let relevant = self.around_relevant(at) && self.repeat(at.row, scope).applies;
            let repeat = self.repeat_mut(at.row, scope);
            if std::mem::replace(&mut repeat.relevant, relevant) != relevant {
                self.touch(work, at);
            }
            work.note(at);
            for row in self.repeat_rows(at) {
                self.refresh_relevance(work, row);
            }
            return;
        }
        let relevant = self.around_relevant(at) && self.cell(at).applies && self.row_counts(at);
        if self.cell(at).relevant == relevant {
            return;
        }
        self.cell_mut(at).relevant = relevant;
        self.touch(work, at);
        for child in self.form.children(at.node).collect::<Vec<NodeId>>() {
            self.refresh_relevance(work, At { row: at.row, node: child });
        }
    }

    /// Whether what a node stands in is relevant.
    pub(crate) fn around_relevant(&self, at: At) -> bool {
        let node = self.form.node(at.node);
        let Some(parent) = node.parent else { return true };
        let row = if node.kind == Kind::Repeat && !self.is_whole_repeat(at) { self.row(at.row).parent.unwrap_or(at.row) } else { at.row };
        self.cell(At { row, node: parent }).relevant
    }

    /// For a row of a repeat: whether the repeat applies and the row is among those that count.
    fn row_counts(&self, at: At) -> bool {
        let node = self.form.node(at.node);
        let (Kind::Repeat, Some(around)) = (node.kind, self.row(at.row).parent) else { return true };
        let repeat = self.repeat(around, node.scope);
        repeat.applies && repeat.count.is_none_or(|count| self.row(at.row).index < count)
    }

    /// `repeat_count`: rows are added as needed; rows beyond the count are kept, but not relevant.
    fn set_count(&mut self, form: &Form, work: &mut Work, formula: FormulaId, at: At) {
        let value = self.evaluate(form, formula, at.row);
        let number = value.to_number(self);
        let scope = form.node(at.node).scope;
        // While nobody has said how many, the rows that are there stay (ODK); what is too large is the largest.
        let count = (!number.is_nan()).then_some(number as u32);
        self.repeat_mut(at.row, scope).count = count;
        let wanted = count.unwrap_or(0) as usize;
        while self.repeat(at.row, scope).rows.len() < wanted && self.has_room(at.row, scope) {
            let row = self.new_row(scope, Some(at.row));
            self.begin_row(work, row);
        }
        self.refresh_relevance(work, at);
    }

    /// Queues all that is computed in a new row or reads it, and its defaults.
    pub(crate) fn begin_row(&mut self, work: &mut Work, row: RowId) {
        let form = self.form.clone();
        let scope = self.row(row).scope;
        let repeat = form.scopes[scope.index()].node;
        if !work.loading {
            work.begun.push_back(row);
            self.initial_rows(work, row);
            self.fire(work, Event::NewRepeat, At { row, node: repeat });
        }
        self.refresh_relevance(work, At { row, node: repeat });
        let formulas = form.scopes[scope.index()].formulas.iter().copied();
        let wanted: Vec<FormulaId> = formulas.filter(|formula| !work.comes_anyway(*formula)).collect();
        work.queue.extend(wanted.into_iter().map(|formula| (formula, row)));
        for node in form.scopes[scope.index()].cells.iter() {
            self.touch(work, At { row, node: *node });
        }
    }

    /// What a row's nodes start with, one after the other (ODK: defaults are set in the order of the form).
    fn apply_defaults(&mut self, work: &mut Work, row: RowId) {
        let form = self.form.clone();
        for &node in &form.scopes[self.row(row).scope.index()].cells {
            let (Some(default), Kind::Field(field_type)) = (form.node(node).default, form.node(node).kind) else { continue };
            let at = At { row, node };
            if self.cell(at).held.is_blank() && form.node(node).calculate.is_none() {
                // In a form with circles no order is one for all.
                self.settle_before(work, (!form.settles).then_some(default));
                let held = self.value_of(&form, default, row, field_type);
                self.hold(work, at, held);
            }
        }
    }

    fn compute_rule(&mut self, form: &Form, work: &mut Work, rule: RuleId, row: RowId) {
        let before = self.rule_state(rule, row);
        let after = self.ask_rule(form, rule, row);
        if before != after {
            self.set_rule_state(rule, row, after);
            work.rules = true;
        }
        // The message of a rule that does not hold may say something else now.
        if !work.quiet && (before != after || !after.holds) {
            work.nodes.extend(self.rule_places(rule, row));
        }
    }
}
