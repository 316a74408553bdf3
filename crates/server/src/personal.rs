//! Answers that tell of a person, taken out where they have no business.

use serde_json::Value;

use crate::forms::Form;

/// Takes a form's personal answers out of answers; whether there were any.
pub(crate) fn erase(form: &Form, answers: &mut Value) -> bool {
    form.personal().filter(|path| take(answers, path)).count() > 0
}

/// Takes the answers at a path out, in every row of the repeats on the way.
fn take(within: &mut Value, path: &str) -> bool {
    match (within, path.split_once('/')) {
        (Value::Array(rows), _) => rows.iter_mut().filter_map(|row| take(row, path).then_some(())).count() > 0,
        (Value::Object(members), None) => members.remove(path).is_some(),
        (Value::Object(members), Some((head, rest))) => members.get_mut(head).is_some_and(|inner| take(inner, rest)),
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::take;

    #[test]
    fn answers_are_taken_out_of_every_row() {
        let mut answers = json!({ "list": { "people": [{ "name": "A", "n": 1 }, { "n": 2 }, { "name": "C" }] }, "name": "not this" });
        assert!(take(&mut answers, "list/people/name"));
        assert_eq!(answers, json!({ "list": { "people": [{ "n": 1 }, { "n": 2 }, {}] }, "name": "not this" }));
        assert!(!take(&mut answers, "list/people/name"), "a second time there is nothing");
        assert!(!take(&mut answers, "gone/at/all"));
    }
}
