//! A whole or decimal number, typed as people write it.
//!
//! Digits are grouped only when the box is left; nothing is written into it while somebody is in it, so that keyboards
//! that compose are never disturbed. The engine hears of every key.

use leptos::prelude::*;

use crate::dom::{View, button, el, live, memo, say, value_at, watch};
use crate::question::Asked;
use crate::reading::{numbers, words};

/// From here on a number is also said in words.
const LARGE: f64 = 10_000.0;

/// The box, the unit, and the number in words.
pub fn number(asked: Asked, decimal: bool) -> View {
    let Asked { filling, at, .. } = asked;
    let held = asked.held();
    let inside = RwSignal::new(false);
    let composing = StoredValue::new(false);
    let shown = RwSignal::new(numbers::show(&held.get_untracked(), filling.style));
    // Changed from elsewhere, or left: the box shows what is kept.
    watch(move || {
        let held = held.get();
        if !inside.get() {
            shown.set(numbers::show(&held, filling.style));
        }
    });
    let typed = move |text: String| {
        if !composing.get_value() {
            // Decimals where whole numbers are asked for go on as typed, so that what is said names what was typed.
            let read = numbers::read(&text, filling.style).filter(|read| decimal || !read.contains('.'));
            filling.type_in(at, read.unwrap_or(text));
        }
    };
    let is_masked = asked.appears("masked");
    let entry = asked
        .boxed("input.box.box--number")
        .attr("type", if is_masked { "password" } else { "text" })
        .attr("inputmode", if decimal { "decimal" } else { "numeric" })
        .live_value(move || shown.get())
        .on("focus", move |_| inside.set(true))
        .on("compositionstart", move |_| composing.set_value(true))
        .on("compositionend", move |event| {
            composing.set_value(false);
            typed(value_at(&event));
        })
        .typed(typed)
        .on("blur", move |event| {
            composing.set_value(false);
            // The box may hold a text that reads as what is kept: written back even if nothing else changed.
            shown.set(value_at(&event));
            filling.leave(at);
            inside.set(false);
        });
    let in_words = memo(move || {
        let held = held.get();
        let large = !is_masked && phieu_form::decimal(&held).is_some_and(|number| number >= LARGE);
        let said = if large { words::words(&held, filling.language.tag) } else { None };
        said.map(|said| [said.as_str(), &filling.text(at, |node| &node.unit)].join(" "))
    });
    let in_words = live(move || in_words.get().map(|said| say("span.aside", &said)));
    let step = |word: &'static str, by: f64| {
        let act = move || {
            let number = held.with_untracked(|held| if held.is_empty() { Some(0.0) } else { phieu_form::decimal(held) });
            match number.filter(|number| number.is_finite()) {
                Some(number) => filling.choose(at, (number + by).to_string()),
                // What is no number stays, and is told.
                None => filling.leave(at),
            }
        };
        asked.appears("counter").then(|| button("button button--second", word, act))
    };
    let (less, more) = (step(filling.texts.less, -1.0), step(filling.texts.more, 1.0));
    [el("div.entry").child(less).child(entry).child(more).child(asked.unit()).into(), View::from(asked.unmask()), in_words].into()
}
