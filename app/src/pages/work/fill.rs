//! One section at a time on a phone; beside it the list of all of them where there is room.

use std::rc::Rc;

use leptos::prelude::*;
use phieu_engine::At;
use phieu_ui::dom::{El, View, button, el, live, memo, nothing, say};
use phieu_ui::{Filling, Progress, Said, Section, error_summary, focus_question, section_page};

use super::draft::{Desk, Saved};
use super::newer::newer;
use super::take::from_table;
use super::whole::way;
use crate::browser;
use crate::pages::carry::as_file;
use crate::pages::frame::{heading, link, wide};
use crate::router::Page;
use crate::state::{App, app};
use crate::storage::records::{Draft, Subject};
use crate::texts::put;
use crate::words;

/// Long enough for a page to be drawn.
const DRAWN: f64 = 60.0;

/// A section's page; sections count from 1. `again` opens the report anew.
pub fn page(desk: Desk, filling: Filling, section: usize, again: Rc<dyn Fn()>) -> View {
    let app = app();
    let texts = app.texts();
    let sections = filling.sections_now();
    let place = section.clamp(1, sections.len().max(1)) - 1;
    let Some(shown) = sections.get(place) else { return nothing() };
    let draft = desk.draft();
    let title = filling.section_title(shown);
    browser::set_title(&title);
    let tried = RwSignal::new(false);
    let (of_section, of) = (shown.clone(), draft.subject.clone());
    let summary =
        live(move || tried.get().then(|| error_summary(filling, Some(of_section.clone()), move |at| focus_question(&filling.path(at)))));
    let folded = el("details.parts.narrowonly").child(say("summary", texts.parts)).child(parts(app, filling, &draft.subject, place));
    let form = el("div.stack")
        .child(link(Page::Home, "back", texts.to_reports))
        .child(heading(&caption(app, &draft), &title))
        .child(folded)
        .child(way(app))
        .child((place == 0).then(|| newer(desk, again)))
        .child((place == 0).then(|| returned(app, filling, &draft)))
        .child((place == 0).then(|| from_table(filling)).flatten())
        .child(summary)
        .child(untaken(filling, move |at| go_to(app, filling, &of, at)))
        .child(section_page(filling, shown))
        .child(unkept(desk))
        .child(steps(app, filling, &draft.subject, shown, place, tried));
    let side = el("nav.twocol__side.parts.wideonly").attr("aria-label", texts.parts).child(parts(app, filling, &draft.subject, place));
    let page = wide("fill").child(el("div.twocol").child(side).child(form));
    [track(app, desk, filling, Some(place)), page].into()
}

/// What is filled in: form, period, and the unit where it is not the person's own.
pub(super) fn caption(app: App, draft: &Draft) -> String {
    let own = app.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.org_unit.code == draft.subject.org_unit));
    let form = draft.title.get(app.language.get_untracked());
    let period = words::period(&draft.subject.period, app.texts());
    let unit = if own { String::new() } else { [" · ", &draft.unit_name].concat() };
    [form, " · ", &period, &unit].concat()
}

/// The thin strip that stays in sight: where one is, and whether everything is kept.
pub(super) fn track(app: App, desk: Desk, filling: Filling, place: Option<usize>) -> El {
    let texts = app.texts();
    let here = place.map_or(String::new(), |place| (place + 1).to_string());
    let count = memo(move || filling.sections().len().to_string());
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
    let progress =
        place.map(|_| el("progress").attr("aria-hidden", "true").live_attr("max", move || Some(count.get())).attr("value", &here));
    let place = place.map(|_| el("span.track__where").live_text(move || put(texts.part_of, &[&here, &count.get()])));
    el("section.track").attr("aria-label", texts.track).child(el("div.track__inner").child(place).child(state)).child(progress)
}

struct Words {
    unkept: &'static str,
    unkept_how: &'static str,
    untaken: &'static str,
}

static VI: Words = Words {
    unkept: "Máy chưa lưu được những gì bác vừa điền",
    unkept_how: "Đừng đóng trang này. Hãy xóa bớt ảnh hoặc ứng dụng; có chỗ trống là máy tự lưu. Hoặc lưu báo cáo ra tệp ở ngay dưới đây.",
    untaken: "Có ảnh hoặc tệp chưa giữ được, nên chưa có trong báo cáo",
};

static EN: Words = Words {
    unkept: "What you have just filled in is not kept yet",
    unkept_how: "Do not close this page. Delete some photos or apps; it is kept by itself once there is space. Or save the report as a file right below.",
    untaken: "A photo or file could not be kept and is not in the report",
};

/// Files that could not be kept: said also when their section was left, with the way to each.
pub(super) fn untaken(filling: Filling, go: impl Fn(At) + Clone + 'static) -> View {
    let words = if app().language.get_untracked() == "en" { &EN } else { &VI };
    let failed = memo(move || filling.untaken());
    live(move || {
        let item = |(at, why): (At, &str)| {
            let go = go.clone();
            el("li").child(say("a", &[&filling.name(at), ": ", why].concat()).attr("href", "#page").press(move || go(at)))
        };
        let failed = failed.get();
        (!failed.is_empty()).then(|| {
            let said = el("div.summary").attr("role", "alert").attr("tabindex", "-1").attr("data-summary", "untaken");
            said.child(say("h2", words.untaken)).child(el("ul").child(failed.into_iter().map(item).collect::<Vec<El>>()))
        })
    })
}

/// The phone cannot keep what is typed: said where it is typed, with a way out.
pub(super) fn unkept(desk: Desk) -> View {
    let words = if app().language.get_untracked() == "en" { &EN } else { &VI };
    let failed = memo(move || desk.saved() == Saved::Failed);
    live(move || {
        failed.get().then(|| {
            let said = el("div.summary").attr("role", "alert").attr("data-summary", "unkept");
            [said.child(say("h2", words.unkept)).child(say("p", words.unkept_how)), as_file(move || desk.now())]
        })
    })
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
    let sections = memo(move || filling.sections());
    let of = subject.clone();
    let one = move |(at, section): (usize, &Section)| {
        let title = filling.section_title(section);
        let section = section.clone();
        let progress = memo(move || filling.progress(&section));
        let said = move || match progress.get() {
            Progress::Untouched => texts.part_untouched.to_string(),
            Progress::Begun => texts.part_begun.to_string(),
            Progress::Done => texts.part_done.to_string(),
            Progress::Wrong => texts.part_wrong.to_string(),
        };
        let state = el("span.parts__state").live_class("parts__state--wrong", move || progress.get() == Progress::Wrong).live_text(said);
        let part = link(Page::Fill(of.clone(), at + 1), "", "").attr_if("aria-current", (at == place).then_some("step"));
        el("li").child(part.child(say("span.parts__title", &title)).child(state))
    };
    let check = el("li").child(link(Page::Check(subject.clone()), "parts__check", texts.part_check));
    el("ol.parts__list").live(move || sections.with(|sections| sections.iter().enumerate().map(&one).collect::<Vec<El>>())).child(check)
}

/// What a reviewer asked for, or why the server did not take it, with links to the places.
pub(super) fn returned(app: App, filling: Filling, draft: &Draft) -> View {
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
        el("li").child(say("a", &[name.as_str(), ": ", &said.text].concat()).attr("href", "#page").press(go))
    };
    live(move || {
        let said: Vec<Said> = filling.said().into_iter().filter(|said| !said.path.is_empty()).collect();
        (whole.is_some() || !said.is_empty()).then(|| {
            el("div.summary.summary--calm")
                .attr("data-summary", "said")
                .child(say("h2", title))
                .child(whole.as_ref().map(|whole| say("p", whole)))
                .child(el("ul").child(said.iter().map(&item).collect::<Vec<El>>()))
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
        browser::leave_field();
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
        // A field that is left may say something and push the button away from under the pointer: it is left when the button was pressed.
        .child(button("button", texts.go_on, go_on).on("mousedown", |event| event.prevent_default()))
        .live(move || tried.get().then(|| button("button button--second", texts.go_on_anyway, go.clone())))
        .child(back)
}
