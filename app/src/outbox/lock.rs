//! One uploader over all windows: the browser's locks where it has them, otherwise a lease in the database.

use std::future::Future;

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::{browser, storage};

const NAME: &str = "phieu-outbox";

/// Longer than a request may take.
const LEASE: f64 = 90_000.0;

thread_local! {
    static WINDOW: String = browser::uuid().unwrap_or_else(|| browser::chance().to_bits().to_string());
}

/// Runs the work if no other window does; otherwise nothing.
pub async fn alone<F: Future<Output = ()> + 'static>(work: impl FnOnce() -> F + 'static) {
    let locks = browser::property(&browser::window().navigator(), "locks");
    if !locks.is_object() {
        if renew().await {
            work().await;
            let _ = storage::unset("lease").await;
        }
        return;
    }
    let run = Closure::once_into_js(move |lock: JsValue| -> Promise {
        if lock.is_null() {
            return Promise::resolve(&JsValue::UNDEFINED);
        }
        future_to_promise(async move {
            work().await;
            Ok(JsValue::UNDEFINED)
        })
    });
    let options = Object::new();
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    if let Ok(done) = browser::call(&locks, "request", &[NAME.into(), options.into(), run]) {
        let _ = JsFuture::from(Promise::from(done)).await;
    }
}

/// Before every sending: where there are no locks, whether the lease is still this window's.
pub async fn renew() -> bool {
    let locks = browser::property(&browser::window().navigator(), "locks");
    let window = WINDOW.with(Clone::clone);
    locks.is_object() || storage::lease(&window, LEASE).await.unwrap_or(false)
}
