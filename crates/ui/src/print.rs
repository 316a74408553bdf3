//! A form as a paper: A4, filled in or blank to be written on by hand. Only printers see it (`app.css`, `.form`).
//!
//! It follows nothing: what is printed is how the report stands at that moment. A blank one asks also what does not apply now,
//! because a pen decides that later, offers its choices with boxes to tick, and has lines for the rows of a repeat.

use phieu_engine::{At, Instance};
use phieu_form::{Template, Type};

use crate::answers::{Row, collect, title_of_row};
use crate::dom::{El, el, say};
use crate::filling::Filling;
use crate::reading::marks;
use crate::reading::numbers::Style;

/// More choices than these are written by hand.
const TICKED: usize = 12;

/// So many lines to write on has a repeat without rows.
const LINES: usize = 4;

/// What stands around the questions, as the host says it.
pub struct Sheet<'a> {
    /// Who reports, in the upper corner.
    pub unit: &'a str,
    /// The form's title.
    pub title: &'a str,
    /// Of what: the period.
    pub of: &'a str,
    /// With the answers; otherwise blank.
    pub filled: bool,
}

struct Words {
    date: &'static str,
    made_by: &'static str,
    in_charge: &'static str,
    sign: &'static str,
}

static VI: Words = Words {
    date: "…………, ngày …… tháng …… năm ………",
    made_by: "Người lập báo cáo",
    in_charge: "Người phụ trách đơn vị",
    sign: "(Ký, ghi rõ họ tên)",
};

static EN: Words =
    Words {
        date: "Place and date: ……………………", made_by: "Reported by", in_charge: "In charge of the unit", sign: "(signature, full name)"
    };

/// The paper.
pub fn sheet(filling: Filling, around: &Sheet) -> El {
    let words = if filling.style == Style::English { &EN } else { &VI };
    let sections = if around.filled { filling.sections_now() } else { filling.every_section() };
    let sections = sections.into_iter().map(|section| {
        let rows = filling.read(|instance| {
            let (root, mut rows) = (instance.root(), Vec::new());
            section.nodes.iter().for_each(|&node| collect(instance, At { row: root.row, node }, section.group, !around.filled, &mut rows));
            rows
        });
        let rows = rows.into_iter().map(|each| row(filling, &each, around.filled));
        el("section").child(say("h2", &filling.section_title(&section))).child(rows.collect::<Vec<El>>())
    });
    let sign = |who| el("div").child(say("b", who)).child(say("span", words.sign));
    el("article.form")
        .child(el("div.form__head").child(say("b", around.unit)).child(say("span", words.date)))
        .child(say("h1", around.title))
        .child(say("p.form__of", around.of))
        .child(sections.collect::<Vec<El>>())
        .child(el("div.form__signs").child(sign(words.made_by)).child(sign(words.in_charge)))
}

fn row(filling: Filling, row: &Row, filled: bool) -> El {
    match *row {
        Row::Heading(at) => say("h3", &filling.text_now(at, |node| &node.label)),
        Row::Of(at, number) => say("h3", &title_of_row(filling, at, number)),
        Row::Lines => el("div").child([(); LINES].map(|()| el("div.form__value.form__value--blank"))),
        Row::Field(at) => {
            let (code, label) =
                (filling.read(|instance| instance.form().node(at.node).code.clone()), filling.text_now(at, |node| &node.label));
            let label = el("div").child((!code.is_empty()).then(|| say("span.code", &code))).text(&label);
            el("div.form__row").child(label).child(if filled { answer(filling, at) } else { space(filling, at) })
        }
    }
}

fn answer(filling: Filling, at: At) -> El {
    let (value, unit) = (filling.answer(at), filling.text_now(at, |node| &node.unit));
    say("div.form__value", &if value.is_empty() { String::from("–") } else { [value, unit].join(" ") })
}

/// Where an answer is written by hand.
fn space(filling: Filling, at: At) -> El {
    let labels = filling.read(|instance| choices(instance, at, filling.language.tag));
    if !labels.is_empty() && labels.len() <= TICKED {
        return el("div.form__value.form__choices")
            .child(labels.iter().map(|label| say("span", &["☐ ", label].concat())).collect::<Vec<El>>());
    }
    let tall = filling.read(|instance| instance.form().node(at.node).appears("multiline"));
    let class = if tall { "div.form__value.form__value--blank.form__value--tall" } else { "div.form__value.form__value--blank" };
    say(class, &filling.text_now(at, |node| &node.unit))
}

fn choices(instance: &Instance, at: At, tag: &str) -> Vec<String> {
    let form = instance.form();
    match form.node(at.node).field_type() {
        Some(Type::SelectOne(_) | Type::SelectMultiple(_) | Type::Rank(_)) => {
            let language = form.language(tag);
            let label = |choice: &phieu_form::Choice| choice.label.get(language).map_or(choice.name.clone(), Template::plain);
            instance.choices(at).iter().map(|choice| marks::plain(&label(choice))).collect()
        }
        _ => Vec::new(),
    }
}
