//! Approving many reports at once: those on which nothing was pointed out are ticked by one press, and approved after one question.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, button, el, is_checked, say};
use serde_json::{Value, json};

use crate::api;
use crate::state::{App, Net};
use crate::texts::put;

struct Words {
    tick: &'static str,
    tick_clear: &'static str,
    approve: &'static str,
    ask: &'static str,
    now: &'static str,
    not_now: &'static str,
    done: &'static str,
    left: &'static str,
}

const VI: Words = Words {
    tick: "Chọn {}",
    tick_clear: "Chọn {} báo cáo không có cảnh báo",
    approve: "Duyệt {} báo cáo đã chọn",
    ask: "Duyệt {} báo cáo đã chọn? Số liệu của các báo cáo này sẽ được tính.",
    now: "Duyệt ngay",
    not_now: "Thôi",
    done: "Đã duyệt {} báo cáo.",
    left: "{} báo cáo chưa duyệt được; hãy mở từng báo cáo để xem.",
};

const EN: Words = Words {
    tick: "Choose {}",
    tick_clear: "Choose {} report{s} without warnings",
    approve: "Approve {} chosen report{s}",
    ask: "Approve {} chosen report{s}? The figures will count.",
    now: "Approve now",
    not_now: "No",
    done: "{} report{s} approved.",
    left: "{} report{s} could not be approved; open each of them.",
};

fn words(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
}

/// The most that are sent at once: the server's bound.
const MOST: usize = 200;

/// What is ticked: ids with the revision that was listed.
#[derive(Clone, Copy)]
pub struct Ticked(RwSignal<BTreeSet<(String, u64)>>);

impl Ticked {
    /// Nothing.
    pub fn new() -> Ticked {
        Ticked(RwSignal::new(BTreeSet::new()))
    }

    /// The box that ticks a report.
    pub fn tick(self, app: App, id: &str, revision: u64, name: &str) -> El {
        let key = (id.to_string(), revision);
        let own = key.clone();
        el("input.tick")
            .attr("type", "checkbox")
            .attr("aria-label", &put(words(app).tick, &[name]))
            .attr("data-tick", id)
            .live_checked(move || self.0.with(|ticked| ticked.contains(&own)))
            .on("change", move |event| {
                let (key, checked) = (key.clone(), is_checked(&event));
                self.0.update(|ticked| {
                    if checked {
                        ticked.insert(key)
                    } else {
                        ticked.remove(&key)
                    };
                });
            })
    }
}

/// The buttons: tick what is clear, approve what is ticked. `again` is called when something was approved.
pub fn bar(app: App, ticked: Ticked, clear: Vec<(String, u64)>, said: RwSignal<Option<String>>, again: impl Fn() + Clone + 'static) -> El {
    let texts = words(app);
    let asking = RwSignal::new(false);
    let clear: Vec<(String, u64)> = clear.into_iter().take(MOST).collect();
    let all = (!clear.is_empty()).then(|| {
        let label = put(texts.tick_clear, &[&clear.len().to_string()]);
        button("button button--second", &label, move || ticked.0.set(clear.iter().cloned().collect())).attr("data-tick-clear", "")
    });
    let count = move || ticked.0.with(BTreeSet::len);
    let ask = move || {
        (count() > 0 && !asking.get())
            .then(|| button("button", &put(texts.approve, &[&count().to_string()]), move || asking.set(true)).attr("data-approve-many", ""))
    };
    let question = move || {
        let again = again.clone();
        asking.get().then(|| {
            let send = move || {
                asking.set(false);
                let again = again.clone();
                spawn_local(async move {
                    let outcome = approve(app, ticked).await;
                    said.try_set(Some(outcome));
                    again();
                });
            };
            let actions = el("div.actions").child(button("button", texts.now, send)).child(button(
                "button button--second",
                texts.not_now,
                move || asking.set(false),
            ));
            el("div.ask").attr("role", "alert").child(say("p", &put(texts.ask, &[&count().to_string()]))).child(actions)
        })
    };
    el("div.stack")
        .child(el("div.actions").child(all).live(ask))
        .live(question)
        .live(move || said.get().map(|said| say("p.message", &said).attr("role", "status")))
}

async fn approve(app: App, ticked: Ticked) -> String {
    let chosen: Vec<Value> = ticked
        .0
        .with_untracked(|ticked| ticked.iter().take(MOST).map(|(id, revision)| json!({ "report_id": id, "revision": revision })).collect());
    let answer = api::send("POST", "/api/v1/decisions", Some(&json!({ "reports": chosen }).to_string())).await;
    let Some(rows) = answer.body["reports"].as_array().filter(|_| answer.is_good()) else {
        if answer.status == Some(401) {
            app.signed_out.set(true);
        }
        return if answer.message().is_empty() { app.texts().needs_network.to_string() } else { answer.message().to_string() };
    };
    app.net.set(Net::Good);
    ticked.0.set(BTreeSet::new());
    let left = rows.iter().filter(|row| row["refused"].is_string()).count();
    let done = put(words(app).done, &[&(rows.len() - left).to_string()]);
    if left == 0 { done } else { [&done, " ", &put(words(app).left, &[&left.to_string()])].concat() }
}
