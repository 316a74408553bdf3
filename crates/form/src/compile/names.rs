//! From names and paths to slots: `${name}`, `../name`, `/data/group/name`, `current()/../name`.
//!
//! A path that only walks along names is decided here, once. A path with predicates or other axes stays a path
//! and is walked when it is evaluated.

use phieu_xpath::{Axis, Error, ErrorCode, Expr, ExprKind, NodeTest, Path, Resolver, Span, Start, Step};

use super::builder::Builder;
use super::suggest::nearest;
use crate::form::{Form, Kind, NodeId, Property, ScopeId, Slot};

/// Instances of the reporting context, which every form may read (DESIGN: decision 2).
pub const REPORTING: [&str; 6] = ["previous", "last-year", "year-to-date", "children", "unit", "period"];

/// Resolves the names of one expression.
pub(super) struct Names<'b, 'd> {
    pub builder: &'b mut Builder<'d>,
    /// The node the expression belongs to; for a rule the node of its scope.
    pub owner: NodeId,
    pub scope: ScopeId,
    pub property: Option<Property>,
    /// Every row of every repeat is meant, wherever the expression stands: `indexed-repeat` chooses among them.
    pub whole: bool,
    /// Paths that lead nowhere.
    pub missing: Vec<Error>,
}

impl<'b, 'd> Names<'b, 'd> {
    /// For an expression of a node or, where there is none, for one about the whole form.
    pub fn new(builder: &'b mut Builder<'d>, owner: NodeId, scope: ScopeId, property: Option<Property>) -> Self {
        Names { builder, owner, scope, property, whole: false, missing: Vec::new() }
    }
}

/// Where a walk along names has come to.
struct Place {
    node: NodeId,
    /// The scope from which rows are counted: the widest that the walk passed through.
    from: ScopeId,
}

impl Resolver for Names<'_, '_> {
    fn reference(&mut self, name: &str, span: Span) -> Result<u32, Error> {
        let mut place = self.named(name, span)?;
        if self.whole {
            place.from = ScopeId(0);
        }
        Ok(self.slot(&place))
    }

    fn whole(&mut self, whole: bool) -> bool {
        std::mem::replace(&mut self.whole, whole)
    }

    fn path(&mut self, path: &Path, span: Span, inside_predicate: bool) -> Result<Option<u32>, Error> {
        let relative_to_item = inside_predicate || self.property == Some(Property::ChoiceFilter);
        let start = match &path.start {
            Start::Context if relative_to_item => return Ok(None),
            Start::Context => Some(Place { node: self.owner, from: self.own_scope() }),
            Start::Root => None,
            Start::Filter(head, predicates) => match self.head(head, span)? {
                Some(place) if predicates.is_empty() => Some(place),
                _ => return Ok(None),
            },
        };
        if !path.steps.iter().all(is_plain) {
            return Ok(None);
        }
        let steps = path.steps.as_slice();
        let (mut place, steps) = match (start, steps) {
            (Some(place), _) => (place, steps),
            (None, []) => return Ok(None),
            // The root element may be written by any name: `/data/…`.
            (None, [_, rest @ ..]) => (Place { node: NodeId(0), from: ScopeId(0) }, rest),
        };
        let absolute = path.start == Start::Root;
        for step in steps {
            place = match self.step(place, step, span) {
                Ok(place) => place,
                // ODK walks such a path when it is evaluated, and finds nothing.
                Err(error) => {
                    self.missing.push(error);
                    return Ok(None);
                }
            };
        }
        if self.whole {
            place.from = ScopeId(0);
        } else if absolute {
            place.from = self.contextual(place.node);
        }
        Ok(Some(self.slot(&place)))
    }
}

impl Names<'_, '_> {
    fn form(&self) -> &Form {
        &self.builder.form
    }

    /// The scope of the owner's own row; a repeat's own conditions stand outside its rows.
    fn own_scope(&self) -> ScopeId {
        self.form().node(self.owner).scope
    }

    /// The head of a filter expression, where it is a place in this form.
    fn head(&mut self, head: &Expr, span: Span) -> Result<Option<Place>, Error> {
        match &head.kind {
            ExprKind::Reference(name) => self.named(name, span).map(Some),
            ExprKind::Call(call) if call.function.name == "current" => Ok(Some(Place { node: self.owner, from: self.own_scope() })),
            ExprKind::Call(call) if call.function.name == "instance" => self.instance(&call.arguments, span).map(|()| None),
            _ => Ok(None),
        }
    }

    /// An instance must be known when its id is written out.
    fn instance(&self, args: &[Expr], span: Span) -> Result<(), Error> {
        let Some(Expr { kind: ExprKind::Text(id), .. }) = args.first() else { return Ok(()) };
        let form = self.form();
        let lists = form.lists.iter().map(|list| list.name.as_str());
        let data = form.data.iter().map(|data| data.id.as_str());
        let known = || lists.clone().chain(data.clone()).chain(form.instances.iter().map(String::as_str)).chain(REPORTING);
        if known().any(|each| each == &**id) {
            return Ok(());
        }
        let hint = nearest(id, known()).or_else(|| Some("name other forms in the setting `instances`".into()));
        Err(Error { code: ErrorCode::UnknownReference, span, message: format!("there is no instance `{id}`"), hint })
    }

    /// The one node of this name.
    fn named(&mut self, name: &str, span: Span) -> Result<Place, Error> {
        let ids = self.builder.names.get(name).map(Vec::as_slice).unwrap_or_default();
        match ids {
            [] => {
                let is_few = self.builder.may_compare(self.builder.names.len());
                let hint = is_few.then(|| nearest(name, self.builder.names.keys().map(String::as_str))).flatten();
                Err(Error { code: ErrorCode::UnknownReference, span, message: format!("there is no question named `{name}`"), hint })
            }
            [node] => Ok(Place { node: *node, from: self.contextual(*node) }),
            several => {
                let paths: Vec<&str> = several.iter().map(|id| self.form().node(*id).path.as_str()).collect();
                let hint = Some(format!("write a path instead; it could be {}", paths.join(" or ")));
                Err(Error { code: ErrorCode::UnknownReference, span, message: format!("`{name}` names {} questions", several.len()), hint })
            }
        }
    }

    fn step(&self, place: Place, step: &Step, span: Span) -> Result<Place, Error> {
        let unknown = |message: String, hint| Err(Error { code: ErrorCode::UnknownReference, span, message, hint });
        let form = self.form();
        let node = form.node(place.node);
        match (&step.axis, &step.test) {
            (Axis::SelfNode, _) => Ok(place),
            (Axis::Parent, _) => match node.parent {
                None => unknown("this path leads above the form".into(), None),
                Some(parent) => Ok(Place { node: parent, from: wider(form, place.from, form.node(parent).scope) }),
            },
            (_, NodeTest::Name { local, .. }) => match form.children(place.node).find(|id| form.node(*id).name == **local) {
                Some(child) => Ok(Place { node: child, from: place.from }),
                None => {
                    let inside = if node.path.is_empty() { "the form".to_owned() } else { format!("`{}`", node.path) };
                    let is_few = self.builder.may_compare((node.end.0 - place.node.0) as usize);
                    let hint = is_few.then(|| nearest(local, form.children(place.node).map(|id| form.node(id).name.as_str()))).flatten();
                    unknown(format!("there is no `{local}` in {inside}"), hint)
                }
            },
            _ => Ok(place),
        }
    }

    /// ODK's reading of absolute paths and `${names}`: of the same row where the expression stands inside the repeat;
    /// a repeat itself means all its rows.
    fn contextual(&self, target: NodeId) -> ScopeId {
        let form = self.form();
        let mut scope = form.node(target).scope;
        if form.node(target).kind == Kind::Repeat {
            scope = form.scopes[scope.index()].parent.unwrap_or(ScopeId(0));
        }
        lowest_common(form, scope, self.scope)
    }

    fn slot(&mut self, place: &Place) -> u32 {
        let Form { slots, nodes, .. } = &mut self.builder.form;
        *self.builder.slots.entry((place.node, place.from)).or_insert_with(|| {
            let node = &nodes[place.node.index()];
            let is_single = node.scope == place.from && node.field_type().is_some();
            slots.push(Slot { node: place.node, from: place.from, cell: is_single.then_some(node.cell) });
            slots.len() as u32 - 1
        })
    }
}

/// A step along a name, to the parent, or nowhere, without predicates.
fn is_plain(step: &Step) -> bool {
    step.predicates.is_empty()
        && matches!((step.axis, &step.test), (Axis::Child, NodeTest::Name { .. }) | (Axis::Parent | Axis::SelfNode, NodeTest::Node))
}

/// The outer of two scopes of which one lies inside the other.
fn wider(form: &Form, a: ScopeId, b: ScopeId) -> ScopeId {
    if depth(form, a) <= depth(form, b) { a } else { b }
}

/// The innermost scope that holds both.
pub(super) fn lowest_common(form: &Form, mut a: ScopeId, mut b: ScopeId) -> ScopeId {
    while a != b {
        if depth(form, a) < depth(form, b) {
            (a, b) = (b, a);
        }
        a = form.scopes[a.index()].parent.unwrap_or(ScopeId(0));
    }
    a
}

fn depth(form: &Form, scope: ScopeId) -> usize {
    std::iter::successors(Some(scope), |each| form.scopes[each.index()].parent).count()
}
