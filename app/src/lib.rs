//! The app: pages, drafts, outbox, sync. The only place with effects in the browser.
//!
//! Why so: what is typed goes through `ui` to the engine, and is on the phone before anything says "saved"; what is sent
//! leaves from the outbox, once. The parts with effects exist only in a browser; the rest is pure and tested natively.
//!
//! Two programs are made of it, so that a volunteer's phone never loads what only officers use: `phieu-app` (`src/main.rs`, `pages`),
//! which works with no network, and `phieu-desk` (`src/bin/phieu-desk.rs`, `desk`), which asks the server for everything that it shows.

// Natively only tests use the pure parts.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]

#[cfg(any(target_arch = "wasm32", test))]
mod attached;
#[cfg(any(target_arch = "wasm32", test))]
mod chart;
#[cfg(any(target_arch = "wasm32", test))]
mod due_list;
#[cfg(any(target_arch = "wasm32", test))]
mod outbox;
#[cfg(any(target_arch = "wasm32", test))]
mod register;
#[cfg(any(target_arch = "wasm32", test))]
mod router;
#[cfg(any(target_arch = "wasm32", test))]
mod storage;
#[cfg(any(target_arch = "wasm32", test))]
mod texts;
#[cfg(any(target_arch = "wasm32", test))]
mod words;

#[cfg(target_arch = "wasm32")]
mod aloud;
#[cfg(target_arch = "wasm32")]
mod api;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod cleared;
#[cfg(target_arch = "wasm32")]
mod desk;
#[cfg(target_arch = "wasm32")]
mod files;
#[cfg(target_arch = "wasm32")]
mod pages;
#[cfg(target_arch = "wasm32")]
mod rest;
#[cfg(target_arch = "wasm32")]
mod start;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
mod sync;

/// Starts the volunteers' app.
#[cfg(target_arch = "wasm32")]
pub fn app() {
    start::start(state::Program::App, pages::draw);
}

/// Hands over what comes after the first page of the volunteers' app.
#[cfg(target_arch = "wasm32")]
pub fn rest() {
    rest::hand_over(pages::draw_rest);
}

/// Starts the officers' desk.
#[cfg(target_arch = "wasm32")]
pub fn desk() {
    start::start(state::Program::Desk, desk::draw);
}

/// Natively there is nothing to start.
#[cfg(not(target_arch = "wasm32"))]
pub fn app() {
    eprintln!("the app runs in a browser: build it with `cargo xtask build`");
}

/// Natively there is nothing to start.
#[cfg(not(target_arch = "wasm32"))]
pub fn desk() {
    app();
}
