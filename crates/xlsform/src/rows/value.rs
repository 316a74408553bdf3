//! A cell of somebody's table as an answer. What cannot be read stays as it was written, with what is wrong with it.

use phieu_form::{Form, ListId, NodeId, Type, is_date};
use serde_json::{Value as Json, json};

use super::{RowProblem, fold};

/// The answer of a cell, and what is wrong with it.
pub(super) fn read(form: &Form, node: NodeId, text: &str) -> (Json, Option<RowProblem>) {
    let kept = || json!(text);
    let or = |read: Option<Json>, problem| match read {
        Some(answer) => (answer, None),
        None => (kept(), Some(problem)),
    };
    match form.node(node).field_type() {
        Some(Type::Integer) => or(integer(text), RowProblem::NoNumber),
        Some(Type::Decimal | Type::Range) => or(decimal(text), RowProblem::NoNumber),
        Some(Type::Date) => or(day(text).map(|day| json!(day)), RowProblem::NoDay),
        Some(Type::SelectOne(list)) => or(choice(form, list, text).map(|name| json!(name)), RowProblem::UnknownChoice),
        Some(Type::SelectMultiple(list)) => {
            let names: Option<Vec<&str>> = text.split([',', ';']).map(|part| choice(form, list, part)).collect();
            or(names.map(|names| json!(names)), RowProblem::UnknownChoice)
        }
        _ => (kept(), None),
    }
}

/// A question's default, if it is written out and not computed: a text in quotes, or a number.
pub(super) fn written_out(form: &Form, node: NodeId) -> Option<&str> {
    let source = form.formula(form.node(node).default?).source.trim();
    let inside = |quote: char| source.strip_prefix(quote)?.strip_suffix(quote).filter(|text| !text.contains(quote));
    inside('\'').or_else(|| inside('"')).or_else(|| source.parse::<f64>().ok().map(|_| source))
}

/// `1500000` or, with dots or spaces between thousands, `1.500.000`.
fn integer(text: &str) -> Option<Json> {
    whole(text).map(|number| json!(number))
}

fn whole(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let groups: Vec<&str> = digits.split(['.', ' ', '\u{a0}']).collect();
    let in_threes = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let all_digits = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    (in_threes && all_digits).then(|| groups.concat().parse::<i64>().ok().map(|number| sign * number)).flatten()
}

/// A decimal comma as people write it, or the point of a spreadsheet.
fn decimal(text: &str) -> Option<Json> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let number = match digits.split_once(',') {
        Some((before, rest)) if !before.starts_with('-') && rest.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{sign}{}.{rest}", whole(before)?)
        }
        Some(_) => return None,
        None => text.to_owned(),
    };
    number.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| json!(number))
}

/// `2026-03-15` as a spreadsheet's day is read, or `15/3/2026`, `15-03-2026`, `15.3.2026`.
pub fn day(text: &str) -> Option<String> {
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let [first, month, last] = parts[..] else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let number = |text: &str, digits: usize| (text.len() <= digits).then(|| text.parse::<u32>().ok()).flatten();
    let (day, month) = (number(day, 2)?, number(month, 2)?);
    let year = number(year, 4).filter(|_| year.len() == 4)?;
    Some(format!("{year:04}-{month:02}-{day:02}")).filter(|date| is_date(date))
}

/// The choice of that name or label, in whatever language.
fn choice<'f>(form: &'f Form, list: ListId, text: &str) -> Option<&'f str> {
    let (choices, folded) = (&form.list(list).choices, fold(text));
    let by_name = choices.iter().find(|choice| choice.name == text.trim());
    let called = |label: &str| fold(label) == folded;
    let by_label = || choices.iter().find(|choice| choice.label.by_language.iter().flatten().any(|label| called(&label.source)));
    by_name.or_else(by_label).map(|choice| choice.name.as_str())
}
