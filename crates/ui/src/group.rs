//! A section as a page's content, and groups inside it.
//!
//! Questions stand one below the other; where there is room, those with widths (`w1`…) stand beside one another, and
//! selects with the same choices (`table-list`) make a matrix. On a phone both are a stack of questions.

use leptos::prelude::*;
use phieu_engine::At;
use phieu_form::{Kind, NodeId};

use crate::dom::{El, View, el, live, memo, nothing};
use crate::filling::Filling;
use crate::inputs;
use crate::marked::marked;
use crate::question::{Asked, question};
use crate::repeat::rows;
use crate::sections::{Section, is_drawn};

/// How many units wide a group is that does not say so (Enketo's grid).
const UNITS: u32 = 4;

/// Everything asked in a section.
pub fn section_page(filling: Filling, section: &Section) -> El {
    let root = filling.read(phieu_engine::Instance::root);
    let place = |node| At { row: root.row, node };
    let is_group = |node| filling.read(|instance| instance.form().node(node).kind == Kind::Group);
    let (hint_of, places) = match section.group {
        Some(node) if is_group(node) => (Some(place(node)), filling.read(|instance| instance.children(place(node)))),
        group => (group.map(place), section.nodes.iter().map(|&node| place(node)).collect()),
    };
    let parent = section.group.filter(|&node| is_group(node)).unwrap_or_default();
    let whole = laid_out(filling, el("div.section"), place(parent), &places);
    let head = head(filling, place(parent), &places);
    el("div.asked").child(whole.child(hint_of.map(|at| hint(filling, at))).child(head).child(draw_all(filling, places)))
}

/// A group's hint.
fn hint(filling: Filling, at: At) -> View {
    let hint = memo(move || filling.rich(at, |node| &node.hint));
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
    let width = width(filling, at);
    live(move || {
        relevant.get().then(|| match kind {
            Kind::Group => group(filling, at).into(),
            Kind::Repeat => rows(filling, at).into(),
            Kind::Field(field_type) => View::from(match width {
                Some(width) => question(filling, at, field_type).variable("--width", &width.to_string()),
                None => question(filling, at, field_type),
            }),
        })
    })
}

/// A group inside a section.
fn group(filling: Filling, at: At) -> El {
    let title = memo(move || filling.rich(at, |node| &node.label));
    let places = filling.read(|instance| instance.children(at));
    laid_out(filling, el("section.section"), at, &places)
        .live(move || title.with(|title| (!title.is_empty()).then(|| el("h2").child(marked(title)))))
        .child(hint(filling, at))
        .child(head(filling, at, &places))
        .child(draw_all(filling, places))
}

/// The units of the appearance `w2`.
fn units(filling: Filling, node: NodeId) -> Option<u32> {
    filling.read(|instance| {
        let words = &instance.form().node(node).appearance;
        words.iter().find_map(|word| word.strip_prefix('w')?.parse().ok().filter(|units| *units > 0))
    })
}

/// How many units of its group a node takes; none where it takes the whole row.
fn width(filling: Filling, at: At) -> Option<u32> {
    let parent = filling.read(|instance| instance.form().node(at.node).parent).unwrap_or_default();
    units(filling, at.node).map(|width| width.min(units(filling, parent).unwrap_or(UNITS)))
}

/// The element with its columns, where something in it has a width.
pub fn laid_out(filling: Filling, whole: El, at: At, places: &[At]) -> El {
    let is_cells = places.iter().any(|place| units(filling, place.node).is_some());
    let columns = units(filling, at.node).unwrap_or(UNITS);
    let whole = if is_cells { whole.class("cells").variable("--columns", &columns.to_string()) } else { whole };
    if is_matrix(filling, at.node) { whole.class("matrix") } else { whole }
}

/// Whether a group's selects make a matrix.
pub fn is_matrix(filling: Filling, node: NodeId) -> bool {
    filling.read(|instance| instance.form().node(node).appears("table-list"))
}

/// The choices of a matrix, above its columns.
pub fn head(filling: Filling, at: At, places: &[At]) -> Option<El> {
    let is_select =
        |at: &&At| filling.read(|instance| instance.form().node(at.node).field_type().is_some_and(|each| each.list().is_some()));
    let first = places.iter().find(is_select).filter(|_| is_matrix(filling, at.node))?;
    let offered = inputs::offered(Asked::new(filling, *first));
    let heads = move || offered.with(|all| all.iter().map(inputs::head).collect::<Vec<El>>());
    Some(el("div.row.row--head").attr("aria-hidden", "true").child(el("span")).child(el("div.choices").live(heads)))
}
