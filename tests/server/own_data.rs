//! One's own data: read, corrected, agreed to, erased; what stays is the unit's.

use serde_json::{Value, json};

use crate::house::{CLUB, House, PASSWORD, Visitor, duty, new_id, report};

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

#[test]
fn a_helpers_number_goes_with_the_person() {
    let house = House::new();
    let (club, commune) = (house.visitor("club"), house.visitor("commune"));
    let set = |name: &str, phone: &str| {
        let helper = json!({ "name": name, "phone": phone });
        assert_eq!(commune.send("PUT", &format!("/api/v1/units/{CLUB}/helper"), &helper).status, 200);
    };
    let helper = || commune.get(&format!("/api/v1/units/{CLUB}")).body["helper"].clone();
    assert_eq!(club.send("PUT", "/api/v1/account", &json!({ "name": "Nguyễn Thị Mới", "phone": "0912345678" })).status, 204);
    set("Bà Mới Giúp", "0912345678");
    let helps = club.get("/api/v1/account").body["helps"].clone();
    assert_eq!((helps.as_array().map(Vec::len), &helps[0]["code"]), (Some(1), &json!(CLUB)));
    assert_eq!(commune.get("/api/v1/account").body["helps"], json!([]));
    assert_eq!(club.send("PUT", "/api/v1/account", &json!({ "name": "Nguyễn Thị Mới", "phone": "0912345679" })).status, 204);
    assert_eq!(helper(), json!({ "name": "Bà Mới Giúp", "phone": "0912345679" }), "corrected with the person's own");
    assert_eq!(club.send("POST", "/api/v1/account/erasure", &json!({ "password": PASSWORD })).status, 204);
    assert_eq!(helper(), Value::Null);
    let all = house.dump().join("\n");
    for erased in ["Bà Mới Giúp", "0912345678", "0912345679"] {
        assert!(!all.contains(erased), "{erased}");
    }
    set("Anh Khác", "0900000048");
    let correction = json!({ "name": "Khác", "phone": "0900000047" });
    assert_eq!(house.visitor("other-club").send("PUT", "/api/v1/account", &correction).status, 204);
    assert_eq!(helper()["phone"], "0900000048", "another's stays");
}

#[test]
fn a_request_on_paper_is_carried_out_by_whoever_manages_the_persons_duties() {
    let house = House::new();
    assert_eq!(house.visitor("club").put(&new_id(), 1, &report(CLUB, "2026-09")).status, 201);
    let (commune, reason) = (house.visitor("commune"), "Đơn số 3 ngày 20/11/2026");
    let export = |by: &Visitor, of: &str, body: &Value| by.send("POST", &format!("/api/v1/people/{of}/export"), body);
    let asked = json!({ "reason": reason });
    for login in ["club", "other-club", "other-commune", "other-province", "onlooker"] {
        house.refused(if login == "club" { 409 } else { 403 }, if login == "club" { "own_account" } else { "not_manager" }, || {
            export(&house.visitor(login), "club", &asked)
        });
    }
    house.refused(422, "reason_missing", || export(&commune, "club", &json!({ "reason": " " })));
    house.refused(422, "reason_missing", || export(&commune, "club", &json!({ "reason": "x".repeat(2001) })));
    house.refused(404, "unknown_person", || export(&commune, "nobody", &asked));
    house.refused(403, "not_manager", || export(&commune, "province", &asked));
    let data = export(&commune, "club", &asked);
    assert_eq!((data.status, data.body["sent"].as_array().map(Vec::len)), (200, Some(1)), "{}", data.body);

    let corrected = json!({ "reason": reason, "name": "Nguyễn Thị Mới", "phone": "0912345678" });
    assert_eq!(commune.send("PUT", "/api/v1/people/club", &corrected).status, 204);
    house.refused(422, "reason_missing", || commune.send("PUT", "/api/v1/people/club", &json!({ "name": "Khác" })));
    let own = house.visitor("club").get("/api/v1/account").body;
    assert_eq!(own["name"], "Nguyễn Thị Mới");
    assert_eq!(names(&own["history"], "event"), ["export", "correct"], "the person sees who did what");
    assert!(own["history"].as_array().into_iter().flatten().all(|line| line["by"] == "commune" && line["details"]["reason"] == reason));

    let erase = |of: &str| commune.send("POST", &format!("/api/v1/people/{of}/erasure"), &asked);
    assert_eq!(erase("club").status, 204);
    assert_eq!(house.send("POST", "/api/v1/session", &json!({ "account": "club", "password": PASSWORD })).code(), "wrong_credentials");
    assert!(!house.dump().join("\n").contains("Nguyễn Thị Mới"));
    assert_eq!(export(&commune, "club", &asked).body["duties"].as_array().map(Vec::len), Some(1), "who left is still asked about");
    house.with_duties("other-club", |duties| duties.push(duty("VN", "administrator")));
    house.refused(403, "not_manager", || erase("other-club"));
}

#[test]
fn what_reports_tell_of_a_person_is_found_and_erased_on_request() {
    let house = House::new();
    house.begin("24848", "2026-01-01");
    let (commune, province, id) = (house.visitor("commune"), house.visitor("province"), new_id());
    let mut list = crate::context::list("2027");
    let people = list["answers"]["list"]["people"].as_array().into_iter().flatten();
    let at = people.map(|person| person["full_name"].clone()).position(|name| name == "Cil Ha Krang").expect("the person") + 1;
    let other = if at == 1 { 2 } else { 1 };
    list["explanations"] = json!({
        format!("person-cccd-sex[{at}]"): "Giấy tờ cũ ghi vậy.", format!("person-cccd-sex[{other}]"): "Đúng theo căn cước."
    });
    let sent = commune.put(&id, 1, &list);
    assert_eq!(sent.status, 201, "{}", sent.body);
    assert_eq!(province.decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
    let reason = "Đơn số 5 ngày 21/11/2026";
    let find = |by: &Visitor, text: &str| by.send("POST", "/api/v1/named-people", &json!({ "text": text, "reason": reason }));
    let found = find(&commune, "cil ha krang").body;
    assert_eq!((found["found"].as_array().map(Vec::len), &found["found"][0]["report_id"]), (Some(1), &json!(id)), "{found}");
    let told = found["found"][0]["told"].clone();
    assert_eq!(told["list/people/full_name"], "Cil Ha Krang");
    assert!(told["list/people/citizen_id"].is_string() || told.as_object().is_some_and(|told| told.len() > 2), "{told}");
    let said = found["found"][0]["said"].as_array().expect("as people read it");
    assert!(said.contains(&json!({ "label": { "vi": "Họ và tên", "en": "Full name" }, "values": ["Cil Ha Krang"] })), "{found}");
    assert!(said.iter().any(|line| line["values"][0]["vi"] == "Nữ" || line["values"][0]["vi"] == "Nam"), "{found}");
    for (login, expected) in [("province", 1), ("other-commune", 0), ("centre", 0), ("club", 0), ("admin", 0)] {
        let seen = find(&house.visitor(login), "cil ha krang").body["found"].as_array().map(Vec::len);
        assert_eq!(seen, Some(expected), "{login}");
    }
    house.refused(400, "bad_parameter", || find(&commune, "cil"));
    house.refused(422, "reason_missing", || commune.send("POST", "/api/v1/named-people", &json!({ "text": "cil ha" })));
    let erase = |by: &Visitor, told: &Value| {
        by.send("POST", "/api/v1/named-people/erasure", &json!({ "report_id": id, "told": told, "reason": reason }))
    };
    house.refused(403, "foreign_unit", || erase(&house.visitor("other-commune"), &told));
    house.refused(404, "unknown_row", || erase(&commune, &json!({ "list/people/full_name": "Cil Ha Krang" })));
    house.refused(400, "bad_parameter", || erase(&commune, &json!({})));
    let before = commune.get(&format!("/api/v1/reports/{id}")).body["answers"]["list"]["people"].clone();
    assert_eq!(erase(&commune, &told).body, json!({ "revisions": 1 }));
    let after = commune.get(&format!("/api/v1/reports/{id}")).body["answers"]["list"]["people"].clone();
    assert_eq!(after.as_array().map(Vec::len), before.as_array().map(Vec::len), "how many there were stays");
    assert!(!after.to_string().contains("Cil Ha Krang") && after.to_string().contains("Lơ Mu K'Gling"), "and the others");
    assert_eq!(find(&commune, "cil ha krang").body["found"], json!([]));
    let all = house.dump().join("\n");
    let explained = commune.get(&format!("/api/v1/reports/{id}")).body["explanations"].clone();
    let key = format!("person-cccd-sex[{other}]");
    assert_eq!(explained, json!({ key: "Đúng theo căn cước." }), "what was explained of the person goes, and of no other");
    assert!(all.contains(reason) && !all.to_lowercase().contains("cil ha krang"), "the audit has the reason and not the name");
    assert!(crate::house::block_on(phieu_server::verify_audit(&house.folder, None)).expect("read").is_ok());
    assert!(crate::house::block_on(phieu_server::verify_people_audit(&house.folder, None)).expect("read").is_ok());
}
