//! People of a unit and of those under it: who has which duty, who had it before, who is invited.

mod act;
mod data;
mod link;
mod named;
mod request;
mod words;

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, nothing, say};
use serde::Deserialize;

pub use data::page as own_data;
pub use named::page as named;
pub use words::{Words, words};

use crate::desk::asking::refused;
use crate::pages::frame::{empty, heading, link as to, waiting, wide};
use crate::router::{Desk, Page, encode};
use crate::state::{App, app};
use crate::storage::records::{Title, Unit};
use crate::words::date;
use crate::{api, browser};

/// What the server says of a unit's people.
#[derive(Clone, Deserialize)]
struct People {
    parent: Option<Unit>,
    units: Vec<Peopled>,
    links: Vec<link::Open>,
}

/// A unit with its people.
#[derive(Clone, Deserialize)]
pub struct Peopled {
    #[serde(flatten)]
    unit: Unit,
    roles: Vec<Role>,
    people: Vec<Person>,
}

#[derive(Clone, Deserialize)]
struct Role {
    role: String,
    label: Title,
}

/// A duty with whose it is.
#[derive(Clone, Deserialize)]
pub struct Person {
    duty: i64,
    role: String,
    label: Title,
    account: String,
    name: String,
    phone: Option<String>,
    signs_in: bool,
    from: String,
    to: Option<String>,
    state: String,
}

impl Person {
    /// The name, or what stands for one that was erased.
    fn called(&self, words: &Words) -> String {
        if self.name.is_empty() { [words.erased, " ", &self.account].concat() } else { self.name.clone() }
    }
}

/// What a page's parts share: what was made or refused, and how to read everything again.
#[derive(Clone)]
pub struct Shared {
    app: App,
    words: &'static Words,
    said: RwSignal<Option<String>>,
    made: RwSignal<Option<serde_json::Value>>,
    again: Rc<dyn Fn()>,
}

/// The page of a unit's people; without a code, of one's own.
pub fn page(code: Option<String>) -> View {
    let app = app();
    let words = words(app.language.get());
    browser::set_title(words.title);
    let found = RwSignal::new(None::<Result<People, String>>);
    let again: Rc<dyn Fn()> = Rc::new(move || {
        let query = code.as_ref().map(|code| ["?org_unit=", &encode(code)].concat()).unwrap_or_default();
        spawn_local(async move {
            let answer = api::get(&["/api/v1/people", &query].concat()).await;
            let read = match serde_json::from_value(answer.body.clone()) {
                Ok(people) if answer.is_good() => Ok(people),
                _ => Err(refused(app, &answer)),
            };
            found.try_set(Some(read));
        });
    });
    again();
    let shared = Shared { app, words, said: RwSignal::new(None), made: RwSignal::new(None), again };
    let shown = move || match found.get() {
        None => waiting().into(),
        Some(Err(said)) => empty(&said).into(),
        Some(Ok(people)) => shown(&shared, &people),
    };
    wide("people").child(heading("", words.title)).live(shown).into()
}

fn shown(shared: &Shared, people: &People) -> View {
    let words = shared.words;
    let up = people.parent.as_ref().map(|unit| {
        let text = [words.up, ": ", &unit.name].concat();
        el("p").child(to(Page::Desk(Desk::People(Some(unit.code.clone()))), "link", &text))
    });
    let problem = shared.said;
    let said = move || problem.get().map(|said| say("p.message", &said).attr("role", "alert"));
    let made = {
        let shared = shared.clone();
        move || shared.made.get().map_or_else(nothing, |made| link::made(&shared, &made).into())
    };
    let units = people.units.iter().enumerate().map(|(at, unit)| section(shared, unit, at == 0));
    el("div.stack")
        .child(say("p.quiet", words.how))
        .child(el("p").child(to(Page::Desk(Desk::Named), "link", words.named.title)))
        .child(up)
        .live(said)
        .live(made)
        .child(units.collect::<Vec<El>>())
        .child(link::open(shared, &people.links))
        .into()
}

fn section(shared: &Shared, unit: &Peopled, is_top: bool) -> El {
    let words = shared.words;
    let title = if is_top {
        say("h2", &unit.unit.name)
    } else {
        el("h2").child(to(Page::Desk(Desk::People(Some(unit.unit.code.clone()))), "link", &unit.unit.name))
    };
    let (past, present): (Vec<&Person>, Vec<&Person>) = unit.people.iter().partition(|person| person.state == "past");
    let list = |people: &[&Person]| people.iter().map(|person| row(shared, unit, person)).collect::<Vec<El>>();
    let present = if present.is_empty() { say("p.quiet", words.nobody) } else { el("ul.stack").child(list(&present)) };
    let past = (!past.is_empty()).then(|| el("details").child(say("summary", words.before)).child(el("ul.stack").child(list(&past))));
    let invite = (!unit.roles.is_empty()).then(|| act::invite(shared, unit));
    el("section.sheet").attr("data-unit", &unit.unit.code).child(title).child(present).child(past).child(invite)
}

/// A person with the duty, and what may be done about it.
fn row(shared: &Shared, unit: &Peopled, person: &Person) -> El {
    let (words, language) = (shared.words, shared.app.language.get_untracked());
    let days = match &person.to {
        Some(to) => [words.since, " ", &date(&person.from), " · ", words.until, " ", &date(to)].concat(),
        None => [words.since, " ", &date(&person.from)].concat(),
    };
    let mut about = vec![person.label.get(language).to_string(), days];
    about.extend(person.phone.clone());
    if !person.signs_in && person.state != "past" {
        about.push(words.no_sign_in.to_string());
    }
    let manages = unit.roles.iter().any(|role| role.role == person.role);
    let may = manages && person.state != "past";
    let asks = manages && !person.name.is_empty();
    let line = el("li").attr("data-duty", &person.duty.to_string());
    let line = line.child(say("b", &person.called(words))).child(say("span.quiet", &[" · ", &about.join(" · ")].concat()));
    line.child(may.then(|| act::actions(shared, unit, person))).child(asks.then(|| request::requests(shared, person)))
}

/// A button that asks the server for something and then reads everything again.
fn doing(shared: &Shared, classes: &str, text: &str, ask: impl Fn() -> (&'static str, String, serde_json::Value) + 'static) -> El {
    let (shared, busy) = (shared.clone(), RwSignal::new(false));
    button(classes, text, move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        shared.said.set(None);
        let ((method, path, body), shared) = (ask(), shared.clone());
        spawn_local(async move {
            let answer = api::send(method, &path, Some(&body.to_string())).await;
            busy.try_set(false);
            if !answer.is_good() {
                shared.said.try_set(Some(refused(shared.app, &answer)));
                return;
            }
            if answer.body["qr"].is_string() {
                shared.made.try_set(Some(answer.body.clone()));
            }
            (shared.again)();
        });
    })
}
