//! A section as a page's content, and groups inside it.

use leptos::prelude::*;
use phieu_engine::At;
use phieu_form::Kind;

use crate::dom::{El, View, el, live, memo, nothing};
use crate::filling::Filling;
use crate::marked::marked;
use crate::question::question;
use crate::repeat::rows;
use crate::sections::{Section, is_drawn};

/// Everything asked in a section.
pub fn section_page(filling: Filling, section: &Section) -> El {
    let root = filling.read(phieu_engine::Instance::root);
    let place = |node| At { row: root.row, node };
    let is_group = |node| filling.read(|instance| instance.form().node(node).kind == Kind::Group);
    let (hint_of, places) = match section.group {
        Some(node) if is_group(node) => (Some(place(node)), filling.read(|instance| instance.children(place(node)))),
        group => (group.map(place), section.nodes.iter().map(|&node| place(node)).collect()),
    };
    el("div.section").child(hint_of.map(|at| hint(filling, at))).child(draw_all(filling, places))
}

/// A group's hint.
fn hint(filling: Filling, at: At) -> View {
    let hint = memo(move || filling.text(at, |node| &node.hint));
    live(move || hint.with(|hint| (!hint.is_empty()).then(|| el("p.section__hint").child(marked(hint)))))
}

/// Nodes one after the other.
pub fn draw_all(filling: Filling, places: Vec<At>) -> View {
    places.into_iter().map(|at| draw(filling, at)).collect::<Vec<View>>().into()
}

/// Any node, as long as it applies.
fn draw(filling: Filling, at: At) -> View {
    if !filling.read(|instance| is_drawn(instance, at)) {
        return nothing();
    }
    let relevant = memo(move || filling.at(at, |instance| instance.node(at).relevant));
    let kind = filling.read(|instance| instance.form().node(at.node).kind);
    live(move || {
        relevant.get().then(|| match kind {
            Kind::Group => group(filling, at).into(),
            Kind::Repeat => rows(filling, at).into(),
            Kind::Field(field_type) => View::from(question(filling, at, field_type)),
        })
    })
}

/// A group inside a section.
fn group(filling: Filling, at: At) -> El {
    let title = memo(move || filling.text(at, |node| &node.label));
    let places = filling.read(|instance| instance.children(at));
    el("section.section")
        .live(move || title.with(|title| (!title.is_empty()).then(|| el("h2").child(marked(title)))))
        .child(hint(filling, at))
        .child(draw_all(filling, places))
}
