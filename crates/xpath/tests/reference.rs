//! The reference of functions is written from the one table of them: `docs/reference/functions.md`.
//!
//! `PHIEU_BLESS=1 cargo test -p phieu-xpath --test reference` writes it anew. Its examples are cases of `tests/suite/xpath`, which
//! another test runs.

use std::path::PathBuf;

use phieu_xpath::{FUNCTIONS, UNSUPPORTED};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The first case of a function's suite that has a text, number or boolean, as `expression → value`.
fn example(name: &str) -> Option<String> {
    let path = root().join("tests/suite/xpath").join(format!("{}.toml", name.replace(':', "-")));
    let suite: toml::Table = toml::from_str(&std::fs::read_to_string(path).ok()?).ok()?;
    let cases = suite.get("case")?.as_array()?;
    cases.iter().find_map(|case| {
        let expr = case.get("expr")?.as_str().filter(|expr| !expr.contains('\n'))?;
        let value = ["text", "number", "boolean"].into_iter().find_map(|kind| case.get(kind))?;
        Some(format!("`{expr}` → `{}`", value.to_string().trim_matches('"')))
    })
}

fn written() -> String {
    let mut text = String::from(
        "# Functions\n\nWritten by a test from the table of functions in the code. XPath 1.0's operators (`+ - * div mod = != < <= > >= and or |`)\n\
         and all of its axes are there as well. Where other engines disagree, [the decisions](../../crates/xpath/DECISIONS.md) say why.\n",
    );
    for function in FUNCTIONS {
        text.push_str(&format!("\n## `{}({})`\n\n{}\n", function.name, function.arguments, function.about()));
        if let Some(example) = example(function.name) {
            text.push_str(&format!("\n{example}\n"));
        }
    }
    text.push_str(
        "\n## Refused\n\nThese are known and not supported: a form that calls one is refused by name, never answered wrongly.\n\n",
    );
    for (name, reason) in UNSUPPORTED {
        text.push_str(&format!("- `{name}`: {reason}\n"));
    }
    text
}

#[test]
fn the_reference_is_what_the_table_says() {
    let path = root().join("docs/reference/functions.md");
    let written = written();
    if std::env::var_os("PHIEU_BLESS").is_some() {
        std::fs::write(&path, &written).expect("the reference can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == written, "docs/reference/functions.md is not what the table says: run with PHIEU_BLESS=1");
    assert!(FUNCTIONS.len() >= 80);
}
