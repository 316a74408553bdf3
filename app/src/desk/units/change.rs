//! What an administrator may do to a unit: one form, whose boxes follow the action. The server decides; its sentence is shown.

use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_ui::dom::{El, View, button, el, is_checked, memo, say, value_at};
use serde_json::{Value, json};

use super::find::{Found, finder};
use super::life::Life;
use super::words::Words;
use crate::pages::frame::field;
use crate::state::{App, Net};
use crate::storage::records::{Title, Unit};
use crate::texts::put;
use crate::{api, browser, words as said};

/// What stands in the form.
#[derive(Clone, Default)]
struct Wanted {
    action: String,
    on: String,
    source: String,
    name: String,
    code: String,
    kind: String,
    other: Option<Unit>,
    /// What a unit becomes besides itself.
    parts: Vec<Part>,
    /// Which of the parts, counted from 0, each unit under it goes over to; those that are not here stay.
    children: BTreeMap<String, usize>,
    despite: bool,
}

/// A new unit that is split off, as typed.
#[derive(Clone, Default)]
struct Part {
    code: String,
    name: String,
    share: String,
}

/// What became of it.
#[derive(Clone, Default)]
struct Outcome {
    said: Option<String>,
    /// The reports that are open, if that is why.
    open: Vec<Value>,
}

/// The form; `again` reads the unit anew.
pub fn changes(app: App, words: &'static Words, life: &Life, again: Rc<dyn Fn()>) -> El {
    let unit = life.org_unit.clone();
    let first = if unit.kind == "centre" { "ask_from" } else { "rename" };
    let wanted = RwSignal::new(Wanted {
        action: first.into(),
        on: browser::today(),
        kind: kind_below(&unit.kind).into(),
        parts: vec![Part::default()],
        ..Wanted::default()
    });
    let outcome = RwSignal::new(Outcome::default());
    let busy = RwSignal::new(false);
    let possible = words.actions.iter().filter(|(action, _)| fits(action, &unit.kind));
    let options: Vec<El> = possible
        .map(|(action, text)| say("option", text).attr("value", action).attr_if("selected", (*action == first).then_some("")))
        .collect();
    let pick = move |event| {
        wanted.update(|wanted| wanted.action = value_at(&event));
        outcome.set(Outcome::default());
    };
    let chosen = memo(move || wanted.with(|wanted| wanted.action.clone()));
    let what = field(words.what, &el("select.box").attr("name", "action").child(options).on("change", pick));
    let children = life.below.clone();
    let kind = unit.kind.clone();
    let boxes = move || boxes(app, words, &chosen.get(), &kind, &children, wanted);
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        let body = wanted.with_untracked(|wanted| body(words, &unit, wanted));
        let body = match body {
            Ok(body) => body,
            Err(told) => return outcome.set(Outcome { said: Some(told.to_string()), open: Vec::new() }),
        };
        busy.set(true);
        let again = again.clone();
        spawn_local(async move {
            let failed = send(app, &body).await;
            busy.try_set(false);
            match failed {
                Ok(false) => again(),
                Ok(true) => {
                    let day = said::date(body["on"].as_str().unwrap_or_default());
                    outcome.try_set(Outcome { said: Some(put(words.kept, &[&day])), open: Vec::new() });
                }
                Err(failed) => {
                    outcome.try_set(failed);
                }
            }
        });
    };
    el("section.sheet")
        .attr("data-change", "")
        .child(say("h2", words.change))
        .child(say("p.quiet", words.change_how))
        .child(what)
        .live(boxes)
        .live(move || outcome.with(|outcome| told(app, words, outcome, wanted)))
        .child(el("div.actions").child(button("button", words.save, save).live_attr("aria-disabled", move || Some(busy.get().to_string()))))
}

/// Whether an action makes sense for a unit of a kind.
fn fits(action: &str, kind: &str) -> bool {
    match action {
        "add" => !kind_below(kind).is_empty(),
        "move" | "merge" | "split" | "close" => kind != "centre",
        _ => true,
    }
}

/// The first kind that stands under another; empty where nothing does.
fn kind_below(kind: &str) -> &'static str {
    match kind {
        "centre" => "province",
        "province" | "district" => "commune",
        "commune" => "club",
        _ => "",
    }
}

fn typed_field(label: &str, name: &str, kind: &str, value: &str, typed: impl FnMut(String) + 'static) -> El {
    let input = el("input.box").attr("type", kind).attr("name", name).attr("value", value).typed(typed);
    field(label, &input)
}

/// The boxes of an action.
fn boxes(app: App, words: &'static Words, action: &str, kind: &str, children: &[Unit], wanted: RwSignal<Wanted>) -> View {
    let now = wanted.get_untracked();
    let code = || typed_field(words.new_code, "code", "text", &now.code, move |text| wanted.update(|wanted| wanted.code = text));
    let name = || typed_field(words.new_name, "name", "text", &now.name, move |text| wanted.update(|wanted| wanted.name = text));
    let on = typed_field(words.first_day, "on", "date", &now.on, move |text| wanted.update(|wanted| wanted.on = text));
    let source = (action != "ask_from")
        .then(|| typed_field(words.source_hint, "source", "text", &now.source, move |text| wanted.update(|wanted| wanted.source = text)));
    let own: View = match action {
        "rename" => name().into(),
        "move" => other(app, words, words.under, wanted).into(),
        "merge" => other(app, words, words.into, wanted).into(),
        "split" => splitting(words, children, wanted),
        "add" => {
            let kinds = words.kinds.iter().filter(|(each, _)| stands_under(each, kind));
            let kinds =
                kinds.map(|(each, text)| say("option", text).attr("value", each).attr_if("selected", (*each == now.kind).then_some("")));
            let list = el("select.box").attr("name", "kind").child(kinds.collect::<Vec<El>>());
            let list = list.on("change", move |event| wanted.update(|wanted| wanted.kind = value_at(&event)));
            [code(), name(), field(words.kind, &list)].into()
        }
        _ => View::from(None::<El>),
    };
    el("div.stack").child(own).child(on).child(source).into()
}

fn stands_under(kind: &str, parent: &str) -> bool {
    match parent {
        "commune" => matches!(kind, "branch" | "club" | "fund"),
        _ => kind == kind_below(parent),
    }
}

/// Another unit, looked for and chosen.
fn other(app: App, words: &'static Words, label: &str, wanted: RwSignal<Wanted>) -> El {
    let row = Rc::new(move |found: &Found| {
        let unit = found.unit.clone();
        button("link", &found.unit.name, move || wanted.update(|wanted| wanted.other = Some(unit.clone())))
    });
    let chosen = move || {
        let unit = wanted.with(|wanted| wanted.other.clone());
        unit.map(|unit| say("p", &put(words.chosen, &[&[&unit.name, " (", &unit.code, ")"].concat()])).attr("data-chosen", &unit.code))
    };
    el("div.stack").child(finder(app, label, false, row)).live(chosen)
}

/// The new units that one is split into, as many as are wanted, and where each unit under it goes.
fn splitting(words: &'static Words, children: &[Unit], wanted: RwSignal<Wanted>) -> View {
    let count = memo(move || wanted.with(|wanted| wanted.parts.len()));
    let parts = move || (0..count.get()).map(|at| part(words, at, wanted)).collect::<Vec<El>>();
    let more = button("link", words.one_more, move || wanted.update(|wanted| wanted.parts.push(Part::default())));
    let children = children.to_vec();
    let parting = move || (!children.is_empty()).then(|| parting(words, &children, count.get(), wanted));
    [View::from(el("div.stack").live(parts)), more.into(), el("div.stack").live(parting).into()].into()
}

/// The boxes of one new unit.
fn part(words: &'static Words, at: usize, wanted: RwSignal<Wanted>) -> El {
    let now = wanted.with_untracked(|wanted| wanted.parts.get(at).cloned().unwrap_or_default());
    let typed = move |set: fn(&mut Part, String)| {
        move |text: String| {
            wanted.update(|wanted| {
                if let Some(part) = wanted.parts.get_mut(at) {
                    set(part, text);
                }
            })
        }
    };
    el("fieldset.stack")
        .attr("data-part", &(at + 1).to_string())
        .child(say("legend", &put(words.part, &[&(at + 1).to_string()])))
        .child(typed_field(words.new_code, "code", "text", &now.code, typed(|part, text| part.code = text)))
        .child(typed_field(words.new_name, "name", "text", &now.name, typed(|part, text| part.name = text)))
        .child(typed_field(words.share, "share", "text", &now.share, typed(|part, text| part.share = text)))
}

/// The units under it: each stays or goes over to one of the new ones.
fn parting(words: &Words, children: &[Unit], count: usize, wanted: RwSignal<Wanted>) -> El {
    let choose = |unit: &Unit| {
        let code = unit.code.clone();
        let chosen = wanted.with_untracked(|wanted| wanted.children.get(&code).copied());
        let option = |at: Option<usize>, text: &str| {
            let value = at.map(|at| at.to_string()).unwrap_or_default();
            say("option", text).attr("value", &value).attr_if("selected", (at == chosen).then_some(""))
        };
        let parts = (0..count).map(|at| option(Some(at), &put(words.part, &[&(at + 1).to_string()])));
        let list = el("select.box").attr("name", "child").attr("data-child", &unit.code).child(option(None, words.stays));
        let list = list.child(parts.collect::<Vec<El>>()).on("change", move |event| {
            wanted.update(|wanted| match value_at(&event).parse::<usize>() {
                Ok(at) => _ = wanted.children.insert(code.clone(), at),
                Err(_) => _ = wanted.children.remove(&code),
            });
        });
        field(&unit.name, &list)
    };
    el("fieldset.stack").child(say("legend", words.children)).child(children.iter().map(choose).collect::<Vec<El>>())
}

/// The new units as the server takes them, the unit itself before them. Where every share is known, its own is the rest.
fn split(words: &'static Words, unit: &Unit, wanted: &Wanted) -> Result<Value, &'static str> {
    let share = |part: &Part| match part.share.trim().replace(',', ".") {
        text if text.is_empty() => Ok(None),
        text => text.parse::<f64>().ok().filter(|share| *share > 0.0 && *share < 100.0).map(Some).ok_or(words.share_wrong),
    };
    let shares = wanted.parts.iter().map(share).collect::<Result<Vec<Option<f64>>, _>>()?;
    let given: f64 = shares.iter().flatten().sum();
    if given >= 100.0 {
        return Err(words.share_wrong);
    }
    let mut own = json!({ "code": unit.code });
    if shares.iter().all(Option::is_some) {
        own["share"] = ((100.0 - given) / 100.0).into();
    }
    let part = |(at, (part, share)): (usize, (&Part, &Option<f64>))| {
        let children: Vec<&String> = wanted.children.iter().filter(|(_, part)| **part == at).map(|(code, _)| code).collect();
        let mut made = json!({ "code": part.code.trim().to_uppercase(), "name": part.name.trim(), "children": children });
        if let Some(share) = share {
            made["share"] = (share / 100.0).into();
        }
        made
    };
    let parts = wanted.parts.iter().zip(&shares).enumerate().map(part);
    Ok([own].into_iter().chain(parts).collect::<Vec<Value>>().into())
}

/// The change as the server takes it, or what is lacking.
fn body(words: &'static Words, unit: &Unit, wanted: &Wanted) -> Result<Value, &'static str> {
    let mut body = json!({ "action": wanted.action, "on": wanted.on, "source": wanted.source.trim(), "despite_duties": wanted.despite });
    let (code, name) = (wanted.code.trim().to_uppercase(), wanted.name.trim());
    let other = || wanted.other.as_ref().map(|unit| unit.code.as_str()).ok_or(words.choose_first);
    if !matches!(wanted.action.as_str(), "add" | "merge") {
        body["code"] = unit.code.as_str().into();
    }
    match wanted.action.as_str() {
        "rename" => body["name"] = name.into(),
        "move" => body["parent"] = other()?.into(),
        "merge" => {
            body["from"] = json!([unit.code]);
            body["into"] = json!({ "code": other()? });
        }
        "split" => body["into"] = split(words, unit, wanted)?,
        "add" => {
            body["code"] = code.into();
            body["name"] = name.into();
            body["kind"] = wanted.kind.as_str().into();
            body["parent"] = unit.code.as_str().into();
        }
        _ => {}
    }
    Ok(body)
}

/// Why it was not done; open reports are named, and may be given up.
fn told(app: App, words: &'static Words, outcome: &Outcome, wanted: RwSignal<Wanted>) -> View {
    let message = outcome.said.as_ref().map(|said| say("p.message", said).attr("role", "alert"));
    let language = app.language.get_untracked();
    let line = |open: &Value| {
        let title: Title = serde_json::from_value(open["title"].clone()).unwrap_or_default();
        let period = said::period(open["period"].as_str().unwrap_or_default(), app.texts());
        say("li", &[title.get(language), " · ", &period].concat())
    };
    let give_up = (!outcome.open.is_empty()).then(|| {
        let tick = el("input").attr("type", "checkbox").attr("name", "despite");
        let tick = tick.on("change", move |event| wanted.update(|wanted| wanted.despite = is_checked(&event)));
        let list = el("ul").attr("data-open", "").child(outcome.open.iter().map(line).collect::<Vec<El>>());
        [say("h3", words.open), list, el("label.choice").child(tick).child(say("span", words.despite))]
    });
    [View::from(message), give_up.map(View::from).into()].into()
}

/// Sends the change: whether it waits for its day, or why it was not taken.
async fn send(app: App, body: &Value) -> Result<bool, Outcome> {
    let answer = api::send("POST", "/api/v1/unit-changes", Some(&body.to_string())).await;
    let said = match answer.status {
        Some(_) if answer.is_good() => {
            app.net.set(Net::Good);
            return Ok(!answer.body["planned"].is_null());
        }
        Some(status) => {
            app.signed_out.update(|out| *out |= status == 401);
            answer.message().to_string()
        }
        None => app.texts().needs_network.to_string(),
    };
    let open = answer.body["details"]["open"].as_array().cloned().unwrap_or_default();
    Err(Outcome { said: Some(said), open })
}
