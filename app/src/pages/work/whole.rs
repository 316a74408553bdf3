//! The whole form on one page, for practised hands: question beside question where there is room, no steps between.

use std::rc::Rc;

use leptos::prelude::*;
use phieu_ui::dom::{El, View, button, el, live, memo, say};
use phieu_ui::{Filling, focus_question, section_page};

use super::draft::Desk;
use super::fill::{caption, returned, track, unkept, untaken};
use super::newer::newer;
use super::take::from_table;
use crate::browser;
use crate::pages::frame::{heading, link, wide};
use crate::router::Page;
use crate::state::{App, app};

struct Words {
    whole: &'static str,
    steps: &'static str,
}

static VI: Words = Words { whole: "Điền cả phiếu trên một trang", steps: "Điền từng phần một" };

static EN: Words = Words { whole: "Fill in the whole form on one page", steps: "Fill in section by section" };

/// Changes to the other way of filling in; it stays so on this phone.
pub fn way(app: App) -> El {
    let words = if app.language.get_untracked() == "en" { &EN } else { &VI };
    let text = if app.whole.get_untracked() { words.steps } else { words.whole };
    el("p").child(button("link", text, move || app.turn_way()).attr("data-way", ""))
}

/// The page; `again` opens the report anew.
pub fn page(desk: Desk, filling: Filling, again: Rc<dyn Fn()>) -> View {
    let app = app();
    let texts = app.texts();
    let draft = desk.draft();
    let title = draft.title.get(app.language.get_untracked()).to_string();
    browser::set_title(&title);
    let sections = filling.every_section().into_iter().map(|section| {
        let of = section.clone();
        let applies = memo(move || filling.applies(&of));
        live(move || {
            let drawn =
                || el("section.whole__part").child(say("h2", &filling.section_title(&section))).child(section_page(filling, &section));
            applies.get().then(drawn)
        })
    });
    let subject = draft.subject.clone();
    let check = move || app.go(Page::Check(subject.clone()));
    let page = wide("fill")
        .class("whole")
        .child(link(Page::Home, "back", texts.to_reports))
        .child(heading(&caption(app, &draft), &title))
        .child(way(app))
        .child(newer(desk, again))
        .child(returned(app, filling, &draft))
        .child(from_table(filling))
        .child(untaken(filling, move |at| focus_question(&filling.path(at))))
        .child(sections.collect::<Vec<View>>())
        .child(unkept(desk))
        .child(el("div.actions").child(button("button", texts.part_check, check)));
    [track(app, desk, filling, None), page].into()
}
