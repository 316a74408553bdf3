//! All sections below one another, what is wrong above them, and a button that sends.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use phieu_engine::Instance;
use phieu_ui::dom::{El, View, button, call, el, live, memo, say};
use phieu_ui::{Beside, Filling, Section, answers, error_summary, focus_question_within, section_page};
use serde_json::{Value as Json, json};
use wasm_bindgen::JsValue;

/// What the drawing says beside the form.
struct Words {
    send: &'static str,
}

const VI: Words = Words { send: "Gửi" };
const EN: Words = Words { send: "Send" };

/// A drawn form: the report, where it stands, and the host to tell.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) filling: Filling,
    root: JsValue,
    host: JsValue,
    /// Somebody tried to send: everything that is wrong is told above as well.
    tried: RwSignal<bool>,
}

impl Page {
    pub(crate) fn new(filling: Filling, root: JsValue, host: JsValue) -> Page {
        Page { filling, root, host, tried: RwSignal::new(false) }
    }

    pub(crate) fn draw(&self) -> El {
        let filling = self.filling;
        let sections = memo(move || filling.sections());
        let all = live(move || sections.with(|all| all.iter().map(|section| part(filling, section)).collect::<Vec<View>>()));
        let whole = el("div.stack").attr("lang", filling.language.tag);
        if filling.is_reading() {
            return whole.child(all);
        }
        let (tried, root) = (self.tried, self.root.clone());
        let go = move |at| focus_question_within(&root, &filling.path(at));
        let summary = live(move || tried.get().then(|| error_summary(filling, None, go.clone())));
        let words = if filling.language.tag == "vi" { VI } else { EN };
        let host = self.host.clone();
        // A box that is left shows what is wrong with it, and the button would move away under the finger that presses it.
        let send = button("button", words.send, move || drop(call(&host, "sent", &[]))).on("mousedown", |event| event.prevent_default());
        whole.child(summary).child(all).child(el("div.actions").child(send))
    }

    pub(crate) fn ask(&self) -> bool {
        self.filling.ask_everything();
        self.tried.set(true);
        let clear = untrack(|| self.filling.is_all_clear());
        if !clear {
            let root = self.root.clone();
            spawn_local(async move {
                tick().await; // until it is drawn
                let summary = call(&root, "querySelector", &["[data-summary=errors]".into()]);
                call(&summary, "scrollIntoView", &[]);
                call(&summary, "focus", &[]);
            });
        }
        clear
    }

    pub(crate) fn report(&self) -> Json {
        let filling = self.filling;
        let issues: Vec<Json> = filling
            .issues()
            .iter()
            .map(|issue| {
                json!({
                    "code": issue.code.name(), "severity": issue.severity.name(), "path": issue.path, "fields": issue.fields,
                    "facts": issue.facts, "message": filling.sentence(issue),
                })
            })
            .collect();
        let valid = untrack(|| filling.is_all_clear());
        filling.read(|instance: &Instance| {
            json!({
                "form": instance.form().id, "version": instance.form().version, "answers": instance.sealed(),
                "explanations": instance.explanations(), "valid": valid, "issues": issues,
            })
        })
    }
}

/// A section: its questions, or its answers where the report is only read.
fn part(filling: Filling, section: &Section) -> View {
    if filling.is_reading() {
        return answers(filling, section, &Beside::default()).into();
    }
    let title = filling.section_title(section);
    let title = (!title.is_empty()).then(|| say("h2", &title));
    el("section.stack").child(title).child(section_page(filling, section)).into()
}
