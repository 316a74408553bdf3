//! The digest of a definition: two definitions with the same cells have the same one, wherever the cells stand.

use sha2::{Digest, Sha256};

use crate::{Definition, Row};

/// SHA-256 over headings and texts of every sheet, in hexadecimal.
pub(super) fn digest(definition: &Definition) -> String {
    let mut hash = Sha256::new();
    let settings = std::slice::from_ref(&definition.settings);
    for (sheet, rows) in
        [("survey", &definition.survey[..]), ("choices", &definition.choices), ("settings", settings), ("rules", &definition.rules)]
    {
        feed(&mut hash, sheet, rows);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
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
