//! The shape of a form's answers as JSON Schema 2020-12, for systems that send or receive reports.
//!
//! It says what each answer looks like, which choices there are and what must always be there. What depends on other answers
//! (`relevant`, `constraint`, rules) is not in it: those stand in `$comment`s, and the validator is who decides.

use serde_json::{Map, Value, json};

use crate::form::{ChoiceList, Form, FormulaId, Kind, Node, NodeId};
use crate::{ListId, Texts, Type};

/// The largest whole number that JSON's numbers keep exactly, 2⁵³ − 1.
const LARGEST_INTEGER: i64 = (1 << 53) - 1;

/// A time of day with an offset where it is known.
const TIME: &str = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?";

/// Latitude and longitude, then altitude and accuracy where they are known.
const POINT: &str = r"-?[0-9.]+ +-?[0-9.]+( +-?[0-9.]+){0,2}";

/// The schema of the object `answers` of a report. Titles are in the form's default language.
pub fn schema(form: &Form) -> Value {
    let mut root = object(form, NodeId(0));
    let lists = used_lists(form).into_iter().map(|id| (list_key(form, id), choices(form.list(id))));
    let lists: Map<String, Value> = lists.collect();
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    put(&mut whole, "title", text(&form.title));
    whole.insert("$comment".to_owned(), json!(format!("answers of form {} version {}, digest {}", form.id, form.version, form.digest)));
    if let Some(inside) = root.as_object_mut() {
        whole.append(inside);
    }
    if !lists.is_empty() {
        whole.insert("$defs".to_owned(), Value::Object(lists));
    }
    Value::Object(whole)
}

/// A group, the rows of a repeat, or the form itself.
fn object(form: &Form, id: NodeId) -> Value {
    let answered: Vec<NodeId> = form.children(id).filter(|&child| holds_answers(form, child)).collect();
    let properties: Map<String, Value> = answered.iter().map(|&child| (form.node(child).name.clone(), node(form, child))).collect();
    let required: Vec<&str> = answered.iter().filter(|&&child| always(form, child)).map(|&child| form.node(child).name.as_str()).collect();
    let mut map = Map::new();
    map.insert("type".to_owned(), json!("object"));
    map.insert("properties".to_owned(), Value::Object(properties));
    map.insert("additionalProperties".to_owned(), json!(false));
    if !required.is_empty() {
        map.insert("required".to_owned(), json!(required));
    }
    Value::Object(map)
}

fn node(form: &Form, id: NodeId) -> Value {
    let node = form.node(id);
    let shape = match node.kind {
        Kind::Group => object(form, id),
        Kind::Repeat => json!({"type": "array", "items": object(form, id)}),
        Kind::Field(field_type) => field(form, node, field_type),
    };
    let mut map = Map::new();
    put(&mut map, "title", text(&node.label));
    put(&mut map, "description", text(&node.hint));
    put(&mut map, "$comment", conditions(form, node));
    if node.calculate.is_some() || node.field_type().is_some_and(Type::is_kept) {
        map.insert("readOnly".to_owned(), json!(true));
    }
    if let Value::Object(shape) = shape {
        map.extend(shape);
    }
    Value::Object(map)
}

/// What an answer of a type looks like.
fn field(form: &Form, node: &Node, field_type: Type) -> Value {
    let pattern = |pattern: &str| json!({"type": "string", "pattern": pattern});
    match field_type {
        Type::Integer => json!({"type": "integer", "minimum": -LARGEST_INTEGER, "maximum": LARGEST_INTEGER}),
        Type::Decimal | Type::Range => json!({"type": "number"}),
        Type::Date => json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        Type::PartialDate => pattern("^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
        Type::Time => pattern(&format!("^{TIME}$")),
        Type::DateTime => pattern(&format!("^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(T{TIME})?$")),
        Type::SelectOne(list) => choice(form, node, list),
        Type::SelectMultiple(list) | Type::Rank(list) => json!({"type": "array", "items": choice(form, node, list), "uniqueItems": true}),
        Type::Geopoint => pattern(&format!("^{POINT}$")),
        Type::Geotrace | Type::Geoshape => pattern(&format!("^{POINT}(; *{POINT})*;?$")),
        Type::Text => match node.parameters.get("max").and_then(|max| max.parse::<u32>().ok()) {
            Some(max) => json!({"type": "string", "maxLength": max}),
            None => json!({"type": "string"}),
        },
        Type::Calculate | Type::Hidden | Type::Metadata(_) => json!({"type": ["string", "number", "boolean"]}),
        Type::File | Type::Image | Type::Audio | Type::Video | Type::Barcode | Type::Acknowledge | Type::Note => json!({"type": "string"}),
    }
}

/// One choice. Which names a select offers that has no list of its own depends on other answers.
fn choice(form: &Form, node: &Node, list: ListId) -> Value {
    match own_list(form, node, list) {
        Some(list) => json!({"$ref": format!("#/$defs/{}", list_key(form, list))}),
        None => json!({"type": "string", "pattern": "^\\S+$"}),
    }
}

fn own_list(form: &Form, node: &Node, list: ListId) -> Option<ListId> {
    let has_choices = form.lists.get(list.index()).is_some_and(|list| !list.choices.is_empty());
    (node.itemset.is_none() && has_choices).then_some(list)
}

/// A list of choices: the names that are kept, with their labels.
fn choices(list: &ChoiceList) -> Value {
    let choice = |choice: &crate::Choice| {
        let mut map = Map::new();
        map.insert("const".to_owned(), json!(choice.name));
        put(&mut map, "title", text(&choice.label));
        Value::Object(map)
    };
    json!({"type": "string", "oneOf": list.choices.iter().map(choice).collect::<Vec<_>>()})
}

fn used_lists(form: &Form) -> Vec<ListId> {
    let mut lists: Vec<ListId> = form.nodes.iter().filter_map(|node| own_list(form, node, node.field_type()?.list()?)).collect();
    lists.sort_unstable();
    lists.dedup();
    lists
}

/// A list's key under `$defs`: its name where that needs no escaping in a reference.
fn list_key(form: &Form, id: ListId) -> String {
    let name = &form.list(id).name;
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if plain { name.clone() } else { format!("list-{}", id.index() + 1) }
}

/// Whether a report can hold anything there.
fn holds_answers(form: &Form, id: NodeId) -> bool {
    match form.node(id).kind {
        Kind::Group | Kind::Repeat => form.children(id).any(|child| holds_answers(form, child)),
        Kind::Field(field_type) => field_type != Type::Note,
    }
}

/// Whether every complete report holds it: required whatever else is answered, or a group around something that is.
fn always(form: &Form, id: NodeId) -> bool {
    let node = form.node(id);
    let applies = node.relevant.is_none();
    match node.kind {
        Kind::Field(_) => applies && node.calculate.is_none() && node.required.is_some_and(|required| is_true(form, required)),
        Kind::Group => applies && form.children(id).any(|child| always(form, child)),
        Kind::Repeat => false,
    }
}

/// Whether an expression is a plain yes.
fn is_true(form: &Form, id: FormulaId) -> bool {
    matches!(form.formula(id).source.trim().to_ascii_lowercase().as_str(), "yes" | "true" | "true()")
}

/// What the schema cannot say.
fn conditions(form: &Form, node: &Node) -> String {
    let of = |(name, formula): (&str, Option<FormulaId>)| Some(format!("{name}: {}", form.formula(formula?).source));
    let all = [("relevant", node.relevant), ("constraint", node.constraint), ("calculation", node.calculate)];
    all.into_iter().filter_map(of).collect::<Vec<_>>().join("; ")
}

fn text(texts: &Texts) -> String {
    texts.get(0).map_or(String::new(), |template| template.source.clone())
}

fn put(map: &mut Map<String, Value>, key: &str, text: String) {
    if !text.is_empty() {
        map.insert(key.to_owned(), json!(text));
    }
}
