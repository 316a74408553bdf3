//! A draft as a file: saved or shared from the page of its report, and opened from a file on the first page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, button, el, file_at, say};

use crate::pages::frame::link;
use crate::router::Page;
use crate::state::{App, app};
use crate::storage::carried::{self, file_name};
use crate::storage::records::{Draft, draft_key};
use crate::texts::put;
use crate::{browser, files, storage};

struct Words {
    keep: &'static str,
    keep_how: &'static str,
    save: &'static str,
    share: &'static str,
    saved: &'static str,
    not_saved: &'static str,
    open: &'static str,
    open_how: &'static str,
    strange: &'static str,
    foreign: &'static str,
    sent: &'static str,
    see: &'static str,
    both: &'static str,
    take: &'static str,
    stay: &'static str,
}

static VI: Words = Words {
    keep: "Giữ thêm một bản ra tệp",
    keep_how: "Để phòng khi hỏng máy, hoặc để điền tiếp trên máy khác. Trong tệp có mọi câu trả lời, không có ảnh; chỉ đưa cho người bác tin.",
    save: "Lưu ra tệp",
    share: "Gửi tệp qua Zalo, Bluetooth…",
    saved: "Đã lưu tệp {} vào mục Tải xuống của máy.",
    not_saved: "Trình duyệt này không lưu được tệp.",
    open: "Mở báo cáo từ tệp",
    open_how: "Chọn tệp có tên kết thúc bằng .phieu.txt.",
    strange: "Tệp này không phải là báo cáo đã lưu từ ứng dụng này.",
    foreign: "Báo cáo trong tệp thuộc đơn vị hoặc kỳ mà tài khoản này không phải làm.",
    sent: "Báo cáo này đã gửi đi rồi nên không mở lại từ tệp.",
    see: "Xem báo cáo",
    both: "Trên máy đã có bản đang điền của báo cáo này, lưu lúc {}. Bản trong tệp lưu lúc {}. Chỉ giữ được một bản.",
    take: "Dùng bản trong tệp",
    stay: "Giữ bản trên máy",
};

static EN: Words = Words {
    keep: "Keep a copy as a file",
    keep_how: "In case this phone breaks, or to go on on another one. The file holds every answer but no photo; give it only to somebody you trust.",
    save: "Save as a file",
    share: "Send the file by Zalo, Bluetooth…",
    saved: "The file {} is now among this phone's downloads.",
    not_saved: "This browser cannot save files.",
    open: "Open a report from a file",
    open_how: "Choose a file whose name ends in .phieu.txt.",
    strange: "This file is not a report saved from this app.",
    foreign: "The report in the file is of a unit or period that this account does not report for.",
    sent: "This report has been sent already and is not opened from a file.",
    see: "See the report",
    both: "A draft of this report is on this phone, saved at {}. The one in the file was saved at {}. Only one can be kept.",
    take: "Use the one in the file",
    stay: "Keep the one on the phone",
};

fn words(app: App) -> &'static Words {
    if app.language.get_untracked() == "en" { &EN } else { &VI }
}

/// Saving and sharing a draft as it is when the button is pressed.
pub fn as_file(draft: impl Fn() -> Option<Draft> + Clone + 'static) -> El {
    let words = words(app());
    let said = RwSignal::new(None::<String>);
    let text = move || draft().map(|draft| (file_name(&draft.subject), carried::write(&draft)));
    let shared = text.clone();
    let save = button("button button--second", words.save, move || {
        let Some((name, text)) = text() else { return };
        said.set(Some(if files::give(&name, &text) { put(words.saved, &[&name]) } else { words.not_saved.into() }));
    });
    let share = files::can_share().then(|| {
        button("button button--second", words.share, move || {
            let Some((name, text)) = shared() else { return };
            spawn_local(async move { files::share(&name, &text).await });
        })
    });
    el("section.sheet")
        .attr("data-part", "as-file")
        .child(say("h2", words.keep))
        .child(say("p", words.keep_how))
        .child(el("div.actions").child(save).child(share))
        .child(el("div").attr("aria-live", "polite").live(move || said.get().map(|said| say("p", &said))))
}

/// What came of a file.
#[derive(Clone, PartialEq)]
enum Came {
    Said(&'static str, Option<Page>),
    /// Both the one in the file and the one on the phone.
    Both(Box<Draft>, Box<Draft>),
}

/// Choosing a file to go on with.
pub fn from_file() -> El {
    let app = app();
    let words = words(app);
    let came = RwSignal::new(None::<Came>);
    let take = move |file: web_sys::File| {
        spawn_local(async move {
            let found = found(app, &file).await;
            came.try_set(found);
        });
    };
    let input = el("input.box")
        .attr("type", "file")
        .attr("accept", ".txt,text/plain")
        .on("change", move |event| file_at(&event).into_iter().for_each(take));
    let shown = move || match came.get()? {
        Came::Said(said, page) => Some(el("div").child(say("p.message", said)).child(page.map(|page| link(page, "link", words.see)))),
        Came::Both(carried, kept) => {
            let moment = |draft: &Draft| [browser::clock(draft.updated), browser::day(draft.updated)].join(" · ");
            let said = put(words.both, &[&moment(&kept), &moment(&carried)]);
            let use_it = move || {
                let (carried, kept) = (carried.clone(), kept.clone());
                spawn_local(go_on(app, *carried, Some(*kept)));
            };
            let actions = el("div.actions").child(button("button button--second", words.stay, move || came.set(None))).child(button(
                "button button--danger",
                words.take,
                use_it,
            ));
            Some(el("div.ask").attr("role", "alert").child(say("p", &said)).child(actions))
        }
    };
    let label = el("label").text(words.open_how).child(input);
    el("details")
        .attr("data-part", "from-file")
        .child(say("summary.link", words.open))
        .child(label)
        .child(el("div").attr("aria-live", "polite").live(shown))
}

/// Reads a file; nothing is told where the report is opened at once.
async fn found(app: App, file: &web_sys::File) -> Option<Came> {
    let words = words(app);
    let account = app.account()?;
    let Some(mut carried) = files::read(file).await.as_deref().and_then(carried::read) else {
        return Some(Came::Said(words.strange, None));
    };
    carried.account.clone_from(&account);
    let kept = storage::draft(&draft_key(&account, &carried.subject)).await.ok().flatten();
    let duty = app.duty(&carried.subject);
    if duty.is_none() && kept.is_none() {
        return Some(Came::Said(words.foreign, None));
    }
    carried.refusal = None;
    if let Some(duty) = &duty {
        // What the server says is not taken from a file.
        carried.title.clone_from(&duty.title);
        carried.unit_name.clone_from(&duty.org_unit.name);
        carried.due.clone_from(&duty.due);
        carried.context.clone_from(&duty.context);
        carried.remarks.clone_from(&duty.remarks);
        carried.remark.clone_from(&duty.remark);
    }
    let (id, revision) = (&carried.report_id, carried.revision);
    let waits = app.outbox.with_untracked(|outbox| {
        let waiting = outbox.iter().find(|parcel| parcel.draft.subject == carried.subject)?;
        Some(waiting.draft.report_id.clone())
    });
    let sent = app.receipts.with_untracked(|all| all.iter().any(|sent| sent.report_id == *id && sent.revision >= revision));
    let there = duty.and_then(|duty| duty.report_id.filter(|other| other != id || duty.revision >= Some(revision)));
    if waits.is_some() || sent || there.is_some() {
        let page = waits.map_or_else(|| Page::Report(there.unwrap_or(id.clone())), Page::Sent);
        return Some(Came::Said(words.sent, Some(page)));
    }
    match kept {
        Some(kept) if (&kept.answers, &kept.explanations) == (&carried.answers, &carried.explanations) => {
            app.go(Page::Fill(kept.subject, 1));
            None
        }
        Some(kept) => Some(Came::Both(Box::new(carried), Box::new(kept))),
        None => {
            go_on(app, carried, None).await;
            None
        }
    }
}

/// Keeps the draft of the file in place of the one on the phone, and opens it.
async fn go_on(app: App, carried: Draft, kept: Option<Draft>) {
    let (known, id) = kept.map_or((0, carried.report_id.clone()), |kept| (kept.stamp, kept.report_id));
    let draft = Draft { stamp: known + 1, ..carried };
    match storage::replace_draft(&draft, known, &id).await {
        Ok(_) => {
            app.changed().await;
            app.go(Page::Fill(draft.subject, 1));
        }
        Err(_) => app.trouble.set(true),
    }
}
