//! The reference of appearances is written from the one table of them: `docs/reference/appearances.md`.
//!
//! `PHIEU_BLESS=1 cargo test -p phieu-form --test reference` writes it anew.

use std::path::PathBuf;

use phieu_form::{APPEARANCES, Appearance};

fn line(each: &Appearance) -> String {
    let on = if each.on.is_empty() { "every type".to_owned() } else { each.on.join(", ") };
    let told = if each.undrawn.is_empty() { "drawn" } else { each.undrawn };
    format!("| `{}` | {on} | {told} |\n", each.name)
}

fn written() -> String {
    let head = "# Appearances\n\nWritten by a test from the table of appearances in the code. `n` stands for a number. What is not drawn is told to \
                the author\nat its cell, and so is a word that is not in this table.\n\n| appearance | types | |\n|---|---|---|\n";
    head.to_owned() + &APPEARANCES.iter().map(line).collect::<String>()
}

#[test]
fn the_reference_is_what_the_table_says() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/appearances.md");
    let written = written();
    if std::env::var_os("PHIEU_BLESS").is_some() {
        std::fs::write(&path, &written).expect("the reference can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == written, "docs/reference/appearances.md is not what the table says: run with PHIEU_BLESS=1");
}
