//! Rows for a register out of somebody's own table: the server reads the file, the rows go into the draft, and what could not be
//! read is said.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_engine::At;
use phieu_ui::Filling;
use phieu_ui::dom::{El, el, file_at, say};
use serde_json::Value;

use crate::state::{App, app};
use crate::texts::put;
use crate::{api, router};

/// What became of a file.
#[derive(Clone, PartialEq)]
enum Taken {
    /// Being read.
    Reading,
    /// So many rows are in the draft; the server's sentences about what could not be read.
    Rows(usize, Vec<String>),
    /// Why it was not read.
    Refused(String),
}

/// The choice of a file, where the form is a register.
pub fn from_table(filling: Filling) -> Option<El> {
    let app = app();
    let texts = app.texts();
    let (form, rows) = filling.read(|instance| {
        let form = instance.form();
        form.register.as_ref().map(|register| (form.id.clone(), form.node(register.rows).path.clone()))
    })?;
    let taken = RwSignal::new(None::<Taken>);
    let take = move |file: web_sys::File| {
        let (form, rows) = (form.clone(), rows.clone());
        taken.set(Some(Taken::Reading));
        spawn_local(async move {
            let outcome = read(app, filling, &form, &rows, file).await;
            taken.try_set(Some(outcome));
        });
    };
    let input = el("input.box").attr("type", "file").attr("accept", ".xlsx,.xlsm,.ods,.csv").on("change", move |event| {
        if let Some(file) = file_at(&event) {
            take(file);
        }
    });
    let said = move || {
        Some(match taken.get()? {
            Taken::Reading => say("p.quiet", texts.opening),
            Taken::Refused(why) => say("p.message", &why),
            Taken::Rows(count, findings) => {
                let findings = findings.iter().map(|sentence| say("li", sentence)).collect::<Vec<El>>();
                el("div").child(say("p", &put(texts.take_done, &[&count.to_string()]))).child(el("ul").child(findings))
            }
        })
    };
    let label = el("label").text(texts.take_hint).child(input);
    let told = el("div").attr("aria-live", "polite").attr("data-taken", "").live(said);
    Some(el("details").child(say("summary.link", texts.take_file)).child(label).child(told))
}

async fn read(app: App, filling: Filling, form: &str, rows: &str, file: web_sys::File) -> Taken {
    let path = ["/api/v1/forms/", &router::encode(form), "/rows?file=", &router::encode(&file.name())].concat();
    let answer = api::send_file("POST", &path, &file).await;
    if !answer.is_good() {
        let said = answer.message();
        return Taken::Refused(if said.is_empty() { app.texts().needs_network } else { said }.to_string());
    }
    let taken = answer.body["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    let Some(repeat) = filling.read(|instance| instance.find(rows)) else { return Taken::Rows(0, Vec::new()) };
    for row in taken {
        filling.add_row(repeat);
        let place = filling.read(|instance| instance.repeat_rows(repeat).last().map(|row| instance.path(*row)));
        if let Some(place) = place {
            fill(filling, &place, &row["answers"]);
        }
    }
    let findings = answer.body["findings"].as_array().into_iter().flatten();
    let sentences = findings.filter_map(|found| found["message"].as_str().map(str::to_string)).collect();
    Taken::Rows(taken.len(), sentences)
}

/// Answers what stands below a place, group by group.
fn fill(filling: Filling, place: &str, answers: &Value) {
    let Some(members) = answers.as_object() else { return };
    for (name, answer) in members {
        let path = [place, "/", name].concat();
        let text = match answer {
            Value::Object(_) => {
                fill(filling, &path, answer);
                continue;
            }
            Value::String(text) => text.clone(),
            Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<&str>>().join(" "),
            other => other.to_string(),
        };
        let at: Option<At> = filling.read(|instance| instance.find(&path));
        if let Some(at) = at {
            filling.choose(at, text);
        }
    }
}
