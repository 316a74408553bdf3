//! Who helps the people of a unit by telephone: name and number, which then stand on every page of their phones.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, button, el, say};
use serde_json::json;

use crate::api;
use crate::desk::asking::refused;
use crate::pages::frame::field;
use crate::router::encode;
use crate::state::App;
use crate::storage::records::Helper;

struct Words {
    title: &'static str,
    how: &'static str,
    name: &'static str,
    phone: &'static str,
    save: &'static str,
}

static VI: Words = Words {
    title: "Người giúp qua điện thoại",
    how: "Tên và số này hiện ở cuối mỗi trang trên điện thoại của người làm báo cáo trong đơn vị và các đơn vị bên dưới, trừ nơi có người giúp riêng. Để trống cả hai ô nếu không có ai. Hãy hỏi người đó trước khi ghi.",
    name: "Gọi là",
    phone: "Số điện thoại",
    save: "Lưu người giúp",
};

static EN: Words = Words {
    title: "Who helps by telephone",
    how: "This name and number stand at the end of every page on the phones of whoever reports for this unit and those below it, unless one has a helper of its own. Leave both blank for nobody. Ask the person first.",
    name: "Called",
    phone: "Telephone number",
    save: "Save the helper",
};

/// The two boxes; `again` reads the unit anew.
pub fn helper(app: App, code: &str, now: Option<&Helper>, again: Rc<dyn Fn()>) -> El {
    let words = if app.language.get_untracked() == "en" { &EN } else { &VI };
    let now = now.cloned().unwrap_or_default();
    let name = el("input.box").attr("name", "helper").attr("autocomplete", "off").attr("value", &now.name);
    let phone = el("input.box").attr("name", "helper-phone").attr("type", "tel").attr("autocomplete", "off").attr("value", &now.phone);
    let boxes = [field(words.name, &name), field(words.phone, &phone)];
    let (problem, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let path = ["/api/v1/units/", &encode(code), "/helper"].concat();
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (path, body, again) = (path.clone(), json!({ "name": name.value(), "phone": phone.value() }), again.clone());
        spawn_local(async move {
            let answer = api::send("PUT", &path, Some(&body.to_string())).await;
            busy.try_set(false);
            match answer.is_good() {
                true => again(),
                false => _ = problem.try_set(Some(refused(app, &answer))),
            }
        });
    };
    el("section.sheet")
        .attr("data-section", "helper")
        .child(say("h2", words.title))
        .child(say("p.quiet", words.how))
        .child(boxes)
        .live(move || problem.get().map(|said| say("p.message", &said).attr("role", "alert")))
        .child(el("div.actions").child(button("button button--second", words.save, save)))
}
