//! Any number of several choices. The engine keeps their names in the order of the list.

use leptos::prelude::*;

use super::one::{Choice, offered};
use crate::dom::{El, el, is_checked};
use crate::marked::marked;
use crate::question::Asked;

/// The choices.
pub fn many(asked: Asked) -> El {
    let held = asked.held();
    let offered = offered(asked);
    el("div.choices").live(move || offered.with(|all| all.iter().map(|choice| tickbox(asked, held, choice)).collect::<Vec<El>>()))
}

fn tickbox(asked: Asked, held: Memo<String>, (name, label): &Choice) -> El {
    let Asked { filling, at, .. } = asked;
    let (own, ticked) = (name.clone(), name.clone());
    let tick = move |on: bool| {
        let held = held.get_untracked();
        let others = held.split(' ').filter(|each| !each.is_empty() && *each != ticked);
        let names: Vec<&str> = others.chain(on.then_some(ticked.as_str())).collect();
        filling.choose(at, names.join(" "));
    };
    let input = el("input")
        .attr("type", "checkbox")
        .attr("value", name)
        .live_checked(move || held.with(|held| held.split(' ').any(|each| each == own)))
        .on("change", move |event| tick(is_checked(&event)));
    el("label.choice").child(input).child(el("span").child(marked(label)))
}
