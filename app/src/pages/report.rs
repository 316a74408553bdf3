//! A report that was sent: its state, what was said about it, what stands in it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{Link, Main, Waiting};
use super::paper::{History, Paper, Read, Sheets, Whole, read, status};
use crate::router::Page;
use crate::state::app;
use crate::storage::records::Subject;
use crate::{browser, words};

/// The page.
#[component]
pub fn Report(id: String) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.report_title);
    let found = RwSignal::new_local(None::<Read>);
    spawn_local(async move { found.set(Some(read(app, id).await)) });
    let shown = move || match found.get() {
        None => view! { <h1>{texts.report_title}</h1><Waiting /> }.into_any(),
        Some(Read::Paper(paper)) => view! { <Shown paper=*paper /> }.into_any(),
        Some(Read::Refused(said)) => view! { <h1>{texts.report_title}</h1><p role="alert">{said}</p> }.into_any(),
        Some(Read::Away) => view! { <h1>{texts.report_title}</h1><p role="alert">{texts.report_away}</p> }.into_any(),
    };
    view! {
        <Main name="report">
            <Link to=Page::Home class="back">{texts.to_reports}</Link>
            <div class="stack">{shown}</div>
        </Main>
    }
}

#[component]
fn Shown(paper: Paper) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let unit = paper.unit();
    let subject = Subject { form: paper.text("form"), org_unit: unit.code.clone(), period: paper.text("period") };
    let state = paper.text("status");
    let (class, said) = status(&state, texts);
    let period = words::period(&subject.period, texts);
    let correct = matches!(state.as_str(), "returned" | "reopened").then(|| {
        view! { <div class="actions"><Link to=Page::Fill(subject.clone(), 1) class="button">{texts.report_correct}</Link></div> }
    });
    let copy = paper.own_copy.then(|| view! { <p class="empty">{texts.report_own_copy}</p> });
    view! {
        <h1><span class="caption">{[unit.name.as_str(), " · ", &period].concat()}</span>{paper.title(app.language.get_untracked())}</h1>
        <p><span class=class data-status=state>{said}</span></p>
        {copy}
        <Whole paper=paper.clone() />
        {correct}
        <Sheets paper=paper.clone() />
        <History paper />
    }
}
