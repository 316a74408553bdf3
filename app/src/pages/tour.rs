//! The first visit: three short screens on top of the first page, until they were read or put aside. The account's page shows them again.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, button, el, live, say};

use crate::browser;
use crate::router::Page;
use crate::state::{App, app};
use crate::texts::put;

/// What remembers that they were seen.
const SEEN: &str = "tour";

struct Words {
    screens: [(&'static str, &'static str); 3],
    place: &'static str,
    on: &'static str,
    skip: &'static str,
    end: &'static str,
    again: &'static str,
}

static VI: Words = Words {
    screens: [
        ("Chào bác", "Ứng dụng này thay tờ báo cáo giấy. Bác điền số vào điện thoại; máy tự cộng, tự kiểm tra rồi gửi lên cấp trên."),
        (
            "Điền lúc nào cũng được",
            "Không có mạng vẫn điền được. Bác điền đến đâu, máy giữ đến đó; đang điền mà nghỉ, lần sau mở ra điền tiếp.",
        ),
        (
            "Xong thì bấm gửi",
            "Máy chỉ chỗ cần sửa trước khi gửi. Muốn thử trước thì bấm “Tập điền” ở cuối trang này: số tập không gửi đi đâu.",
        ),
    ],
    place: "Hướng dẫn {}/3",
    on: "Xem tiếp",
    skip: "Bỏ qua",
    end: "Đã hiểu",
    again: "Xem lại hướng dẫn",
};

static EN: Words = Words {
    screens: [
        ("Welcome", "This app takes the place of the paper report. Fill in the figures on your phone; it adds up, checks and sends them."),
        ("At any time", "It works without a network too. Whatever you fill in is kept at once; stop when you like and go on later."),
        (
            "Then send",
            "Before sending you are shown what to correct. To try it first, press “Practise” at the end of this page: practice is sent nowhere.",
        ),
    ],
    place: "Guide {}/3",
    on: "Next",
    skip: "Skip",
    end: "Understood",
    again: "Show the guide again",
};

fn words(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
}

/// The screen that is read now; nothing once they were seen.
pub fn tour() -> View {
    let words = words(app());
    let is_new = browser::remembered(SEEN).is_empty();
    let screen = RwSignal::new(if is_new { 0 } else { words.screens.len() });
    let put_aside = move || {
        browser::remember(SEEN, "seen");
        screen.set(words.screens.len());
        browser::focus_heading();
    };
    live(move || {
        let at = screen.get();
        words.screens.get(at).map(|(title, text)| {
            let is_last = at + 1 == words.screens.len();
            let on = button("button", if is_last { words.end } else { words.on }, move || match is_last {
                true => put_aside(),
                false => {
                    screen.set(at + 1);
                    browser::focus("[data-tour] h2");
                }
            });
            let skip = (!is_last).then(|| button("button button--second", words.skip, put_aside));
            let place = say("span.caption", &put(words.place, &[&(at + 1).to_string()]));
            el("section.receipt")
                .attr("data-tour", &(at + 1).to_string())
                .child(el("h2").attr("tabindex", "-1").child(place).text(title))
                .child(say("p", text))
                .child(el("div.actions").child(on).child(skip))
        })
    })
}

/// Shows them again.
pub fn again() -> El {
    let app = app();
    el("p").child(button("link", words(app).again, move || {
        browser::remember(SEEN, "");
        app.go(Page::Home);
    }))
}
