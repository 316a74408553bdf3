//! Two forms of the catalogue in every format, as the golden files have them; and what others' readers make of them.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use phieu_export::{Format, Known, export};
use phieu_form::{Definition, Form};
use serde_json::Value;

const FORMS: [&str; 2] = ["clb-thang", "quy"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A form and its rows.
fn form(id: &str) -> (Form, Definition) {
    let file = format!("{id}.toml");
    let text = fs::read_to_string(root().join("crates/catalog/forms").join(&file)).expect("a form of the catalogue");
    let definition = phieu_xlsform::from_toml(&file, &text).expect("a form");
    (phieu_form::compile(&definition).0.expect("it compiles"), definition)
}

fn exported((form, source): &(Form, Definition), format: Format) -> Vec<u8> {
    export(form, source, format, Known::NOTHING).expect("written").bytes
}

/// Compares with the golden file; `PHIEU_BLESS=1` writes it anew. A workbook and an XForm are read back instead: see below.
#[test]
fn every_format_is_the_golden_one() {
    for id in FORMS {
        let form = form(id);
        for format in Format::ALL.into_iter().filter(|format| !matches!(format, Format::Excel | Format::XForm)) {
            let golden = root().join(format!("tests/ref/export/{id}.{}", format.ending()));
            let bytes = exported(&form, format);
            assert_eq!(bytes, exported(&form, format), "the same form gives the same bytes");
            if std::env::var_os("PHIEU_BLESS").is_some() {
                fs::create_dir_all(golden.parent().expect("a folder")).expect("made");
                fs::write(&golden, &bytes).expect("written");
            }
            let kept = fs::read(&golden).unwrap_or_default();
            assert!(kept == bytes, "{} has changed: look at the difference, then run this test with PHIEU_BLESS=1", golden.display());
        }
    }
}

#[test]
fn a_workbook_says_what_the_markdown_says() {
    let form = form("quy");
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(exported(&form, Format::Excel))).expect("a workbook");
    assert_eq!(workbook.sheet_names(), ["questions", "choices", "rules"]);
    let markdown = String::from_utf8(exported(&form, Format::Markdown)).expect("text");
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).expect("a sheet");
        let section = markdown.split(&format!("\n## {name}\n\n")).nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a section");
        assert_eq!(range.height(), section.lines().count() - 1, "{name}: as many rows, but for the line under the headings");
        for (row, line) in range.rows().skip(1).zip(section.lines().skip(2)) {
            let cells: Vec<String> =
                row.iter().map(|cell| cell.to_string().trim().replace('\\', "\\\\").replace('|', "\\|").replace('\n', "<br>")).collect();
            assert_eq!(format!("| {} |", cells.join(" | ")), line);
        }
    }
}

/// The example answers of the form's own tests, by another reading of JSON Schema, through the references of OpenAPI.
#[test]
fn the_components_describe_the_forms_own_example() {
    for id in FORMS {
        let components: Value = serde_json::from_slice(&exported(&form(id), Format::OpenApi)).expect("JSON");
        let name = if id == "quy" { "Quy" } else { "ClbThang" };
        let mut whole = components.clone();
        whole["$ref"] = format!("#/components/schemas/{name}").into();
        let validator = jsonschema::draft202012::new(&whole).expect("a schema");
        let base = fs::read(root().join(format!("tests/forms/{id}/base.json"))).expect("the example");
        let mut report = serde_json::from_slice::<Value>(&base).expect("JSON")["report"].take();
        let problems: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{id}: {problems:?}");
        report["answers"]["lost"] = 1.into();
        assert!(!validator.is_valid(&report), "{id}: what the form does not ask");
    }
}

/// What FHIR demands of a Questionnaire (its invariants que-1, que-2, que-4, que-8), as far as the form could break it.
#[test]
fn a_questionnaire_keeps_fhirs_invariants_and_tells_what_it_cannot_say() {
    for id in FORMS {
        let (form, source) = form(id);
        let exported = export(&form, &source, Format::Fhir, Known::NOTHING).expect("written");
        let whole: Value = serde_json::from_slice(&exported.bytes).expect("JSON");
        let mut seen = std::collections::BTreeSet::new();
        walk(&whole["item"], &mut |item| {
            assert!(seen.insert(item["linkId"].to_string()), "que-2: {} stands twice", item["linkId"]);
            let (kind, has_items) = (item["type"].as_str().expect("a type"), item["item"].is_array());
            assert!(kind != "group" || has_items, "que-1: {} is a group of nothing", item["linkId"]);
            assert!(kind != "display" || (!has_items && item["required"].is_null() && item["repeats"].is_null()), "que-1: {item}");
            assert!(item["answerOption"].is_null() || kind == "coding", "que-5: {item}");
            assert!(kind == "group" || !has_items, "{item}");
        });
        assert_eq!(seen.len(), form.nodes.len() - 1);
        let description = whole["description"].as_str().expect("a description");
        assert!(exported.left_out.iter().all(|line| description.contains(line)) && exported.left_out.len() >= form.rules.len());
    }
}

/// What a client would refuse is not in it; what is known is. Both forms compile again, with the same questions.
#[test]
fn an_xform_holds_every_instance_that_it_reads() {
    for id in FORMS {
        let (form, source) = form(id);
        let base = fs::read(root().join(format!("tests/forms/{id}/base.json"))).expect("the example");
        let context = &serde_json::from_slice::<Value>(&base).expect("JSON")["context"];
        let known = Known { instances: &context["instances"], values: &Value::Null };
        let exported = export(&form, &source, Format::XForm, known).expect("written");
        let text = String::from_utf8(exported.bytes).expect("text");
        for instance in &form.instances {
            assert!(text.contains(&format!("<instance id=\"{instance}\">")), "{id}: {instance}");
        }
        let unit = context["instances"]["unit"]["code"].as_str().expect("a code");
        assert!(text.contains(&format!("<code>{unit}</code>")) && !text.contains(" substring("), "{id}");
        let again = phieu_form::compile(&phieu_xlsform::from_xform("again.xml", &text).expect("an XForm").0).0.expect("it compiles");
        let paths = |form: &Form| form.nodes.iter().map(|node| node.path.clone()).collect::<Vec<_>>();
        assert_eq!(paths(&form), paths(&again));
    }
}

fn walk(items: &Value, see: &mut impl FnMut(&Value)) {
    for item in items.as_array().into_iter().flatten() {
        see(item);
        walk(&item["item"], see);
    }
}
