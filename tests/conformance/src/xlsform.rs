//! Conversions of XLSForms: whether a form is accepted, the XForm that it becomes, and assertions over that.
//!
//! What is mapped: `args.md` is read as Markdown sheets, `ss_structure` as the same sheets given as rows; `args.name` is the name
//! of the root element, and the file is called `data`, as in the recording. A form is accepted when reading it, checking
//! it and compiling it find no error; what phieu can convert but not fill in does not count as one. Texts of errors and
//! warnings are not compared. Assertions are those over the XForm: paths that match, counts, exact values, and pieces of text,
//! which are compared tag by tag with sorted attributes. Two XForms are the same when their elements, attributes and
//! trimmed texts are.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Result;
use phieu_form::{Cell, Definition, Diagnostic, Level, Place};
use phieu_xlsform::{Grid, GridCell, assemble, check, from_markdown, from_xform, to_xform};
use phieu_xpath::{Kind, Node, Value, World, parse};
use serde_json::Value as Json;

use crate::document::Document;
use crate::vectors::{self, text};

/// How the conversions went.
#[derive(Default)]
pub struct Outcome {
    /// Accepted where it was accepted, refused where it was refused.
    pub verdict_agrees: usize,
    /// The same XForm.
    pub same_xform: usize,
    /// Assertions that hold.
    pub assertions_held: usize,
    /// All assertions.
    pub assertions: usize,
    /// Written XForms that cannot be read again.
    pub malformed: usize,
    /// All conversions.
    pub total: usize,
    /// The tests whose verdict differs, with what was found.
    pub left: Vec<(String, String)>,
    /// The tests whose XForm is another one, with where they part.
    pub apart: Vec<(String, String)>,
    /// Assertions that do not hold.
    pub broken: Vec<(String, String)>,
}

/// Replays the conversions of a folder.
pub fn run(folder: &Path) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for case in vectors::lines(folder, "xlsform.jsonl.gz")?.iter().filter(|case| text(&case["status"]) != "fail") {
        if case["args"]["md"].is_null() && case["args"]["ss_structure"].is_null() {
            // Built from the converter's own objects: there is nothing to read.
            continue;
        }
        outcome.total += 1;
        let test = text(&case["test"]).to_owned();
        let (definition, errors) = convert(case);
        let errored = case["args"]["errored"] == Json::Bool(true);
        if errors.is_empty() == errored {
            let found = errors.first().map_or_else(|| "accepted, recorded as refused".to_owned(), |error| format!("refused: {error}"));
            outcome.left.push((test.clone(), found));
        } else {
            outcome.verdict_agrees += 1;
        }
        if errored {
            continue;
        }
        let (xform, _) = to_xform(&definition);
        if from_xform("written.xml", &xform).is_err() {
            outcome.malformed += 1;
        }
        match case["xform"].as_str().map(|recorded| apart(&canonical(recorded), &canonical(&xform))) {
            Some(None) => outcome.same_xform += 1,
            Some(Some(difference)) => outcome.apart.push((test.clone(), difference)),
            None => {}
        }
        for (what, held) in assertions(&case["args"], &xform) {
            outcome.assertions += 1;
            if held {
                outcome.assertions_held += 1;
            } else {
                outcome.broken.push((test.clone(), what));
            }
        }
    }
    Ok(outcome)
}

/// The definition, and every error found in it.
fn convert(case: &Json) -> (Definition, Vec<String>) {
    let args = &case["args"];
    let (mut definition, told) = match args["md"].as_str() {
        Some(markdown) => from_markdown("data.md", markdown),
        None => assemble("data.md", &grids(&args["ss_structure"])),
    };
    let name = args["name"].as_str().unwrap_or("test_name");
    if definition.settings.cell("name").is_none() {
        definition.settings.cells.push(Cell { column: "name".into(), text: name.to_owned(), place: Place::default() });
    }
    let (_, compiled) = phieu_form::compile(&definition);
    let all: Vec<Diagnostic> = told.into_iter().chain(check(&definition)).chain(compiled).collect();
    let errors = all.iter().filter(|each| each.level == Level::Error && !each.is_unsupported());
    (definition, errors.map(ToString::to_string).collect())
}

/// Sheets given as lists of objects.
fn grids(sheets: &Json) -> Vec<Grid> {
    let sheets = sheets.as_object().into_iter().flatten();
    sheets.map(|(name, rows)| grid(name, rows.as_array().map(Vec::as_slice).unwrap_or_default())).collect()
}

fn grid(name: &str, rows: &[Json]) -> Grid {
    let mut headings: Vec<&String> = Vec::new();
    for (heading, _) in rows.iter().filter_map(Json::as_object).flatten() {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    let cell = |row: u32, column: usize, text: &str| GridCell { text: text.to_owned(), place: Place { row, column: column as u32 + 1 } };
    let head = headings.iter().enumerate().map(|(column, heading)| cell(1, column, heading)).collect();
    let body = (2..).zip(rows).map(|(number, row)| {
        let cells = headings.iter().enumerate().filter_map(|(column, heading)| Some(cell(number, column, row[heading.as_str()].as_str()?)));
        cells.collect()
    });
    Grid { name: name.to_owned(), rows: std::iter::once(head).chain(body).collect() }
}

/// Every assertion over the XForm, and whether it holds.
fn assertions(args: &Json, xform: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let world = Document::read(xform).ok();
    let list = |name: &str| args[name].as_array().cloned().unwrap_or_default();
    for path in list("xml__xpath_match") {
        let held = world.as_ref().is_some_and(|world| strings(world, text(&path)).is_some_and(|found| found.len() == 1));
        found.push((format!("match {path}"), held));
    }
    for pair in list("xml__xpath_count") {
        let held = world.as_ref().and_then(|world| strings(world, text(&pair[0]))).map(|found| found.len() as u64) == pair[1].as_u64();
        found.push((format!("count {pair}"), held));
    }
    for pair in list("xml__xpath_exact") {
        let wanted: BTreeSet<String> = pair[1].as_array().into_iter().flatten().map(|each| text(each).to_owned()).collect();
        let as_xml: BTreeSet<String> = wanted.iter().map(|each| tags(each)).collect();
        let got = world.as_ref().and_then(|world| strings(world, text(&pair[0])));
        let got_xml = world.as_ref().and_then(|world| pieces(world, text(&pair[0])));
        let held = got.is_some_and(|got| got.into_iter().collect::<BTreeSet<String>>() == wanted)
            || got_xml.is_some_and(|got| got.iter().map(|each| tags(each)).collect::<BTreeSet<String>>() == as_xml);
        found.push((format!("exact {pair}"), held));
    }
    let whole = tags(xform);
    let part = |name: &str| between(xform, name).map(tags).unwrap_or_default();
    for (name, place, wanted) in [
        ("xml__contains", whole.clone(), true),
        ("model__contains", part("model"), true),
        ("instance__contains", part("instance"), true),
        ("itext__contains", part("itext"), true),
        ("xml__excludes", whole, false),
        ("model__excludes", part("model"), false),
        ("itext__excludes", part("itext"), false),
    ] {
        for piece in list(name) {
            found.push((format!("{name} {piece}"), place.contains(&tags(text(&piece))) == wanted));
        }
    }
    found
}

/// The string values of the nodes of a path.
fn strings(world: &Document, path: &str) -> Option<Vec<String>> {
    let node = world.document();
    match parse(&unprefixed(path.trim())).ok()?.evaluate(world, node, node).ok()? {
        Value::Nodes(nodes) => Some(nodes.into_iter().map(|node| world.text(node).into_owned()).collect()),
        value => Some(vec![value.to_text(world)]),
    }
}

/// The nodes of a path as XML, as the recorded test compares them: elements with what is in them, attributes escaped.
fn pieces(world: &Document, path: &str) -> Option<Vec<String>> {
    let node = world.document();
    match parse(&unprefixed(path.trim())).ok()?.evaluate(world, node, node).ok()? {
        Value::Nodes(nodes) => Some(nodes.into_iter().map(|node| piece(world, node)).collect()),
        _ => None,
    }
}

fn piece(world: &Document, node: Node) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if world.kind(node) != Kind::Element {
        return escaped(&world.text(node));
    }
    let name = |node: Node| match world.prefix_of(node) {
        Some(prefix) => format!("{prefix}:{}", world.name(node)),
        None => world.name(node).to_owned(),
    };
    let (mut attributes, mut children) = (Vec::new(), Vec::new());
    world.attributes(node, &mut attributes);
    world.children(node, &mut children);
    let attributes: String =
        attributes.into_iter().map(|each| format!(" {}=\"{}\"", name(each), escaped(&world.text(each)).replace('"', "&quot;"))).collect();
    let inside: String = children.into_iter().map(|child| piece(world, child)).collect();
    match inside.is_empty() {
        true => format!("<{}{attributes}/>", name(node)),
        false => format!("<{0}{attributes}>{inside}</{0}>", name(node)),
    }
}

/// The document's own namespace has no prefix here; the recorded paths call it `x`.
fn unprefixed(path: &str) -> String {
    let path = &path.replace("'http://www.w3.org/2002/xforms'", "''");
    let mut written = String::new();
    for (index, character) in path.char_indices() {
        let begins = character == 'x'
            && path[index..].starts_with("x:")
            && !written.ends_with(|last: char| last.is_alphanumeric() || "-_'".contains(last));
        let is_colon = character == ':'
            && path[..index].ends_with('x')
            && path[index + 1..].starts_with(|next: char| next.is_alphabetic() || next == '*')
            && {
                let before = &path[..index - 1];
                !before.ends_with(|last: char| last.is_alphanumeric() || "-_'".contains(last))
            };
        if !begins && !is_colon {
            written.push(character);
        }
    }
    written
}

fn between<'x>(xform: &'x str, name: &str) -> Option<&'x str> {
    let start = xform.find(&format!("<{name}"))?;
    let end = xform[start..].find(&format!("</{name}>")).map(|end| start + end + name.len() + 3)?;
    xform.get(start..end)
}

/// Tags with their attributes sorted and texts trimmed, one after the other.
fn tags(xml: &str) -> String {
    let mut written = String::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once('<') {
        written.push_str(&squeezed(before));
        let Some((tag, after)) = after.split_once('>') else {
            // A piece that ends inside a tag.
            written.push_str(sorted(after).trim_end_matches('>'));
            rest = "";
            break;
        };
        written.push_str(&sorted(tag));
        rest = after;
    }
    written + &squeezed(rest)
}

/// A tag with sorted attributes.
fn sorted(tag: &str) -> String {
    let (tag, end) = tag.strip_suffix('/').map_or((tag, ""), |tag| (tag, "/"));
    let mut pieces: Vec<String> = Vec::new();
    let mut quote = None;
    let mut piece = String::new();
    for character in tag.chars() {
        match (quote, character) {
            (None, '"' | '\'') => {
                quote = Some(character);
                piece.push('"');
            }
            (Some(open), character) if open == character => {
                quote = None;
                piece.push('"');
            }
            (None, character) if character.is_whitespace() => {
                pieces.extend(Some(std::mem::take(&mut piece)).filter(|piece| !piece.is_empty()))
            }
            // Runs of whitespace in a value say no more than one space.
            (Some(_), character) if character.is_whitespace() && piece.ends_with(' ') => {}
            (Some(_), character) if character.is_whitespace() => piece.push(' '),
            (_, character) => piece.push(character),
        }
    }
    pieces.extend(Some(piece).filter(|piece| !piece.is_empty()));
    if let Some((_, attributes)) = pieces.split_first_mut() {
        attributes.sort_by_key(|attribute| (attribute.split('=').next().is_some_and(|name| name.contains(':')), attribute.clone()));
    }
    format!("<{}{end}>", pieces.join(" "))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where two XForms part, some tags of each; `None` where they are the same.
fn apart(recorded: &str, written: &str) -> Option<String> {
    let [recorded, written]: [Vec<&str>; 2] = [recorded, written].map(|each| each.split_inclusive('>').collect());
    let place = (0..recorded.len().max(written.len())).find(|place| recorded.get(*place) != written.get(*place))?;
    let some = |tags: &[&str]| tags[place.saturating_sub(1).min(tags.len())..(place + 3).min(tags.len())].concat();
    Some(format!("recorded {} | written {}", some(&recorded), some(&written)))
}

/// An XForm without the order of attributes and the whitespace around texts.
fn canonical(xform: &str) -> String {
    let body = xform.split_once("?>").map_or(xform, |(_, body)| body);
    tags(body).replace("&#10;", " ").replace("&apos;", "'").replace("></input>", "/>")
}
