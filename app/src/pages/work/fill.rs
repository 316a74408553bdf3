//! One section at a time on a phone; beside it the list of all of them where there is room.

use leptos::prelude::*;
use phieu_engine::At;
use phieu_ui::{ErrorSummary, Filling, Progress, Section, SectionPage, focus_question};

use super::draft::{Desk, Saved};
use crate::browser;
use crate::pages::frame::{Link, Main};
use crate::router::Page;
use crate::state::app;
use crate::storage::records::Subject;
use crate::texts::put;
use crate::words;

/// Long enough for a page to be drawn.
const DRAWN: f64 = 60.0;

/// A section's page; sections count from 1.
#[component]
pub fn Fill(desk: Desk, section: usize) -> impl IntoView {
    let app = app();
    let Some(filling) = desk.filling() else { return ().into_any() };
    let sections = filling.sections_now();
    let place = section.clamp(1, sections.len().max(1)) - 1;
    let Some(shown) = sections.get(place).cloned() else { return ().into_any() };
    let subject = desk.draft().subject;
    let title = filling.section_title(&shown);
    browser::set_title(&title);
    let tried = RwSignal::new(false);
    let summary = {
        let shown = shown.clone();
        move || {
            let section = Some(shown.clone());
            tried.get().then(|| view! { <ErrorSummary filling section go=move |at: At| focus_question(&filling.path(at)) /> })
        }
    };
    view! {
        <Track desk filling place />
        <Main name="fill" wide=true>
            <div class="twocol">
                <nav class="twocol__side parts wideonly" aria-label=app.texts().parts>
                    <Parts filling subject=subject.clone() place />
                </nav>
                <div class="stack">
                    <Link to=Page::Home class="back">{app.texts().to_reports}</Link>
                    <Heading desk title />
                    <details class="parts narrowonly">
                        <summary>{app.texts().parts}</summary>
                        <Parts filling subject=subject.clone() place />
                    </details>
                    {(place == 0).then(|| view! { <Returned desk filling subject=subject.clone() /> })}
                    {summary}
                    <SectionPage filling section=shown.clone() />
                    <Steps desk filling section=shown place tried />
                </div>
            </div>
        </Main>
    }
    .into_any()
}

#[component]
fn Heading(desk: Desk, title: String) -> impl IntoView {
    let app = app();
    let draft = desk.draft();
    let own = app.me.with_untracked(|me| me.as_ref().is_some_and(|me| me.org_unit.code == draft.subject.org_unit));
    let form = draft.title.get(app.language.get_untracked()).to_string();
    let period = words::period(&draft.subject.period, app.texts());
    let unit = if own { String::new() } else { [" · ", &draft.unit_name].concat() };
    view! { <h1><span class="caption">{[form.as_str(), " · ", &period, &unit].concat()}</span>{title}</h1> }
}

/// The thin strip that stays in sight: where one is, and whether everything is kept.
#[component]
fn Track(desk: Desk, filling: Filling, place: usize) -> impl IntoView {
    let texts = app().texts();
    let count = Memo::new(move |_| filling.sections().len());
    let saved = move || match desk.saved() {
        Saved::Unchanged => (false, texts.saved_unchanged.to_string()),
        Saved::Saving => (false, texts.saving.to_string()),
        Saved::At(time) => (false, put(texts.saved, &[&browser::clock(time)])),
        Saved::Failed | Saved::Elsewhere => (true, texts.not_saved.to_string()),
    };
    view! {
        <section class="track" aria-label=texts.track>
            <div class="track__inner">
                <span class="track__where">{move || put(texts.part_of, &[&(place + 1).to_string(), &count.get().to_string()])}</span>
                <span class="track__saved" class:track__saved--trouble=move || saved().0 role="status" data-saved=move || name(desk.saved())>
                    {move || saved().1}
                </span>
            </div>
            <progress max=move || count.get().to_string() value=(place + 1).to_string() aria-hidden="true"></progress>
        </section>
    }
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
#[component]
fn Parts(filling: Filling, subject: Subject, place: usize) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let sections = Memo::new(move |_| filling.sections());
    let check = Page::Check(subject.clone());
    let one = move |(at, section): (usize, Section)| {
        let to = Page::Fill(subject.clone(), at + 1);
        let path = to.path();
        let title = filling.section_title(&section);
        let progress = Memo::new(move |_| filling.progress(&section));
        let said = move || match progress.get() {
            Progress::Untouched => texts.part_untouched,
            Progress::Begun => texts.part_begun,
            Progress::Done => texts.part_done,
            Progress::Wrong => texts.part_wrong,
        };
        let follow = move |event: web_sys::MouseEvent| {
            event.prevent_default();
            app.go(to.clone());
        };
        view! {
            <li>
                <a href=path aria-current=(at == place).then_some("step") on:click=follow>
                    <span class="parts__title">{title}</span>
                    <span class="parts__state" class:parts__state--wrong=move || progress.get() == Progress::Wrong>{said}</span>
                </a>
            </li>
        }
    };
    view! {
        <ol class="parts__list">
            {move || sections.get().into_iter().enumerate().map(&one).collect_view()}
            <li><Link to=check class="parts__check">{texts.part_check}</Link></li>
        </ol>
    }
}

/// What a reviewer asked for, or why the server did not take it, with links to the places.
#[component]
fn Returned(desk: Desk, filling: Filling, subject: Subject) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let draft = desk.draft();
    let refused = draft.refusal.is_some();
    let whole = draft.refusal.map(|refusal| refusal.message).or(draft.remark);
    let said = move || filling.said().into_iter().filter(|said| !said.path.is_empty()).collect::<Vec<_>>();
    if !refused && whole.is_none() && untrack(said).is_empty() {
        return None;
    }
    let title = if refused { texts.refused_title } else { texts.returned_title };
    let item = move |said: phieu_ui::Said| {
        let at = filling.read(|instance| instance.find(&said.path));
        let name = at.map(|at| filling.name(at)).unwrap_or_default();
        let subject = subject.clone();
        let go = move |event: web_sys::MouseEvent| {
            event.prevent_default();
            if let Some(at) = at {
                go_to(app, filling, &subject, at);
            }
        };
        view! { <li><a href="#page" on:click=go>{[name.as_str(), ": ", &said.text].concat()}</a></li> }
    };
    Some(view! {
        <div class="summary summary--calm" data-summary="said">
            <h2>{title}</h2>
            {whole.map(|whole| view! { <p>{whole}</p> })}
            <ul>{move || said().into_iter().map(&item).collect_view()}</ul>
        </div>
    })
}

/// Goes to the section of a question, and to the question.
pub fn go_to(app: crate::state::App, filling: Filling, subject: &Subject, at: At) {
    let Some(section) = filling.section_with(at) else { return };
    app.go(Page::Fill(subject.clone(), section + 1));
    let path = filling.path(at);
    browser::later(DRAWN, move || focus_question(&path));
}

/// On and back. The first try to go on with something missing says what; the second goes on.
#[component]
fn Steps(desk: Desk, filling: Filling, section: Section, place: usize, tried: RwSignal<bool>) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let subject = desk.draft().subject;
    let next = {
        let subject = subject.clone();
        move || {
            let last = place + 1 >= filling.sections_now().len();
            if last { Page::Check(subject.clone()) } else { Page::Fill(subject.clone(), place + 2) }
        }
    };
    let go_on = {
        let next = next.clone();
        move |_| {
            filling.ask(&section);
            if filling.is_clear(&section) {
                app.go(next());
            } else {
                tried.set(true);
                browser::later(DRAWN, || browser::focus("[data-summary=errors]"));
            }
        }
    };
    let anyway = move || {
        let next = next.clone();
        tried.get().then(|| {
            view! { <button class="button button--second" type="button" on:click=move |_| app.go(next())>{texts.go_on_anyway}</button> }
        })
    };
    let back = (place > 0).then(|| {
        let to = Page::Fill(subject.clone(), place);
        view! { <Link to class="button button--second">{texts.go_back}</Link> }
    });
    view! {
        <div class="actions">
            <button class="button" type="button" on:click=go_on>{texts.go_on}</button>
            {anyway}
            {back}
        </div>
    }
}
