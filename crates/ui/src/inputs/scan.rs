//! A barcode read off a picture that the device's own camera takes, where the browser knows how (`BarcodeDetector`).
//!
//! Why a picture and no moving one: the camera's own app focuses, lights and asks for leave by itself.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::dom::{El, call, el, file_at, live, member, say};
use crate::question::Asked;

/// The button; none where the browser cannot read barcodes.
pub fn scan(asked: Asked) -> Option<El> {
    let Asked { filling, at, ids, .. } = asked;
    let detector = member(&js_sys::global(), "BarcodeDetector").dyn_into::<js_sys::Function>().ok()?;
    let failed = RwSignal::new(false);
    let picked = move |event: web_sys::Event| {
        let Some(file) = file_at(&event) else { return };
        let detector = detector.clone();
        spawn_local(async move {
            let code = read(&detector, file.into()).await;
            // The question may be gone by now.
            let is_here = failed.try_set(code.is_none()).is_none();
            if let Some(code) = code.filter(|_| is_here) {
                filling.choose(at, code);
            }
        });
    };
    let input =
        el("input.unseen").attr("id", &ids.of("scan")).attr("type", "file").attr("accept", "image/*").attr("capture", "environment");
    let label = say("label.button.button--second.filebutton", filling.texts.scan).attr("for", &ids.of("scan"));
    let said = live(move || failed.get().then(|| say("p.aside", filling.texts.scan_none).attr("role", "status")));
    Some(el("div").child(el("div.entry").child(input.on("change", picked)).child(label)).child(said))
}

/// What the first barcode in a picture says.
async fn read(detector: &js_sys::Function, picture: JsValue) -> Option<String> {
    let detector = js_sys::Reflect::construct(detector, &js_sys::Array::new()).ok()?;
    let picture = done(call(&js_sys::global(), "createImageBitmap", &[picture])).await?;
    let found = done(call(&detector, "detect", &[picture])).await?;
    member(&member(&found, "0"), "rawValue").as_string().filter(|code| !code.is_empty())
}

/// What a promise brings, unless it fails.
pub async fn done(promise: JsValue) -> Option<JsValue> {
    JsFuture::from(promise.dyn_into::<js_sys::Promise>().ok()?).await.ok()
}
