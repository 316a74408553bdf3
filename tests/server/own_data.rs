//! One's own data: read, corrected, agreed to, erased; what stays is the unit's.

use serde_json::{Value, json};

use crate::house::{CLUB, House, PASSWORD, new_id, report};

fn names(rows: &Value, member: &str) -> Vec<String> {
    rows.as_array().into_iter().flatten().filter_map(|row| row[member].as_str()).map(str::to_owned).collect()
}

#[test]
fn one_reads_and_corrects_what_is_kept() {
    let house = House::new();
    let club = house.visitor("club");
    let id = new_id();
    assert_eq!(club.put(&id, 1, &report(CLUB, "2026-09")).status, 201);
    let agreed = json!({ "subject": "clb-thang", "version": "2026.1" });
    for _ in 0..2 {
        assert_eq!(club.send("POST", "/api/v1/account/consents", &agreed).status, 204);
    }
    house.refused(404, "unknown_form", || club.send("POST", "/api/v1/account/consents", &json!({ "subject": "lost", "version": "1" })));
    let correction = json!({ "name": "Nguyễn Thị Mới", "phone": "0912.345.678", "language": "en" });
    assert_eq!(club.send("PUT", "/api/v1/account", &correction).status, 204);
    let other = house.visitor("other-club");
    house.refused(409, "phone_taken", || other.send("PUT", "/api/v1/account", &correction));
    let data = club.get("/api/v1/account").body;
    assert_eq!((&data["name"], &data["phone"], &data["language"]), (&json!("Nguyễn Thị Mới"), &json!("0912345678"), &json!("en")));
    assert_eq!(data["duties"][0]["org_unit"]["code"], CLUB);
    assert_eq!(names(&data["sent"], "report_id"), [id]);
    assert_eq!(
        (names(&data["consents"], "subject"), names(&data["consents"], "version")),
        (vec!["clb-thang".to_owned()], vec!["2026.1".to_owned()])
    );
    assert_eq!(names(&data["history"], "event"), ["consent", "correct"], "the same consent twice is one");
    assert!(!data.to_string().contains("argon2"), "no hash leaves the house");
    assert_eq!(other.get("/api/v1/account").body["sent"], json!([]), "nothing of others");
}

#[test]
fn a_new_password_ends_other_sessions_and_guessing_is_braked() {
    let house = House::new();
    let (here, there) = (house.visitor("club"), house.visitor("club"));
    house.refused(403, "wrong_password", || here.send("POST", "/api/v1/account/password", &json!({ "password": "no", "new": "846193" })));
    house
        .refused(422, "password_weak", || here.send("POST", "/api/v1/account/password", &json!({ "password": PASSWORD, "new": "111111" })));
    assert_eq!(here.send("POST", "/api/v1/account/password", &json!({ "password": PASSWORD, "new": "846193" })).status, 204);
    assert_eq!((here.get("/api/v1/session").status, there.get("/api/v1/session").status), (200, 401));
    for _ in 0..5 {
        here.send("POST", "/api/v1/account/erasure", &json!({ "password": "guess" }));
    }
    house.refused(429, "too_many_attempts", || here.send("POST", "/api/v1/account/erasure", &json!({ "password": "846193" })));
    let third = house.send("POST", "/api/v1/session", &json!({ "account": "other-club", "password": PASSWORD }));
    assert_eq!(third.status, 200);
}

#[test]
fn other_phones_are_signed_out_from_this_one() {
    let house = House::new();
    let (here, there) = (house.visitor("club"), house.visitor("club"));
    let sessions = here.get("/api/v1/account").body["sessions"].clone();
    let this: Vec<bool> = sessions.as_array().into_iter().flatten().filter_map(|session| session["this"].as_bool()).collect();
    assert_eq!((this.len(), this.iter().filter(|this| **this).count()), (2, 1));
    assert_eq!(here.send("DELETE", "/api/v1/account/sessions", &json!({})).status, 204);
    assert_eq!((here.get("/api/v1/session").status, there.get("/api/v1/session").status), (200, 401));
}

#[test]
fn what_is_erased_is_gone_and_the_reports_stay_the_units() {
    let house = House::new();
    let (club, commune) = (house.visitor("club"), house.visitor("commune"));
    let id = new_id();
    assert_eq!(club.put(&id, 1, &report(CLUB, "2026-09")).status, 201);
    assert_eq!(club.send("PUT", "/api/v1/account", &json!({ "name": "Nguyễn Thị Mới", "phone": "0912345678" })).status, 204);
    house.refused(403, "wrong_password", || club.send("POST", "/api/v1/account/erasure", &json!({ "password": "no" })));
    let gone = club.send("POST", "/api/v1/account/erasure", &json!({ "password": PASSWORD }));
    assert_eq!(gone.status, 204);
    assert!(gone.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(club.get("/api/v1/session").code(), "not_signed_in");
    assert_eq!(house.send("POST", "/api/v1/session", &json!({ "account": "club", "password": PASSWORD })).code(), "wrong_credentials");
    let all = house.dump().join("\n");
    for erased in ["Nguyễn Thị Mới", "0912345678"] {
        assert!(!all.contains(erased), "{erased}");
    }
    let stays = commune.get(&format!("/api/v1/reports/{id}"));
    assert_eq!((stays.status, &stays.body["history"][0]["by"]), (200, &json!("club")), "the login stands for the person");
    let listed = commune.get("/api/v1/people?org_unit=24848").body;
    let past = listed["units"].as_array().into_iter().flatten().flat_map(|unit| unit["people"].as_array().into_iter().flatten());
    let past: Vec<&Value> = past.filter(|one| one["account"] == "club").collect();
    assert_eq!((past.len(), &past[0]["state"], &past[0]["name"]), (1, &json!("past"), &json!("")));
}
