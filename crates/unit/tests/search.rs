//! Every search of `search.toml` finds what stands beside it, in that order.
#![allow(clippy::unwrap_used)]

use phieu_unit::Query;
use unicode_normalization::UnicodeNormalization;

#[test]
fn what_is_typed_finds_what_is_meant() {
    let table: toml::Table = include_str!("search.toml").parse().unwrap();
    let text = |row: &toml::Value, key: &str| row[key].as_str().unwrap().to_owned();
    let list = |row: &toml::Value, key: &str| -> Vec<String> {
        row.get(key).and_then(toml::Value::as_array).into_iter().flatten().map(|item| item.as_str().unwrap().to_owned()).collect()
    };
    let units: Vec<_> =
        table["unit"].as_array().unwrap().iter().map(|row| (text(row, "code"), text(row, "name"), list(row, "above"))).collect();
    for case in table["case"].as_array().unwrap() {
        let typed = text(case, "typed");
        for typed in [typed.nfc().collect::<String>(), typed.nfd().collect(), typed.to_uppercase()] {
            let query = Query::new(&typed);
            let mut found: Vec<_> = units
                .iter()
                .filter_map(|(code, name, above)| {
                    let above: Vec<&str> = above.iter().map(String::as_str).collect();
                    Some((query.as_ref()?.rank(code, name, &above)?, code.len(), code.clone()))
                })
                .collect();
            found.sort();
            let found: Vec<String> = found.into_iter().map(|(_, _, code)| code).collect();
            assert_eq!(found, list(case, "found"), "{}: {typed}", text(case, "name"));
        }
    }
}
