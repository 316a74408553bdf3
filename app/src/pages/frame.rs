//! What stands around every page: the bar, the state of the network, the offer of a new version, the place of the page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, live, say};
use wasm_bindgen::JsCast;

use super::work::practice_strip;
use crate::cleared::Cleared;
use crate::router::{Desk, Page};
use crate::state::{App, Net, app};
use crate::texts::put;
use crate::{browser, sync};

struct Words {
    lost: &'static str,
    put_back: &'static str,
    read: &'static str,
    clock: &'static str,
    help: &'static str,
    call: &'static str,
}

static VI: Words = Words {
    lost: "Trình duyệt đã xóa những gì ứng dụng giữ trên máy này, trong đó có {} báo cáo chưa gửi hoặc chưa gửi xong ảnh. Nếu bác đã lưu báo cáo ra tệp, hãy mở tệp đó ở cuối trang Báo cáo.",
    put_back: "Trình duyệt vừa xóa những gì ứng dụng giữ trên máy này. Những gì đang mở đã được lưu lại.",
    read: "Tôi đã đọc",
    clock: "Đồng hồ của máy đang sai: máy ghi {}, đúng ra là {}. Hãy chỉnh lại ngày giờ trong phần Cài đặt của điện thoại.",
    help: "Bác cần giúp? Hãy gọi {}.",
    call: "Gọi {}",
};

static EN: Words = Words {
    lost: "The browser has cleared what the app kept on this phone, among it {} report{s} not sent, or not with all photos. If you saved a report to a file, open it at the end of the page Reports.",
    put_back: "The browser has just cleared what the app kept on this phone. What is open has been kept again.",
    read: "I have read this",
    clock: "This phone's clock is wrong: it says {}, it should be {}. Please set date and time right in the phone's settings.",
    help: "Do you need help? Call {}.",
    call: "Call {}",
};

/// An input under what it is called.
pub fn field(label: &str, input: &El) -> El {
    el("label.plainfield").child(say("span", label)).child(input.clone())
}

/// A link inside the app: an address that works by itself, followed without loading the app again.
pub fn link(to: Page, classes: &str, text: &str) -> El {
    let app = app();
    let path = to.path();
    el("a").attr("href", &path).attr("class", classes).text(text).on("click", move |event| {
        let elsewhere =
            event.dyn_ref::<web_sys::MouseEvent>().is_some_and(|mouse| mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key());
        if !elsewhere {
            event.prevent_default();
            app.go(to.clone());
        }
    })
}

/// The bar and the strips above the page.
pub fn head() -> View {
    let app = app();
    let texts = app.texts();
    let links = move || {
        app.me.with(|me| {
            me.as_ref().map(|me| {
                let reviews = me.is("reviewer");
                el("nav.bar__links")
                    .attr("aria-label", texts.nav)
                    .child(me.is("reporter").then(|| part(Page::Home, texts.nav_reports)))
                    .child(reviews.then(|| part(Page::Desk(Desk::Review), texts.nav_review)))
                    .child((reviews || me.is("viewer")).then(|| part(Page::Desk(Desk::Totals(None)), texts.nav_totals)))
                    .child((reviews || me.is("viewer")).then(|| part(Page::Desk(Desk::Registers), texts.nav_registers)))
                    .child(me.is("receiver").then(|| part(Page::Desk(Desk::Received), texts.nav_received)))
                    .child(part(Page::Account, texts.nav_account))
            })
        })
    };
    let bar = el("div.bar__inner").child(link(Page::Home, "bar__name", texts.app_name)).live(links);
    [say("a.skip", texts.skip).attr("href", "#page"), el("header.bar").child(bar), strips()].into()
}

/// Below every page: whom to call. Where nobody is signed in, only below the app's page for signing in.
pub fn foot() -> View {
    let app = app();
    let words = words(app);
    live(move || {
        let is_shown = app.me.with(Option::is_some) || (app.is_volunteers() && app.page.with(|page| !matches!(page, Page::Join(_))));
        app.helper.with(|helper| {
            let helper = helper.as_ref().filter(|_| is_shown)?;
            let call = say("a.button.button--second", &put(words.call, &[&helper.read_out()]));
            let called = say("p", &put(words.help, &[&helper.name]));
            Some(el("footer.foot").attr("data-part", "helper").child(called).child(call.attr("href", &["tel:", &helper.phone].concat())))
        })
    })
}

fn words(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
}

/// A link of the bar: it says where one is.
fn part(to: Page, text: &str) -> El {
    let app = app();
    let name = to.name();
    link(to, "", text).live_attr("aria-current", move || app.page.with(|page| page.name() == name).then(|| "page".to_string()))
}

/// Said on every page where it is so: no network, signed out, a new version, a phone that cannot keep anything.
fn strips() -> El {
    let app = app();
    let texts = app.texts();
    let network = move || {
        let (head, tail) = match app.net.get() {
            Net::Good => return None,
            Net::NoNetwork => (texts.net_none, texts.net_none_then),
            Net::NoServer => (texts.net_away, texts.net_away_then),
        };
        Some(strip("network", el("span").child(say("b", head)).text(" ").text(tail)))
    };
    let trouble = move || app.trouble.get().then(|| strip("trouble", say("b", texts.trouble)));
    let signed_out = move || {
        let told = app.signed_out.get() && app.page.with(|page| *page != Page::SignIn);
        told.then(|| strip("signed-out", [say("span", texts.signed_out), link(Page::SignIn, "button button--second", texts.sign_in)]))
    };
    let update = move || {
        let filling = app.page.with(|page| matches!(page, Page::Fill(..) | Page::Check(_)));
        let take = || spawn_local(sync::use_update());
        (app.update.get() && !filling)
            .then(|| strip("update", [say("span", texts.update_ready), button("button button--second", texts.update_use, take)]))
    };
    let words = words(app);
    let practice = || practice_strip().map(|said| strip("practice", said));
    let cleared = move || {
        let said = match app.cleared.get()? {
            Cleared::Lost(count) => put(words.lost, &[&count.to_string()]),
            Cleared::PutBack => words.put_back.to_string(),
        };
        let read = button("button button--second", words.read, move || app.has_read_of_clearing());
        Some(strip("cleared", [say("b", &said), read]))
    };
    let strips = el("div").attr("aria-live", "polite").live(network).live(trouble).live(cleared).live(move || clock(app, words));
    strips.live(practice).live(signed_out).live(update)
}

/// Days are due by the right clock, also where the phone's is wrong; a person is told all the same.
fn clock(app: App, words: &'static Words) -> Option<El> {
    let ahead = app.clock_ahead.get()?;
    let moment = |at: f64| [browser::clock(at), browser::day(at)].join(" · ");
    let said = put(words.clock, &[&moment(browser::now()), &moment(browser::now() - ahead)]);
    Some(strip("clock", say("span", &said)))
}

fn strip(name: &str, said: impl Into<View>) -> El {
    el("div.strip").attr("data-strip", name).child(el("div.strip__inner").child(said))
}

/// The page's own place; `name` is for tests.
pub fn main(name: &str) -> El {
    el("main.page").attr("id", "page").attr("data-page", name).attr("tabindex", "-1")
}

/// The same with a desktop's width, for tables and two columns.
pub fn wide(name: &str) -> El {
    main(name).attr("class", "page page--wide")
}

/// A page's heading, with a line above it.
pub fn heading(caption: &str, title: &str) -> El {
    let caption = (!caption.is_empty()).then(|| say("span.caption", caption));
    el("h1").child(caption).text(title)
}

/// What is shown while something is fetched or read.
pub fn waiting() -> El {
    say("p.quiet", app().texts().opening).attr("role", "status")
}

/// A page that is being opened.
pub fn opening() -> View {
    main("opening").child(waiting()).into()
}

/// Something that takes a page's place: why there is nothing to see.
pub fn empty(text: &str) -> El {
    say("p.empty", text).attr("role", "alert")
}

/// One fact of a list of facts.
pub fn fact(name: &str, value: &str) -> El {
    el("div").child(say("dt", name)).child(say("dd", value))
}
