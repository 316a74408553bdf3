//! The draft of the report on the desk: kept on the phone after every change, and said to be kept only when it is.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_engine::Instance;
use phieu_ui::Filling;

use crate::outbox::{self, Hurry};
use crate::router::Page;
use crate::state::App;
use crate::storage::records::Draft;
use crate::storage::{self, SaveError};
use crate::{browser, outbox::seal};

/// Whether what is on the screen is on the phone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Saved {
    /// Nothing has changed since it was opened.
    Unchanged,
    /// Being kept.
    Saving,
    /// Kept, at this time.
    At(f64),
    /// The phone could not keep it.
    Failed,
    /// Another window has kept a newer state.
    Elsewhere,
}

/// The report being filled in, and its draft. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Desk {
    app: App,
    draft: StoredValue<Draft>,
    filling: StoredValue<Option<Filling>, LocalStorage>,
    saved: RwSignal<Saved>,
    work: StoredValue<Work>,
}

/// What is going on with saving.
#[derive(Clone, Copy, Default)]
struct Work {
    running: bool,
    dirty: bool,
}

impl Desk {
    /// A desk for a draft; the report follows by [`Desk::begin`].
    pub fn new(app: App, draft: Draft) -> Desk {
        let saved = if draft.stamp > 0 { Saved::At(draft.updated) } else { Saved::Unchanged };
        Desk {
            app,
            draft: StoredValue::new(draft),
            filling: StoredValue::new_local(None),
            saved: RwSignal::new(saved),
            work: StoredValue::new(Work::default()),
        }
    }

    /// Puts the report on the desk.
    pub fn begin(self, filling: Filling) {
        self.filling.set_value(Some(filling));
    }

    /// The report.
    pub fn filling(self) -> Option<Filling> {
        self.filling.get_value()
    }

    /// The draft's heading.
    pub fn draft(self) -> Draft {
        self.draft.get_value()
    }

    /// Whether it is kept.
    pub fn saved(self) -> Saved {
        self.saved.get()
    }

    /// Whether another window has taken over.
    pub fn is_elsewhere(self) -> bool {
        self.saved.get() == Saved::Elsewhere
    }

    /// Keeps the report as it is now. Changes during that are kept in a next step; not one of them is left out.
    pub fn keep(self) {
        if self.saved.get_untracked() == Saved::Elsewhere {
            return;
        }
        let running = self.work.with_value(|work| work.running);
        self.work.update_value(|work| {
            work.dirty = true;
            work.running = true;
        });
        if !running {
            spawn_local(self.keep_all());
        }
    }

    async fn keep_all(self) {
        loop {
            let Some(dirty) = self.work.try_update_value(|work| std::mem::take(&mut work.dirty)) else { return };
            if !dirty || !self.keep_once().await {
                break;
            }
        }
        self.work.try_update_value(|work| work.running = false);
    }

    /// Keeps it once; `false` where trying on is useless.
    async fn keep_once(self) -> bool {
        let Some(filling) = self.filling() else { return false };
        self.saved.set(Saved::Saving);
        let (answers, explanations) = filling.read(|instance| (instance.answers(), instance.explanations()));
        let mut draft = self.draft();
        let known = draft.stamp;
        draft.answers = answers;
        draft.explanations = explanations;
        draft.updated = browser::now();
        draft.stamp = known + 1;
        let kept = storage::save_draft(&draft, known).await;
        let more = self.work.try_with_value(|work| work.dirty).unwrap_or(false);
        let now = match &kept {
            Ok(()) if more => Saved::Saving,
            Ok(()) => Saved::At(draft.updated),
            Err(SaveError::Elsewhere) => Saved::Elsewhere,
            Err(SaveError::Phone) => Saved::Failed,
        };
        if known == 0 && kept.is_ok() {
            browser::keep_storage();
        }
        // The page may have been left meanwhile; what was kept is kept.
        if kept.is_ok() {
            self.draft.try_update_value(|held| *held = draft);
        }
        self.saved.try_set(now);
        kept.is_ok()
    }

    /// Keeps a file that somebody chose.
    pub fn keep_file(self, account: &str, report_id: &str, path: String, file: web_sys::File) {
        let (account, report_id) = (account.to_string(), report_id.to_string());
        spawn_local(async move {
            if storage::set_file(&account, &report_id, &path, &file).await.is_err() {
                self.saved.try_set(Saved::Failed);
            }
        });
    }

    /// Waits until nothing is being kept.
    async fn settled(self) {
        while self.work.try_with_value(|work| work.running).unwrap_or(false) {
            browser::sleep(20).await;
        }
    }

    /// Seals the report: from the draft to the outbox in one step, then on its way. `false` where the phone could not.
    pub async fn send(self) -> bool {
        let Some(filling) = self.filling() else { return false };
        self.settled().await;
        if self.saved.get_untracked() == Saved::Elsewhere {
            return false;
        }
        let (answers, explanations) = filling.read(|instance: &Instance| (instance.sealed(), instance.explanations()));
        let (kept, draft_explanations) = filling.read(|instance| (instance.answers(), instance.explanations()));
        let draft = Draft { answers: kept, explanations: draft_explanations, updated: browser::now(), ..self.draft() };
        let id = draft.report_id.clone();
        match seal(draft, &answers, &explanations).await {
            Ok(()) => {}
            Err(SaveError::Elsewhere) => {
                self.saved.set(Saved::Elsewhere);
                return false;
            }
            Err(SaveError::Phone) => {
                self.saved.set(Saved::Failed);
                return false;
            }
        }
        self.app.changed().await;
        self.app.replace(Page::Sent(id));
        browser::wake_later().await;
        outbox::kick(self.app, Hurry::Yes);
        true
    }
}
