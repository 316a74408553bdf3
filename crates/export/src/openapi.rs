//! The answers' shape as components of an OpenAPI 3.1 document: its schemas are JSON Schema 2020-12, so they are taken over as they stand,
//! with the choice lists beside them.

use phieu_form::{Form, schema};
use serde_json::{Map, Value, json};

use crate::type_name;

/// `{"components": {"schemas": {…}}}`: the answers, the choice lists, and the report around the answers.
pub(crate) fn components(form: &Form) -> Value {
    let name = type_name(&form.id);
    let mut answers = schema(form);
    let mut schemas = Map::new();
    let lists = answers.as_object_mut().and_then(|whole| {
        whole.remove("$schema");
        whole.remove("$defs")
    });
    for (list, mut choices) in lists.as_ref().and_then(Value::as_object).cloned().unwrap_or_default() {
        lead(&mut choices, &name);
        schemas.insert(format!("{name}_{list}"), choices);
    }
    lead(&mut answers, &name);
    schemas.insert(format!("{name}_answers"), answers);
    schemas.insert(name.clone(), report(form, &name));
    json!({ "openapi": "3.1.0", "info": { "title": form.id, "version": form.version }, "paths": {}, "components": { "schemas": schemas } })
}

fn report(form: &Form, name: &str) -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "required": ["form", "version", "org_unit", "period", "answers"],
        "properties": {
            "form": { "const": form.id },
            "version": { "const": form.version },
            "org_unit": text,
            "period": text,
            "answers": { "$ref": format!("#/components/schemas/{name}_answers") },
            "explanations": { "type": "object", "additionalProperties": text },
        },
    })
}

/// Lets references to choice lists lead to where these stand now.
fn lead(schema: &mut Value, name: &str) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(place) if key == "$ref" => {
                        if let Some(list) = place.strip_prefix("#/$defs/") {
                            *place = format!("#/components/schemas/{name}_{list}");
                        }
                    }
                    other => lead(other, name),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| lead(item, name)),
        _ => {}
    }
}
