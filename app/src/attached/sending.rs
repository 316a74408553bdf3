//! Sending the files of reports that the server has: one at a time, in pieces, on from where the last attempt ended.
//!
//! The server is asked first how far a file is, so that neither a killed browser nor a lost answer sends a piece twice. A file leaves the list
//! of what waits only when the server has the whole of it, or its report does not name it any more.

use std::cell::RefCell;
use std::collections::BTreeSet;

use leptos::prelude::*;
use web_sys::Blob;

use super::going::{Next, PIECE, next};
use super::taking::digest;
use crate::outbox::renew;
use crate::router::encode;
use crate::state::App;
use crate::storage::records::Receipt;
use crate::{api, browser, storage};

thread_local! {
    /// What the server has refused since the app was opened; asked again when it is opened anew.
    static REFUSED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// Sends what waits; `false` where something is to be tried again after a while.
pub async fn send_waiting(app: App) -> bool {
    let receipts: Vec<Receipt> = app.receipts.get_untracked();
    for receipt in receipts.iter().filter(|receipt| !receipt.files.is_empty()) {
        for name in &receipt.files {
            if REFUSED.with_borrow(|refused| refused.contains(name)) {
                continue;
            }
            if app.account().is_none_or(|account| account != receipt.account) {
                return true;
            }
            match send(receipt, name).await {
                Next::Done | Next::Unnamed => {
                    if storage::file_gone(&receipt.report_id, name).await.is_err() {
                        app.trouble.set(true);
                        return false;
                    }
                    app.changed().await;
                }
                Next::Refused(why) => {
                    REFUSED.with_borrow_mut(|refused| refused.insert(name.clone()));
                    app.file_refused.set(Some(why));
                }
                Next::SignedOut => {
                    app.signed_out.set(true);
                    return true;
                }
                Next::From(_) | Next::Later => return false,
            }
        }
    }
    true
}

/// Sends what the server does not have of a file.
async fn send(receipt: &Receipt, name: &str) -> Next {
    let Receipt { account, report_id, .. } = receipt;
    let file = match storage::file(account, report_id, name).await {
        Ok(Some(file)) => file,
        // The browser has cleared it: nothing can be sent any more.
        Ok(None) => return Next::Unnamed,
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
        if !browser::has_network() || !renew().await {
            return Next::Later;
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
