//! What stands around every page: the bar, the state of the network, the offer of a new version, the place of the page.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::router::Page;
use crate::state::{Net, app};
use crate::sync;

/// A link inside the app: an address that works by itself, followed without loading the app again.
#[component]
pub fn Link(
    /// Where it leads.
    to: Page,
    /// Its classes.
    #[prop(default = "")]
    class: &'static str,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let app = app();
    let path = to.path();
    let current = (to.name() != "home").then_some(to.name()).or(Some("home"));
    let here = move || (class.is_empty() && app.page.with(|page| Some(page.name()) == current)).then_some("page");
    let follow = move |event: web_sys::MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
            return;
        }
        event.prevent_default();
        app.go(to.clone());
    };
    view! { <a href=path class=class aria-current=here on:click=follow>{children()}</a> }
}

/// The bar and the strips above the page.
#[component]
pub fn Head() -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let is = move |role: &'static str| app.me.with(|me| me.as_ref().is_some_and(|me| me.is(role)));
    let links = move || {
        app.me.with(Option::is_some).then(|| {
            view! {
                <nav class="bar__links" aria-label=texts.nav>
                    {is("reporter").then(|| view! { <Link to=Page::Home>{texts.nav_reports}</Link> })}
                    {is("reviewer").then(|| view! { <Link to=Page::Review>{texts.nav_review}</Link> })}
                    {(is("reviewer") || is("viewer")).then(|| view! { <Link to=Page::Totals>{texts.nav_totals}</Link> })}
                    <Link to=Page::Account>{texts.nav_account}</Link>
                </nav>
            }
        })
    };
    view! {
        <a class="skip" href="#page">{texts.skip}</a>
        <header class="bar">
            <div class="bar__inner">
                <Link to=Page::Home class="bar__name">{texts.app_name}</Link>
                {links}
            </div>
        </header>
        <Strips />
    }
}

/// Said on every page where it is so: no network, signed out, a new version, a phone that cannot keep anything.
#[component]
fn Strips() -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let net = move || match app.net.get() {
        Net::Good => None,
        Net::NoNetwork => Some((texts.net_none, texts.net_none_then)),
        Net::NoServer => Some((texts.net_away, texts.net_away_then)),
    };
    let network = move || {
        net().map(|(head, tail)| {
            view! { <Strip name="network"><span><b>{head}</b>" "{tail}</span></Strip> }
        })
    };
    let signed_out = move || {
        (app.signed_out.get() && !matches!(app.page.get(), Page::SignIn)).then(|| {
            view! {
                <Strip name="signed-out">
                    <span>{texts.signed_out}</span>
                    <Link to=Page::SignIn class="button button--second">{texts.sign_in}</Link>
                </Strip>
            }
        })
    };
    let update = move || {
        let filling = matches!(app.page.get(), Page::Fill(..) | Page::Check(_));
        (app.update.get() && !filling).then(|| {
            view! {
                <Strip name="update" calm=true>
                    <span>{texts.update_ready}</span>
                    <button class="button button--second" type="button" on:click=move |_| spawn_local(sync::use_update())>
                        {texts.update_use}
                    </button>
                </Strip>
            }
        })
    };
    let trouble = move || app.trouble.get().then(|| view! { <Strip name="trouble"><b>{texts.trouble}</b></Strip> });
    view! { <div aria-live="polite">{network}{trouble}{signed_out}{update}</div> }
}

#[component]
fn Strip(name: &'static str, #[prop(default = false)] calm: bool, children: Children) -> impl IntoView {
    let class = if calm { "strip strip--calm" } else { "strip" };
    view! { <div class=class data-strip=name><div class="strip__inner">{children()}</div></div> }
}

/// The page's own place. `wide` is for tables and two columns.
#[component]
pub fn Main(
    /// The page's name, for tests.
    name: &'static str,
    /// Whether it uses a desktop's width.
    #[prop(default = false)]
    wide: bool,
    /// The page.
    children: Children,
) -> impl IntoView {
    let class = if wide { "page page--wide" } else { "page" };
    view! { <main id="page" class=class data-page=name tabindex="-1">{children()}</main> }
}

/// What is shown while something is fetched or read.
#[component]
pub fn Waiting() -> impl IntoView {
    let texts = app().texts();
    view! { <p class="quiet" role="status">{texts.opening}</p> }
}
