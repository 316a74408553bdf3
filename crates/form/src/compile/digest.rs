//! The digest of a definition: two definitions with the same cells have the same one, wherever the cells stand.

use sha2::{Digest, Sha256};

use crate::{Definition, Element, Row};

/// SHA-256 over headings and texts of every sheet, and over the data that came with it, in hexadecimal.
pub(super) fn digest(definition: &Definition) -> String {
    let mut hash = Hash { sha: Sha256::new(), line: String::new() };
    feed(&mut hash, "settings", std::slice::from_ref(&definition.settings));
    for (sheet, rows) in definition.sheets() {
        feed(&mut hash, sheet.name(), rows);
    }
    for data in &definition.data {
        text(&mut hash, &data.id);
        text(&mut hash, &data.source);
        data.root.iter().for_each(|root| element(&mut hash, root));
    }
    definition.initial.iter().for_each(|root| element(&mut hash, root));
    hash.sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Words with spaces between, line by line. Written by hand, because formatting took longer than the digest itself.
struct Hash {
    sha: Sha256,
    line: String,
}

impl Hash {
    fn word(&mut self, word: &str) -> &mut Self {
        if !self.line.is_empty() {
            self.line.push(' ');
        }
        self.line.push_str(word);
        self
    }

    fn number(&mut self, number: usize) -> &mut Self {
        let mut digits = [b'0'; 20];
        let (mut rest, mut first) = (number, digits.len());
        while rest > 0 || first == digits.len() {
            first -= 1;
            digits[first] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.word(std::str::from_utf8(&digits[first..]).unwrap_or_default())
    }

    fn end(&mut self) {
        self.line.push('\n');
        self.sha.update(&self.line);
        self.line.clear();
    }
}

fn text(hash: &mut Hash, text: &str) {
    hash.number(text.len()).word(text).end();
}

fn element(hash: &mut Hash, root: &Element) {
    text(hash, &root.name);
    hash.number(root.attributes.len()).number(root.children.len()).end();
    for (name, value) in &root.attributes {
        text(hash, name);
        text(hash, value);
    }
    text(hash, &root.text);
    root.children.iter().for_each(|child| element(hash, child));
}

/// Lengths stand before the texts, so that no two definitions read the same.
fn feed(hash: &mut Hash, sheet: &str, rows: &[Row]) {
    hash.word(sheet).number(rows.len()).end();
    for row in rows {
        hash.number(row.cells.len()).end();
        for cell in &row.cells {
            hash.number(cell.column.len()).word(&cell.column).number(cell.text.len()).word(&cell.text).end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Place};

    #[test]
    fn the_digest_is_the_one_that_reports_already_carry() {
        let cell = |column: &str, text: &str| Cell { column: column.into(), text: text.into(), place: Place::default() };
        let cells = vec![cell("type", "text"), cell("label::vi", "Tên"), cell("", "")];
        let child = Element { name: "b".into(), attributes: vec![("id".into(), "1".into())], text: "x y".into(), children: Vec::new() };
        let root = Element { name: "root".into(), children: vec![child], ..Element::default() };
        let data = vec![crate::Data { id: "d".into(), source: "d.csv".into(), root: Some(root) }];
        let definition = Definition { survey: vec![Row { cells, ..Row::default() }], data, ..Definition::default() };
        assert_eq!(digest(&definition), "53886cb11eadb238764dc634039661c652b4b6512abd6e6b285baf07981ef6d0");
    }
}
