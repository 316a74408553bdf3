//! `Idempotency-Key`: what makes something new is done once, however often it is sent under its key.

use serde_json::{Value, json};

use crate::house::{Answer, House, Visitor};

const DAY: i64 = 86_400_000;
const KEY: &str = "8e03978e-40d5-43dd-bc93-6894a57f9324";

fn under(house: &House, who: &Visitor, key: &str, path: &str, body: &Value) -> Answer {
    let body = body.to_string();
    let headers = [("cookie", who.cookie.as_str()), ("content-type", "application/json"), ("idempotency-key", key)];
    house.ask("POST", path, &headers, Some(body.as_bytes()))
}

#[test]
fn the_same_request_under_its_key_is_done_once_and_answered_alike() {
    let house = House::new();
    let (club, other) = (house.visitor("club"), house.visitor("other-club"));
    let wanted = json!({ "name": "ODK Collect", "scopes": ["reports:submit"] });
    let keys = |who: &Visitor| who.get("/api/v1/keys").body["own"].as_array().map(Vec::len);
    let first = under(&house, &club, KEY, "/api/v1/keys", &wanted);
    assert_eq!((first.status, first.header("idempotency-replayed")), (201, ""));
    let again = under(&house, &club, &format!("\"{KEY}\""), "/api/v1/keys", &wanted);
    assert_eq!((again.status, again.header("idempotency-replayed"), &again.body), (201, "true", &first.body));
    assert_eq!(keys(&club), Some(1));
    let secret = first.body["key"].as_str().expect("a key");
    let kept = house.dump().join("");
    let bytes: String = secret.bytes().map(|byte| format!("{byte:02X}")).collect();
    let is_read = kept.contains(secret) || kept.contains(&bytes) || kept.contains(KEY);
    assert!(!is_read, "what is shown once cannot be read out of the database");
    let renamed = json!({ "name": "Kobo", "scopes": ["reports:submit"] });
    house.refused(422, "once_other", || under(&house, &club, KEY, "/api/v1/keys", &renamed));
    house.refused(422, "once_other", || under(&house, &club, KEY, "/api/v1/webhooks", &wanted));
    assert_eq!(under(&house, &other, KEY, "/api/v1/keys", &wanted).header("idempotency-replayed"), "", "another's key is another");
    assert_eq!((keys(&club), keys(&other)), (Some(1), Some(1)));
    house.wait(DAY);
    let club = house.visitor("club");
    assert_eq!(under(&house, &club, KEY, "/api/v1/keys", &wanted).header("idempotency-replayed"), "", "a day later it is a new one");
    assert_eq!(keys(&club), Some(2));
}

#[test]
fn what_was_refused_may_be_mended_under_the_same_key() {
    let house = House::new();
    let club = house.visitor("club");
    let nameless = json!({ "name": " ", "scopes": ["reports:submit"] });
    house.refused(422, "name_missing", || under(&house, &club, KEY, "/api/v1/keys", &nameless));
    let named = json!({ "name": "Kobo", "scopes": ["reports:submit"] });
    assert_eq!(under(&house, &club, KEY, "/api/v1/keys", &named).status, 201);
    for key in ["1", "", &"k".repeat(256)] {
        house.refused(400, "bad_parameter", || under(&house, &club, key, "/api/v1/keys", &named));
    }
    let body = named.to_string();
    let headers = [("content-type", "application/json"), ("idempotency-key", KEY)];
    house.refused(401, "not_signed_in", || house.ask("POST", "/api/v1/keys", &headers, Some(body.as_bytes())));
}

#[test]
fn what_is_of_no_use_any_more_goes_with_the_first_request_of_a_day() {
    let house = House::new();
    let club = house.visitor("club");
    let kept = |house: &House| house.dump().iter().filter(|line| line.contains(&phieu_report::digest(KEY.as_bytes()))).count();
    assert_eq!(under(&house, &club, KEY, "/api/v1/keys", &json!({ "name": "Kobo", "scopes": ["reports:submit"] })).status, 201);
    house.wait(DAY - 1);
    house.get("/api/health");
    assert_eq!(kept(&house), 1, "it is still of use");
    house.wait(DAY);
    house.get("/api/health");
    assert_eq!(kept(&house), 0, "whoever asks, and whatever for");
}

#[test]
fn what_was_broken_off_is_not_done_again() {
    let house = House::new();
    let club = house.visitor("club");
    let wanted = json!({ "name": "Kobo", "scopes": ["reports:submit"] });
    assert_eq!(under(&house, &club, KEY, "/api/v1/keys", &wanted).status, 201);
    house.execute("update once set answer = null");
    house.refused(409, "once_running", || under(&house, &club, KEY, "/api/v1/keys", &wanted));
}
