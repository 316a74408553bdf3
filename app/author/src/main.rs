//! The author's page: a form's file, what is wrong in it beside its rows, and the form itself to be tried out.
//!
//! Why a program of its own: the readers of Excel and of XForms are as large as the volunteers' whole app, and only authors
//! need them. Everything happens in the browser; nothing is sent anywhere. Opened at `/preview` it shows the file that
//! `phieu preview` reads, and again whenever that file changes.

// Natively only tests use the pure parts.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code))]

#[cfg(any(target_arch = "wasm32", test))]
mod grid;
#[cfg(any(target_arch = "wasm32", test))]
mod open;
#[cfg(any(target_arch = "wasm32", test))]
mod texts;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod choose;
#[cfg(target_arch = "wasm32")]
mod convert;
#[cfg(target_arch = "wasm32")]
mod findings;
#[cfg(target_arch = "wasm32")]
mod gallery;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod preview;
#[cfg(target_arch = "wasm32")]
mod rows;
#[cfg(target_arch = "wasm32")]
mod state;
#[cfg(target_arch = "wasm32")]
mod tabs;
#[cfg(target_arch = "wasm32")]
mod trial;

#[cfg(target_arch = "wasm32")]
fn main() {
    page::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("the author's page runs in a browser: build it with `cargo xtask build`");
}
