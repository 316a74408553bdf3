//! One report before its reviewer: every answer, remarks at any of them, and the decision.

mod words;

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_engine::At;
use phieu_ui::Beside;
use phieu_ui::dom::{El, View, button, el, live, memo, say, value_at, watch};
use serde_json::json;

use self::words::words;
use super::compared::compared;
use crate::pages::frame::{empty, field, heading, link, waiting, wide};
use crate::pages::paper::{Paper, Read, history, read, sheets, whole};
use crate::router::{Desk, Page};
use crate::state::{App, Net, app};
use crate::texts::put;
use crate::{api, browser, router, words as said};

/// What the reviewer has written so far.
#[derive(Clone, Copy)]
struct Remarks {
    /// By field; a field that was opened stands here even while nothing is written.
    fields: RwSignal<BTreeMap<String, String>>,
    /// About the whole.
    whole: RwSignal<String>,
    /// The report that stands in this one's place.
    other: RwSignal<String>,
}

/// The page.
pub fn page(id: String) -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_review);
    let found = RwSignal::new_local(None::<Read>);
    let again: Rc<dyn Fn()> = Rc::new(move || {
        let id = id.clone();
        spawn_local(async move {
            let read = read(app, id).await;
            found.try_set(Some(read));
        });
    });
    again();
    let shown = move || match found.get() {
        None => [heading("", texts.report_title), waiting()].into(),
        Some(Read::Paper(paper)) => shown(app, &paper, again.clone()),
        Some(Read::Refused(said)) => [heading("", texts.report_title), empty(&said)].into(),
        Some(Read::Away) => [heading("", texts.report_title), empty(texts.needs_network)].into(),
    };
    let back = if receives_only(app) {
        link(Page::Desk(Desk::Received), "back", texts.nav_received)
    } else {
        link(Page::Desk(Desk::Review), "back", texts.nav_review)
    };
    wide("decide").child(back).live(shown).into()
}

/// Whether the reader is of another body, to which reports are sent, and decides on none.
fn receives_only(app: App) -> bool {
    app.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.is("receiver") && !me.is("reviewer")))
}

/// The earlier periods with which nothing is compared, because nobody knows how much of a unit of then is in this one.
fn not_compared(app: App, paper: &Paper) -> Option<El> {
    let left_out = paper.body["context"]["not_compared"].as_object()?;
    let line = |one: &serde_json::Value| {
        let period = said::period(one["period"].as_str().unwrap_or_default(), app.texts());
        say("p.note", &put(words(app).not_compared, &[&period, one["org_unit"].as_str().unwrap_or_default()]))
    };
    Some(el("div").attr("data-not-compared", "").child(left_out.values().map(line).collect::<Vec<El>>()))
}

fn shown(app: App, paper: &Paper, again: Rc<dyn Fn()>) -> View {
    let texts = app.texts();
    let remarks =
        Remarks { fields: RwSignal::new(BTreeMap::new()), whole: RwSignal::new(String::new()), other: RwSignal::new(String::new()) };
    let filling = paper.filling;
    // Another body has only part of what the check knew: what a check with less says is nothing to go by.
    if paper.body["as_received"] == true {
        let answers = el("div.stack").child(sheets(paper, &Beside::default()));
        return [paper.heading(app), answers.into()].into();
    }
    filling.ask_everything();
    let open: Rc<dyn Fn(At)> = Rc::new(move |at| {
        let path = filling.path(at);
        let selector = ["[data-remark=\"", &path, "\"]"].concat();
        remarks.fields.update(|fields| {
            fields.entry(path).or_default();
        });
        browser::later(30.0, move || browser::focus(&selector));
    });
    let beside = match paper.may("return") {
        true => {
            Beside { link: Some((words(app).remark, open)), below: Some(Rc::new(move |at| remark_box(app, filling.path(at), remarks))) }
        }
        false => Beside::default(),
    };
    let answers = el("div.stack").child(whole(paper)).child(sheets(paper, &beside));
    let side = el("div.twocol__side.stack")
        .child(decision(app, paper, remarks, again))
        .child(not_compared(app, paper))
        .child(compared(app, paper))
        .child(history(paper));
    [paper.heading(app), paper.state(texts).into(), el("div.twocol.twocol--right").child(answers).child(side).into()].into()
}

/// The box for a remark at an answer, once it was asked for.
fn remark_box(app: App, path: String, remarks: Remarks) -> View {
    let words = words(app);
    let path = StoredValue::new(path);
    let open = memo(move || remarks.fields.with(|fields| path.with_value(|path| fields.contains_key(path))));
    live(move || {
        let write = move |text: String| {
            remarks.fields.update(|fields| {
                fields.insert(path.get_value(), text);
            });
        };
        let close = move || {
            remarks.fields.update(|fields| {
                path.with_value(|path| fields.remove(path));
            });
        };
        let area = || el("textarea.box").attr("rows", "3").attr("data-remark", &path.get_value()).typed(write);
        open.get()
            .then(|| {
                [el("label.explanation").child(say("b", words.remark_at_field)).child(area()), button("link", words.remark_drop, close)]
            })
            .map(View::from)
    })
}

/// The remark about the whole, and the buttons.
fn decision(app: App, paper: &Paper, remarks: Remarks, again: Rc<dyn Fn()>) -> El {
    let words = words(app);
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let (id, revision) = (paper.id.clone(), paper.revision());
    let decide = Rc::new(move |action: &'static str| {
        let asked = match action {
            "return" => Some(words.return_needs_remark),
            "reopen" => Some(words.reopen_needs_reason),
            "replace" if remarks.other.with_untracked(String::is_empty) => Some(words.replace_needs_report),
            "replace" => Some(words.reopen_needs_reason),
            _ => None,
        };
        let blank_other = action == "replace" && remarks.other.with_untracked(String::is_empty);
        if let Some(asked) = asked.filter(|_| is_empty(remarks) || blank_other) {
            problem.set(Some(asked.into()));
            return;
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        let (id, again) = (id.clone(), again.clone());
        spawn_local(async move {
            let failed = send(app, &id, revision, action, remarks).await;
            busy.try_set(false);
            match failed {
                None => again(),
                Some(said) => {
                    problem.try_set(Some(said));
                }
            }
        });
    });
    // What was asked for is being written.
    watch(move || {
        remarks.fields.track();
        remarks.whole.track();
        remarks.other.track();
        problem.set(None);
    });
    let press = |action: &'static str, classes: &str, label: &str| {
        let decide = decide.clone();
        paper
            .may(action)
            .then(|| button(classes, label, move || decide(action)).live_attr("aria-disabled", move || Some(busy.get().to_string())))
    };
    let written = move || {
        let count = remarks.fields.with(|fields| fields.values().filter(|text| !text.trim().is_empty()).count());
        (count > 0).then(|| say("p", &put(words.remarks_written, &[&count.to_string()])))
    };
    let area = || el("textarea.box").attr("rows", "4").attr("name", "remark").typed(move |text| remarks.whole.set(text));
    let label = |words: &str| field(words, &area());
    let writing =
        paper.may("return").then(|| [say("p.quiet", words.decision_how), label(app.texts().remark_whole), el("div").live(written)]);
    // Where it may be returned the words about the whole are there already.
    let reason = ((paper.may("reopen") || paper.may("replace")) && !paper.may("return")).then(|| label(words.reopen_reason));
    let flagged = paper.may("confirm").then(|| say("p.quiet", words.confirm_how));
    let locked = paper.body["locked"].is_object().then(|| say("p.message", words.locked));
    let units = paper.body["reviewers"].as_array().cloned().unwrap_or_default();
    let names: Vec<&str> = units.iter().filter_map(|unit| unit["name"].as_str()).collect();
    let levels = (names.len() > 1).then(|| say("p.quiet", &put(words.levels, &[&names.join(" → ")])));
    let none = !["approve", "return", "confirm", "reopen"].into_iter().any(|action| paper.may(action));
    let actions = el("div.actions")
        .child(press("confirm", "button", words.confirm))
        .child(press("approve", "button", words.approve))
        .child(press("return", "button button--danger", words.return_report))
        .child(press("reopen", "button button--second", words.reopen));
    el("section.sheet")
        .attr("data-decision", "")
        .child(say("h2", words.decision))
        .child(levels)
        .child(locked)
        .child(none.then(|| say("p", words.decision_none)))
        .child(flagged)
        .child(writing.map(View::from))
        .child(reason)
        .live(move || problem.get().map(|said| say("p.message", &said).attr("role", "alert")))
        .child(actions)
        .child(paper.may("replace").then(|| replacement(app, paper, remarks, press("replace", "button button--second", words.replace))))
}

/// The choice of another report of the same form and period, folded away: it is needed when units were joined.
fn replacement(app: App, paper: &Paper, remarks: Remarks, press: Option<El>) -> El {
    let words = words(app);
    let others = RwSignal::new(Vec::<(String, String)>::new());
    let (form, period, id) = (paper.text("form"), paper.text("period"), paper.id.clone());
    let fetch = move || {
        let path = ["/api/v1/reports?form=", &router::encode(&form), "&period=", &router::encode(&period), "&limit=500"].concat();
        let id = id.clone();
        spawn_local(async move {
            let answer = api::get(&path).await;
            let rows = answer.body["reports"].as_array().cloned().unwrap_or_default();
            let named =
                |row: &serde_json::Value| Some((row["report_id"].as_str()?.to_string(), row["org_unit"]["name"].as_str()?.to_string()));
            others.try_set(rows.iter().filter_map(named).filter(|(other, _)| *other != id).collect());
        });
    };
    let options = move || {
        let choose = say("option", words.replace_choose).attr("value", "");
        let rows = others.with(|others| others.iter().map(|(id, name)| say("option", name).attr("value", id)).collect::<Vec<El>>());
        std::iter::once(choose).chain(rows).collect::<Vec<El>>()
    };
    let list = el("select.box").attr("name", "replaced_by").live(options).on("change", move |event| remarks.other.set(value_at(&event)));
    el("details")
        .on("toggle", move |_| fetch())
        .child(say("summary", words.replace))
        .child(field(words.replace_by, &list))
        .child(el("div.actions").child(press))
}

fn is_empty(remarks: Remarks) -> bool {
    let blank = |text: &str| text.trim().is_empty();
    remarks.whole.with_untracked(|whole| blank(whole)) && remarks.fields.with_untracked(|fields| fields.values().all(|text| blank(text)))
}

/// Sends the decision; the sentence why it was not taken, if it was not.
async fn send(app: App, id: &str, revision: u64, action: &str, remarks: Remarks) -> Option<String> {
    let fields = remarks.fields.get_untracked();
    let fields: Vec<_> = fields
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(path, text)| json!({ "path": path, "text": text.trim() }))
        .collect();
    let mut body = json!({ "revision": revision, "action": action });
    let whole = remarks.whole.get_untracked();
    if action == "replace" {
        body["replaced_by"] = remarks.other.get_untracked().into();
    }
    if action == "return" {
        body["remarks"] = fields.into();
    }
    if !whole.trim().is_empty() {
        body["remark"] = whole.trim().into();
    }
    let path = ["/api/v1/reports/", &router::encode(id), "/decisions"].concat();
    let answer = api::send("POST", &path, Some(&body.to_string())).await;
    match answer.status {
        Some(_) if answer.is_good() => {
            app.net.set(Net::Good);
            None
        }
        Some(401) => {
            app.signed_out.set(true);
            Some(answer.message().to_string())
        }
        Some(_) if !answer.message().is_empty() => Some(answer.message().to_string()),
        _ => Some(app.texts().needs_network.to_string()),
    }
}
