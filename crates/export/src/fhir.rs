//! A form as a FHIR R5 Questionnaire (HL7 FHIR 5.0.0, Questionnaire): groups, questions, choices, what is always asked.
//!
//! FHIR's conditions and rules are written in another language (FHIRPath), so none are translated: they are told beside the file and in its
//! `description`, and whoever fills the Questionnaire in elsewhere has the answers checked by phieu.

use phieu_form::{Form, Kind, ListId, Node, NodeId, Texts, Type};
use serde_json::{Map, Value, json};

const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";
const EXTENSION: &str = "http://hl7.org/fhir/StructureDefinition/";

/// The Questionnaire, and a line for each thing that is not in it.
pub(crate) fn questionnaire(form: &Form) -> (Value, Vec<String>) {
    let mut left_out = crate::left_out(form);
    left_out.extend(form.nodes.iter().filter(|node| !node.hint.is_empty()).map(|node| format!("{}: hint", node.path)));
    let mut map = Map::new();
    map.insert("resourceType".to_owned(), json!("Questionnaire"));
    map.insert("meta".to_owned(), json!({ "tag": [{ "system": "urn:phieu:digest", "code": form.digest }] }));
    map.insert("language".to_owned(), json!(form.languages.first()));
    map.insert("identifier".to_owned(), json!([{ "system": "urn:phieu:form", "value": form.id }]));
    map.insert("name".to_owned(), json!(crate::type_name(&form.id)));
    map.insert("version".to_owned(), json!(form.version));
    put(form, &mut map, "title", &form.title);
    map.insert("status".to_owned(), json!("active"));
    map.insert("description".to_owned(), json!(description(&left_out)));
    map.insert("item".to_owned(), items(form, NodeId(0)));
    map.retain(|_, value| !value.is_null() && *value != json!([]));
    (Value::Object(map), left_out)
}

fn description(left_out: &[String]) -> String {
    match left_out {
        [] => String::from("Everything that the form asks is in here."),
        lines => format!(
            "Not in this Questionnaire, and checked by phieu:\n\n{}",
            lines.iter().map(|line| format!("- `{line}`\n")).collect::<String>()
        ),
    }
}

fn items(form: &Form, at: NodeId) -> Value {
    form.children(at).map(|child| item(form, child)).collect()
}

fn item(form: &Form, id: NodeId) -> Value {
    let node = form.node(id);
    let mut map = Map::new();
    map.insert("linkId".to_owned(), json!(node.path));
    if !node.code.is_empty() {
        map.insert("prefix".to_owned(), json!(node.code));
    }
    put(form, &mut map, "text", &node.label);
    map.insert("type".to_owned(), json!(kind(node)));
    let several = node.kind == Kind::Repeat || node.field_type().is_some_and(Type::is_several);
    let required = node.required.is_some_and(|formula| is_true(&form.formula(formula).source));
    let kept = node.calculate.is_some() || node.field_type().is_some_and(Type::is_kept);
    // A display says something and is asked nothing.
    if kind(node) != "display" {
        for (name, said) in [("required", required), ("repeats", several), ("readOnly", kept && kind(node) != "group")] {
            if said {
                map.insert(name.to_owned(), json!(true));
            }
        }
    }
    if let Some(max) = node.parameters.get("max").and_then(|max| max.parse::<u32>().ok()).filter(|_| node.field_type() == Some(Type::Text))
    {
        map.insert("maxLength".to_owned(), json!(max));
    }
    if let Some(list) = node.field_type().and_then(Type::list) {
        map.insert("answerOption".to_owned(), options(form, list));
    }
    let extensions = extensions(node);
    if !extensions.is_empty() {
        map.insert("extension".to_owned(), json!(extensions));
    }
    if matches!(node.kind, Kind::Group | Kind::Repeat) {
        map.insert("item".to_owned(), items(form, id));
    }
    map.retain(|_, value| *value != json!([]));
    Value::Object(map)
}

/// FHIR's type of an item (value set `item-type`).
fn kind(node: &Node) -> &'static str {
    let field_type = match node.kind {
        Kind::Group | Kind::Repeat => return "group",
        Kind::Field(field_type) => field_type,
    };
    match field_type {
        Type::Integer => "integer",
        Type::Decimal | Type::Range => "decimal",
        Type::Date | Type::PartialDate => "date",
        Type::DateTime => "dateTime",
        Type::Time => "time",
        Type::SelectOne(_) | Type::SelectMultiple(_) | Type::Rank(_) => "coding",
        Type::File | Type::Image | Type::Audio | Type::Video => "attachment",
        Type::Note => "display",
        Type::Text if node.appears("multiline") => "text",
        Type::Text | Type::Calculate | Type::Hidden | Type::Metadata(_) | Type::Geopoint | Type::Geotrace | Type::Geoshape => "string",
        Type::Barcode | Type::Acknowledge => "string",
    }
}

fn options(form: &Form, list: ListId) -> Value {
    let option = |choice: &phieu_form::Choice| {
        let mut coding = Map::new();
        coding.insert("code".to_owned(), json!(choice.name));
        put(form, &mut coding, "display", &choice.label);
        json!({ "valueCoding": coding })
    };
    form.list(list).choices.iter().map(option).collect()
}

/// What only extensions say: that an item is not shown, the bounds of a range, the unit of measure.
fn extensions(node: &Node) -> Vec<Value> {
    let mut all = Vec::new();
    if matches!(node.field_type(), Some(Type::Calculate | Type::Hidden | Type::Metadata(_))) {
        all.push(json!({ "url": format!("{EXTENSION}questionnaire-hidden"), "valueBoolean": true }));
    }
    for (parameter, url) in [("start", "minValue"), ("end", "maxValue")] {
        let bound = node.parameters.get(parameter).filter(|_| node.field_type() == Some(Type::Range));
        if let Some(bound) = bound.and_then(|bound| bound.parse::<f64>().ok()) {
            all.push(json!({ "url": format!("{EXTENSION}{url}"), "valueDecimal": bound }));
        }
    }
    if let Some(unit) = node.unit.get(0) {
        all.push(json!({ "url": format!("{EXTENSION}questionnaire-unit"), "valueCoding": { "display": unit.source } }));
    }
    all
}

/// A text in the default language, and beside it what it is in the others.
fn put(form: &Form, map: &mut Map<String, Value>, key: &str, texts: &Texts) {
    let Some(own) = texts.get(0) else { return };
    map.insert(key.to_owned(), json!(own.source));
    let others = form.languages.iter().zip(&texts.by_language).skip(1);
    let translation = |(language, text): (&String, &Option<phieu_form::Template>)| {
        let content = &text.as_ref()?.source;
        Some(
            json!({ "url": TRANSLATION, "extension": [{ "url": "lang", "valueCode": language }, { "url": "content", "valueString": content }] }),
        )
    };
    let translations: Vec<Value> = others.filter_map(translation).collect();
    if !translations.is_empty() {
        map.insert(format!("_{key}"), json!({ "extension": translations }));
    }
}

fn is_true(source: &str) -> bool {
    matches!(source.trim().to_ascii_lowercase().as_str(), "yes" | "true" | "true()")
}
