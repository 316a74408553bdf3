//! A date in boxes for day, month and year, as many as are asked for. `5/9/2026` typed into one box fills all of them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::question::Asked;
use crate::reading::dates::{Parts, Precision};
use crate::show;

/// The boxes.
#[component]
pub fn Date(asked: Asked) -> impl IntoView {
    let Asked { filling, at, .. } = asked;
    let precision = filling.read(|instance| show::precision(instance.form().node(at.node)));
    let held = Memo::new(move |_| filling.at(at, |instance| instance.node(at).held.text()));
    let inside = RwSignal::new(false);
    let parts = RwSignal::new(Parts::of(&held.get_untracked()));
    Effect::new(move || {
        let held = held.get();
        // What stands in the boxes already means this: `05` is not turned into `5`.
        if !inside.get() && parts.with_untracked(|parts| parts.kept(precision)) != held {
            parts.set(Parts::of(&held));
        }
    });
    let typed = move |which: Which, text: String| {
        let whole = text.contains(['/', '-', '.']);
        let read = if whole { Parts::typed(&text) } else { parts.with_untracked(|parts| which.put(parts, text)) };
        // One box with a whole date is spread over the others when it is left.
        filling.type_in(at, read.kept(precision));
        parts.update_untracked(|parts| *parts = read);
    };
    let leave_box = move |_: web_sys::FocusEvent| parts.notify();
    let leave = move |event: web_sys::FocusEvent| {
        let set = event.current_target().and_then(|set| set.dyn_into::<web_sys::Node>().ok());
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if !set.is_some_and(|set| set.contains(to.as_ref())) {
            inside.set(false);
            filling.leave(at);
        }
    };
    let texts = filling.texts;
    let boxes: &[(Which, &'static str)] = match precision {
        Precision::Year => &[(Which::Year, texts.year)],
        Precision::Month => &[(Which::Month, texts.month), (Which::Year, texts.year)],
        Precision::Day | Precision::Any => &[(Which::Day, texts.day), (Which::Month, texts.month), (Which::Year, texts.year)],
    };
    let boxes = boxes.iter().enumerate().map(|(place, &(which, label))| {
        let class = if which == Which::Year { "box dateboxes__year" } else { "box dateboxes__day" };
        view! {
            <label class="dateboxes__part">
                <span>{label}</span>
                <input
                    class=class
                    id=(place == 0).then(|| asked.ids.of("input"))
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    aria-invalid=move || asked.invalid()
                    prop:value=move || parts.with(|parts| which.of(parts).to_string())
                    on:input:target=move |event| typed(which, event.target().value())
                    on:blur=leave_box
                />
            </label>
        }
    });
    view! {
        <div class="dateboxes" on:focusin=move |_| inside.set(true) on:focusout=leave>
            {boxes.collect_view()}
        </div>
    }
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
