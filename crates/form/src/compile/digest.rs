//! The digest of a definition: two definitions with the same cells have the same one, wherever the cells stand.

use sha2::{Digest, Sha256};

use crate::{Definition, Element, Row};

/// SHA-256 over headings and texts of every sheet, and over the data that came with it, in hexadecimal.
pub(super) fn digest(definition: &Definition) -> String {
    let mut hash = Sha256::new();
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
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn text(hash: &mut Sha256, text: &str) {
    hash.update(format!("{} {text}\n", text.len()));
}

fn element(hash: &mut Sha256, root: &Element) {
    text(hash, &root.name);
    hash.update(format!("{} {}\n", root.attributes.len(), root.children.len()));
    for (name, value) in &root.attributes {
        text(hash, name);
        text(hash, value);
    }
    text(hash, &root.text);
    root.children.iter().for_each(|child| element(hash, child));
}

/// Lengths stand before the texts, so that no two definitions read the same.
fn feed(hash: &mut Sha256, sheet: &str, rows: &[Row]) {
    hash.update(format!("{sheet} {}\n", rows.len()));
    for row in rows {
        hash.update(format!("{}\n", row.cells.len()));
        for cell in &row.cells {
            hash.update(format!("{} {} {} {}\n", cell.column.len(), cell.column, cell.text.len(), cell.text));
        }
    }
}
