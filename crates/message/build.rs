//! Turns `languages/<tag>.toml` into a table that the program reads without a TOML reader in it.

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=languages");
    let mut files: Vec<_> =
        fs::read_dir("languages").expect("the folder of languages").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let mut code = String::from("pub(crate) static LANGUAGES: &[(&str, &[(&str, &str)])] = &[\n");
    for file in files {
        let text = fs::read_to_string(&file).expect("a language file");
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut entries = Vec::new();
        flatten("", &toml::Value::Table(table), &mut entries);
        entries.sort();
        let tag = file.file_stem().expect("a name").to_string_lossy().into_owned();
        writeln!(code, "    ({tag:?}, &{entries:?}),").expect("a string can be written to");
    }
    code.push_str("];\n");
    let out = env::var("OUT_DIR").expect("cargo names a folder");
    fs::write(Path::new(&out).join("languages.rs"), code).expect("the table can be written");
}

/// Keys of nested tables are joined by points.
fn flatten(key: &str, value: &toml::Value, out: &mut Vec<(String, String)>) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                flatten(&key, value, out);
            }
        }
        toml::Value::String(text) => out.push((key.to_owned(), text.clone())),
        other => panic!("{key}: a sentence is a text, found {other}"),
    }
}
