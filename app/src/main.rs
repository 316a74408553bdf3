//! The app: pages, drafts, outbox, sync. The only place with effects in the browser.
//!
//! Why so: what is typed goes through `ui` to the engine, and is on the phone before anything says "saved"; what is sent
//! leaves from the outbox, once. The parts with effects exist only in a browser; the rest is pure and tested natively.

// Natively only tests use the pure parts.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]

#[cfg(any(target_arch = "wasm32", test))]
mod due_list;
#[cfg(any(target_arch = "wasm32", test))]
mod outbox;
#[cfg(any(target_arch = "wasm32", test))]
mod router;
#[cfg(any(target_arch = "wasm32", test))]
mod storage;
#[cfg(any(target_arch = "wasm32", test))]
mod texts;
#[cfg(any(target_arch = "wasm32", test))]
mod words;

#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod pages;
#[cfg(target_arch = "wasm32")]
mod start;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
mod sync;

#[cfg(target_arch = "wasm32")]
fn main() {
    start::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("the app runs in a browser: build it with `cargo xtask build`");
}
