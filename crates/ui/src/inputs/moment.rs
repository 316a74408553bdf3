//! A time of day, or a day with one, in the browser's own box: it opens a clock and knows no other writing.
//!
//! The box knows hours and minutes. ODK keeps seconds and the offset from UTC as well; the offset is that of the context's now.

use leptos::prelude::*;

use crate::dom::{El, el};
use crate::question::Asked;

/// `08:30` in the box.
const TIME: usize = 5;

/// `2026-03-15T08:30` in the box.
const DAY_AND_TIME: usize = 16;

/// The box.
pub fn moment(asked: Asked, with_day: bool) -> El {
    let Asked { filling, at, .. } = asked;
    let held = asked.held();
    let (what, kind, length) =
        if with_day { ("input.box", "datetime-local", DAY_AND_TIME) } else { ("input.box.box--short", "time", TIME) };
    let typed = move |text: String| filling.type_in(at, kept(&text, length, &offset(asked)));
    let shown = move || held.with(|held| held.get(..length).unwrap_or(held).to_string());
    let entry = asked.boxed(what).attr("type", kind).live_value(shown).typed(typed).on("blur", move |_| filling.leave(at));
    el("div.entry").child(entry)
}

/// What goes to the engine for what stands in the box.
fn kept(text: &str, length: usize, offset: &str) -> String {
    match text.len() {
        0 => String::new(),
        typed if typed == length => [text, ":00.000", offset].concat(),
        _ => [text, offset].concat(),
    }
}

/// `+07:00`, or nothing where the context tells no time.
fn offset(asked: Asked) -> String {
    asked.filling.read(|instance| {
        let now = instance.context().now.as_deref().unwrap_or_default();
        let offset = now.len().checked_sub(6).and_then(|from| now.get(from..)).unwrap_or_default();
        if offset.starts_with(['+', '-']) { offset.to_string() } else { String::new() }
    })
}
