//! A browser may clear what an app keeps. That is noticed: the app keeps again what it still knows, or says how much is lost.
//!
//! How much is unsent is noted in a cookie, which browsers do not clear together with the storage.

use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::state::App;
use crate::storage::{self, Everything};

/// What became of the storage that the browser has cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cleared {
    /// So many reports that the server does not have are gone.
    Lost(i32),
    /// The app was open and has kept again what it knew.
    PutBack,
}

impl App {
    /// The browser has cleared the storage while the app was open: what the app still knows is kept again.
    pub async fn put_back(self) -> Result<Everything, storage::Error> {
        let known = Everything {
            me: self.me.get_untracked(),
            duties: self.duties.get_untracked(),
            drafts: self.drafts.get_untracked(),
            outbox: self.outbox.get_untracked(),
            receipts: self.receipts.get_untracked(),
            ..Everything::default()
        };
        storage::put_back(&known).await?;
        self.cleared.set(Some(Cleared::PutBack));
        storage::everything().await
    }

    /// Notes outside the storage how much in it is unsent, so that it is noticed when the browser clears it. Less than nothing: so many
    /// are lost, and nobody has read that yet.
    pub fn note_unsent(self, unsent: i32, is_blank: bool) {
        if self.cleared.with_untracked(Option::is_some) {
            return;
        }
        match noted() {
            lost if lost < 0 => self.cleared.set(Some(Cleared::Lost(-lost))),
            before if is_blank && before > unsent => {
                note(unsent - before);
                self.cleared.set(Some(Cleared::Lost(before - unsent)));
            }
            before if before != unsent => note(unsent),
            _ => {}
        }
    }

    /// Somebody has read that the storage was cleared.
    pub fn has_read_of_clearing(self) {
        note(0);
        self.cleared.set(None);
        spawn_local(self.reload());
    }
}

const NOTE: &str = "kept=";

/// A number that was noted where the browser does not clear it together with the storage: in a cookie. 0 where there is none.
fn noted() -> i32 {
    let cookies = browser::document()
        .map(|document| browser::property(&document, "cookie"))
        .and_then(|cookies| cookies.as_string())
        .unwrap_or_default();
    cookies.split("; ").find_map(|cookie| cookie.strip_prefix(NOTE)?.parse().ok()).unwrap_or(0)
}

/// Notes it, for a year.
fn note(number: i32) {
    let cookie = [NOTE, &number.to_string(), "; path=/; max-age=31536000; samesite=strict"].concat();
    if let Some(document) = browser::document() {
        let _ = Reflect::set(&document, &"cookie".into(), &cookie.into());
    }
}
