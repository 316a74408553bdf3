//! What the whole app knows at a moment: the page, the language, what is kept, the network.
//!
//! One bundle of signals, handed down by context. Pages read it; `sync` and `outbox` write it. Records are read from
//! storage again after every change, here or in another window, so that storage stays the only truth.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use crate::browser;
use crate::cleared::Cleared;
use crate::rest::Rest;
use crate::router::Page;
use crate::storage::records::{Draft, Duty, Helper, Me, Parcel, Receipt, Subject};
use crate::storage::{self, Everything};
use crate::texts::{self, Texts};

/// Whether the server can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Net {
    /// As far as is known.
    Good,
    /// The phone has no network.
    NoNetwork,
    /// The phone has a network, the server does not answer.
    NoServer,
}

/// A clock that is wrong by more than this is spoken of, in milliseconds.
const WRONG_CLOCK: f64 = 3_600_000.0;

/// The programs that the app's addresses are shared between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The volunteers' app.
    App,
    /// The officers' desk.
    Desk,
}

impl Program {
    /// Whether it draws a page.
    fn has(self, page: &Page) -> bool {
        match page {
            Page::SignIn | Page::Nowhere => true,
            Page::Desk(_) => self == Program::Desk,
            _ => self == Program::App,
        }
    }
}

/// The app's state: one for as long as the app is open, so that a handle is one word.
#[derive(Clone, Copy)]
pub struct App(&'static Signals);

impl std::ops::Deref for App {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0
    }
}

/// What the app knows.
pub struct Signals {
    program: Program,
    /// `vi` or `en`.
    pub language: RwSignal<&'static str>,
    /// The page shown.
    pub page: RwSignal<Page>,
    /// Whether storage was read.
    pub ready: RwSignal<bool>,
    /// The part of the program that comes after its first page.
    pub rest: RwSignal<Rest>,
    /// Whether forms are filled in on one page instead of section by section, as this person chose.
    pub whole: RwSignal<bool>,
    /// Who is signed in.
    pub me: RwSignal<Option<Me>>,
    /// Whom to call for help: of who is signed in, or was last.
    pub helper: RwSignal<Option<Helper>>,
    /// What is due, as the server last said.
    pub duties: RwSignal<Vec<Duty>>,
    /// Being filled in.
    pub drafts: RwSignal<Vec<Draft>>,
    /// On their way.
    pub outbox: RwSignal<Vec<Parcel>>,
    /// With the server.
    pub receipts: RwSignal<Vec<Receipt>>,
    /// The network.
    pub net: RwSignal<Net>,
    /// The report that is being sent just now.
    pub sending: RwSignal<Option<String>>,
    /// The server does not know this phone any more: sending waits for signing in.
    pub signed_out: RwSignal<bool>,
    /// The page from which somebody went to sign in again, and whose it was.
    pub left_for_sign_in: RwSignal<Option<(String, Page)>>,
    /// Whether the server was asked at least once since the app was opened.
    pub asked: RwSignal<bool>,
    /// A new version of the app waits.
    pub update: RwSignal<bool>,
    /// The phone cannot keep anything: said on every page.
    pub trouble: RwSignal<bool>,
    /// The browser has cleared what was kept here, and nobody has read that yet.
    pub cleared: RwSignal<Option<Cleared>>,
    /// By how many milliseconds the phone's clock is ahead of the server's, where that is much.
    pub clock_ahead: RwSignal<Option<f64>>,
}

impl App {
    /// The state at the start, from the browser's address and nothing else.
    pub fn new(program: Program) -> App {
        let path = browser::path();
        let page = Page::at(&path);
        if !program.has(&page) && page.path() != path {
            // An address of before.
            browser::load(&page.path(), true);
        }
        let net = if browser::has_network() { Net::Good } else { Net::NoNetwork };
        App(Box::leak(Box::new(Signals {
            program,
            language: RwSignal::new("vi"),
            page: RwSignal::new(page),
            ready: RwSignal::new(false),
            rest: RwSignal::new(Rest::Coming),
            whole: RwSignal::new(browser::remembered(WAY) == WHOLE),
            me: RwSignal::new(None),
            helper: RwSignal::new(None),
            duties: RwSignal::new(Vec::new()),
            drafts: RwSignal::new(Vec::new()),
            outbox: RwSignal::new(Vec::new()),
            receipts: RwSignal::new(Vec::new()),
            net: RwSignal::new(net),
            sending: RwSignal::new(None),
            signed_out: RwSignal::new(false),
            left_for_sign_in: RwSignal::new(None),
            asked: RwSignal::new(false),
            update: RwSignal::new(false),
            trouble: RwSignal::new(false),
            cleared: RwSignal::new(None),
            clock_ahead: RwSignal::new(None),
        })))
    }

    /// Whether this is the volunteers' app, not the desk.
    pub fn is_volunteers(self) -> bool {
        self.program == Program::App
    }

    /// The texts of the language shown. Another language draws everything again, so nobody needs to be told of it here.
    pub fn texts(self) -> &'static Texts {
        texts::of(self.language.get_untracked())
    }

    /// Goes to a page.
    pub fn go(self, page: Page) {
        if !self.program.has(&page) {
            return browser::load(&page.path(), false);
        }
        if page == Page::SignIn {
            self.left_for_sign_in.set(self.account().zip(Some(self.page.get_untracked())));
        }
        self.leave_mark(&page, "pushState");
        self.show(page);
    }

    /// Goes to a page in place of the one shown: Back does not return to it.
    pub fn replace(self, page: Page) {
        if !self.program.has(&page) {
            return browser::load(&page.path(), true);
        }
        self.leave_mark(&page, "replaceState");
        self.show(page);
    }

    fn leave_mark(self, page: &Page, method: &str) {
        if let Ok(history) = browser::window().history() {
            let _ = browser::call(&history, method, &[JsValue::NULL, "".into(), page.path().into()]);
        }
    }

    fn show(self, page: Page) {
        if self.page.with_untracked(|shown| *shown != page) {
            self.page.set(page);
        }
        browser::focus_heading();
    }

    /// Shows what the address says, after Back or Forward.
    pub fn follow_address(self) {
        let page = Page::at(&browser::path());
        self.show(page);
    }

    /// Takes the other way of filling in, from now on.
    pub fn turn_way(self) {
        let whole = !self.whole.get_untracked();
        browser::remember(WAY, if whole { WHOLE } else { "" });
        self.whole.set(whole);
    }

    /// Reads what is kept again.
    pub async fn reload(self) {
        let found = match storage::everything().await {
            Ok(found) if found.is_blank && self.me.with_untracked(Option::is_some) => self.put_back().await,
            found => found,
        };
        match found {
            Ok(Everything { me, helper, duties, drafts, outbox, receipts, unsent, is_blank }) => {
                self.note_unsent(unsent as i32, is_blank);
                set(self.helper, helper);
                set(self.me, me);
                set(self.duties, duties);
                set(self.drafts, drafts);
                set(self.outbox, outbox);
                set(self.receipts, receipts);
            }
            Err(_) => self.trouble.set(true),
        }
        set(self.ready, true);
    }

    /// Whether the phone cannot keep something; nothing is drawn again where that was known.
    pub fn told_trouble(self, is_so: bool) {
        set(self.trouble, is_so);
    }

    /// Takes the server's time, in milliseconds since 1970.
    pub fn told_time(self, time: f64) {
        let ahead = browser::now() - time;
        browser::set_clock_right(if ahead.abs() > WRONG_CLOCK { ahead } else { 0.0 });
        set(self.clock_ahead, (ahead.abs() > WRONG_CLOCK).then_some(ahead));
    }

    /// Reads what is kept again, and tells the app's other windows to do so.
    pub async fn changed(self) {
        self.reload().await;
        broadcast();
    }

    /// The account that is signed in.
    pub fn account(self) -> Option<String> {
        self.me.with_untracked(|me| me.as_ref().map(|me| me.account.clone()))
    }

    /// Whether reports or files wait to be sent.
    pub fn waits_to_send(self) -> bool {
        self.outbox.with_untracked(|outbox| outbox.iter().any(|parcel| parcel.stopped.is_none()))
            || self.receipts.with_untracked(|receipts| receipts.iter().any(Receipt::sends_on))
    }

    /// The duty about something, if the server said one.
    pub fn duty(self, subject: &Subject) -> Option<Duty> {
        self.duties.with_untracked(|duties| duties.iter().find(|duty| duty.subject() == *subject).cloned())
    }
}

/// Sets a signal where the value is another: nothing is drawn again without need.
fn set<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|held| *held != value) {
        signal.set(value);
    }
}

/// The app's state, from the context.
pub fn app() -> App {
    expect_context::<App>()
}

/// The name under which the way of filling in is remembered, and the word for the whole form on one page.
const WAY: &str = "way";
const WHOLE: &str = "whole";

const CHANNEL: &str = "phieu";

fn broadcast() {
    if let Ok(channel) = web_sys::BroadcastChannel::new(CHANNEL) {
        let _ = channel.post_message(&JsValue::from_str("changed"));
        channel.close();
    }
}

/// Follows changes that other windows of the app make.
pub fn follow_other_windows(app: App) {
    if let Ok(channel) = web_sys::BroadcastChannel::new(CHANNEL) {
        browser::listen(&channel, "message", move || spawn_local(app.reload()));
        std::mem::forget(channel);
    }
}
