//! All answers for checking, section by section, each with a way back to its question.

use std::rc::Rc;

use leptos::prelude::*;
use phieu_engine::{At, Instance};
use phieu_form::{Kind, Type};

use crate::dom::{El, View, el, memo, say};
use crate::filling::Filling;
use crate::kept::{is_picture, picture};
use crate::messages::messages;
use crate::sections::{Section, is_drawn};
use crate::sentences::Line;
use crate::texts::put;

/// What a link does with the place of its answer.
pub type Go = Rc<dyn Fn(At)>;

/// What the host puts at the answers.
#[derive(Clone, Default)]
pub struct Beside {
    /// A link at every answer that a person can give: what it says and what it does. Without it the answers are only read.
    pub link: Option<(&'static str, Go)>,
    /// What stands below an answer.
    pub below: Option<Rc<dyn Fn(At) -> View>>,
}

/// A section's answers.
pub fn answers(filling: Filling, section: &Section, beside: &Beside) -> El {
    let (group, nodes) = (section.group, section.nodes.clone());
    let rows = memo(move || {
        filling.whole(|instance| {
            let root = instance.root();
            let mut rows = Vec::new();
            nodes.iter().for_each(|&node| collect(instance, At { row: root.row, node }, group, false, &mut rows));
            rows
        })
    });
    let beside = beside.clone();
    let row = move |row: &Row| match *row {
        Row::Heading(at) => heading(&filling.text_now(at, |node| &node.label)),
        Row::Of(at, number) => heading(&title_of_row(filling, at, number)),
        Row::Lines => el("div"),
        Row::Field(at) => answer(filling, at, &beside),
    };
    el("section.answers")
        .child(el("div.answers__head").child(say("h2", &filling.section_title(section))))
        .child(el("dl").live(move || rows.with(|rows| rows.iter().map(&row).collect::<Vec<El>>())))
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    /// A group inside the section.
    Heading(At),
    /// A row of a repeat, with its number.
    Of(At, usize),
    /// The rows of a repeat that has none yet: only where all is asked for.
    Lines,
    /// An answer.
    Field(At),
}

/// What stands in a section, one below the other; `all`: also what does not apply now.
pub(crate) fn collect(instance: &Instance, at: At, section: Option<phieu_form::NodeId>, all: bool, out: &mut Vec<Row>) {
    if !(all || instance.node(at).relevant) || !is_drawn(instance, at) {
        return;
    }
    match instance.form().node(at.node).kind {
        Kind::Group => {
            if section != Some(at.node) {
                out.push(Row::Heading(at));
            }
            instance.children(at).into_iter().for_each(|child| collect(instance, child, section, all, out));
        }
        Kind::Repeat => {
            let rows = instance.repeat_rows(at);
            if all && rows.is_empty() {
                out.extend((section != Some(at.node)).then_some(Row::Heading(at)));
                out.push(Row::Lines);
            }
            for (place, row) in rows.into_iter().enumerate() {
                out.push(Row::Of(row, place + 1));
                instance.children(row).into_iter().for_each(|child| collect(instance, child, section, all, out));
            }
        }
        Kind::Field(Type::Note) => {}
        Kind::Field(_) => out.push(Row::Field(at)),
    }
}

/// A heading inside the list: a term whose description is the rows that follow.
fn heading(text: &str) -> El {
    el("div.answers__sub").child(say("dt", text)).child(el("dd.unseen"))
}

/// What a row of a repeat is called.
pub(crate) fn title_of_row(filling: Filling, at: At, number: usize) -> String {
    let label = filling.text_now(at, |node| &node.label);
    let row = put(filling.texts.row, &[&number.to_string()]);
    if label.is_empty() { row } else { [label, row].join(" · ") }
}

fn answer(filling: Filling, at: At, beside: &Beside) -> El {
    let texts = filling.texts;
    let value = memo(move || filling.answer(at));
    let unit = filling.text_now(at, |node| &node.unit);
    let (code, given) = filling.read(|instance| (instance.form().node(at.node).code.clone(), instance.node(at).readonly));
    let lines = memo(move || filling.lines(at));
    let change = beside.link.clone().filter(|_| !given).map(|(label, go)| {
        let name = el("span.unseen").text(" ").live_text(move || filling.text(at, |node| &node.label));
        say("a.answers__change", label).child(name).attr("href", "#page").press(move || go(at))
    });
    let is_picture = is_picture(filling, at);
    let shown = move || {
        value.with(|value| match value.is_empty() {
            true => View::from(say("span.answers__blank", texts.blank)),
            false if is_picture => picture(filling, at, value),
            false => [View::from(value.as_str()), " ".into(), say("span.answers__unit", &unit).into()].into(),
        })
    };
    let label = el("dt").child((!code.is_empty()).then(|| say("span.code", &code))).live_text(move || filling.text(at, |node| &node.label));
    let said = el("dd.answers__said").child(messages(filling, lines, None)).child(beside.below.as_ref().map(|below| below(at)));
    el("div.answers__row")
        .attr("data-field", &filling.path(at))
        .live_class("answers__row--wrong", move || lines.with(|lines| lines.iter().any(Line::is_wrong)))
        .child(label)
        .child(el("dd").live(shown))
        .child(el("dd.answers__act").child(change))
        .child(said)
}
