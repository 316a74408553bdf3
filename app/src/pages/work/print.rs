//! The form on paper: as it is filled in, or blank for those who ask others with a pen.

use leptos::prelude::*;
use phieu_ui::dom::{El, button, el, say};
use phieu_ui::{Filling, Sheet, sheet};

use crate::state::App;
use crate::storage::records::Draft;
use crate::{browser, words};

struct Words {
    title: &'static str,
    filled: &'static str,
    blank: &'static str,
}

static VI: Words = Words { title: "In ra giấy", filled: "In phiếu đã điền", blank: "In phiếu trống" };

static EN: Words = Words { title: "On paper", filled: "Print as filled in", blank: "Print it blank" };

/// The two buttons.
pub fn printing(app: App, filling: Filling, draft: &Draft) -> El {
    let language = app.language.get_untracked();
    let words = if language == "en" { &EN } else { &VI };
    let (unit, title) = (draft.unit_name.clone(), draft.title.get(language).to_string());
    let of = words::period(&draft.subject.period, app.texts());
    let print = move |filled| {
        let paper = sheet(filling, &Sheet { unit: &unit, title: &title, of: &of, filled });
        browser::print(paper.element());
    };
    let blank = print.clone();
    el("section").attr("data-print", "").child(say("h2", words.title)).child(
        el("div.actions").child(button("button button--second", words.filled, move || print(true))).child(button(
            "button button--second",
            words.blank,
            move || blank(false),
        )),
    )
}
