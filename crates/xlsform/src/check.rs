//! Mistakes in how a form is written that reading and compiling do not see: what the field's tools refuse, phieu refuses too.
//!
//! It runs where authors work, not on phones: there the form has been checked already.

use phieu_form::{Definition, Diagnostic};

/// Everything wrong with how the rows are written.
pub fn check(_definition: &Definition) -> Vec<Diagnostic> {
    Vec::new()
}
