//! The draft of the report on the desk: kept on the phone after every change, and said to be kept only when it is.

use std::cell::RefCell;

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

/// How long until it is tried again to keep what could not be kept, in milliseconds.
const AGAIN: f64 = 5_000.0;

thread_local! {
    /// Reports that the phone could not keep. They stay here, also when their page is left, until it can.
    static UNKEPT: RefCell<Vec<Desk>> = const { RefCell::new(Vec::new()) };
    /// Reports whose files are just being kept, once for each file: who comes back meanwhile goes on with the same report.
    static HELD: RefCell<Vec<Desk>> = const { RefCell::new(Vec::new()) };
}

/// The report of a draft that is not kept yet as it stands.
pub fn held(key: &str) -> Option<Desk> {
    let find = |desks: &Vec<Desk>| desks.iter().find(|desk| desk.draft().key() == key).copied();
    UNKEPT.with_borrow(find).or_else(|| HELD.with_borrow(find))
}

/// Whether there is a report that the phone could not keep yet.
pub fn is_any_unkept() -> bool {
    UNKEPT.with_borrow(|desks| !desks.is_empty())
}

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
    /// It will be tried again after a while.
    retrying: bool,
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

    /// The draft with the answers as they stand on the screen.
    pub fn now(self) -> Option<Draft> {
        let (answers, explanations) = self.filling()?.read(|instance| (instance.answers(), instance.explanations()));
        Some(Draft { answers, explanations, updated: browser::now(), ..self.draft() })
    }

    /// Keeps it once; `false` where trying on is useless.
    async fn keep_once(self) -> bool {
        let Some(mut draft) = self.now() else { return false };
        if self.saved.get_untracked() != Saved::Failed {
            self.saved.set(Saved::Saving);
        }
        let known = draft.stamp;
        draft.stamp = known + 1;
        let kept = storage::save_draft(&draft, known).await;
        let more = self.work.try_with_value(|work| work.dirty).unwrap_or(false);
        let now = match &kept {
            Ok(_) if more => Saved::Saving,
            Ok(_) => Saved::At(draft.updated),
            Err(SaveError::Elsewhere) => Saved::Elsewhere,
            Err(SaveError::Phone) => Saved::Failed,
        };
        // The page may have been left meanwhile; what was kept is kept.
        if kept.is_ok() {
            self.draft.try_update_value(|held| *held = draft);
        }
        self.saved.try_set(now);
        self.note_unkept(now == Saved::Failed);
        if kept.as_ref().is_ok_and(|is_new| *is_new) {
            browser::keep_storage();
            // The lists have one more; or the browser had cleared all of them.
            self.app.changed().await;
        }
        kept.is_ok()
    }

    /// Holds on to what could not be kept and tries again, or lets go of it.
    fn note_unkept(self, is_unkept: bool) {
        if !is_unkept && !is_any_unkept() {
            self.app.told_trouble(false);
            return;
        }
        let key = self.draft().key();
        let any = UNKEPT.with_borrow_mut(|desks| {
            desks.retain(|desk| desk.draft().key() != key);
            desks.extend(is_unkept.then_some(self));
            !desks.is_empty()
        });
        browser::ask_before_closing(any);
        self.app.told_trouble(any);
        let begins = is_unkept && self.work.try_update_value(|work| !std::mem::replace(&mut work.retrying, true)).unwrap_or(false);
        if begins {
            browser::later(AGAIN, move || {
                self.work.try_update_value(|work| work.retrying = false);
                if self.saved.get_untracked() == Saved::Failed {
                    self.keep();
                }
            });
        }
    }

    /// Keeps a file of the report, and holds on to the report until its name is kept too.
    pub async fn hold(self, keeping: impl Future<Output = ()>) {
        let key = self.draft().key();
        HELD.with_borrow_mut(|desks| desks.push(self));
        keeping.await;
        self.settled().await;
        HELD.with_borrow_mut(|desks| desks.iter().position(|desk| desk.draft().key() == key).map(|place| desks.remove(place)));
    }

    /// Waits until nothing is being kept, no file either.
    pub async fn settled(self) {
        let is_taking = || self.filling().is_some_and(Filling::is_taking);
        while self.work.try_with_value(|work| work.running).unwrap_or(false) || is_taking() {
            browser::sleep(20).await;
        }
    }

    /// Seals the report: from the draft to the outbox in one step, then on its way. `false` where the phone could not, and where a file
    /// that was waited for could not be kept: that is told first.
    pub async fn send(self) -> bool {
        let Some(filling) = self.filling() else { return false };
        let untaken = filling.untaken().len();
        self.settled().await;
        if self.saved.get_untracked() == Saved::Elsewhere || filling.untaken().len() > untaken {
            return false;
        }
        let answers = filling.read(Instance::sealed);
        let Some(draft) = self.now() else { return false };
        let explanations = draft.explanations.clone();
        let id = draft.report_id.clone();
        match seal(draft, &answers, &explanations).await {
            Ok(()) => self.note_unkept(false),
            Err(SaveError::Elsewhere) => {
                self.saved.set(Saved::Elsewhere);
                return false;
            }
            Err(SaveError::Phone) => {
                self.saved.set(Saved::Failed);
                self.note_unkept(true);
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
