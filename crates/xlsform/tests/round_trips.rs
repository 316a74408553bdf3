//! A form keeps every cell on its way from one spelling to the next and back.

use phieu_form::{Cell, Definition, Row};
use phieu_xlsform::{from_toml, headings, read, types, write};

/// Every form of the catalogue.
fn forms() -> Vec<Definition> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../catalog/forms");
    let files = std::fs::read_dir(folder).expect("the catalogue").map(|entry| entry.expect("a file").path());
    let mut forms: Vec<Definition> = files
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a form");
            from_toml(&path.to_string_lossy(), &text).expect("a form of the catalogue")
        })
        .collect();
    forms.push(nasty());
    assert!(forms.len() > 3);
    forms
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
                    let text = if is_type { types::row_type(&cell.text) } else { cell.text.trim().replace('\u{7}', "") };
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
    for form in forms() {
        let again = through("a.xlsx", &form);
        assert_eq!(content(&again), content(&form), "{}", form.file);
        assert_eq!(content(&through("a.toml", &again)), content(&form), "{} back as TOML", form.file);
    }
}

#[test]
fn markdown_keeps_every_cell_of_a_catalogue_form() {
    for form in forms().iter().filter(|form| !form.file.is_empty()) {
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
    let text = "[settings]\nform_id = \"a\"\n[[data]]\nid = \"towns\"\nxml = \"<root><item><name>x</name></item></root>\"\n[initial]\nxml = \"<data/>\"\n";
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
