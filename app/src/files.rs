//! A text as a file: given to the person, handed to another app, or read from a file that somebody chose.

use js_sys::{Array, Function, Object, Promise, Reflect};
use phieu_ui::dom::el;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser;

/// Share sheets take plain text everywhere; JSON only here and there.
const TYPE: &str = "text/plain";

/// Long enough for a browser to begin a download.
const BEGUN: f64 = 60_000.0;

fn file(name: &str, text: &str) -> Result<JsValue, JsValue> {
    let make: Function = browser::property(&browser::window(), "File").dyn_into()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &TYPE.into())?;
    Reflect::construct(&make, &Array::of3(&Array::of1(&text.into()), &name.into(), &options))
}

/// Gives a file to the person, wherever this browser puts downloads; `false` where it cannot.
pub fn give(name: &str, text: &str) -> bool {
    let urls = browser::property(&browser::window(), "URL");
    let Ok(address) = file(name, text).and_then(|file| browser::call(&urls, "createObjectURL", &[file])) else { return false };
    let link = el("a").attr("href", &address.as_string().unwrap_or_default()).attr("download", name);
    let pressed = browser::call(link.element(), "click", &[]).is_ok();
    browser::later(BEGUN, move || drop(browser::call(&urls, "revokeObjectURL", &[address])));
    pressed
}

fn shared(name: &str, text: &str) -> Result<JsValue, JsValue> {
    let shared = Object::new();
    Reflect::set(&shared, &"files".into(), &Array::of1(&file(name, text)?))?;
    Reflect::set(&shared, &"title".into(), &name.into())?;
    Ok(shared.into())
}

/// Whether this browser hands files to other apps.
pub fn can_share() -> bool {
    let navigator = browser::window().navigator();
    shared("a.txt", "a").and_then(|shared| browser::call(&navigator, "canShare", &[shared])).is_ok_and(|can| can.is_truthy())
}

/// Hands a file to an app that the person chooses. Nothing is said where the person changes their mind.
pub async fn share(name: &str, text: &str) {
    let navigator = browser::window().navigator();
    if let Ok(asked) = shared(name, text).and_then(|shared| browser::call(&navigator, "share", &[shared])) {
        let _ = JsFuture::from(Promise::resolve(&asked)).await;
    }
}

/// The text of a file that somebody chose; `None` where it cannot be read.
pub async fn read(file: &web_sys::File) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}
