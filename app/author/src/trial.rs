//! The form, to be filled in as people will: one section at a time, all rules live, nothing kept or sent.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use phieu_form::Form;
use phieu_ui::dom::{El, View, button, el, live, memo, say, value_at};
use phieu_ui::texts::put;
use phieu_ui::{Filling, Host, OnAddress, OnKept, address_of, error_summary, focus_question, section_page};

use crate::browser;
use crate::state::Desk;
use crate::texts::Texts;

/// The form beside its findings.
pub fn trial(desk: Desk, form: &Arc<Form>, texts: &'static Texts) -> El {
    let filling = begin(desk, form, texts);
    let tried = RwSignal::new(false);
    let count = memo(move || filling.sections().len());
    let place = memo(move || desk.section.get().min(count.get().saturating_sub(1)));
    let shown = memo(move || filling.sections().get(place.get()).cloned());
    let summary = live(move || tried.get().then(|| verdict(desk, filling, texts)));
    let section = live(move || {
        shown
            .get()
            .map(|section| {
                let title = say("h3", &filling.section_title(&section));
                [View::from(title), section_page(filling, &section).into()]
            })
            .map(View::from)
    });
    let step = move |forth: bool| {
        let next = if forth { place.get_untracked() + 1 } else { place.get_untracked().saturating_sub(1) };
        desk.section.set(next.min(count.get_untracked().saturating_sub(1)));
        browser::focus("#trial");
    };
    let check = move || {
        filling.ask_everything();
        tried.set(true);
    };
    let again = move || {
        desk.forget();
        desk.section.set(0);
        desk.opened.update(|_| {});
    };
    let steps = el("div.actions")
        .child(button("button", texts.go_on, move || step(true)).hidden_while(move || place.get() + 1 >= count.get()))
        .child(button("button button--second", texts.go_back, move || step(false)).hidden_while(move || place.get() == 0))
        .child(button("button button--second", texts.check, check))
        .child(button("link", texts.again, again));
    el("div.stack").attr("data-part", "trial").child(parts(desk, filling, place, texts)).child(summary).child(section).child(steps)
}

/// The report, with what was typed before the file was read again.
fn begin(desk: Desk, form: &Arc<Form>, texts: &'static Texts) -> Filling {
    let instance = desk.instance(form);
    let changed = Rc::new(move || desk.answered.set(()));
    let file = Rc::new(move |path: String, file: web_sys::File, told: OnKept| {
        let name = file.name();
        desk.files.update_value(|files| drop(files.insert(path, file)));
        told(Ok(name));
    });
    let kept = Rc::new(move |path: String, name: String, take: OnAddress| {
        let file = desk.files.with_value(|files| files.get(&path).filter(|file| file.name() == name).cloned());
        take(file.and_then(|file| address_of(&file)));
    });
    let media = Rc::new(move |file: &str| desk.media(file));
    desk.begin(move || {
        Filling::new(instance, texts.tag, Vec::new(), Host { changed, file, kept: Some(kept), by_path: true, media, ..Host::default() })
    })
}

/// Choosing a section.
fn parts(desk: Desk, filling: Filling, place: Memo<usize>, texts: &'static Texts) -> View {
    let sections = memo(move || filling.sections());
    live(move || {
        let all = sections.get();
        let count = all.len().to_string();
        let option = |(at, section): (usize, &phieu_ui::Section)| {
            let label = put(texts.section_of, &[&(at + 1).to_string(), &count, &filling.section_title(section)]);
            say("option", &label).attr("value", &at.to_string()).attr_if("selected", (at == place.get()).then_some(""))
        };
        (all.len() > 1).then(|| {
            el("select.box")
                .attr("aria-label", texts.trial)
                .on("change", move |event| desk.section.set(value_at(&event).parse().unwrap_or(0)))
                .child(all.iter().enumerate().map(option).collect::<Vec<El>>())
        })
    })
}

/// All that keeps the report from being sent, or that nothing does.
fn verdict(desk: Desk, filling: Filling, texts: &'static Texts) -> View {
    let go = move |at| {
        if let Some(section) = filling.section_with(at) {
            desk.section.set(section);
        }
        focus_question(&filling.path(at));
    };
    let clear = memo(move || filling.is_all_clear());
    let well = live(move || clear.get().then(|| say("p.receipt", texts.all_clear).attr("role", "status")));
    [error_summary(filling, None, go), well].into()
}
