//! What is said under a question: errors, what is to be explained, warnings, remarks.

use leptos::prelude::*;
use phieu_engine::{RowId, Severity};
use phieu_form::RuleId;

use crate::filling::Filling;
use crate::sentences::Line;
use crate::texts::put;

/// The lines, in an element that tells a reader of the screen about new ones.
#[component]
pub fn Messages(
    /// The report.
    filling: Filling,
    /// What is said now.
    lines: Memo<Vec<Line>>,
    /// The element's id, for `aria-describedby`.
    id: String,
) -> impl IntoView {
    // An explanation's box stays while somebody writes in it: only what is said counts as new, not the explanation.
    let said = Memo::new(move |_| lines.get().into_iter().map(without_explanation).collect::<Vec<_>>());
    view! {
        <div class="messages" id=id aria-live="polite">
            {move || said.get().into_iter().map(|line| message(filling, line, lines)).collect_view()}
        </div>
    }
}

fn without_explanation(line: Line) -> Line {
    match line {
        Line::Issue { severity, text, explain } => Line::Issue { severity, text, explain: explain.map(|(rule, _)| (rule, String::new())) },
        other => other,
    }
}

fn message(filling: Filling, line: Line, lines: Memo<Vec<Line>>) -> AnyView {
    let texts = filling.texts;
    let simple = |class: &'static str, kind: &'static str, text: String| {
        view! { <p class=class><span class="message__kind">{kind}</span>{text}</p> }.into_any()
    };
    match line {
        Line::Issue { severity: Severity::Error, text, .. } => simple("message message--error", texts.kind_error, text),
        Line::Issue { severity: Severity::Warning, text, .. } => simple("message message--warning", texts.kind_warning, text),
        Line::Issue { severity: Severity::Explain, text, explain } => match explain {
            Some((rule, _)) => view! { <Explain filling rule text lines /> }.into_any(),
            None => simple("message message--explain", texts.kind_explain, text),
        },
        Line::Pointer { to } => {
            view! { <p class="message message--pointer">{put(texts.pointer, &[&to])}</p> }.into_any()
        }
        Line::Remark(text) => simple("message message--remark", texts.kind_remark, text),
        Line::Refused(text) => simple("message message--error", texts.kind_refused, text),
    }
}

/// A rule that lets through with a written explanation, and the box for it.
#[component]
fn Explain(filling: Filling, rule: (RuleId, RowId), text: String, lines: Memo<Vec<Line>>) -> impl IntoView {
    let texts = filling.texts;
    let written = move || {
        lines.with(|lines| {
            lines.iter().find_map(|line| match line {
                Line::Issue { explain: Some((each, text)), .. } if *each == rule => Some(text.clone()),
                _ => None,
            })
        })
    };
    let start = untrack(written).unwrap_or_default();
    let done = Memo::new(move |_| written().is_some_and(|text| !text.trim().is_empty()));
    let name = filling.read(|instance| instance.form().rules[rule.0.index()].id.clone());
    view! {
        <div class="message message--explain" data-rule=name>
            <span class="message__kind">{move || if done.get() { texts.kind_explained } else { texts.kind_explain }}</span>
            {text}
            <label class="explanation">
                <b>{texts.explanation}</b>
                <textarea class="box" rows="3" prop:value=start on:input:target=move |event| filling.explain(rule, event.target().value())></textarea>
            </label>
        </div>
    }
}
