//! What is wrong, all together, with a link to each place.
//!
//! One entry per question. Of the whole report, answers that are merely missing make one entry per section: a report just
//! begun shows fourteen lines and not sixty.

use std::rc::Rc;

use leptos::prelude::*;
use phieu_engine::{At, Code, Instance, Issue};
use wasm_bindgen::{JsCast, JsValue};

use crate::dom::{El, View, call, el, live, member, memo, say};
use crate::filling::{Filling, blocks};
use crate::sections::{Section, section_of};
use crate::texts::put;

/// One entry: where to go, what the place is called, and what is said of it.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    at: Option<At>,
    name: String,
    said: Vec<String>,
}

/// Everything that keeps the report from being sent, of a section or of the whole. `go` goes to a question.
pub fn error_summary(filling: Filling, section: Option<Section>, go: impl Fn(At) + 'static) -> View {
    let entries = memo(move || {
        filling.whole(|_| ());
        match &section {
            Some(section) => of_section(filling, section),
            None => of_whole(filling),
        }
    });
    let go: Rc<dyn Fn(At)> = Rc::new(go);
    let empty = memo(move || entries.with(Vec::is_empty));
    live(move || {
        let go = go.clone();
        (!empty.get()).then(|| {
            let title = move || put(filling.texts.summary_title, &[&entries.with(Vec::len).to_string()]);
            el("div.summary")
                .attr("role", "alert")
                .attr("tabindex", "-1")
                .attr("data-summary", "errors")
                .child(el("h2").live_text(title))
                .child(el("ul").live(move || entries.with(|entries| entries.iter().map(|entry| item(entry, &go)).collect::<Vec<El>>())))
        })
    })
}

fn item(entry: &Entry, go: &Rc<dyn Fn(At)>) -> El {
    let line = |text: &String| match entry.at {
        Some(at) => {
            let go = go.clone();
            say("a", text).attr("href", "#page").press(move || go(at))
        }
        None => say("p", text),
    };
    let name = (!entry.name.is_empty()).then(|| say("span.summary__field", &entry.name));
    el("li").child(name).child(entry.said.iter().map(line).collect::<Vec<El>>())
}

fn of_section(filling: Filling, section: &Section) -> Vec<Entry> {
    let mut entries = Vec::new();
    for issue in filling.issues().iter().filter(|issue| blocks(issue)) {
        let here = filling.read(|instance| issue.at.is_some_and(|at| section.nodes.contains(&section_of(instance, at))));
        if here {
            add(filling, &mut entries, issue);
        }
    }
    entries
}

fn of_whole(filling: Filling) -> Vec<Entry> {
    let mut entries = Vec::new();
    let issues = filling.issues();
    issues.iter().filter(|issue| blocks(issue) && issue.code != Code::Required).for_each(|issue| add(filling, &mut entries, issue));
    for section in filling.sections_now() {
        let missing = issues.iter().filter(|issue| issue.code == Code::Required).filter_map(|issue| issue.at);
        let missing: Vec<At> = missing.filter(|at| filling.read(|instance| section.nodes.contains(&section_of(instance, *at)))).collect();
        if let Some(&first) = missing.first() {
            let said = put(filling.texts.summary_missing, &[&missing.len().to_string()]);
            entries.push(Entry { at: Some(first), name: filling.section_title(&section), said: vec![said] });
        }
    }
    entries
}

/// Adds an issue to the entry of its question.
fn add(filling: Filling, entries: &mut Vec<Entry>, issue: &Issue) {
    let said = filling.sentence(issue);
    match entries.iter_mut().find(|entry| entry.at == issue.at && issue.at.is_some()) {
        Some(entry) => entry.said.push(said),
        None => {
            let name = issue.at.map_or(String::new(), |at| {
                let code = filling.read(|instance: &Instance| instance.form().node(at.node).code.clone());
                let label = filling.text_now(at, |node| &node.label);
                if code.is_empty() { label } else { [code, label].join(" ") }
            });
            entries.push(Entry { at: issue.at, name, said: vec![said] });
        }
    }
}

/// Puts the focus into a question that is drawn, if it is; `path` as in verdicts.
pub fn focus_question(path: &str) {
    focus_question_within(&member(&js_sys::global(), "document"), path);
}

/// The same below an element; the document does not look into an element's shadow.
pub fn focus_question_within(root: &JsValue, path: &str) {
    let quoted = path.replace('\\', "\\\\").replace('"', "\\\"");
    let question = ["[data-field=\"", &quoted, "\"]"].concat();
    let Ok(question) = call(root, "querySelector", &[question.into()]).dyn_into::<web_sys::Element>() else { return };
    // In a row that is folded nothing can be seen.
    if let Ok(Some(row)) = question.closest("details.rowcard") {
        let _ = row.set_attribute("open", "");
    }
    question.scroll_into_view();
    let input = question.query_selector("input:checked, input:not([type=radio]), textarea, input, output").ok().flatten();
    if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = input.focus();
    }
}
