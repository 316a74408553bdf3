//! Where two states of a report differ, answer by answer: the one on the phone and the one with the server, or one in an older form
//! and the same in a newer one. What is calculated follows from the answers and is left out.

use std::collections::BTreeMap;

use phieu_engine::{At, Instance};
use phieu_form::{Kind, Template};
use phieu_ui::Filling;
use phieu_ui::dom::{El, el, say};

/// A question that is answered in two ways.
#[derive(Clone, PartialEq)]
pub struct Difference {
    /// The question, with its row in a repeat.
    pub label: String,
    /// The answer in the first.
    pub one: String,
    /// The answer in the second; empty where it has no such question.
    pub other: String,
}

/// All differences, in the first one's order; then what only the second answers; then explanations. What is held is compared: what is
/// shown of it may be covered.
pub fn differences(one: Filling, other: Filling) -> Vec<Difference> {
    let held = |of: Filling, at: At| of.read(|instance| instance.node(at).held.text());
    let found = |of: Filling, path: &str| of.read(|instance| instance.find(path));
    let (first, second) = (places(one, false), places(other, false));
    let mut out = Vec::new();
    for &at in &first {
        let there = found(other, &one.path(at));
        if held(one, at) != there.map(|at| held(other, at)).unwrap_or_default() {
            out.push(Difference {
                label: label(one, at),
                one: one.answer(at),
                other: there.map(|at| other.answer(at)).unwrap_or_default(),
            });
        }
    }
    let known: Vec<String> = first.into_iter().map(|at| one.path(at)).collect();
    for at in second.into_iter().filter(|at| !known.contains(&other.path(*at))) {
        let says = other.answer(at);
        if !says.is_empty() {
            out.push(Difference { label: label(other, at), one: String::new(), other: says });
        }
    }
    let (here, there) = (one.read(Instance::explanations), other.read(Instance::explanations));
    let mut rules: Vec<&String> = here.keys().chain(there.keys()).collect();
    rules.sort_unstable();
    rules.dedup();
    for rule in rules.into_iter().filter(|rule| here.get(*rule) != there.get(*rule)) {
        let says = |all: &BTreeMap<String, String>| all.get(rule).cloned().unwrap_or_default();
        let of = if here.contains_key(rule) { one } else { other };
        out.push(Difference { label: explained(of, rule), one: says(&here), other: says(&there) });
    }
    out
}

/// What of a draft finds no place in another version of its form, question and answer, to be read: nothing of it is covered, because
/// it is kept nowhere else. `explanations` are the draft's.
pub fn left_over(old: Filling, new: Filling, explanations: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let held = |of: Filling, at: At| of.read(|instance| instance.node(at).held.text());
    let mut out = Vec::new();
    for at in places(old, true) {
        let text = held(old, at);
        let there = new.read(|instance| instance.find(&old.path(at))).map(|at| held(new, at)).unwrap_or_default();
        if !text.is_empty() && text != there {
            let shown = old.answer(at);
            out.push((label(old, at), if shown.contains(COVER) { text } else { shown }));
        }
    }
    let kept = new.read(Instance::explanations);
    let lost = explanations.iter().filter(|(rule, text)| kept.get(*rule) != Some(text));
    out.extend(lost.map(|(rule, text)| (explained(old, rule), text.clone())));
    out
}

/// What covers an answer that nobody looking on is to read.
const COVER: char = '•';

/// Of which rule an explanation is: what is said when it does not hold.
fn explained(of: Filling, key: &str) -> String {
    let (id, row) = key.split_once('[').unwrap_or((key, ""));
    let rule = of.read(|instance| {
        let form = instance.form();
        let said = form.rule(id).and_then(|rule| rule.message.get(form.language(of.language.tag)).map(Template::plain));
        said.unwrap_or_default()
    });
    let row = if row.is_empty() { String::new() } else { [" (", row.trim_end_matches(']'), ")"].concat() };
    [of.texts.explanation, &row, ": ", &rule].concat()
}

fn label(of: Filling, at: At) -> String {
    let label = of.text_now(at, |node| &node.label);
    let path = of.path(at);
    match path.rsplit_once('[').and_then(|(_, rest)| rest.split_once(']')) {
        Some((row, _)) => [&label, " (", row, ")"].concat(),
        None => label,
    }
}

/// The places of all answers that a person gives; `all`: also where they do not apply now.
fn places(of: Filling, all: bool) -> Vec<At> {
    of.read(|instance| {
        let mut out = Vec::new();
        collect(instance, instance.root(), all, &mut out);
        out
    })
}

fn collect(instance: &Instance, at: At, all: bool, out: &mut Vec<At>) {
    if !all && !instance.node(at).relevant {
        return;
    }
    let node = instance.form().node(at.node);
    match node.kind {
        Kind::Group => instance.children(at).into_iter().for_each(|child| collect(instance, child, all, out)),
        Kind::Repeat => {
            let rows = instance.repeat_rows(at).into_iter();
            rows.flat_map(|row| instance.children(row)).for_each(|child| collect(instance, child, all, out));
        }
        Kind::Field(field_type) if !field_type.is_question() => {}
        Kind::Field(_) => out.extend(node.calculate.is_none().then_some(at)),
    }
}

/// The differences as a table: the headings of the question and of both answers, and what an answer that is not given is called.
pub fn table(caption: &str, [question, one, other]: [&str; 3], blank: &str, rows: &[Difference]) -> El {
    let said = |answer: &str| if answer.is_empty() { blank.to_string() } else { answer.to_string() };
    let row = |row: &Difference| {
        el("tr")
            .child(say("th", &row.label).attr("scope", "row"))
            .child(say("td", &said(&row.one)).attr("data-label", one))
            .child(say("td", &said(&row.other)).attr("data-label", other))
    };
    let heads = [question, one, other].map(|head| say("th", head).attr("scope", "col"));
    let body = el("tbody").child(rows.iter().map(row).collect::<Vec<El>>());
    let table = el("table.cardtable").child(say("caption", caption)).child(el("thead").child(el("tr").child(heads))).child(body);
    el("div.tablewrap").attr("data-differences", &rows.len().to_string()).child(table)
}
