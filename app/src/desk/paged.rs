//! A list that is read page by page: what is there so far, how much there is, and the button for more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{View, button, el, live, say};
use serde_json::Value;

use super::asking::{Found, ask};
use super::tables::rows;
use crate::router::encode;
use crate::state::App;
use crate::texts::put;

struct Words {
    more: &'static str,
    so_far: &'static str,
}

const VI: Words = Words { more: "Xem thêm", so_far: "Đang xem {} trên {}" };

const EN: Words = Words { more: "Show more", so_far: "{} of {} shown" };

/// The pages of a list that were read.
#[derive(Clone, Copy)]
pub struct Paged {
    /// Its address, with a query.
    address: StoredValue<String>,
    /// Where answers have the rows.
    name: &'static str,
    /// What came of asking for the first page.
    pub first: RwSignal<Found>,
    /// The rows of all pages that were read.
    pub rows: RwSignal<Vec<Value>>,
    next: RwSignal<Option<String>>,
    /// Why the next page did not come.
    problem: RwSignal<Option<String>>,
}

impl Paged {
    /// Asks for the first page.
    pub fn new(app: App, address: String, name: &'static str) -> Paged {
        let paged = Paged {
            address: StoredValue::new(address),
            name,
            first: RwSignal::new(Found::Waiting),
            rows: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            problem: RwSignal::new(None),
        };
        spawn_local(async move {
            let Some(address) = paged.address.try_get_value() else { return };
            let found = ask(app, &address).await;
            paged.take(&found);
            paged.first.try_set(found);
        });
        paged
    }

    fn take(self, found: &Found) {
        if let Found::Here(body) = found {
            self.rows.try_update(|all| all.extend(rows(body, self.name).iter().cloned()));
            self.next.try_set(body["next"].as_str().map(str::to_string));
        }
    }

    /// The button for the next page, with how many of all are there; nothing where all are.
    pub fn more(self, app: App, all: u64) -> View {
        let words = if app.language.get_untracked() == "en" { &EN } else { &VI };
        let fetch = move |after: String| {
            // Pressed twice, it asks once.
            self.next.set(None);
            self.problem.set(None);
            spawn_local(async move {
                let Some(address) = self.address.try_get_value() else { return };
                let found = ask(app, &[&address, "&after=", &*encode(&after)].concat()).await;
                self.take(&found);
                if !matches!(found, Found::Here(_)) {
                    self.next.try_set(Some(after));
                    self.problem.try_set(Some(if let Found::Refused(said) = found { said } else { app.texts().needs_network.to_string() }));
                }
            });
        };
        live(move || {
            let problem = self.problem.get().map(|said| say("p.message", &said).attr("role", "alert"));
            let shown = self.rows.with(Vec::len).to_string();
            let more = self.next.get().map(|after| {
                let press = button("button button--second", words.more, move || fetch(after.clone())).attr("data-more", self.name);
                el("div.actions").child(say("p.quiet", &put(words.so_far, &[&shown, &all.to_string()]))).child(press)
            });
            View::from([View::from(problem), View::from(more)])
        })
    }
}
