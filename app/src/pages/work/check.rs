//! Every answer on one page before it is sent: what is wrong first, each answer with a way back to its question.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_engine::At;
use phieu_ui::{Act, Answers, ErrorSummary};

use super::draft::{Desk, Saved};
use super::fill::go_to;
use crate::browser;
use crate::pages::frame::{Link, Main};
use crate::router::Page;
use crate::state::{Net, app};
use crate::words;

/// The page.
#[component]
pub fn Check(desk: Desk) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.check_title);
    let Some(filling) = desk.filling() else { return ().into_any() };
    filling.ask_everything();
    let draft = desk.draft();
    let subject = StoredValue::new(draft.subject.clone());
    let go = Callback::new(move |at: At| subject.with_value(|subject| go_to(app, filling, subject, at)));
    let sections = Memo::new(move |_| filling.sections());
    let act = Act { label: filling.texts.change, go };
    let clear = Memo::new(move |_| filling.whole(|_| ()) == () && filling.is_all_clear());
    let busy = RwSignal::new(false);
    let tried = RwSignal::new(false);
    let send = move |_| {
        if !clear.get_untracked() {
            tried.set(true);
            return browser::focus("[data-summary=errors]");
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if !desk.send().await {
                busy.try_set(false);
            }
        });
    };
    let failed = move || {
        (desk.saved() == Saved::Failed).then(|| view! { <div class="summary" role="alert"><h2>{texts.not_saved}</h2><p>{texts.trouble}</p></div> })
    };
    let how = move || if app.net.get() == Net::Good { texts.check_send_now } else { texts.check_send_later };
    let form = draft.title.get(app.language.get_untracked()).to_string();
    let caption = [form.as_str(), " · ", &words::period(&draft.subject.period, texts), " · ", &draft.unit_name].concat();
    let last = Page::Fill(subject.get_value(), sections.with_untracked(Vec::len).max(1));
    view! {
        <Main name="check">
            <Link to=last class="back">{texts.back_to_form}</Link>
            <h1><span class="caption">{caption}</span>{texts.check_title}</h1>
            {failed}
            <ErrorSummary filling section=None go=go />
            {move || sections.get().into_iter().map(|section| view! { <Answers filling section act=Some(act) /> }).collect_view()}
            <section class="sheet">
                <h2>{texts.check_send_title}</h2>
                <p>{move || if clear.get() { how() } else { texts.check_not_clear }}</p>
                <div class="actions">
                    <button class="button" type="button" aria-disabled=move || (busy.get() || !clear.get()).to_string() on:click=send>
                        {move || if busy.get() { texts.check_sealing } else { texts.check_send }}
                    </button>
                </div>
            </section>
        </Main>
    }
    .into_any()
}
