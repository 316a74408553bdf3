//! Headers, other sites, unknown addresses, and the forms that everybody may read.

use serde_json::{Value, json};

use crate::house::{CLUB, House, PASSWORD, new_id, report};

#[test]
fn every_answer_is_protected_and_none_of_the_apis_is_kept() {
    let house = House::new();
    for path in ["/api/health", "/api/v1/session", "/api/nothing", "/nothing.js"] {
        let answer = house.get(path);
        let policy = answer.header("content-security-policy");
        for part in
            ["default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"]
        {
            assert!(policy.contains(part), "{path}: {part} in {policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("geolocation=(self)"), "{path}");
    }
    for path in ["/api/health", "/api/v1/session", "/api/v1/forms", "/api/nothing"] {
        assert_eq!(house.get(path).header("cache-control"), "no-store", "{path}");
    }
}

#[test]
fn what_another_site_sends_is_refused() {
    let house = House::new();
    let club = house.visitor("club");
    let sent = report(CLUB, "2026-10").to_string();
    let path = format!("/api/v1/reports/{}/revisions/1", new_id());
    let put = |extra: (&str, &str)| {
        let headers = [("cookie", club.cookie.as_str()), ("content-type", "application/json"), extra];
        house.ask("PUT", &path, &headers, Some(sent.as_bytes()))
    };
    house.refused(403, "foreign_origin", || put(("origin", "https://elsewhere.example")));
    house.refused(403, "foreign_origin", || put(("origin", "null")));
    house.refused(403, "foreign_origin", || put(("sec-fetch-site", "cross-site")));
    house.refused(403, "foreign_origin", || put(("sec-fetch-site", "same-site")));
    let own = format!("http://{}", house.address);
    assert_eq!(put(("origin", &own)).status, 201);
    let credentials = json!({ "account": "club", "password": PASSWORD }).to_string();
    let headers = [("content-type", "application/json"), ("origin", "https://elsewhere.example")];
    house.refused(403, "foreign_origin", || house.ask("POST", "/api/v1/session", &headers, Some(credentials.as_bytes())));
}

#[test]
fn unknown_addresses_and_methods_have_a_code() {
    let house = House::new();
    for path in ["/api/", "/api/v1", "/api/v1/nothing", "/api/v2/reports", "/"] {
        house.refused(404, "not_found", || house.get(path));
    }
    house.refused(405, "method_not_allowed", || house.ask("DELETE", "/api/v1/reports", &[], None));
    house.refused(405, "method_not_allowed", || house.ask("PATCH", "/api/v1/session", &[], None));
    house.refused(400, "bad_parameter", || house.get("/api/v1/forms/%ff/1"));
}

#[test]
fn forms_are_read_by_everybody_and_kept_for_ever() {
    let house = House::new();
    let forms = house.get("/api/v1/forms").body;
    let form = forms["forms"].as_array().into_iter().flatten().find(|form| form["id"] == "clb-thang").expect("the club's form").clone();
    assert_eq!(form["code"], "F07");
    let version = form["version"].as_str().expect("a version");
    let digest = form["digest"].as_str().expect("a digest");
    for ending in ["", "/source"] {
        let path = format!("/api/v1/forms/clb-thang/{version}{ending}");
        let answer = house.get(&path);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(answer.header("etag"), format!("\"{digest}\""));
        let again = house.ask("GET", &path, &[("if-none-match", answer.header("etag"))], None);
        assert_eq!((again.status, again.bytes.len()), (304, 0));
        assert_eq!(house.ask("GET", &path, &[("if-none-match", "\"other\"")], None).status, 200);
    }
    let source = house.get(&format!("/api/v1/forms/clb-thang/{version}/source"));
    assert_eq!(source.header("content-type"), "application/json");
    let text = String::from_utf8(source.bytes).expect("text");
    let compiled = phieu::Validator::from_json(&text).expect("the phone compiles what it is given");
    assert_eq!(compiled.definition(), house.get(&format!("/api/v1/forms/clb-thang/{version}")).body);
    house.refused(404, "unknown_form", || house.get("/api/v1/forms/lost/2026.1"));
    house.refused(404, "unknown_form", || house.get("/api/v1/forms/LOST/2026.1"));
    house.refused(404, "unknown_version", || house.get("/api/v1/forms/clb-thang/1999.1"));
    house.refused(404, "unknown_version", || house.get("/api/v1/forms/clb-thang/a%20b"));
}

#[test]
fn answers_are_compressed_for_who_can_read_it() {
    let house = House::new();
    let plain = house.get("/api/v1/forms/clb-thang/2026.1/source");
    assert_eq!(plain.header("content-encoding"), "");
    let packed = house.ask("GET", "/api/v1/forms/clb-thang/2026.1/source", &[("accept-encoding", "gzip")], None);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.bytes.starts_with(&[0x1f, 0x8b]), "these are gzip's first bytes");
    assert!(packed.bytes.len() * 4 < plain.bytes.len(), "{} of {}", packed.bytes.len(), plain.bytes.len());
}

#[test]
fn health_says_up() {
    let house = House::new();
    let health = house.get("/api/health");
    assert_eq!((health.status, &health.body["status"]), (200, &Value::from("up")));
}
