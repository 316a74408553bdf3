//! All answers for checking, section by section, each with a way back to its question.

use leptos::prelude::*;
use phieu_engine::{At, Instance};
use phieu_form::{Kind, Type};

use crate::filling::Filling;
use crate::messages::Messages;
use crate::sections::{Section, is_drawn};
use crate::sentences::Line;
use crate::texts::put;

/// A link at every answer that a person can give.
#[derive(Clone, Copy)]
pub struct Act {
    /// What it says: "Sửa".
    pub label: &'static str,
    /// What it does.
    pub go: Callback<At>,
}

/// Something the host draws below an answer.
pub type Below = std::sync::Arc<dyn Fn(At) -> AnyView + Send + Sync>;

/// A section's answers.
#[component]
pub fn Answers(
    /// The report.
    filling: Filling,
    /// The section.
    section: Section,
    /// The link at every answer; without it they are only read.
    #[prop(optional_no_strip)]
    act: Option<Act>,
    /// What stands below an answer.
    #[prop(optional_no_strip)]
    below: Option<Below>,
) -> impl IntoView {
    let title = filling.section_title(&section);
    let group = section.group;
    let rows = Memo::new(move |_| {
        filling.whole(|instance| {
            let root = instance.root();
            let mut rows = Vec::new();
            section.nodes.iter().for_each(|&node| collect(instance, At { row: root.row, node }, group, &mut rows));
            rows
        })
    });
    view! {
        <section class="answers">
            <div class="answers__head"><h2>{title}</h2></div>
            <dl>
                <For each=move || rows.get() key=|row| row.clone() let:row>
                    {match row {
                        Row::Heading(at) => view! { <Heading filling at /> }.into_any(),
                        Row::Of(at, number) => view! { <div class="answers__sub">{title_of_row(filling, at, number)}</div> }.into_any(),
                        Row::Field(at) => view! { <Answer filling at act below=below.clone() /> }.into_any(),
                    }}
                </For>
            </dl>
        </section>
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Row {
    /// A group inside the section.
    Heading(At),
    /// A row of a repeat, with its number.
    Of(At, usize),
    /// An answer.
    Field(At),
}

fn collect(instance: &Instance, at: At, section: Option<phieu_form::NodeId>, out: &mut Vec<Row>) {
    if !instance.node(at).relevant || !is_drawn(instance, at) {
        return;
    }
    match instance.form().node(at.node).kind {
        Kind::Group => {
            if section != Some(at.node) {
                out.push(Row::Heading(at));
            }
            instance.children(at).into_iter().for_each(|child| collect(instance, child, section, out));
        }
        Kind::Repeat => {
            for (place, row) in instance.repeat_rows(at).into_iter().enumerate() {
                out.push(Row::Of(row, place + 1));
                instance.children(row).into_iter().for_each(|child| collect(instance, child, section, out));
            }
        }
        Kind::Field(Type::Note) => {}
        Kind::Field(_) => out.push(Row::Field(at)),
    }
}

#[component]
fn Heading(filling: Filling, at: At) -> impl IntoView {
    let title = filling.text_now(at, |node| &node.label);
    view! { <div class="answers__sub">{title}</div> }
}

fn title_of_row(filling: Filling, at: At, number: usize) -> String {
    let label = filling.text_now(at, |node| &node.label);
    let row = put(filling.texts.row, &[&number.to_string()]);
    if label.is_empty() { row } else { [label, row].join(" · ") }
}

#[component]
fn Answer(filling: Filling, at: At, act: Option<Act>, below: Option<Below>) -> impl IntoView {
    let texts = filling.texts;
    let label = Memo::new(move |_| filling.text(at, |node| &node.label));
    let value = Memo::new(move |_| filling.answer(at));
    let unit = filling.text_now(at, |node| &node.unit);
    let code = filling.read(|instance| instance.form().node(at.node).code.clone());
    let lines = Memo::new(move |_| filling.lines(at));
    let given = filling.read(|instance| instance.node(at).readonly);
    let change = act.filter(|_| !given).map(|act| {
        view! {
            <a href="#page" class="answers__change" on:click=move |event| { event.prevent_default(); act.go.run(at); }>
                {act.label}<span class="unseen">" "{label}</span>
            </a>
        }
    });
    let shown = move || match value.get() {
        blank if blank.is_empty() => view! { <span class="answers__blank">{texts.blank}</span> }.into_any(),
        value => view! { {value}" "<span class="answers__unit">{unit.clone()}</span> }.into_any(),
    };
    let wrong = move || lines.with(|lines| lines.iter().any(Line::is_wrong));
    view! {
        <div class="answers__row" class:answers__row--wrong=wrong data-field=filling.path(at)>
            <dt>{(!code.is_empty()).then(|| view! { <span class="code">{code}</span> })}{label}</dt>
            <dd>{shown}</dd>
            <dd class="answers__act">{change}</dd>
            <dd class="answers__said"><Messages filling lines id=String::new() />{below.map(|below| below(at))}</dd>
        </div>
    }
}
