//! The form of `phieu preview`: asked for again and again, opened whenever it is another.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{self, Served};
use crate::state::Desk;

/// How long between two questions, in milliseconds.
const EVERY: i32 = 500;

/// Follows the file for as long as the page is open.
pub fn follow(desk: Desk) {
    spawn_local(async move {
        let mut known = String::new();
        loop {
            if known.is_empty() || browser::is_visible() {
                let served = browser::served(&known).await;
                desk.lost.set(matches!(served, Served::Lost));
                if let Served::File { name, bytes, tag } = served {
                    known = tag;
                    desk.open(&name, &bytes);
                }
            }
            browser::sleep(EVERY).await;
        }
    });
}
