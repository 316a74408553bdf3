//! The first page: everything that is to be done, in the order of urgency.

use leptos::prelude::*;

use super::frame::{Link, Main};
use super::sign_in::start_page;
use crate::due_list::{Entry, State, entries};
use crate::router::Page;
use crate::state::{App, app};
use crate::texts::{Texts, put};
use crate::{browser, words};

/// How many sent reports are listed.
const SENT_SHOWN: usize = 6;

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.home_title);
    let list = Memo::new(move |_| {
        app.duties.with(|duties| {
            app.drafts.with(|drafts| {
                app.outbox.with(|outbox| app.receipts.with(|receipts| entries(duties, drafts, outbox, receipts, &browser::today())))
            })
        })
    });
    // People who only review or read begin elsewhere.
    Effect::new(move || {
        if app.me.with(Option::is_some) && start_page(app) != Page::Home {
            app.replace(start_page(app));
        }
    });
    let unit = move || app.me.with(|me| me.as_ref().map(|me| me.org_unit.name.clone()).unwrap_or_default());
    let nothing = move || list.with(Vec::is_empty).then(|| if app.asked.get() { texts.home_nothing } else { texts.home_not_asked });
    view! {
        <Main name="home">
            <h1><span class="caption">{unit}</span>{texts.home_title}</h1>
            {move || nothing().map(|said| view! { <p class="empty">{said}</p> })}
            {move || State::ALL.map(|state| view! { <Group state list /> })}
        </Main>
    }
}

#[component]
fn Group(state: State, list: Memo<Vec<Entry>>) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let title = match state {
        State::Returned => texts.home_returned,
        State::Overdue => texts.home_overdue,
        State::Todo => texts.home_todo,
        State::Waiting => texts.home_waiting,
        State::Upcoming => texts.home_upcoming,
        State::Sent => texts.home_sent,
    };
    move || {
        let mut entries: Vec<Entry> = list.with(|list| list.iter().filter(|entry| entry.state == state).cloned().collect());
        if state == State::Sent {
            entries.truncate(SENT_SHOWN);
        }
        (!entries.is_empty()).then(|| {
            let count = put(texts.home_count, &[&entries.len().to_string()]);
            let counted = (state != State::Sent).then(|| view! { <span class="group__count">{count}</span> });
            view! {
                <section class="group" data-group=state.name()>
                    <div class="group__head"><h2>{title}</h2>{counted}</div>
                    {entries.into_iter().map(|entry| view! { <Card entry /> }).collect_view()}
                </section>
            }
        })
    }
}

/// Where a card leads.
fn target(entry: &Entry) -> Page {
    match (entry.state, &entry.report_id) {
        (State::Waiting, Some(id)) => Page::Sent(id.clone()),
        (State::Sent, Some(id)) => Page::Report(id.clone()),
        _ => Page::Fill(entry.subject.clone(), 1),
    }
}

#[component]
fn Card(entry: Entry) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let class: &'static str = match entry.state {
        State::Returned => "card card--returned",
        State::Overdue => "card card--overdue",
        State::Todo => "card",
        State::Upcoming => "card card--upcoming",
        State::Waiting => "card card--waiting",
        State::Sent => "card card--sent",
    };
    let title = entry.title.get(app.language.get_untracked()).to_string();
    let own = app.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.org_unit.code == entry.subject.org_unit));
    let unit = (!own && !entry.unit_name.is_empty()).then(|| view! { <p>{entry.unit_name.clone()}</p> });
    let when = when(&entry, texts);
    let act = act(app, &entry, texts);
    let subject = [&*entry.subject.form, &entry.subject.org_unit, &entry.subject.period].join("|");
    let period = words::period(&entry.subject.period, texts);
    view! {
        <div data-state=entry.state.name() data-subject=subject>
            <Link to=target(&entry) class=class>
                <span class="card__title">{title}</span>
                {unit}
                <p class="card__period">{period}</p>
                {when}
                {act}
            </Link>
        </div>
    }
}

/// The line about time or state.
fn when(entry: &Entry, texts: &'static Texts) -> Option<AnyView> {
    let line = |text: String| Some(view! { <p class="card__when">{text}</p> }.into_any());
    match entry.state {
        State::Returned if entry.refused => line(texts.home_refused.into()),
        State::Returned => line(texts.home_to_correct.into()),
        State::Overdue | State::Todo | State::Upcoming if entry.due.is_empty() => None,
        State::Overdue | State::Todo | State::Upcoming => line(words::due(&entry.due, &browser::today(), texts)),
        State::Waiting => None,
        State::Sent => {
            let (class, said) = match entry.status.as_str() {
                "approved" => ("tag tag--good", texts.status_approved),
                _ => ("tag tag--mid", texts.status_submitted),
            };
            Some(view! { <p><span class=class>{said}</span></p> }.into_any())
        }
    }
}

/// The line about what was begun or is happening.
fn act(app: App, entry: &Entry, texts: &'static Texts) -> Option<AnyView> {
    if let Some(kept) = entry.draft {
        let said = match entry.state {
            State::Sent => texts.home_draft_left.to_string(),
            _ => put(texts.home_draft, &[&browser::clock(kept), &browser::day(kept)]),
        };
        return Some(view! { <p class="card__act">{said}</p> }.into_any());
    }
    if entry.state != State::Waiting {
        return None;
    }
    let stopped = entry.stopped.is_some();
    let id = entry.report_id.clone();
    let said = move || {
        if stopped {
            texts.home_stopped
        } else if app.sending.get() == id {
            texts.home_sending
        } else if app.signed_out.get() {
            texts.home_wait_sign_in
        } else {
            texts.home_wait_network
        }
    };
    Some(view! { <p class="card__when">{said}</p> }.into_any())
}
