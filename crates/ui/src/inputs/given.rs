//! A value that nobody types here: calculated, or given by the form. It follows what it is made from.

use leptos::prelude::*;

use crate::dom::{El, View, el, memo, say};
use crate::question::Asked;

/// The value.
pub fn given(asked: Asked) -> El {
    let Asked { filling, at, ids, .. } = asked;
    let value = memo(move || filling.answer(at));
    el("output.given").attr("id", &ids.of("input")).attr("aria-describedby", &asked.described()).live(move || {
        value.with(|value| {
            if value.is_empty() {
                return View::from(say("span.quiet", filling.texts.not_calculated));
            }
            [Some(say("b", value).into()), Some(View::from(" ")), asked.unit().map(View::from)].map(View::from).into()
        })
    })
}
