//! One of several choices: all of them in sight; a long list is searched by typing, with or without marks on the letters.

use js_sys::JsString;
use leptos::prelude::*;

use crate::dom::{El, View, button, el, live, memo, say, value_at};
use crate::marked::marked;
use crate::question::Asked;
use crate::texts::put;

/// From here on a list is searched.
const LONG: usize = 12;

/// How many choices of a long list are shown at a time.
const SHOWN: usize = 20;

/// A choice: its name and its label.
pub type Choice = (String, String);

/// The choices.
pub fn one(asked: Asked) -> View {
    let Asked { filling, at, .. } = asked;
    let texts = filling.texts;
    let held = asked.held();
    let offered = offered(asked);
    if asked.appears("minimal") {
        return folded_list(asked, held, offered).into();
    }
    let wanted = RwSignal::new(String::new());
    let long = memo(move || offered.with(Vec::len) > LONG || asked.appears("autocomplete"));
    let found = memo(move || find(offered.get(), &held.get(), &wanted.get(), long.get()));
    let search = live(move || {
        long.get().then(|| {
            let entry = el("input.box").attr("type", "search").attr("autocomplete", "off").typed(move |text| wanted.set(text));
            el("label.plainfield").child(say("span.quiet", texts.search)).child(entry)
        })
    });
    let list = move || found.with(|(shown, _)| shown.iter().map(|choice| radio(asked, held, choice)).collect::<Vec<El>>());
    let rest = live(move || {
        let (none, rest) = found.with(|(shown, rest)| (shown.is_empty(), *rest));
        let said =
            if none { Some(texts.search_none.to_string()) } else { (rest > 0).then(|| put(texts.search_more, &[&rest.to_string()])) };
        said.map(|said| say("p.quiet", &said).attr("role", "status"))
    });
    let may_clear = memo(move || filling.at(at, |instance| !instance.node(at).required && !instance.node(at).held.is_blank()));
    let clear = live(move || may_clear.get().then(|| button("link", texts.unchoose, move || filling.choose(at, String::new()))));
    [search, el("div.choices").live(list).into(), rest, clear].into()
}

/// The appearance `minimal`: one line, which the browser unfolds.
fn folded_list(asked: Asked, held: Memo<String>, offered: Memo<Vec<Choice>>) -> El {
    let Asked { filling, at, .. } = asked;
    let option = move |(name, label): &Choice| {
        let chosen = held.with(|held| held == name).then_some("");
        say("option", label).attr("value", name).attr_if("selected", chosen)
    };
    let options = move || {
        let all = offered.with(|all| all.iter().map(option).collect::<Vec<El>>());
        [View::from(el("option").attr("value", "")), all.into()]
    };
    let list = asked.boxed("select.box").live(options).on("change", move |event| filling.choose(at, value_at(&event)));
    el("div.entry").child(list)
}

fn radio(asked: Asked, held: Memo<String>, (name, label): &Choice) -> El {
    let Asked { filling, at, ids, .. } = asked;
    let (own, chosen) = (name.clone(), name.clone());
    let input = el("input")
        .attr("type", "radio")
        .attr("name", &ids.of("choice"))
        .attr("value", name)
        .live_checked(move || held.with(|held| *held == own))
        .on("change", move |_| filling.choose(at, chosen.clone()));
    el("label.choice").child(input).child(el("span").child(marked(label)))
}

/// The choices to show, and how many more there are. What is chosen stays in sight.
fn find(all: Vec<Choice>, chosen: &str, wanted: &str, long: bool) -> (Vec<Choice>, usize) {
    let wanted = folded(wanted);
    let mut found: Vec<Choice> =
        all.into_iter().filter(|(name, label)| wanted.is_empty() || name == chosen || folded(label).contains(&wanted)).collect();
    let rest = if long { found.len().saturating_sub(SHOWN) } else { 0 };
    found.truncate(found.len() - rest);
    (found, rest)
}

/// What is offered now.
pub fn offered(asked: Asked) -> Memo<Vec<Choice>> {
    let Asked { filling, at, .. } = asked;
    memo(move || {
        // Filters may read any answer.
        filling.whole(|instance| {
            let form = instance.form();
            let language = form.language(filling.language.tag);
            let write = |field_type, held: &_| phieu_message::show(form, field_type, held, filling.language);
            let label = |choice: &phieu_form::Choice| match choice.label.get(language) {
                Some(_) => instance.render(&choice.label, at, language, &write),
                None => choice.name.clone(),
            };
            instance.choices(at).into_iter().map(|choice| (choice.name.clone(), label(&choice))).collect()
        })
    })
}

/// Without marks and capitals: `Lạc Dương` is found by `lac duong`. The browser's own tables do it.
fn folded(text: &str) -> String {
    let apart = String::from(JsString::from(text).normalize("NFD").to_lower_case());
    apart
        .chars()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .map(|letter| if letter == 'đ' { 'd' } else { letter })
        .collect()
}
