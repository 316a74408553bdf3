//! All choices in an order of somebody's own, moved up and down one place at a time: it works with a finger and with keys.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::choices::{Choice, offered};
use crate::dom::{El, View, button, el, focus, live, memo, say};
use crate::marked::marked;
use crate::media;
use crate::question::Asked;
use crate::reading::marks;
use crate::texts::put;

/// The choices in their order; until somebody has ordered them, in that of the list, with a way to leave them so.
pub fn rank(asked: Asked) -> View {
    let Asked { filling, at, .. } = asked;
    let held = asked.held();
    let offered = offered(asked);
    let order = memo(move || in_order(offered.get(), &held.get()));
    let keep = move |order: Vec<Choice>| {
        let names: Vec<&str> = order.iter().map(|choice| choice.name.as_str()).collect();
        filling.choose(at, names.join(" "));
    };
    let rows = move || {
        let all = order.get();
        (0..all.len()).map(|place| row(asked, &all, place, keep)).collect::<Vec<El>>()
    };
    let as_it_is = live(move || {
        let blank = held.with(String::is_empty);
        let action = move || keep(order.get_untracked());
        blank.then(|| [say("p.quiet", filling.texts.blank), button("link", filling.texts.rank_keep, action)])
    });
    [View::from(el("ol.choices").live(rows)), as_it_is].into()
}

fn row(asked: Asked, all: &[Choice], place: usize, keep: impl Fn(Vec<Choice>) + Copy + 'static) -> El {
    let texts = asked.filling.texts;
    let Choice { label, media, .. } = &all[place];
    let plain = marks::plain(label);
    let to = |other: Option<usize>, word: &'static str, said: &'static str, direction: &'static str| {
        let other = other.filter(|other| *other < all.len())?;
        let mut moved = all.to_vec();
        moved.swap(place, other);
        let act = move || {
            keep(moved.clone());
            follow(asked, other, direction);
        };
        let id = asked.ids.of(&[direction, &place.to_string()].concat());
        Some(button("button button--second rank__move", word, act).attr("aria-label", &put(said, &[&plain])).attr("id", &id))
    };
    let moves = el("span.rank__moves").child(to(place.checked_sub(1), texts.up, texts.rank_up, UP)).child(to(
        Some(place + 1),
        texts.down,
        texts.rank_down,
        DOWN,
    ));
    el("li.choice.choice--ranked")
        .child(say("b", &(place + 1).to_string()))
        .child(el("span.choice__label").child(marked(label)).child(media::draw(asked.filling, media, label)))
        .child(moves)
}

const UP: &str = "up";
const DOWN: &str = "down";

/// Keeps the focus on the choice that was moved, once it is drawn at its new place.
fn follow(asked: Asked, place: usize, direction: &'static str) {
    spawn_local(async move {
        tick().await;
        let other = if direction == UP { DOWN } else { UP };
        let places = [direction, other].map(|each| asked.ids.of(&[each, &place.to_string()].concat()));
        places.iter().find(|id| focus(id));
    });
}

/// What is chosen first, in its order, then what is not chosen yet.
fn in_order(offered: Vec<Choice>, held: &str) -> Vec<Choice> {
    let place = |name: &str| held.split(' ').position(|each| each == name).unwrap_or(usize::MAX);
    let mut order = offered;
    order.sort_by_cached_key(|choice| place(&choice.name));
    order
}
