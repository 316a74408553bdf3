//! One of several choices: all of them in sight; a long list is searched by typing, with or without marks on the letters.

use leptos::prelude::*;

use crate::question::Asked;
use crate::texts::put;

/// From here on a list is searched.
const LONG: usize = 12;

/// How many choices of a long list are shown at a time.
const SHOWN: usize = 20;

/// The choices.
#[component]
pub fn One(asked: Asked) -> impl IntoView {
    let Asked { filling, at, ids, .. } = asked;
    let texts = filling.texts;
    let held = Memo::new(move |_| filling.at(at, |instance| instance.node(at).held.text()));
    let choices = Memo::new(move |_| choices(asked));
    let wanted = RwSignal::new(String::new());
    let long = move || choices.with(Vec::len) > LONG || asked.appears("autocomplete");
    let found = Memo::new(move |_| {
        let wanted = folded(&wanted.get());
        let (chosen, all) = (held.get(), choices.get());
        if wanted.is_empty() {
            return all;
        }
        all.into_iter().filter(|(name, label)| *name == chosen || folded(label).contains(&wanted)).collect()
    });
    let search = move || {
        long().then(|| {
            view! {
                <label class="plainfield">
                    <span class="quiet">{texts.search}</span>
                    <input class="box" type="search" autocomplete="off" on:input:target=move |event| wanted.set(event.target().value()) />
                </label>
            }
        })
    };
    let shown = move || {
        let most = if long() { SHOWN } else { usize::MAX };
        found.get().into_iter().take(most).collect::<Vec<_>>()
    };
    let rest = move || {
        let all = found.with(Vec::len);
        let said = if all == 0 { Some(texts.search_none.to_string()) } else { None };
        said.or_else(|| (long() && all > SHOWN).then(|| put(texts.search_more, &[&(all - SHOWN).to_string()])))
    };
    let radio = move |(name, label): (String, String)| {
        let (value, checked) = (name.clone(), name.clone());
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=ids.of("choice")
                    value=value
                    prop:checked=move || held.with(|held| *held == checked)
                    on:change=move |_| filling.choose(at, name.clone())
                />
                <span>{label}</span>
            </label>
        }
    };
    let optional = Memo::new(move |_| filling.at(at, |instance| !instance.node(at).required));
    let unchoose = move || {
        (optional.get() && !held.with(String::is_empty)).then(|| {
            view! { <button class="link" type="button" on:click=move |_| filling.choose(at, String::new())>{texts.unchoose}</button> }
        })
    };
    view! {
        {search}
        <div class="choices">
            <For each=shown key=|choice| choice.clone() children=radio />
        </div>
        {move || rest().map(|said| view! { <p class="quiet" role="status">{said}</p> })}
        {unchoose}
    }
}

/// What is offered now: names and labels.
pub fn choices(asked: Asked) -> Vec<(String, String)> {
    let Asked { filling, at, .. } = asked;
    // Filters may read any answer.
    filling.whole(|instance| {
        let offered = instance.choices(at);
        let language = instance.form().language(filling.language.tag);
        let label = |choice: &phieu_form::Choice| choice.label.get(language).map_or_else(|| choice.name.clone(), |text| text.source.clone());
        offered.into_iter().map(|choice| (choice.name.clone(), label(choice))).collect()
    })
}

/// Without marks and capitals: `Lạc Dương` is found by `lac duong`.
fn folded(text: &str) -> String {
    let apart = String::from(js_sys::JsString::from(text).normalize("NFD"));
    let plain = apart.chars().filter(|letter| !('\u{300}'..='\u{36f}').contains(letter));
    plain.collect::<String>().to_lowercase().replace('đ', "d")
}
