//! Webhooks: made, stopped and let go on, removed, and what was sent.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, nothing, say};
use serde_json::{Value, json};

use super::{Shared, doing, tag};
use crate::browser;
use crate::desk::asking::{Found, ask, drawn};
use crate::desk::tables::{rows, table, text};
use crate::pages::frame::field;
use crate::router::encode;

/// The list, and the form that makes one.
pub fn part(shared: &Shared, body: &Value) -> View {
    let words = shared.words;
    let hooks = rows(body, "webhooks");
    let none = hooks.is_empty().then(|| say("p.quiet", words.no_hooks));
    let lines = hooks.iter().map(|hook| line(shared, hook)).collect::<Vec<El>>();
    let list = el("section.sheet").child(say("h2", words.hooks)).child(say("p.quiet", words.hooks_about)).child(none);
    [list.child(el("ul.stack").child(lines)), make(shared)].into()
}

fn line(shared: &Shared, hook: &Value) -> El {
    let words = shared.words;
    let (state, id) = (text(hook, "state"), hook["id"].to_string());
    let said = match state {
        "on" => words.on,
        "failing" => words.failing,
        _ => words.off,
    };
    let path = ["/api/v1/webhooks/", &encode(&id)].concat();
    let next = (state == "failing").then(|| say("p.quiet", &[words.next, " ", &browser::moment(text(hook, "next_at"))].concat()));
    let given_up = (state == "off" && hook["failing_since"].is_string()).then(|| say("p.message", words.stopped));
    let (label, on) = if state == "off" { (words.resume, true) } else { (words.stop, false) };
    let switch_path = [&path, "/state"].concat();
    let switch = doing(shared, "link", label, move || ("PUT", switch_path.clone(), json!({ "on": on })), |_| {});
    let log_path = [&path, "/deliveries"].concat();
    let remove = doing(shared, "link", words.remove, move || ("DELETE", path.clone(), json!({})), |_| {});
    el("li")
        .attr("data-hook", &id)
        .attr("data-state", state)
        .child(say("strong", text(hook, "url")))
        .text(" ")
        .child(tag(state == "on", said))
        .child(next)
        .child(given_up)
        .child(el("div.actions").child(switch).child(remove))
        .child(log(shared, log_path))
}

/// What was sent, asked for when it is wanted.
fn log(shared: &Shared, path: String) -> El {
    let (app, words) = (shared.app, shared.words);
    let found = RwSignal::new(None::<Found>);
    let open = button("link", words.log, move || {
        let path = path.clone();
        found.set(Some(Found::Waiting));
        spawn_local(async move {
            found.try_set(Some(ask(app, &path).await));
        });
    });
    let shown = move || match found.get() {
        None => nothing(),
        Some(found) => drawn(app, found, |body| {
            let tries = rows(body, "deliveries");
            if tries.is_empty() {
                return say("p.quiet", words.no_log).into();
            }
            let row = |one: &Value| {
                let said = if text(one, "problem").is_empty() { words.taken } else { text(one, "problem") };
                let cell = |label: &str, text: &str| say("td", text).attr("data-label", label);
                el("tr")
                    .child(say("th", &one["event"].to_string()).attr("scope", "row"))
                    .child(cell(words.when, &browser::moment(text(one, "at"))))
                    .child(cell(words.answer, said))
            };
            let columns = [(words.event, false), (words.when, false), (words.answer, false)];
            table(words.log, &columns, tries.iter().map(row).collect()).into()
        }),
    };
    el("div").child(open).live(shown)
}

fn make(shared: &Shared) -> El {
    let words = shared.words;
    let url = el("input.box").attr("name", "url").attr("type", "url").attr("autocomplete", "off");
    let typed = url.clone();
    let (made, heading) = (shared.made, words.secret);
    let ask = move || ("POST", "/api/v1/webhooks".to_string(), json!({ "url": typed.value() }));
    let then = move |answer: &Value| made.set(Some((heading, text(answer, "secret").to_string())));
    el("section.sheet")
        .attr("data-make", "hook")
        .child(say("h2", words.make_hook))
        .child(field(words.url, &url))
        .child(el("div.actions").child(doing(shared, "button", words.make_hook, ask, then)))
}
