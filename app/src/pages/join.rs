//! Coming in by a link: name, password, consent, and the forms are on the phone. Drawn without sign-in; its texts are its own.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, el, is_checked, say};
use serde_json::{Value, json};

use super::frame::{empty, fact, heading, link, main, waiting};
use super::language::languages;
use super::sign_in::start_page;
use crate::router::{Page, encode};
use crate::state::{App, app};
use crate::storage::records::Title;
use crate::sync::{self, SignIn};
use crate::texts::put;
use crate::words::date;
use crate::{api, browser};

struct Words {
    title: &'static str,
    password_title: &'static str,
    invited: &'static str,
    unit: &'static str,
    duty: &'static str,
    from: &'static str,
    name: &'static str,
    phone: &'static str,
    phone_why: &'static str,
    code: &'static str,
    code_how: &'static str,
    consent: &'static str,
    agree: &'static str,
    done: &'static str,
    known: &'static str,
    take: &'static str,
}

static VI: Words = Words {
    title: "Nhận nhiệm vụ",
    password_title: "Đặt mật khẩu mới",
    invited: "{} mời bác nhận nhiệm vụ này.",
    unit: "Đơn vị",
    duty: "Nhiệm vụ",
    from: "Từ ngày",
    name: "Họ và tên",
    phone: "Số điện thoại (không bắt buộc)",
    phone_why: "Lần sau bác có thể đăng nhập bằng số này.",
    code: "Mật khẩu",
    code_how: "Ít nhất 6 chữ hoặc số, dễ nhớ với bác nhưng người khác khó đoán.",
    consent: "Thông tin của bác",
    agree: "Tôi đã đọc và đồng ý",
    done: "Xong, vào ứng dụng",
    known: "Máy này đang đăng nhập với tên {}.",
    take: "Nhận nhiệm vụ với tài khoản này",
};

static EN: Words = Words {
    title: "Take on a duty",
    password_title: "Choose a new password",
    invited: "{} invites you.",
    unit: "Unit",
    duty: "Duty",
    from: "From",
    name: "Full name",
    phone: "Telephone number (not required)",
    phone_why: "You can sign in with it next time.",
    code: "Password",
    code_how: "At least 6 letters or digits, easy for you to remember and hard for others to guess.",
    consent: "Your data",
    agree: "I have read this and agree",
    done: "Done, open the app",
    known: "This phone is signed in as {}.",
    take: "Take the duty on with this account",
};

/// The page of a link.
pub fn page(secret: String) -> View {
    let app = app();
    let words = if app.language.get_untracked() == "en" { &EN } else { &VI };
    browser::set_title(words.title);
    let path = ["/api/v1/join/", &encode(&secret)].concat();
    let seen = RwSignal::new(None::<Result<Value, String>>);
    let asked = path.clone();
    spawn_local(async move {
        let answer = api::get(&asked).await;
        let said = || if answer.status.is_some() { answer.message().to_string() } else { app.texts().sign_in_away.to_string() };
        let read = if answer.is_good() { Ok(answer.body.clone()) } else { Err(said()) };
        seen.try_set(Some(read));
    });
    let shown = move || match seen.get() {
        None => [heading("", words.title), waiting()].into(),
        Some(Err(said)) => [
            heading("", words.title),
            empty(&said),
            el("div.actions").child(link(Page::Home, "button button--second", app.texts().sign_in)),
        ]
        .into(),
        Some(Ok(body)) => opened(app, words, &body, &path),
    };
    main("join").live(shown).child(languages()).into()
}

fn opened(app: App, words: &'static Words, body: &Value, path: &str) -> View {
    let language = app.language.get_untracked();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_string();
    let title = |value: &Value| phieu_form::record::<Title>(value.clone()).unwrap_or_default().get(language).to_string();
    if body["kind"] == "password" {
        let facts = el("dl.facts").child(fact(app.texts().account_name, &text("account")));
        let form = Form { app, words, path: path.to_string(), person: None };
        return [heading("", words.password_title), facts, form.draw(el("div"))].into();
    }
    let facts = el("dl.facts")
        .child(fact(words.unit, body["org_unit"]["name"].as_str().unwrap_or_default()))
        .child(fact(words.duty, &title(&body["label"])))
        .child(fact(words.from, &date(&text("from"))));
    let version = body["consent"]["version"].as_str().unwrap_or_default().to_string();
    let consent = title(&body["consent"]["text"]);
    let paragraphs = consent.lines().map(|line| say("p", line)).collect::<Vec<El>>();
    let told = el("details").attr("open", "").child(say("summary", words.consent)).child(paragraphs);
    let form = Form { app, words, path: path.to_string(), person: Some((text("name"), version)) };
    let known = app.me.with_untracked(|me| me.as_ref().map(|me| me.name.clone())).map(|name| known(app, words, path, &name));
    let head: View = [heading("", words.title), say("p", &put(words.invited, &[&text("by")])), facts].into();
    [head, known.into(), form.draw(told).into()].into()
}

/// Somebody is signed in on this phone: the duty can be the same person's.
fn known(app: App, words: &'static Words, path: &str, name: &str) -> El {
    let (busy, problem, path) = (RwSignal::new(false), RwSignal::new(None), path.to_string());
    let take = phieu_ui::dom::button("button", words.take, move || send(app, path.clone(), json!({}), busy, problem));
    el("div.sheet").child(say("p", &put(words.known, &[name]))).live(move || said(problem)).child(el("div.actions").child(take))
}

fn said(problem: RwSignal<Option<String>>) -> Option<El> {
    problem.get().map(|said| say("p.message", &said).attr("role", "alert"))
}

/// What is asked: of a new person name, telephone number and consent; of everybody a password.
struct Form {
    app: App,
    words: &'static Words,
    path: String,
    /// The name that the inviter wrote, and the version of the text to agree to.
    person: Option<(String, String)>,
}

impl Form {
    fn draw(self, told: El) -> El {
        let Form { app, words, path, person } = self;
        let (busy, problem, agreed, shown) = (RwSignal::new(false), RwSignal::new(None), RwSignal::new(false), RwSignal::new(false));
        let input = |name: &str, complete: &str| el("input.box").attr("name", name).attr("autocomplete", complete);
        let name = input("name", "name").attr("value", person.as_ref().map_or("", |(name, _)| name.as_str()));
        let phone = input("phone", "tel").attr("type", "tel").attr("inputmode", "tel");
        let code =
            input("password", "new-password").live_attr("type", move || Some(if shown.get() { "text" } else { "password" }.to_string()));
        let field = |label: &str, about: &str, input: &El| {
            let about = (!about.is_empty()).then(|| say("span.quiet", about));
            el("label.plainfield").child(say("span", label)).child(about).child(input.clone())
        };
        let tick = |act: RwSignal<bool>, name: &str, text: &str| {
            let input = el("input").attr("type", "checkbox").attr("name", name).on("change", move |event| act.set(is_checked(&event)));
            el("label.choice").child(input).child(say("span", text))
        };
        let is_new = person.is_some();
        let own = is_new.then(|| View::from([field(words.name, "", &name), field(words.phone, words.phone_why, &phone)]));
        let secret: View = [field(words.code, words.code_how, &code), tick(shown, "show", app.texts().password_show)].into();
        let consent = is_new.then(|| View::from([told, tick(agreed, "agree", words.agree)]));
        let submit =
            el("button.button").attr("type", "submit").live_attr("aria-disabled", move || Some(busy.get().to_string())).text(words.done);
        el("form.stack")
            .attr("novalidate", "")
            .child(own)
            .child(secret)
            .child(consent)
            .live(move || said(problem))
            .child(el("div.actions").child(submit))
            .on("submit", move |event| {
                event.prevent_default();
                let mut body = json!({ "password": code.value() });
                if let Some((_, version)) = &person {
                    body["name"] = name.value().into();
                    body["phone"] = phone.value().into();
                    body["consent"] = agreed.get_untracked().then_some(version.as_str()).into();
                }
                send(app, path.clone(), body, busy, problem);
            })
    }
}

fn send(app: App, path: String, body: Value, busy: RwSignal<bool>, problem: RwSignal<Option<String>>) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    problem.set(None);
    spawn_local(async move {
        let came = sync::enter(app, &path, &phieu_form::json::text(&body)).await;
        busy.try_set(false);
        let said = match came {
            SignIn::Done => return app.replace(start_page(app)),
            SignIn::Refused(said) if !said.is_empty() => said,
            SignIn::Refused(_) | SignIn::Away => app.texts().sign_in_away.into(),
            SignIn::Trouble => app.texts().trouble.into(),
        };
        problem.try_set(Some(said));
    });
}
