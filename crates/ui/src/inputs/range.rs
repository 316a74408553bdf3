//! A number chosen on a scale: parameters `start`, `end` and `step`. Nothing is chosen until somebody moves it.

use leptos::prelude::*;

use crate::dom::{El, View, button, el, live, memo, say};
use crate::question::Asked;
use crate::reading::numbers;

/// The scale, and the number on it.
pub fn range(asked: Asked) -> View {
    let Asked { filling, at, .. } = asked;
    let held = asked.held();
    let parameter = |name: &str, otherwise: &str| {
        filling.read(|instance| instance.form().node(at.node).parameters.get(name).map_or(otherwise, String::as_str).to_string())
    };
    let (start, end) = (parameter("start", "1"), parameter("end", "10"));
    let lowest = start.clone();
    let entry = asked
        .boxed("input.scale")
        .attr("type", "range")
        .attr("min", &start)
        .attr("max", &end)
        .attr("step", &parameter("step", "1"))
        .live_value(move || held.with(|held| if held.is_empty() { lowest.clone() } else { held.clone() }))
        .live_class("scale--blank", move || held.with(String::is_empty))
        .live_attr("aria-valuetext", move || held.with(|held| held.is_empty().then(|| filling.texts.blank.to_string())))
        .typed(move |text| filling.type_in(at, text))
        // A press on the lowest number moves nothing, and is an answer all the same.
        .on("click", move |event| filling.choose(at, crate::dom::value_at(&event)))
        .on("blur", move |_| filling.leave(at));
    let said = live(move || {
        held.with(|held| match held.is_empty() {
            true => say("span.quiet", filling.texts.blank),
            false => say("b", &numbers::show(held, filling.style)),
        })
    });
    let ends = el("div.scale__ends").attr("aria-hidden", "true").child(say("span", &start)).child(say("span", &end));
    let may_clear = memo(move || filling.at(at, |instance| !instance.node(at).required && !instance.node(at).held.is_blank()));
    let clear = live(move || may_clear.get().then(|| button("link", filling.texts.unchoose, move || filling.choose(at, String::new()))));
    let number: El = el("div.entry").child(said).child(asked.unit());
    [View::from(number), entry.into(), ends.into(), clear].into()
}
