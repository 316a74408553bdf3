//! A link that was just made, to send or to show as a QR code; and the links that nobody has opened yet.

use leptos::prelude::*;
use phieu_ui::dom::{El, button, call, el, member, say};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Shared, doing};
use crate::browser;
use crate::router::encode;
use crate::storage::records::Title;

/// A link that may still be opened.
#[derive(Clone, Deserialize)]
pub struct Open {
    link: i64,
    label: Option<Title>,
    account: Option<String>,
    name: String,
    by: String,
    expires_at: String,
}

/// A link that was just made.
pub fn made(shared: &Shared, made: &Value) -> El {
    let (words, close) = (shared.words, shared.made);
    let text = made["text"].as_str().unwrap_or_default().to_string();
    let picture = ["data:image/svg+xml,", &encode(made["qr"].as_str().unwrap_or_default())].concat();
    let copied = RwSignal::new(false);
    let message = text.clone();
    let copy = button("button", words.copy, move || {
        let clipboard = member(&browser::window().navigator(), "clipboard");
        if clipboard.is_object() {
            call(&clipboard, "writeText", &[message.as_str().into()]);
            copied.set(true);
        }
    });
    let copy = copy.live_attr("aria-label", move || Some(if copied.get() { words.copied } else { words.copy }.to_string()));
    el("section.sheet")
        .attr("data-made", made["path"].as_str().unwrap_or_default())
        .attr("role", "status")
        .child(say("h2", words.link))
        .child(say("p", words.link_how))
        .child(el("img").attr("src", &picture).attr("alt", words.qr).attr("width", "260").attr("height", "260"))
        .child(el("textarea.box").attr("readonly", "").attr("rows", "5").attr("aria-label", words.link).text(&text))
        .live(move || copied.get().then(|| say("p.quiet", words.copied)))
        .child(el("div.actions").child(copy).child(button("button button--second", words.close, move || close.set(None))))
}

/// The links that may still be opened.
pub fn open(shared: &Shared, links: &[Open]) -> Option<El> {
    let (words, language) = (shared.words, shared.app.language.get_untracked());
    let line = |link: &Open| {
        let what = link.label.as_ref().map_or(words.password_link, |label| label.get(language));
        let whom = if link.name.is_empty() { link.account.clone().unwrap_or_default() } else { link.name.clone() };
        let told = [&whom, " · ", what, " · ", &link.by, " · ", words.expires, " ", &browser::moment(&link.expires_at)].concat();
        let id = link.link;
        let back = doing(shared, "link", words.revoke, move || ("DELETE", format!("/api/v1/links/{id}"), json!({})));
        el("li").attr("data-link", &id.to_string()).child(say("span", &told)).text(" ").child(back)
    };
    let list = || el("ul.stack").child(links.iter().map(line).collect::<Vec<El>>());
    (!links.is_empty()).then(|| el("section.sheet").child(say("h2", words.open_links)).child(list()))
}
