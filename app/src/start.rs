//! The start: what is kept is read and shown first, then the server is asked.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::View;

use crate::outbox::{self, Hurry};
use crate::pages::{Drawn, is_any_unkept, restore_language, restore_look, root};
use crate::state::{App, Net, Program, follow_other_windows};
use crate::{browser, rest, storage, sync};

/// How long between two questions to the server while the app stays in sight, in milliseconds.
const EVERY: f64 = 300_000.0;

/// Draws a program and sets everything going.
pub fn start(program: Program, draw: fn(Drawn) -> View) {
    mount_to_body(move || {
        let app = App::new(program);
        provide_context(app);
        restore_look();
        let body = browser::document().and_then(|document| document.body());
        if let (Some(document), Some(body)) = (browser::document(), body) {
            if let Some(place) = document.get_element_by_id("start") {
                place.remove();
            }
            root(draw).put_into(&body);
        }
        follow(app);
        if program == Program::App {
            spawn_local(rest::fetch(app));
        }
        spawn_local(async move {
            restore_language(app).await;
            app.reload().await;
            sync::start_worker(app).await;
            sync::round(app).await;
            again_later(app);
        });
    });
}

/// Follows the network, the window, and the app's other windows.
fn follow(app: App) {
    let ask = move || spawn_local(sync::round(app));
    browser::on("pagehide", storage::let_go);
    browser::on("popstate", move || app.follow_address());
    browser::on("online", move || {
        app.net.set(Net::Good);
        outbox::kick(app, Hurry::Yes);
        ask();
    });
    browser::on("offline", move || app.net.set(Net::NoNetwork));
    let back = move || {
        storage::take_up();
        // What was given up when the page was left is no trouble of the phone's.
        app.told_trouble(is_any_unkept());
    };
    browser::on("pageshow", back);
    browser::on_document("visibilitychange", move || {
        if browser::is_visible() {
            back();
            ask();
        } else if app.waits_to_send() {
            // Who leaves while something waits may not come back: the browser wakes the worker in place of the window.
            spawn_local(browser::wake_later());
        }
    });
    follow_other_windows(app);
}

fn again_later(app: App) {
    browser::later(EVERY, move || {
        spawn_local(async move {
            if browser::is_visible() {
                sync::round(app).await;
            }
            again_later(app);
        });
    });
}
