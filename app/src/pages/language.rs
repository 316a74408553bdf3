//! Choosing the app's language. Kept on the phone.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, button, el};

use crate::state::{App, app};
use crate::{browser, storage};

/// The languages, by their own names.
const LANGUAGES: [(&str, &str); 2] = [("vi", "Tiếng Việt"), ("en", "English")];

/// The other language, to change to.
pub fn languages() -> El {
    let app = app();
    let others = LANGUAGES.into_iter().filter(|(tag, _)| *tag != app.language.get_untracked());
    el("p").child(others.map(|(tag, name)| button("link", name, move || choose(app, tag)).attr("lang", tag)).collect::<Vec<El>>())
}

fn choose(app: App, tag: &'static str) {
    browser::set_language(tag);
    app.language.set(tag);
    spawn_local(async move {
        if storage::set("language", &tag).await.is_err() {
            app.trouble.set(true);
        }
    });
}

/// Takes the language that was chosen before.
pub async fn restore(app: App) {
    let kept: Option<String> = storage::get("language").await.ok().flatten();
    if let Some((tag, _)) = LANGUAGES.into_iter().find(|(tag, _)| kept.as_deref() == Some(tag)) {
        browser::set_language(tag);
        app.language.set(tag);
    }
}
