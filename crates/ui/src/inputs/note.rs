//! A note: something to read, nothing to answer.

use crate::dom::{El, el};
use crate::question::Asked;

/// The note.
pub fn note(asked: Asked) -> El {
    let Asked { filling, at, .. } = asked;
    el("p.note").attr("data-field", &filling.path(at)).live_text(move || filling.text(at, |node| &node.label))
}
