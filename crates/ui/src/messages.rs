//! What is said under a question: errors, what is to be explained, warnings, remarks.

use leptos::prelude::*;
use phieu_engine::{RowId, Severity};
use phieu_form::RuleId;

use crate::dom::{El, el, memo, say};
use crate::filling::Filling;
use crate::sentences::Line;
use crate::texts::put;

/// The lines, in an element that tells a reader of the screen about new ones.
pub fn messages(filling: Filling, lines: Memo<Vec<Line>>, id: Option<&str>) -> El {
    // An explanation's box stays while somebody writes in it: only what is said counts as new, not the explanation.
    let said = memo(move || lines.get().into_iter().map(without_explanation).collect::<Vec<_>>());
    el("div.messages")
        .attr_if("id", id)
        .attr("aria-live", "polite")
        .live(move || said.get().into_iter().map(|line| message(filling, line, lines)).collect::<Vec<El>>())
}

fn without_explanation(line: Line) -> Line {
    match line {
        Line::Issue { severity, text, explain } => Line::Issue { severity, text, explain: explain.map(|(rule, _)| (rule, String::new())) },
        other => other,
    }
}

fn message(filling: Filling, line: Line, lines: Memo<Vec<Line>>) -> El {
    let texts = filling.texts;
    let simple = |class: &str, kind: &str, text: &str| el(class).child(say("span.message__kind", kind)).text(text);
    match line {
        Line::Issue { severity: Severity::Error, text, .. } => simple("p.message.message--error", texts.kind_error, &text),
        Line::Issue { severity: Severity::Warning, text, .. } => simple("p.message.message--warning", texts.kind_warning, &text),
        Line::Issue { severity: Severity::Explain, text, explain: Some((rule, _)) } => explain(filling, rule, &text, lines),
        Line::Issue { severity: Severity::Explain, text, explain: None } => simple("p.message.message--explain", texts.kind_explain, &text),
        Line::Pointer { to } => say("p.message.message--pointer", &put(texts.pointer, &[&to])),
        Line::Remark(text) => simple("p.message.message--remark", texts.kind_remark, &text),
        Line::Refused(text) => simple("p.message.message--error", texts.kind_refused, &text),
    }
}

/// A rule that lets through with a written explanation, and the box for it.
fn explain(filling: Filling, rule: (RuleId, RowId), text: &str, lines: Memo<Vec<Line>>) -> El {
    let texts = filling.texts;
    let written = move |lines: &Vec<Line>| {
        lines.iter().find_map(|line| match line {
            Line::Issue { explain: Some((each, text)), .. } if *each == rule => Some(text.clone()),
            _ => None,
        })
    };
    let start = lines.with_untracked(written).unwrap_or_default();
    let done = memo(move || lines.with(written).is_some_and(|text| !text.trim().is_empty()));
    let kind = move || if done.get() { texts.kind_explained } else { texts.kind_explain }.to_string();
    let name = filling.read(|instance| instance.form().rules[rule.0.index()].id.clone());
    let answer = match filling.is_reading() {
        true => el("p").child(say("b", texts.explanation)).text(": ").text(&start),
        false => {
            let area = el("textarea.box").attr("rows", "3").text(&start).typed(move |text| filling.explain(rule, text));
            el("label.explanation").child(say("b", texts.explanation)).child(area)
        }
    };
    el("div.message.message--explain").attr("data-rule", &name).child(el("span.message__kind").live_text(kind)).text(text).child(answer)
}
