//! Questions read aloud, where the phone has a voice of its own for the language in which they are written.
//!
//! Only a voice of the phone's own: a question may name answers, and no text leaves the phone to be spoken. Browsers tell of their voices
//! some time after the page stands. One press reads, the next stops; so does leaving the question, or the app.

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
    /// How often the browser has told of voices.
    static VOICES: ArcRwSignal<usize> = ArcRwSignal::new(0);
    /// The question that is being read; none is 0.
    static READ: ArcRwSignal<usize> = ArcRwSignal::new(0);
    /// Counts questions and turns of reading.
    static COUNT: Cell<usize> = const { Cell::new(0) };
    /// The last turn of reading.
    static TURN: Cell<usize> = const { Cell::new(0) };
    /// What is being said: browsers forget one that nobody holds, and then never tell that it has ended.
    static SAID: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
    static FOLLOWED: Cell<bool> = const { Cell::new(false) };
}

fn speech() -> JsValue {
    browser::property(&browser::window(), "speechSynthesis")
}

/// The phone's own voice for a language; voices are of a country too: `vi-VN`, `vi_VN`.
fn voice(language: &str) -> Option<JsValue> {
    let voices: Array = call(&speech(), "getVoices", &[]).dyn_into().ok()?;
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let speaks = |voice: &JsValue| member(voice, "lang").as_string().is_some_and(|tag| primary(&tag) == primary(language));
    voices.iter().find(|voice| speaks(voice) && member(voice, "localService").is_truthy())
}

/// What draws the button beside a question; none where this browser does not speak.
pub fn aloud(app: App) -> Option<Aloud> {
    let speech: web_sys::EventTarget = speech().dyn_into().ok()?;
    if !FOLLOWED.replace(true) {
        browser::listen(&speech, "voiceschanged", || VOICES.with(|voices| voices.set(counted())));
        browser::on("pagehide", stop);
        browser::on_document("visibilitychange", || {
            if !browser::is_visible() {
                stop();
            }
        });
    }
    let words = if app.language.get_untracked() == "en" { &EN } else { &VI };
    Some(Rc::new(move |language, text| button(words, language.into(), text)))
}

fn button(words: &'static Words, language: Rc<str>, text: Rc<dyn Fn() -> String>) -> View {
    let own = counted();
    let is_read = move || READ.with(|read| read.get() == own);
    on_cleanup(move || {
        if READ.with(|read| read.get_untracked() == own) {
            stop();
        }
    });
    live(move || {
        VOICES.with(|voices| voices.get());
        voice(&language)?;
        let (language, text) = (language.clone(), text.clone());
        let press = move || match READ.with(|read| read.get_untracked() == own) {
            true => stop(),
            false => drop(speak(&language, own, &text())),
        };
        let label = move || if is_read() { words.stop } else { words.listen }.to_string();
        Some(el("button.link").attr("type", "button").attr("data-aloud", "").live_text(label).press(press))
    })
}

fn counted() -> usize {
    COUNT.set(COUNT.get() + 1);
    COUNT.get()
}

fn set_read(own: usize) {
    READ.with(|read| read.set(own));
}

/// Nothing is read any more.
fn stop() {
    set_read(0);
    call(&speech(), "cancel", &[]);
}

/// Reads a text in place of what is being read; none where the voice is gone.
fn speak(language: &str, own: usize, text: &str) -> Option<()> {
    stop();
    let make: Function = browser::property(&browser::window(), "SpeechSynthesisUtterance").dyn_into().ok()?;
    let said = Reflect::construct(&make, &Array::of1(&text.into())).ok()?;
    let voice = voice(language)?;
    set_member(&said, "lang", member(&voice, "lang"));
    set_member(&said, "voice", voice);
    set_member(&said, "rate", RATE.into());
    let turn = counted();
    TURN.set(turn);
    // Told of one that was stopped, too, maybe after the next was begun.
    let over = Closure::once_into_js(move || {
        if TURN.get() == turn {
            set_read(0);
        }
    });
    set_member(&said, "onend", over.clone());
    set_member(&said, "onerror", over);
    set_read(own);
    call(&speech(), "speak", std::slice::from_ref(&said));
    SAID.replace(said);
    Some(())
}
