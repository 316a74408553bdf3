//! One section at a time on a phone; beside it the list of all of them where there is room.

use leptos::prelude::*;
use phieu_engine::At;
use phieu_ui::dom::{El, View, button, el, live, nothing, say};
use phieu_ui::{Filling, Progress, Said, Section, error_summary, focus_question, section_page};

use super::draft::{Desk, Saved};
use crate::browser;
use crate::pages::frame::{heading, link, wide};
use crate::router::Page;
use crate::state::{App, app};
use crate::storage::records::{Draft, Subject};
use crate::texts::put;
use crate::words;

/// Long enough for a page to be drawn.
const DRAWN: f64 = 60.0;

/// A section's page; sections count from 1.
pub fn page(desk: Desk, filling: Filling, section: usize) -> View {
    let app = app();
    let texts = app.texts();
    let sections = filling.sections_now();
    let place = section.clamp(1, sections.len().max(1)) - 1;
    let Some(shown) = sections.get(place) else { return nothing() };
    let draft = desk.draft();
    let title = filling.section_title(shown);
    browser::set_title(&title);
    let tried = RwSignal::new(false);
    let of_section = shown.clone();
    let summary = live(move || {
        tried.get().then(|| error_summary(filling, Some(of_section.clone()), move |at| focus_question(&filling.path(at))))
    });
    let folded = el("details.parts.narrowonly").add(say("summary", texts.parts)).add(parts(app, filling, &draft.subject, place));
    let form = el("div.stack")
        .add(link(Page::Home, "back", texts.to_reports))
        .add(heading(&caption(app, &draft), &title))
        .add(folded)
        .add((place == 0).then(|| returned(app, filling, &draft)))
        .add(summary)
        .add(section_page(filling, shown))
        .add(steps(app, filling, &draft.subject, shown, place, tried));
    let side = el("nav.twocol__side.parts.wideonly").attr("aria-label", texts.parts).add(parts(app, filling, &draft.subject, place));
    let page = wide("fill").add(el("div.twocol").add(side).add(form));
    [track(app, desk, filling, place), page].into()
}

/// What is filled in: form, period, and the unit where it is not the person's own.
fn caption(app: App, draft: &Draft) -> String {
    let own = app.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.org_unit.code == draft.subject.org_unit));
    let form = draft.title.get(app.language.get_untracked());
    let period = words::period(&draft.subject.period, app.texts());
    let unit = if own { String::new() } else { [" · ", &draft.unit_name].concat() };
    [form, " · ", &period, &unit].concat()
}

/// The thin strip that stays in sight: where one is, and whether everything is kept.
fn track(app: App, desk: Desk, filling: Filling, place: usize) -> El {
    let texts = app.texts();
    let here = (place + 1).to_string();
    let count = Memo::new(move |_| filling.sections().len().to_string());
    let saved = move || match desk.saved() {
        Saved::Unchanged => texts.saved_unchanged.to_string(),
        Saved::Saving => texts.saving.to_string(),
        Saved::At(time) => put(texts.saved, &[&browser::clock(time)]),
        Saved::Failed | Saved::Elsewhere => texts.not_saved.to_string(),
    };
    let state = el("span.track__saved")
        .attr("role", "status")
        .live_attr("data-saved", move || Some(name(desk.saved()).to_string()))
        .live_class("track__saved--trouble", move || matches!(desk.saved(), Saved::Failed | Saved::Elsewhere))
        .live_text(saved);
    let progress = el("progress").attr("aria-hidden", "true").live_attr("max", move || Some(count.get())).attr("value", &here);
    let place = el("span.track__where").live_text(move || put(texts.part_of, &[&here, &count.get()]));
    el("section.track").attr("aria-label", texts.track).add(el("div.track__inner").add(place).add(state)).add(progress)
}

fn name(saved: Saved) -> &'static str {
    match saved {
        Saved::Unchanged => "unchanged",
        Saved::Saving => "saving",
        Saved::At(_) => "saved",
        Saved::Failed => "failed",
        Saved::Elsewhere => "elsewhere",
    }
}

/// All sections, and how far each is.
fn parts(app: App, filling: Filling, subject: &Subject, place: usize) -> El {
    let texts = app.texts();
    let sections = Memo::new(move |_| filling.sections());
    let of = subject.clone();
    let one = move |(at, section): (usize, &Section)| {
        let title = filling.section_title(section);
        let section = section.clone();
        let progress = Memo::new(move |_| filling.progress(&section));
        let said = move || match progress.get() {
            Progress::Untouched => texts.part_untouched.to_string(),
            Progress::Begun => texts.part_begun.to_string(),
            Progress::Done => texts.part_done.to_string(),
            Progress::Wrong => texts.part_wrong.to_string(),
        };
        let state = el("span.parts__state").live_class("parts__state--wrong", move || progress.get() == Progress::Wrong).live_text(said);
        let part = link(Page::Fill(of.clone(), at + 1), "", "").attr_if("aria-current", (at == place).then_some("step"));
        el("li").add(part.add(say("span.parts__title", &title)).add(state))
    };
    let check = el("li").add(link(Page::Check(subject.clone()), "parts__check", texts.part_check));
    el("ol.parts__list").live(move || sections.with(|sections| sections.iter().enumerate().map(&one).collect::<Vec<El>>())).add(check)
}

/// What a reviewer asked for, or why the server did not take it, with links to the places.
fn returned(app: App, filling: Filling, draft: &Draft) -> View {
    let texts = app.texts();
    let (title, whole) = match &draft.refusal {
        Some(refusal) => (texts.refused_title, Some(refusal.message.clone())),
        None => (texts.returned_title, draft.remark.clone()),
    };
    let subject = draft.subject.clone();
    let item = move |said: &Said| {
        let at = filling.read(|instance| instance.find(&said.path));
        let name = at.map(|at| filling.name(at)).unwrap_or_default();
        let subject = subject.clone();
        let go = move || {
            if let Some(at) = at {
                go_to(app, filling, &subject, at);
            }
        };
        el("li").add(say("a", &[name.as_str(), ": ", &said.text].concat()).attr("href", "#page").press(go))
    };
    live(move || {
        let said: Vec<Said> = filling.said().into_iter().filter(|said| !said.path.is_empty()).collect();
        (whole.is_some() || !said.is_empty()).then(|| {
            el("div.summary.summary--calm")
                .attr("data-summary", "said")
                .add(say("h2", title))
                .add(whole.as_ref().map(|whole| say("p", whole)))
                .add(el("ul").add(said.iter().map(&item).collect::<Vec<El>>()))
        })
    })
}

/// Goes to the section of a question, and to the question.
pub fn go_to(app: App, filling: Filling, subject: &Subject, at: At) {
    let Some(section) = filling.section_with(at) else { return };
    app.go(Page::Fill(subject.clone(), section + 1));
    let path = filling.path(at);
    browser::later(DRAWN, move || focus_question(&path));
}

/// On and back. The first try to go on with something missing says what; then one may go on all the same.
fn steps(app: App, filling: Filling, subject: &Subject, section: &Section, place: usize, tried: RwSignal<bool>) -> El {
    let texts = app.texts();
    let of = subject.clone();
    let go = move || {
        let last = place + 1 >= filling.sections_now().len();
        app.go(if last { Page::Check(of.clone()) } else { Page::Fill(of.clone(), place + 2) });
    };
    let (section, next) = (section.clone(), go.clone());
    let go_on = move || {
        filling.ask(&section);
        if filling.is_clear(&section) {
            next();
        } else {
            tried.set(true);
            browser::later(DRAWN, || browser::focus("[data-summary=errors]"));
        }
    };
    let back = (place > 0).then(|| link(Page::Fill(subject.clone(), place), "button button--second", texts.go_back));
    el("div.actions")
        .add(button("button", texts.go_on, go_on))
        .live(move || tried.get().then(|| button("button button--second", texts.go_on_anyway, go.clone())))
        .add(back)
}
