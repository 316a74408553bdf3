//! Keys: one's own and those of programs; one is made, one is taken back.

use std::rc::Rc;

use leptos::prelude::*;
use phieu_ui::dom::{El, View, el, say};
use serde_json::{Value, json};

use super::{Shared, doing, is, tag};
use crate::browser;
use crate::desk::tables::{rows, text, title};
use crate::pages::frame::field;
use crate::router::encode;

/// How long a key counts where nobody says otherwise, in days.
const USUAL_DAYS: &str = "365";

/// Both lists, and the form that makes one.
pub fn part(shared: &Shared, body: &Value) -> View {
    let words = shared.words;
    let list = |heading: &str, name: &str| {
        let keys = rows(body, name);
        let lines = keys.iter().map(|key| line(shared, body, key)).collect::<Vec<El>>();
        let nothing = keys.is_empty().then(|| say("p.quiet", words.none));
        el("section.sheet").attr("data-list", name).child(say("h2", heading)).child(nothing).child(el("ul.stack").child(lines))
    };
    let manages = is(shared.app, "administrator") || is(shared.app, "reviewer");
    let programs = manages.then(|| list(words.programs, "programs"));
    [View::from(list(words.own, "own")), programs.into(), make(shared, rows(body, "scopes"), manages).into()].into()
}

fn line(shared: &Shared, body: &Value, key: &Value) -> El {
    let words = shared.words;
    let state = text(key, "state");
    let said = match state {
        "open" => words.open,
        "expired" => words.expired,
        _ => words.revoked,
    };
    let used = key["last_used_at"].as_str().map_or(words.never.to_string(), |at| [words.used, " ", &browser::moment(at)].concat());
    let until = [words.until, " ", &browser::moment(text(key, "expires_at"))].concat();
    let language = shared.app.language.get_untracked();
    let of = |scope: &Value| {
        rows(body, "scopes").iter().find(|each| each["scope"] == *scope).map(|each| title(&each["label"]).get(language).to_string())
    };
    let may = rows(key, "scopes").iter().filter_map(of).collect::<Vec<String>>().join("; ");
    let id = key["id"].to_string();
    let path = ["/api/v1/keys/", &encode(&id)].concat();
    let back = (state == "open").then(|| doing(shared, "link", words.revoke, move || ("DELETE", path.clone(), json!({})), |_| {}));
    el("li")
        .attr("data-key", &id)
        .attr("data-state", state)
        .child(say("strong", text(key, "name")))
        .text(" ")
        .child(tag(state == "open", said))
        .child(say("p.quiet", &may))
        .child(say("p.quiet", &[until, used].join(" · ")))
        .child(back)
}

fn make(shared: &Shared, scopes: &[Value], manages: bool) -> El {
    let (words, language) = (shared.words, shared.app.language.get_untracked());
    let name = el("input.box").attr("name", "name").attr("autocomplete", "off").attr("placeholder", words.name_how);
    let unit = el("input.box").attr("name", "org_unit").attr("autocomplete", "off");
    let days = el("input.box").attr("name", "days").attr("type", "number").attr("min", "1").attr("max", "730").attr("value", USUAL_DAYS);
    let chosen: RwSignal<Vec<String>> = RwSignal::new(Vec::new());
    let choice = |scope: &Value| {
        let word = text(scope, "scope").to_string();
        let own = word.clone();
        let toggle = move |_| {
            chosen.update(|all| match all.iter().position(|each| *each == own) {
                Some(at) => drop(all.remove(at)),
                None => all.push(own.clone()),
            })
        };
        let mark = el("input").attr("type", "checkbox").attr("name", "scope").attr("value", &word).on("change", toggle);
        el("label.choice").child(mark).child(say("span", title(&scope["label"]).get(language)))
    };
    let choices = el("fieldset.plainfield").child(say("legend", words.may)).child(scopes.iter().map(choice).collect::<Vec<El>>());
    let (typed, code, count) = (name.clone(), unit.clone(), days.clone());
    let ask = move || {
        let mut body = json!({ "name": typed.value(), "scopes": chosen.get_untracked(), "days": count.value().parse::<u32>().ok() });
        if !code.value().trim().is_empty() {
            body["org_unit"] = code.value().into();
        }
        ("POST", "/api/v1/keys".to_string(), body)
    };
    let (made, heading) = (shared.made, words.made);
    let then = Rc::new(move |answer: &Value| made.set(Some((heading, text(answer, "key").to_string()))));
    let for_unit = manages.then(|| el("div").child(field(words.unit, &unit)).child(say("p.quiet", words.unit_how)));
    el("section.sheet")
        .attr("data-make", "key")
        .child(say("h2", words.make_key))
        .child(field(words.name, &name))
        .child(for_unit)
        .child(choices)
        .child(field(words.days, &days))
        .child(el("div.actions").child(doing(shared, "button", words.make_key, ask, move |answer| then(answer))))
}
