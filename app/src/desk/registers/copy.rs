//! The copy of a paper in a row of a register: to be had where the server has it, to be brought by those who keep the register.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, el, file_at, say};
use serde_json::Value;
use web_sys::File;

use super::answer::answer;
use super::revise;
use super::words::Words;
use crate::api;
use crate::desk::tables::rows;
use crate::pages::frame::field;
use crate::register::free_name;
use crate::router::encode;
use crate::state::App;
use crate::storage::records::Subject;

/// A copy on the server: the report, its name.
#[derive(Clone)]
struct Copied(String, String);

/// Where a row stands: the register, its list, the row counted from 1.
#[derive(Clone)]
pub struct Place {
    pub subject: Subject,
    pub rows: String,
    pub number: usize,
}

/// Whether a column's answer is the name of a file.
pub fn is_file(column: &Value) -> bool {
    column["type"] == "file" || column["type"] == "image"
}

/// The copy of a row in a column, with a way to bring one where the register is one's own.
pub fn copy(app: App, said: &'static Words, label: &str, column: &Value, entry: &Value, place: Place) -> Option<El> {
    let is_own = app.duty(&place.subject).is_some();
    let name = answer(column, &entry["answers"]).as_str().unwrap_or_default().to_string();
    let is_here = rows(entry, "files").iter().any(|file| *file == name.as_str());
    if name.is_empty() && !is_own {
        return None;
    }
    let report = entry["report_id"].as_str().unwrap_or_default().to_string();
    let copied = RwSignal::new(is_here.then(|| Copied(report, name.clone())));
    let trouble = RwSignal::new(None::<String>);
    let path = column["path"].as_str().unwrap_or_default().to_string();
    let bring = move |event| {
        let Some(file) = file_at(&event) else { return };
        let (place, path) = (place.clone(), path.clone());
        trouble.set(None);
        spawn_local(async move {
            match bring(&place, &path, &file).await {
                Ok(kept) => _ = copied.try_set(Some(kept)),
                Err(why) => _ = trouble.try_set(Some(if why.is_empty() { app.texts().needs_network.to_string() } else { why })),
            }
        });
    };
    let shown = move || match copied.get() {
        Some(Copied(report, name)) => {
            let address = ["/api/v1/reports/", &encode(&report), "/files/", &encode(&name)].concat();
            View::from(say("a.link", &name).attr("href", &address).attr("download", &name))
        }
        None if name.is_empty() => View::from(say("span.quiet", said.no_copy)),
        None => [View::from(say("span", &name)), say("span.quiet", &[" (", said.copy_not_here, ")"].concat()).into()].into(),
    };
    let input = is_own.then(|| {
        let input = el("input.box").attr("type", "file").attr("name", "copy").attr("accept", ".pdf,.jpg,.jpeg,.png").on("change", bring);
        field(said.bring_copy, &input)
    });
    let told = move || trouble.get().map(|why| say("p.message", &why).attr("role", "alert"));
    let whole = el("div.stack").attr("data-copy", "").live(shown).child(input).live(told);
    Some(el("div").child(say("dt", label)).child(el("dd").child(whole)))
}

/// Names the copy in the row, if it is not named so, and brings it.
async fn bring(place: &Place, path: &str, file: &File) -> Result<Copied, String> {
    let mut kept = revise::read(&place.subject).await?;
    let all = kept.answers.to_string();
    let found = kept.rows(&place.rows).and_then(|rows| rows.get_mut(place.number - 1));
    let row = found.ok_or_else(String::new)?;
    let at = path.split('/').fold(row, |at, name| &mut at[name]);
    let named = at.as_str() == Some(file.name().as_str());
    let name = if named { file.name() } else { free_name(&file.name(), |name| all.contains(&Value::from(name).to_string())) };
    if !named {
        *at = name.as_str().into();
        kept.send(&place.subject).await?;
    }
    let address = ["/api/v1/reports/", &encode(&kept.report), "/files/", &encode(&name)].concat();
    let answer = api::send_file("PUT", &address, file).await;
    if answer.is_good() { Ok(Copied(kept.report, name)) } else { Err(answer.message().to_string()) }
}
