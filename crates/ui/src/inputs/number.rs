//! A whole or decimal number, typed as people write it.
//!
//! Digits are grouped only when the box is left; nothing is written into it while somebody is in it, so that keyboards
//! that compose are never disturbed. The engine hears of every key. `1.234` may be a thousand or one and a bit: which of the two is
//! said in words and can be chosen, unless the sign was set here.

use leptos::prelude::*;

use crate::dom::{El, View, button, el, live, memo, say, value_at, watch};
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
    let doubt = RwSignal::new(None::<[String; 2]>);
    // What stands in the box, as long as its signs were set here: they leave no doubt.
    let found = StoredValue::new(String::new());
    let typed = move |text: String| {
        if !composing.get_value() {
            let is_ours = found.with_value(|found| numbers::is_edited(found, &text));
            found.set_value(if is_ours { text.clone() } else { String::new() });
            let read = if is_ours { numbers::read_edited(&text, filling.style) } else { numbers::read(&text, filling.style) };
            let is_plain = is_ours || (!decimal && read.as_ref().is_some_and(|read| !read.contains('.')));
            let meant = if is_plain { None } else { numbers::doubtful(&text) };
            if doubt.with_untracked(|doubt| *doubt != meant) {
                doubt.set(meant);
            }
            // Decimals where whole numbers are asked for go on as typed, so that what is said names what was typed.
            let read = read.filter(|read| decimal || !read.contains('.'));
            filling.type_in(at, read.unwrap_or(text));
        }
    };
    let is_masked = asked.appears("masked");
    let entry = asked
        .boxed("input.box.box--number")
        .attr("type", if is_masked { "password" } else { "text" })
        .attr("inputmode", if decimal { "decimal" } else { "numeric" })
        .live_value(move || shown.get())
        .on("focus", move |event| {
            inside.set(true);
            let is_number = held.with_untracked(|held| phieu_form::decimal(held).is_some());
            let is_ours = is_number && doubt.with_untracked(Option::is_none);
            found.set_value(if is_ours { value_at(&event) } else { String::new() });
        })
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
        let large = !is_masked && phieu_form::decimal(&held).is_some_and(|number| number.abs() >= LARGE);
        let said = if large { words::words(&held, filling.language.tag) } else { None };
        said.map(|said| [said.as_str(), &filling.text(at, |node| &node.unit)].join(" "))
    });
    let in_words = live(move || in_words.get().map(|said| say("span.aside", &said)));
    let doubt = live(move || doubt.get().map(|meant| readings(asked, held, &meant[..if decimal { 2 } else { 1 }])));
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
    [el("div.entry").child(less).child(entry).child(more).child(asked.unit()).into(), View::from(asked.unmask()), in_words, doubt].into()
}

/// What a text may mean, in words, to choose from; what is kept now is chosen.
fn readings(asked: Asked, held: Memo<String>, meant: &[String]) -> El {
    let Asked { filling, at, ids, .. } = asked;
    let name = ids.of("reading");
    let reading = |kept: &String| {
        let said = words::with_decimals(kept, filling.language.tag).unwrap_or_default();
        let text = [&numbers::show(kept, filling.style), " · ", &said].concat();
        let (own, chosen) = (kept.clone(), kept.clone());
        let radio = el("input")
            .attr("type", "radio")
            .attr("name", &name)
            .live_checked(move || held.with(|held| *held == own))
            .on("change", move |_| filling.choose(at, chosen.clone()));
        el("label.choice").child(radio).child(say("span.choice__label", &text))
    };
    let asks = if meant.len() > 1 { filling.texts.doubt } else { filling.texts.doubt_whole };
    el("div.choices")
        .attr("role", "radiogroup")
        .attr("aria-label", asks)
        .attr("data-doubt", "")
        .child(say("span", asks))
        .child(meant.iter().map(reading).collect::<Vec<El>>())
}
