//! The guides for authors: every form in them compiles, and every report gives the verdict that stands beside it.
//!
//! A block `xlsform NAME` is a form; `answers NAME valid` and `answers NAME CODE PLACE` are reports on it; `xlsform-error PART` is
//! a form whose findings say PART.

use std::collections::BTreeMap;

use phieu::Validator;
use phieu::engine::Context;
use phieu::form::{Level, compile};
use phieu::xlsform::{check, from_markdown};
use serde_json::Value;

/// The fenced blocks of a text: what stands behind the fence, and what is inside.
fn blocks(text: &str) -> Vec<(Vec<&str>, String)> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```").filter(|info| !info.trim().is_empty()) else { continue };
        let inside: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
        blocks.push((info.split_whitespace().collect(), inside.join("\n")));
    }
    blocks
}

fn form(name: &str, table: &str) -> Validator {
    let (definition, told) = from_markdown(&format!("{name}.md"), table);
    assert_eq!(told, [], "{name}");
    assert_eq!(check(&definition), [], "{name}");
    Validator::from_definition(definition).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The code of the first issue and the place or rule it is about; `valid` alone where there is none.
fn verdict(form: &Validator, answers: &Value) -> Vec<String> {
    let (_, verdict) = phieu::engine::check(form.form(), Context::default(), answers, &BTreeMap::new());
    let Some(issue) = verdict.issues.first() else { return vec!["valid".to_owned()] };
    let rule = issue.rule.map(|(rule, _)| form.form().rules[rule.index()].id.clone());
    vec![issue.code.name().to_owned(), rule.unwrap_or_else(|| issue.path.clone())]
}

/// `least` forms and reports stand in the page.
fn walk(text: &str, least: (usize, usize)) {
    let mut forms: BTreeMap<&str, Validator> = BTreeMap::new();
    let blocks = blocks(text);
    let mut reports = 0;
    for (info, inside) in &blocks {
        match info[..] {
            ["xlsform", name] => drop(forms.insert(name, form(name, inside))),
            ["answers", name, ref expected @ ..] => {
                let answers: Value = serde_json::from_str(inside).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(verdict(&forms[name], &answers), expected, "{name}: {answers}");
                reports += 1;
            }
            ["xlsform-error", part] => {
                let (definition, _) = from_markdown("a.md", inside);
                let (_, found) = compile(&definition);
                let errors: Vec<String> = found.iter().filter(|each| each.level == Level::Error).map(ToString::to_string).collect();
                assert!(errors.iter().any(|error| error.contains(part) && error.contains("did you mean")), "{part}: {errors:?}");
            }
            _ => {}
        }
    }
    assert!(forms.len() >= least.0 && reports >= least.1, "{} forms, {reports} reports", forms.len());
}

#[test]
fn in_english() {
    walk(include_str!("../../../docs/guide/write-a-form.md"), (8, 14));
}

#[test]
fn in_vietnamese() {
    walk(include_str!("../../../docs/guide/viet-bieu-mau.md"), (8, 14));
}

#[test]
fn about_rules() {
    walk(include_str!("../../../docs/guide/write-rules.md"), (2, 7));
}
