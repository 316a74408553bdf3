//! A form keeps every cell on its way from one spelling to the next and back.

use phieu_form::{Cell, Definition, Row};
use phieu_xlsform::{from_toml, headings, read, types, write};

/// Every form of the catalogue and of the suite, what no author writes on purpose, and forms made at random.
fn forms() -> Vec<Definition> {
    let mut forms = catalogue();
    assert!(forms.len() > 2);
    let suites = suites();
    assert!(suites.len() > 10);
    forms.extend(suites);
    forms.push(nasty());
    forms.extend((1..=60).map(random));
    forms
}

fn files(folder: &str) -> Vec<(String, String)> {
    let files = std::fs::read_dir(format!("{}/../../{folder}", env!("CARGO_MANIFEST_DIR"))).expect("a folder");
    let mut files: Vec<std::path::PathBuf> = files.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files.into_iter().map(|path| (path.to_string_lossy().into_owned(), std::fs::read_to_string(&path).expect("a text"))).collect()
}

fn catalogue() -> Vec<Definition> {
    files("crates/catalog/forms").into_iter().map(|(name, text)| from_toml(&name, &text).expect("a form of the catalogue")).collect()
}

/// The forms inside the files of the suite.
fn suites() -> Vec<Definition> {
    let form = |(name, text): (String, String)| {
        let document = toml_edit::Document::parse(text).expect("TOML");
        let form = document.get("form").and_then(|form| form.as_str()).expect("a form").to_owned();
        let head = if form.contains("[settings]") { "" } else { "[settings]\nform_id = \"suite\"\nversion = \"1\"\n" };
        from_toml(&name, &format!("{head}{form}")).expect("a form of the suite")
    };
    files("tests/suite/engine").into_iter().map(form).collect()
}

/// A form with a few of all columns and of texts that are hard to write, the same for the same number.
fn random(seed: u64) -> Definition {
    const SURVEY: [&str; 16] = [
        "label",
        "label::vi",
        "label::Tiếng Việt (vi)",
        "hint::en",
        "guidance_hint::vi",
        "constraint_message",
        "required_message::vi",
        "media::image::vi",
        "media::big-image",
        "appearance",
        "bind::odk:length",
        "body::accuracyThreshold",
        "instance::abc",
        "unit::vi",
        "note",
        "code",
    ];
    const TEXTS: [&str; 22] = [
        "a",
        " trước và sau ",
        "dòng 1\ndòng 2",
        "a\r\nb",
        "tab\tở giữa",
        "\"nháy\" 'đơn' “cong” ‘cong’",
        "\\ gạch \\| đứng |",
        "= 1 + 1",
        "'",
        "0012",
        "1.0",
        "TRUE",
        "2026-03-15",
        "#N/A!",
        "_x0041_ _x000D_",
        "<b>&amp;</b> ]]> <!--",
        "\u{1F600}\u{a0}\u{301}",
        "${a} ${b}",
        "e\u{323}\u{302} ế",
        "[[survey]]",
        "---",
        "\u{2028}\u{200b}",
    ];
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut next = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    let cell = |column: &str, text: &str| Cell { column: column.to_owned(), text: text.to_owned(), place: Default::default() };
    let mut row = |first: [(&str, String); 2], columns: &[&str]| {
        let mut cells: Vec<Cell> = first.iter().map(|(column, text)| cell(column, text)).collect();
        for column in columns {
            if next(3) == 0 {
                let text = TEXTS[next(TEXTS.len())];
                // Only texts for people keep what nobody sees, and quotes that curl.
                let is_text =
                    ["label", "hint", "guidance", "constraint", "required", "media", "unit", "note", "code", "form_title", "message"];
                let visible = text.replace(['\u{a0}', '\u{200b}', '“', '”', '‘', '’'], "");
                cells.push(cell(column, if is_text.iter().any(|head| column.starts_with(head)) { text } else { &visible }));
            }
        }
        Row { place: Default::default(), cells }
    };
    Definition {
        settings: row(
            [("form_id", format!("r{seed}")), ("version", "1".into())],
            &["form_title", "form_title::vi", "note", "attribute::abc"],
        ),
        survey: (0..5).map(|number| row([("type", "text".into()), ("name", format!("q{number}"))], &SURVEY)).collect(),
        choices: (0..4)
            .map(|number| row([("list_name", "l".into()), ("name", number.to_string())], &["label::vi", "label", "xã", "media::audio"]))
            .collect(),
        rules: (0..2).map(|number| row([("id", format!("R{number}")), ("severity", "error".into())], &["message::vi", "note"])).collect(),
        texts: (0..2)
            .map(|number| row([("id", format!("t{number}")), ("label::vi", "x".into())], &["label::en", "media::image::vi"]))
            .collect(),
        ..Definition::default()
    }
}

/// Cells that no author writes on purpose.
fn nasty() -> Definition {
    let cell = |column: &str, text: &str| Cell { column: column.to_owned(), text: text.to_owned(), place: Default::default() };
    let row = |cells: Vec<Cell>| Row { place: Default::default(), cells };
    Definition {
        settings: row(vec![cell("form_id", "a \"b\" \\ c"), cell("version", "1.0")]),
        survey: vec![
            row(vec![cell("type", "text"), cell("name", "x"), cell("label", "= 1 + 1"), cell("label::Tiếng Việt (vi)", "Đường | ngang")]),
            row(vec![
                cell("type", "note"),
                cell("name", "y"),
                cell("media::image::vi", "a.png"),
                cell("hint", "0012"),
                cell("hint::en", "'"),
            ]),
        ],
        choices: vec![row(vec![cell("list_name", "l"), cell("name", "007"), cell("label", "\u{1F600} \u{7}"), cell("Tỉnh", "TRUE")])],
        actions: vec![row(vec![cell("action", "setvalue"), cell("event", "odk-instance-load")])],
        texts: vec![row(vec![cell("id", "a:b"), cell("label::vi", "<b>")])],
        ..Definition::default()
    }
}

/// The headings and texts of a row.
type Cells = Vec<(String, String)>;

/// The rows of every sheet in one spelling; the order of cells in a row says nothing.
fn content(definition: &Definition) -> Vec<(&'static str, Vec<Cells>)> {
    let settings = std::slice::from_ref(&definition.settings);
    let sheets = definition.sheets().into_iter().chain([(phieu_form::Sheet::Settings, settings)]);
    let rows = |sheet: phieu_form::Sheet, rows: &[Row]| {
        let row = |row: &Row| {
            let mut cells: Vec<(String, String)> = row
                .cells
                .iter()
                .filter(|cell| !cell.text.trim().is_empty())
                .map(|cell| {
                    let column = headings::heading(sheet, &cell.column);
                    let is_type = column == "type" && sheet == phieu_form::Sheet::Survey;
                    let text = if is_type { types::row_type(&cell.text) } else { cell.text.clone() };
                    (column, text)
                })
                .collect();
            cells.sort();
            cells
        };
        rows.iter().map(row).collect()
    };
    sheets.map(|(sheet, each)| (sheet.name(), rows(sheet, each))).collect()
}

fn through(name: &str, definition: &Definition) -> Definition {
    let (bytes, told) = write(name, definition).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(told, [], "{name}");
    let (read, told) = read(name, &bytes).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
    assert_eq!(told, [], "{name}");
    read
}

#[test]
fn toml_keeps_every_cell_as_it_is() {
    for form in forms() {
        let again = through("a.toml", &form);
        let cells = |definition: &Definition| serde_json::to_value(Definition { file: String::new(), ..definition.clone() }).expect("JSON");
        assert_eq!(cells(&again), cells(&form), "{}", form.file);
    }
}

#[test]
fn excel_keeps_every_cell() {
    for form in forms().into_iter().filter(|form| form.data.is_empty() && form.initial.is_none()) {
        let again = through("a.xlsx", &form);
        assert_eq!(content(&again), content(&form), "{}", form.file);
        assert_eq!(content(&through("a.toml", &again)), content(&form), "{} back as TOML", form.file);
    }
}

#[test]
fn markdown_keeps_every_cell_of_a_catalogue_form() {
    for form in catalogue().iter() {
        let squeezed = |definition: &Definition| {
            let mut content = content(definition);
            content.iter_mut().flat_map(|(_, rows)| rows).flatten().for_each(|(_, text)| *text = text.replace(['\n', '\r'], " "));
            content
        };
        assert_eq!(squeezed(&through("a.md", form)), squeezed(form), "{}", form.file);
    }
}

#[test]
fn what_a_workbook_has_no_place_for_is_told() {
    let text = "[settings]\nform_id = \"a\"\n[[data]]\nid = \"towns\"\nxml = \"<root><item><name lang='vi'>x</name></item></root>\"\n[initial]\nxml = \"<data/>\"\n";
    let form = from_toml("a.toml", text).expect("a form");
    assert_eq!(form.data[0].root.as_ref().map(|root| root.children.len()), Some(1));
    let (_, told) = write("a.xlsx", &form).expect("it can be written");
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn the_same_form_is_the_same_file() {
    let form = nasty();
    assert_eq!(write("a.xlsx", &form).expect("a file").0, write("a.xlsx", &form).expect("a file").0);
}
