//! Questions read aloud, where the phone has a voice of its own for the reader's language.
//!
//! Only a voice of the phone's own: a question may name answers, and no text leaves the phone to be spoken. Browsers tell of their voices
//! some time after the page stands. One press reads, the next stops; so does leaving the question.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use phieu_ui::Aloud;
use phieu_ui::dom::{View, call, el, live, member, set_member};
use wasm_bindgen::prelude::*;

use crate::browser;
use crate::state::App;

struct Words {
    listen: &'static str,
    stop: &'static str,
}

static VI: Words = Words { listen: "Nghe câu hỏi", stop: "Thôi nghe" };

static EN: Words = Words { listen: "Listen to the question", stop: "Stop reading" };

/// How fast, beside what the voice calls usual.
const RATE: f64 = 0.9;

thread_local! {
    /// Whether there is a voice.
    static VOICE: ArcRwSignal<bool> = ArcRwSignal::new(false);
    /// The question that is being read and the turn of reading it; both are counted from 1.
    static READ: ArcRwSignal<[u32; 2]> = ArcRwSignal::new([0, 0]);
    static COUNT: Cell<u32> = const { Cell::new(0) };
    /// What is being said: browsers forget one that nobody holds, and then never tell that it has ended.
    static SAID: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
    static FOLLOWED: Cell<bool> = const { Cell::new(false) };
}

fn speech() -> JsValue {
    browser::property(&browser::window(), "speechSynthesis")
}

/// The phone's own voice for a language.
fn voice(language: &str) -> Option<JsValue> {
    let voices: Array = call(&speech(), "getVoices", &[]).dyn_into().ok()?;
    let speaks = |voice: &JsValue| member(voice, "lang").as_string().is_some_and(|tag| tag.to_lowercase().starts_with(language));
    voices.iter().find(|voice| speaks(voice) && member(voice, "localService").is_truthy())
}

/// What draws the button beside a question; none where this browser does not speak.
pub fn aloud(app: App) -> Option<Aloud> {
    let speech: web_sys::EventTarget = speech().dyn_into().ok()?;
    let look = move || VOICE.with(|known| known.set(voice(app.language.get_untracked()).is_some()));
    look();
    if !FOLLOWED.replace(true) {
        browser::listen(&speech, "voiceschanged", look);
        browser::on("pagehide", stop);
    }
    let words = if app.language.get_untracked() == "en" { &EN } else { &VI };
    Some(Rc::new(move |text: Rc<dyn Fn() -> String>| button(app, words, text)))
}

fn button(app: App, words: &'static Words, text: Rc<dyn Fn() -> String>) -> View {
    let own = counted();
    let is_read = move || READ.with(|read| read.get()[0] == own);
    on_cleanup(move || {
        if READ.with(|read| read.get_untracked()[0] == own) {
            stop();
        }
    });
    live(move || {
        let text = text.clone();
        let press = move || match READ.with(|read| read.get_untracked()[0] == own) {
            true => stop(),
            false => drop(say(app, own, &text())),
        };
        let label = move || if is_read() { words.stop } else { words.listen }.to_string();
        let has_voice = VOICE.with(|voice| voice.get());
        has_voice.then(|| el("button.link").attr("type", "button").attr("data-aloud", "").live_text(label).press(press))
    })
}

fn counted() -> u32 {
    COUNT.set(COUNT.get() + 1);
    COUNT.get()
}

fn read(now: [u32; 2]) {
    READ.with(|read| read.set(now));
}

/// Nothing is read any more.
fn stop() {
    read([0, 0]);
    call(&speech(), "cancel", &[]);
}

/// Reads a text in place of what is being read; none where the voice is gone.
fn say(app: App, own: u32, text: &str) -> Option<()> {
    stop();
    let make: Function = browser::property(&browser::window(), "SpeechSynthesisUtterance").dyn_into().ok()?;
    let said = Reflect::construct(&make, &Array::of1(&text.into())).ok()?;
    let voice = voice(app.language.get_untracked())?;
    set_member(&said, "lang", member(&voice, "lang"));
    set_member(&said, "voice", voice);
    set_member(&said, "rate", RATE.into());
    let turn = [own, counted()];
    // Told of one that was stopped, too, maybe after the next was begun.
    let over = Closure::once_into_js(move || {
        if READ.with(|read| read.get_untracked() == turn) {
            read([0, 0]);
        }
    });
    set_member(&said, "onend", over.clone());
    set_member(&said, "onerror", over);
    read(turn);
    call(&speech(), "speak", std::slice::from_ref(&said));
    SAID.replace(said);
    Some(())
}
