//! A date in boxes for day, month and year, as many as are asked for. `5/9/2026` typed into one box fills all of them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, Node};

use crate::dom::{El, el, say, watch};
use crate::question::Asked;
use crate::reading::dates::{Parts, Precision};
use crate::show;

/// The boxes.
pub fn date(asked: Asked) -> El {
    let Asked { filling, at, .. } = asked;
    let precision = filling.read(|instance| show::precision(instance.form().node(at.node)));
    let held = asked.held();
    let inside = RwSignal::new(false);
    let parts = RwSignal::new(Parts::of(&held.get_untracked()));
    watch(move || {
        let held = held.get();
        // What stands in the boxes already means this: `05` is not turned into `5`.
        if !inside.get() && parts.with_untracked(|parts| parts.kept(precision)) != held {
            parts.set(Parts::of(&held));
        }
    });
    let texts = filling.texts;
    let boxes: &[(Which, &'static str)] = match precision {
        Precision::Year => &[(Which::Year, texts.year)],
        Precision::Month => &[(Which::Month, texts.month), (Which::Year, texts.year)],
        Precision::Day | Precision::Any => &[(Which::Day, texts.day), (Which::Month, texts.month), (Which::Year, texts.year)],
    };
    let one = |(place, &(which, label)): (usize, &(Which, &'static str))| {
        let class = if which == Which::Year { "input.box.dateboxes__year" } else { "input.box.dateboxes__day" };
        let typed = move |text: String| {
            let whole = text.contains(['/', '-', '.']);
            let read = if whole { Parts::typed(&text) } else { parts.with_untracked(|parts| which.put(parts, text)) };
            // One box with a whole date is spread over the others when it is left.
            filling.type_in(at, read.kept(precision));
            parts.update_untracked(|parts| *parts = read);
        };
        let entry = el(class)
            .attr_if("id", (place == 0).then(|| asked.ids.of("input")).as_deref())
            .attr("type", "text")
            .attr("inputmode", "numeric")
            .attr("autocomplete", "off")
            .live_attr("aria-invalid", move || asked.is_wrong().then(|| "true".to_string()))
            .live_value(move || parts.with(|parts| which.of(parts).to_string()))
            .typed(typed)
            .on("blur", move |_| parts.notify());
        el("label.dateboxes__part").child(say("span", label)).child(entry)
    };
    let set = el("div.dateboxes").child(boxes.iter().enumerate().map(one).collect::<Vec<El>>());
    let within: Node = set.element().clone().into();
    set.on("focusin", move |_| inside.set(true)).on("focusout", move |event| {
        let to = event.dyn_ref::<FocusEvent>().and_then(FocusEvent::related_target).and_then(|to| to.dyn_into::<Node>().ok());
        if !to.is_some_and(|to| within.contains(Some(&to))) {
            inside.set(false);
            filling.leave(at);
        }
    })
}

/// Which box.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Day,
    Month,
    Year,
}

impl Which {
    fn of(self, parts: &Parts) -> &str {
        match self {
            Which::Day => &parts.day,
            Which::Month => &parts.month,
            Which::Year => &parts.year,
        }
    }

    fn put(self, parts: &Parts, text: String) -> Parts {
        let mut parts = parts.clone();
        match self {
            Which::Day => parts.day = text,
            Which::Month => parts.month = text,
            Which::Year => parts.year = text,
        }
        parts
    }
}
