//! One question: its code, label, hint, input, unit, and what is said under it.

use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use phieu_engine::At;
use phieu_form::{Personal, Type, number_to_text};

use crate::dom::{El, View, button, el, is_checked, live, memo, say, set_type};
use crate::filling::Filling;
use crate::group::is_matrix;
use crate::inputs;
use crate::marked::marked;
use crate::media;
use crate::messages::messages;
use crate::reading::{marks, numbers};
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
}

impl Asked {
    /// A question that is about to be drawn.
    pub fn new(filling: Filling, at: At) -> Asked {
        Asked { filling, at, ids: Ids::new(), lines: memo(move || filling.lines(at)) }
    }

    /// Whether it is to be corrected.
    pub fn is_wrong(self) -> bool {
        self.lines.with(|lines| lines.iter().any(Line::is_wrong))
    }

    /// A box for typing: named, described, and marked where it is to be corrected.
    pub fn boxed(self, what: &str) -> El {
        el(what)
            .attr("id", &self.ids.of("input"))
            .attr("autocomplete", "off")
            .attr("aria-describedby", &self.described())
            .live_attr("aria-invalid", move || self.is_wrong().then(|| "true".to_string()))
    }

    /// For `aria-describedby`: the hint, the unit, what is said.
    pub fn described(self) -> String {
        ["hint", "unit", "said"].map(|what| self.ids.of(what)).join(" ")
    }

    /// The unit of measure, or nothing.
    pub fn unit(self) -> Option<El> {
        let unit = self.filling.text_now(self.at, |node| &node.unit);
        (!unit.is_empty()).then(|| say("span.entry__unit", &unit).attr("id", &self.ids.of("unit")))
    }

    /// What it holds, as the engine spells it.
    pub fn held(self) -> Memo<String> {
        memo(move || self.filling.at(self.at, |instance| instance.node(self.at).held.text()))
    }

    /// For the appearance `masked`: a box to tick for who wants to see what is typed.
    pub fn unmask(self) -> Option<El> {
        let id = self.ids.of("input");
        let show = move |event: web_sys::Event| set_type(&id, if is_checked(&event) { "text" } else { "password" });
        let tick = el("input").attr("type", "checkbox").on("change", show);
        self.appears("masked").then(|| el("label.choice.choice--plain").child(tick).child(say("span", self.filling.texts.show_typed)))
    }

    /// The words of the appearance column, for styles.
    pub fn appearance(self) -> Option<String> {
        let words = self.filling.read(|instance| instance.form().node(self.at.node).appearance.join(" "));
        (!words.is_empty()).then_some(words)
    }

    /// Whether it is of this type.
    pub fn is_of(self, field_type: Type) -> bool {
        self.filling.read(|instance| instance.form().node(self.at.node).field_type()) == Some(field_type)
    }

    /// Whether the form gives the question this appearance.
    pub fn appears(self, word: &str) -> bool {
        self.filling.read(|instance| instance.form().node(self.at.node).appears(word))
    }
}

/// A question of any type.
pub fn question(filling: Filling, at: At, field_type: Type) -> El {
    let asked = Asked::new(filling, at);
    if field_type == Type::Note {
        return inputs::note(asked);
    }
    let readonly = memo(move || filling.at(at, |instance| instance.node(at).readonly));
    let input = move || if readonly.get() { inputs::given(asked).into() } else { inputs::input(asked, field_type) };
    // Several inputs for one question are a set with a legend; a single one has a label.
    let (whole, label) = if is_row(asked, field_type) {
        let is_head = asked.appears("label");
        let role = if matches!(field_type, Type::SelectOne(_)) && !is_head { "radiogroup" } else { "group" };
        let class = if is_head { "div.question.row.row--head" } else { "div.question.row" };
        let whole =
            el(class).attr("role", role).attr("aria-labelledby", &asked.ids.of("label")).attr("aria-describedby", &asked.described());
        (whole, el("div.question__label").attr("id", &asked.ids.of("label")))
    } else if is_set(asked, field_type) && !readonly.get_untracked() {
        (el("fieldset.question").attr("aria-describedby", &asked.described()), el("legend.question__label"))
    } else {
        (el("div.question"), el("label.question__label").attr("for", &asked.ids.of("input")))
    };
    whole
        .attr("data-field", &filling.path(at))
        .attr("data-type", field_type.name())
        .attr_if("data-appearance", asked.appearance().as_deref())
        .live_class("question--wrong", move || asked.is_wrong())
        .child(name(asked, label))
        .child(media::of_question(asked))
        .child(help(asked))
        .child(aloud(asked))
        .live(input)
        .child(inputs::address(asked))
        .child(previous(asked))
        .child(messages(filling, asked.lines, Some(&asked.ids.of("said"))))
}

/// Whether it is a row of a matrix: a select in a `table-list`, or one that says so itself.
fn is_row(asked: Asked, field_type: Type) -> bool {
    let Asked { filling, at, .. } = asked;
    let parent = filling.read(|instance| instance.form().node(at.node).parent).unwrap_or_default();
    let says_so = ["label", "list-nolabel", "list"].iter().any(|word| asked.appears(word));
    matches!(field_type, Type::SelectOne(_) | Type::SelectMultiple(_)) && (says_so || is_matrix(filling, parent))
}

/// Whether several inputs answer it.
fn is_set(asked: Asked, field_type: Type) -> bool {
    match field_type {
        Type::Date | Type::PartialDate | Type::Acknowledge | Type::Geopoint | Type::Geotrace | Type::Geoshape => true,
        // A press on a label would be a press on the scale.
        Type::Range => !asked.appears("picker"),
        Type::SelectOne(_) => !inputs::is_folded(asked),
        Type::SelectMultiple(_) | Type::Rank(_) | Type::Image | Type::Audio | Type::Video => true,
        _ => false,
    }
}

/// Code, label, and whether it may be left out.
fn name(asked: Asked, label: El) -> El {
    let Asked { filling, at, .. } = asked;
    let code = filling.read(|instance| instance.form().node(at.node).code.clone());
    let optional = memo(move || {
        filling.at(at, |instance| {
            let state = instance.node(at);
            !state.required && !state.readonly
        })
    });
    label
        .child((!code.is_empty()).then(|| say("span.code", &code)))
        .live(move || marked(&filling.rich(at, |node| &node.label)))
        .live(move || optional.get().then(|| [View::from(" "), say("span.optional", filling.texts.optional).into()]).map(View::from))
}

/// The hint in a line, and the long one folded away.
pub fn help(asked: Asked) -> View {
    let Asked { filling, at, ids, .. } = asked;
    let hint = memo(move || filling.rich(at, |node| &node.hint));
    let long = memo(move || filling.rich(at, |node| &node.guidance));
    let short = live(move || hint.with(|hint| (!hint.is_empty()).then(|| el("span.hint").child(marked(hint)).attr("id", &ids.of("hint")))));
    let folded = live(move || {
        long.with(|long| {
            (!long.is_empty()).then(|| {
                el("details.guide").child(say("summary", filling.texts.more_help)).child(el("div.guide__text").child(marked(long)))
            })
        })
    });
    [short, folded].into()
}

/// The button that has it read aloud. The head of a table of choices is none to be answered.
fn aloud(asked: Asked) -> Option<View> {
    let draw = asked.filling.aloud().filter(|_| !asked.appears("label"))?;
    Some(draw(asked.filling.form_language(), Rc::new(move || spoken(asked))))
}

/// What is read aloud: label, hint, and the choices where there are not too many to listen to.
fn spoken(asked: Asked) -> String {
    let Asked { filling, at, .. } = asked;
    let choices = inputs::offered_now(asked);
    let few = choices.iter().filter(|_| choices.len() <= inputs::LONG_LIST);
    let asks = [filling.text_now(at, |node| &node.label), filling.text_now(at, |node| &node.hint)];
    let said = asks.into_iter().chain(few.map(|choice| marks::plain(&choice.label)));
    said.filter(|text| !text.is_empty()).collect::<Vec<String>>().join(". ")
}

/// The last period's number, which is taken over with a press while the question is blank; of other types only where the form asks for
/// it with the appearance `previous`, to be read. Not of what the form calculates, nor of what is a person's.
fn previous(asked: Asked) -> Option<El> {
    let Asked { filling, at, .. } = asked;
    let path = filling.path(at);
    let (value, is_number) = filling.read(|instance| {
        let node = instance.form().node(at.node);
        let is_number = matches!(node.field_type(), Some(Type::Integer | Type::Decimal));
        if instance.node(at).readonly || node.personal != Personal::No || !(is_number || node.appears("previous")) {
            return None;
        }
        let previous = instance.context().instances.get("previous")?;
        let value = path.split('/').try_fold(previous, |inside, name| inside.get(name))?;
        Some((value.as_f64().map(number_to_text).or_else(|| value.as_str().map(str::to_string))?, is_number))
    })?;
    let unit = filling.text_now(at, |node| &node.unit);
    let shown = say("b", &numbers::show(&value, filling.style));
    let aside = el("p.aside").text(filling.texts.previous).text(" ").child(shown).text(" ").text(&unit);
    let held = asked.held();
    let take = button("link", filling.texts.take_previous, move || filling.choose(at, value.clone()));
    Some(if is_number { aside.text(" ").child(take.hidden_while(move || held.with(|held| !held.is_empty()))) } else { aside })
}
