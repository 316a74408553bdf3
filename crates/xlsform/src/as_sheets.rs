//! A form that came from an XForm, as sheets say it: its secondary instances as lists of choices and files, its itemsets as the
//! selects that name them.
//!
//! An XForm says where choices come from as a path to nodes, and so does the definition that is read from it. Authors want
//! lists. What has no such form stays as it is and is told by whoever writes.

use std::collections::{BTreeMap, BTreeSet};

use phieu_form::{Cell, Data, Definition, Element, Place, Row};

/// The form with as much as possible said by sheets; what stays in `data` no sheet has a place for.
pub fn as_sheets(definition: &Definition) -> Definition {
    let mut sheets = Sheets { definition: definition.clone(), lists: BTreeMap::new(), taken: BTreeSet::new() };
    let data = std::mem::take(&mut sheets.definition.data);
    let (lists, others): (Vec<Data>, Vec<Data>) = data.into_iter().partition(|data| sheets.is_list(data));
    lists.iter().for_each(|data| sheets.list(data));
    let left = others.into_iter().filter(|data| !sheets.file(data)).collect();
    for index in 0..sheets.definition.survey.len() {
        sheets.select(index);
    }
    let Sheets { mut definition, taken, .. } = sheets;
    definition.data = left;
    definition.texts.retain(|row| !taken.contains(row.text("id")));
    definition
}

struct Sheets {
    definition: Definition,
    /// The ids of instances that sheets have a place for, with the file they come from; none for a list.
    lists: BTreeMap<String, Option<String>>,
    /// The texts that labels of choices have taken over.
    taken: BTreeSet<String>,
}

/// Where a select's choices come from: an instance, a condition on its items, and whether they are mixed.
struct Source {
    id: String,
    filter: String,
    /// The seed; empty for none. Not mixed at all: none.
    random: Option<String>,
}

impl Sheets {
    /// Whether an instance can be rows of the choices sheet: items of plain elements with a `name`, and every question that
    /// takes its choices from it takes them in the usual way.
    fn is_list(&self, data: &Data) -> bool {
        let Some(root) = data.root.as_ref().filter(|root| data.source.is_empty() && root.name == "root" && !root.children.is_empty())
        else {
            return false;
        };
        let is_leaf = |each: &Element| each.children.is_empty() && each.attributes.is_empty() && each.name != "list_name";
        let is_row = |item: &Element| {
            let names: BTreeSet<&str> = item.children.iter().map(|each| each.name.as_str()).collect();
            let named = item.children.iter().any(|each| each.name == "name" && !each.text.trim().is_empty());
            item.name == "item"
                && item.attributes.is_empty()
                && named
                && names.len() == item.children.len()
                && item.children.iter().all(is_leaf)
        };
        root.attributes.is_empty() && root.children.iter().all(is_row) && self.is_asked_as_list(&data.id)
    }

    fn is_asked_as_list(&self, id: &str) -> bool {
        let mentions = |text: &str| text.contains(&format!("instance('{id}')")) || text.contains(&format!("instance(\"{id}\")"));
        let rows = self.definition.survey.iter();
        rows.flat_map(|row| row.cells.iter().map(move |cell| (row, cell))).filter(|(_, cell)| mentions(&cell.text)).all(|(row, cell)| {
            if cell.column != "itemset" {
                return !cell.text.contains("itextId");
            }
            let (value, label) = value_and_label(row);
            source(&cell.text).is_some_and(|source| source.id == id) && value == "name" && matches!(label, "label" | "jr:itext(itextId)")
        })
    }

    /// Rows of the choices sheet, with the texts that their labels name.
    fn list(&mut self, data: &Data) {
        let place = Place::default();
        for item in data.root.iter().flat_map(|root| &root.children) {
            let mut row = Row { place, cells: vec![cell("list_name", &data.id)] };
            for leaf in &item.children {
                match self.definition.texts.iter().find(|text| leaf.name == "itextId" && text.text("id") == leaf.text.trim()) {
                    Some(text) => {
                        row.cells.extend(text.cells.iter().filter(|each| each.column != "id").cloned());
                        self.taken.insert(leaf.text.trim().to_owned());
                    }
                    None if leaf.text.trim().is_empty() => {}
                    None => row.cells.push(cell(&leaf.name, &leaf.text)),
                }
            }
            self.definition.choices.push(row);
        }
        let mut names = BTreeSet::new();
        let twice =
            self.definition.choices.iter().any(|row| !names.insert((row.text("list_name").to_owned(), row.text("name").to_owned())));
        if twice && self.definition.settings.cell("allow_choice_duplicates").is_none() {
            self.definition.settings.cells.push(cell("allow_choice_duplicates", "yes"));
        }
        self.lists.insert(data.id.clone(), None);
    }

    /// A file that a select or a row of its own can name: `jr://file-csv/towns.csv` with the id `towns`.
    fn file(&mut self, data: &Data) -> bool {
        let name = data.source.rsplit('/').next().unwrap_or_default();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        if data.root.is_some() || stem != data.id || !data.source.starts_with("jr://file") {
            return false;
        }
        let usable = |row: &Row| row.cell("itemset").and_then(|cell| source(&cell.text)).is_some_and(|source| source.id == data.id);
        let selected = self.definition.survey.iter().any(usable);
        let is_free = !self.definition.survey.iter().any(|row| row.text("name") == data.id);
        let declared = selected || (matches!(ending, "csv" | "xml") && is_free);
        if !selected && declared {
            let row = Row { place: Place::default(), cells: vec![cell("type", &format!("{ending}-external")), cell("name", stem)] };
            self.definition.survey.insert(0, row);
        }
        if declared {
            self.lists.insert(data.id.clone(), Some(name.to_owned()));
        }
        declared
    }

    /// Turns an itemset into the list or file that the type names.
    fn select(&mut self, index: usize) {
        let row = &self.definition.survey[index];
        let Some(source) = row.cell("itemset").and_then(|cell| source(&cell.text)) else { return };
        let (Some(file), Some(kind)) = (self.lists.get(&source.id), row.cell("type")) else { return };
        let (value, label) = value_and_label(row);
        let base = kind.text.split_whitespace().next().unwrap_or_default();
        let has_filter = row.cell("choice_filter").is_some();
        // Nodes of a file can be chosen from, but not put in an order.
        if has_filter || (file.is_some() && base == "rank") {
            return;
        }
        let text = file.as_ref().map_or_else(|| format!("{base} {}", source.id), |file| format!("{base}_from_file {file}"));
        let usual = if text.ends_with(".geojson") { ["id", "title"] } else { ["name", "label"] };
        let mut parameters: Vec<String> = Vec::new();
        for (name, part, usual) in [("value", value, usual[0]), ("label", label, usual[1])] {
            if file.is_some() && part != usual && !part.is_empty() {
                parameters.push(format!("{name}={part}"));
            }
        }
        if let Some(seed) = &source.random {
            parameters.push("randomize=true".to_owned());
            parameters.extend((!seed.is_empty()).then(|| format!("seed={seed}")));
        }
        let row = &mut self.definition.survey[index];
        row.cells.retain(|cell| !matches!(cell.column.as_str(), "itemset" | "parameters"));
        row.cells.iter_mut().filter(|cell| cell.column == "type").for_each(|cell| cell.text = text.clone());
        for (column, text) in [("parameters", parameters.join(" ")), ("choice_filter", source.filter)] {
            row.cells.extend((!text.is_empty()).then(|| cell(column, &text)));
        }
    }
}

fn cell(column: &str, text: &str) -> Cell {
    Cell { column: column.to_owned(), text: text.to_owned(), place: Place::default() }
}

/// The ways from an item to its value and its label, as the reader of XForms writes them among the parameters.
fn value_and_label(row: &Row) -> (&str, &str) {
    let part =
        |name: &str| row.text("parameters").split(' ').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).unwrap_or_default();
    (part("value"), part("label"))
}

/// Reads `instance('id')/root/item[condition]`, perhaps inside `randomize(…, seed)`; any other path has no place in a sheet.
fn source(itemset: &str) -> Option<Source> {
    let text = itemset.trim();
    if let Some(inside) = text.strip_prefix("randomize(").and_then(|rest| rest.strip_suffix(')')) {
        // A comma after the last bracket stands before the seed.
        let end = inside.rfind(']').map_or(0, |bracket| bracket + 1);
        let comma = inside[end..].find(',').map(|comma| end + comma);
        let (nodes, seed) = comma.map_or((inside, ""), |comma| (&inside[..comma], inside[comma + 1..].trim()));
        // A seed in a cell is one word: a number or a question.
        let is_word = !seed.contains([' ', ',', '(']);
        let source = source(nodes).filter(|source| source.random.is_none() && is_word)?;
        return Some(Source { random: Some(seed.to_owned()), ..source });
    }
    let (id, rest) = text.strip_prefix("instance(")?.trim_start().split_once(')')?;
    let id = id.trim();
    let id = id.strip_prefix('\'').and_then(|id| id.strip_suffix('\'')).or_else(|| id.strip_prefix('"')?.strip_suffix('"'))?;
    let rest = rest.trim().strip_prefix("/root/item")?.trim();
    let filter = match rest {
        "" => "",
        rest => one_predicate(rest)?,
    };
    Some(Source { id: id.to_owned(), filter: filter.trim().to_owned(), random: None })
}

/// What stands between brackets that begin and end a text.
fn one_predicate(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    let (mut depth, mut quote) = (0i32, None);
    for each in inside.chars() {
        match (quote, each) {
            (Some(open), _) if open == each => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(each),
            (None, '[') => depth += 1,
            (None, ']') => depth -= 1,
            (None, _) => {}
        }
        if depth < 0 {
            return None;
        }
    }
    (depth == 0 && quote.is_none()).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn itemsets_that_are_lists_are_known() {
        let read = |text: &str| source(text).map(|source| (source.id, source.filter, source.random));
        let some = |id: &str, filter: &str, random: Option<&str>| Some((id.to_owned(), filter.to_owned(), random.map(str::to_owned)));
        for (text, expected) in [
            ("instance('a')/root/item", some("a", "", None)),
            ("instance(\"a\")/root/item[ x = /data/b[1] ]", some("a", "x = /data/b[1]", None)),
            ("instance('a')/root/item[x=1][y=2]", None),
            ("instance('a')/root/item[x = ']']", some("a", "x = ']'", None)),
            ("instance('a')/root/row", None),
            ("randomize(instance('a')/root/item)", some("a", "", Some(""))),
            ("randomize(instance('a')/root/item, 7)", some("a", "", Some("7"))),
            ("randomize(instance('a')/root/item[x=f(1,2)], /data/b)", some("a", "x=f(1,2)", Some("/data/b"))),
            ("/data/repeat[./name != '']", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
