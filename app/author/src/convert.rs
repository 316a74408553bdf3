//! The same form in another spelling, to take along.

use std::sync::Arc;

use leptos::prelude::*;
use phieu_form::Diagnostic;
use phieu_ui::dom::{El, button, el, live, say};
use phieu_ui::texts::put;
use phieu_xlsform::{WRITTEN, write};

use crate::browser;
use crate::open::Opened;
use crate::texts::Texts;

/// Buttons for every spelling that the file is not in already, and what the last one had no place for.
pub fn converter(opened: &Arc<Opened>, texts: &'static Texts) -> Option<El> {
    opened.definition.as_ref()?;
    let told: RwSignal<Vec<String>> = RwSignal::new(Vec::new());
    let other = WRITTEN.into_iter().filter(|ending| !opened.name.to_ascii_lowercase().ends_with(ending));
    let buttons: Vec<El> = other
        .map(|ending| {
            let opened = opened.clone();
            button("link", &put(texts.download, &[ending]), move || told.set(take(&opened, ending)))
        })
        .collect();
    let lines = live(move || {
        let lines = told.get();
        (!lines.is_empty()).then(|| {
            el("ul.empty").attr("role", "status").attr("lang", "en").child(lines.iter().map(|line| say("li", line)).collect::<Vec<El>>())
        })
    });
    Some(el("div.convert").child(el("div.convert__buttons").child(buttons)).child(lines))
}

/// Hands the form out in a spelling; what there is to tell of it.
fn take(opened: &Opened, ending: &str) -> Vec<String> {
    let Some(definition) = &opened.definition else { return Vec::new() };
    let stem = opened.name.rsplit_once('.').map_or(opened.name.as_str(), |(stem, _)| stem);
    let name = [stem, ending].concat();
    match write(&name, definition) {
        Ok((bytes, told)) => {
            browser::download(&name, "application/octet-stream", &bytes);
            told.into_iter()
                .map(|Diagnostic { message, hint, .. }| [message, hint.map_or(String::new(), |hint| ["; ", &hint].concat())].concat())
                .collect()
        }
        Err(message) => vec![message],
    }
}
