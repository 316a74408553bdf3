//! One's own data: everything that is kept of a person, to read, correct, download and erase. Everybody who is signed in may open it.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say};
use serde_json::{Value, json};

use super::words::{Words, words};
use crate::desk::asking::refused;
use crate::desk::tables::text;
use crate::pages::frame::{empty, fact, field, heading, link, main, waiting};
use crate::router::{Desk, Page, encode};
use crate::state::{App, app};
use crate::storage::records::Title;
use crate::texts::put;
use crate::words::{date, period};
use crate::{api, browser, sync};

/// The page.
pub fn page() -> View {
    let app = app();
    let words = words(app.language.get());
    browser::set_title(words.data.title);
    let found = RwSignal::new(None::<Result<Value, String>>);
    let again: Rc<dyn Fn()> = Rc::new(move || {
        spawn_local(async move {
            let answer = api::get("/api/v1/account").await;
            let read = if answer.is_good() { Ok(answer.body.clone()) } else { Err(refused(app, &answer)) };
            found.try_set(Some(read));
        });
    });
    again();
    let said = RwSignal::new(None::<String>);
    let shown = move || match found.get() {
        None => waiting().into(),
        Some(Err(said)) => empty(&said).into(),
        Some(Ok(data)) => shown(app, words, &data, said, again.clone()),
    };
    let told = move || said.get().map(|said| say("p.message", &said).attr("role", "status"));
    main("own-data").child(heading("", words.data.title)).child(say("p", words.data.how)).live(told).live(shown).into()
}

fn shown(app: App, words: &'static Words, data: &Value, said: RwSignal<Option<String>>, again: Rc<dyn Fn()>) -> View {
    let told = &words.data;
    let rows = |name: &str, line: &dyn Fn(&Value) -> String| {
        let rows = data[name].as_array().into_iter().flatten();
        el("ul").attr("data-list", name).child(rows.map(|row| say("li", &line(row))).collect::<Vec<El>>())
    };
    let part = |title: &str, inside: View| el("section.sheet").child(say("h2", title)).child(inside);
    let sessions: View = [rows("sessions", &|row| session(words, row)), others(app, words, said, again.clone())].into();
    let file = ["data:application/json;charset=utf-8,", &encode(&serde_json::to_string_pretty(data).unwrap_or_default())].concat();
    let download = say("a.button button--second", told.download).attr("href", &file).attr("download", "phieu.json");
    [
        part(told.correct, correction(app, words, data, said, again.clone()).into()),
        part(told.duties, rows("duties", &|row| duty(app, words, row)).into()),
        part(told.sessions, sessions),
        part(told.consents, rows("consents", &|row| consent(words, row)).into()),
        part(told.sent, rows("sent", &|row| sent(app, row)).into()),
        part(told.help, help(app, words, data)),
        el("div.actions").child(download).child(link(Page::Desk(Desk::Connections), "link", told.connections)),
        part(told.password, password(app, words, said, again).into()),
        part(told.erase, erasure(app, words, said).into()),
    ]
    .into()
}

fn session(words: &Words, row: &Value) -> String {
    let this = if row["this"] == true { [" (", words.data.this, ")"].concat() } else { String::new() };
    [browser::moment(text(row, "opened_at")), this].concat()
}

fn duty(app: App, words: &Words, row: &Value) -> String {
    let label: Title = serde_json::from_value(row["label"].clone()).unwrap_or_default();
    let until = row["to"].as_str().map(|day| [" · ", words.until, " ", &date(day)].concat()).unwrap_or_default();
    let unit = text(&row["org_unit"], "name");
    [label.get(app.language.get_untracked()), " · ", unit, " · ", words.since, " ", &date(text(row, "from")), &until].concat()
}

fn consent(words: &Words, row: &Value) -> String {
    let subject = if row["subject"] == "joining" { words.data.joining } else { text(row, "subject") };
    [subject, " ", text(row, "version"), " · ", &browser::moment(text(row, "at"))].concat()
}

fn sent(app: App, row: &Value) -> String {
    let title: Title = serde_json::from_value(row["title"].clone()).unwrap_or_default();
    let what = [title.get(app.language.get_untracked()), " · ", &period(text(row, "period"), app.texts())].concat();
    [&what, " · ", &browser::moment(text(row, "received_at"))].concat()
}

/// Whose people are told to call this person for help, and whom the person is told to call.
fn help(app: App, words: &'static Words, data: &Value) -> View {
    let helps = data["helps"].as_array().into_iter().flatten();
    let helps = helps.map(|unit| put(words.data.helps, &[text(unit, "name")]));
    let helper = app.helper.get_untracked().map(|helper| put(words.data.helper, &[&helper.name, &helper.read_out()]));
    let lines = helps.chain(helper).map(|line| say("li", &line)).collect::<Vec<El>>();
    if lines.is_empty() { say("p.quiet", words.data.no_help).into() } else { el("ul").attr("data-list", "helps").child(lines).into() }
}

/// A button that asks the server, says what came of it, and goes on.
fn asking(
    app: App,
    classes: &str,
    label: &str,
    said: RwSignal<Option<String>>,
    ask: impl Fn() -> (&'static str, &'static str, Value) + 'static,
    then: impl Fn() + Clone + 'static,
) -> El {
    button(classes, label, move || {
        let ((method, path, body), then) = (ask(), then.clone());
        said.set(None);
        spawn_local(async move {
            let answer = api::send(method, path, Some(&body.to_string())).await;
            if answer.is_good() {
                then();
            } else {
                said.try_set(Some(refused(app, &answer)));
            }
        });
    })
}

fn others(app: App, words: &'static Words, said: RwSignal<Option<String>>, again: Rc<dyn Fn()>) -> El {
    let ask = || ("DELETE", "/api/v1/account/sessions", json!({}));
    el("div.actions").child(asking(app, "button button--second", words.data.others, said, ask, move || again()))
}

fn correction(app: App, words: &'static Words, data: &Value, said: RwSignal<Option<String>>, again: Rc<dyn Fn()>) -> El {
    let name = el("input.box").attr("name", "name").attr("autocomplete", "name").attr("value", text(data, "name"));
    let phone = el("input.box").attr("name", "phone").attr("type", "tel").attr("autocomplete", "tel").attr("value", text(data, "phone"));
    let boxes = [field(words.name, &name), field(words.phone, &phone)];
    let ask = move || ("PUT", "/api/v1/account", json!({ "name": name.value(), "phone": phone.value() }));
    let then = move || {
        said.set(Some(words.data.saved.to_string()));
        again();
        spawn_local(sync::round(app));
    };
    let account = el("dl.facts").child(fact(app.texts().account_name, text(data, "account")));
    el("div.stack").child(account).child(boxes).child(el("div.actions").child(asking(app, "button", words.data.save, said, ask, then)))
}

fn secret(name: &str, complete: &str) -> El {
    el("input.box").attr("type", "password").attr("name", name).attr("autocomplete", complete)
}

fn password(app: App, words: &'static Words, said: RwSignal<Option<String>>, again: Rc<dyn Fn()>) -> El {
    let (present, new) = (secret("present", "current-password"), secret("new", "new-password"));
    let boxes = [field(words.data.present, &present), field(words.data.new, &new)];
    let ask = move || ("POST", "/api/v1/account/password", json!({ "password": present.value(), "new": new.value() }));
    let then = move || {
        said.set(Some(words.data.saved.to_string()));
        again();
    };
    el("div.stack").child(boxes).child(el("div.actions").child(asking(app, "button button--second", words.data.save, said, ask, then)))
}

fn erasure(app: App, words: &'static Words, said: RwSignal<Option<String>>) -> El {
    let present = secret("erase", "current-password");
    let box_ = field(words.data.present, &present);
    let ask = move || ("POST", "/api/v1/account/erasure", json!({ "password": present.value() }));
    let then = move || {
        spawn_local(async move {
            sync::sign_out(app).await;
            browser::load("/", true);
        });
    };
    let erase = asking(app, "button button--danger", words.data.erase_now, said, ask, then);
    el("details")
        .child(say("summary", words.data.erase))
        .child(say("p", words.data.erase_how))
        .child(box_)
        .child(el("div.actions").child(erase))
}
