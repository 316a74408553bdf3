//! The uploader: takes what waits, sends it, and acts on the answer. Files go after all reports.
//!
//! A lost answer does no harm: the same bytes under the same report id and revision get the same receipt.

use std::cell::Cell;
use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::answer::{Outcome, is_due, outcome, wait};
use super::lock;
use crate::attached::{Came, send_waiting, try_again};
use crate::state::{App, Net};
use crate::storage::records::{Parcel, Receipt, Refusal};
use crate::{api, browser, router, storage};

/// Whether waiting times count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hurry {
    /// Only what is due.
    No,
    /// Everything that waits: the network is back, or a person asked.
    Yes,
}

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    static AGAIN: Cell<Option<Hurry>> = const { Cell::new(None) };
    /// How often files could not be sent, one after the other, and when they are due again, in milliseconds since 1970.
    static FILES: Cell<(u32, f64)> = const { Cell::new((0, 0.0)) };
    /// Counts the alarms: only the last one that was set rings.
    static ALARM: Cell<u32> = const { Cell::new(0) };
}

/// Whether a round was asked for while one is at work.
pub fn is_called() -> bool {
    AGAIN.get().is_some()
}

/// Sends what waits, unless this or another window is at it already.
pub fn kick(app: App, hurry: Hurry) {
    if RUNNING.replace(true) {
        let more = if AGAIN.get() == Some(Hurry::Yes) { Hurry::Yes } else { hurry };
        AGAIN.set(Some(more));
        return;
    }
    spawn_local(async move {
        lock::alone(move || round(app, hurry)).await;
        RUNNING.set(false);
        match AGAIN.take() {
            Some(hurry) => kick(app, hurry),
            None => come_back(app),
        }
    });
}

/// Wakes up when the next report is due, or the next attempt at files.
fn come_back(app: App) {
    let now = browser::now();
    let reports = app.outbox.with_untracked(|outbox| {
        outbox.iter().filter(|parcel| parcel.stopped.is_none()).map(|parcel| parcel.next_at - now).reduce(f64::min)
    });
    let files = Some(FILES.get()).filter(|(waited, _)| *waited > 0).map(|(_, due)| due - now);
    let held_up = app.signed_out.get_untracked() || !browser::has_network();
    let alarm = ALARM.get().wrapping_add(1);
    ALARM.set(alarm);
    if let (Some(next), false) = (reports.into_iter().chain(files).reduce(f64::min), held_up) {
        browser::later(next.max(1_000.0), move || {
            if ALARM.get() == alarm {
                kick(app, Hurry::No);
            }
        });
    }
}

async fn round(app: App, hurry: Hurry) {
    app.reload().await;
    let due = |parcel: &Parcel| parcel.stopped.is_none() && (hurry == Hurry::Yes || is_due(parcel.next_at, browser::now()));
    let parcels: Vec<Parcel> = app.outbox.get_untracked().into_iter().filter(due).collect();
    let mut go_on = true;
    for parcel in parcels {
        go_on = browser::has_network() && lock::renew().await && send(app, parcel).await;
        if !go_on {
            break;
        }
    }
    app.sending.set(None);
    app.changed().await;
    let (waited, due) = FILES.get();
    if go_on && browser::has_network() && (hurry == Hurry::Yes || is_due(due, browser::now())) {
        match send_waiting(app).await {
            Came::All => FILES.set((0, 0.0)),
            Came::Some => FILES.set((waited + 1, browser::now() + wait(waited + 1, browser::chance()))),
            // The round that follows goes on with them.
            Came::Called => FILES.set((waited, 0.0)),
        }
    }
}

/// Sends one report; `false` where trying the next one is useless for now.
async fn send(app: App, parcel: Parcel) -> bool {
    let id = parcel.draft.report_id.clone();
    // It may have been sent, taken back or removed since the list was read.
    let Ok(Some(parcel)) = storage::parcel(&id).await else { return true };
    if app.account().is_none_or(|account| account != parcel.draft.account) {
        return false;
    }
    app.sending.set(Some(id.clone()));
    let path = ["/api/v1/reports/", &router::encode(&id), "/revisions/", &parcel.draft.revision.to_string()].concat();
    let answer = api::send("PUT", &path, Some(&parcel.body)).await;
    let outcome = outcome(answer.status, &answer.body);
    let go_on = !matches!(outcome, Outcome::Later | Outcome::SignedOut);
    if answer.status.is_none() {
        app.net.set(if browser::has_network() { Net::NoServer } else { Net::NoNetwork });
    }
    if settle(app, parcel, outcome).await.is_err() {
        app.trouble.set(true);
    }
    app.changed().await;
    go_on
}

/// Acts on what came back.
async fn settle(app: App, mut parcel: Parcel, outcome: Outcome) -> Result<(), storage::Error> {
    match outcome {
        Outcome::Taken { status, received_at } => {
            app.net.set(Net::Good);
            try_again(&parcel.draft.report_id);
            storage::delivered(&receipt(parcel, status, received_at)).await
        }
        Outcome::Refused(refusal) => {
            parcel.draft.refusal = Some(refusal.clone());
            if !storage::back_to_draft(&parcel).await? {
                return stop(parcel, refusal).await;
            }
            Ok(())
        }
        Outcome::Stopped(refusal) => stop(parcel, refusal).await,
        Outcome::SignedOut => {
            app.signed_out.set(true);
            Ok(())
        }
        Outcome::Later => {
            parcel.attempts += 1;
            parcel.next_at = browser::now() + wait(parcel.attempts, browser::chance());
            storage::update_parcel(&parcel).await
        }
    }
}

async fn stop(mut parcel: Parcel, refusal: Refusal) -> Result<(), storage::Error> {
    parcel.stopped = Some(refusal);
    storage::update_parcel(&parcel).await
}

fn receipt(parcel: Parcel, status: String, received_at: String) -> Receipt {
    let draft = parcel.draft;
    Receipt {
        report_id: draft.report_id,
        account: draft.account,
        subject: draft.subject,
        version: draft.version,
        title: draft.title,
        unit_name: draft.unit_name,
        revision: draft.revision,
        status,
        received_at,
        body: parcel.body,
        files: Vec::new(),
        stuck: BTreeMap::new(),
    }
}
