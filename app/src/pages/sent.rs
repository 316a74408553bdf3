//! A report on its way, or what became of it: waiting, being sent, with the server, or stopped with the reason.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_engine::Instance;
use phieu_ui::Filling;
use phieu_ui::dom::{El, View, button, el, live, memo, say};

use super::differences::{Difference, differences, table};
use super::frame::{fact, heading, link, main};
use super::paper::{Read, read};
use super::work::{context, form};
use crate::outbox::{self, Hurry};
use crate::router::Page;
use crate::state::{App, Net, app};
use crate::storage::records::{Draft, Parcel, Receipt, Refusal, Title};
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
pub fn page(id: String) -> View {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.sent_title);
    let fate = memo(move || {
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
        Fate::Waiting(parcel) => waiting(app, *parcel),
        Fate::Stopped(parcel, why) => stopped(app, *parcel, &why),
        Fate::Taken(receipt) => taken(app, &receipt),
        Fate::Refused(draft) => refused(app, *draft),
        Fate::Unknown => [heading("", texts.nowhere_title), say("p", texts.sent_unknown)].into(),
    };
    let back = link(Page::Home, "button button--second", texts.to_reports);
    main("sent").child(el("div.stack").attr("aria-live", "polite").live(shown)).child(el("div.actions").child(back)).into()
}

/// What it is.
fn facts(app: App, title: &Title, unit: &str, period: &str) -> El {
    let texts = app.texts();
    el("dl.facts")
        .child(fact(texts.fact_form, title.get(app.language.get_untracked())))
        .child(fact(texts.org_unit, unit))
        .child(fact(texts.fact_period, &words::period(period, texts)))
}

fn waiting(app: App, parcel: Parcel) -> View {
    let texts = app.texts();
    let id = parcel.draft.report_id.clone();
    let sending = memo(move || app.sending.with(|sending| sending.as_deref() == Some(&*id)));
    let title = move || if sending.get() { texts.sending_title } else { texts.waiting_title }.to_string();
    let why = move || {
        let why = match (app.signed_out.get(), app.net.get()) {
            (true, _) => texts.waiting_sign_in,
            (false, Net::Good) => texts.waiting_soon,
            (false, Net::NoNetwork) => texts.waiting_network,
            (false, Net::NoServer) => texts.waiting_server,
        };
        why.to_string()
    };
    let now = live(move || {
        let label = move || if sending.get() { texts.sending } else { texts.send_now }.to_string();
        (app.net.get() != Net::NoNetwork).then(|| {
            // Trying again would send nothing.
            if app.signed_out.get() {
                return link(Page::SignIn, "button", texts.sign_in);
            }
            el("button.button")
                .attr("type", "button")
                .live_attr("aria-disabled", move || Some(sending.get().to_string()))
                .live_text(label)
                .press(move || outbox::kick(app, Hurry::Yes))
        })
    });
    // Once it may have reached the server it is not taken back: the server might already have it.
    let untouched = parcel.attempts == 0;
    let draft = &parcel.draft;
    let facts = facts(app, &draft.title, &draft.unit_name, &draft.subject.period)
        .child(fact(texts.fact_sealed, &browser::moment(&parcel.sealed_at)));
    let held = StoredValue::new(parcel.clone());
    let take_back = live(move || {
        let back = move || to_draft(app, held.get_value(), None);
        (untouched && !sending.get()).then(|| button("button button--second", texts.take_back, back))
    });
    let receipt =
        el("div.receipt.receipt--waiting").attr("data-fate", "waiting").child(el("p").live_text(why)).child(say("p", texts.waiting_safe));
    [el("h1").live_text(title), receipt, facts, el("div.actions").child(now).child(take_back)].into()
}

/// Makes it a draft again, unless another draft of the same thing was begun; then `there` is told.
fn to_draft(app: App, parcel: Parcel, there: Option<RwSignal<bool>>) {
    spawn_local(async move {
        match storage::back_to_draft(&parcel).await {
            Ok(true) => {
                app.changed().await;
                app.replace(Page::Fill(parcel.draft.subject, 1));
            }
            Ok(false) => {
                there.map(|there| there.try_set(true));
                app.changed().await;
            }
            Err(_) => app.trouble.set(true),
        }
    });
}

fn taken(app: App, receipt: &Receipt) -> View {
    let texts = app.texts();
    let facts = facts(app, &receipt.title, &receipt.unit_name, &receipt.subject.period)
        .child(fact(texts.fact_received, &browser::moment(&receipt.received_at)))
        .child(fact(texts.fact_revision, &receipt.revision.to_string()))
        .child(fact(texts.fact_id, &receipt.report_id));
    let note =
        el("div.receipt").attr("data-fate", "taken").child(el("p").child(say("b", texts.sent_taken))).child(say("p", texts.sent_next));
    let see = link(Page::Report(receipt.report_id.clone()), "link", texts.see_report);
    let waiting = receipt.files.len().to_string();
    let files = (!receipt.files.is_empty()).then(|| {
        let said = say("b", &put(texts.files_waiting, &[&waiting]));
        el("div.receipt.receipt--waiting")
            .attr("data-files", &waiting)
            .child(el("p").child(said))
            .child(receipt.sends_on().then(|| say("p", texts.files_how)))
            .child(receipt.stuck.iter().map(|(name, why)| stuck(app, &receipt.report_id, name, why)).collect::<Vec<El>>())
    });
    [heading("", texts.sent_title).into(), note.into(), View::from(files), facts.into(), el("p").child(see).into()].into()
}

/// A file that cannot be sent: why, and the way to do without it.
fn stuck(app: App, report_id: &str, name: &str, why: &str) -> El {
    let texts = app.texts();
    let said = if why.is_empty() { put(texts.file_gone, &[name]) } else { [name, ": ", why].concat() };
    let (report_id, name) = (report_id.to_string(), name.to_string());
    let drop_it = move || {
        let (report_id, name) = (report_id.clone(), name.clone());
        spawn_local(async move {
            if storage::file_gone(&report_id, &name).await.is_err() {
                app.trouble.set(true);
            }
            app.changed().await;
        });
    };
    let actions = el("div.actions").child(button("button button--second", texts.file_drop, drop_it));
    el("div").attr("data-stuck", "").child(say("p.message", &said)).child(actions)
}

fn refused(app: App, draft: Draft) -> View {
    let texts = app.texts();
    let said = draft.refusal.map(|refusal| refusal.message).unwrap_or_default();
    let note = el("div.summary").attr("data-fate", "refused").child(say("p", &said)).child(say("p", texts.refused_kept));
    let correct = link(Page::Check(draft.subject), "button", texts.refused_correct);
    [heading("", texts.refused_title), note, el("div.actions").child(correct)].into()
}

/// Sending again would not help. Nothing here and nothing there is overwritten; its owner decides.
fn stopped(app: App, parcel: Parcel, why: &Refusal) -> View {
    let texts = app.texts();
    let asking = RwSignal::new(false);
    let there = RwSignal::new(false);
    let other = why.details["report_id"].as_str().map(str::to_string);
    let own = why.code.starts_with("revision_").then(|| parcel.draft.report_id.clone());
    let see_id = other.or(own);
    let see = see_id.clone().map(|id| link(Page::Report(id), "button", texts.stopped_see));
    let held = StoredValue::new(parcel.clone());
    let ask = live(move || {
        asking.get().then(|| {
            let actions = el("div.actions")
                .child(button("button button--danger", texts.stopped_remove, move || remove(app, held.get_value().draft)))
                .child(button("button button--second", texts.keep, move || asking.set(false)));
            el("div.ask").attr("role", "alert").child(say("p", texts.stopped_ask)).child(actions)
        })
    });
    let draft = &parcel.draft;
    let facts = facts(app, &draft.title, &draft.unit_name, &draft.subject.period)
        .child(fact(texts.fact_sealed, &browser::moment(&parcel.sealed_at)));
    let note = el("div.summary")
        .attr("data-fate", "stopped")
        .attr("data-code", &why.code)
        .child(el("p").child(say("b", &why.message)))
        .child(say("p", texts.stopped_kept));
    let both = see_id.map(|id| both(app, parcel.draft.clone(), id));
    let actions = el("div.actions")
        .hidden_while(move || asking.get())
        .child(see)
        .child(button("button button--second", texts.stopped_to_draft, move || to_draft(app, held.get_value(), Some(there))))
        .child(button("button button--danger", texts.stopped_remove, move || asking.set(true)));
    let taken = live(move || there.get().then(|| say("p", texts.stopped_draft_there).attr("role", "alert")));
    [heading("", texts.stopped_title).into(), note.into(), facts.into(), both.into(), taken, ask, actions.into()].map(View::from).into()
}

struct Words {
    both: &'static str,
    question: &'static str,
    here: &'static str,
    there: &'static str,
    blank: &'static str,
    same: &'static str,
}

static VI: Words = Words {
    both: "Hai bản khác nhau ở những câu này",
    question: "Câu hỏi",
    here: "Trên máy này",
    there: "Trên máy chủ",
    blank: "để trống",
    same: "Hai bản giống hệt nhau. Có thể bỏ bản trên máy này.",
};

static EN: Words = Words {
    both: "The two differ in these questions",
    question: "Question",
    here: "On this phone",
    there: "With the server",
    blank: "blank",
    same: "The two are the same. The one on this phone can be removed.",
};

/// What is here beside what the server has, where they differ.
fn both(app: App, draft: Draft, id: String) -> View {
    let words = if app.language.get_untracked() == "en" { &EN } else { &VI };
    let found = RwSignal::new(None::<Vec<Difference>>);
    spawn_local(async move {
        let Read::Paper(there) = read(app, id).await else { return };
        let Some(form) = form(&draft.subject.form, &draft.version).await else { return };
        let instance = Instance::open(form, context(app, &draft.context), &draft.answers, &draft.explanations);
        let here = Filling::reading(instance, app.language.get_untracked(), Vec::new());
        found.try_set(Some(differences(here, there.filling)));
    });
    live(move || {
        found.get().map(|rows| match rows.is_empty() {
            true => say("p", words.same).attr("data-differences", "0"),
            false => table(words.both, [words.question, words.here, words.there], words.blank, &rows),
        })
    })
}

fn remove(app: App, draft: Draft) {
    spawn_local(async move {
        if storage::remove_parcel(&draft.account, &draft.report_id).await.is_err() {
            app.trouble.set(true);
        }
        app.changed().await;
        app.replace(Page::Home);
    });
}
