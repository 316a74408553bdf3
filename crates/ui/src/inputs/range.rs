//! A number chosen on a scale: parameters `start`, `end` and `step`. Nothing is chosen until somebody touches it, and a scale
//! without a number has no knob that could be taken for one.
//!
//! As stars (`rating`) and as a list (`picker`) the numbers are choices.

use leptos::prelude::*;
use phieu_form::decimal;

use super::choices::{Choice, folded_list, pick, unchoose};
use crate::dom::{El, View, el, memo, say, value_at};
use crate::question::Asked;
use crate::reading::numbers;

/// So many numbers stand below a scale, or make a list.
const FEW: usize = 11;
const MOST: usize = 200;

/// The scale, or the numbers as choices.
pub fn range(asked: Asked) -> View {
    let held = asked.held();
    if asked.appears("picker") {
        let offered = all(asked, MOST, "");
        return folded_list(asked, held, memo(move || offered.clone())).into();
    }
    if asked.appears("rating") {
        let stars: Vec<El> = all(asked, MOST, " ★").iter().map(|choice| pick(asked, held, false, choice)).collect();
        return [View::from(el("div.choices").child(stars)), unchoose(asked)].into();
    }
    [number(asked, held), scale(asked, held), unchoose(asked)].into()
}

/// The number that is chosen, or that there is none and how to choose one.
fn number(asked: Asked, held: Memo<String>) -> View {
    let (filling, texts) = (asked.filling, asked.filling.texts);
    let said = move || {
        held.with(|held| match held.is_empty() {
            true => say("span.quiet", &[texts.blank, ". ", texts.tap_scale].concat()),
            false => say("b.scale__number", &numbers::show(held, filling.style)),
        })
    };
    el("div.entry").live(said).child(asked.unit()).into()
}

fn scale(asked: Asked, held: Memo<String>) -> View {
    let Asked { filling, at, .. } = asked;
    let [start, end, step] = bounds(asked);
    let lowest = start.clone();
    let entry = asked
        .boxed("input.scale")
        .attr("type", "range")
        .attr("aria-label", &filling.text_now(at, |node| &node.label))
        .attr("min", &start)
        .attr("max", &end)
        .attr("step", &step)
        .live_value(move || held.with(|held| if held.is_empty() { lowest.clone() } else { held.clone() }))
        .live_class("scale--blank", move || held.with(String::is_empty))
        .live_attr("aria-valuetext", move || held.with(|held| held.is_empty().then(|| filling.texts.blank.to_string())))
        .typed(move |text| filling.type_in(at, text))
        // A press on the lowest number moves nothing, and is an answer all the same.
        .on("click", move |event| filling.choose(at, value_at(&event)))
        .on("blur", move |_| filling.leave(at));
    let ticks = match all(asked, FEW, "") {
        few if !few.is_empty() && !asked.appears("no-ticks") && !asked.appears("vertical") => {
            few.into_iter().map(|choice| choice.label).collect()
        }
        _ => vec![numbers::show(&start, filling.style), numbers::show(&end, filling.style)],
    };
    let ticks: Vec<El> = ticks.iter().map(|tick| say("span", tick)).collect();
    let drawn = el("div.scale__whole").child(entry);
    drawn.child(el("div.scale__ends").attr("aria-hidden", "true").child(ticks)).into()
}

/// `start`, `end` and `step`.
fn bounds(asked: Asked) -> [String; 3] {
    let Asked { filling, at, .. } = asked;
    [("start", "1"), ("end", "10"), ("step", "1")].map(|(name, otherwise)| {
        filling.read(|instance| instance.form().node(at.node).parameters.get(name).map_or(otherwise, String::as_str).to_string())
    })
}

/// All numbers as choices; none where there are more than so many.
fn all(asked: Asked, most: usize, sign: &str) -> Vec<Choice> {
    let [start, end, step] = bounds(asked).map(|text| decimal(&text).unwrap_or(1.0));
    let count = ((end - start) / step + 1e-9).floor() + 1.0;
    if !(1.0..=most as f64).contains(&count) {
        return Vec::new();
    }
    let choice = |place: usize| {
        // Tenths add up to tenths.
        let name = (((start + step * place as f64) * 1e9).round() / 1e9).to_string();
        Choice { label: [&numbers::show(&name, asked.filling.style), sign].concat(), name, media: Vec::new() }
    };
    (0..count as usize).map(choice).collect()
}
