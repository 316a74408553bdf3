//! Every type of question in every state, as `ui` draws it: for authors to choose from, and what the tests of look and accessibility walk.
//!
//! One form, `gallery.md`, with the answers of each state, `gallery.json`. A new type of question is a row there. Nothing is kept or sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use phieu_engine::{Context, Instance};
use phieu_form::Form;
use phieu_ui::dom::{El, View, button, el, live, say};
use phieu_ui::{Beside, Filling, Host, Said, answers, error_summary, focus_question, section_page};
use serde_json::Value;

use crate::browser;
use crate::open::{DataFiles, open};

const FORM: &[u8] = include_bytes!("../gallery.md");
const ANSWERS: &str = include_str!("../gallery.json");

/// The address; a state's name stands behind it.
pub const PATH: &str = "/author/gallery";

/// The field at which somebody has said something, and another one.
const SAID: [&str; 2] = ["basic/people", "days/day"];

struct Words {
    tag: &'static str,
    title: &'static str,
    about: &'static str,
    back: &'static str,
    other: &'static str,
    states: [&'static str; 7],
    said: [&'static str; 2],
}

static VI: Words = Words {
    tag: "vi",
    title: "Mọi kiểu câu hỏi",
    about: "Mỗi kiểu câu hỏi trông thế nào khi chưa trả lời, đã trả lời, cần sửa… Bấm thử được; không có gì được lưu hay gửi.",
    back: "Soạn biểu mẫu",
    other: "English",
    states: ["Chưa trả lời", "Đã trả lời", "Cần sửa", "Lưu ý, giải trình, ý kiến", "Có số kỳ trước", "Không sửa được", "Để đọc lại"],
    said: ["Bác xem lại số này giúp.", "Ngày này chưa đến."],
};

static EN: Words = Words {
    tag: "en",
    title: "Every type of question",
    about: "How each type of question looks blank, answered, to be corrected… Try them; nothing is kept or sent.",
    back: "Write a form",
    other: "Tiếng Việt",
    states: [
        "Blank",
        "Answered",
        "To be corrected",
        "Warnings, explanations, remarks",
        "With last period's numbers",
        "Read-only",
        "For reading",
    ],
    said: ["Please look at this number again.", "This day has not come yet."],
};

/// The states by their names in addresses.
const STATES: [&str; 7] = ["blank", "answered", "wrong", "noted", "previous", "locked", "reading"];

/// Draws the page and sets it going.
pub fn start() {
    let words = RwSignal::new(if browser::window().navigator().language().unwrap_or_default().starts_with("en") { &EN } else { &VI });
    let opened = open("gallery.md", FORM, &DataFiles::new());
    let Some((form, body)) = opened.form.zip(browser::document().and_then(|document| document.body())) else { return };
    live(move || page(words, &form)).put_into(&body);
}

fn page(words: RwSignal<&'static Words>, form: &Arc<Form>) -> View {
    let said = words.get();
    browser::set_language(said.tag, said.title);
    let path = browser::path();
    let state = STATES.into_iter().find(|state| path.rsplit('/').next() == Some(state)).unwrap_or(STATES[0]);
    let turn = button("", said.other, move || words.set(if said.tag == "vi" { &EN } else { &VI }));
    let bar = el("div.bar__inner").child(say("a.bar__name", said.back).attr("href", "/author")).child(el("div.bar__links").child(turn));
    let way = |(name, title): (&str, &&str)| {
        el("li").child(
            say("a.link", title).attr("href", &[PATH, "/", name].concat()).attr_if("aria-current", (name == state).then_some("page")),
        )
    };
    let ways = STATES.into_iter().zip(&said.states).map(way).collect::<Vec<El>>();
    let main = el("main.page")
        .attr("id", "page")
        .attr("tabindex", "-1")
        .attr("data-page", "gallery")
        .attr("data-state", state)
        .child(say("h1", said.title))
        .child(say("p.quiet", said.about))
        .child(el("nav").attr("aria-label", said.title).child(el("ul").child(ways)))
        .child(drawn(said, form, state));
    [el("header.bar").child(bar), main].into()
}

/// The form in a state.
fn drawn(words: &'static Words, form: &Arc<Form>, state: &str) -> View {
    let mut all: BTreeMap<String, Value> = serde_json::from_str(ANSWERS).unwrap_or_default();
    let kept = if matches!(state, "locked" | "reading") { "answered" } else { state };
    let mut given = all.remove(kept).unwrap_or_default();
    let mut context = Context { language: Some(words.tag.into()), today: Some("2026-10-16".into()), ..Context::default() };
    match state {
        "previous" => drop(context.instances.insert("previous".into(), std::mem::take(&mut given))),
        "locked" => given["opening"]["locked"] = "yes".into(),
        _ => {}
    }
    let instance = Instance::open(form.clone(), context, &given, &BTreeMap::new());
    let remark = |(at, text): (usize, &&str)| Said { path: SAID[at].into(), text: (*text).into(), refused: at > 0 };
    let said = if state == "noted" { words.said.iter().enumerate().map(remark).collect() } else { Vec::new() };
    if state == "reading" {
        let filling = Filling::reading(instance, words.tag, said);
        return filling.sections_now().iter().map(|section| answers(filling, section, &Beside::default())).collect::<Vec<El>>().into();
    }
    let filling = Filling::new(instance, words.tag, said, Host::default());
    let part = move |section: &phieu_ui::Section| {
        el("section.stack").child(say("h2", &filling.section_title(section))).child(section_page(filling, section))
    };
    let sections = filling.sections_now().iter().map(part).collect::<Vec<El>>();
    if state != "wrong" {
        return sections.into();
    }
    filling.ask_everything();
    [error_summary(filling, None, move |at| focus_question(&filling.path(at))), sections.into()].into()
}
