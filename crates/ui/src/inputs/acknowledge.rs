//! One box to tick: somebody has read it and says so. ODK keeps the word `OK`.

use leptos::prelude::*;

use crate::dom::{El, el, is_checked, say};
use crate::question::Asked;

/// The box.
pub fn acknowledge(asked: Asked) -> El {
    let Asked { filling, at, .. } = asked;
    let held = asked.held();
    let input = asked
        .boxed("input")
        .attr("type", "checkbox")
        .live_checked(move || held.with(|held| held == "OK"))
        .on("change", move |event| filling.choose(at, if is_checked(&event) { "OK" } else { "" }.to_string()));
    el("div.choices").child(el("label.choice").child(input).child(say("span", filling.texts.acknowledge)))
}
