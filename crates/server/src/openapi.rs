//! The OpenAPI 3.1 document: operations from the router's own lists, schemas from a file beside this one.

use serde_json::{Map, Value, json};

use crate::programs::once;
use crate::programs::scope::opening;
use crate::refusal::Code;
use crate::routes::{COPY, FILE, Operation, PIECE, TABLE, operations};

const SCHEMAS: &str = include_str!("schemas.json");

/// The whole document.
pub fn document() -> Value {
    let mut paths = Map::new();
    for operation in operations() {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.name()] = describe(operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "phieu",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Report forms of the association: checking, sending, reviewing, totals. Sentences are in Vietnamese, or in English where Accept-Language asks for it.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": "phieu_session" },
                "key": { "type": "http", "scheme": "bearer", "description": "A program's key. Each operation that a key may do names the scopes that open it; one of them is enough." },
            },
        },
    })
}

/// The schemas file. A test reads it; were it broken, the document would say so by having none.
fn schemas() -> Value {
    serde_json::from_str(SCHEMAS).unwrap_or_default()
}

fn describe(operation: &Operation) -> Value {
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.about,
        "parameters": parameters(operation),
        "responses": responses(operation),
    });
    if operation.signed_in {
        let scopes = opening(operation.id);
        let session = json!({ "session": [] });
        described["security"] = if scopes.is_empty() { json!([session]) } else { json!([session, { "key": scopes }]) };
    }
    if let Some(schema) = operation.body {
        described["requestBody"] = json!({ "required": true, "content": body(schema) });
    }
    described
}

fn parameters(operation: &Operation) -> Value {
    let in_path = operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let in_query = operation.query.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "in": if parameter.name.starts_with(char::is_uppercase) { "header" } else { "query" },
            "required": parameter.required,
            "description": parameter.about,
            "schema": { "type": "string" },
        })
    });
    let in_header = once::OPERATIONS.contains(&operation.id).then(|| {
        json!({
            "name": "Idempotency-Key",
            "in": "header",
            "required": false,
            "description": "16 to 255 characters, made anew for each request that is meant anew, such as a UUID. Sent again under its key within a day, the same request gets the answer of the first time, with `Idempotency-Replayed: true`, and nothing is made twice.",
            "schema": { "type": "string" },
        })
    });
    in_path.chain(in_query).chain(in_header).collect()
}

fn responses(operation: &Operation) -> Value {
    let mut responses = Map::new();
    for (status, schema) in operation.answers {
        let content =
            if schema.is_empty() { json!({}) } else { json!({ "content": if *schema == FILE { file() } else { content(schema) } }) };
        let mut response = json!({ "description": if *status < 300 { "Done." } else { "Not modified." } });
        if let (Some(response), Some(content)) = (response.as_object_mut(), content.as_object()) {
            response.extend(content.clone());
        }
        responses.insert(status.to_string(), response);
    }
    let sign_in: &[Code] = if operation.signed_in { &[Code::NotSignedIn, Code::KeyUnknown, Code::KeyScope] } else { &[] };
    let once: &[Code] =
        if once::OPERATIONS.contains(&operation.id) { &[Code::OnceRunning, Code::OnceOther, Code::BadParameter] } else { &[] };
    let once = once.iter().filter(|code| !operation.refusals.contains(code));
    for code in sign_in.iter().chain(operation.refusals).chain(once) {
        add_refusal(&mut responses, *code);
    }
    Value::Object(responses)
}

/// Codes of one status share its answer: its description lists them.
fn add_refusal(responses: &mut Map<String, Value>, code: Code) {
    let line = format!("`{}`: {}", code.name(), code.sentence(crate::language::Language::En));
    let response = responses.entry(code.status().as_str()).or_insert_with(|| json!({ "description": "", "content": content("Error") }));
    let before = response["description"].as_str().unwrap_or_default();
    response["description"] = if before.is_empty() { line.into() } else { format!("{before}\n{line}").into() };
}

fn content(schema: &str) -> Value {
    json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } })
}

/// A file is answered as its bytes, of a media type of its own.
fn file() -> Value {
    json!({ "*/*": { "schema": { "$ref": format!("#/components/schemas/{FILE}") } } })
}

/// What a body may be: JSON, or a file as its bytes.
fn body(schema: &str) -> Value {
    const TABLES: [&str; 3] =
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.spreadsheet", "text/csv"];
    const COPIES: [&str; 3] = ["application/pdf", "image/jpeg", "image/png"];
    const PARTIAL: &str = "application/partial-upload";
    let kinds = match schema {
        TABLE => &TABLES[..],
        COPY => &COPIES,
        PIECE => &[PARTIAL],
        _ => return content(schema),
    };
    let schema = json!({ "schema": { "$ref": format!("#/components/schemas/{schema}") } });
    kinds.iter().map(|kind| ((*kind).to_owned(), schema.clone())).collect::<Map<_, _>>().into()
}
