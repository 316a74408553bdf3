//! A reader of the JSON Schema words that our OpenAPI document uses, and no others: an unknown word is a failure, not a blessing.

use serde_json::Value;

/// What is wrong with a value under a schema; empty where it fits. `root` resolves references.
pub fn problems(root: &Value, schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let Some(words) = schema.as_object() else { return vec![format!("{place}: no schema")] };
    let mut found = Vec::new();
    for (word, meant) in words {
        match word.as_str() {
            "$ref" => {
                let target = meant.as_str().and_then(|path| root.pointer(path.trim_start_matches('#')));
                found.extend(target.map_or(vec![format!("{place}: lost {meant}")], |schema| problems(root, schema, value, place)));
            }
            "type" if !is_type(meant.as_str().unwrap_or_default(), value) => {
                found.push(format!("{place}: expected {meant}, found {value}"))
            }
            "enum" if !meant.as_array().is_some_and(|allowed| allowed.contains(value)) => {
                found.push(format!("{place}: {value} is none of {meant}"))
            }
            "required" => {
                let missing = meant.as_array().into_iter().flatten().filter(|name| value.get(name.as_str().unwrap_or_default()).is_none());
                found.extend(missing.map(|name| format!("{place}: lacks {name}")));
            }
            "properties" => found.extend(members(root, meant, value, place)),
            "additionalProperties" => found.extend(others(root, schema, meant, value, place)),
            "items" => {
                let items = value.as_array().into_iter().flatten().enumerate();
                found.extend(items.flat_map(|(at, item)| problems(root, meant, item, &format!("{place}[{at}]"))));
            }
            "allOf" => found.extend(meant.as_array().into_iter().flatten().flat_map(|one| problems(root, one, value, place))),
            "anyOf" if !meant.as_array().into_iter().flatten().any(|one| problems(root, one, value, place).is_empty()) => {
                found.push(format!("{place}: {value} fits none of {meant}"));
            }
            "type" | "enum" | "anyOf" | "description" => {}
            other => found.push(format!("{place}: the schema says `{other}`, which this test cannot read")),
        }
    }
    found
}

fn members(root: &Value, schemas: &Value, value: &Value, place: &str) -> Vec<String> {
    let named = schemas.as_object().into_iter().flatten();
    let given = named.filter_map(|(name, schema)| Some((name, schema, value.get(name)?)));
    given.flat_map(|(name, schema, member)| problems(root, schema, member, &format!("{place}.{name}"))).collect()
}

fn others(root: &Value, schema: &Value, meant: &Value, value: &Value, place: &str) -> Vec<String> {
    let unnamed = value.as_object().into_iter().flatten().filter(|(name, _)| schema["properties"].get(name).is_none());
    let judge = |(name, member): (&String, &Value)| match meant {
        Value::Bool(false) => vec![format!("{place}: has {name}, which is not described")],
        Value::Bool(true) => Vec::new(),
        schema => problems(root, schema, member, &format!("{place}.{name}")),
    };
    unnamed.flat_map(judge).collect()
}

fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        _ => false,
    }
}

#[test]
fn the_reader_finds_what_does_not_fit() {
    let schema = serde_json::json!({
        "type": "object",
        "required": ["a"],
        "properties": { "a": { "type": "integer" }, "b": { "enum": ["x"] }, "c": { "type": "array", "items": { "type": "string" } } },
        "additionalProperties": false,
    });
    let count = |value: Value| problems(&schema, &schema, &value, "$").len();
    assert_eq!(count(serde_json::json!({ "a": 1, "b": "x", "c": ["y"] })), 0);
    assert_eq!(count(serde_json::json!({})), 1);
    assert_eq!(count(serde_json::json!({ "a": 1.5 })), 1);
    assert_eq!(count(serde_json::json!({ "a": 1, "b": "y", "c": [1, "z"], "d": 0 })), 3);
    assert_eq!(problems(&schema, &serde_json::json!({ "minimum": 3 }), &Value::from(1), "$").len(), 1);
}
