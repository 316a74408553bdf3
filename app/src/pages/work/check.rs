//! Every answer on one page before it is sent: what is wrong first, each answer with a way back to its question.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_engine::At;
use phieu_ui::dom::{El, View, el, live, memo, say};
use phieu_ui::{Beside, Filling, answers, error_summary};

use super::draft::{Desk, Saved};
use super::fill::{go_to, untaken};
use super::practice::ending;
use super::print::printing;
use crate::browser;
use crate::pages::carry::as_file;
use crate::pages::frame::{heading, link, main};
use crate::router::Page;
use crate::state::{App, Net, app};
use crate::words;

/// The page.
pub fn page(desk: Desk, filling: Filling) -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.check_title);
    filling.ask_everything();
    let draft = desk.draft();
    let (subject, is_practice) = (draft.subject.clone(), draft.subject.is_practice());
    let last = Page::Fill(subject.clone(), filling.sections_now().len().max(1));
    let go: Rc<dyn Fn(At)> = Rc::new(move |at| go_to(app, filling, &subject, at));
    let beside = Beside { link: Some((filling.texts.change, go.clone())), below: None };
    let sections = memo(move || filling.sections());
    let sheets =
        live(move || sections.with(|sections| sections.iter().map(|section| answers(filling, section, &beside)).collect::<Vec<El>>()));
    let failed = live(move || {
        (desk.saved() == Saved::Failed)
            .then(|| el("div.summary").attr("role", "alert").child(say("h2", texts.not_saved)).child(say("p", texts.trouble)))
    });
    let form = draft.title.get(app.language.get_untracked());
    let caption = [form, " · ", &words::period(&draft.subject.period, texts), " · ", &draft.unit_name].concat();
    main("check")
        .child(link(last, "back", texts.back_to_form))
        .child(heading(&caption, texts.check_title))
        .child(failed)
        .child(untaken(filling, {
            let go = go.clone();
            move |at| go(at)
        }))
        .child(error_summary(filling, None, move |at| go(at)))
        .child(sheets)
        .child(if is_practice { ending(filling) } else { sending(app, desk, filling) })
        .child(printing(app, filling, &draft))
        .child((!is_practice).then(|| as_file(move || desk.now())))
        .into()
}

/// What sending does now, and the button.
fn sending(app: App, desk: Desk, filling: Filling) -> El {
    let texts = app.texts();
    let clear = memo(move || filling.is_all_clear());
    let busy = RwSignal::new(false);
    let send = move || {
        if !clear.get_untracked() {
            return browser::focus("[data-summary=errors]");
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if !desk.send().await {
                busy.try_set(false);
                browser::focus("[data-summary=untaken]");
            }
        });
    };
    let how = move || match (clear.get(), app.net.get()) {
        (false, _) => texts.check_not_clear.to_string(),
        (true, Net::Good) => texts.check_send_now.to_string(),
        (true, _) => texts.check_send_later.to_string(),
    };
    let label = move || if busy.get() { texts.check_sealing } else { texts.check_send }.to_string();
    let button = el("button.button")
        .attr("type", "button")
        .live_attr("aria-disabled", move || Some(busy.get().to_string()))
        .live_text(label)
        .press(send);
    el("section.sheet").child(say("h2", texts.check_send_title)).child(el("p").live_text(how)).child(el("div.actions").child(button))
}
