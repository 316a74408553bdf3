//! Random edits on a form: after each of them the state equals what a computation from nothing gives, and every place that
//! reads otherwise than before is among the changes that the edit told.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu::engine::{At, Changes, Context, Edit, EditError, Held, Instance, Issue, Named};
use phieu::form::{Form, Kind, Type};
use phieu::{Validator, report};
use serde_json::{Value as Json, json};

use crate::Numbers;

/// Makes `count` random edits on a form. Returns a line per edit with the digest of the whole state after it.
pub fn run_random_edits(form: &str, context: &str, seed: u32, count: u32) -> Result<String, String> {
    let form = Validator::from_toml("form", form).map_err(|error| error.to_string())?.form().clone();
    let context: Context = serde_json::from_str(context).map_err(|error| error.to_string())?;
    follow_edits(&form, &context, &mut Numbers::Seed(u64::from(seed)), count)
}

/// Makes edits of numbers until they are over, and at most `count`.
pub fn follow_edits(form: &Arc<Form>, context: &Context, numbers: &mut Numbers<'_>, count: u32) -> Result<String, String> {
    let mut instance = Instance::blank(form.clone(), context.clone());
    let mut lines = String::new();
    for number in 0..count {
        if numbers.is_over() {
            break;
        }
        let Some(edit) = random_edit(form, &instance, numbers) else { continue };
        let told = format!("{edit:?}");
        let state = follow(&mut instance, edit).map_err(|error| format!("edit {number}, {told}: {error}"))?;
        lines += &format!("{number} {}\n", report::digest(&report::canonical(&state)));
    }
    Ok(lines)
}

/// Makes one edit and returns the state after it; or what is not as it must be.
fn follow(instance: &mut Instance, edit: Edit) -> Result<Json, String> {
    let before = drawn(instance);
    let changes = match instance.apply(edit) {
        // A report is full; nothing has changed.
        Err(EditError::RowsFixed) => Changes::default(),
        result => result.map_err(|error| error.to_string())?,
    };
    let is_untold = |(at, text): &(At, String)| before.get(at).is_some_and(|old| old != text) && !changes.nodes.contains(at);
    if let Some((at, text)) = drawn(instance).into_iter().find(is_untold) {
        return Err(format!("{} changed untold\n  before {}\n  after  {text}", instance.path(at), before[&at]));
    }
    let state = state(instance);
    let fresh = Instance::open(instance.form().clone(), instance.context().clone(), &instance.answers(), &instance.explanations());
    let expected = self::state(&fresh);
    if state != expected {
        return Err(format!("\n  edit by edit {state}\n  from nothing {expected}"));
    }
    Ok(state)
}

/// What is drawn at every place that a report has now.
fn drawn(instance: &Instance) -> BTreeMap<At, String> {
    let form = instance.form();
    let mut drawn = BTreeMap::new();
    for at in places(instance) {
        let node = form.node(at.node);
        let texts = [&node.label, &node.hint].map(|texts| instance.render(texts, at, 0, &Named::plain));
        let issues: Vec<Json> = instance.issues_at(at).iter().map(issue_to_json).collect();
        drawn.insert(at, format!("{:?} {texts:?} {:?} {}", instance.node(at), offered(instance, at), json!(issues)));
    }
    drawn
}

fn issue_to_json(issue: &Issue) -> Json {
    json!([issue.path, issue.code.name(), issue.severity.name(), issue.fields, issue.facts])
}

/// Every place, groups and repeats included.
fn places(instance: &Instance) -> Vec<At> {
    let mut found = Vec::new();
    let mut places = vec![instance.root()];
    while let Some(at) = places.pop() {
        places.extend(if instance.is_whole_repeat(at) { instance.repeat_rows(at) } else { instance.children(at) });
        found.push(at);
    }
    found
}

/// By place: whether it counts, must be answered, cannot be changed, and what it offers.
fn nodes(instance: &Instance) -> Json {
    let states = places(instance).into_iter().map(|at| {
        let state = instance.node(at);
        let whole = if instance.is_whole_repeat(at) { "[]" } else { "" };
        (instance.path(at) + whole, json!([state.relevant, state.required, state.readonly, offered(instance, at)]))
    });
    Json::Object(states.collect())
}

/// Everything that can be seen of a report.
fn state(instance: &Instance) -> Json {
    let issues = instance.issues();
    json!({
        "sent": instance.sealed(),
        "draft": instance.answers(),
        "values": instance.values(),
        "explanations": instance.explanations(),
        "issues": issues.iter().map(issue_to_json).collect::<Vec<_>>(),
        "nodes": nodes(instance),
    })
}

fn random_edit(form: &Arc<Form>, instance: &Instance, numbers: &mut Numbers<'_>) -> Option<Edit> {
    let broken: Vec<_> = instance.issues().into_iter().filter_map(|issue| issue.rule).collect();
    let mut fields = Vec::new();
    let mut repeats = Vec::new();
    let mut rows = Vec::new();
    let mut places = vec![instance.root()];
    while let Some(at) = places.pop() {
        match form.node(at.node).kind {
            Kind::Field(Type::Note) => {}
            Kind::Field(_) if instance.node(at).readonly => {}
            Kind::Field(_) => fields.push(at),
            Kind::Repeat if instance.is_whole_repeat(at) => {
                let inside = instance.repeat_rows(at);
                if !instance.node(at).readonly {
                    repeats.push(at);
                    rows.extend(&inside);
                }
                places.extend(inside);
            }
            Kind::Group | Kind::Repeat => places.extend(instance.children(at)),
        }
    }
    fields.sort();
    Some(match numbers.below(20) {
        0 | 1 if !repeats.is_empty() => Edit::AddRow { repeat: repeats[numbers.below(repeats.len())] },
        2 | 3 if !rows.is_empty() => Edit::RemoveRow { row: rows[numbers.below(rows.len())] },
        4 | 5 if !broken.is_empty() => {
            let (rule, row) = broken[numbers.below(broken.len())];
            Edit::Explain { rule, row, text: ["because", ""][numbers.below(2)].to_owned() }
        }
        _ => {
            let at = *fields.get(numbers.below(fields.len()))?;
            Edit::Set { at, text: random_text(form, instance, at, numbers) }
        }
    })
}

fn offered(instance: &Instance, at: At) -> Vec<String> {
    instance.choices(at).iter().map(|choice| choice.name.clone()).collect()
}

fn random_text(form: &Arc<Form>, instance: &Instance, at: At, numbers: &mut Numbers<'_>) -> String {
    // Values near one another, so that rules hold about as often as not.
    let odd = ["", "12,7", "x", "-1", "999999999999", "2026-02-30"];
    if numbers.below(8) == 0 && !matches!(form.node(at.node).field_type(), Some(Type::Rank(_))) {
        return odd[numbers.below(odd.len())].to_owned();
    }
    let Some(field_type) = form.node(at.node).field_type() else { return String::new() };
    match field_type {
        // Small ones more often: a number may be a number of rows.
        Type::Integer => {
            let most = if numbers.below(3) == 0 { 12 } else { 6 };
            [0, 1, 2, 3, 2, 4, 5, 30, 52, 60, 1_000, 5_000_000][numbers.below(most)].to_string()
        }
        Type::Decimal => format!("{}.{}", numbers.below(40), numbers.below(100)),
        Type::Date => format!("2026-{:02}-{:02}", 1 + numbers.below(12), 1 + numbers.below(28)),
        Type::PartialDate => format!("{}", 1920 + numbers.below(60)),
        // What is made of nodes is known only as it is offered.
        Type::SelectOne(_) | Type::SelectMultiple(_) if form.node(at.node).itemset.is_some() => {
            let names = offered(instance, at);
            names.get(numbers.below(names.len())).cloned().unwrap_or_default()
        }
        Type::SelectOne(list) | Type::SelectMultiple(list) => {
            let choices = &form.list(list).choices;
            let mut names: Vec<&str> = choices.iter().filter(|_| numbers.below(3) == 0).map(|choice| choice.name.as_str()).collect();
            if names.is_empty() || matches!(field_type, Type::SelectOne(_)) {
                names = choices.get(numbers.below(choices.len())).map(|choice| choice.name.as_str()).into_iter().collect();
            }
            names.join(" ")
        }
        // Everything that is offered, from somewhere on.
        Type::Rank(_) => {
            let mut names = offered(instance, at);
            let first = numbers.below(names.len());
            names.rotate_left(first);
            names.join(" ")
        }
        _ => match instance.node(at).held {
            Held::Blank => format!("text {}", numbers.below(100)),
            held => held.text().to_uppercase(),
        },
    }
}
