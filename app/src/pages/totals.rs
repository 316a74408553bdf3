//! Totals of what is approved: how many reports are in, who is missing, and every figure.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::frame::{Main, Waiting};
use crate::state::{App, Net, app};
use crate::storage::records::{Title, Unit};
use crate::texts::{Texts, put};
use crate::{api, browser, router, words};

/// What is chosen.
#[derive(Clone, Debug, Default, PartialEq)]
struct Choice {
    form: String,
    period: String,
    org_unit: String,
}

/// A form or a period to choose: value and label.
type Options = Vec<(String, String)>;

#[derive(Clone)]
enum Sum {
    None,
    Fetching,
    Here(Box<Value>),
    Refused(String),
    Away,
}

/// The page.
#[component]
pub fn Totals() -> impl IntoView {
    let app = app();
    let texts = app.texts();
    browser::set_title(texts.nav_totals);
    let forms = RwSignal::new(Options::new());
    let periods = RwSignal::new(Options::new());
    let choice = RwSignal::new(Choice::default());
    let sum = RwSignal::new(Sum::Fetching);
    spawn_local(async move {
        let found = fetch_forms(app).await;
        let first = found.first().map(|(form, _)| form.clone());
        forms.set(found);
        match first {
            Some(form) => choose_form(app, form, periods, choice).await,
            None => sum.set(Sum::Away),
        }
    });
    Effect::new(move || {
        let chosen = choice.get();
        if chosen.form.is_empty() {
            return;
        }
        if chosen.period.is_empty() {
            sum.set(Sum::None);
            return;
        }
        sum.set(Sum::Fetching);
        spawn_local(async move {
            let found = fetch(app, &chosen).await;
            if choice.with_untracked(|now| *now == chosen) {
                sum.set(found);
            }
        });
    });
    let pick_form = move |form: String| spawn_local(choose_form(app, form, periods, choice));
    let pick_period = move |period: String| choice.update(|choice| choice.period = period);
    let shown = move || match sum.get() {
        Sum::Fetching => view! { <Waiting /> }.into_any(),
        Sum::None => view! { <p class="empty">{texts.totals_none}</p> }.into_any(),
        Sum::Away => view! { <p class="empty" role="alert">{texts.needs_network}</p> }.into_any(),
        Sum::Refused(said) => view! { <p class="empty" role="alert">{said}</p> }.into_any(),
        Sum::Here(body) => view! { <Shown body=*body choice /> }.into_any(),
    };
    view! {
        <Main name="totals" wide=true>
            <h1>{texts.totals_title}</h1>
            <div class="filters">
                <Pick label=texts.fact_form name="form" options=forms chosen=Signal::derive(move || choice.with(|choice| choice.form.clone())) pick=pick_form />
                <Pick label=texts.fact_period name="period" options=periods chosen=Signal::derive(move || choice.with(|choice| choice.period.clone())) pick=pick_period />
            </div>
            {shown}
        </Main>
    }
}

#[component]
fn Pick(label: &'static str, name: &'static str, options: RwSignal<Options>, chosen: Signal<String>, #[prop(into)] pick: Callback<String>) -> impl IntoView {
    let option = move |(value, label): (String, String)| {
        let own = value.clone();
        view! { <option value=value selected=move || chosen.with(|chosen| *chosen == own)>{label}</option> }
    };
    view! {
        <label>
            {label}
            <select class="box" name=name on:change:target=move |event| pick.run(event.target().value())>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

async fn fetch_forms(app: App) -> Options {
    let answer = api::get("/api/v1/forms").await;
    if answer.status.is_some() {
        app.net.set(Net::Good);
    }
    let language = app.language.get_untracked();
    let rows = answer.body["forms"].as_array().cloned().unwrap_or_default();
    let option = |row: &Value| Some((row["id"].as_str()?.to_string(), title(&row["title"]).get(language).to_string()));
    rows.iter().filter_map(option).collect()
}

/// Takes a form, and the latest of its periods that has reports.
async fn choose_form(app: App, form: String, periods: RwSignal<Options>, choice: RwSignal<Choice>) {
    let answer = api::get(&["/api/v1/periods?form=", &router::encode(&form)].concat()).await;
    let rows = answer.body["periods"].as_array().cloned().unwrap_or_default();
    let name = |row: &Value| row["period"].as_str().unwrap_or_default().to_string();
    let mut found: Options = rows.iter().map(|row| (name(row), words::period(&name(row), app.texts()))).collect();
    found.sort_by(|a, b| b.0.cmp(&a.0));
    let used = found.iter().find(|(period, _)| rows.iter().any(|row| name(row) == *period && row["reports"].as_u64() > Some(0)));
    let period = used.or(found.first()).map(|(period, _)| period.clone()).unwrap_or_default();
    periods.set(found);
    choice.set(Choice { form, period, org_unit: String::new() });
}

async fn fetch(app: App, chosen: &Choice) -> Sum {
    let mut path = ["/api/v1/totals?form=", &router::encode(&chosen.form), "&period=", &router::encode(&chosen.period)].concat();
    if !chosen.org_unit.is_empty() {
        path += &["&org_unit=", &router::encode(&chosen.org_unit)].concat();
    }
    let answer = api::get(&path).await;
    match answer.status {
        None => Sum::Away,
        Some(200) => Sum::Here(Box::new(answer.body)),
        Some(status) => {
            app.signed_out.update(|out| *out |= status == 401);
            Sum::Refused(answer.message().to_string())
        }
    }
}

fn title(json: &Value) -> Title {
    serde_json::from_value(json.clone()).unwrap_or_default()
}

fn unit(json: &Value) -> Unit {
    serde_json::from_value(json.clone()).unwrap_or_default()
}

#[component]
fn Shown(body: Value, choice: RwSignal<Choice>) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let number = |key: &str| body[key].as_u64().unwrap_or(0).to_string();
    let (received, expected, approved) = (number("received"), number("expected"), number("approved"));
    let here = unit(&body["org_unit"]);
    let up = choice.with_untracked(|choice| !choice.org_unit.is_empty()).then(|| {
        view! { <button class="link" type="button" on:click=move |_| choice.update(|choice| choice.org_unit.clear())>{texts.totals_up}</button> }
    });
    view! {
        <h2>{here.name}</h2>
        {up}
        <div class="sheet">
            <p class="bignumber" data-received=received.clone() data-expected=expected.clone()>{put(texts.totals_received, &[&received, &expected])}</p>
            <p data-approved=approved.clone()>{put(texts.totals_approved, &[&approved])}</p>
        </div>
        <Missing rows=body["missing"].as_array().cloned().unwrap_or_default() />
        <Figures rows=body["fields"].as_array().cloned().unwrap_or_default() />
        <Children rows=body["children"].as_array().cloned().unwrap_or_default() choice />
    }
}

/// Who has not an approved report, and how far theirs is.
#[component]
fn Missing(rows: Vec<Value>) -> impl IntoView {
    let texts = app().texts();
    if rows.is_empty() {
        return view! { <p class="note">{texts.totals_all_in}</p> }.into_any();
    }
    let said = |state: &str| match state {
        "submitted" => ("tag tag--mid", texts.status_submitted),
        "returned" => ("tag tag--bad", texts.status_returned),
        "overdue" => ("tag tag--bad", texts.totals_overdue),
        _ => ("tag tag--mid", texts.totals_not_sent),
    };
    let row = |row: &Value| {
        let unit = unit(row);
        let state = row["state"].as_str().unwrap_or_default().to_string();
        let (class, said) = said(&state);
        view! {
            <tr data-missing=unit.code data-state=state>
                <th scope="row">{unit.name}</th>
                <td><span class=class>{said}</span></td>
            </tr>
        }
    };
    view! {
        <div class="tablewrap">
            <table class="cardtable">
                <caption>{texts.totals_missing}</caption>
                <thead><tr><th scope="col">{texts.org_unit}</th><th scope="col">{texts.fact_status}</th></tr></thead>
                <tbody>{rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Every figure that adds up.
#[component]
fn Figures(rows: Vec<Value>) -> impl IntoView {
    let app = app();
    let texts = app.texts();
    let language = app.language.get_untracked();
    let spoken = phieu_message::language(language);
    let row = |row: &Value| {
        let code = row["code"].as_str().unwrap_or_default().to_string();
        let value = row["value"].as_f64().map_or("–".to_string(), |value| phieu_message::number(value, spoken));
        let unit = title(&row["unit"]).get(language).to_string();
        let label = title(&row["label"]).get(language).to_string();
        view! {
            <tr data-total=row["path"].as_str().unwrap_or_default().to_string()>
                <th scope="row"><span class="code">{code}</span>{label}</th>
                <td class="number" data-label=texts.totals_value>{value}" "<span class="answers__unit">{unit}</span></td>
                <td data-label=texts.totals_how>{how(row["aggregate"].as_str().unwrap_or_default(), texts)}</td>
            </tr>
        }
    };
    (!rows.is_empty()).then(|| {
        view! {
            <div class="tablewrap">
                <table class="cardtable">
                    <caption>{texts.totals_figures}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.totals_field}</th>
                            <th scope="col" class="number">{texts.totals_value}</th>
                            <th scope="col">{texts.totals_how}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    })
}

/// How a figure was made.
fn how(aggregate: &str, texts: &'static Texts) -> &'static str {
    match aggregate {
        "sum" => texts.how_sum,
        "last" => texts.how_last,
        "recompute" => texts.how_recompute,
        "count" => texts.how_count,
        _ => "",
    }
}

/// The units below, with how many of theirs are in; each can be looked into.
#[component]
fn Children(rows: Vec<Value>, choice: RwSignal<Choice>) -> impl IntoView {
    let texts = app().texts();
    let row = move |row: &Value| {
        let unit = unit(&row["org_unit"]);
        let number = |key: &str| row[key].as_u64().unwrap_or(0).to_string();
        let code = unit.code.clone();
        let look = move |_| choice.update(|choice| choice.org_unit.clone_from(&code));
        let has_below = unit.kind == "commune" || unit.kind == "province";
        let name = if has_below {
            view! { <button class="link" type="button" on:click=look>{unit.name}</button> }.into_any()
        } else {
            unit.name.into_any()
        };
        view! {
            <tr data-child=unit.code>
                <th scope="row">{name}</th>
                <td data-label=texts.totals_in>{[number("received"), "/".into(), number("expected")].concat()}</td>
                <td data-label=texts.status_approved>{number("approved")}</td>
            </tr>
        }
    };
    let rows: Vec<Value> = rows.into_iter().filter(|row| row["expected"].as_u64() > Some(0)).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <div class="tablewrap">
                <table class="cardtable">
                    <caption>{texts.totals_children}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{texts.org_unit}</th>
                            <th scope="col">{texts.totals_in}</th>
                            <th scope="col">{texts.status_approved}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    })
}
