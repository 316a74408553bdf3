//! The little that the app asks of the browser itself: clock, chance, focus, other windows of the app.
//!
//! Everything with an effect on the machine that is neither storage nor network stands here, so that pages stay plain.

use std::cell::Cell;

use js_sys::{Array, Date, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, Window};

/// The window; the app runs nowhere else.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The document, where there is one.
pub fn document() -> Option<Document> {
    window().document()
}

/// Milliseconds since 1970 by the phone's clock.
pub fn now() -> f64 {
    Date::now()
}

thread_local! {
    static AHEAD: Cell<f64> = const { Cell::new(0.0) };
}

/// From now on days are told as if the phone's clock were back by so many milliseconds.
pub fn set_clock_right(ahead: f64) {
    AHEAD.set(ahead);
}

/// Today by the phone's clock, set right where the server told the time, and by its time zone, `YYYY-MM-DD`.
pub fn today() -> String {
    timestamp().chars().take(10).collect()
}

/// Now by the same clock, `YYYY-MM-DDThh:mm:ss.sss+hh:mm`.
pub fn timestamp() -> String {
    let ahead = -(Date::new_0().get_timezone_offset());
    let local = Date::new(&JsValue::from_f64(now() - AHEAD.get() + ahead * 60_000.0));
    let text = String::from(local.to_iso_string());
    let minutes = ahead.abs() as u32;
    let sign = if ahead < 0.0 { "-" } else { "+" };
    [text.trim_end_matches('Z'), sign, &two(minutes / 60), ":", &two(minutes % 60)].concat()
}

/// The local time of day of a moment: `14:05`.
pub fn clock(milliseconds: f64) -> String {
    let date = Date::new(&JsValue::from_f64(milliseconds));
    [two(date.get_hours()), two(date.get_minutes())].join(":")
}

/// The local day of a moment: `05/09/2026`.
pub fn day(milliseconds: f64) -> String {
    let date = Date::new(&JsValue::from_f64(milliseconds));
    [two(date.get_date()), two(date.get_month() + 1), date.get_full_year().to_string()].join("/")
}

/// A moment as the server writes it, as local day and time; as it is where it cannot be read.
pub fn moment(iso: &str) -> String {
    let milliseconds = Date::parse(iso);
    if milliseconds.is_nan() { iso.to_string() } else { [clock(milliseconds), day(milliseconds)].join(" · ") }
}

fn two(number: u32) -> String {
    let digits = number.to_string();
    if digits.len() < 2 { ["0", &digits].concat() } else { digits }
}

/// A number in [0, 1).
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// A random UUID, version 4, from the browser's source of randomness.
pub fn uuid() -> Option<String> {
    let bytes = Uint8Array::new_with_length(16);
    window().crypto().ok()?.get_random_values_with_array_buffer_view(&bytes).ok()?;
    let mut bytes = bytes.to_vec();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut out = String::with_capacity(36);
    for (place, byte) in bytes.into_iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        for half in [byte >> 4, byte & 0xf] {
            out.extend(char::from_digit(u32::from(half), 16));
        }
    }
    Some(out)
}

/// Whether the browser believes that there is a network.
pub fn has_network() -> bool {
    window().navigator().on_line()
}

/// Whether the app is in sight.
pub fn is_visible() -> bool {
    document().is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Asks the browser not to clear what the app keeps when space runs short; it may decline.
pub fn keep_storage() {
    let storage: JsValue = window().navigator().storage().into();
    if storage.is_object() {
        let _ = window().navigator().storage().persist();
    }
}

/// What the browser answers when it is asked whether it keeps what the app keeps; `None` where it cannot be asked.
pub async fn is_storage_kept(ask: bool) -> Option<bool> {
    let storage = property(&window().navigator(), "storage");
    let asked = call(&storage, if ask { "persist" } else { "persisted" }, &[]).ok()?;
    JsFuture::from(Promise::resolve(&asked)).await.ok()?.as_bool()
}

/// While something is not kept, the browser asks before it closes the page.
pub fn ask_before_closing(is_on: bool) {
    thread_local! {
        static ASK: Closure<dyn FnMut() -> JsValue> = Closure::new(|| JsValue::from_str("-"));
    }
    ASK.with(|ask| window().set_onbeforeunload(is_on.then(|| ask.as_ref().unchecked_ref())));
}

/// Runs `action` at every one of the window's events of this name, as long as the app is open.
pub fn on(event: &str, action: impl FnMut() + 'static) {
    listen(&window(), event, action);
}

/// The same at the document's events.
pub fn on_document(event: &str, action: impl FnMut() + 'static) {
    if let Some(document) = document() {
        listen(&document, event, action);
    }
}

/// The same at any target's events.
pub fn listen(target: &web_sys::EventTarget, event: &str, action: impl FnMut() + 'static) {
    let closure = Closure::<dyn FnMut()>::new(action);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Runs `action` once after a while.
pub fn later(milliseconds: f64, action: impl FnOnce() + 'static) {
    let closure = Closure::once_into_js(action);
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(closure.unchecked_ref(), milliseconds as i32);
}

/// Waits.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve: Function, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// Waits for the part of the program that comes after its first page; whether it came (`app/boot.js`).
pub async fn fetch_rest() -> bool {
    match call(&window(), "fetchRest", &[]) {
        Ok(coming) => JsFuture::from(Promise::resolve(&coming)).await.is_ok(),
        Err(_) => false,
    }
}

/// The path of the address shown.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Loads an address, with whatever program draws it; `in_place`: Back does not return to the one shown.
pub fn load(path: &str, in_place: bool) {
    let location = window().location();
    let _ = if in_place { location.replace(path) } else { location.assign(path) };
}

/// Puts the focus on the element, at the top of the page: so a reader of the screen hears that the page is new.
pub fn focus_heading() {
    later(0.0, || {
        let heading = document().and_then(|document| document.query_selector("main h1").ok().flatten());
        window().scroll_to_with_x_and_y(0.0, 0.0);
        if let Some(heading) = heading.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            let _ = heading.set_attribute("tabindex", "-1");
            let _ = heading.focus();
        }
    });
}

/// Takes the focus from the field that has it: what was typed there is done.
pub fn leave_field() {
    let field = document().and_then(|document| document.active_element());
    if let Some(field) = field.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = field.blur();
    }
}

/// Puts the focus on the first element that a selector finds.
pub fn focus(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.scroll_into_view();
        let _ = element.focus();
    }
}

/// Asks the browser to wake the service worker once there is a network, where it can do so.
pub async fn wake_later() {
    let workers = property(&window().navigator(), "serviceWorker");
    if !workers.is_object() || property(&workers, "controller").is_null() {
        return;
    }
    let Ok(ready) = Promise::resolve(&property(&workers, "ready")).dyn_into::<Promise>() else { return };
    let Ok(registration) = JsFuture::from(ready).await else { return };
    let sync = property(&registration, "sync");
    if let Ok(asked) = call(&sync, "register", &["outbox".into()]) {
        let _ = JsFuture::from(Promise::resolve(&asked)).await;
    }
}

/// What this phone remembers of how the app looks; blank where nothing, or where the browser keeps nothing.
pub fn remembered(name: &str) -> String {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(name).ok().flatten()).unwrap_or_default()
}

/// Remembers how the app looks.
pub fn remember(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(name, value);
    }
}

/// Sets `data-<name>` of the document, for the styles; a blank takes it away.
pub fn set_root(name: &str, value: &str) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let name = ["data-", name].concat();
    let _ = if value.is_empty() { root.remove_attribute(&name) } else { root.set_attribute(&name, value) };
}

/// Prints an element alone: it stands in the document for as long as the printer reads it.
pub fn print(paper: &web_sys::Element) {
    let Some(body) = document().and_then(|document| document.body()) else { return };
    remove_printed();
    let _ = body.append_child(paper);
    let printed = paper.clone();
    let done = Closure::once_into_js(move || printed.remove());
    let once = js_sys::Object::new();
    let _ = Reflect::set(&once, &"once".into(), &JsValue::TRUE);
    let _ = call(&window(), "addEventListener", &["afterprint".into(), done, once.into()]);
    if call(&window(), "print", &[]).is_err() {
        remove_printed();
    }
}

/// Removes what was printed and is still in the document: not every browser says when it has printed.
pub fn remove_printed() {
    while let Some(paper) = document().and_then(|document| document.query_selector("body > .form").ok().flatten()) {
        paper.remove();
    }
}

/// The document's language, for the screen reader.
pub fn set_language(tag: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", tag);
    }
}

/// `https://phieu.example`: where this app comes from.
pub fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

/// The document's title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(&[title, " – Phiếu"].concat());
    }
}

/// Reads a property; undefined where there is none.
pub fn property(target: &JsValue, name: &str) -> JsValue {
    Reflect::get(target, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

/// Writes to the browser's console, for those who look after the app.
pub fn complain(reason: &JsValue) {
    web_sys::console::error_2(&"phieu:".into(), reason);
}

/// Calls a method with arguments; an error where it does not exist.
pub fn call(target: &JsValue, method: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = property(target, method).dyn_into()?;
    Reflect::apply(&function, target, &arguments.iter().collect::<Array>())
}
