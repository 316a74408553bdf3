//! The part of the program that comes after its first page.
//!
//! Why so: on a slow network the list of reports stands after half of the bytes. The first part knows of the rest only this pointer,
//! which the rest itself hands over when it has come; so nothing of it can be called before. Which function belongs where follows
//! from that alone when the app is built (`crates/xtask/src/build/cut`). A program that is not cut has its rest from the start.

use std::cell::Cell;

use leptos::prelude::*;
use phieu_ui::dom::View;

use crate::browser;
use crate::pages::Drawn;
use crate::state::App;

/// Draws the pages of the rest.
pub type Draw = fn(Drawn) -> View;

/// Whether the rest is there.
#[derive(Clone, Copy)]
pub enum Rest {
    /// On its way.
    Coming,
    /// It did not come, and is asked for again.
    Missing,
    /// Here.
    Here(Draw),
}

/// How long until it is asked for again, at first and at most, in milliseconds.
const WAITS: [i32; 2] = [1_000, 10_000];

thread_local! {
    static DRAW: Cell<Option<Draw>> = const { Cell::new(None) };
}

/// Called by the rest when it has come.
pub fn hand_over(draw: Draw) {
    DRAW.set(Some(draw));
}

/// Asks for the rest until it has come.
pub async fn fetch(app: App) {
    let [mut wait, most] = WAITS;
    loop {
        let came = browser::fetch_rest().await;
        if let (true, Some(draw)) = (came, DRAW.get()) {
            return app.rest.set(Rest::Here(draw));
        }
        // Told once: drawing it again would take the focus from its buttons.
        if app.rest.with_untracked(|rest| matches!(rest, Rest::Coming)) {
            app.rest.set(Rest::Missing);
        }
        browser::sleep(wait).await;
        wait = (wait * 2).min(most);
    }
}
