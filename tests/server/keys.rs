//! Keys of programs: made, bounded by scopes and time, taken back.

use serde_json::{Value, json};

use crate::house::{CLUB, House, OTHER_CLUB, Visitor, new_id, report};

const DAY: i64 = 86_400_000;

/// A key that somebody makes, as made.
fn made(by: &Visitor, key: &Value) -> Value {
    let answer = by.send("POST", "/api/v1/keys", key);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.body
}

fn key(made: &Value) -> &str {
    made["key"].as_str().expect("a key")
}

#[test]
fn a_program_reads_and_hands_in_below_its_unit_and_nowhere_else() {
    let house = House::new();
    let admin = house.visitor("admin");
    let made = made(&admin, &json!({ "name": "HMIS", "scopes": ["reports:read", "reports:submit", "totals:read"], "org_unit": "24848" }));
    let ask = |method: &str, path: &str, body: Option<&Value>| house.with_key(key(&made), method, path, body);
    let id = new_id();
    let path = |id: &str| format!("/api/v1/reports/{id}/revisions/1");
    assert_eq!(ask("PUT", &path(&id), Some(&report(CLUB, "2026-10"))).status, 201);
    assert_eq!(ask("PUT", &path(&id), Some(&report(CLUB, "2026-10"))).status, 200, "the same again is one");
    house.refused(403, "foreign_unit", || ask("PUT", &path(&new_id()), Some(&report("24846-C01", "2026-10"))));
    assert_eq!(ask("GET", &format!("/api/v1/reports/{id}"), None).body["answers"], report(CLUB, "2026-10")["answers"]);
    assert_eq!(ask("GET", "/api/v1/reports", None).body["reports"][0]["report_id"], *id);
    assert_eq!(ask("GET", "/api/v1/totals?form=clb-thang&period=2026-10", None).status, 200);
    assert_eq!(ask("GET", "/api/v1/totals?form=clb-thang&period=2026-10&org_unit=68", None).code(), "foreign_unit");
    let program = ask("GET", "/api/v1/session", None).body;
    assert_eq!((&program["name"], &program["roles"]), (&json!("HMIS"), &json!(["viewer", "integrator"])));
    for (method, path) in [("GET", "/api/v1/keys"), ("GET", "/api/v1/people"), ("POST", "/api/v1/decisions"), ("GET", "/api/v1/events")] {
        house.refused(403, "key_scope", || ask(method, path, Some(&json!({}))));
    }
    let club = house.visitor("club");
    assert_eq!(club.get(&format!("/api/v1/reports/{id}")).body["history"][0]["by"], "HMIS", "who handed it in is told");
    let listed = admin.get("/api/v1/keys").body;
    assert_eq!((&listed["programs"][0]["name"], &listed["programs"][0]["state"]), (&json!("HMIS"), &json!("open")));
    assert_eq!(listed["programs"][0]["last_used_at"], "2026-11-22T08:00:00.000+07:00");
    assert!(!listed.to_string().contains(key(&made)) && !house.dump().join("").contains(key(&made)), "only its hash is kept");
}

#[test]
fn a_key_ends_by_time_by_hand_and_with_its_scopes() {
    let house = House::new();
    let (club, other) = (house.visitor("club"), house.visitor("other-club"));
    let made = made(&club, &json!({ "name": "ODK Collect", "scopes": ["reports:submit"], "days": 2 }));
    let ask = || house.with_key(key(&made), "GET", "/api/v1/duties", None);
    assert_eq!(ask().status, 200);
    assert_eq!(house.with_key(key(&made), "GET", "/api/v1/reports", None).code(), "key_scope");
    let path = format!("/api/v1/keys/{}", made["id"]);
    house.refused(404, "unknown_program", || other.send("DELETE", &path, &json!({})));
    house.wait(2 * DAY - 1);
    assert_eq!(ask().status, 200);
    house.wait(1);
    house.refused(401, "key_unknown", ask);
    house.wait(-DAY);
    for _ in 0..2 {
        assert_eq!(club.send("DELETE", &path, &json!({})).status, 204);
    }
    house.refused(401, "key_unknown", ask);
    assert_eq!(club.get("/api/v1/keys").body["own"][0]["state"], "revoked");
    let told: Vec<Value> =
        club.get("/api/v1/account").body["history"].as_array().into_iter().flatten().map(|line| line["event"].clone()).collect();
    assert_eq!(told, [json!("make_key"), json!("revoke_key")]);
}

#[test]
fn a_key_acts_for_a_duty_and_ends_with_it_and_with_the_person() {
    let house = House::new();
    let club = house.visitor("club");
    let made = made(&club, &json!({ "name": "x", "scopes": ["reports:submit"] }));
    house.with_duties("club", |duties| duties.iter_mut().for_each(|duty| duty.to = Some(duty.from)));
    let send = || house.with_key(key(&made), "PUT", &format!("/api/v1/reports/{}/revisions/1", new_id()), Some(&report(CLUB, "2026-10")));
    house.refused(403, "not_reporter", send);
    let club = house.visitor("club");
    assert_eq!(club.send("POST", "/api/v1/account/erasure", &json!({ "password": crate::house::PASSWORD })).status, 204);
    house.refused(401, "key_unknown", send);
}

#[test]
fn who_manages_nobody_makes_no_program_and_a_wrong_wish_is_named() {
    let house = House::new();
    let (club, admin) = (house.visitor("club"), house.visitor("admin"));
    let wish = |scopes: Value, days: i64| json!({ "name": "x", "scopes": scopes, "days": days, "org_unit": OTHER_CLUB });
    house.refused(403, "not_manager", || club.send("POST", "/api/v1/keys", &wish(json!(["totals:read"]), 1)));
    for (scopes, days, parameter) in [
        (json!([]), 1, "scopes"),
        (json!(["all"]), 1, "scopes"),
        (json!("x"), 1, "scopes"),
        (json!(["totals:read"]), 731, "days"),
        (json!(["totals:read"]), 0, "days"),
    ] {
        let told = house.refused(400, "bad_parameter", || admin.send("POST", "/api/v1/keys", &wish(scopes, days)));
        assert_eq!(told["details"]["parameter"], parameter);
    }
    house.refused(422, "name_missing", || admin.send("POST", "/api/v1/keys", &json!({ "scopes": ["totals:read"] })));
    house.refused(404, "unknown_program", || admin.send("DELETE", "/api/v1/keys/9", &json!({})));
}

#[test]
fn nobody_becomes_a_program_and_no_person_is_managed_as_one() {
    let house = House::new();
    let (admin, club) = (house.visitor("admin"), house.visitor("club"));
    let program = made(&admin, &json!({ "name": "HMIS", "scopes": ["totals:read"], "org_unit": CLUB }));
    let as_program = |who: Value| {
        let mut body = json!({ "org_unit": CLUB, "role": "integrator" });
        body.as_object_mut().expect("an object").extend(who.as_object().cloned().unwrap_or_default());
        body
    };
    for (path, body) in [
        ("/api/v1/people/duties", as_program(json!({ "account": "club" }))),
        ("/api/v1/people/duties", as_program(json!({ "name": "Ai đó" }))),
        ("/api/v1/links", as_program(json!({ "name": "Ai đó" }))),
    ] {
        let told = house.refused(400, "bad_parameter", || admin.send("POST", path, &body));
        assert_eq!(told["details"]["parameter"], "role", "{path}");
    }
    let login = program["account"].as_str().expect("a login");
    house.refused(400, "bad_parameter", || admin.send("POST", "/api/v1/links", &json!({ "account": login })));
    // Such a duty that a person has from before makes nobody a program.
    let own = made(&club, &json!({ "name": "ODK Collect", "scopes": ["reports:submit"] }));
    house.with_duties("club", |duties| duties.push(crate::house::duty(CLUB, "integrator")));
    let path = format!("/api/v1/keys/{}", own["id"]);
    house.refused(404, "unknown_program", || admin.send("DELETE", &path, &json!({})));
    assert_eq!(admin.send("DELETE", &format!("/api/v1/keys/{}", program["id"]), &json!({})).status, 204);
}

#[test]
fn a_new_password_takes_back_the_keys_that_were_made_with_the_old_one() {
    let house = House::new();
    let (club, other) = (house.visitor("club"), house.visitor("other-club"));
    let wish = json!({ "name": "ODK Collect", "scopes": ["reports:submit"] });
    let (own, others) = (made(&club, &wish), made(&other, &wish));
    let change = json!({ "password": crate::house::PASSWORD, "new": "bí mật rất mới 2026" });
    let answer = club.send("POST", "/api/v1/account/password", &change);
    assert_eq!(answer.status, 204, "{}", answer.body);
    house.refused(401, "key_unknown", || house.with_key(key(&own), "GET", "/api/v1/duties", None));
    assert_eq!(house.with_key(key(&others), "GET", "/api/v1/duties", None).status, 200, "another's stays");
}

#[test]
fn a_program_reads_no_lists_of_people() {
    let house = House::new();
    house.begin("24848", "2026-01-01");
    let (admin, commune, id) = (house.visitor("admin"), house.visitor("commune"), new_id());
    let sent = commune.put(&id, 1, &crate::context::list("2027"));
    assert_eq!(sent.status, 201, "{}", sent.body);
    for unit in ["24848", "68"] {
        let made = made(&admin, &json!({ "name": "HMIS", "scopes": ["reports:read", "totals:read"], "org_unit": unit }));
        house.refused(403, "foreign_unit", || house.with_key(key(&made), "GET", &format!("/api/v1/reports/{id}"), None));
        let listed = house.with_key(key(&made), "GET", "/api/v1/reports", None);
        assert_eq!((listed.status, &listed.body["reports"]), (200, &json!([])), "{unit}");
    }
    assert_eq!(commune.get("/api/v1/reports").body["reports"][0]["report_id"], *id);
}
