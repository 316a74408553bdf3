//! How counts are spread over the choices of a field, unit by unit: a bar for each, and beside it every number.

use leptos::prelude::GetUntracked;
use phieu_ui::dom::{El, drawing, el, say};
use serde_json::Value;

use super::words::Words;
use crate::chart::parts;
use crate::desk::tables::{number, rows, table, title, unit};
use crate::state::App;
use crate::texts::put;

/// The chart of a figure whose values are counts by choice: the whole first, then each unit that has any.
pub(crate) fn spread(app: App, words: &Words, body: &Value) -> Option<El> {
    let language = app.language.get_untracked();
    let choices = rows(body, "choices");
    if choices.is_empty() || !body["value"].is_object() {
        return None;
    }
    let names: Vec<String> = choices.iter().map(|choice| title(&choice["label"]).get(language).to_string()).collect();
    let counts = |value: &Value| -> Vec<f64> {
        choices.iter().map(|choice| value[choice["name"].as_str().unwrap_or_default()].as_f64().unwrap_or(0.0)).collect()
    };
    let line = |name: &str, code: &str, value: &Value| {
        let counts = counts(value);
        if counts.iter().all(|count| *count == 0.0) {
            return None;
        }
        let told: Vec<String> = names.iter().zip(&counts).map(|(name, count)| [name, ": ", &number(app, *count)].concat()).collect();
        let mut bar = drawing("svg").attr("viewBox", "0 0 100 10").attr("preserveAspectRatio", "none").attr("class", "spread");
        bar = bar.attr("role", "img").attr("aria-label", &told.join(", "));
        for (at, (from, width)) in parts(&counts).into_iter().enumerate() {
            let part = drawing("rect").attr("x", &format!("{from:.2}")).attr("width", &format!("{width:.2}")).attr("height", "10");
            bar = bar.child(part.attr("class", &["spread__", &at.to_string()].concat()));
        }
        let cells = names.iter().zip(&counts).map(|(name, count)| say("td.number", &number(app, *count)).attr("data-label", name));
        let row = el("tr").attr("data-spread", code).child(say("th", name).attr("scope", "row"));
        Some(row.child(el("td").attr("data-label", words.spread).child(bar)).child(cells.collect::<Vec<El>>()))
    };
    let whole = line(words.together, "", &body["value"]);
    let below = rows(body, "children").iter().filter_map(|child| {
        let unit = unit(&child["org_unit"]);
        line(&unit.name, &unit.code, &child["value"])
    });
    let lines: Vec<El> = whole.into_iter().chain(below).collect();
    if lines.is_empty() {
        return None;
    }
    let sign = |(at, name): (usize, &String)| {
        let square = drawing("svg").attr("viewBox", "0 0 10 10").attr("class", "spread__sign").attr("aria-hidden", "true");
        let square =
            square.child(drawing("rect").attr("width", "10").attr("height", "10").attr("class", &["spread__", &at.to_string()].concat()));
        el("li").child(square).text(name)
    };
    let legend = el("ul.legend").child(names.iter().enumerate().map(sign).collect::<Vec<El>>());
    let columns: Vec<(&str, bool)> =
        [(app.texts().org_unit, false), (words.spread, false)].into_iter().chain(names.iter().map(|name| (name.as_str(), true))).collect();
    // A question is asked without its mark where it is a name.
    let caption = put(words.spread_of, &[title(&body["label"]).get(language).trim_end_matches('?')]);
    Some(el("section.group").child(legend).child(table(&caption, &columns, lines)))
}
