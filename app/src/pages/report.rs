//! A report that was sent: its state, what was said about it, what stands in it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::Beside;
use phieu_ui::dom::{View, el, say};

use super::frame::{empty, heading, link, main, waiting};
use super::paper::{Paper, Read, history, read, sheets, whole};
use crate::browser;
use crate::router::Page;
use crate::state::{App, app};
use crate::storage::records::Subject;

/// The page.
pub fn page(id: String) -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.report_title);
    let found = RwSignal::new_local(None::<Read>);
    spawn_local(async move {
        let read = read(app, id).await;
        found.try_set(Some(read));
    });
    let shown = move || match found.get() {
        None => [heading("", texts.report_title), waiting()].into(),
        Some(Read::Paper(paper)) => shown(app, &paper),
        Some(Read::Refused(said)) => [heading("", texts.report_title), empty(&said)].into(),
        Some(Read::Away) => [heading("", texts.report_title), empty(texts.report_away)].into(),
    };
    main("report").child(link(Page::Home, "back", texts.to_reports)).child(el("div.stack").live(shown)).into()
}

fn shown(app: App, paper: &Paper) -> View {
    let texts = app.texts();
    let subject = Subject { form: paper.text("form"), org_unit: paper.unit().code, period: paper.text("period") };
    let state = paper.text("status");
    let correct = matches!(state.as_str(), "returned" | "reopened")
        .then(|| el("div.actions").child(link(Page::Fill(subject, 1), "button", texts.report_correct)));
    [
        paper.heading(app),
        paper.state(texts).into(),
        paper.own_copy.then(|| say("p.empty", texts.report_own_copy)).into(),
        whole(paper).into(),
        correct.into(),
        sheets(paper, &Beside::default()).into(),
        history(paper).into(),
    ]
    .into()
}
