//! A report as it stands with the server, ready to be drawn: its heading, its answers in the form, remarks, history.
//!
//! Read from the server, or, without a network, from what this phone has kept of it.

use std::rc::Rc;

use leptos::prelude::*;
use phieu_engine::{Context, Instance};
use phieu_form::{json, record};
use phieu_ui::dom::{El, View, el, say};
use phieu_ui::{Beside, Filling, Said, answers};
use serde_json::Value;

use super::frame::heading;
use super::work::form;
use crate::attached::shown;
use crate::state::{App, Net, app};
use crate::storage::records::{Title, Unit};
use crate::texts::{Texts, put};
use crate::{api, browser, router, storage, words};

/// A report to read.
#[derive(Clone)]
pub struct Paper {
    /// The report's id.
    pub id: String,
    /// The whole answer of the server, or what was sent.
    pub body: Value,
    /// The answers in their form.
    pub filling: Filling,
    /// Whether it is this phone's own copy.
    pub own_copy: bool,
}

/// What came of reading.
#[derive(Clone)]
pub enum Read {
    /// Here it is.
    Paper(Box<Paper>),
    /// The server's sentence why not.
    Refused(String),
    /// Not on this phone, and no network.
    Away,
}

/// Reads a report.
pub async fn read(app: App, id: String) -> Read {
    let answer = api::get(&["/api/v1/reports/", &router::encode(&id)].concat()).await;
    if answer.status.is_some() {
        app.net.set(Net::Good);
    }
    let (body, own_copy) = match answer.status {
        Some(200) if answer.body["answers"].is_object() => (answer.body, false),
        Some(401) => {
            app.signed_out.set(true);
            match kept(&id).await {
                Some(body) => (body, true),
                None => return Read::Refused(answer.message().to_string()),
            }
        }
        Some(status) if status < 500 && answer.body["code"].is_string() => return Read::Refused(answer.message().to_string()),
        _ => match kept(&id).await {
            Some(body) => (body, true),
            None => return Read::Away,
        },
    };
    let text = |key: &str| body[key].as_str().unwrap_or_default().to_string();
    let Some(form) = form(&text("form"), &text("version")).await else { return Read::Away };
    let mut context: Context = record(body["context"].clone()).unwrap_or_default();
    context.language = Some(app.language.get_untracked().to_string());
    let explanations = record(body["explanations"].clone()).unwrap_or_default();
    let as_received = body["as_received"] == true;
    let given = json::Tree::from(&body["answers"]);
    let instance = match as_received {
        true => Instance::as_given(form, context, given, &explanations),
        false => Instance::open(form, context, given, &explanations),
    };
    let files = body["files"].clone();
    let is_there = move |name: &str| files.as_array().is_some_and(|files| files.iter().any(|file| file["name"] == name));
    let kept = shown(app.account().unwrap_or_default(), id.clone(), Rc::new(is_there));
    let filling = Filling::reading(instance, app.language.get_untracked(), remarks(&body)).showing(kept);
    let filling = if as_received { filling.quiet() } else { filling };
    Read::Paper(Box::new(Paper { id, body, filling, own_copy }))
}

async fn kept(id: &str) -> Option<Value> {
    let receipt = storage::receipt(id).await.ok().flatten()?;
    let mut body: Value = json::read(&receipt.body)?;
    if body["status"].is_null() {
        body["status"] = receipt.status.into();
        body["revision"] = receipt.revision.into();
        body["received_at"] = receipt.received_at.into();
        body["title"] = serde_json::to_value(receipt.title).ok()?;
        body["org_unit"] = serde_json::json!({ "code": receipt.subject.org_unit, "name": receipt.unit_name });
    }
    Some(body)
}

/// The remarks on the last revision.
fn remarks(body: &Value) -> Vec<Said> {
    let rows = body["remarks"].as_array().into_iter().flatten();
    let last = rows.filter(|row| row["revision"].is_null() || row["revision"] == body["revision"]);
    let text = |row: &Value, key: &str| row[key].as_str().unwrap_or_default().to_string();
    last.map(|row| Said { path: text(row, "path"), text: text(row, "text"), refused: false }).collect()
}

impl Paper {
    /// A text of the heading.
    pub fn text(&self, key: &str) -> String {
        self.body[key].as_str().unwrap_or_default().to_string()
    }

    /// The form's title.
    pub fn title(&self, language: &str) -> String {
        record::<Title>(self.body["title"].clone()).unwrap_or_default().get(language).to_string()
    }

    /// Who reported.
    pub fn unit(&self) -> Unit {
        record(self.body["org_unit"].clone()).unwrap_or_default()
    }

    /// Unit, period and form.
    pub fn heading(&self, app: App) -> View {
        let period = words::period(&self.text("period"), app.texts());
        heading(&[self.unit().name.as_str(), " · ", &period].concat(), &self.title(app.language.get_untracked())).into()
    }

    /// The status it has; whether its period is closed; why it is to be looked at again.
    pub fn state(&self, texts: &'static Texts) -> El {
        let name = self.text("status");
        let standing = &self.body["standing"];
        let (class, said) = match standing["accepted"] == true {
            true => ("tag tag--good", texts.status_accepted),
            false => status(&name, texts),
        };
        let tag = |class: &str, said: &str| say("span", said).attr("class", class);
        let flag = &standing["flag"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
        let why = flag.is_object().then(|| {
            let period = words::period(&text(&flag["period"]), texts);
            let said = put(texts.flagged_by, &[&text(&flag["org_unit"]["name"]), &period]);
            el("p.message").attr("data-flag", "").child(say("span.message__kind", texts.status_flagged)).text(&said)
        });
        let locked = self.body["locked"].is_object().then(|| tag("tag tag--mid", texts.status_locked).attr("data-locked", ""));
        el("div").child(el("p").child(tag(class, said).attr("data-status", &name)).text(" ").child(locked)).child(why)
    }

    /// Whether the reader may do this with it.
    pub fn may(&self, action: &str) -> bool {
        self.body["actions"].as_array().is_some_and(|actions| actions.iter().any(|each| each == action))
    }

    /// The last revision.
    pub fn revision(&self) -> u64 {
        self.body["revision"].as_u64().unwrap_or(1)
    }
}

/// A status in words, with its class.
fn status(name: &str, texts: &'static Texts) -> (&'static str, &'static str) {
    match name {
        "approved" => ("tag tag--good", texts.status_approved),
        "returned" => ("tag tag--bad", texts.status_returned),
        "reopened" => ("tag tag--bad", texts.status_reopened),
        "replaced" => ("tag tag--mid", texts.status_replaced),
        _ => ("tag tag--mid", texts.status_submitted),
    }
}

/// Every answer, section by section.
pub fn sheets(paper: &Paper, beside: &Beside) -> Vec<El> {
    let filling = paper.filling;
    filling.sections_now().iter().map(|section| answers(filling, section, beside)).collect()
}

/// What was said about the whole.
pub fn whole(paper: &Paper) -> Vec<El> {
    let title = app().texts().remark_whole;
    let said = paper.filling.said_at("").into_iter();
    said.map(|said| el("p.message.message--remark").child(say("span.message__kind", title)).text(&said.text)).collect()
}

/// Who did what when.
pub fn history(paper: &Paper) -> Option<El> {
    let texts = app().texts();
    let rows = paper.body["history"].as_array().filter(|rows| !rows.is_empty())?;
    let row = |row: &Value| {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        let event = match text("event") {
            "submit" => texts.event_submit,
            "return" => texts.event_return,
            "approve" => texts.event_approve,
            "confirm" => texts.event_confirm,
            "replace" => texts.event_replace,
            "flag" => texts.event_flag,
            _ => texts.event_reopen,
        };
        let revision = put(texts.revision_number, &[&row["revision"].to_string()]);
        let who = [text("by"), " · ", &browser::moment(text("at"))].concat();
        el("li").child(say("b", event)).text(" · ").text(&revision).child(el("br")).child(say("span.quiet", &who))
    };
    Some(el("section.sheet").child(say("h2", texts.history)).child(el("ol.timeline").child(rows.iter().map(row).collect::<Vec<El>>())))
}
