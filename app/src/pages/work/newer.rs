//! A form has a newer version than the draft: the draft stays with its own until its owner moves it, and is shown before what would
//! find no place. What found none stays in the draft, to be read.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_engine::Instance;
use phieu_ui::Filling;
use phieu_ui::dom::{El, button, el, say};

use super::draft::Desk;
use super::open::{context, form};
use crate::pages::differences::left_over;
use crate::state::{App, app};
use crate::storage;
use crate::storage::records::{Draft, Duty};

struct Words {
    title: &'static str,
    about: &'static str,
    look: &'static str,
    away: &'static str,
    fits: &'static str,
    unfit: &'static str,
    go: &'static str,
    stay: &'static str,
    left: &'static str,
}

static VI: Words = Words {
    title: "Biểu mẫu này đã có bản mới",
    about: "Báo cáo đang điền theo bản cũ và vẫn gửi được. Bác cũng có thể chuyển sang bản mới.",
    look: "Xem chuyển sang bản mới thì thế nào",
    away: "Chưa tải được bản mới. Hãy thử lại khi có mạng.",
    fits: "Mọi câu trả lời đều có chỗ trong bản mới.",
    unfit: "Những câu trả lời này không có chỗ trong bản mới. Chúng vẫn được giữ ở đầu báo cáo để bác xem lại:",
    go: "Chuyển sang bản mới",
    stay: "Ở lại bản cũ",
    left: "Không còn chỗ trong bản mới của biểu mẫu",
};

static EN: Words = Words {
    title: "There is a newer version of this form",
    about: "This report is filled in on the older one and can still be sent. You may also move it to the newer one.",
    look: "See what moving it would do",
    away: "The newer version could not be loaded. Try again when there is a network.",
    fits: "Every answer has its place in the newer version.",
    unfit: "These answers have no place in the newer version. They are kept at the top of the report for you to read:",
    go: "Move to the newer version",
    stay: "Stay with the older one",
    left: "No place in the newer version of the form",
};

fn words(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
}

/// What moving would come to.
#[derive(Clone)]
enum Look {
    Away,
    Moved(Box<Draft>),
}

/// The offer, where there is a newer version; and what an earlier move left over. `again` opens the report anew.
pub fn newer(desk: Desk, again: Rc<dyn Fn()>) -> El {
    let app = app();
    let words = words(app);
    let draft = desk.draft();
    let left = (!draft.left_over.is_empty()).then(|| {
        let list = el("div.summary.summary--calm.stack").attr("data-summary", "left-over");
        list.child(say("h2", words.left)).child(listed(&draft.left_over))
    });
    // What came back is corrected in the version in which it was sent.
    let duty = app.duty(&draft.subject).filter(|duty| duty.version != draft.version && draft.revision == 1);
    el("div").child(left).child(duty.map(|duty| offer(app, desk, duty, again)))
}

fn listed(answers: &[(String, String)]) -> El {
    el("ul").child(answers.iter().map(|(label, answer)| say("li", &[label, ": ", answer].concat())).collect::<Vec<El>>())
}

fn offer(app: App, desk: Desk, duty: Duty, again: Rc<dyn Fn()>) -> El {
    let words = words(app);
    let looked = RwSignal::new_local(None::<Look>);
    let duty = Rc::new(duty);
    let of = duty.clone();
    let look = move || {
        let duty = of.clone();
        spawn_local(async move {
            let found = moved(app, desk, &duty).await.map_or(Look::Away, |draft| Look::Moved(Box::new(draft)));
            looked.try_set(Some(found));
        });
    };
    let shown = move || match looked.get() {
        None => button("button button--second", words.look, look.clone()),
        Some(Look::Away) => say("p.message", words.away).attr("role", "alert"),
        Some(Look::Moved(draft)) => {
            let told = match draft.left_over.is_empty() {
                true => el("div.stack").child(say("p", words.fits)),
                false => el("div.stack").child(say("p", words.unfit)).child(listed(&draft.left_over)),
            };
            let (duty, again) = (duty.clone(), again.clone());
            let go = move || {
                let (duty, again, told) = (duty.clone(), again.clone(), draft.left_over.clone());
                spawn_local(async move {
                    // It may have been filled in further since it was looked at: what would be lost now is told first.
                    desk.settled().await;
                    match moved(app, desk, &duty).await {
                        Some(draft) if draft.left_over == told => go_on(app, draft, again).await,
                        found => {
                            looked.try_set(Some(found.map_or(Look::Away, |draft| Look::Moved(Box::new(draft)))));
                        }
                    }
                });
            };
            let actions =
                el("div.actions")
                    .child(button("button", words.go, go))
                    .child(button("button button--second", words.stay, move || looked.set(None)));
            el("div.stack").attr("role", "alert").child(told).child(actions)
        }
    };
    let note = el("div.summary.summary--calm.stack").attr("data-summary", "newer");
    note.child(say("h2", words.title)).child(say("p", words.about)).live(shown)
}

/// The draft as it would be in the newer version.
async fn moved(app: App, desk: Desk, duty: &Duty) -> Option<Draft> {
    let old = desk.now()?;
    let form = form(&duty.form, &duty.version).await?;
    let instance = Instance::open(form, context(app, &duty.context), &old.answers, &old.explanations);
    let (answers, explanations) = (instance.answers(), instance.explanations());
    let new = Filling::reading(instance, app.language.get_untracked(), Vec::new());
    let unfit = left_over(desk.filling()?, new, &old.explanations);
    Some(Draft {
        version: duty.version.clone(),
        title: duty.title.clone(),
        context: duty.context.clone(),
        due: duty.due.clone(),
        left_over: old.left_over.iter().cloned().chain(unfit).collect(),
        stamp: old.stamp + 1,
        answers,
        explanations,
        ..old
    })
}

async fn go_on(app: App, draft: Draft, again: Rc<dyn Fn()>) {
    match storage::save_draft(&draft, draft.stamp - 1).await {
        Ok(_) => again(),
        // Another window has gone on with it: opened anew it says so.
        Err(storage::SaveError::Elsewhere) => again(),
        Err(storage::SaveError::Phone) => app.trouble.set(true),
    }
}
