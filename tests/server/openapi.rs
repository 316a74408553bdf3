//! The API's description: complete, as the golden file has it, and true of real answers.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::house::{Answer, CLUB, House, new_id, report};
use crate::schema::problems;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/ref/openapi.json");

const CHANGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/api-changes.md");

/// Compares with the golden file; `PHIEU_BLESS=1` writes it anew.
#[test]
fn the_description_is_the_golden_one() {
    let house = House::new();
    let served = house.get("/api/openapi.json").body;
    assert_eq!(served, phieu_server::openapi_document());
    let text = format!("{}\n", serde_json::to_string_pretty(&served).expect("JSON"));
    if std::env::var_os("PHIEU_BLESS").is_some() {
        fs::create_dir_all(Path::new(GOLDEN).parent().expect("a folder")).expect("made");
        fs::write(GOLDEN, &text).expect("written");
    }
    let golden = fs::read_to_string(GOLDEN).expect("tests/ref/openapi.json");
    assert!(golden == text, "the API's description has changed: look at the difference, then run this test with PHIEU_BLESS=1");
}

/// A changed description without a line in the list of changes would surprise whoever programs against it.
#[test]
fn the_list_of_changes_knows_the_description() {
    let changes = fs::read_to_string(CHANGES).expect("docs/reference/api-changes.md");
    let golden = fs::read(GOLDEN).expect("tests/ref/openapi.json");
    let digest: String = phieu_report::digest(&golden).chars().take(16).collect();
    let noted = changes.split("Description: `").nth(1).and_then(|rest| rest.split('`').next()).unwrap_or_default();
    assert_eq!(
        noted, digest,
        "the API's description has changed: say what in docs/reference/api-changes.md, and write `{digest}` behind the newest entry"
    );
}

fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let each = paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(|(method, operation)| (method.to_uppercase(), path.clone(), operation.clone()))
    });
    each.collect()
}

#[test]
fn every_described_operation_is_served_and_every_reference_leads_somewhere() {
    let house = House::new();
    let document = house.get("/api/openapi.json").body;
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let real = path
            .replace("{report_id}", &new_id())
            .replace("{revision}", "1")
            .replace("{duty}", "1")
            .replace("{account}", "1")
            .replace("{change}", "1")
            .replace("{link}", "1")
            .replace("{key}", "1")
            .replace("{format}", "typescript")
            .replace("{webhook}", "1")
            .replace("{secret}", "none")
            .replace("{code}", "24848")
            .replace("{file}", "none.ics")
            .replace("{name}", "none.pdf")
            .replace("{form}", "clb-thang")
            .replace("{version}", "2026.1");
        let answer = house.ask(&method, &real, &[], None);
        assert!(!matches!(answer.code(), "not_found" | "method_not_allowed"), "{method} {path} is not served");
        let needs_sign_in = operation.get("security").is_some();
        assert_eq!(answer.code() == "not_signed_in", needs_sign_in, "{method} {path}");
        assert!(ids.insert(operation["operationId"].to_string()), "{method} {path}: an id of its own");
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
            let described = document["paths"][&path].get(method.to_lowercase()).is_some();
            let served = house.ask(method, &real, &[], None).code() != "method_not_allowed";
            assert_eq!(described, served, "{method} {path}");
        }
    }
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference} leads nowhere");
    }
    let used = |name: &String| text.contains(&format!("\"#/components/schemas/{name}\""));
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    assert!(schemas.keys().all(used), "every schema is used");
}

/// Checks an answer against what the document says of its operation and status.
fn fits(document: &Value, method: &str, path: &str, answer: &Answer) {
    let described = &document["paths"][path][method]["responses"][answer.status.to_string()];
    assert!(described.is_object(), "{method} {path} answers {}, which is not described: {}", answer.status, answer.body);
    let schema = &described["content"]["application/json"]["schema"];
    if schema.is_null() {
        return;
    }
    let found = problems(document, schema, &answer.body, "$");
    assert!(found.is_empty(), "{method} {path} {}: {found:#?}", answer.status);
    if answer.status >= 400 {
        let text = described["description"].as_str().unwrap_or_default();
        assert!(text.contains(&format!("`{}`", answer.code())), "{method} {path} does not name {}", answer.code());
    }
}

#[test]
fn real_answers_are_of_the_described_shapes() {
    let house = House::new();
    let document = house.get("/api/openapi.json").body;
    let (club, commune) = (house.visitor("club"), house.visitor("commune"));
    let send = "/api/v1/reports/{report_id}/revisions/{revision}";
    let decide = "/api/v1/reports/{report_id}/decisions";
    let id = new_id();
    let sent = report(CLUB, "2026-10");
    let mut wrong = sent.clone();
    wrong["answers"]["members"]["members_closing"] = 60.into();

    fits(&document, "get", "/api/health", &house.get("/api/health"));
    fits(&document, "get", "/api/v1/forms", &house.get("/api/v1/forms"));
    fits(&document, "get", "/api/v1/forms/{form}/{version}", &house.get("/api/v1/forms/clb-thang/2026.1"));
    fits(&document, "get", "/api/v1/forms/{form}/{version}/source", &house.get("/api/v1/forms/clb-thang/2026.1/source"));
    fits(&document, "get", "/api/v1/forms/{form}/{version}", &house.get("/api/v1/forms/lost/2026.1"));
    let export = "/api/v1/forms/{form}/{version}/export/{format}";
    for format in ["schema", "openapi", "typescript", "markdown", "excel", "fhir", "xform", "pdf"] {
        let answer = house.get(&format!("/api/v1/forms/clb-thang/2026.1/export/{format}"));
        assert_eq!((answer.status == 200, answer.bytes.len() > 1000), (format != "pdf", format != "pdf"), "{format}");
        fits(&document, "get", export, &answer);
    }
    fits(&document, "get", "/api/v1/session", &house.get("/api/v1/session"));
    fits(&document, "get", "/api/v1/session", &club.get("/api/v1/session"));
    fits(&document, "post", "/api/v1/session", &house.send("POST", "/api/v1/session", &json!({ "account": "club", "password": "?" })));
    fits(&document, "post", "/api/v1/check", &house.send("POST", "/api/v1/check", &wrong));
    fits(&document, "put", send, &club.put(&id, 1, &wrong));
    fits(&document, "put", send, &club.put(&id, 1, &sent));
    fits(&document, "put", send, &club.put(&id, 1, &sent));
    fits(&document, "put", send, &club.put(&id, 3, &sent));
    let target =
        json!({ "org_unit": "24848", "year": 2026, "form": "clb-thang", "path": "members/members_closing", "least": 60, "source": "KH" });
    fits(&document, "put", "/api/v1/targets", &commune.send("PUT", "/api/v1/targets", &target));
    fits(&document, "post", decide, &commune.decide(&id, &json!({ "revision": 1, "action": "return" })));
    let remarks = json!([{ "path": "members/members_closing", "text": "Hãy đếm lại." }]);
    fits(
        &document,
        "post",
        decide,
        &commune.decide(&id, &json!({ "revision": 1, "action": "return", "remark": "Xem lại.", "remarks": remarks })),
    );
    fits(&document, "get", "/api/v1/duties", &club.get("/api/v1/duties"));
    let link = commune.send("POST", "/api/v1/links", &json!({ "org_unit": CLUB, "role": "volunteer", "name": "An" }));
    fits(&document, "post", "/api/v1/links", &link);
    let join = format!("/api/v1{}", link.body["path"].as_str().expect("a path"));
    fits(&document, "get", "/api/v1/join/{secret}", &house.get(&join));
    let person = json!({ "name": "Người Mới", "password": "193847", "consent": "2026.1" });
    fits(&document, "post", "/api/v1/join/{secret}", &house.send("POST", &join, &person));
    fits(&document, "get", "/api/v1/join/{secret}", &house.get(&join));
    fits(&document, "post", "/api/v1/links", &commune.send("POST", "/api/v1/links", &json!({ "account": "club" })));
    let member = json!({ "org_unit": "24848", "role": "board_head", "name": "Trưởng Ban" });
    fits(&document, "post", "/api/v1/people/duties", &commune.send("POST", "/api/v1/people/duties", &member));
    fits(&document, "put", send, &club.put(&id, 2, &sent));
    fits(&document, "post", decide, &commune.decide(&id, &json!({ "revision": 2, "action": "approve" })));
    let (admin, changes) = (house.visitor("admin"), "/api/v1/unit-changes");
    for new in [json!({ "name": "HMIS", "scopes": ["events:read"], "org_unit": "68" }), json!({ "name": "x", "scopes": ["all"] })] {
        fits(&document, "post", "/api/v1/keys", &admin.send("POST", "/api/v1/keys", &new));
    }
    for new in [json!({ "url": "http://127.0.0.1:9/" }), json!({ "url": "/" })] {
        fits(&document, "post", "/api/v1/webhooks", &admin.send("POST", "/api/v1/webhooks", &new));
    }
    fits(&document, "get", "/api/v1/keys", &admin.get("/api/v1/keys"));
    fits(&document, "get", "/api/v1/webhooks", &admin.get("/api/v1/webhooks"));
    fits(&document, "get", "/api/v1/webhooks/{webhook}/deliveries", &admin.get("/api/v1/webhooks/1/deliveries"));
    fits(&document, "get", "/api/v1/events", &admin.get("/api/v1/events"));
    fits(&document, "get", "/api/v1/events", &house.with_key("none", "GET", "/api/v1/events", None));
    let rename = json!({ "action": "rename", "code": CLUB, "name": "CLB", "on": "2026-11-01" });
    for visitor in [&club, &admin, &admin] {
        fits(&document, "post", changes, &visitor.send("POST", changes, &rename));
    }
    let rows = "/api/v1/forms/{form}/rows";
    for (file, bytes) in
        [("a.csv", &b"Ng\xc6\xb0\xe1\xbb\x9di nh\xe1\xba\xadn,x,Ng\xc3\xa0y nh\xe1\xba\xadn\nA,b,mai\n"[..]), ("a.xlsx", b"x")]
    {
        let answer = club.send_bytes("POST", &format!("/api/v1/forms/tam-long-vang/rows?file={file}"), bytes);
        fits(&document, "post", rows, &answer);
    }
    let review = serde_json::from_str::<Value>(include_str!("../forms/so-ket/base.json")).expect("the example")["report"].take();
    assert_eq!(commune.put(&new_id(), 1, &review).status, 201);
    fits(&document, "get", "/api/v1/reviews/{form}", &commune.get("/api/v1/reviews/so-ket?number=1"));
    fits(&document, "get", "/api/v1/reviews/{form}", &commune.get("/api/v1/reviews/so-ket?number=9"));
    for visitor in [&club, &commune] {
        fits(&document, "get", "/api/v1/duties", &visitor.get("/api/v1/duties"));
        fits(&document, "get", "/api/v1/reports", &visitor.get("/api/v1/reports"));
        fits(&document, "get", "/api/v1/reports/{report_id}", &visitor.get(&format!("/api/v1/reports/{id}")));
        fits(&document, "get", "/api/v1/units", &visitor.get("/api/v1/units"));
        fits(&document, "get", "/api/v1/units", &visitor.get("/api/v1/units?q=lac%20duong"));
        fits(&document, "get", "/api/v1/units/{code}", &visitor.get("/api/v1/units/24848"));
        fits(&document, "get", "/api/v1/periods", &visitor.get("/api/v1/periods?form=clb-thang"));
        fits(&document, "get", "/api/v1/registers", &visitor.get("/api/v1/registers"));
        fits(&document, "get", "/api/v1/registers/{form}", &visitor.get("/api/v1/registers/tam-long-vang"));
        fits(&document, "get", "/api/v1/registers/{form}", &visitor.get("/api/v1/registers/clb-thang"));
        fits(&document, "get", "/api/v1/activity", &visitor.get("/api/v1/activity?kind=club"));
        fits(&document, "get", "/api/v1/people", &visitor.get("/api/v1/people"));
        fits(&document, "get", "/api/v1/account", &visitor.get("/api/v1/account"));
        fits(&document, "get", "/api/v1/totals", &visitor.get("/api/v1/totals?form=clb-thang&period=2026-10"));
        for path in ["members/members_closing", "composition/women_share", "closing/difficulties", "meeting/meeting_held"] {
            let address = format!("/api/v1/totals/figure?form=clb-thang&period=2026-10&path={path}");
            fits(&document, "get", "/api/v1/totals/figure", &visitor.get(&address));
        }
        fits(&document, "get", "/api/v1/targets", &visitor.get("/api/v1/targets?year=2026"));
    }
}

/// Lists that are told whole, and why they do not grow without end.
const WHOLE: [(&str, &str); 20] = [
    ("own_data", "a copy of everything about one person"),
    ("closings", "a form's periods that were closed, and the units of one's duties"),
    ("duties", "one's own reports of now"),
    ("forms", "the catalogue"),
    ("form", "a form"),
    ("keys", "keys that people made by hand"),
    ("people", "a unit and those directly under it"),
    ("registers", "the registers of the catalogue"),
    ("report", "one report's revisions"),
    ("review", "a review's headings and the periods of a programme"),
    ("me", "one's own duties"),
    ("targets", "the targets of a year"),
    ("totals", "a form's fields and the units directly under one"),
    ("courses", "a form's fields and the periods of its years"),
    ("figure", "the units directly under one"),
    ("planned_changes", "changes whose day has not come"),
    ("units", "at most 100 of a name, or the units directly under one"),
    ("unit", "one unit's versions"),
    ("webhooks", "ten for an account"),
    ("deliveries", "the last 200"),
];

/// Lists that grow are read page by page, in one manner: `after` and `limit` go in, `next` comes out.
#[test]
fn every_list_has_pages_or_a_bound() {
    let document = phieu_server::openapi_document();
    let resolved = |schema: &Value| match schema["$ref"].as_str() {
        Some(path) => document.pointer(path.trim_start_matches('#')).cloned().unwrap_or_default(),
        None => schema.clone(),
    };
    let mut whole = BTreeSet::new();
    for (method, path, operation) in operations(&document).into_iter().filter(|(method, ..)| method == "GET") {
        let schema = resolved(&operation["responses"]["200"]["content"]["application/json"]["schema"]);
        let parts = ["anyOf", "allOf"].iter().flat_map(|word| schema[*word].as_array().into_iter().flatten().map(resolved));
        let is_list = parts
            .chain([schema.clone()])
            .any(|schema| schema["properties"].as_object().into_iter().flatten().any(|(_, member)| resolved(member)["type"] == "array"));
        if !is_list {
            continue;
        }
        let takes = |name: &str| operation["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == name);
        let (id, gives_next) = (operation["operationId"].as_str().unwrap_or_default(), !schema["properties"]["next"].is_null());
        assert_eq!(takes("after"), gives_next, "{method} {path}: one of `after` and `next` alone leads nowhere");
        if !gives_next {
            whole.insert(id.to_owned());
        }
    }
    let known: BTreeSet<String> = WHOLE.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(whole, known, "a list that is told whole stands in the table with its bound; others have pages");
}

/// POSTs that may be sent twice without harm as they are, and why; others take an `Idempotency-Key`.
const TWICE: [(&str, &str); 16] = [
    ("change_password", "the old one is asked for"),
    ("agree", "a wording is agreed to once"),
    ("renew_calendar", "the newest link alone counts"),
    ("erase", "what is erased stays so"),
    ("check", "stores nothing"),
    ("close_period", "what is closed stays so"),
    ("decide", "the revision is its key"),
    ("approve_all", "the revisions are their keys"),
    ("rows", "stores nothing"),
    ("join", "a link opens once"),
    ("end_duty", "what has ended stays so"),
    ("export_person", "reads; each reading is noted"),
    ("erase_person", "what is erased stays so"),
    ("find_named_people", "reads; each reading is noted"),
    ("erase_named_person", "what is erased stays so"),
    ("sign_in", "each session is one of its own"),
];

#[test]
fn every_post_may_be_sent_twice_or_takes_a_key() {
    let document = phieu_server::openapi_document();
    let posts = operations(&document).into_iter().filter(|(method, ..)| method == "POST");
    let takes_key = |operation: &Value| {
        operation["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == "Idempotency-Key")
    };
    let without: BTreeSet<String> = posts
        .filter(|(_, _, operation)| !takes_key(operation))
        .map(|(_, _, operation)| operation["operationId"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(without, TWICE.iter().map(|(id, _)| (*id).to_owned()).collect());
}
