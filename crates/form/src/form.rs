//! A form as compiled: immutable, every name resolved, every expression in its place in the order of computation.

use std::collections::BTreeMap;

use phieu_xpath::{Expr, Plan};

use crate::{Aggregate, Data, Element, Personal, Place, Sheet, Texts, Type};

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index into the form's list of them.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index!(
    /// A group, repeat or question of the form; the root is 0, and the order is that of the survey sheet.
    NodeId
);
index!(
    /// The form itself (0) or one of its repeats.
    ScopeId
);
index!(
    /// One of the form's choice lists.
    ListId
);
index!(
    /// One of the form's expressions.
    FormulaId
);
index!(
    /// One of the form's rules.
    RuleId
);

/// A compiled form.
#[derive(Clone, Debug)]
pub struct Form {
    /// The id, as in reports.
    pub id: String,
    /// The version, as in reports.
    pub version: String,
    /// SHA-256 of the rows it was compiled from, in hexadecimal.
    pub digest: String,
    /// The name of the root element, as absolute paths write it: `data`, unless the setting `name` says otherwise.
    pub root_name: String,
    /// The title.
    pub title: Texts,
    /// What personal answers are asked for.
    pub purpose: Texts,
    /// How many months after the end of its period personal answers are kept; none: for ever.
    pub retention: Option<u32>,
    /// BCP 47 tags of the languages in which it has texts; the default language comes first.
    pub languages: Vec<String>,
    /// Every setting as written.
    pub settings: BTreeMap<String, String>,
    /// In preorder: a node's descendants follow it, up to its `end`.
    pub nodes: Vec<Node>,
    /// The form (0) and its repeats.
    pub scopes: Vec<Scope>,
    /// What `ExprKind::Slot` numbers mean.
    pub slots: Vec<Slot>,
    /// Choice lists.
    pub lists: Vec<ChoiceList>,
    /// What makes it a register, if it is one.
    pub register: Option<Register>,
    /// Rules over several fields.
    pub rules: Vec<Rule>,
    /// Every expression, in an order in which each comes after what it reads.
    pub formulas: Vec<Formula>,
    /// For every node: what reads its value.
    pub dependents: Vec<Vec<Dependent>>,
    /// For every node: the nodes whose texts name it and are drawn again when it changes.
    pub redraws: Vec<Vec<(NodeId, ScopeId)>>,
    /// For every node: the nodes directly inside, in the order of their names' bytes.
    pub by_name: Vec<Vec<NodeId>>,
    /// For every node: the rules that name it among their fields, each once, in order.
    pub named_by: Vec<Vec<RuleId>>,
    /// Ids of secondary instances that come from outside (`previous`, `unit`, `tk-tch`…).
    pub instances: Vec<String>,
    /// Secondary instances that came with the form.
    pub data: Vec<Data>,
    /// What is set when something happens, in order.
    pub actions: Vec<Action>,
    /// Translations that expressions ask for by id.
    pub texts: BTreeMap<String, Texts>,
    /// Whether formulas depend on one another in a circle, so that they are computed until nothing changes.
    pub settles: bool,
    /// What a blank report holds, where `default` cannot say it.
    pub initial: Option<Element>,
}

/// A list that is kept the year round: which repeat it is, and what its rows' questions mean.
#[derive(Clone, Debug)]
pub struct Register {
    /// The repeat whose rows are kept.
    pub rows: NodeId,
    /// The question that tells one row from another.
    pub title: NodeId,
    /// The day a row belongs to.
    pub day: Option<NodeId>,
    /// The day by which something is to be done.
    pub due: Option<NodeId>,
    /// How far a row is: a `select_one`.
    pub state: Option<NodeId>,
    /// The names of its choices after which nothing is left to do.
    pub done: Vec<String>,
    /// The heading of the paper that is handed out for one row; blank where none is.
    pub slip: Texts,
}

/// Something that is set when something happens (ODK XForms: actions).
#[derive(Clone, Debug)]
pub struct Action {
    /// What is set.
    pub kind: ActionKind,
    /// When: any of these.
    pub events: Vec<Event>,
    /// The node that is set.
    pub target: NodeId,
    /// The value; for a place none.
    pub value: Option<FormulaId>,
    /// The question whose change, or the repeat whose new row, is waited for.
    pub observed: Option<NodeId>,
}

/// What an action sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// The value of an expression.
    SetValue,
    /// Where the device is.
    SetGeopoint,
}

/// When an action is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A blank report is begun.
    FirstLoad,
    /// A report is opened, blank or not.
    Load,
    /// A row is added to the repeat it stands in.
    NewRepeat,
    /// The value of the question it stands in changes.
    ValueChanged,
}

impl Event {
    /// All, with their names.
    pub const ALL: [(&'static str, Event); 4] = [
        ("odk-instance-first-load", Event::FirstLoad),
        ("odk-instance-load", Event::Load),
        ("odk-new-repeat", Event::NewRepeat),
        ("xforms-value-changed", Event::ValueChanged),
    ];
}

/// Choices that are nodes: of a secondary instance, or of the report.
#[derive(Clone, Debug)]
pub struct Itemset {
    /// The nodes, in order.
    pub nodes: FormulaId,
    /// The name of a choice, seen from its node.
    pub value: Expr,
    /// What is shown, seen from its node.
    pub label: Expr,
}

/// A group, repeat or question.
#[derive(Clone, Debug)]
pub struct Node {
    /// Unique in its parent.
    pub name: String,
    /// Names from below the root, `/` between them, without repeat numbers: `members/members_closing`.
    pub path: String,
    /// `None` for the root.
    pub parent: Option<NodeId>,
    /// One past its last descendant.
    pub end: NodeId,
    /// The form or repeat whose rows it lives in; a repeat lives in its own.
    pub scope: ScopeId,
    /// Its place among the nodes of its scope; a repeat is 0 in its own.
    pub cell: u32,
    /// Group, repeat or question.
    pub kind: Kind,
    /// The code on the paper form: `N1`.
    pub code: String,
    /// What is asked.
    pub label: Texts,
    /// Help in a line.
    pub hint: Texts,
    /// Help at length.
    pub guidance: Texts,
    /// Unit of measure.
    pub unit: Texts,
    /// The words of the appearance column.
    pub appearance: Vec<String>,
    /// `name=value` pairs of the parameters column.
    pub parameters: BTreeMap<String, String>,
    /// How its figures add up over units.
    pub aggregate: Aggregate,
    /// Whether its answer tells of a person.
    pub personal: Personal,
    /// Whether it applies.
    pub relevant: Option<FormulaId>,
    /// Whether an answer must be given.
    pub required: Option<FormulaId>,
    /// What an answer must satisfy; not asked of a blank.
    pub constraint: Option<FormulaId>,
    /// Whether a person may not change it.
    pub readonly: Option<FormulaId>,
    /// What its value is.
    pub calculate: Option<FormulaId>,
    /// What it starts with.
    pub default: Option<FormulaId>,
    /// Which choices are offered.
    pub choice_filter: Option<FormulaId>,
    /// How many rows a repeat has.
    pub repeat_count: Option<FormulaId>,
    /// How many rows a repeat without a count begins with (ODK: one).
    pub initial_rows: u32,
    /// Whether rows of a repeat cannot be added or taken away.
    pub fixed_rows: bool,
    /// The choices of a select that has no list of its own.
    pub itemset: Option<Itemset>,
    /// What the choices of its list are called, by their place there, seen from this question; empty where no label names an answer.
    pub choice_labels: Vec<Texts>,
    /// Pictures, sounds and films of the label, by kind: `image`, `audio`, `video`, `big-image`.
    pub media: BTreeMap<String, Texts>,
    /// Said when a required answer is missing.
    pub required_message: Texts,
    /// Said when the constraint does not hold.
    pub constraint_message: Texts,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A group, or the root.
    Group,
    /// A group that may occur several times.
    Repeat,
    /// A question, note, or computed value.
    Field(Type),
}

impl Kind {
    /// What authors call it: `group`, `repeat`, or the name of the type.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Group => "group",
            Kind::Repeat => "repeat",
            Kind::Field(field_type) => field_type.name(),
        }
    }
}

impl Node {
    /// The type, for a field.
    pub fn field_type(&self) -> Option<Type> {
        match self.kind {
            Kind::Field(field_type) => Some(field_type),
            Kind::Group | Kind::Repeat => None,
        }
    }

    /// Whether nobody adds or takes away rows of the repeat.
    pub fn has_fixed_rows(&self) -> bool {
        self.fixed_rows || self.repeat_count.is_some()
    }

    /// Whether the appearance has a word.
    pub fn appears(&self, word: &str) -> bool {
        self.appearance.iter().any(|each| each == word)
    }
}

/// The form itself, or one of its repeats: what exists once per row.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The root or the repeat.
    pub node: NodeId,
    /// The scope around it; `None` for the form.
    pub parent: Option<ScopeId>,
    /// The nodes of one row, by their `cell`: the node itself first.
    pub cells: Vec<NodeId>,
    /// Repeats directly inside.
    pub repeats: Vec<ScopeId>,
    /// The formulas that are computed once per row, in order.
    pub formulas: Vec<FormulaId>,
    /// The rules that are checked once per row, by their `cell`.
    pub rules: Vec<RuleId>,
}

/// What a slot in an expression means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The node meant.
    pub node: NodeId,
    /// All of its instances below the row of this scope that the expression stands in; a single one where it is the node's own scope.
    pub from: ScopeId,
    /// Where it means a single question: that one's place in the row.
    pub cell: Option<u32>,
}

/// A choice list. Every column of the choices sheet can be used in filters and as a secondary instance.
#[derive(Clone, Debug)]
pub struct ChoiceList {
    /// `list_name`.
    pub name: String,
    /// Columns beyond `name` and `label`, in order.
    pub columns: Vec<String>,
    /// The choices, in order.
    pub choices: Vec<Choice>,
}

/// One choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The value that is kept.
    pub name: String,
    /// What is shown; a question that offers it may have its own ([`Node::choice_labels`]).
    pub label: Texts,
    /// The cells under `ChoiceList::columns`.
    pub cells: Vec<String>,
}

/// How a broken rule is dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Blocks.
    Error,
    /// Lets through with a written explanation (giải trình).
    Explain,
    /// Only tells.
    Warning,
}

impl Severity {
    /// The name in the `severity` column and in verdicts.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Explain => "explain",
            Severity::Warning => "warning",
        }
    }
}

/// A rule over several fields.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Unique in the form.
    pub id: String,
    /// What a broken rule does.
    pub severity: Severity,
    /// The form, or the repeat over whose rows it is checked.
    pub scope: ScopeId,
    /// Its place among the rules of its scope.
    pub cell: u32,
    /// When it applies; always, where there is none.
    pub relevant: Option<FormulaId>,
    /// What must be true.
    pub constraint: FormulaId,
    /// The fields it concerns; it waits until those that are relevant are answered. Slots, seen from the rule's scope.
    pub fields: Vec<u32>,
    /// What is said when it does not hold.
    pub message: Texts,
}

/// Whose expression it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Of a node.
    Node(NodeId),
    /// Of a rule.
    Rule(RuleId),
}

/// Which of the owner's expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Property {
    Default,
    Relevant,
    Calculate,
    RepeatCount,
    Required,
    Readonly,
    ChoiceFilter,
    Constraint,
    Itemset,
    Text,
    Action,
}

impl Property {
    /// The column it is written in.
    pub fn column(self) -> &'static str {
        match self {
            Property::Default => "default",
            Property::Relevant => "relevant",
            Property::Calculate => "calculation",
            Property::RepeatCount => "repeat_count",
            Property::Required => "required",
            Property::Readonly => "readonly",
            Property::ChoiceFilter => "choice_filter",
            Property::Constraint => "constraint",
            Property::Itemset => "itemset",
            Property::Text => "label",
            Property::Action => "value",
        }
    }
}

/// One expression of the form.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Of a node or a rule.
    pub owner: Owner,
    /// Which one.
    pub property: Property,
    /// Where it is computed: once per row of this scope.
    pub scope: ScopeId,
    /// Resolved.
    pub expr: Expr,
    /// The short way to its value, where it only computes with numbers.
    pub plan: Option<Plan>,
    /// As written.
    pub source: String,
    /// The sheet it stands on.
    pub sheet: Sheet,
    /// Where it stands.
    pub place: Place,
}

/// Something that is computed again when a node's value changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependent {
    /// What is computed again.
    pub formula: FormulaId,
    /// In all rows of its scope that share this scope's row with the change.
    pub common: ScopeId,
}

impl Form {
    /// A node by its id.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// The direct children of a node, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).end;
        let mut next = NodeId(id.0 + 1);
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = next;
                next = self.node(child).end;
                child
            })
        })
    }

    /// A node by its path without repeat numbers.
    pub fn find(&self, path: &str) -> Option<NodeId> {
        self.nodes.iter().position(|node| node.path == path).map(|index| NodeId(index as u32))
    }

    /// The question with choices that a text in quotes names: `${name}`, `/data/group/name`, or a path that ends in its name.
    pub fn question(&self, named: &str) -> Option<NodeId> {
        let path = named.trim().trim_start_matches("${").trim_end_matches('}').trim();
        let name = path.rsplit('/').next().unwrap_or_default();
        let asks = |id: &NodeId| self.node(*id).field_type().is_some_and(|each| each.list().is_some());
        let below_root = path.strip_prefix('/').and_then(|path| path.split_once('/')).and_then(|(_, path)| self.find(path)).filter(asks);
        below_root.or_else(|| self.ids().find(|id| self.node(*id).name == name && asks(id)))
    }

    /// The innermost scope that holds both.
    pub fn common_scope(&self, a: ScopeId, b: ScopeId) -> ScopeId {
        let around = |scope: ScopeId| std::iter::successors(Some(scope), |each| self.scopes[each.index()].parent);
        around(a).find(|each| around(b).any(|other| other == *each)).unwrap_or_default()
    }

    /// A choice list by its id.
    pub fn list(&self, id: ListId) -> &ChoiceList {
        &self.lists[id.index()]
    }

    /// A formula by its id.
    pub fn formula(&self, id: FormulaId) -> &Formula {
        &self.formulas[id.index()]
    }

    /// A rule by its name.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The place of a language among the form's; its primary part counts (`vi-VN` is `vi`); 0, the default, where the form has it not.
    pub fn language(&self, tag: &str) -> usize {
        let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        self.languages.iter().position(|each| primary(each) == primary(tag)).unwrap_or(0)
    }

    /// Whether it asks of people other than those who fill it in and sign it: rows of people, or what is sensitive.
    pub fn asks_of_others(&self) -> bool {
        let of_others = |node: &Node| match node.personal {
            Personal::No => false,
            Personal::Personal => node.scope != ScopeId(0),
            Personal::Sensitive => true,
        };
        self.nodes.iter().any(of_others)
    }

    /// Every id of a node.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }
}
