//! What is wrong, all together, with a link to each place; and remarks from elsewhere in the same manner.

use leptos::prelude::*;
use phieu_engine::{At, Instance, Issue};
use wasm_bindgen::JsCast;

use crate::filling::{Filling, blocks};
use crate::sections::{Section, section_of};
use crate::texts::put;

/// Everything that keeps the report from being sent, of a section or of the whole.
#[component]
pub fn ErrorSummary(
    /// The report.
    filling: Filling,
    /// Of this section alone.
    #[prop(optional_no_strip)]
    section: Option<Section>,
    /// Goes to a question.
    #[prop(into)]
    go: Callback<At>,
) -> impl IntoView {
    let entries = Memo::new(move |_| {
        filling.whole(|_| ());
        let issues = filling.issues();
        let wanted = |issue: &&Issue| blocks(issue) && section.as_ref().is_none_or(|section| is_in(filling, issue, section));
        issues.iter().filter(wanted).map(|issue| entry(filling, issue, section.as_ref())).collect::<Vec<_>>()
    });
    let title = move || put(filling.texts.summary_title, &[&entries.with(Vec::len).to_string()]);
    move || {
        (!entries.with(Vec::is_empty)).then(|| {
            view! {
                <div class="summary" role="alert" tabindex="-1" data-summary="errors">
                    <h2>{title}</h2>
                    <ul>
                        {move || entries.get().into_iter().map(|(at, name, text)| view! { <Item at name text go /> }).collect_view()}
                    </ul>
                </div>
            }
        })
    }
}

#[component]
fn Item(at: Option<At>, name: String, text: String, go: Callback<At>) -> impl IntoView {
    let name = (!name.is_empty()).then(|| view! { <span class="summary__field">{name}</span> });
    match at {
        Some(at) => view! {
            <li>
                {name}
                <a href="#page" on:click=move |event| { event.prevent_default(); go.run(at); }>{text}</a>
            </li>
        }
        .into_any(),
        None => view! { <li>{name}{text}</li> }.into_any(),
    }
}

fn is_in(filling: Filling, issue: &Issue, section: &Section) -> bool {
    filling.read(|instance| issue.at.is_some_and(|at| section.nodes.contains(&section_of(instance, at))))
}

/// Where to go, what the place is called, and what is wrong there.
fn entry(filling: Filling, issue: &Issue, section: Option<&Section>) -> (Option<At>, String, String) {
    let place = issue.at.map(|at| match section {
        // On the section's own page the sentence stands at one of its questions.
        Some(_) => filling.anchor(issue, at),
        None => at,
    });
    let name = place.map_or(String::new(), |at| {
        let code = filling.read(|instance: &Instance| instance.form().node(at.node).code.clone());
        let label = filling.text_now(at, |node| &node.label);
        if code.is_empty() { label } else { [code, label].join(" ") }
    });
    (place, name, filling.sentence(issue))
}

/// Puts the focus into a question that is drawn, if it is; `path` as in verdicts.
pub fn focus_question(path: &str) {
    let window: web_sys::Window = js_sys::global().unchecked_into();
    let Some(document) = window.document() else { return };
    let quoted = path.replace('\\', "\\\\").replace('"', "\\\"");
    let question = ["[data-field=\"", &quoted, "\"]"].concat();
    let Ok(Some(question)) = document.query_selector(&question) else { return };
    question.scroll_into_view();
    let input = question.query_selector("input:checked, input:not([type=radio]), textarea, input, output").ok().flatten();
    if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = input.focus();
    }
}
