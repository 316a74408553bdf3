//! One report before its reviewer: every answer, remarks at any of them, and the decision.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_engine::At;
use phieu_ui::{Act, Below, Filling};
use serde_json::json;

use super::frame::{Link, Main, Waiting};
use super::paper::{History, Paper, Read, Sheets, Whole, read, status};
use crate::router::Page;
use crate::state::{App, Net, app};
use crate::{api, browser, router, words};

/// What the reviewer has written so far.
#[derive(Clone, Copy)]
struct Remarks {
    /// By field; a field that was opened stands here even while nothing is written.
    fields: RwSignal<BTreeMap<String, String>>,
    /// About the whole.
    whole: RwSignal<String>,
}

/// The page.
#[component]
pub fn Decide(id: String) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_review);
    let found = RwSignal::new_local(None::<Read>);
    let again = Callback::new(move |()| {
        let id = id.clone();
        spawn_local(async move { found.set(Some(read(app, id).await)) });
    });
    again.run(());
    let shown = move || match found.get() {
        None => view! { <h1>{texts.report_title}</h1><Waiting /> }.into_any(),
        Some(Read::Paper(paper)) => view! { <Shown paper=*paper again /> }.into_any(),
        Some(Read::Refused(said)) => view! { <h1>{texts.report_title}</h1><p role="alert">{said}</p> }.into_any(),
        Some(Read::Away) => view! { <h1>{texts.report_title}</h1><p role="alert">{texts.needs_network}</p> }.into_any(),
    };
    view! {
        <Main name="decide" wide=true>
            <Link to=Page::Review class="back">{texts.to_review}</Link>
            {shown}
        </Main>
    }
}

#[component]
fn Shown(paper: Paper, again: Callback<()>) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let remarks = Remarks { fields: RwSignal::new(BTreeMap::new()), whole: RwSignal::new(String::new()) };
    let filling = paper.filling;
    filling.ask_everything();
    let state = paper.text("status");
    let (class, said) = status(&state, texts);
    let unit = paper.unit();
    let period = words::period(&paper.text("period"), texts);
    let may = |action: &str| paper.body["actions"].as_array().is_some_and(|actions| actions.iter().any(|each| each == action));
    let returnable = may("return");
    let open = Callback::new(move |at: At| {
        let path = filling.path(at);
        let selector = ["[data-remark=\"", &path, "\"]"].concat();
        remarks.fields.update(|fields| {
            fields.entry(path).or_default();
        });
        browser::later(30.0, move || browser::focus(&selector));
    });
    let act = returnable.then_some(Act { label: texts.remark_here, go: open });
    let below: Option<Below> = returnable.then(|| Arc::new(move |at: At| remark_box(filling, at, remarks)) as Below);
    view! {
        <h1><span class="caption">{[unit.name.as_str(), " · ", &period].concat()}</span>{paper.title(app.language.get_untracked())}</h1>
        <p><span class=class data-status=state>{said}</span></p>
        <div class="twocol twocol--right">
            <div class="stack">
                <Whole paper=paper.clone() />
                <Sheets paper=paper.clone() act below />
            </div>
            <div class="twocol__side stack">
                <Decision paper=paper.clone() remarks again />
                <History paper />
            </div>
        </div>
    }
}

/// The box for a remark at an answer, once it was asked for.
fn remark_box(filling: Filling, at: At, remarks: Remarks) -> AnyView {
    let texts = app().texts();
    let path = StoredValue::new(filling.path(at));
    let open = Memo::new(move |_| remarks.fields.with(|fields| path.with_value(|path| fields.contains_key(path))));
    let write = move |text: String| {
        remarks.fields.update(|fields| {
            fields.insert(path.get_value(), text);
        });
    };
    let close = move |_| {
        remarks.fields.update(|fields| {
            path.with_value(|path| fields.remove(path));
        });
    };
    let shown = move || {
        open.get().then(|| {
            view! {
                <label class="explanation">
                    <b>{texts.remark_at_field}</b>
                    <textarea class="box" rows="3" data-remark=path.get_value() on:input:target=move |event| write(event.target().value())></textarea>
                </label>
                <button class="link" type="button" on:click=close>{texts.remark_drop}</button>
            }
        })
    };
    shown.into_any()
}

/// The remark about the whole, and the buttons.
#[component]
fn Decision(paper: Paper, remarks: Remarks, again: Callback<()>) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let actions: Vec<String> = serde_json::from_value(paper.body["actions"].clone()).unwrap_or_default();
    let may = move |action: &str| actions.iter().any(|each| each == action);
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let held = StoredValue::new((paper.id.clone(), paper.revision()));
    let decide = move |action: &'static str| {
        if action == "return" && is_empty(remarks) {
            problem.set(Some(texts.return_needs_remark.into()));
            return;
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        let (id, revision) = held.get_value();
        spawn_local(async move {
            let failed = send(app, &id, revision, action, remarks).await;
            busy.try_set(false);
            match failed {
                None => again.run(()),
                Some(said) => {
                    problem.try_set(Some(said));
                }
            }
        });
    };
    let button = move |class: &'static str, action: &'static str, label: &'static str| {
        view! { <button class=class type="button" aria-disabled=move || busy.get().to_string() on:click=move |_| decide(action)>{label}</button> }
    };
    // What was asked for is being written.
    Effect::new(move || {
        remarks.fields.track();
        remarks.whole.track();
        problem.set(None);
    });
    let said = move || problem.get().map(|said| view! { <p class="message" role="alert">{said}</p> });
    let waits = may("return");
    let nothing = !waits && !may("approve") && !may("reopen");
    let written = move || remarks.fields.with(|fields| fields.values().filter(|text| !text.trim().is_empty()).count());
    view! {
        <section class="sheet" data-decision="">
            <h2>{texts.decision}</h2>
            {nothing.then(|| view! { <p>{texts.decision_none}</p> })}
            {waits.then(|| view! {
                <p class="quiet">{texts.decision_how}</p>
                <label class="plainfield">
                    <span>{texts.remark_whole}</span>
                    <textarea class="box" rows="4" name="remark" on:input:target=move |event| remarks.whole.set(event.target().value())></textarea>
                </label>
                {move || (written() > 0).then(|| view! { <p>{crate::texts::put(texts.remarks_written, &[&written().to_string()])}</p> })}
            })}
            {said}
            <div class="actions">
                {may("approve").then(|| button("button", "approve", texts.approve))}
                {waits.then(|| button("button button--danger", "return", texts.return_report))}
                {may("reopen").then(|| button("button button--second", "reopen", texts.reopen))}
            </div>
        </section>
    }
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
