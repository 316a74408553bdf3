//! A report on its way, or what became of it: waiting, being sent, with the server, or stopped with the reason.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{Link, Main};
use crate::outbox::{self, Hurry};
use crate::router::Page;
use crate::state::{Net, app};
use crate::storage::records::{Draft, Parcel, Receipt, Refusal};
use crate::texts::put;
use crate::{browser, storage, words};

/// What became of it.
#[derive(Clone, PartialEq)]
enum Fate {
    Waiting(Box<Parcel>),
    Stopped(Box<Parcel>, Refusal),
    Taken(Box<Receipt>),
    Refused(Box<Draft>),
    Unknown,
}

/// The page.
#[component]
pub fn Sent(id: String) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.sent_title);
    let fate = Memo::new(move |_| {
        let parcel = app.outbox.with(|outbox| outbox.iter().find(|parcel| parcel.draft.report_id == id).cloned());
        let refused = app.drafts.with(|drafts| drafts.iter().find(|draft| draft.report_id == id && draft.refusal.is_some()).cloned());
        let receipt = app.receipts.with(|receipts| receipts.iter().find(|receipt| receipt.report_id == id).cloned());
        match (parcel, refused, receipt) {
            (Some(parcel), ..) => match parcel.stopped.clone() {
                Some(why) => Fate::Stopped(Box::new(parcel), why),
                None => Fate::Waiting(Box::new(parcel)),
            },
            (_, Some(draft), _) => Fate::Refused(Box::new(draft)),
            (.., Some(receipt)) => Fate::Taken(Box::new(receipt)),
            _ => Fate::Unknown,
        }
    });
    let shown = move || match fate.get() {
        Fate::Waiting(parcel) => view! { <Waiting parcel=*parcel /> }.into_any(),
        Fate::Stopped(parcel, why) => view! { <Stopped parcel=*parcel why /> }.into_any(),
        Fate::Taken(receipt) => view! { <Taken receipt=*receipt /> }.into_any(),
        Fate::Refused(draft) => view! { <Refused draft=*draft /> }.into_any(),
        Fate::Unknown => view! { <h1>{texts.nowhere_title}</h1><p>{texts.sent_unknown}</p> }.into_any(),
    };
    view! {
        <Main name="sent">
            <div class="stack" aria-live="polite">{shown}</div>
            <div class="actions"><Link to=Page::Home class="button button--second">{texts.to_reports}</Link></div>
        </Main>
    }
}

#[component]
fn Facts(form: String, unit: String, period: String, children: Children) -> impl IntoView {
    let texts = app().texts();
    view! {
        <dl class="facts">
            <div><dt>{texts.fact_form}</dt><dd>{form}</dd></div>
            <div><dt>{texts.org_unit}</dt><dd>{unit}</dd></div>
            <div><dt>{texts.fact_period}</dt><dd>{words::period(&period, texts)}</dd></div>
            {children()}
        </dl>
    }
}

#[component]
fn Waiting(parcel: Parcel) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let id = parcel.draft.report_id.clone();
    let sending = Memo::new(move |_| app.sending.with(|sending| sending.as_deref() == Some(&*id)));
    let title = move || if sending.get() { texts.sending_title } else { texts.waiting_title };
    let why = move || match (app.signed_out.get(), app.net.get()) {
        (true, _) => texts.waiting_sign_in,
        (false, Net::Good) => texts.waiting_soon,
        (false, Net::NoNetwork) => texts.waiting_network,
        (false, Net::NoServer) => texts.waiting_server,
    };
    // Once it may have reached the server it is not taken back: the server might already have it.
    let untouched = parcel.attempts == 0;
    let taken = StoredValue::new(parcel.clone());
    let take_back = move |_| {
        spawn_local(async move {
            let parcel = taken.get_value();
            let subject = parcel.draft.subject.clone();
            if storage::back_to_draft(&parcel).await.unwrap_or(false) {
                app.changed().await;
                app.replace(Page::Fill(subject, 1));
            }
        });
    };
    let draft = parcel.draft;
    view! {
        <h1>{title}</h1>
        <div class="receipt receipt--waiting" data-fate="waiting">
            <p>{why}</p>
            <p>{texts.waiting_safe}</p>
        </div>
        <Facts form=draft.title.get(app.language.get_untracked()).to_string() unit=draft.unit_name period=draft.subject.period>
            <div><dt>{texts.fact_sealed}</dt><dd>{browser::moment(&parcel.sealed_at)}</dd></div>
        </Facts>
        <div class="actions">
            {move || {
                (app.net.get() != Net::NoNetwork).then(|| {
                    view! {
                        <button class="button" type="button" aria-disabled=move || sending.get().to_string() on:click=move |_| outbox::kick(app, Hurry::Yes)>
                            {move || if sending.get() { texts.sending } else { texts.send_now }}
                        </button>
                    }
                })
            }}
            {move || {
                (untouched && !sending.get()).then(|| {
                    view! { <button class="button button--second" type="button" on:click=take_back>{texts.take_back}</button> }
                })
            }}
        </div>
    }
}

#[component]
fn Taken(receipt: Receipt) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let id = receipt.report_id.clone();
    view! {
        <h1>{texts.sent_title}</h1>
        <div class="receipt" data-fate="taken">
            <p><b>{texts.sent_taken}</b></p>
            <p>{texts.sent_next}</p>
        </div>
        <Facts form=receipt.title.get(app.language.get_untracked()).to_string() unit=receipt.unit_name period=receipt.subject.period>
            <div><dt>{texts.fact_received}</dt><dd>{browser::moment(&receipt.received_at)}</dd></div>
            <div><dt>{texts.fact_revision}</dt><dd>{receipt.revision.to_string()}</dd></div>
            <div><dt>{texts.fact_id}</dt><dd>{id}</dd></div>
        </Facts>
        <p><Link to=Page::Report(receipt.report_id) class="link">{texts.see_report}</Link></p>
    }
}

#[component]
fn Refused(draft: Draft) -> impl IntoView {
    let texts = app().texts();
    let said = draft.refusal.map(|refusal| refusal.message).unwrap_or_default();
    view! {
        <h1>{texts.refused_title}</h1>
        <div class="summary" data-fate="refused"><p>{said}</p><p>{texts.refused_kept}</p></div>
        <div class="actions"><Link to=Page::Check(draft.subject) class="button">{texts.refused_correct}</Link></div>
    }
}

/// Sending again would not help. Nothing here and nothing there is overwritten; its owner decides.
#[component]
fn Stopped(parcel: Parcel, why: Refusal) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let asking = RwSignal::new(false);
    let kept = RwSignal::new(false);
    let other = why.details["report_id"].as_str().map(str::to_string);
    let own = why.code.starts_with("revision_").then(|| parcel.draft.report_id.clone());
    let see = other.or(own).map(|id| view! { <Link to=Page::Report(id) class="button">{texts.stopped_see}</Link> });
    let held = StoredValue::new(parcel.clone());
    let to_draft = move |_| {
        spawn_local(async move {
            let parcel = held.get_value();
            let subject = parcel.draft.subject.clone();
            match storage::back_to_draft(&parcel).await {
                Ok(true) => {
                    app.changed().await;
                    app.replace(Page::Fill(subject, 1));
                }
                Ok(false) => kept.set(true),
                Err(_) => app.trouble.set(true),
            }
        });
    };
    let remove = move |_| {
        spawn_local(async move {
            let id = held.with_value(|parcel| parcel.draft.report_id.clone());
            if storage::remove_parcel(&id).await.is_err() {
                app.trouble.set(true);
            }
            app.changed().await;
            app.replace(Page::Home);
        });
    };
    let ask = move || {
        asking.get().then(|| {
            view! {
                <div class="ask" role="alert">
                    <p>{texts.stopped_ask}</p>
                    <div class="actions">
                        <button class="button button--danger" type="button" on:click=remove>{texts.stopped_remove}</button>
                        <button class="button button--second" type="button" on:click=move |_| asking.set(false)>{texts.keep}</button>
                    </div>
                </div>
            }
        })
    };
    let draft = parcel.draft;
    view! {
        <h1>{texts.stopped_title}</h1>
        <div class="summary" data-fate="stopped" data-code=why.code.clone()>
            <p><b>{why.message.clone()}</b></p>
            <p>{texts.stopped_kept}</p>
        </div>
        <Facts form=draft.title.get(app.language.get_untracked()).to_string() unit=draft.unit_name period=draft.subject.period>
            <div><dt>{texts.fact_sealed}</dt><dd>{browser::moment(&parcel.sealed_at)}</dd></div>
        </Facts>
        {move || kept.get().then(|| view! { <p role="alert">{put(texts.stopped_draft_there, &[])}</p> })}
        {ask}
        <div class="actions" hidden=move || asking.get()>
            {see}
            <button class="button button--second" type="button" on:click=to_draft>{texts.stopped_to_draft}</button>
            <button class="button button--danger" type="button" on:click=move |_| asking.set(true)>{texts.stopped_remove}</button>
        </div>
    }
}
