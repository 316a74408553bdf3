//! The page: choosing a file, what was found in it beside its rows, and beside those the form itself.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use phieu_form::{Form, Level, describe, sample, schema};
use phieu_ui::dom::{El, View, button, el, live, say};
use phieu_ui::texts::put;
use serde_json::{Value, json};

use crate::choose::{chooser, drops};
use crate::open::Opened;
use crate::state::Desk;
use crate::tabs::{Tab, code, tabs};
use crate::texts::{self, Texts};
use crate::{browser, convert, findings, gallery, preview, rows, trial};

/// Draws the page and sets it going.
pub fn start() {
    mount_to_body(|| {
        let Some(document) = browser::document() else { return };
        if let Some(place) = document.get_element_by_id("start") {
            place.remove();
        }
        if browser::path().starts_with(gallery::PATH) {
            return gallery::start();
        }
        let desk = Desk::new();
        if let Some(body) = document.body() {
            let tab = RwSignal::new("findings");
            live(move || page(desk, tab)).put_into(&body);
        }
        if desk.is_preview {
            preview::follow(desk);
        }
    });
}

/// Everything, in a language.
fn page(desk: Desk, tab: RwSignal<&'static str>) -> View {
    let texts = desk.texts.get();
    browser::set_language(texts.tag, texts.title);
    let other = if texts.tag == "vi" { "en" } else { "vi" };
    let turn = button("", texts.other_language, move || desk.texts.set(texts::of(other))).attr("lang", other);
    let bar = el("div.bar__inner").child(say("a.bar__name", texts.to_app).attr("href", "/")).child(el("div.bar__links").child(turn));
    let failed = live(move || desk.failed.get().map(|name| say("p.empty", &put(texts.file_failed, &[&name])).attr("role", "alert")));
    let main = el("main.page.page--wide")
        .attr("id", "page")
        .attr("tabindex", "-1")
        .attr("data-page", "author")
        .live_attr("data-reads", move || Some(desk.reads.get().to_string()))
        .child(say("h1", texts.title))
        .child(if desk.is_preview { followed(desk, texts) } else { chooser(desk, texts).into() })
        .child(failed)
        .child((!desk.is_preview).then(|| el("p").child(say("a.link", texts.gallery).attr("href", gallery::PATH))))
        .live(move || desk.opened.get().map(|opened| shown(desk, &opened, tab, texts)));
    [say("a.skip", texts.skip).attr("href", "#page"), el("header.bar").child(bar), drops(desk, main)].into()
}

/// What is said instead of choosing a file where `phieu preview` gives it.
fn followed(desk: Desk, texts: &'static Texts) -> View {
    live(move || {
        let name = desk.opened.with(|opened| opened.as_ref().map_or(String::new(), |opened| opened.name.clone()));
        if desk.lost.get() {
            say("p.empty", texts.preview_lost).attr("role", "alert")
        } else {
            say("p.quiet", &put(texts.previewed, &[&name]))
        }
    })
}

/// A file that is open.
fn shown(desk: Desk, opened: &Arc<Opened>, tab: RwSignal<&'static str>, texts: &'static Texts) -> View {
    if opened.form.is_none() {
        // The other views are of a form.
        tab.set("findings");
    }
    let form = match &opened.form {
        Some(form) => trial::trial(desk, form, texts),
        None => say("p.empty", texts.no_form),
    };
    let side = el("section.author__trial")
        .attr("aria-labelledby", "trial")
        .child(say("h2", texts.trial).attr("id", "trial").attr("tabindex", "-1"))
        .child(say("p.quiet", texts.trial_about))
        .child(form);
    let inside = tabs(texts.tabs, tab, views(desk, opened, texts));
    let jump = opened.form.is_some().then(|| {
        let go = || browser::focus("#trial");
        el("p.author__jump").child(say("a.link", texts.trial).attr("href", "#trial").press(go))
    });
    let head = [View::from(about(opened, texts)), convert::converter(opened, texts).into(), jump.into()];
    [View::from(head), el("div.author").child(el("div.author__file").child(inside)).child(side).into()].into()
}

/// Which file it is and how many findings there are.
fn about(opened: &Opened, texts: &'static Texts) -> El {
    let (errors, warnings) = (opened.count(Level::Error), opened.count(Level::Warning));
    let said =
        if errors + warnings == 0 { texts.all_well.to_owned() } else { put(texts.counted, &[&errors.to_string(), &warnings.to_string()]) };
    let class = if errors > 0 {
        "span.tag.tag--bad"
    } else if warnings > 0 {
        "span.tag.tag--mid"
    } else {
        "span.tag.tag--good"
    };
    el("p.author__about")
        .attr("id", "about")
        .attr("tabindex", "-1")
        .attr("role", "status")
        .child(say("b", &opened.name))
        .text(" ")
        .child(say(class, &said))
}

/// The views of the file: its findings and rows, and what other programs want of the form.
fn views(desk: Desk, opened: &Arc<Opened>, texts: &'static Texts) -> Vec<Tab> {
    let of_rows = opened.clone();
    let findings = move || -> View { [View::from(findings::table(&of_rows, texts)), rows::sheets(&of_rows, texts).into()].into() };
    let mut all = vec![Tab { name: "findings", title: texts.tab_findings, draw: Rc::new(findings) }];
    if let Some(form) = &opened.form {
        all.push(json_tab("definition", texts.tab_definition, texts.definition_about, texts, form, describe));
        all.push(json_tab("answers", texts.tab_answers, texts.answers_about, texts, form, move |form| answers(desk, form)));
        all.push(json_tab("sample", texts.tab_sample, texts.sample_about, texts, form, sample));
        all.push(json_tab("schema", texts.tab_schema, texts.schema_about, texts, form, schema));
    }
    all
}

fn json_tab(
    name: &'static str,
    title: &'static str,
    about: &'static str,
    texts: &'static Texts,
    form: &Arc<Form>,
    make: impl Fn(&Form) -> Value + Clone + 'static,
) -> Tab {
    let form = form.clone();
    let draw = move || {
        let (form, make) = (form.clone(), make.clone());
        let file = [&form.id, "-", name, ".json"].concat();
        code(about, texts.download_json, file, move || serde_json::to_string_pretty(&make(&form)).unwrap_or_default())
    };
    Tab { name, title, draw: Rc::new(draw) }
}

/// What would be sent.
fn answers(desk: Desk, form: &Form) -> Value {
    desk.answered.track();
    let answers = desk.filling().map_or(Value::Null, |filling| filling.read(|instance| instance.sealed()));
    json!({"form": form.id, "version": form.version, "answers": answers})
}
