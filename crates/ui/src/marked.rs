//! A text of the form with its marks drawn: strong, emphasis, links, breaks, lists. Most texts have none and are drawn as they are.

use crate::dom::{El, View, el, say};
use crate::reading::marks::{Line, Piece, is_marked, lines};

/// The text. It may stand inside a label, so lists are lines with a sign before them.
pub fn marked(text: &str) -> View {
    if !is_marked(text) {
        return text.into();
    }
    match &lines(text)[..] {
        [Line { marker: None, pieces }] => pieces.iter().map(piece).collect::<Vec<View>>().into(),
        all => all.iter().map(line).collect::<Vec<El>>().into(),
    }
}

fn line(Line { marker, pieces }: &Line) -> El {
    let class = if marker.is_some() { "span.line.line--item" } else { "span.line" };
    let marker = marker.as_ref().map(|marker| [say("span", marker).into(), View::from(" ")]).map(View::from);
    el(class).child(marker).child(pieces.iter().map(piece).collect::<Vec<View>>())
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
