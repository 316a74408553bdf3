//! What the seed documents name is served by something that exists, and what is not served yet is counted.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::nothing_wrong;
use crate::tree::{read, root};

/// Rows that nothing serves. When one is served, this number falls; it never rises.
const UNSERVED: usize = 0;
/// Rows of which something is still to come, those included.
const WANTING: usize = 1;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seeds {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    number: usize,
    seed: String,
    item: String,
    served: Vec<String>,
    missing: Option<String>,
}

fn rows() -> Vec<Row> {
    toml::from_str::<Seeds>(&read("tests/seeds.toml")).expect("tests/seeds.toml").row
}

#[test]
fn every_row_is_there_once() {
    let rows = rows();
    let numbers: Vec<usize> = rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=88).collect::<Vec<_>>());
    let strange = rows.iter().filter(|row| row.item.is_empty() || !["P", "L", "C", "PLC"].contains(&row.seed.as_str()));
    nothing_wrong("rows without an item or a seed:", strange.map(|row| row.number.to_string()).collect());
}

#[test]
fn what_serves_a_row_exists() {
    let mut known: BTreeSet<String> = phieu_catalog::forms().iter().flat_map(|form| places(form.id, form.text)).collect();
    known.extend(phieu_catalog::forms().iter().flat_map(|form| cases(form.id)));
    known.extend(pages());
    let named = rows().into_iter().flat_map(|row| row.served.into_iter().map(move |name| (row.number, name)));
    let strange = named.filter(|(_, name)| !known.contains(name)).map(|(number, name)| format!("row {number}: {name}"));
    nothing_wrong("tests/seeds.toml names what does not exist:", strange.collect());
}

#[test]
fn what_is_missing_is_said_and_counted() {
    let rows = rows();
    let silent = rows.iter().filter(|row| row.served.is_empty() && row.missing.is_none());
    nothing_wrong("rows that nothing serves and that do not say what is missing:", silent.map(|row| row.number.to_string()).collect());
    let unserved = rows.iter().filter(|row| row.served.is_empty()).count();
    let wanting = rows.iter().filter(|row| row.missing.is_some()).count();
    assert_eq!((unserved, wanting), (UNSERVED, WANTING), "change the numbers when they have fallen");
}

/// A form's id, its groups, repeats and fields: `kl58`, `kl58/study`, `kl58/study/conferences`.
fn places(id: &str, text: &str) -> Vec<String> {
    let form: toml::Table = text.parse().expect("a form in TOML");
    let (mut around, mut places) = (vec![id.to_owned()], vec![id.to_owned()]);
    for row in form["survey"].as_array().expect("a survey") {
        let cell = |name| row.get(name).and_then(toml::Value::as_str).unwrap_or_default();
        if cell("type").starts_with("end ") {
            around.pop();
            continue;
        }
        around.push(cell("name").to_owned());
        places.push(around.join("/"));
        if !cell("type").starts_with("begin ") {
            around.pop();
        }
    }
    places
}

/// The cases of a form's filled reports: `case:kl58/doc-twice`.
fn cases(id: &str) -> Vec<String> {
    let path = format!("tests/forms/{id}/cases.toml");
    let table: toml::Table = if root().join(&path).is_file() { read(&path).parse().expect("cases in TOML") } else { return Vec::new() };
    let cases = table["case"].as_array().into_iter().flatten();
    cases.filter_map(|case| Some(format!("case:{id}/{}", case.get("name")?.as_str()?))).collect()
}

/// The app's pages that have an address of their own, and the desk's: `page:/account`, `page:/desk/totals`.
fn pages() -> Vec<String> {
    let below = |file: &str, root: &str| {
        let router = read(file);
        let literals = router.split('"').skip(1).step_by(2);
        let addresses = literals.filter(|text| text.starts_with('/'));
        addresses
            .map(|address| format!("page:{root}{}", if address == "/" { address } else { address.trim_end_matches('/') }))
            .collect::<Vec<_>>()
    };
    [below("app/src/router/mod.rs", ""), below("app/src/router/desk.rs", "/desk")].concat()
}
