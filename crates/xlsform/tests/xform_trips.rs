//! A form on its way to XForm XML and back: what is written is read again, and what has no place there is told.

use phieu_form::{Cell, Definition, Diagnostic, Level, Row, compile};
use phieu_xlsform::{check, from_toml, from_xform, read, to_xform, write};

fn cell(column: &str, text: &str) -> Cell {
    Cell { column: column.to_owned(), text: text.to_owned(), place: Default::default() }
}

fn row(cells: &[(&str, &str)]) -> Row {
    Row { place: Default::default(), cells: cells.iter().map(|(column, text)| cell(column, text)).collect() }
}

/// A form with a question of every kind that has columns of its own.
fn plain() -> Definition {
    Definition {
        settings: row(&[("form_id", "f"), ("version", "1")]),
        survey: vec![
            row(&[("type", "text"), ("name", "a"), ("label", "A")]),
            row(&[("type", "begin_group"), ("name", "g"), ("label", "G")]),
            row(&[("type", "select_one l"), ("name", "b"), ("label", "B")]),
            row(&[("type", "end_group")]),
        ],
        choices: vec![row(&[("list_name", "l"), ("name", "x"), ("label", "X")])],
        ..Definition::default()
    }
}

/// Whether a text is in an XForm, or its loss is told.
fn kept(definition: &Definition, marker: &str, column: &str) -> bool {
    let (text, told) = to_xform(definition);
    let head = column.split("::").next().unwrap_or_default();
    text.contains(marker) || told.iter().any(|each| each.column.starts_with(head) || each.message.contains(head))
}

#[test]
fn every_column_is_written_or_told() {
    let survey = [
        "label",
        "label::vi",
        "hint",
        "hint::vi",
        "guidance_hint",
        "guidance_hint::vi",
        "required",
        "required_message",
        "required_message::vi",
        "constraint",
        "constraint_message",
        "constraint_message::vi",
        "relevant",
        "read_only",
        "calculation",
        "default",
        "appearance",
        "media::image",
        "media::image::vi",
        "media::audio",
        "media::video",
        "media::big-image",
        "bind::odk:length",
        "bind::jr:noAppErrorString",
        "body::accuracyThreshold",
        "instance::abc",
        "autoplay",
        "unit",
        "unit::vi",
        "code",
        "aggregate",
        "personal",
        "note",
        "note::vi",
        "query",
        "an unknown one",
    ];
    for column in survey {
        // A marker that is an expression, a text and a name at once.
        let mut definition = plain();
        definition.survey[0].cells.retain(|each| each.column != column);
        definition.survey[0].cells.push(cell(column, "marker7"));
        assert!(kept(&definition, "marker7", column), "survey {column}");
    }
    for column in [
        "label",
        "label::vi",
        "hint",
        "guidance_hint",
        "appearance",
        "relevant",
        "intent",
        "instance::abc",
        "media::image",
        "body::x",
        "note",
    ] {
        let mut definition = plain();
        definition.survey[1].cells.retain(|each| each.column != column);
        definition.survey[1].cells.push(cell(column, "marker7"));
        assert!(kept(&definition, "marker7", column), "group {column}");
    }
    for column in ["label", "label::vi", "media::image", "media::image::vi", "tinh", "Ghi chú", "geometry", "1st"] {
        let mut definition = plain();
        definition.choices[0].cells.retain(|each| each.column != column);
        definition.choices[0].cells.push(cell(column, "marker7"));
        assert!(kept(&definition, "marker7", column), "choices {column}");
        let (text, _) = to_xform(&definition);
        assert!(from_xform("a.xml", &text).is_ok(), "choices {column}\n{text}");
    }
    for column in [
        "form_title",
        "form_title::vi",
        "version",
        "style",
        "public_key",
        "submission_url",
        "auto_send",
        "auto_delete",
        "instance_name",
        "prefix",
        "delimiter",
        "attribute::abc",
        "period_type",
        "window",
        "instances",
        "estimate",
        "programmes",
        "filled_by",
        "reviewed_by",
        "readers",
        "register",
        "register_title",
        "register_slip::vi",
        "purpose",
        "purpose::vi",
        "retention",
        "code",
        "note",
    ] {
        let mut definition = plain();
        definition.settings.cells.retain(|each| each.column != column);
        definition.settings.cells.push(cell(column, "marker7"));
        assert!(kept(&definition, "marker7", column), "settings {column}");
    }
}

#[test]
fn every_sheet_is_written_or_told() {
    let mut definition = plain();
    definition.texts = vec![row(&[("id", "greeting"), ("label::vi", "marker7"), ("media::audio::vi", "marker8")])];
    let (text, told) = to_xform(&definition);
    assert!(text.contains("marker7") && text.contains("marker8") && told.is_empty(), "{text}\n{told:?}");
    let (again, _) = from_xform("a.xml", &text).expect("an XForm");
    assert_eq!(again.texts.iter().map(|row| row.text("label::vi")).collect::<Vec<_>>(), ["marker7"]);
    for sheet in ["rules", "external_choices", "entities"] {
        let mut definition = plain();
        let rows = vec![row(&[("id", "marker7"), ("list_name", "x"), ("name", "y")])];
        match sheet {
            "rules" => definition.rules = rows,
            "external_choices" => definition.external_choices = rows,
            _ => definition.entities = rows,
        }
        assert!(to_xform(&definition).1.iter().any(|each| each.sheet.name() == sheet), "{sheet}");
    }
}

#[test]
fn a_default_between_quotes_is_its_text() {
    for (written, expected) in
        [("'Hà Nội (HN)'", ">Hà Nội (HN)<"), ("\"a 'b'\"", ">a 'b'<"), ("concat('a', 'b')", "value=\"concat('a', 'b')\"")]
    {
        let mut definition = plain();
        definition.survey[0].cells.push(cell("default", written));
        let (text, _) = to_xform(&definition);
        assert!(text.contains(expected), "{written}\n{text}");
    }
}

// A relative path in a predicate is one from the node that is tried; the row of the question is `current()` there.
#[test]
fn a_name_in_a_predicate_over_an_instance_is_seen_from_the_question() {
    let item = "instance('l')/root/item";
    let cases = [
        ("${a} + ${b}", "../../a + ../b".to_owned()),
        (
            "{item}[name = ${a} and label = ${b}]/label = ${b}",
            format!("{item}[name = current()/../../a and label = current()/../b ]/label = ../b"),
        ),
        (
            "{item}[name = {item}[name = ${a}]/label and label = ${b}]/label",
            format!("{item}[name = {item}[name = current()/../../a ]/label and label = current()/../b ]/label"),
        ),
        (
            "{item}[count({item}[label = 'x']) = 1][label = ${b}]/label",
            format!("{item}[count({item}[label = 'x']) = 1][label = current()/../b ]/label"),
        ),
        ("{item}[name = ']' and label = ${b}]/label", format!("{item}[name = ']' and label = current()/../b ]/label")),
        ("concat('instance(l)[', ${b})", "concat('instance(l)[', ../b )".to_owned()),
        ("concat({item}[1]/label, '[', ${b})", format!("concat({item}[1]/label, '[', ../b )")),
        ("{item}[name = ${out}]/label", format!("{item}[name = /data/out ]/label")),
    ];
    for (calculation, written) in cases {
        let calculation = calculation.replace("{item}", item);
        let mut definition = plain();
        definition.survey = vec![
            row(&[("type", "text"), ("name", "out"), ("label", "Out")]),
            row(&[("type", "begin_repeat"), ("name", "r"), ("label", "R")]),
            row(&[("type", "text"), ("name", "a"), ("label", "A")]),
            row(&[("type", "begin_group"), ("name", "g"), ("label", "G")]),
            row(&[("type", "select_one l"), ("name", "b"), ("label", "B")]),
            row(&[("type", "calculate"), ("name", "c"), ("calculation", &calculation)]),
            row(&[("type", "end_group")]),
            row(&[("type", "end_repeat")]),
        ];
        let (text, _) = to_xform(&definition);
        let bind = text.split("<bind ").find(|bind| bind.contains("nodeset=\"/data/r/g/c\"")).unwrap_or_default();
        let found = bind.split_once("calculate=\"").and_then(|(_, rest)| rest.split_once('"')).map_or(bind, |(found, _)| found);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&found.replace("&apos;", "'")), words(&written), "{calculation}");
    }
}

fn files(folder: &str) -> Vec<(String, String)> {
    let files = std::fs::read_dir(format!("{}/../../{folder}", env!("CARGO_MANIFEST_DIR"))).expect("a folder");
    files
        .map(|entry| entry.expect("a file").path())
        .map(|path| (path.to_string_lossy().into_owned(), std::fs::read_to_string(&path).expect("a text")))
        .collect()
}

/// The forms of the catalogue, of the suite, and one that ODK's converter wrote.
fn forms() -> Vec<Definition> {
    let mut forms: Vec<Definition> =
        files("crates/catalog/forms").iter().map(|(name, text)| from_toml(name, text).expect("a form")).collect();
    for (name, text) in files("tests/suite/engine") {
        let document = toml_edit::Document::parse(text).expect("TOML");
        let form = document.get("form").and_then(|form| form.as_str()).expect("a form").to_owned();
        let head = if form.contains("[settings]") { "" } else { "[settings]\nform_id = \"suite\"\nversion = \"1\"\n" };
        forms.push(from_toml(&name, &format!("{head}{form}")).expect("a form of the suite"));
    }
    forms.push(tham_ho().0);
    assert!(forms.len() > 15);
    forms
}

fn tham_ho() -> (Definition, Vec<Diagnostic>) {
    from_xform("tham_ho.xml", include_str!("xforms/tham_ho.xml")).expect("an XForm")
}

/// The lines of an XForm in an order of their own: where an element or attribute stands among its like says nothing here, nor
/// do spaces around names.
fn lines(text: &str) -> Vec<String> {
    let line = |line: &str| {
        let line = line.trim().replace("=\" ", "=\"");
        // The name of the element is a part of its own.
        let has_attributes = line.find(' ').is_some_and(|space| !line[..space].contains('>'));
        let line = if has_attributes { line.replacen(' ', "\" ", 1) } else { line };
        let mut parts: Vec<String> =
            line.trim_end_matches(['/', '>']).split("\" ").map(|part| part.trim_end_matches('"').replace(' ', "")).collect();
        // Where no language is said to be the default one, the first is.
        parts.retain(|part| part != "default=\"true()");
        parts.sort();
        parts.join(" ")
    };
    let mut lines: Vec<String> = text.lines().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn what_is_written_is_read_again() {
    for form in forms() {
        let (once, _) = to_xform(&form);
        let (again, told) = from_xform("a.xml", &once).unwrap_or_else(|errors| panic!("{}: {errors:?}\n{once}", form.file));
        assert_eq!(told, [], "{}", form.file);
        let (twice, told) = to_xform(&again);
        assert_eq!(told, [], "{}", form.file);
        let (once, twice) = (lines(&once), lines(&twice));
        let lost: Vec<&String> = once.iter().filter(|line| !twice.contains(line)).collect();
        let new: Vec<&String> = twice.iter().filter(|line| !once.contains(line)).collect();
        assert!(lost.is_empty() && new.is_empty(), "{}\nlost {lost:#?}\nnew {new:#?}", form.file);
    }
}

#[test]
fn an_xform_becomes_a_workbook() {
    let (definition, told) = tham_ho();
    assert_eq!(told, []);
    for name in ["a.xlsx", "a.md"] {
        let (bytes, told) = write(name, &definition).expect("a file");
        assert_eq!(told, [], "{name}");
        let (again, told) = read(name, &bytes).expect("a form");
        assert_eq!(told, [], "{name}");
        let (form, found) = compile(&again);
        let errors: Vec<_> = found.iter().chain(&check(&again)).filter(|each| each.level == Level::Error).cloned().collect();
        assert!(form.is_some() && errors.is_empty(), "{name}: {errors:?}");
        let types: Vec<&str> =
            again.survey.iter().map(|row| row.text("type")).filter(|each| each.starts_with("select") || *each == "rank viec").collect();
        assert_eq!(
            types,
            ["select_one tinh", "select_one xa", "select_multiple viec", "rank viec", "select_one_from_file thon.csv", "select_one"],
            "{name}"
        );
        let communes: Vec<Vec<&str>> = again
            .choices
            .iter()
            .filter(|row| row.text("list_name") == "xa")
            .map(|row| ["name", "label::Tiếng Việt (vi)", "label::English (en)", "tinh"].map(|column| row.text(column)).to_vec())
            .collect();
        assert_eq!(communes, [["a", "Xã A", "A", "ld"], ["b", "Xã B", "B", "hn"]], "{name}");
        let filters: Vec<&str> = again.survey.iter().map(|row| row.text("choice_filter")).filter(|filter| !filter.is_empty()).collect();
        assert_eq!(filters, ["tinh= /data/tinh", "xa= /data/xa"], "{name}");
        assert!(again.texts.is_empty(), "{name}: {:?}", again.texts);
    }
}

/// The same workbook, written as an XForm by ODK's converter and by us.
#[test]
fn a_workbook_becomes_what_the_fields_own_converter_makes_of_it() {
    let (definition, told) = read("tham_ho.xlsx", include_bytes!("workbooks/tham_ho.xlsx")).expect("a form");
    assert_eq!(told, []);
    let (ours, told) = to_xform(&definition);
    assert_eq!(told, []);
    let (ours, theirs) = (lines(&ours), lines(include_str!("xforms/tham_ho.xml")));
    let lost: Vec<&String> = theirs.iter().filter(|line| !ours.contains(line)).collect();
    let new: Vec<&String> = ours.iter().filter(|line| !theirs.contains(line)).collect();
    assert!(lost.is_empty() && new.is_empty(), "lost {lost:#?}\nnew {new:#?}");
}
