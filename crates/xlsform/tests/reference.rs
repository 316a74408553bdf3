//! The references of types and columns are written from the code's own tables: `docs/reference/types.md` and `columns.md`.
//!
//! `PHIEU_BLESS=1 cargo test -p phieu-xlsform --test reference` writes them anew.

use std::path::PathBuf;

use phieu_form::{ListId, REFUSED_TYPES, Sheet, Type, about_columns, columns, compile, schema};
use phieu_xlsform::{from_toml, headings, parameters, types};
use serde_json::{Map, Value as Json};

/// The reference is what is kept, or is kept from now on.
fn holds(name: &str, written: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference").join(name);
    if std::env::var_os("PHIEU_BLESS").is_some() {
        std::fs::write(&path, written).expect("the reference can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == written, "docs/reference/{name} is not what the tables say: run with PHIEU_BLESS=1");
}

fn quoted(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    words.into_iter().map(|word| format!("`{}`", word.as_ref())).collect::<Vec<_>>().join(", ")
}

/// What the JSON Schema of a form with one question of this type says of its answer.
fn answer(name: &str) -> Option<String> {
    let with_list = Type::parse(name, ListId(0)).is_some_and(|each| each.list().is_some());
    let list = if with_list { " list" } else { "" };
    let extra = if name == "calculate" { "calculation = \"1\"\n" } else { "" };
    let toml = format!(
        "[settings]\nform_id = \"a\"\nversion = \"1\"\n[[survey]]\ntype = \"{name}{list}\"\nname = \"q\"\nlabel = \"Q\"\n{extra}\
         [[choices]]\nlist_name = \"list\"\nname = \"x\"\nlabel = \"X\"\n"
    );
    let definition = from_toml("a.toml", &toml).expect("a form");
    let (form, told) = compile(&definition);
    let schema: Json = schema(&form.unwrap_or_else(|| panic!("{name}: {told:?}")));
    let text = schema.to_string();
    let shape = schema.pointer("/properties/q").or_else(|| schema.pointer("/properties/answers/properties/q"));
    assert!(shape.is_some() || name == "note", "{name}: {text}");
    let Json::Object(shape) = shape? else { return None };
    let kept: Map<String, Json> =
        shape.clone().into_iter().filter(|(key, _)| !matches!(key.as_str(), "title" | "description" | "readOnly" | "$comment")).collect();
    Some(Json::Object(kept).to_string().replace("#/$defs/list", "#/$defs/the list"))
}

#[test]
fn types_are_what_the_tables_say() {
    let mut text = String::from(
        "# Types\n\nWritten by a test from the tables in the code: what stands in the column `type` of the sheet `survey`.\n\
         How an answer is written in JSON is said as the form's JSON Schema says it (`phieu form FORM --schema`); a blank is left out.\n\
         `select_one`, `select_multiple` and `rank` are followed by the name of a list; with `_from_file` by the name of a `.csv`, `.xml` or\n\
         `.geojson`; or by `${name}`, a question of a repeat whose rows are the choices. `or_other` after the list adds a choice and a question.\n\
         `begin group` … `end group` and `begin repeat` … `end repeat` stand around rows: a group is an object in JSON, a repeat an array.\n\
         `csv-external` and `xml-external` name data beside the form; `start-geopoint` and `background-geopoint` are `hidden` and set by the device.\n",
    );
    for name in Type::NAMES {
        let field_type = Type::parse(name, ListId(0)).expect(name);
        assert_eq!(field_type.name(), name);
        text.push_str(&format!("\n## `{name}`\n\n{}\n", field_type.about()));
        match answer(name) {
            Some(json) => text.push_str(&format!("\n- in JSON: `{json}`\n")),
            None => text.push_str("\n- in JSON: nothing\n"),
        }
        let takes = parameters(name);
        if !takes.is_empty() {
            text.push_str(&format!("- parameters: {}\n", quoted(takes)));
        }
        let spellings: Vec<&str> = types::spellings(name).filter(|each| *each != name).collect();
        if !spellings.is_empty() {
            text.push_str(&format!("- also written: {}\n", quoted(spellings)));
        }
    }
    text.push_str(
        "\n## Refused\n\nThese are known and not supported: a form that has one is refused by name, never filled in wrongly.\n\n",
    );
    for (name, reason) in REFUSED_TYPES {
        assert!(Type::parse(name, ListId(0)).is_none());
        text.push_str(&format!("- `{name}`: {reason}\n"));
    }
    holds("types.md", &text);
}

const SHEETS: [(Sheet, &str); 8] = [
    (Sheet::Survey, "What is asked, one row after the other."),
    (Sheet::Choices, "Choice lists. Every other column is the author's own: filters and expressions read it."),
    (Sheet::Settings, "One row: who the form is."),
    (Sheet::Rules, "Rules over several questions. phieu's own; ODK has no such sheet."),
    (Sheet::ExternalChoices, "Lists of `select_one_external`. Every other column is the author's own."),
    (
        Sheet::Actions,
        "What is set when something happens, beyond what `default` and `trigger` can say. phieu's own; in an XForm these are actions.",
    ),
    (Sheet::Texts, "Translations that expressions ask for by id. phieu's own; in an XForm they stand in `itext`."),
    (Sheet::Entities, "Registers of entities: refused by name, because phieu keeps reports, not registers."),
];

#[test]
fn columns_are_what_the_tables_say() {
    let mut text = String::from(
        "# Columns\n\nWritten by a test from the tables in the code. A column \"per language\" is written `label::vi` or `label::Tiếng Việt (vi)`, in TOML\n\
         `label.vi`. Capitals and spaces in a heading do not matter. A column that is not here is told in a warning and not used.\n",
    );
    for (sheet, about) in SHEETS {
        text.push_str(&format!("\n## {}\n\n{about}\n\n", sheet.name()));
        let (names, means) = (columns(sheet), about_columns(sheet));
        assert_eq!(names.len(), means.len());
        for (name, means) in names.iter().zip(means) {
            let spellings: Vec<&str> = headings::spellings(sheet)
                .filter(|(spelling, heading)| heading == name && spelling != name)
                .map(|(spelling, _)| spelling)
                .collect();
            let also = if spellings.is_empty() { String::new() } else { format!(" Also written {}.", quoted(spellings)) };
            text.push_str(&format!("- `{name}`: {means}{also}\n"));
        }
    }
    holds("columns.md", &text);
}

/// A heading that a reader turns into a column must be a column.
#[test]
fn every_spelling_leads_to_a_column() {
    for (sheet, _) in SHEETS {
        for (spelling, heading) in headings::spellings(sheet) {
            let column = heading.split("::").next().unwrap_or_default();
            assert!(columns(sheet).contains(&column) || column == "instance_id", "{spelling} → {heading}");
        }
    }
}
