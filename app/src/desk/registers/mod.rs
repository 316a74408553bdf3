//! Registers over all units that an officer oversees: the overview, one register as a table or a board, a slip for one row.

mod answer;
mod board;
mod copy;
mod import;
mod one;
mod revise;
mod slip;
mod table;
mod words;

pub use import::page as import;
pub use one::page as one;
pub use slip::page as slip;

use leptos::prelude::*;
use phieu_ui::dom::{El, View, el, live, say};
use serde_json::Value;

use super::asking::{drawn, fetched};
use super::tables::{rows, table, title};
use crate::browser;
use crate::pages::frame::{heading, link, wide};
use crate::router::{Desk, Page};
use crate::state::{App, app};
use words::{Words, words};

/// The overview of all registers.
pub fn page() -> View {
    let app = app();
    let said = words(app.language.get_untracked());
    browser::set_title(said.title);
    let found = fetched(app, "/api/v1/registers".to_string());
    let unit = app.me.with_untracked(|me| me.as_ref().map(|me| me.org_unit.name.clone()).unwrap_or_default());
    let shown = live(move || drawn(app, found.get(), |body| overview(app, said, body)));
    wide("registers").child(heading(&unit, said.title)).child(say("p", said.about)).child(shown).into()
}

fn overview(app: App, said: &'static Words, body: &Value) -> View {
    let row = |row: &Value| {
        let number = |key: &str| row[key].as_u64().unwrap_or(0);
        let told = |key: &str| row[key].as_u64().map_or("–".to_string(), |number| number.to_string());
        let form = row["form"].as_str().unwrap_or_default();
        let name = link(Page::Desk(Desk::Register(form.to_string())), "link", title(&row["title"]).get(app.language.get_untracked()));
        let kept = [number("keeping").to_string(), "/".into(), number("units").to_string()].concat();
        el("tr")
            .attr("data-register", form)
            .child(el("th").attr("scope", "row").child(name))
            .child(say("td.number", &kept).attr("data-label", said.keeping))
            .child(say("td.number", &told("rows")).attr("data-label", said.rows))
            .child(say("td.number", &told("open")).attr("data-label", said.open))
            .child(overdue(number("overdue")).attr("data-label", said.overdue))
    };
    let columns = [(said.register, false), (said.keeping, true), (said.rows, true), (said.open, true), (said.overdue, true)];
    let clubs = link(Page::Desk(Desk::Clubs), "link", said.clubs);
    [View::from(table(said.title, &columns, rows(body, "registers").iter().map(row).collect())), clubs.into()].into()
}

/// A number that is marked where it is not 0.
fn overdue(number: u64) -> El {
    let cell = el("td.number");
    if number == 0 { cell.text("0") } else { cell.child(say("span.tag.tag--bad", &number.to_string())) }
}
