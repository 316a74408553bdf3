//! The compiled form as JSON for people and programs that want to know what it asks: `{"form","version","fields":[…],"rules":[…]}`.

use serde_json::{Map, Value, json};

use crate::form::{Form, FormulaId, Kind, Node, NodeId, Register};
use crate::{Aggregate, Texts};

/// Describes a form. Texts are objects by language; what a field does not have is left out.
pub fn describe(form: &Form) -> Value {
    let mut described = json!({
        "form": form.id,
        "version": form.version,
        "digest": form.digest,
        "title": texts(form, &form.title),
        "purpose": texts(form, &form.purpose),
        "retention": form.retention,
        "languages": form.languages,
        "settings": form.settings,
        "fields": form.nodes.iter().skip(1).map(|node| field(form, node)).collect::<Vec<_>>(),
        "rules": form.rules.iter().map(|rule| json!({
            "id": rule.id,
            "severity": rule.severity.name(),
            "each": form.node(form.scopes[rule.scope.index()].node).path,
            "relevant": source(form, rule.relevant),
            "constraint": form.formula(rule.constraint).source,
            "fields": rule.fields.iter().map(|slot| form.node(form.slots[*slot as usize].node).path.as_str()).collect::<Vec<_>>(),
            "message": texts(form, &rule.message),
        })).collect::<Vec<_>>(),
    });
    if let Some(register) = &form.register {
        described["register"] = kept(form, register);
    }
    described
}

/// What makes a form a register: paths of its repeat and of questions in a row, without the repeat's own path before them.
fn kept(form: &Form, register: &Register) -> Value {
    let rows = &form.node(register.rows).path;
    let inside = |id: NodeId| form.node(id).path[rows.len()..].trim_start_matches('/').to_owned();
    json!({
        "rows": rows,
        "title": inside(register.title),
        "day": register.day.map(inside),
        "due": register.due.map(inside),
        "state": register.state.map(inside),
        "done": register.done,
        "slip": texts(form, &register.slip),
    })
}

fn field(form: &Form, node: &Node) -> Value {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        let blank = value.is_null() || value == json!("") || value == json!({}) || value == json!([]);
        if !blank {
            map.insert(key.to_owned(), value);
        }
    };
    put("path", json!(node.path));
    put("name", json!(node.name));
    put("code", json!(node.code));
    put(
        "type",
        json!(match node.kind {
            Kind::Group => "group",
            Kind::Repeat => "repeat",
            Kind::Field(field_type) => field_type.name(),
        }),
    );
    for (key, each) in [
        ("label", &node.label),
        ("hint", &node.hint),
        ("guidance_hint", &node.guidance),
        ("unit", &node.unit),
        ("required_message", &node.required_message),
        ("constraint_message", &node.constraint_message),
    ] {
        put(key, texts(form, each));
    }
    for (key, formula) in [
        ("relevant", node.relevant),
        ("required", node.required),
        ("constraint", node.constraint),
        ("readonly", node.readonly),
        ("calculation", node.calculate),
        ("default", node.default),
        ("choice_filter", node.choice_filter),
        ("repeat_count", node.repeat_count),
    ] {
        put(key, source(form, formula));
    }
    put("appearance", json!(node.appearance));
    put("parameters", json!(node.parameters));
    if node.aggregate != Aggregate::None {
        put("aggregate", json!(node.aggregate.name()));
    }
    put("personal", json!(node.personal.name()));
    if let Some(list) = node.field_type().and_then(|field_type| field_type.list()) {
        let choices = form.list(list).choices.iter();
        put("choices", choices.map(|choice| json!({"name": choice.name, "label": texts(form, &choice.label)})).collect());
    }
    Value::Object(map)
}

fn source(form: &Form, formula: Option<FormulaId>) -> Value {
    formula.map_or(Value::Null, |id| json!(form.formula(id).source))
}

fn texts(form: &Form, texts: &Texts) -> Value {
    let by_language = form.languages.iter().zip(&texts.by_language);
    by_language.filter_map(|(language, text)| Some((language.clone(), json!(text.as_ref()?.source)))).collect::<Map<_, _>>().into()
}
