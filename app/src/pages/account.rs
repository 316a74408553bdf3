//! Who is signed in, the language, signing out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::Main;
use super::language::Languages;
use crate::router::Page;
use crate::state::app;
use crate::texts::put;
use crate::{browser, sync};

/// The page.
#[component]
pub fn Account() -> impl IntoView {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_account);
    let me = app.me.get_untracked().unwrap_or_default();
    let asking = RwSignal::new(false);
    let leave = move || {
        spawn_local(async move {
            sync::sign_out(app).await;
            app.replace(Page::SignIn);
        });
    };
    let left = move || app.outbox.with(Vec::len) + app.drafts.with(Vec::len);
    let ask = move |_| if left() > 0 { asking.set(true) } else { leave() };
    let warning = move || {
        asking.get().then(|| {
            let said = put(texts.sign_out_left, &[&app.outbox.with(Vec::len).to_string(), &app.drafts.with(Vec::len).to_string()]);
            view! {
                <div class="ask" role="alert">
                    <p>{said}</p>
                    <p>{texts.sign_out_kept}</p>
                    <div class="actions">
                        <button class="button button--danger" type="button" on:click=move |_| leave()>{texts.sign_out_now}</button>
                        <button class="button button--second" type="button" on:click=move |_| asking.set(false)>{texts.sign_out_stay}</button>
                    </div>
                </div>
            }
        })
    };
    let fact = |name: &'static str, value: String| {
        view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
    };
    view! {
        <Main name="account">
            <h1>{texts.nav_account}</h1>
            <dl class="facts">
                {fact(texts.person, me.name)}
                {fact(texts.account_name, me.account)}
                {fact(texts.org_unit, me.org_unit.name)}
                {me.org_unit.parent.map(|parent| fact(texts.parent_unit, parent.name))}
            </dl>
            <section>
                <h2>{texts.language}</h2>
                <Languages />
            </section>
            {warning}
            <div class="actions" hidden=move || asking.get()>
                <button class="button button--second" type="button" on:click=ask>{texts.sign_out}</button>
            </div>
        </Main>
    }
}
