//! Practice: a form of one's duties with invented figures. It is sent to nobody: its unit exists nowhere, it is kept apart from drafts, and
//! nothing seals it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::Filling;
use phieu_ui::dom::{El, button, el, memo, say};
use serde_json::{Map, Value};

use crate::pages::frame::link;
use crate::router::Page;
use crate::state::{App, app};
use crate::storage;
use crate::storage::records::{Draft, PRACTICE, Subject};

pub struct Words {
    unit: &'static str,
    way: &'static str,
    strip: &'static str,
    stop: &'static str,
    end_title: &'static str,
    end_how: &'static str,
    end: &'static str,
    done: &'static str,
    /// What becomes of a photograph.
    pub file: &'static str,
}

static VI: Words = Words {
    unit: "Đơn vị tập điền",
    way: "Tập điền với số không có thật",
    strip: "Đang tập điền. Số ở đây không có thật và không gửi đi đâu.",
    stop: "Thôi tập",
    end_title: "Xong bài tập",
    end_how: "Khi làm thật, nút “Gửi báo cáo” nằm ở chỗ này. Bài tập thì không gửi; bấm nút dưới đây là xóa bài tập.",
    end: "Kết thúc bài tập",
    done: "Hãy sửa những chỗ nêu ở đầu trang, như khi làm thật; hoặc kết thúc bài tập luôn cũng được.",
    file: "Ảnh tập không được giữ và không gửi đi.",
};

static EN: Words = Words {
    unit: "Practice unit",
    way: "Practise with invented figures",
    strip: "You are practising. These figures are not real and are sent nowhere.",
    stop: "Stop practising",
    end_title: "The practice is done",
    end_how: "With a real report, the button “Send the report” stands here. Practice is not sent; the button below clears it.",
    end: "End the practice",
    done: "Correct what stands at the top of the page, as with a real report; or end the practice now.",
    file: "A photo of practice is not kept and not sent.",
};

/// What is said in practice.
pub fn words(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
}

/// The way into practice, once there is a form to practise with. Registers are no practice.
pub fn way() -> Option<El> {
    let app = app();
    let duty = app.duties.with(|duties| duties.iter().find(|duty| duty.state != "open").map(|duty| duty.subject()))?;
    let subject = Subject { org_unit: PRACTICE.into(), ..duty };
    Some(el("p").attr("data-part", "practice").child(link(Page::Fill(subject, 1), "link", words(app).way)))
}

/// Said above every page of it, with the way out.
pub fn strip() -> Option<[El; 2]> {
    let app = app();
    let is_on = app.page.with(|page| matches!(page, Page::Fill(subject, _) | Page::Check(subject) if subject.is_practice()));
    is_on.then(|| [say("b", words(app).strip), link(Page::Home, "button button--second", words(app).stop)])
}

/// What was practised before, or a new report with invented figures of before; and whether it is new.
pub async fn begun(app: App, account: &str, subject: &Subject) -> Option<(Draft, bool)> {
    let kept = storage::practice(account).await.ok().flatten();
    if let Some(kept) = kept.filter(|kept| kept.subject == *subject) {
        return Some((kept, false));
    }
    let like = |form: &str| app.duties.with_untracked(|duties| duties.iter().find(|duty| duty.form == form).cloned());
    let duty = like(&subject.form)?;
    let draft = Draft {
        account: account.into(),
        subject: subject.clone(),
        version: duty.version,
        title: duty.title,
        unit_name: words(app).unit.into(),
        report_id: PRACTICE.into(),
        context: around(&duty.context, words(app).unit),
        ..Draft::default()
    };
    Some((draft, true))
}

/// The days of the period and what a province has set are as they are; figures of before are invented, and nothing else is known.
fn around(context: &Value, unit: &str) -> Value {
    let mut instances = Map::new();
    for name in ["period", "province", "unit"] {
        instances.insert(name.into(), context["instances"][name].clone());
    }
    instances["unit"]["name"] = unit.into();
    instances["unit"]["code"] = PRACTICE.into();
    instances.insert("previous".into(), invented(&context["instances"]["previous"]));
    instances.retain(|_, value| !value.is_null());
    serde_json::json!({ "instances": instances })
}

/// Twice every number, so that sums stay sums; no words.
fn invented(known: &Value) -> Value {
    match known {
        Value::Object(all) => all.iter().map(|(name, value)| (name.clone(), invented(value))).collect(),
        Value::Number(number) => number.as_i64().map_or(Value::Null, |number| (number * 2).into()),
        _ => Value::Null,
    }
}

/// What stands in the place of sending.
pub fn ending(filling: Filling) -> El {
    let app = app();
    let words = words(app);
    let clear = memo(move || filling.is_all_clear());
    let end = move || {
        spawn_local(async move {
            if let Some(account) = app.account() {
                let _ = storage::end_practice(&account).await;
            }
            app.replace(Page::Home);
        });
    };
    el("section.sheet")
        .attr("data-part", "practice-end")
        .child(say("h2", words.end_title).hidden_while(move || !clear.get()))
        .child(el("p").live_text(move || if clear.get() { words.end_how } else { words.done }.to_string()))
        .child(el("div.actions").child(button("button", words.end, end)))
}
