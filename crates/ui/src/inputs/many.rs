//! Any number of several choices. The engine keeps their names in the order of the list.

use leptos::prelude::*;

use super::one::choices;
use crate::question::Asked;

/// The choices.
#[component]
pub fn Many(asked: Asked) -> impl IntoView {
    let Asked { filling, at, .. } = asked;
    let held = Memo::new(move |_| filling.at(at, |instance| instance.node(at).held.text()));
    let offered = Memo::new(move |_| choices(asked));
    let tick = move |name: &str, on: bool| {
        let held = held.get_untracked();
        let mut names: Vec<&str> = held.split(' ').filter(|each| !each.is_empty() && *each != name).collect();
        if on {
            names.push(name);
        }
        filling.choose(at, names.join(" "));
    };
    let tickbox = move |(name, label): (String, String)| {
        let (value, checked) = (name.clone(), name.clone());
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    value=value
                    prop:checked=move || held.with(|held| held.split(' ').any(|each| each == checked))
                    on:change:target=move |event| tick(&name, event.target().checked())
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <div class="choices">
            <For each=move || offered.get() key=|choice| choice.clone() children=tickbox />
        </div>
    }
}
