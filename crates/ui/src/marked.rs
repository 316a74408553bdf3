//! A text of the form with its marks drawn: strong, emphasis, links, breaks. Most texts have none and are drawn as they are.

use crate::dom::{El, View, el, say};
use crate::reading::marks::{Piece, is_marked, pieces};

/// The text.
pub fn marked(text: &str) -> View {
    if !is_marked(text) {
        return text.into();
    }
    let lines = pieces(text).into_iter().enumerate();
    let drawn = lines.map(|(place, line)| {
        let start = (place > 0).then(|| el("br"));
        let pieces: Vec<View> = line.iter().map(piece).collect();
        [View::from(start), pieces.into()].into()
    });
    drawn.collect::<Vec<View>>().into()
}

fn piece(piece: &Piece) -> View {
    let Piece { text, strong, emphasis, link } = piece;
    let mut drawn: View = match link {
        Some(address) => say("a", text).attr("href", address).attr("target", "_blank").attr("rel", "noopener noreferrer").into(),
        None => text.as_str().into(),
    };
    for (tag, is_so) in [("em", *emphasis), ("strong", *strong)] {
        if is_so {
            let around: El = el(tag).child(drawn);
            drawn = around.into();
        }
    }
    drawn
}
