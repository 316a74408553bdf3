//! A note: something to read, nothing to answer.

use crate::dom::{El, el, live};
use crate::marked::marked;
use crate::media;
use crate::question::{Asked, help};

/// The note.
pub fn note(asked: Asked) -> El {
    let Asked { filling, at, .. } = asked;
    let label = live(move || marked(&filling.rich(at, |node| &node.label)));
    el("div.note")
        .attr("data-field", &filling.path(at))
        .attr_if("data-appearance", asked.appearance().as_deref())
        .child(el("div").child(label))
        .child(media::of_question(asked))
        .child(help(asked))
}
