//! Before a form that asks of other people is opened for the first time: what for, and that they are to be asked. What was agreed to is kept
//! on the phone and told to the server when it can be reached.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, say};

use crate::pages::frame::{heading, link, main};
use crate::router::Page;
use crate::state::{App, app};
use crate::storage::{self, records::Agreed};
use crate::{api, browser};

const KEY: &str = "agreed";

struct Words {
    title: &'static str,
    rights: &'static str,
    agree: &'static str,
}

static VI: Words = Words {
    title: "Trước khi ghi thông tin của người khác",
    rights: "Chỉ ghi những điều biểu mẫu hỏi. Nếu ai muốn xem, sửa hay bỏ thông tin của họ, bác hãy làm ngay trong biểu mẫu. Hết thời hạn lưu giữ, các thông tin này được xóa.",
    agree: "Tôi đã hiểu và sẽ làm như vậy",
};

static EN: Words = Words {
    title: "Before writing down what concerns others",
    rights: "Write only what the form asks. Whoever wants to see, correct or withdraw what concerns them: do it in the form at once. When its time is over, it is erased.",
    agree: "I have understood and will do so",
};

/// Whether the person has agreed to a version of a form.
pub async fn has_agreed(account: &str, form: &str, version: &str) -> bool {
    agreed().await.iter().any(|each| each.account == account && each.form == form && each.version == version)
}

async fn agreed() -> Vec<Agreed> {
    storage::get(KEY).await.ok().flatten().unwrap_or_default()
}

/// The page; `again` opens the form.
pub fn page(form: String, version: String, purpose: String, again: impl Fn() + Clone + 'static) -> View {
    let app = app();
    let words = if app.language.get_untracked() == "en" { &EN } else { &VI };
    browser::set_title(words.title);
    let agree = button("button", words.agree, move || {
        let Some(account) = app.account() else { return };
        let (new, again) = (Agreed { account, form: form.clone(), version: version.clone(), told: false }, again.clone());
        spawn_local(async move {
            let mut all = agreed().await;
            all.push(new);
            if storage::set(KEY, &all).await.is_err() {
                app.trouble.set(true);
                return;
            }
            tell(app).await;
            again();
        });
    });
    let paragraphs = purpose.lines().map(|line| say("p", line)).collect::<Vec<El>>();
    main("purpose")
        .child(link(Page::Home, "back", app.texts().to_reports))
        .child(heading("", words.title))
        .child(paragraphs)
        .child(say("p.quiet", words.rights))
        .child(el("div.actions").child(agree))
        .into()
}

/// Tells the server what it has not heard yet.
pub async fn tell(app: App) {
    let mut all = agreed().await;
    let mut changed = false;
    for each in all.iter_mut().filter(|each| !each.told && app.account().as_ref() == Some(&each.account)) {
        let body = phieu_form::json::text(&serde_json::json!({ "subject": each.form, "version": each.version }));
        each.told = api::send("POST", "/api/v1/account/consents", Some(&body)).await.is_good();
        changed |= each.told;
    }
    if changed {
        let _ = storage::set(KEY, &all).await;
    }
}
