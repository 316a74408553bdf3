//! What may be done about people: inviting, noting a name, handing over, ending, a new password.

use leptos::prelude::*;
use phieu_ui::dom::{El, button, el, nothing, say, value_at};
use serde_json::json;

use super::{Peopled, Person, Shared, doing};
use crate::browser;
use crate::pages::frame::field;
use crate::texts::put;

/// The form that invites somebody to a unit.
pub fn invite(shared: &Shared, unit: &Peopled) -> El {
    let (words, language) = (shared.words, shared.app.language.get_untracked());
    let first = unit.roles.first().map(|role| role.role.clone()).unwrap_or_default();
    let role = RwSignal::new(first);
    let options = unit.roles.iter().map(|role| say("option", role.label.get(language)).attr("value", &role.role)).collect::<Vec<El>>();
    let select = el("select.box").attr("name", "role").child(options).on("change", move |event| role.set(value_at(&event)));
    let name = el("input.box").attr("name", "name").attr("autocomplete", "off");
    let from = el("input.box").attr("type", "date").attr("name", "from").attr("value", &browser::today());
    let body = {
        let (name, from, code) = (name.clone(), from.clone(), unit.unit.code.clone());
        move || json!({ "org_unit": code, "role": role.get_untracked(), "name": name.value(), "from": from.value() })
    };
    let noted = body.clone();
    let link = doing(shared, "button", words.make_link, move || ("POST", "/api/v1/links".into(), body()));
    let only = doing(shared, "button button--second", words.only_name, move || ("POST", "/api/v1/people/duties".into(), noted()));
    el("details")
        .attr("data-invite", "")
        .child(say("summary", words.invite))
        .child(el("div.stack").child([field(words.duty, &select), field(words.name, &name), field(words.from, &from)]))
        .child(el("div.actions").child(link).child(only))
        .child(say("p.quiet", words.only_name_how))
}

/// What is open to do about a duty.
#[derive(Clone, Copy, PartialEq)]
enum Doing {
    Nothing,
    Ending,
    HandingOver,
}

/// What may be done about a person's duty.
pub fn actions(shared: &Shared, unit: &Peopled, person: &Person) -> El {
    let words = shared.words;
    let open = RwSignal::new(Doing::Nothing);
    let account = person.account.clone();
    let password = person
        .signs_in
        .then(|| doing(shared, "link", words.new_code, move || ("POST", "/api/v1/links".into(), json!({ "account": account }))));
    let bar = el("div.actions")
        .child(button("link", words.hand_over, move || open.set(Doing::HandingOver)))
        .child(button("link", words.end, move || open.set(Doing::Ending)))
        .child(password);
    let (shared, unit, person) = (shared.clone(), unit.clone(), person.clone());
    let opened = move || match open.get() {
        Doing::Nothing => nothing(),
        Doing::Ending => ending(&shared, &person, open).into(),
        Doing::HandingOver => handing_over(&shared, &unit, &person, open).into(),
    };
    el("div").child(bar).live(opened)
}

fn ending(shared: &Shared, person: &Person, open: RwSignal<Doing>) -> El {
    let (words, duty) = (shared.words, person.duty);
    let end = doing(shared, "button button--danger", words.end, move || ("POST", format!("/api/v1/people/duties/{duty}/end"), json!({})));
    el("div.ask")
        .attr("role", "alert")
        .child(say("p", &put(words.end_sure, &[&person.called(words)])))
        .child(el("div.actions").child(end).child(button("button button--second", words.keep, move || open.set(Doing::Nothing))))
}

/// To one of the unit's people, or to somebody new by a link.
fn handing_over(shared: &Shared, unit: &Peopled, person: &Person, open: RwSignal<Doing>) -> El {
    let (words, duty) = (shared.words, person.duty);
    let to = RwSignal::new(String::new());
    let mut others: Vec<(&str, String)> = Vec::new();
    for other in unit.people.iter().filter(|other| other.account != person.account && other.state != "past") {
        if !others.iter().any(|(account, _)| *account == other.account) {
            others.push((&other.account, other.called(words)));
        }
    }
    let options: Vec<El> = others.iter().map(|(account, name)| say("option", name).attr("value", account)).collect();
    let select = el("select.box")
        .attr("name", "to")
        .child(say("option", words.successor_new).attr("value", ""))
        .child(options)
        .on("change", move |event| to.set(value_at(&event)));
    let name = el("input.box").attr("name", "name").attr("autocomplete", "off");
    let on = el("input.box").attr("type", "date").attr("name", "on").attr("value", &browser::today());
    let named = name.clone();
    let day = on.clone();
    let hand = doing(shared, "button", words.hand_over, move || match to.get_untracked() {
        account if account.is_empty() => {
            ("POST", "/api/v1/links".into(), json!({ "replaces": duty, "name": named.value(), "from": day.value() }))
        }
        account => ("POST", format!("/api/v1/people/duties/{duty}/hand-over"), json!({ "account": account, "on": day.value() })),
    });
    let new = el("div").child(field(words.name, &name)).hidden_while(move || !to.get().is_empty());
    el("div.ask")
        .child(say("p", words.hand_over_how))
        .child(field(words.successor, &select))
        .child(new)
        .child(field(words.from, &on))
        .child(el("div.actions").child(hand).child(button("button button--second", words.keep, move || open.set(Doing::Nothing))))
}
