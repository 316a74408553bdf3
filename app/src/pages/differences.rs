//! Where two states of a report differ, answer by answer: the one on the phone and the one with the server, or one in an older form
//! and the same in a newer one. What is calculated follows from the answers and is left out.

use phieu_engine::{At, Instance};
use phieu_form::{Kind, Type};
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

/// All differences, in the first one's order; then what only the second answers.
pub fn differences(one: Filling, other: Filling) -> Vec<Difference> {
    let answer = |of: Filling, path: &str| of.read(|instance| instance.find(path)).map(|at| of.answer(at)).unwrap_or_default();
    let (first, second) = (places(one), places(other));
    let mut out = Vec::new();
    for &at in &first {
        let path = one.path(at);
        let (one_says, other_says) = (one.answer(at), answer(other, &path));
        if one_says != other_says {
            out.push(Difference { label: label(one, at), one: one_says, other: other_says });
        }
    }
    let known: Vec<String> = first.into_iter().map(|at| one.path(at)).collect();
    for at in second.into_iter().filter(|at| !known.contains(&other.path(*at))) {
        let says = other.answer(at);
        if !says.is_empty() {
            out.push(Difference { label: label(other, at), one: String::new(), other: says });
        }
    }
    out
}

fn label(of: Filling, at: At) -> String {
    let label = of.text_now(at, |node| &node.label);
    let path = of.path(at);
    match path.rsplit_once('[').and_then(|(_, rest)| rest.split_once(']')) {
        Some((row, _)) => [&label, " (", row, ")"].concat(),
        None => label,
    }
}

/// The places of all answers that a person gives.
fn places(of: Filling) -> Vec<At> {
    of.read(|instance| {
        let mut out = Vec::new();
        collect(instance, instance.root(), &mut out);
        out
    })
}

fn collect(instance: &Instance, at: At, out: &mut Vec<At>) {
    if !instance.node(at).relevant {
        return;
    }
    let node = instance.form().node(at.node);
    match node.kind {
        Kind::Group => instance.children(at).into_iter().for_each(|child| collect(instance, child, out)),
        Kind::Repeat => {
            let rows = instance.repeat_rows(at).into_iter();
            rows.flat_map(|row| instance.children(row)).for_each(|child| collect(instance, child, out));
        }
        Kind::Field(Type::Note) => {}
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
