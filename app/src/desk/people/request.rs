//! A person's request on paper, carried out: the data handed out, corrected, erased; each with the reason that the audit keeps.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, nothing, say};
use serde_json::{Value, json};

use super::{Person, Shared, doing};
use crate::api;
use crate::desk::asking::refused;
use crate::pages::frame::field;
use crate::router::encode;

/// What may be done on a person's request.
pub fn requests(shared: &Shared, person: &Person) -> El {
    let words = &shared.words.request;
    let path = ["/api/v1/people/", &encode(&person.account)].concat();
    let reason = el("input.box").attr("name", "reason").attr("autocomplete", "off").attr("maxlength", "2000");
    let name = el("input.box").attr("name", "name").attr("autocomplete", "off").attr("value", &person.name);
    let phone = el("input.box").attr("name", "phone").attr("type", "tel").attr("autocomplete", "off");
    let phone = phone.attr("value", person.phone.as_deref().unwrap_or_default());
    let why = {
        let reason = reason.clone();
        move || json!(reason.value())
    };
    let correct = {
        let (why, path, name, phone) = (why.clone(), path.clone(), name.clone(), phone.clone());
        doing(shared, "button button--second", words.correct, move || {
            ("PUT", path.clone(), json!({ "reason": why(), "name": name.value(), "phone": phone.value() }))
        })
    };
    let erase = {
        let (why, path) = (why.clone(), [&path, "/erasure"].concat());
        doing(shared, "button button--danger", words.erase, move || ("POST", path.clone(), json!({ "reason": why() })))
    };
    el("details")
        .attr("data-request", &person.account)
        .child(say("summary", words.title))
        .child(say("p.quiet", words.how))
        .child(el("div.stack").child(field(words.reason, &reason)).child(export(shared, path, why)))
        .child(
            el("div.stack")
                .child([field(shared.words.name, &name), field(shared.words.phone, &phone)])
                .child(el("div.actions").child(correct)),
        )
        .child(say("p", words.erase_how))
        .child(el("div.actions").child(erase))
}

/// The button that asks for everything kept of the person, and the file once it is here.
fn export(shared: &Shared, path: String, why: impl Fn() -> Value + 'static) -> El {
    let (words, app, said) = (&shared.words.request, shared.app, shared.said);
    let found = RwSignal::new(None::<String>);
    let path = [&path, "/export"].concat();
    let ask = button("button button--second", words.export, move || {
        let (path, body) = (path.clone(), json!({ "reason": why() }));
        said.set(None);
        spawn_local(async move {
            let answer = api::send("POST", &path, Some(&body.to_string())).await;
            if answer.is_good() {
                let text = serde_json::to_string_pretty(&answer.body).unwrap_or_default();
                found.try_set(Some(["data:application/json;charset=utf-8,", &encode(&text)].concat()));
            } else {
                said.try_set(Some(refused(app, &answer)));
            }
        });
    });
    let file = move || -> View {
        found.get().map_or_else(nothing, |file| say("a.link", words.save).attr("href", &file).attr("download", "phieu.json").into())
    };
    el("div.actions").child(ask).live(file)
}
