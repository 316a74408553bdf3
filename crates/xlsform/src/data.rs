//! Data that stands in files beside a form: CSV, XML and GeoJSON as secondary instances.
//!
//! Which files a form names, and what becomes of their bytes. Where they come from is the caller's business.

use phieu_form::{Data, Definition, Element, Place};
use serde_json::Value as Json;

use crate::types::row_type;
use crate::{SyntaxError, xml};

/// A file of data has at most this many rows.
pub const MOST_DATA_ROWS: usize = 200_000;

/// The names of the files that a form takes data from, each once, as it writes them.
pub fn files(definition: &Definition) -> Vec<String> {
    let mut files: Vec<String> = Vec::new();
    for row in &definition.survey {
        let written = row_type(row.text("type"));
        let mut words = written.split_whitespace();
        match words.next().unwrap_or_default() {
            "csv-external" => files.push(format!("{}.csv", row.text("name"))),
            "xml-external" => files.push(format!("{}.xml", row.text("name"))),
            "select_one_from_file" | "select_multiple_from_file" => files.extend(words.next().map(str::to_owned)),
            _ => {}
        }
        files.extend(row.cells.iter().flat_map(|cell| pulled(&cell.text)));
    }
    let sources = definition.data.iter().filter(|data| data.root.is_none()).filter_map(|data| data.source.rsplit('/').next());
    files.extend(sources.filter(|name| name.contains('.')).map(str::to_owned));
    let there = |name: &String| definition.data.iter().any(|data| data.id == stem(name) && data.root.is_some());
    files.retain(|name| !there(name));
    files.sort();
    files.dedup();
    files
}

/// `pulldata('id', …)` reads `id.csv`.
fn pulled(text: &str) -> Vec<String> {
    let calls = text.match_indices("pulldata(").map(|(index, found)| &text[index + found.len()..]);
    let arguments = calls.map(|after| after.split([',', ')']).next().unwrap_or_default().trim());
    let quoted = arguments.filter(|argument| argument.starts_with(['\'', '"']) && argument.len() > 2);
    quoted.map(|argument| format!("{}.csv", argument.trim_matches(['\'', '"']))).collect()
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Puts a file's data into a form, under the file's name without its ending. What cannot be read is told with its place.
pub fn attach(definition: &mut Definition, name: &str, bytes: &[u8]) -> Result<(), Vec<SyntaxError>> {
    let failed = |row: u32, message: String| vec![SyntaxError { file: name.to_owned(), place: Place { row, column: 1 }, message }];
    let text = std::str::from_utf8(bytes).map_err(|_| failed(1, "expected text in UTF-8".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let root = match ending.as_str() {
        "csv" => from_csv(text).map_err(|(row, message)| failed(row, message))?,
        "xml" => xml::parse(name, text)?.to_element(),
        "geojson" => from_geojson(text).map_err(|message| failed(1, message))?,
        _ => return Err(failed(1, format!("expected a file that ends in .csv, .xml or .geojson, found `{name}`"))),
    };
    let id = stem(name).to_owned();
    match definition.data.iter_mut().find(|data| data.id == id) {
        Some(data) => data.root = Some(root),
        None => definition.data.push(Data { id, source: name.to_owned(), root: Some(root) }),
    }
    Ok(())
}

fn leaf(name: &str, text: String) -> Element {
    Element { name: name.to_owned(), text, ..Element::default() }
}

fn root(items: Vec<Element>) -> Element {
    Element { name: "root".into(), children: items, ..Element::default() }
}

fn item(children: Vec<Element>) -> Element {
    Element { name: "item".into(), children, ..Element::default() }
}

/// `root/item`, an element for each column.
fn from_csv(text: &str) -> Result<Element, (u32, String)> {
    let head = text.lines().next().unwrap_or_default();
    let delimiter =
        [b',', b';', b'\t', b'|'].into_iter().max_by_key(|each| head.bytes().filter(|byte| byte == each).count()).unwrap_or(b',');
    // Of those that are equally frequent the last would be taken; a file of one column has commas.
    let delimiter = if head.as_bytes().contains(&delimiter) { delimiter } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let wrong = |error: csv::Error| (error.position().map_or(1, |position| position.line() as u32), error.to_string());
    let headings: Vec<String> = reader.headers().map_err(wrong)?.iter().map(|heading| heading.trim().to_owned()).collect();
    let mut items = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        if items.len() == MOST_DATA_ROWS {
            return Err((items.len() as u32 + 2, format!("at most {MOST_DATA_ROWS} rows are read")));
        }
        items.push(item(headings.iter().zip(&record).map(|(heading, text)| leaf(heading, text.to_owned())).collect()));
    }
    Ok(root(items))
}

/// `root/item` for each feature, with `geometry`, `id` and its properties (ODK: select from map).
fn from_geojson(text: &str) -> Result<Element, String> {
    let json: Json = serde_json::from_str(text).map_err(|error| format!("this is no JSON: {error}"))?;
    let features = json["features"].as_array().ok_or("expected a GeoJSON FeatureCollection with `features`")?;
    if features.len() > MOST_DATA_ROWS {
        return Err(format!("at most {MOST_DATA_ROWS} rows are read"));
    }
    let mut items = Vec::new();
    for feature in features {
        let mut children = vec![leaf("geometry", geometry(&feature["geometry"]))];
        let properties = feature["properties"].as_object().into_iter().flatten();
        if !feature["id"].is_null() {
            children.push(leaf("id", plain(&feature["id"])));
        }
        children
            .extend(properties.filter(|(name, _)| feature["id"].is_null() || *name != "id").map(|(name, value)| leaf(name, plain(value))));
        items.push(item(children));
    }
    Ok(root(items))
}

fn plain(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// ODK writes latitude first, then longitude, altitude and accuracy; of a polygon its outer line.
fn geometry(json: &Json) -> String {
    let point = |pair: &Json| format!("{} {} 0 0", plain(&pair[1]), plain(&pair[0]));
    let line = |points: &Json| points.as_array().into_iter().flatten().map(point).collect::<Vec<_>>().join("; ");
    match json["type"].as_str() {
        Some("Point") => point(&json["coordinates"]),
        Some("LineString") => line(&json["coordinates"]),
        Some("Polygon") => line(&json["coordinates"][0]),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::from_markdown;

    const FORM: &str = "| survey |\n| | type | name | label | calculation |\n| | select_one_from_file towns.csv | town | Town | |\n\
                        | | csv-external | people | | |\n| | calculate | head | | pulldata('heads', 'name', 'key', ${town}) |\n";

    fn items(name: &str, text: &str) -> Vec<Vec<(String, String)>> {
        let mut definition = Definition::default();
        attach(&mut definition, name, text.as_bytes()).expect("data");
        let root = definition.data.remove(0).root.expect("a root");
        root.children.iter().map(|item| item.children.iter().map(|leaf| (leaf.name.clone(), leaf.text.clone())).collect()).collect()
    }

    #[test]
    fn a_form_names_its_files() {
        let (mut definition, _) = from_markdown("a.md", FORM);
        assert_eq!(files(&definition), ["heads.csv", "people.csv", "towns.csv"]);
        attach(&mut definition, "towns.csv", b"name,label\nx,X\n").expect("data");
        assert_eq!(files(&definition), ["heads.csv", "people.csv"]);
    }

    #[test]
    fn rows_become_items() {
        let expected = vec![vec![("name".to_owned(), "x".to_owned()), ("label".to_owned(), "Xã, một".to_owned())]];
        assert_eq!(items("a.csv", "\u{feff}name,label\r\nx,\"Xã, một\"\r\n"), expected);
        assert_eq!(items("a.csv", "name;label\nx;Xã, một\n"), expected);
        assert_eq!(items("a.csv", "name\tlabel\nx\tXã, một\n"), expected);
        assert_eq!(items("a.xml", "<root><item><name>x</name><label>Xã, một</label></item></root>"), expected);
    }

    #[test]
    fn features_become_items() {
        let text = r#"{"features":[{"id":7,"geometry":{"type":"Point","coordinates":[108.4,11.9]},"properties":{"title":"Đà Lạt"}}]}"#;
        let pairs = [("geometry", "11.9 108.4 0 0"), ("id", "7"), ("title", "Đà Lạt")];
        assert_eq!(items("a.geojson", text), [pairs.map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec()]);
    }

    #[test]
    fn data_has_as_many_rows_as_are_read() {
        let csv = |rows: usize| format!("a\n{}", "1\n".repeat(rows));
        let geojson = |rows: usize| format!("{{\"features\":[{}{{}}]}}", "{},".repeat(rows - 1));
        for (name, text) in [("a.csv", csv as fn(usize) -> String), ("a.geojson", geojson)] {
            let read = |rows: usize| attach(&mut Definition::default(), name, text(rows).as_bytes());
            assert_eq!(read(MOST_DATA_ROWS), Ok(()));
            let errors = read(MOST_DATA_ROWS + 1).expect_err(name);
            assert_eq!(errors[0].message, "at most 200000 rows are read");
        }
    }

    #[test]
    fn what_is_no_data_is_told() {
        for (name, bytes) in [("a.csv", &b"\xff"[..]), ("a.xml", b"<a"), ("a.geojson", b"[]"), ("a.txt", b"")] {
            assert!(attach(&mut Definition::default(), name, bytes).is_err(), "{name}");
        }
    }
}
