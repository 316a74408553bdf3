//! A section as a page's content, and groups inside it.

use leptos::prelude::*;
use phieu_engine::At;
use phieu_form::Kind;

use crate::filling::Filling;
use crate::question::Question;
use crate::repeat::Rows;
use crate::sections::{Section, is_drawn};

/// Everything asked in a section.
#[component]
pub fn SectionPage(
    /// The report.
    filling: Filling,
    /// The section.
    section: Section,
) -> impl IntoView {
    let root = filling.read(phieu_engine::Instance::root);
    let places: Vec<At> = match section.group {
        Some(node) if filling.read(|instance| instance.form().node(node).kind == Kind::Group) => {
            filling.read(|instance| instance.children(At { row: root.row, node }))
        }
        _ => section.nodes.iter().map(|&node| At { row: root.row, node }).collect(),
    };
    let hint = section.group.map(|node| {
        let at = At { row: root.row, node };
        view! { <Hint filling at /> }
    });
    view! { <div class="section">{hint}{places.into_iter().map(|at| draw(filling, at)).collect_view()}</div> }
}

#[component]
fn Hint(filling: Filling, at: At) -> impl IntoView {
    let hint = Memo::new(move |_| filling.text(at, |node| &node.hint));
    move || (!hint.with(String::is_empty)).then(|| view! { <p class="section__hint">{hint}</p> })
}

/// Any node, as long as it applies.
pub fn draw(filling: Filling, at: At) -> AnyView {
    if !filling.read(|instance| is_drawn(instance, at)) {
        return ().into_any();
    }
    let relevant = Memo::new(move |_| filling.at(at, |instance| instance.node(at).relevant));
    let kind = filling.read(|instance| instance.form().node(at.node).kind);
    let shown = move || {
        relevant.get().then(|| match kind {
            Kind::Group => view! { <Group filling at /> }.into_any(),
            Kind::Repeat => view! { <Rows filling at /> }.into_any(),
            Kind::Field(field_type) => view! { <Question filling at field_type /> }.into_any(),
        })
    };
    shown.into_any()
}

/// A group inside a section.
#[component]
fn Group(filling: Filling, at: At) -> impl IntoView {
    let title = Memo::new(move |_| filling.text(at, |node| &node.label));
    let places = filling.read(|instance| instance.children(at));
    view! {
        <section class="section">
            {move || (!title.with(String::is_empty)).then(|| view! { <h2>{title}</h2> })}
            <Hint filling at />
            {places.into_iter().map(|at| draw(filling, at)).collect_view()}
        </section>
    }
}
