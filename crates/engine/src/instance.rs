//! A report being filled in or checked: the rows of the form and of its repeats, and what each node holds.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use phieu_form::json::Tree;
use phieu_form::{Event, Form, FormulaId, NodeId, RuleId, ScopeId};

use crate::recompute::Work;
use crate::source::Source;
use crate::steps::Steps;
use crate::{Context, Held, Issue};

/// A row of the form (0) or of one of its repeats. Never given out twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId(pub(crate) u32);

/// A node in a row. Good until its row is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The row. For a repeat as a whole: the row around it.
    pub row: RowId,
    /// The node.
    pub node: NodeId,
}

/// One report being filled in or checked.
#[derive(Debug)]
pub struct Instance {
    pub(crate) form: Arc<Form>,
    pub(crate) context: Context,
    pub(crate) language: usize,
    pub(crate) rows: Vec<Row>,
    /// How many of them are in the report.
    pub(crate) live_rows: usize,
    /// How many nodes these have in all.
    pub(crate) live_cells: usize,
    /// What could not be put anywhere when answers were loaded. An edit makes it obsolete.
    pub(crate) misfits: Vec<Issue>,
    /// What the loaded answers said of calculated nodes. An edit makes it obsolete.
    pub(crate) given: BTreeMap<At, Held>,
    pub(crate) explanations: BTreeMap<(RuleId, RowId), String>,
    /// Expressions that could not be evaluated, with the reason.
    pub(crate) failures: BTreeMap<(FormulaId, RowId), String>,
    /// Places that have issues of their own, so that telling all issues costs no walk over the report.
    pub(crate) wrong: BTreeSet<At>,
    /// Rules that do not hold.
    pub(crate) broken: BTreeSet<(RuleId, RowId)>,
    /// Secondary instances: the choice lists, then those of the context; built when first asked for.
    pub(crate) sources: Vec<OnceCell<Source>>,
    /// How much may still be computed.
    pub(crate) steps: Steps,
    /// How many random numbers were drawn.
    pub(crate) drawn: Cell64,
}

/// A counter that drawing a number moves on.
pub(crate) type Cell64 = std::cell::Cell<u64>;

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub id: RowId,
    pub scope: ScopeId,
    pub parent: Option<RowId>,
    /// Its place among the rows of its repeat, from 0.
    pub index: u32,
    pub live: bool,
    /// By `Node::cell`.
    pub cells: Vec<Cell>,
    /// By the place in `Scope::repeats`.
    pub repeats: Vec<Repeat>,
    /// The state of the rules of this scope, by `Rule::cell`.
    pub rules: Vec<RuleState>,
}

/// What is known of a node in a row.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub held: Held,
    /// What expressions see of it, where its choices are not all offered now.
    pub seen: Option<Box<str>>,
    /// Its own condition.
    pub applies: bool,
    /// Its own condition and those of everything around it.
    pub relevant: bool,
    pub required: bool,
    pub readonly: bool,
    /// Whether its constraint holds; true for a blank.
    pub satisfied: bool,
}

impl Cell {
    /// The number that expressions see of a question, where it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Cell { relevant: true, held: Held::Number(number), seen: None, .. } => Some(*number),
            _ => None,
        }
    }
}

/// The rows of a repeat inside a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Repeat {
    pub rows: Vec<RowId>,
    /// Its own condition.
    pub applies: bool,
    /// Its own condition and those of everything around it.
    pub relevant: bool,
    pub readonly: bool,
    /// How many rows count; the rest is kept but not relevant. `None`: all, also while the number that it is to be is blank.
    pub count: Option<u32>,
}

/// What is known of a rule in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RuleState {
    pub relevant: bool,
    pub holds: bool,
}

impl Instance {
    /// A blank report, with the form's defaults.
    pub fn blank(form: Arc<Form>, context: Context) -> Instance {
        let mut instance = Instance::empty(form, context);
        let mut work = Work { quiet: true, ..Work::default() };
        if instance.form.initial.is_none() {
            work.begun.push_back(RowId(0));
        }
        instance.fill_initial();
        instance.initial_rows(&mut work, RowId(0));
        instance.keep_metadata();
        instance.recompute_all(work);
        instance.fire_all(&[Event::FirstLoad, Event::Load]);
        instance.note_everything();
        instance
    }

    /// A report with answers, as a draft or a sealed report has them. Defaults are not applied.
    ///
    /// What does not fit the form becomes an issue; nothing is repaired and nothing fails. The answers are a JSON value, or a tree.
    pub fn open<'a>(form: Arc<Form>, context: Context, answers: impl Into<Tree<'a>>, explanations: &BTreeMap<String, String>) -> Instance {
        Instance::loaded(form, context, &answers.into(), explanations, false)
    }

    /// The same, to be read by somebody who does not know what the report's check knew: a calculated value is what the report says.
    /// What rules then say is nothing to go by.
    pub fn as_given<'a>(
        form: Arc<Form>,
        context: Context,
        answers: impl Into<Tree<'a>>,
        explanations: &BTreeMap<String, String>,
    ) -> Instance {
        Instance::loaded(form, context, &answers.into(), explanations, true)
    }

    fn loaded(form: Arc<Form>, context: Context, answers: &Tree<'_>, explanations: &BTreeMap<String, String>, as_given: bool) -> Instance {
        let mut instance = Instance::empty(form, context);
        instance.load(answers);
        instance.recompute_all(Work { loading: true, quiet: true, as_given, ..Work::default() });
        instance.fire_all(&[Event::Load]);
        instance.load_explanations(explanations);
        instance.note_everything();
        instance
    }

    fn empty(form: Arc<Form>, context: Context) -> Instance {
        let language = context.language.as_deref().map_or(0, |tag| form.language(tag));
        let count = context.instances.len() + form.lists.len() + form.data.len();
        let mut instance = Instance {
            form,
            context,
            language,
            rows: Vec::new(),
            live_rows: 0,
            live_cells: 0,
            misfits: Vec::new(),
            given: BTreeMap::new(),
            explanations: BTreeMap::new(),
            failures: BTreeMap::new(),
            wrong: BTreeSet::new(),
            broken: BTreeSet::new(),
            steps: Steps::default(),
            drawn: Cell64::new(0),
            sources: std::iter::repeat_with(OnceCell::new).take(count).collect(),
        };
        instance.begin();
        instance.new_row(ScopeId(0), None);
        instance
    }

    /// The form it is filled in on.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// Reads texts in another language from now on (BCP 47); what shows choices or texts is to be drawn again.
    pub fn set_language(&mut self, tag: &str) {
        self.language = self.form.language(tag);
        self.context.language = Some(tag.to_owned());
        self.sources.iter_mut().for_each(|source| drop(source.take()));
    }

    /// What it knows from outside.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// The whole report: where a walk over it begins.
    pub fn root(&self) -> At {
        At { row: RowId(0), node: NodeId(0) }
    }

    pub(crate) fn cell(&self, at: At) -> &Cell {
        &self.rows[at.row.0 as usize].cells[self.form.node(at.node).cell as usize]
    }

    pub(crate) fn cell_mut(&mut self, at: At) -> &mut Cell {
        let cell = self.form.node(at.node).cell as usize;
        &mut self.rows[at.row.0 as usize].cells[cell]
    }
}
