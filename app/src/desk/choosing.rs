//! Lists to choose from above a page: forms, periods, years.

use leptos::prelude::*;
use phieu_ui::dom::{El, el, say, value_at};
use serde_json::Value;

use super::tables::{rows, title};
use crate::api;
use crate::state::{App, Net};

/// What can be chosen: value and label.
pub type Options = Vec<(String, String)>;

/// A list to choose from.
pub fn pick(
    label: &str,
    name: &str,
    options: RwSignal<Options>,
    chosen: impl Fn() -> String + 'static,
    picked: impl Fn(String) + 'static,
) -> El {
    let list = el("select.box")
        .attr("name", name)
        .live(move || {
            let chosen = chosen();
            let option = |(value, label): &(String, String)| {
                say("option", label).attr("value", value).attr_if("selected", (*value == chosen).then_some(""))
            };
            options.with(|options| options.iter().map(option).collect::<Vec<El>>())
        })
        .on("change", move |event| picked(value_at(&event)));
    el("label").text(label).child(list)
}

/// The forms whose reports are added up: registers are not.
pub async fn fetch_summed_forms(app: App) -> Options {
    fetch(app, |row| row["register"] != true).await
}

/// The forms that there are.
pub async fn fetch_forms(app: App) -> Options {
    fetch(app, |_| true).await
}

async fn fetch(app: App, wanted: impl Fn(&Value) -> bool) -> Options {
    let answer = api::get("/api/v1/forms").await;
    if answer.status.is_some() {
        app.net.set(Net::Good);
    }
    let language = app.language.get_untracked();
    let option = |row: &Value| Some((row["id"].as_str()?.to_string(), title(&row["title"]).get(language).to_string()));
    rows(&answer.body, "forms").iter().filter(|row| wanted(row)).filter_map(option).collect()
}
