//! Sending the files of reports that the server has: one at a time, in pieces, on from where the last attempt ended.
//!
//! The server is asked first how far a file is, so that neither a killed browser nor a lost answer sends a piece twice. A file leaves the list
//! of what waits only when the server has the whole of it, its report does not name it any more, or its owner says so. Reports come first:
//! between two pieces it is looked whether one is to be sent.

use std::cell::RefCell;
use std::collections::BTreeSet;

use leptos::prelude::*;
use web_sys::Blob;

use super::going::{Next, PIECE, next};
use super::taking::digest;
use crate::outbox::{is_called, renew};
use crate::router::encode;
use crate::state::App;
use crate::storage::records::Receipt;
use crate::{api, browser, storage};

thread_local! {
    /// Reports and names of what was stuck already when it was last tried since the app was opened; tried again when it is opened anew.
    static STUCK: RefCell<BTreeSet<(String, String)>> = const { RefCell::new(BTreeSet::new()) };
}

/// A report was sent anew: what was stuck of it is tried again.
pub fn try_again(report_id: &str) {
    STUCK.with_borrow_mut(|stuck| stuck.retain(|(id, _)| id != report_id));
}

/// What came of sending files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Nothing waits that could be sent.
    All,
    /// Something is to be tried again after a while.
    Some,
    /// Something more urgent comes first.
    Called,
}

/// Sends what waits. What one file has to wait for does not hold up another report's, as long as the server answers.
pub async fn send_waiting(app: App) -> Came {
    let receipts: Vec<Receipt> = app.receipts.get_untracked();
    let mut came = Came::All;
    for receipt in receipts.iter().filter(|receipt| !receipt.files.is_empty()) {
        for name in &receipt.files {
            let key = (receipt.report_id.clone(), name.clone());
            if STUCK.with_borrow(|stuck| stuck.contains(&key)) {
                continue;
            }
            if app.account().is_none_or(|account| account != receipt.account) {
                return Came::All;
            }
            let stuck = match send(receipt, name).await {
                Next::Done | Next::Unnamed => None,
                Next::Refused(why) => Some(why),
                Next::Gone => Some(String::new()),
                Next::SignedOut => {
                    app.signed_out.set(true);
                    return Came::All;
                }
                Next::Called => return Came::Called,
                Next::Away => return Came::Some,
                Next::From(_) | Next::Later => {
                    came = Came::Some;
                    break;
                }
            };
            let noted = match &stuck {
                None => storage::file_gone(&receipt.report_id, name).await,
                Some(why) => storage::file_stuck(&receipt.report_id, name, why).await,
            };
            if noted.is_err() {
                app.trouble.set(true);
                return Came::Some;
            }
            if stuck.is_some() {
                STUCK.with_borrow_mut(|all| all.insert(key));
            }
            app.changed().await;
        }
    }
    came
}

/// Sends what the server does not have of a file.
async fn send(receipt: &Receipt, name: &str) -> Next {
    let Receipt { account, report_id, .. } = receipt;
    let file = match storage::file(account, report_id, name).await {
        Ok(Some(file)) => file,
        // The browser has cleared it: nothing can be sent any more.
        Ok(None) => return Next::Gone,
        Err(_) => return Next::Later,
    };
    let Some(digest) = digest(&file).await else { return Next::Later };
    let path = ["/api/v1/reports/", &encode(report_id), "/files/", &encode(name), "/", &digest].concat();
    let answer = api::get(&path).await;
    let (mut going, mut before) = (next(answer.status, &answer.body), -1.0);
    // A server that does not come forward is not asked for ever.
    while let Next::From(offset) = going
        && offset > before
    {
        if is_called() {
            return Next::Called;
        }
        if !browser::has_network() || !renew().await {
            return Next::Away;
        }
        let answer = piece(&path, &file, offset).await;
        before = offset;
        going = answer;
    }
    going
}

/// Sends the piece that begins at a byte. Behind the last byte it is empty, and asks the server to look at the whole.
async fn piece(path: &str, file: &Blob, offset: f64) -> Next {
    let end = (offset + PIECE).min(file.size());
    let Ok(piece) = file.slice_with_f64_and_f64(offset, end) else { return Next::Later };
    let told = [("upload-offset", offset.to_string()), ("upload-length", file.size().to_string())];
    let answer = api::send_piece(path, &piece, &told).await;
    next(answer.status, &answer.body)
}
