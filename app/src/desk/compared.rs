//! The estimate beside the official report of a period, where there are both: what changed, the largest change first.

use leptos::prelude::GetUntracked;
use phieu_ui::dom::{El, el, say};
use serde_json::Value;

use super::tables::{number, title};
use crate::pages::paper::Paper;
use crate::state::App;
use crate::texts::put;

struct Words {
    title: &'static str,
    same: &'static str,
    field: &'static str,
    estimate: &'static str,
    official: &'static str,
    change: &'static str,
}

const VI: Words = Words {
    title: "Số ước và số chính thức",
    same: "{} chỉ tiêu giống nhau, {} chỉ tiêu khác nhau.",
    field: "Chỉ tiêu",
    estimate: "Ước",
    official: "Chính thức",
    change: "Chênh",
};

const EN: Words = Words {
    title: "Estimate and official figures",
    same: "{} figures are the same, {} differ.",
    field: "Figure",
    estimate: "Estimate",
    official: "Official",
    change: "Change",
};

/// A change of more than so many percent is shown as one to look at.
const MUCH: f64 = 10.0;

/// The comparison, if the report has one.
pub fn compared(app: App, paper: &Paper) -> Option<El> {
    let figures = paper.body["compared"]["figures"].as_array()?;
    let english = app.language.get_untracked() == "en";
    let texts = if english { &EN } else { &VI };
    let both = |row: &Value| (row["estimate"].as_f64().unwrap_or_default(), row["official"].as_f64().unwrap_or_default());
    let mut changed: Vec<(&Value, f64, f64)> =
        figures.iter().map(|row| (row, both(row).0, both(row).1)).filter(|(_, estimate, official)| estimate != official).collect();
    changed.sort_by(|one, other| percent(other.1, other.2).abs().total_cmp(&percent(one.1, one.2).abs()));
    let number = |value: f64| shown(app, value);
    let row = |(row, estimate, official): &(&Value, f64, f64)| {
        let label = title(&row["label"]);
        let change = percent(*estimate, *official);
        let class = if change.abs() > MUCH { "tag tag--mid" } else { "quiet" };
        let said = if change.is_finite() { [&number(change.round()), " %"].concat() } else { "–".to_string() };
        el("tr")
            .child(say("th", label.get(app.language.get_untracked())).attr("scope", "row"))
            .child(say("td.short", &number(*estimate)).attr("data-label", texts.estimate))
            .child(say("td.short", &number(*official)).attr("data-label", texts.official))
            .child(el("td.short").attr("data-label", texts.change).child(say("span", &said).attr("class", class)))
    };
    let head = |name: &str| say("th.short", name).attr("scope", "col");
    let columns =
        el("tr").child(say("th", texts.field).attr("scope", "col")).child([head(texts.estimate), head(texts.official), head(texts.change)]);
    let counts = put(texts.same, &[&(figures.len() - changed.len()).to_string(), &changed.len().to_string()]);
    let table = (!changed.is_empty()).then(|| {
        let rows = changed.iter().map(row).collect::<Vec<El>>();
        let table = el("table.cardtable").child(say("caption.unseen", texts.title)).child(el("thead").child(columns));
        el("div.tablewrap").child(table.child(el("tbody").child(rows)))
    });
    Some(el("section.sheet").attr("data-compared", "").child(say("h2", texts.title)).child(say("p", &counts)).child(table))
}

/// By how many percent the official figure differs; infinite where the estimate was nothing.
fn percent(estimate: f64, official: f64) -> f64 {
    (official - estimate) / estimate.abs() * 100.0
}

/// A number with at most two decimals, and the sign of a difference.
fn shown(app: App, value: f64) -> String {
    number(app, (value * 100.0).round() / 100.0).replacen('-', "−", 1)
}
