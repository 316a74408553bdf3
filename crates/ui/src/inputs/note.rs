//! A note: something to read, nothing to answer.

use crate::dom::{El, el};
use crate::marked::marked;
use crate::question::Asked;

/// The note.
pub fn note(asked: Asked) -> El {
    let Asked { filling, at, .. } = asked;
    el("p.note").attr("data-field", &filling.path(at)).live(move || marked(&filling.text(at, |node| &node.label)))
}
