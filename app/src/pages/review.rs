//! The reports that a reviewer looks after: what waits for a decision first.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;

use super::frame::{Link, Main, Waiting};
use crate::router::Page;
use crate::state::{App, Net, app};
use crate::storage::records::{Title, Unit};
use crate::texts::put;
use crate::{api, browser, words};

/// How many reports of a group are listed at first.
const SHOWN: usize = 20;

/// One report in the list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct Heading {
    report_id: String,
    #[serde(default)]
    title: Title,
    org_unit: Unit,
    period: String,
    status: String,
    #[serde(default)]
    due: String,
    #[serde(default)]
    received_at: String,
}

#[derive(Clone)]
enum List {
    Here(Vec<Heading>),
    Refused(String),
    Away,
}

async fn list(app: App) -> List {
    let answer = api::get("/api/v1/reports").await;
    match answer.status {
        None => return List::Away,
        Some(401) => app.signed_out.set(true),
        Some(_) => app.net.set(Net::Good),
    }
    let Some(rows) = answer.body["reports"].as_array() else { return List::Refused(answer.message().to_string()) };
    let own = app.me.with_untracked(|me| me.as_ref().map(|me| me.org_unit.code.clone()));
    let headings = rows.iter().filter_map(|row| serde_json::from_value::<Heading>(row.clone()).ok());
    List::Here(headings.filter(|heading| Some(&heading.org_unit.code) != own.as_ref()).collect())
}

/// The page.
#[component]
pub fn Review() -> impl IntoView {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_review);
    let found = RwSignal::new(None::<List>);
    spawn_local(async move { found.set(Some(list(app).await)) });
    let unit = app.me.with_untracked(|me| me.as_ref().map(|me| me.org_unit.name.clone()).unwrap_or_default());
    let shown = move || match found.get() {
        None => view! { <Waiting /> }.into_any(),
        Some(List::Away) => view! { <p class="empty" role="alert">{texts.needs_network}</p> }.into_any(),
        Some(List::Refused(said)) => view! { <p class="empty" role="alert">{said}</p> }.into_any(),
        Some(List::Here(list)) if list.is_empty() => view! { <p class="empty">{texts.review_nothing}</p> }.into_any(),
        Some(List::Here(list)) => {
            let of = |states: &[&str]| list.iter().filter(|heading| states.contains(&heading.status.as_str())).cloned().collect::<Vec<_>>();
            view! {
                <Group title=texts.review_waiting name="submitted" list=of(&["submitted"]) />
                <Group title=texts.review_returned name="returned" list=of(&["returned", "reopened"]) />
                <Group title=texts.review_approved name="approved" list=of(&["approved"]) />
            }
            .into_any()
        }
    };
    view! {
        <Main name="review" wide=true>
            <h1><span class="caption">{unit}</span>{texts.nav_review}</h1>
            {shown}
        </Main>
    }
}

#[component]
fn Group(title: &'static str, name: &'static str, list: Vec<Heading>) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let all = RwSignal::new(false);
    let count = list.len();
    if count == 0 && name != "submitted" {
        return None;
    }
    let body = move || {
        let most = if all.get() { usize::MAX } else { SHOWN };
        list.iter().take(most).cloned().map(|heading| view! { <Row heading /> }).collect_view()
    };
    let more = move || {
        (count > SHOWN && !all.get()).then(|| {
            let said = put(texts.show_all, &[&count.to_string()]);
            view! { <button class="link" type="button" on:click=move |_| all.set(true)>{said}</button> }
        })
    };
    let table = (count > 0).then(|| {
        view! {
            <div class="tablewrap">
                <table class="cardtable">
                    <caption class="unseen">{title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.org_unit}</th>
                            <th scope="col">{texts.fact_form}</th>
                            <th scope="col" class="short">{texts.fact_period}</th>
                            <th scope="col" class="short">{texts.fact_received}</th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        }
    });
    let none = (count == 0).then(|| view! { <p class="empty">{texts.review_none_waiting}</p> });
    Some(view! {
        <section class="group" data-group=name>
            <div class="group__head"><h2>{title}</h2><span class="group__count">{put(texts.home_count, &[&count.to_string()])}</span></div>
            {none}{table}{more}
        </section>
    })
}

#[component]
fn Row(heading: Heading) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let late = words::is_past(&heading.due, &heading.received_at);
    let late = late.then(|| view! { " "<span class="tag tag--bad">{texts.late}</span> });
    let form = heading.title.get(app.language.get_untracked()).to_string();
    view! {
        <tr data-state=heading.status.clone() data-unit=heading.org_unit.code.clone()>
            <th scope="row"><Link to=Page::Decide(heading.report_id) class="link">{heading.org_unit.name}</Link></th>
            <td data-label=texts.fact_form>{form}</td>
            <td class="short" data-label=texts.fact_period>{words::period(&heading.period, texts)}</td>
            <td class="short" data-label=texts.fact_received>{browser::moment(&heading.received_at)}{late}</td>
        </tr>
    }
}
