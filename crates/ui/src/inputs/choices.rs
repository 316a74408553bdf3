//! Choices: one of several, or any number of them. All are in sight; a long list is searched by typing, with or without marks
//! on the letters, and only what is shown is drawn.
//!
//! What is chosen stays in sight: where the search has moved on, it stands before what is found.

use js_sys::JsString;
use leptos::prelude::*;
use phieu_engine::Named;
use wasm_bindgen::JsCast;

use crate::dom::{El, View, button, el, is_checked, live, memo, say, value_at, watch};
use crate::marked::marked;
use crate::media::{self, Medium};
use crate::question::Asked;
use crate::reading::marks;
use crate::show;
use crate::texts::put;

/// From here on a list is searched.
pub const LONG_LIST: usize = 12;

/// How many choices of a long list are shown at a time.
const SHOWN: usize = 20;

/// The browser's own list is not made longer than this.
const FOLDED: usize = 100;

/// A choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is kept.
    pub name: String,
    /// What is read, with its marks.
    pub label: String,
    /// Its picture, sound or film.
    pub media: Vec<Medium>,
}

/// The choices of a select.
pub fn choices(asked: Asked, several: bool) -> View {
    let held = asked.held();
    let offered = offered(asked);
    if asked.appears("label") {
        return el("div.choices")
            .attr("aria-hidden", "true")
            .live(move || offered.with(|all| all.iter().map(head).collect::<Vec<El>>()))
            .into();
    }
    if !several && is_folded(asked) {
        return folded_list(asked, held, offered).into();
    }
    let wanted = RwSignal::new(String::new());
    let long = memo(move || offered.with(Vec::len) > LONG_LIST || asked.appears("autocomplete") || asked.appears("search"));
    let keys = memo(move || offered.with(|all| folded(all.iter().map(|choice| marks::plain(&choice.label)))));
    let found = memo(move || offered.with(|all| find(all, &keys, &wanted.get(), long.get())));
    let kept = kept_in_sight(held, offered, found);
    let draw = move |choice: &Choice| pick(asked, held, several, choice);
    let list = el("div.choices")
        .live(move || kept.with(|kept| kept.iter().map(draw).collect::<Vec<El>>()))
        .live(move || found.with(|(shown, _)| shown.iter().map(draw).collect::<Vec<El>>()));
    let clear = (!several).then(|| unchoose(asked));
    [search(asked, long, wanted), list.into(), rest(asked, found), clear.into()].into()
}

/// The box to search in, and how many are chosen.
fn search(asked: Asked, long: Memo<bool>, wanted: RwSignal<String>) -> View {
    live(move || {
        long.get().then(|| {
            let entry = el("input.box").attr("type", "search").attr("autocomplete", "off").typed(move |text| wanted.set(text));
            el("label.plainfield").child(say("span.quiet", asked.filling.texts.search)).child(entry)
        })
    })
}

/// How many more there are, or that there is none.
fn rest(asked: Asked, found: Memo<(Vec<Choice>, usize)>) -> View {
    let texts = asked.filling.texts;
    live(move || {
        let (none, rest) = found.with(|(shown, rest)| (shown.is_empty(), *rest));
        let said =
            if none { Some(texts.search_none.to_string()) } else { (rest > 0).then(|| put(texts.search_more, &[&rest.to_string()])) };
        said.map(|said| say("p.quiet", &said).attr("role", "status"))
    })
}

/// A way back to a blank, where there may be one.
pub fn unchoose(asked: Asked) -> View {
    clear(asked, asked.filling.texts.unchoose)
}

/// The same in other words.
pub fn clear(asked: Asked, word: &'static str) -> View {
    let Asked { filling, at, .. } = asked;
    let may_clear = memo(move || filling.at(at, |instance| !instance.node(at).required && !instance.node(at).held.is_blank()));
    live(move || may_clear.get().then(|| button("link", word, move || filling.choose(at, String::new()))))
}

/// Whether the browser's own list is drawn, with a single label: appearance `minimal`, for lists that it can bear.
pub fn is_folded(asked: Asked) -> bool {
    let Asked { filling, at, .. } = asked;
    asked.appears("minimal")
        && filling.read(|instance| {
            let node = instance.form().node(at.node);
            let list = node.field_type().and_then(|field_type| field_type.list());
            let count = if node.itemset.is_some() {
                instance.choices(at).len()
            } else {
                list.map_or(0, |list| instance.form().list(list).choices.len())
            };
            count <= FOLDED
        })
}

/// One line, which the browser unfolds.
pub fn folded_list(asked: Asked, held: Memo<String>, offered: Memo<Vec<Choice>>) -> El {
    let Asked { filling, at, .. } = asked;
    let option = move |choice: &Choice| {
        let chosen = held.with(|held| *held == choice.name).then_some("");
        say("option", &marks::plain(&choice.label)).attr("value", &choice.name).attr_if("selected", chosen)
    };
    let options = move || {
        let all = offered.with(|all| all.iter().map(option).collect::<Vec<El>>());
        [View::from(el("option").attr("value", "")), all.into()]
    };
    let list = asked.boxed("select.box").live(options).on("change", move |event| filling.choose(at, value_at(&event)));
    el("div.entry").child(list)
}

/// A radio button or tick box, its label and its media.
pub fn pick(asked: Asked, held: Memo<String>, several: bool, choice: &Choice) -> El {
    let Asked { filling, at, ids, .. } = asked;
    let (own, name) = (choice.name.clone(), choice.name.clone());
    let quick = asked.filling.read(|instance| instance.form().node(at.node).appearance.iter().any(|word| word.starts_with("quick")));
    let changed = move |event: web_sys::Event| {
        let names = if several { held.with_untracked(|held| with(held, &name, is_checked(&event))) } else { name.clone() };
        filling.choose(at, names);
        if quick {
            go_on(&event);
        }
    };
    let input = el("input")
        .attr("type", if several { "checkbox" } else { "radio" })
        .attr("name", &ids.of("choice"))
        .attr("value", &choice.name)
        .live_checked(move || held.with(|held| held.split(' ').any(|each| each == own)))
        .on("change", changed);
    let label = el("span.choice__label").child(marked(&choice.label)).child(media::draw(filling, &choice.media, &choice.label));
    el("label.choice").child(input).child(label)
}

/// A label alone: the head of a matrix.
pub fn head(choice: &Choice) -> El {
    el("div.choice").child(el("span.choice__label").child(marked(&choice.label)))
}

/// The names with one more or without it.
fn with(held: &str, name: &str, on: bool) -> String {
    let others = held.split(' ').filter(|each| !each.is_empty() && *each != name);
    others.chain(on.then_some(name)).collect::<Vec<&str>>().join(" ")
}

/// The appearance `quick`: on to the next question.
fn go_on(event: &web_sys::Event) {
    let from = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let question = from.and_then(|from| from.closest(".question").ok().flatten());
    if let Some(next) = question.and_then(|question| question.next_element_sibling()) {
        next.scroll_into_view();
        let input = next.query_selector("input, select, textarea, button").ok().flatten();
        if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = input.focus();
        }
    }
}

/// The choices to show, and how many more there are.
fn find(all: &[Choice], keys: &Memo<Vec<String>>, wanted: &str, long: bool) -> (Vec<Choice>, usize) {
    let most = if long { SHOWN } else { usize::MAX };
    if wanted.trim().is_empty() {
        return (all.iter().take(most).cloned().collect(), all.len().saturating_sub(most));
    }
    let wanted = folded(std::iter::once(wanted.trim().to_string())).concat();
    let found: Vec<usize> = keys.with(|keys| (0..all.len()).filter(|&at| keys[at].contains(&wanted)).collect());
    (found.iter().take(most).map(|&at| all[at].clone()).collect(), found.len().saturating_sub(most))
}

/// What is chosen and not among what is found. It stays where it is until something else is looked for, so that nothing
/// moves under a finger.
fn kept_in_sight(held: Memo<String>, offered: Memo<Vec<Choice>>, found: Memo<(Vec<Choice>, usize)>) -> RwSignal<Vec<Choice>> {
    let kept: RwSignal<Vec<Choice>> = RwSignal::new(Vec::new());
    let before = StoredValue::new(None::<Vec<Choice>>);
    watch(move || {
        let shown = found.get().0;
        let is_new = before.with_value(|before| before.as_ref() != Some(&shown));
        let stay = if is_new { Vec::new() } else { kept.get_untracked() };
        let is_out = |choice: &&Choice| !shown.contains(choice) && !stay.contains(choice);
        let held = held.get();
        let more: Vec<Choice> = match held.is_empty() {
            true => Vec::new(),
            false => offered.with(|all| {
                let chosen = all.iter().filter(|choice| held.split(' ').any(|name| name == choice.name));
                chosen.filter(is_out).cloned().collect()
            }),
        };
        if is_new || !more.is_empty() {
            kept.set(stay.into_iter().chain(more).collect());
        }
        before.set_value(Some(shown));
    });
    kept
}

/// What is offered now; told of changes.
pub fn offered(asked: Asked) -> Memo<Vec<Choice>> {
    memo(move || {
        // A filter's questions, and the nodes that choices are made of, tell this node of their changes.
        asked.filling.follow(asked.at);
        offered_now(asked)
    })
}

/// The same, without being told of later changes.
pub fn offered_now(asked: Asked) -> Vec<Choice> {
    let Asked { filling, at, .. } = asked;
    filling.read(|instance| {
        let form = instance.form();
        let node = form.node(at.node);
        let language = form.language(filling.language.tag);
        let columns = node.field_type().and_then(|field_type| field_type.list()).map(|list| &form.list(list).columns);
        let tag = form.languages.get(language).map_or("", String::as_str);
        let columns = media::columns(columns.map(Vec::as_slice).unwrap_or_default(), tag);
        let is_node = node.itemset.is_some();
        let write = |each: Named| show::named(form, each, filling.language);
        let read = |choice: &phieu_form::Choice| {
            let label = match choice.label.get(language) {
                // What is offered out of answers or files has no marks.
                Some(text) if is_node => marks::escape(&text.source),
                Some(_) => instance.render(&choice.label, at, language, &write),
                None => choice.name.clone(),
            };
            Choice { name: choice.name.clone(), label, media: media::of_choice(&columns, &choice.cells) }
        };
        instance.choices(at).iter().map(|choice| read(choice)).collect()
    })
}

/// Without marks on the letters and capitals: `Lạc Dương` is found by `lac duong`. The browser's own tables do it, once for all.
fn folded(texts: impl Iterator<Item = String>) -> Vec<String> {
    let all = texts.map(|text| text.replace('\u{1}', " ")).collect::<Vec<_>>().join("\u{1}");
    let apart = String::from(JsString::from(all).normalize("NFD").to_lower_case());
    let plain: String = apart
        .chars()
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .map(|letter| if letter == 'đ' { 'd' } else { letter })
        .collect();
    plain.split('\u{1}').map(str::to_string).collect()
}
