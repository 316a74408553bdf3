//! How large the text is and in which colours, as a person chose. Kept on this phone, also for who has not signed in yet;
//! without a choice it is as the phone says.

use leptos::prelude::*;
use phieu_ui::dom::{El, View, el, is_checked, say};

use crate::browser;
use crate::state::app;

struct Words {
    size: &'static str,
    look: &'static str,
    looks: [&'static str; 4],
}

static VI: Words =
    Words { size: "Cỡ chữ", look: "Màu", looks: ["Theo máy", "Nền sáng", "Nền tối", "Đen trắng, rõ nhất"] };

static EN: Words = Words { size: "Size of text", look: "Colours", looks: ["As the phone", "Light", "Dark", "Black and white, clearest"] };

/// The sizes in per cent; the styles know them all but the first.
const SIZES: [&str; 4] = ["", "125", "150", "200"];

/// The colours; the first is the phone's own choice.
const LOOKS: [&str; 4] = ["", "light", "dark", "strong"];

/// Takes what was chosen before.
pub fn restore() {
    for name in ["size", "look"] {
        browser::set_root(name, &browser::remembered(name));
    }
}

/// The two choices.
pub fn looks() -> View {
    let words = if app().language.get_untracked() == "en" { &EN } else { &VI };
    let sizes = SIZES.map(|size| [if size.is_empty() { "100" } else { size }, " %"].concat());
    [set(words.size, "size", SIZES, sizes.each_ref().map(String::as_str)), set(words.look, "look", LOOKS, words.looks)].into()
}

fn set(title: &str, name: &'static str, values: [&'static str; 4], labels: [&str; 4]) -> El {
    let now = browser::remembered(name);
    let choice = |(value, label): (&'static str, &str)| {
        let choose = move |event: web_sys::Event| {
            if is_checked(&event) {
                browser::remember(name, value);
                browser::set_root(name, value);
            }
        };
        let radio = el("input").attr("type", "radio").attr("name", name).attr("value", value).on("change", choose);
        let radio = radio.attr_if("checked", (now == value).then_some(""));
        el("label.choice").child(radio).child(say("span", label))
    };
    let choices: Vec<El> = values.into_iter().zip(labels).map(choice).collect();
    el("fieldset.question")
        .attr("data-appearance", "columns-pack")
        .child(say("legend.question__label", title))
        .child(el("div.choices").child(choices))
}
