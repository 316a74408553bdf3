//! The answers' shape as TypeScript types, out of the JSON Schema, so that the two cannot say different things.

use phieu_form::{Form, schema};
use serde_json::Value;

use crate::type_name;

/// Declarations: a type for each choice list, for the answers, and for the report around them.
pub(crate) fn types(form: &Form) -> String {
    let (whole, name) = (schema(form), type_name(&form.id));
    let mut text = format!("// {} {}, digest {}\n\n", form.id, form.version, form.digest);
    for (list, choices) in whole["$defs"].as_object().into_iter().flatten() {
        let lines: Vec<String> = choices["oneOf"].as_array().into_iter().flatten().map(choice).collect();
        text.push_str(&format!("export type {name}{} =\n{};\n\n", type_name(list), lines.join("\n")));
    }
    text.push_str(&about(&whole, ""));
    text.push_str(&format!("export interface {name}Answers {}\n\n", members(&whole, &name, "")));
    text.push_str(&format!(
        "export interface {name}Report {{\n  form: {};\n  version: {};\n  org_unit: string;\n  period: string;\n  answers: {name}Answers;\n  \
         explanations?: {{ [rule: string]: string }};\n}}\n",
        Value::from(form.id.as_str()),
        Value::from(form.version.as_str()),
    ));
    text
}

/// Its label stands above it: behind it, it would swallow the end of the declaration.
fn choice(choice: &Value) -> String {
    let label = choice["title"].as_str().map(|label| format!("  // {}\n", one_line(label))).unwrap_or_default();
    format!("{label}  | {}", choice["const"])
}

fn members(object: &Value, name: &str, indent: &str) -> String {
    let inner = format!("{indent}  ");
    let required = |member: &str| object["required"].as_array().is_some_and(|all| all.iter().any(|each| each == member));
    let mut text = "{\n".to_owned();
    for (member, schema) in object["properties"].as_object().into_iter().flatten() {
        let (optional, fixed) = (if required(member) { "" } else { "?" }, if schema["readOnly"] == true { "readonly " } else { "" });
        text.push_str(&about(schema, &inner));
        text.push_str(&format!("{inner}{fixed}{}{optional}: {};\n", key(member), shape(schema, name, &inner)));
    }
    text.push_str(&format!("{indent}}}"));
    text
}

fn shape(schema: &Value, name: &str, indent: &str) -> String {
    if let Some(list) = schema["$ref"].as_str().and_then(|place| place.strip_prefix("#/$defs/")) {
        return format!("{name}{}", type_name(list));
    }
    match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).map(plain).collect::<Vec<_>>().join(" | "),
        Value::String(word) if word == "object" => members(schema, name, indent),
        Value::String(word) if word == "array" => format!("Array<{}>", shape(&schema["items"], name, indent)),
        Value::String(word) => plain(word).to_owned(),
        _ => "unknown".to_owned(),
    }
}

fn plain(word: &str) -> &'static str {
    match word {
        "integer" | "number" => "number",
        "boolean" => "boolean",
        _ => "string",
    }
}

/// A name as it may stand in a type; any other in quotation marks.
fn key(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit());
    if plain { name.to_owned() } else { Value::from(name).to_string() }
}

/// What is said of a member: its title, its description, what depends on other answers.
fn about(schema: &Value, indent: &str) -> String {
    let said: Vec<String> = ["title", "description", "$comment"].iter().filter_map(|key| schema[*key].as_str()).map(one_line).collect();
    if said.is_empty() { String::new() } else { format!("{indent}/** {} */\n", said.join(" — ").replace("*/", "*\u{200b}/")) }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
