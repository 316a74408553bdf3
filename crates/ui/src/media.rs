//! Pictures, sounds and films of a label. The host knows where they are; where it does not, their names are told.

use leptos::prelude::*;

use crate::dom::{El, View, el, live, say};
use crate::filling::Filling;
use crate::question::Asked;
use crate::reading::marks;
use crate::texts::put;

/// A file: its kind (`image`, `audio`, `video`, `big-image`) and its name.
pub type Medium = (String, String);

/// The kinds that are drawn, in the order of drawing.
const KINDS: [&str; 4] = ["image", "big-image", "audio", "video"];

/// The media of a question's label.
pub fn of_question(asked: Asked) -> View {
    let Asked { filling, at, .. } = asked;
    let media: Vec<Medium> = filling.read(|instance| {
        let (media, language) = (&instance.form().node(at.node).media, instance.form().language(filling.language.tag));
        let file = |kind: &str| Some((kind.to_string(), media.get(kind)?.get(language)?.source.clone()));
        KINDS.into_iter().filter_map(file).collect()
    });
    draw(filling, &media, &filling.text_now(at, |node| &node.label))
}

/// Which columns of a choice list hold media in a language: the kind and the column's place. Its own column comes before one for all.
pub fn columns(columns: &[String], language: &str) -> Vec<(String, usize)> {
    let place = |kind: &str| {
        let plain = ["media::", kind].concat();
        let named = ["(", language, ")"].concat();
        let own = |name: &str| name.strip_prefix("::").is_some_and(|name| name == language || name.ends_with(&named));
        let is_own = |column: &String| column.strip_prefix(plain.as_str()).is_some_and(own);
        let found = columns.iter().position(is_own).or_else(|| columns.iter().position(|column| *column == plain));
        found.map(|place| (kind.to_string(), place))
    };
    KINDS.into_iter().filter_map(place).collect()
}

/// The media of a choice.
pub fn of_choice(columns: &[(String, usize)], cells: &[String]) -> Vec<Medium> {
    let file = |(kind, place): &(String, usize)| cells.get(*place).filter(|file| !file.is_empty()).map(|file| (kind.clone(), file.clone()));
    columns.iter().filter_map(file).collect()
}

/// Draws them; what a picture shows is said by its label.
pub fn draw(filling: Filling, media: &[Medium], label: &str) -> View {
    let alone = media.iter().all(|(kind, _)| kind != "image");
    let drawn = media.iter().filter(|(kind, _)| kind != "big-image" || alone).map(|(kind, file)| {
        let large = media.iter().find(|(other, _)| kind == "image" && other == "big-image").map(|(_, file)| file.as_str());
        one(filling, kind, file, large, label)
    });
    drawn.collect::<Vec<View>>().into()
}

fn one(filling: Filling, kind: &str, file: &str, large: Option<&str>, label: &str) -> View {
    let texts = filling.texts;
    let told = |said: &str| say("span.aside", &put(said, &[file]));
    let Some(address) = filling.media(file) else { return told(texts.media_kept).into() };
    let (tag, label, lost) = (
        if kind.ends_with("image") {
            "img.media"
        } else if kind == "audio" {
            "audio.media"
        } else {
            "video.media"
        },
        marks::plain(label),
        RwSignal::new(false),
    );
    let (file, large) = (file.to_string(), large.and_then(|large| filling.media(large)));
    live(move || {
        if lost.get() {
            return View::from(say("span.aside", &put(texts.media_lost, &[&file])));
        }
        let medium: El = el(tag).attr(if tag == "img.media" { "alt" } else { "aria-label" }, &label);
        let medium = if tag == "img.media" { medium } else { medium.attr("controls", "") };
        let larger = large.as_ref().map(|address| say("a.link", texts.media_large).attr("href", address).attr("target", "_blank"));
        [View::from(medium.attr("src", &address).on("error", move |_| lost.set(true))), larger.into()].into()
    })
}
