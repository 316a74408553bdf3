//! Walks every row of the truth tables in CONTRACT.md.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_engine::{At, Context, Edit, Instance, check};
use phieu_form::{Form, compile};
use serde_json::{Value as Json, json};

const CONTRACT: &str = include_str!("../CONTRACT.md");

/// The rows of the table under a heading, each by the names of its columns.
fn table(heading: &str) -> Vec<BTreeMap<String, String>> {
    let section = CONTRACT.split(&format!("## {heading}\n")).nth(1).expect("the heading is there");
    let cells = |line: &str| line.trim().trim_matches('|').split('|').map(|cell| cell.trim().replace('–', "")).collect::<Vec<_>>();
    let mut lines = section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let names = cells(lines.next().expect("a first line"));
    let rows: Vec<_> = lines.skip(1).map(|line| names.iter().cloned().zip(cells(line)).collect()).collect();
    assert!(!rows.is_empty(), "{heading}");
    rows
}

fn form(text: &str) -> Arc<Form> {
    let head = "[settings]\nform_id = \"contract\"\nversion = \"1\"\n";
    let definition = phieu_xlsform::from_toml("contract.toml", &format!("{head}{text}")).expect("TOML");
    let (form, diagnostics) = compile(&definition);
    Arc::new(form.unwrap_or_else(|| panic!("{diagnostics:?}")))
}

fn question(kind: &str, name: &str, more: &str) -> String {
    format!("[[survey]]\ntype = \"{kind}\"\nname = \"{name}\"\n{more}\n")
}

fn set(instance: &mut Instance, path: &str, text: &str) {
    let at = instance.find(path).expect("the question is there");
    instance.apply(Edit::Set { at, text: text.to_owned() }).expect("the edit can be done");
}

fn codes(instance: &Instance) -> String {
    instance.issues().iter().map(|issue| issue.code.name()).collect::<Vec<_>>().join(" ")
}

/// A value as the tables write it.
fn written(value: Option<&Json>) -> String {
    match value {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// A cell as the answer it stands for.
fn answer(cell: &str) -> Json {
    match cell.parse::<i64>() {
        _ if cell.is_empty() => Json::Null,
        Ok(number) => json!(number),
        Err(_) => json!(cell),
    }
}

#[test]
fn a_question() {
    let text = [
        question("text", "around", ""),
        question("text", "own", ""),
        question("text", "must", ""),
        question("begin group", "group", "relevant = \"${around} = 'yes'\""),
        question("integer", "x", "relevant = \"${own} = 'yes'\"\nrequired = \"${must} = 'yes'\"\nconstraint = \". < 10\""),
        "[[survey]]\ntype = \"end group\"\n".to_owned(),
        question("calculate", "seen", "calculation = \"${x}\""),
    ];
    let form = form(&text.concat());
    for row in table("A question") {
        let mut instance = Instance::blank(Arc::clone(&form), Context::default());
        for (name, column) in [("around", "around"), ("own", "own condition"), ("must", "required"), ("group/x", "answer")] {
            set(&mut instance, name, &row[column]);
        }
        let x = instance.find("group/x").expect("x");
        assert_eq!(if instance.node(x).relevant { "yes" } else { "no" }, row["relevant"], "{row:?}");
        assert_eq!(codes(&instance), row["issue"], "{row:?}");
        assert_eq!(written(instance.values().get("seen")), row["seen by others"], "{row:?}");
        assert_eq!(written(instance.answers().pointer("/group/x")), row["in the draft"], "{row:?}");
        assert_eq!(written(instance.sealed().pointer("/group/x")), row["sent"], "{row:?}");
    }
}

#[test]
fn a_rule() {
    for row in table("A rule over several fields") {
        let rule = format!(
            "[[rule]]\nid = \"order\"\nseverity = \"{}\"\nrelevant = \"${{asked}} = 'yes'\"\nconstraint = \"${{a}} <= ${{b}}\"\nfields = \"a b\"\nmessage.en = \"a is above b\"\n",
            row["severity"]
        );
        let text = [
            question("text", "asked", "label.en = \"?\""),
            question("text", "b_counts", ""),
            question("integer", "a", ""),
            question("integer", "b", "relevant = \"${b_counts} = 'yes'\""),
            rule,
        ];
        let form = form(&text.concat());
        let answers = json!({"asked": row["condition"], "b_counts": row["b relevant"], "a": answer(&row["a"]), "b": answer(&row["b"])});
        let explanations = BTreeMap::from([("order".to_owned(), row["explanation"].clone())]);
        let instance = Instance::open(form, Context::default(), &answers, &explanations);
        assert_eq!(codes(&instance), row["issue"], "{row:?}");
        let blocks = instance.issues().iter().any(|issue| issue.blocks());
        assert_eq!(if blocks { "yes" } else { "no" }, row["blocks"], "{row:?}");
    }
}

#[test]
fn a_calculated_value() {
    let text = [question("integer", "a", ""), question("integer", "b", ""), question("integer", "total", "calculation = \"${a} + ${b}\"")];
    let form = form(&text.concat());
    for row in table("A calculated value") {
        let mut answers = json!({"a": answer(&row["a"]), "b": answer(&row["b"])});
        if !row["total given"].is_empty() {
            answers["total"] = answer(&row["total given"]);
        }
        let (instance, verdict) = check(&form, Context::default(), &answers, &BTreeMap::new());
        assert_eq!(written(verdict.values.get("total")), row["total"], "{row:?}");
        assert_eq!(codes(&instance), row["issue"], "{row:?}");
    }
}

#[test]
fn rows_of_a_repeat() {
    let text = [
        question("integer", "how_many", ""),
        question("begin repeat", "people", "repeat_count = \"${how_many}\""),
        question("text", "called", ""),
        "[[survey]]\ntype = \"end repeat\"\n".to_owned(),
    ];
    let form = form(&text.concat());
    for row in table("Rows of a repeat") {
        let before: usize = row["rows before"].parse().expect("a number");
        let rows: Vec<Json> = (0..before).map(|index| json!({"called": format!("person {index}")})).collect();
        let answers = json!({"how_many": answer(&row["count"]), "people": rows});
        let instance = Instance::open(Arc::clone(&form), Context::default(), &answers, &BTreeMap::new());
        let repeat = instance.find("people").expect("the repeat");
        let rows: Vec<At> = instance.repeat_rows(repeat);
        let sent = instance.sealed().get("people").and_then(Json::as_array).map_or(0, Vec::len);
        let relevant = rows.iter().filter(|row| instance.node(**row).relevant).count();
        assert_eq!(
            [rows.len(), relevant, sent].map(|count| count.to_string()),
            [&row["rows"], &row["relevant rows"], &row["sent rows"]].map(String::clone),
            "{row:?}"
        );
    }
}
