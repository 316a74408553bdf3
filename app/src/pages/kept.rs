//! Whether this browser has promised to keep what the app keeps, said on the account's page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, button, el, say};

use crate::browser;
use crate::state::app;

struct Words {
    title: &'static str,
    yes: &'static str,
    no: &'static str,
    unknown: &'static str,
    ask: &'static str,
}

static VI: Words = Words {
    title: "Giữ báo cáo trên máy này",
    yes: "Trình duyệt đã hứa giữ các báo cáo trên máy này, kể cả khi máy gần đầy.",
    no: "Khi máy gần đầy, trình duyệt có thể xóa các báo cáo chưa gửi. Hãy thêm ứng dụng vào màn hình chính, gửi báo cáo sớm, hoặc lưu báo cáo ra tệp.",
    unknown: "Trình duyệt này không cho biết có giữ lâu dài hay không. Hãy gửi báo cáo sớm, hoặc lưu báo cáo ra tệp.",
    ask: "Xin trình duyệt giữ lâu dài",
};

static EN: Words = Words {
    title: "Keeping reports on this phone",
    yes: "The browser has promised to keep the reports on this phone, also when space runs short.",
    no: "When space runs short, the browser may clear unsent reports. Add the app to the home screen, send reports early, or save them as files.",
    unknown: "This browser does not say whether it keeps them for long. Send reports early, or save them as files.",
    ask: "Ask the browser to keep them",
};

/// The answer, and a button that asks again.
pub fn section() -> El {
    let words = if app().language.get_untracked() == "en" { &EN } else { &VI };
    // Not asked yet; then what the browser answered, which may be nothing.
    let kept = RwSignal::new(None::<Option<bool>>);
    let ask = move |again: bool| {
        spawn_local(async move {
            let answer = browser::is_storage_kept(again).await;
            kept.try_set(Some(answer));
        });
    };
    ask(false);
    let said = move || {
        let (name, said) = match kept.get()? {
            Some(true) => ("yes", words.yes),
            Some(false) => ("no", words.no),
            None => ("unknown", words.unknown),
        };
        Some(say("p", said).attr("data-kept", name))
    };
    let again = move || (kept.get() == Some(Some(false))).then(|| button("button button--second", words.ask, move || ask(true)));
    el("section").child(say("h2", words.title)).child(el("div").attr("aria-live", "polite").live(said)).live(again)
}
