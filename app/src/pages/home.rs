//! The first page: everything that is to be done, in the order of urgency.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, el, live, memo, say};

use super::carry::from_file;
use super::frame::{heading, link, main};
use super::sign_in::start_page;
use super::tour::tour;
use super::work::practice;
use crate::due_list::{Entry, State, entries};
use crate::router::Page;
use crate::state::{App, app};
use crate::texts::{Texts, put};
use crate::{browser, words};

/// How many sent reports are listed.
const SENT_SHOWN: usize = 6;

/// The page.
pub fn page() -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.home_title);
    let list = memo(move || {
        app.duties.with(|duties| {
            app.drafts.with(|drafts| {
                app.outbox.with(|outbox| app.receipts.with(|receipts| entries(duties, drafts, outbox, receipts, &browser::today())))
            })
        })
    });
    // People who only review or read begin elsewhere.
    let start = start_page(app);
    if start != Page::Home {
        browser::later(0.0, move || app.replace(start));
    }
    let unit = app.me.with_untracked(|me| me.as_ref().map(|me| me.org_unit.name.clone()).unwrap_or_default());
    let nothing =
        move || list.with(Vec::is_empty).then(|| say("p.empty", if app.asked.get() { texts.home_nothing } else { texts.home_not_asked }));
    let groups = State::ALL.map(|state| live(move || list.with(|list| group(app, state, list))));
    main("home").child(heading(&unit, texts.home_title)).child(tour()).live(nothing).child(groups).live(practice).child(from_file()).into()
}

fn group(app: App, state: State, list: &[Entry]) -> Option<El> {
    let texts = app.texts();
    let title = match state {
        State::Returned => texts.home_returned,
        State::Overdue => texts.home_overdue,
        State::Todo => texts.home_todo,
        State::Waiting => texts.home_waiting,
        State::Upcoming => texts.home_upcoming,
        State::Register => texts.home_registers,
        State::Sent => texts.home_sent,
    };
    let most = if state == State::Sent { SENT_SHOWN } else { usize::MAX };
    let entries: Vec<&Entry> = list.iter().filter(|entry| entry.state == state).take(most).collect();
    if entries.is_empty() {
        return None;
    }
    let count = !matches!(state, State::Register | State::Sent);
    let count = count.then(|| say("span.group__count", &put(texts.home_count, &[&entries.len().to_string()])));
    let cards = entries.into_iter().map(|entry| card(app, entry)).collect::<Vec<El>>();
    let head = el("div.group__head").child(say("h2", title)).child(count);
    Some(el("section.group").attr("data-group", state.name()).child(head).child(cards))
}

/// Where a card leads.
fn target(entry: &Entry) -> Page {
    match (entry.state, &entry.report_id) {
        (State::Waiting, Some(id)) => Page::Sent(id.clone()),
        // There it says how its files stand.
        (State::Sent, Some(id)) if entry.files > 0 => Page::Sent(id.clone()),
        (State::Sent, Some(id)) => Page::Report(id.clone()),
        _ => Page::Fill(entry.subject.clone(), 1),
    }
}

fn card(app: App, entry: &Entry) -> El {
    let texts = app.texts();
    let own = app.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.org_unit.code == entry.subject.org_unit));
    let unit = (!own && !entry.unit_name.is_empty()).then(|| say("p", &entry.unit_name));
    let subject = [&*entry.subject.form, &entry.subject.org_unit, &entry.subject.period].join("|");
    let link = link(target(entry), &["card card--", entry.state.name()].concat(), "")
        .child(say("span.card__title", entry.title.get(app.language.get_untracked())))
        .child(unit)
        .child(say("p.card__period", &words::period(&entry.subject.period, texts)))
        .child(when(entry, texts))
        .child((entry.files > 0).then(|| say("p.card__when", &put(texts.files_waiting, &[&entry.files.to_string()]))))
        .child(act(app, entry, texts));
    el("div").attr("data-state", entry.state.name()).attr("data-subject", &subject).child(link)
}

/// The line about time or state.
fn when(entry: &Entry, texts: &'static Texts) -> Option<El> {
    let line = |text: &str| Some(say("p.card__when", text));
    match entry.state {
        State::Overdue | State::Todo | State::Upcoming if entry.status == "locked" => line(texts.home_locked),
        State::Returned if entry.refused => line(texts.home_refused),
        State::Returned => line(texts.home_to_correct),
        State::Overdue | State::Todo | State::Upcoming if entry.due.is_empty() => None,
        State::Overdue | State::Todo | State::Upcoming => line(&words::due(&entry.due, &browser::today(), texts)),
        State::Waiting | State::Register => None,
        State::Sent if entry.flagged => Some(el("p").child(say("span.tag.tag--mid", texts.status_flagged))),
        State::Sent if entry.status == "replaced" => line(texts.status_replaced),
        State::Sent if entry.status == "approved" => Some(el("p").child(say("span.tag.tag--good", texts.status_approved))),
        State::Sent => Some(el("p").child(say("span.tag.tag--mid", texts.status_submitted))),
    }
}

/// The line about what was begun or is happening.
fn act(app: App, entry: &Entry, texts: &'static Texts) -> Option<El> {
    if let Some(kept) = entry.draft {
        let said = match entry.state {
            State::Register | State::Sent => texts.home_draft_left.to_string(),
            _ => put(texts.home_draft, &[&browser::clock(kept), &browser::day(kept)]),
        };
        return Some(say("p.card__act", &said));
    }
    if entry.state != State::Waiting {
        return None;
    }
    let (stopped, id) = (entry.stopped.is_some(), entry.report_id.clone());
    let said = move || match (stopped, app.sending.with(|sending| *sending == id), app.signed_out.get()) {
        (true, ..) => texts.home_stopped.to_string(),
        (_, true, _) => texts.home_sending.to_string(),
        (.., true) => texts.home_wait_sign_in.to_string(),
        _ => texts.home_wait_network.to_string(),
    };
    Some(el("p.card__when").live_text(said))
}
