//! The sections of a form: what fits on a phone's page. A group or repeat directly below the root is one; questions that
//! stand alone between them make one together.

use phieu_engine::{At, Code, Instance};
use phieu_form::{Kind, NodeId, Type};

use crate::filling::{Filling, blocks};

/// One section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The nodes directly below the root that it shows.
    pub nodes: Vec<NodeId>,
    /// The group, where it is one.
    pub group: Option<NodeId>,
}

/// How far a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is answered.
    Untouched,
    /// Something is still to be answered.
    Begun,
    /// Nothing is missing.
    Done,
    /// Something is wrong, and was told.
    Wrong,
}

impl Filling {
    /// The sections that apply now.
    pub fn sections(self) -> Vec<Section> {
        self.whole(sections)
    }

    /// The sections that apply now, without being told of later changes.
    pub fn sections_now(self) -> Vec<Section> {
        self.read(sections)
    }

    /// Every section of the form, whether it applies now or not.
    pub fn every_section(self) -> Vec<Section> {
        self.read(every)
    }

    /// Whether something of a section applies; told of changes.
    pub fn applies(self, section: &Section) -> bool {
        self.whole(|instance| is_relevant(instance, section))
    }

    /// A section's title.
    pub fn section_title(self, section: &Section) -> String {
        let root = self.read(Instance::root);
        match section.group {
            Some(node) => self.text_now(At { row: root.row, node }, |node| &node.label),
            None => self.texts.loose_title.to_string(),
        }
    }

    /// The place of the section that shows a place, among those that apply; from 0.
    pub fn section_with(self, at: At) -> Option<usize> {
        self.read(|instance| {
            let node = section_of(instance, at);
            sections(instance).iter().position(|section| section.nodes.contains(&node))
        })
    }

    /// How far a section is.
    pub fn progress(self, section: &Section) -> Progress {
        let (answers, missing) = self.whole(|instance| {
            let root = instance.root();
            let mut counts = (0, 0);
            section.nodes.iter().for_each(|&node| count(instance, At { row: root.row, node }, &mut counts));
            counts
        });
        let issues = self.issues();
        let here = |at: At| self.read(|instance| section.nodes.contains(&section_of(instance, at)));
        let wrong = issues
            .iter()
            .filter(|issue| issue.code != Code::Required && blocks(issue) && issue.at.is_some_and(here))
            .any(|issue| self.may_show(issue));
        match (wrong, answers, missing) {
            (true, ..) => Progress::Wrong,
            (_, 0, _) => Progress::Untouched,
            (.., 0) => Progress::Done,
            _ => Progress::Begun,
        }
    }
}

/// Counts answers given, and required answers missing.
fn count(instance: &Instance, at: At, (answers, missing): &mut (usize, usize)) {
    let state = instance.node(at);
    if !state.relevant {
        return;
    }
    let counts = (answers, missing);
    match instance.form().node(at.node).kind {
        Kind::Group => each(instance, instance.children(at), counts),
        Kind::Repeat => each(instance, instance.repeat_rows(at).into_iter().flat_map(|row| instance.children(row)), counts),
        Kind::Field(field_type) if !field_type.is_question() => {}
        Kind::Field(_) => {
            *counts.0 += usize::from(!state.held.is_blank() && !state.readonly);
            *counts.1 += usize::from(state.held.is_blank() && state.required);
        }
    }
}

fn each(instance: &Instance, places: impl IntoIterator<Item = At>, (answers, missing): (&mut usize, &mut usize)) {
    let mut inside = (0, 0);
    places.into_iter().for_each(|at| count(instance, at, &mut inside));
    *answers += inside.0;
    *missing += inside.1;
}

/// The sections that apply, in order. A section holds its questions whether they apply or not, so that it stays the same
/// section while somebody types: what applies is drawn inside it.
fn sections(instance: &Instance) -> Vec<Section> {
    let mut out = every(instance);
    out.retain(|section| is_relevant(instance, section));
    out
}

fn is_relevant(instance: &Instance, section: &Section) -> bool {
    let root = instance.root();
    section.nodes.iter().any(|&node| instance.node(At { row: root.row, node }).relevant)
}

fn every(instance: &Instance) -> Vec<Section> {
    let root = instance.root();
    let mut out: Vec<Section> = Vec::new();
    for at in instance.children(root).into_iter().filter(|at| is_drawn(instance, *at)) {
        match (instance.form().node(at.node).kind, out.last_mut()) {
            (Kind::Field(_), Some(last)) if last.group.is_none() => last.nodes.push(at.node),
            (Kind::Field(_), _) => out.push(Section { nodes: vec![at.node], group: None }),
            (Kind::Group | Kind::Repeat, _) => out.push(Section { nodes: vec![at.node], group: Some(at.node) }),
        }
    }
    out
}

/// Whether a node is drawn at all. Computed values are shown where they have a name and stand inside a group;
/// beside the groups they are the form's own working.
pub fn is_drawn(instance: &Instance, at: At) -> bool {
    let node = instance.form().node(at.node);
    match node.kind {
        Kind::Field(Type::Hidden | Type::Metadata(_)) => false,
        Kind::Field(Type::Calculate) => !node.label.is_empty() && node.parent.is_some_and(|parent| parent.0 != 0),
        Kind::Group | Kind::Repeat => instance.form().children(at.node).any(|node| is_drawn(instance, At { row: at.row, node })),
        Kind::Field(_) => true,
    }
}

/// The child of the root around a place: what tells its section.
pub fn section_of(instance: &Instance, at: At) -> NodeId {
    let form = instance.form();
    let mut id = at.node;
    while let Some(parent) = form.node(id).parent.filter(|parent| parent.0 != 0) {
        id = parent;
    }
    id
}
