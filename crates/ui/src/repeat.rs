//! A repeat: its rows, with adding and removing. Removing asks first, because what stands in a row is gone with it.
//!
//! The rows of a register are many and mostly done with: they are folded under their titles, and only a new one is open.

use std::cell::Cell;

use leptos::prelude::*;
use phieu_engine::At;
use phieu_form::Type;

use crate::dom::{El, View, button, el, live, memo};
use crate::filling::Filling;
use crate::group::{draw_all, head, laid_out};
use crate::texts::put;

/// The rows of a repeat.
pub fn rows(filling: Filling, at: At) -> El {
    let texts = filling.texts;
    let places = memo(move || filling.at(at, |instance| instance.repeat_rows(at)));
    let fixed = memo(move || filling.at(at, |instance| instance.node(at).readonly));
    let inside = filling.read(|instance| instance.form().node(at.node).parent.is_some_and(|parent| parent.0 != 0));
    let title = inside.then(|| filling.text_now(at, |node| &node.label)).filter(|title| !title.is_empty());
    let hint = inside.then(|| filling.text_now(at, |node| &node.hint)).filter(|hint| !hint.is_empty());
    let is_register = filling.read(|instance| instance.form().register.as_ref().is_some_and(|register| register.rows == at.node));
    // How many rows there were when they were last drawn; those behind them are new.
    let before = Cell::new(None::<usize>);
    let drawn = move || {
        let places = places.get();
        let old = before.replace(Some(places.len())).unwrap_or(places.len());
        let none = places.is_empty().then(|| View::from(el("p.quiet").text(texts.row_none)));
        let folds = |number: usize| is_register.then_some(number < old);
        let cards = places.iter().enumerate().map(|(number, row)| card(filling, *row, number + 1, fixed, folds(number)).into());
        none.into_iter().chain(cards).collect::<Vec<View>>()
    };
    let add = move || (!fixed.get()).then(|| button("button button--second", texts.row_add, move || filling.add_row(at)));
    el("div.rows")
        .attr("data-repeat", &filling.path(at))
        .child(title.map(|title| el("h2").text(&title)))
        .child(hint.map(|hint| el("p.section__hint").text(&hint)))
        .live(drawn)
        .live(add)
}

/// One row; `folded` says whether one that can be folded is.
fn card(filling: Filling, row: At, number: usize, fixed: Memo<bool>, folded: Option<bool>) -> El {
    let texts = filling.texts;
    let number = number.to_string();
    let asking = RwSignal::new(false);
    let relevant = memo(move || filling.at(row, |instance| instance.node(row).relevant));
    let question = put(texts.row_ask, &[&number]);
    let ask = move || {
        asking.get().then(|| {
            let actions = el("div.actions")
                .child(button("button button--danger", texts.row_remove, move || filling.remove_row(row)))
                .child(button("button button--second", texts.row_keep, move || asking.set(false)));
            el("div.ask").attr("role", "alert").child(el("p").text(&question)).child(actions)
        })
    };
    let remove = live(move || (!fixed.get() && !asking.get()).then(|| button("link", texts.row_remove, move || asking.set(true))));
    let places = filling.read(|instance| instance.children(row));
    let (title, named) = (put(texts.row, &[&number]), names_row(filling, &places));
    let said = move || match named.map(|at| filling.answer(at)).filter(|name| !name.is_empty()) {
        Some(name) => [title.as_str(), ": ", &name].concat(),
        None => title.clone(),
    };
    let inside = laid_out(filling, el("div.section"), row, &places).child(head(filling, row, &places)).child(draw_all(filling, places));
    let card = |what: &str| el(what).attr("data-row", &filling.path(row)).hidden_while(move || !relevant.get());
    match folded {
        None => {
            card("section.rowcard").child(el("div.rowcard__head").child(el("h3").live_text(said)).child(remove)).live(ask).child(inside)
        }
        Some(folded) => card("details.rowcard")
            .attr_if("open", (!folded).then_some(""))
            .child(el("summary").child(el("h3").live_text(said)))
            .child(remove)
            .live(ask)
            .child(inside),
    }
}

/// The question whose answer tells a row from others: the one that a register names, or the first, where it asks for a name or a choice.
fn names_row(filling: Filling, places: &[At]) -> Option<At> {
    let title = filling.read(|instance| instance.form().register.as_ref().map(|register| register.title));
    if let Some(at) = places.iter().find(|at| Some(at.node) == title) {
        return Some(*at);
    }
    let asks = |at: &At| filling.read(|instance| instance.form().node(at.node).field_type());
    let first = places.iter().find(|at| !matches!(asks(at), Some(Type::Note | Type::Hidden | Type::Calculate)))?;
    matches!(asks(first), Some(Type::Text | Type::SelectOne(_))).then_some(*first)
}
