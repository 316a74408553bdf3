//! A repeat: its rows, with adding and removing. Removing asks first, because what stands in a row is gone with it.

use leptos::prelude::*;
use phieu_engine::At;

use crate::filling::Filling;
use crate::group::draw;
use crate::texts::put;

/// The rows of a repeat.
#[component]
pub fn Rows(filling: Filling, at: At) -> impl IntoView {
    let texts = filling.texts;
    let title = Memo::new(move |_| filling.text(at, |node| &node.label));
    let hint = Memo::new(move |_| filling.text(at, |node| &node.hint));
    let rows = Memo::new(move |_| filling.at(at, |instance| instance.repeat_rows(at)));
    let fixed = Memo::new(move |_| filling.at(at, |instance| instance.node(at).readonly));
    let inside = filling.read(|instance| instance.form().node(at.node).parent.is_some_and(|parent| parent.0 != 0));
    let add = move || {
        (!fixed.get()).then(|| {
            view! {
                <button class="button button--second" type="button" on:click=move |_| filling.add_row(at)>
                    {texts.row_add}
                </button>
            }
        })
    };
    view! {
        <div class="rows" data-repeat=move || filling.path(at)>
            {move || (inside && !title.with(String::is_empty)).then(|| view! { <h2>{title}</h2> })}
            {move || (inside && !hint.with(String::is_empty)).then(|| view! { <p class="section__hint">{hint}</p> })}
            {move || rows.with(Vec::is_empty).then(|| view! { <p class="quiet">{texts.row_none}</p> })}
            <For each=move || rows.get() key=|row| *row let:row>
                <RowCard filling row at rows fixed />
            </For>
            {add}
        </div>
    }
}

#[component]
fn RowCard(filling: Filling, row: At, at: At, rows: Memo<Vec<At>>, fixed: Memo<bool>) -> impl IntoView {
    let texts = filling.texts;
    let asking = RwSignal::new(false);
    let number = move || rows.with(|rows| rows.iter().position(|each| *each == row).map_or(String::new(), |place| (place + 1).to_string()));
    let relevant = Memo::new(move |_| filling.at(row, |instance| instance.node(row).relevant));
    let places = filling.read(|instance| instance.children(row));
    let ask = move || {
        asking.get().then(|| {
            view! {
                <div class="ask" role="alert">
                    <p>{move || put(texts.row_ask, &[&number()])}</p>
                    <div class="actions">
                        <button class="button button--danger" type="button" on:click=move |_| filling.remove_row(row)>
                            {texts.row_remove}
                        </button>
                        <button class="button button--second" type="button" on:click=move |_| asking.set(false)>
                            {texts.row_keep}
                        </button>
                    </div>
                </div>
            }
        })
    };
    let remove = move || {
        (!fixed.get() && !asking.get()).then(|| {
            view! { <button class="link" type="button" on:click=move |_| asking.set(true)>{texts.row_remove}</button> }
        })
    };
    view! {
        <section class="rowcard" hidden=move || !relevant.get() data-row=move || { rows.track(); filling.follow(at); filling.path(row) }>
            <div class="rowcard__head"><h3>{move || put(texts.row, &[&number()])}</h3>{remove}</div>
            {ask}
            {places.into_iter().map(|at| draw(filling, at)).collect_view()}
        </section>
    }
}
