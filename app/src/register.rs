//! A register's report as JSON: its rows, what is calculated in it, what is wrong with which row, names that nothing else has.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What is wrong with a register: its path (in its row, where it is in one), whether it keeps the register from being sent, the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    pub path: String,
    pub blocks: bool,
    pub message: String,
}

/// The issues of a verdict. A rule that wants an explanation keeps the register from being sent: at the desk nobody writes one.
pub fn issues(verdict: &Value) -> Vec<Issue> {
    let found = verdict["issues"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let issue =
        |found: &Value| Issue { path: text(&found["path"]), blocks: found["severity"] != "warning", message: text(&found["message"]) };
    found.map(issue).collect()
}

/// The issues of the rows of a repeat after so many, by row, counted from 0 at the first of them; and all others.
pub fn by_row(issues: Vec<Issue>, rows: &str, after: usize) -> (BTreeMap<usize, Vec<Issue>>, Vec<Issue>) {
    let (mut of_rows, mut others): (BTreeMap<usize, Vec<Issue>>, Vec<Issue>) = (BTreeMap::new(), Vec::new());
    for issue in issues {
        let inside = issue.path.strip_prefix(rows).and_then(|rest| rest.strip_prefix('[')?.split_once(']'));
        let number = inside.and_then(|(number, _)| number.parse::<usize>().ok()?.checked_sub(after + 1));
        let path = inside.map(|(_, path)| path.trim_start_matches('/').to_string()).unwrap_or_default();
        match number {
            Some(number) => of_rows.entry(number).or_default().push(Issue { path, ..issue }),
            None => others.push(issue),
        }
    }
    (of_rows, others)
}

/// Takes away what stands at a path, in every row that it leads through.
pub fn drop_at(at: &mut Value, path: &str) {
    match (at, path.split_once('/')) {
        (Value::Array(rows), _) => rows.iter_mut().for_each(|row| drop_at(row, path)),
        (Value::Object(members), None) => _ = members.remove(path),
        (Value::Object(members), Some((name, rest))) => {
            if let Some(below) = members.get_mut(name) {
                drop_at(below, rest);
            }
        }
        _ => {}
    }
}

/// The rows at a path of groups; they are made where there are none.
pub fn rows<'v>(answers: &'v mut Value, path: &str) -> Option<&'v mut Vec<Value>> {
    let at = path.split('/').fold(answers, |at, name| {
        if !at.is_object() {
            *at = json!({});
        }
        &mut at[name]
    });
    if !at.is_array() {
        *at = json!([]);
    }
    at.as_array_mut()
}

/// A name that nothing else has: `scan.pdf`, `scan (2).pdf`.
pub fn free_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let (stem, ending) = name.rfind('.').map_or((name, ""), |dot| name.split_at(dot));
    let names = std::iter::once(name.to_string()).chain((2..1_000).map(|number| format!("{stem} ({number}){ending}")));
    names.into_iter().find(|name| !is_taken(name)).unwrap_or_else(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(path: &str) -> Issue {
        Issue { path: path.into(), blocks: true, message: "Câu.".into() }
    }

    #[test]
    fn issues_go_to_the_rows_that_are_new() {
        let all = ["book/tasks[2]/due", "book/tasks[4]/who/lead", "book/tasks[5]", "book/tasks_listed", "book"].map(issue).to_vec();
        let (of_rows, others) = by_row(all, "book/tasks", 3);
        let told: Vec<(usize, &str)> = of_rows.iter().map(|(row, issues)| (*row, issues[0].path.as_str())).collect();
        assert_eq!(told, [(0, "who/lead"), (1, "")]);
        assert_eq!(others, ["book/tasks[2]/due", "book/tasks_listed", "book"].map(issue));
    }

    #[test]
    fn only_a_warning_lets_a_register_be_sent() {
        let verdict = json!({ "issues": [
            { "path": "a", "severity": "warning", "message": "A" }, { "path": "b", "severity": "explain", "message": "B" },
        ] });
        assert_eq!(issues(&verdict).iter().map(|issue| issue.blocks).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn what_is_calculated_goes_out_of_every_row() {
        let mut answers = json!({ "book": { "rows": [{ "a": 1, "sum": 2 }, { "a": 3, "sum": 4 }], "all": 6 } });
        for path in ["book/rows/sum", "book/all", "nothing/here"] {
            drop_at(&mut answers, path);
        }
        assert_eq!(answers, json!({ "book": { "rows": [{ "a": 1 }, { "a": 3 }] } }));
    }

    #[test]
    fn rows_are_made_where_there_are_none() {
        let mut answers = json!({});
        rows(&mut answers, "book/rows").into_iter().for_each(|rows| rows.push(json!({ "a": 1 })));
        assert_eq!(answers, json!({ "book": { "rows": [{ "a": 1 }] } }));
    }

    #[test]
    fn a_name_is_given_once() {
        let taken = ["a.pdf", "a (2).pdf", "b"];
        let free = |name: &str| free_name(name, |name| taken.contains(&name));
        assert_eq!([free("a.pdf"), free("b"), free("c.png")], ["a (3).pdf", "b (2)", "c.png"]);
    }
}
