//! One question: its code, label, hint, input, unit, and what is said under it.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use phieu_engine::At;
use phieu_form::Type;

use crate::filling::Filling;
use crate::inputs::{Date, File, Given, Many, Note, Number, One, Text};
use crate::messages::Messages;
use crate::sentences::Line;

/// Names the elements of a question for each other; good for as long as the question is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids(u32);

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Ids {
    fn new() -> Ids {
        Ids(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// An element's id.
    pub fn of(self, what: &str) -> String {
        ["q", &self.0.to_string(), "-", what].concat()
    }
}

/// What an input knows of its question.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The report.
    pub filling: Filling,
    /// The question.
    pub at: At,
    /// Names of elements.
    pub ids: Ids,
    /// What is said under it.
    pub lines: Memo<Vec<Line>>,
    /// Its label.
    pub label: Memo<String>,
}

impl Asked {
    /// Whether it is to be corrected.
    pub fn is_wrong(self) -> bool {
        self.lines.with(|lines| lines.iter().any(Line::is_wrong))
    }

    /// For `aria-invalid`.
    pub fn invalid(self) -> Option<&'static str> {
        self.is_wrong().then_some("true")
    }

    /// For `aria-describedby`: the hint, the unit, what is said.
    pub fn described(self) -> String {
        ["hint", "unit", "said"].map(|what| self.ids.of(what)).join(" ")
    }

    /// The unit of measure, or nothing.
    pub fn unit(self) -> Option<impl IntoView + use<>> {
        let unit = self.filling.text_now(self.at, |node| &node.unit);
        (!unit.is_empty()).then(|| view! { <span class="entry__unit" id=self.ids.of("unit")>{unit}</span> })
    }

    /// Whether the form gives the question this appearance.
    pub fn appears(self, word: &str) -> bool {
        self.filling.read(|instance| instance.form().node(self.at.node).appears(word))
    }
}

/// A question of any type.
#[component]
pub fn Question(filling: Filling, at: At, field_type: Type) -> impl IntoView {
    let ids = Ids::new();
    let lines = Memo::new(move |_| filling.lines(at));
    let label = Memo::new(move |_| filling.text(at, |node| &node.label));
    let asked = Asked { filling, at, ids, lines, label };
    if field_type == Type::Note {
        return view! { <Note asked /> }.into_any();
    }
    let readonly = Memo::new(move |_| filling.at(at, |instance| instance.node(at).readonly));
    let input = move || {
        if readonly.get() || field_type == Type::Calculate {
            return view! { <Given asked /> }.into_any();
        }
        match field_type {
            Type::Integer | Type::Decimal => view! { <Number asked decimal=field_type == Type::Decimal /> }.into_any(),
            Type::Date | Type::PartialDate => view! { <Date asked /> }.into_any(),
            Type::SelectOne(_) => view! { <One asked /> }.into_any(),
            Type::SelectMultiple(_) => view! { <Many asked /> }.into_any(),
            Type::File | Type::Image => view! { <File asked image=field_type == Type::Image /> }.into_any(),
            Type::Text | Type::Note | Type::Calculate | Type::Hidden => view! { <Text asked /> }.into_any(),
        }
    };
    let class = move || if asked.is_wrong() { "question question--wrong" } else { "question" };
    let path = move || {
        filling.follow(at);
        filling.path(at)
    };
    let body = view! { <Help asked />{input}<Previous asked /><Messages filling lines id=ids.of("said") /> };
    // Several inputs for one question are a set with a legend; a single one has a label.
    if is_set(field_type) && !readonly.get_untracked() {
        view! {
            <fieldset class=class data-field=path aria-describedby=asked.described()>
                <legend class="question__label"><Name asked /></legend>
                {body}
            </fieldset>
        }
        .into_any()
    } else {
        view! {
            <div class=class data-field=path>
                <label class="question__label" for=ids.of("input")><Name asked /></label>
                {body}
            </div>
        }
        .into_any()
    }
}

fn is_set(field_type: Type) -> bool {
    matches!(field_type, Type::Date | Type::PartialDate | Type::SelectOne(_) | Type::SelectMultiple(_))
}

/// Code, label, and whether it may be left out.
#[component]
fn Name(asked: Asked) -> impl IntoView {
    let Asked { filling, at, label, .. } = asked;
    let code = filling.read(|instance| instance.form().node(at.node).code.clone());
    let code = (!code.is_empty()).then(|| view! { <span class="code">{code}</span> });
    let optional = Memo::new(move |_| {
        filling.at(at, |instance| {
            let state = instance.node(at);
            !state.required && !state.readonly
        })
    });
    view! {
        {code}{label}
        {move || optional.get().then(|| view! { " "<span class="optional">{filling.texts.optional}</span> })}
    }
}

/// The hint in a line, and the long one folded away.
#[component]
fn Help(asked: Asked) -> impl IntoView {
    let Asked { filling, at, ids, .. } = asked;
    let hint = Memo::new(move |_| filling.text(at, |node| &node.hint));
    let long = Memo::new(move |_| filling.text(at, |node| &node.guidance));
    view! {
        {move || (!hint.with(String::is_empty)).then(|| view! { <span class="hint" id=ids.of("hint")>{hint}</span> })}
        {move || {
            (!long.with(String::is_empty)).then(|| {
                view! { <details class="guide"><summary>{filling.texts.more_help}</summary><p>{long}</p></details> }
            })
        }}
    }
}

/// The last period's answer, where the form asks for it with the appearance `previous`.
#[component]
fn Previous(asked: Asked) -> impl IntoView {
    let Asked { filling, at, .. } = asked;
    if !asked.appears("previous") {
        return None;
    }
    let path = filling.path(at);
    let value = filling.read(|instance| {
        let previous = instance.context().instances.get("previous")?;
        let value = path.split('/').try_fold(previous, |inside, name| inside.get(name))?;
        value.as_f64().map(|_| value.to_string()).or_else(|| value.as_str().map(str::to_string))
    })?;
    let shown = crate::reading::numbers::show(&value, filling.style);
    let unit = filling.text_now(at, |node| &node.unit);
    Some(view! { <span class="aside">{filling.texts.previous}" "<b>{shown}</b>" "{unit}</span> })
}
