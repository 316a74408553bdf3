//! A file or picture: its name is the answer, the bytes go to the host.

use leptos::prelude::*;

use crate::question::Asked;
use crate::reading::numbers;

/// The button, or what was chosen.
#[component]
pub fn File(asked: Asked, image: bool) -> impl IntoView {
    let Asked { filling, at, ids, .. } = asked;
    let texts = filling.texts;
    let held = Memo::new(move |_| filling.at(at, |instance| instance.node(at).held.text()));
    let size = RwSignal::new(None::<f64>);
    let picked = move |input: web_sys::HtmlInputElement| {
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        size.set(Some(file.size()));
        filling.choose(at, file.name());
        filling.take_file(at, file);
    };
    let pick = move || {
        view! {
            <div class="entry">
                <input
                    class="unseen"
                    id=ids.of("input")
                    type="file"
                    accept=image.then_some("image/*")
                    aria-describedby=asked.described()
                    on:change:target=move |event| picked(event.target())
                />
                <label class="button button--second filebutton" for=ids.of("input")>
                    {if image { texts.pick_image } else { texts.pick_file }}
                </label>
            </div>
        }
    };
    let chosen = move |name: String| {
        let kilobytes = size.get().map(|bytes| [" (", &numbers::show(&((bytes / 1_000.0).ceil() as u64).to_string(), filling.style), " kB)"].concat());
        view! {
            <div class="given">{name}{kilobytes}</div>
            <span class="aside">{texts.file_kept}</span>
            <button class="link" type="button" on:click=move |_| filling.choose(at, String::new())>{texts.drop_file}</button>
        }
    };
    move || {
        let name = held.get();
        if name.is_empty() { pick().into_any() } else { chosen(name).into_any() }
    }
}
