//! Answers that tell of a person, taken out where they have no business.

use serde_json::{Map, Value};

use crate::forms::Form;

/// Takes a form's personal answers out of answers; whether there were any.
pub(crate) fn erase(form: &Form, answers: &mut Value) -> bool {
    form.personal().filter(|path| take(answers, path)).count() > 0
}

/// Takes out the explanations of rules that concern a personal answer; whether there were any. In a repeat a key has its row: `rule[2]`.
pub(crate) fn erase_explanations(form: &Form, explanations: &mut Value) -> bool {
    let Some(texts) = explanations.as_object_mut() else { return false };
    let before = texts.len();
    let rules = form.rules_about_people();
    texts.retain(|key, _| !rules.contains(&key.split('[').next().unwrap_or_default()));
    texts.len() < before
}

/// Takes out those of rules that concern a personal answer at a place (`list/people[2]`). A rule above the rows may tell of each of them.
pub(crate) fn erase_explanations_at(form: &Form, explanations: &mut Value, place: &str) {
    let Some(texts) = explanations.as_object_mut() else { return };
    let plain = without_rows(place);
    let rules = form.rules_about(|path| is_at(&plain, path));
    texts.retain(|key, _| !rules.contains(&key.split('[').next().unwrap_or_default()) || rows(key).zip(rows(place)).any(|(a, b)| a != b));
}

/// The numbers of rows in a path or a key: `rule[2][1]`.
fn rows(path: &str) -> impl Iterator<Item = &str> {
    path.split('[').skip(1).filter_map(|rest| rest.split(']').next())
}

fn without_rows(path: &str) -> String {
    path.split('/').map(|name| name.split('[').next().unwrap_or_default()).collect::<Vec<_>>().join("/")
}

/// Whether a path is that of a place or of an answer there. At the report's top only the answers that stand in no group are.
pub(crate) fn is_at(place: &str, path: &str) -> bool {
    if place.is_empty() {
        return !path.contains('/');
    }
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a path with or without rows (`list/people[2]/name`) is that of a personal answer, or of a row or group that has one.
pub(crate) fn tells_of_people(form: &Form, path: &str) -> bool {
    let plain = without_rows(path);
    form.personal().any(|own| own == plain || own.strip_prefix(plain.as_str()).is_some_and(|rest| rest.starts_with('/')))
}

/// Takes the answers at a path out, in every row of the repeats on the way.
fn take(within: &mut Value, path: &str) -> bool {
    let mut any = false;
    each(within, path, &mut |_, members, name| any |= members.remove(name).is_some());
    any
}

/// Visits the answers at a path in every row of the repeats on the way: the place (the innermost row, such as `list/people[2]`, or the group
/// where there is none), the object that may hold the answer, and its name there.
pub(crate) fn each(within: &mut Value, path: &str, visit: &mut impl FnMut(&str, &mut Map<String, Value>, &str)) {
    below(within, path, "", None, visit);
}

fn below(within: &mut Value, path: &str, at: &str, row: Option<&str>, visit: &mut impl FnMut(&str, &mut Map<String, Value>, &str)) {
    match (within, path.split_once('/')) {
        (Value::Array(rows), _) => {
            for (number, inner) in rows.iter_mut().enumerate() {
                let here = format!("{at}[{}]", number + 1);
                below(inner, path, &here, Some(&here), visit);
            }
        }
        (Value::Object(members), None) => visit(row.unwrap_or(at), members, path),
        (Value::Object(members), Some((head, rest))) => {
            if let Some(inner) = members.get_mut(head) {
                let here = if at.is_empty() { head.to_owned() } else { format!("{at}/{head}") };
                below(inner, rest, &here, row, visit);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::{is_at, take};

    #[test]
    fn a_place_is_no_beginning_of_another_name() {
        for path in ["book", "book/name", "book/rows[1]"] {
            assert!(is_at("book", path), "{path}");
        }
        for (place, path) in [("book", "book2/name"), ("book", "bookname"), ("list/people[1]", "list/people[11]/name"), ("", "book/name")] {
            assert!(!is_at(place, path), "{place} {path}");
        }
        assert!(is_at("", "name") && is_at("list/people[1]", "list/people[1]/name"));
    }

    #[test]
    fn answers_are_taken_out_of_every_row() {
        let mut answers = json!({ "list": { "people": [{ "name": "A", "n": 1 }, { "n": 2 }, { "name": "C" }] }, "name": "not this" });
        assert!(take(&mut answers, "list/people/name"));
        assert_eq!(answers, json!({ "list": { "people": [{ "n": 1 }, { "n": 2 }, {}] }, "name": "not this" }));
        assert!(!take(&mut answers, "list/people/name"), "a second time there is nothing");
        assert!(!take(&mut answers, "gone/at/all"));
    }
}
