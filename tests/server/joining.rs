//! People come in by links, hand their duties over, and lose what has ended.

use serde_json::{Value, json};

use crate::house::{Answer, CLUB, House, OTHER_CLUB, Visitor, new_id, report};

const DAY: i64 = 86_400_000;

fn invite(by: &Visitor, body: &Value) -> Answer {
    by.send("POST", "/api/v1/links", body)
}

/// The API's address of a link that was just made.
fn address(link: &Answer) -> String {
    assert_eq!(link.status, 201, "{}", link.body);
    format!("/api/v1{}", link.body["path"].as_str().expect("a path"))
}

fn person(name: &str) -> Value {
    json!({ "name": name, "phone": "0912 345 678", "password": "193847", "consent": "2026.1" })
}

/// Comes in by a link and gives the visitor with the session that was opened.
fn join<'a>(house: &'a House, address: &str, body: &Value) -> (Visitor<'a>, Value) {
    let answer = house.send("POST", address, body);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    (Visitor { house, cookie }, answer.body)
}

fn people(visitor: &Visitor, unit: &str) -> Value {
    let listed = visitor.get(&format!("/api/v1/people?org_unit={unit}"));
    assert_eq!(listed.status, 200, "{}", listed.body);
    listed.body
}

/// The duties of a unit in a list of people, as `role name state`.
fn told(listed: &Value, unit: &str) -> Vec<String> {
    let of_unit = listed["units"].as_array().into_iter().flatten().find(|listed| listed["code"] == unit).expect("the unit");
    let people = of_unit["people"].as_array().into_iter().flatten();
    people.map(|one| ["role", "name", "state"].map(|member| one[member].as_str().unwrap_or_default()).join(" ")).collect()
}

#[test]
fn one_comes_in_by_a_link_and_reports_at_once() {
    let house = House::new();
    let commune = house.visitor("commune");
    let link = invite(&commune, &json!({ "org_unit": CLUB, "role": "club_secretary", "name": "Bà Năm" }));
    let join_at = address(&link);
    let shown = link.body["address"].as_str().expect("an address");
    assert!(shown.starts_with(&format!("http://{}/join/", house.address)), "{shown}");
    assert!(link.body["qr"].as_str().is_some_and(|svg| svg.contains("<svg")));
    let text = link.body["text"].as_str().expect("a text");
    assert!(text.contains("Bà Năm") && text.contains("thư ký câu lạc bộ của CLB Một") && text.ends_with(shown), "{text}");
    assert!(text.contains("29/11/2026"), "{text}");

    let seen = house.get(&join_at).body;
    assert_eq!((&seen["kind"], &seen["org_unit"]["code"], &seen["by"]), (&json!("duty"), &json!(CLUB), &json!("Người commune")));
    assert!(seen["consent"]["text"]["vi"].as_str().is_some_and(|text| text.contains("tự nguyện")));
    let (new, me) = join(&house, &join_at, &person("Trần Thị Năm"));
    assert_eq!((&me["account"], &me["roles"], &me["org_unit"]["code"]), (&json!("24848-c01.1"), &json!(["reporter"]), &json!(CLUB)));
    assert_eq!(me["consents"][0]["subject"], "joining");
    assert_eq!(new.put(&new_id(), 1, &report(CLUB, "2026-09")).status, 201);
    house.refused(410, "link_used", || house.get(&join_at));
    house.refused(410, "link_used", || house.send("POST", &join_at, &person("Ai Khác")));

    for typed in ["24848-c01.1", "0912345678", "+84 912 345 678"] {
        let answer = house.send("POST", "/api/v1/session", &json!({ "account": typed, "password": "193847" }));
        assert_eq!((answer.status, &answer.body["name"]), (200, &json!("Trần Thị Năm")), "{typed}");
    }
    assert_eq!(
        told(&people(&commune, "24848"), CLUB),
        ["club_secretary Người club now", "club_secretary Trần Thị Năm now", "viewer Người onlooker now"]
    );
}

#[test]
fn what_is_missing_is_told_and_uses_nothing_up() {
    let house = House::new();
    let commune = house.visitor("commune");
    let join_at = address(&invite(&commune, &json!({ "org_unit": CLUB, "role": "volunteer" })));
    let with = |member: &str, value: Value| {
        let mut body = person("Trần Thị Năm");
        body[member] = value;
        body
    };
    for (status, code, body) in [
        (422, "name_missing", with("name", json!("  "))),
        (422, "phone_unfit", with("phone", json!("12345"))),
        (422, "password_weak", with("password", json!("123456"))),
        (422, "password_weak", with("password", json!("0912345678"))),
        (422, "consent_missing", with("consent", json!(null))),
        (422, "consent_missing", with("consent", json!("1999.1"))),
        (400, "bad_parameter", with("password", json!(7))),
    ] {
        house.refused(status, code, || house.send("POST", &join_at, &body));
    }
    house.refused(404, "link_unknown", || house.get("/api/v1/join/none"));
    join(&house, &join_at, &person("Trần Thị Năm"));
    let second = address(&invite(&commune, &json!({ "org_unit": CLUB, "role": "volunteer" })));
    house.refused(409, "phone_taken", || house.send("POST", &second, &person("Lê Văn Tám")));
    let (_, me) = join(&house, &second, &with("phone", json!("")));
    assert_eq!(me["account"], "24848-c01.2");
}

#[test]
fn links_grow_old_and_can_be_taken_back() {
    let house = House::new();
    let commune = house.visitor("commune");
    let body = json!({ "org_unit": CLUB, "role": "volunteer" });
    let (old, kept) = (invite(&commune, &body), invite(&commune, &body));
    assert_eq!(people(&commune, "24848")["links"].as_array().map(Vec::len), Some(2));
    house.refused(403, "not_manager", || {
        house.visitor("other-commune").send("DELETE", &format!("/api/v1/links/{}", kept.body["link"]), &json!({}))
    });
    assert_eq!(commune.send("DELETE", &format!("/api/v1/links/{}", kept.body["link"]), &json!({})).status, 204);
    house.refused(404, "link_unknown", || commune.send("DELETE", &format!("/api/v1/links/{}", kept.body["link"]), &json!({})));
    house.refused(410, "link_revoked", || house.get(&address(&kept)));
    house.wait(7 * DAY - 1);
    assert_eq!(house.get(&address(&old)).status, 200);
    house.wait(1);
    house.refused(410, "link_expired", || house.get(&address(&old)));
    house.refused(410, "link_expired", || house.send("POST", &address(&old), &person("Trần Thị Năm")));
    assert_eq!(people(&commune, "24848")["links"], json!([]));
}

#[test]
fn one_manages_those_below_and_only_an_administrator_makes_administrators() {
    let house = House::new();
    let link = |unit: &str, role: &str| json!({ "org_unit": unit, "role": role });
    let (club, commune) = (house.visitor("club"), house.visitor("commune"));
    let (province, admin) = (house.visitor("province"), house.visitor("admin"));
    for (visitor, unit, role) in [
        (&club, CLUB, "volunteer"),
        (&commune, "24848", "reviewer"),
        (&commune, "24846-C01", "volunteer"),
        (&province, "68", "administrator"),
        (&province, "68", "province_officer"),
        (&province, "66", "board_head"),
    ] {
        house.refused(403, "not_manager", || invite(visitor, &link(unit, role)));
    }
    for (visitor, unit, role) in [
        (&commune, CLUB, "club_secretary"),
        (&commune, "24848", "board_head"),
        (&province, "24848", "commune_chair"),
        (&province, CLUB, "volunteer"),
        (&admin, "68", "administrator"),
        (&admin, "VN", "centre_officer"),
    ] {
        assert_eq!(invite(visitor, &link(unit, role)).status, 201, "{unit} {role}");
    }
    house.refused(422, "role_unfit", || invite(&commune, &link(CLUB, "commune_chair")));
    house.refused(400, "bad_parameter", || invite(&commune, &link(CLUB, "king")));
    house.refused(403, "not_manager", || club.get("/api/v1/people?org_unit=24848-C01"));
    house.refused(403, "not_manager", || commune.get("/api/v1/people?org_unit=68"));
    assert_eq!(people(&province, "24848")["parent"]["code"], "68");
}

#[test]
fn a_duty_is_handed_over_with_no_day_between() {
    let house = House::new();
    let (club, commune, other) = (house.visitor("club"), house.visitor("commune"), house.visitor("other-club"));
    let id = new_id();
    assert_eq!(club.put(&id, 1, &report(CLUB, "2026-09")).status, 201);
    let listed = people(&commune, "24848");
    let duty = &listed["units"].as_array().expect("units").iter().find(|unit| unit["code"] == CLUB).expect("the club")["people"][0]["duty"];
    let over = format!("/api/v1/people/duties/{duty}/hand-over");
    house.refused(422, "day_past", || commune.send("POST", &over, &json!({ "on": "2026-11-21", "account": "other-club" })));
    house.refused(404, "unknown_person", || commune.send("POST", &over, &json!({ "on": "2026-11-24", "account": "nobody" })));
    house.refused(403, "not_manager", || club.send("POST", &over, &json!({ "account": "other-club" })));
    assert_eq!(commune.send("POST", &over, &json!({ "on": "2026-11-24", "account": "other-club" })).status, 204);
    let may = |visitor: &Visitor| visitor.put(&new_id(), 1, &report(CLUB, "2026-10")).status != 403;
    assert_eq!((may(&club), may(&other)), (true, false));
    house.wait(40 * 3_600_000);
    assert_eq!((may(&club), may(&other)), (false, true), "at midnight one takes over from the other");
    assert_eq!(other.get(&format!("/api/v1/reports/{id}")).status, 200, "the unit's history is there for the successor");
    house.refused(403, "not_reporter", || club.put(&new_id(), 1, &report(CLUB, "2026-10")));
    assert_eq!(
        told(&people(&commune, "24848"), CLUB),
        ["club_secretary Người club past", "club_secretary Người other-club now", "viewer Người onlooker now"]
    );
}

#[test]
fn one_who_is_invited_to_succeed_begins_when_the_link_is_opened() {
    let house = House::new();
    let (club, commune) = (house.visitor("club"), house.visitor("commune"));
    let listed = people(&commune, "24848");
    let duty = listed["units"][1]["people"][0]["duty"].clone();
    let join_at = address(&invite(&commune, &json!({ "replaces": duty, "name": "Ông Tư" })));
    house.wait(2 * DAY);
    assert_eq!(club.get("/api/v1/session").body["roles"], json!(["reporter"]), "until then the old one goes on");
    let (new, me) = join(&house, &join_at, &person("Lê Văn Tư"));
    assert_eq!(me["duties"][0]["from"], "2026-11-24");
    assert_eq!(club.get("/api/v1/session").body["roles"], json!([]), "the old one's session has lost the duty at once");
    assert_eq!(new.get("/api/v1/session").body["roles"], json!(["reporter"]));
}

#[test]
fn one_who_is_signed_in_takes_another_duty_on() {
    let house = House::new();
    let commune = house.visitor("commune");
    let join_at = address(&invite(&commune, &json!({ "org_unit": OTHER_CLUB, "role": "treasurer" })));
    let club = house.visitor("club");
    let answer = club.send("POST", &join_at, &json!({}));
    assert_eq!((answer.status, &answer.body["account"]), (201, &json!("club")), "{}", answer.body);
    assert_eq!(answer.body["duties"].as_array().map(Vec::len), Some(2));
    let again = address(&invite(&commune, &json!({ "org_unit": OTHER_CLUB, "role": "treasurer" })));
    house.refused(409, "has_duty", || club.send("POST", &again, &json!({})));
}

#[test]
fn a_forgotten_password_is_replaced_by_whoever_manages_all_duties() {
    let house = House::new();
    let (club, commune) = (house.visitor("club"), house.visitor("commune"));
    let join_at = address(&invite(&commune, &json!({ "account": "club" })));
    assert_eq!(house.get(&join_at).body["kind"], "password");
    join(&house, &join_at, &json!({ "password": "846193" }));
    assert_eq!(club.get("/api/v1/session").code(), "not_signed_in", "other phones sign in anew");
    let sign_in = |password: &str| house.send("POST", "/api/v1/session", &json!({ "account": "club", "password": password })).status;
    assert_eq!((sign_in(crate::house::PASSWORD), sign_in("846193")), (401, 200));
    house.with_duties("club", |duties| duties.push(crate::house::duty("68", "administrator")));
    house.refused(403, "not_manager", || invite(&commune, &json!({ "account": "club" })));
    house.refused(404, "unknown_person", || invite(&commune, &json!({ "account": "nobody" })));
}

#[test]
fn the_steering_board_is_kept_with_its_succession() {
    let house = House::new();
    let commune = house.visitor("commune");
    let seat = |name: &str| json!({ "org_unit": "24848", "role": "board_head", "name": name });
    let first = commune.send("POST", "/api/v1/people/duties", &seat("Bùi Văn Một"));
    assert_eq!((first.status, &first.body["account"]), (201, &json!("24848.1")));
    let signed_in = house.send("POST", "/api/v1/session", &json!({ "account": "24848.1", "password": "" }));
    assert_eq!(signed_in.status, 401, "who is only named has no way in");
    let duty = |listed: &Value| listed["units"][0]["people"][0]["duty"].clone();
    let second =
        commune.send("POST", "/api/v1/people/duties", &json!({ "org_unit": "24848", "role": "board_member", "name": "Bùi Thị Hai" }));
    let over = format!("/api/v1/people/duties/{}/hand-over", duty(&people(&commune, "24848")));
    assert_eq!(commune.send("POST", &over, &json!({ "account": second.body["account"] })).status, 204);
    let board: Vec<String> = told(&people(&commune, "24848"), "24848").into_iter().filter(|one| one.starts_with("board")).collect();
    assert_eq!(board, ["board_head Bùi Văn Một past", "board_head Bùi Thị Hai now", "board_member Bùi Thị Hai now"]);
}

#[test]
fn a_link_for_a_password_reckons_with_duties_to_come_and_with_the_day_on_which_it_is_opened() {
    let house = House::new();
    let commune = house.visitor("commune");
    let join_at = address(&invite(&commune, &json!({ "account": "club" })));
    let day = |text: &str| phieu_report::Date::parse(text).expect("a day");
    house.with_duties("club", |duties| {
        duties.push(phieu_store::Duty { from: day("2026-12-01"), ..crate::house::duty("68", "administrator") });
    });
    let password = json!({ "password": "846193" });
    house.refused(403, "not_manager", || invite(&commune, &json!({ "account": "club" })));
    house.refused(410, "link_revoked", || house.get(&join_at));
    house.refused(410, "link_revoked", || house.send("POST", &join_at, &password));
    house.with_duties("club", |duties| duties[1].to = Some(day("2026-12-01")));
    assert_eq!(house.get(&join_at).status, 200, "a duty that will not be is none");
    house.with_duties("commune", |duties| duties[0].to = Some(day("2026-11-22")));
    house.refused(410, "link_revoked", || house.send("POST", &join_at, &password));
    house.with_duties("commune", |duties| duties[0].to = None);
    join(&house, &join_at, &password);
}

#[test]
fn only_one_whom_the_manager_sees_is_named_for_a_duty() {
    let house = House::new();
    let commune = house.visitor("commune");
    let seat = |login: &str| json!({ "org_unit": CLUB, "role": "volunteer", "account": login });
    let duty = people(&commune, "24848")["units"][1]["people"][0]["duty"].clone();
    let over = format!("/api/v1/people/duties/{duty}/hand-over");
    for stranger in ["third-club", "province", "nobody"] {
        house.refused(404, "unknown_person", || commune.send("POST", "/api/v1/people/duties", &seat(stranger)));
        house.refused(404, "unknown_person", || commune.send("POST", &over, &json!({ "account": stranger })));
    }
    house.with_duties("other-club", |duties| duties[0].to = phieu_report::Date::parse("2026-10-01").ok());
    for known in ["other-club", "fund", "commune"] {
        assert_eq!(commune.send("POST", "/api/v1/people/duties", &seat(known)).status, 201, "{known}");
    }
    assert_eq!(house.visitor("admin").send("POST", "/api/v1/people/duties", &seat("third-club")).status, 201, "the centre sees all");
}

#[test]
fn a_link_for_a_duty_opens_as_long_as_its_inviter_manages_the_seat() {
    let house = House::new();
    let (commune, province) = (house.visitor("commune"), house.visitor("province"));
    let [revoked, kept] = [&commune, &province].map(|by| address(&invite(by, &json!({ "org_unit": CLUB, "role": "volunteer" }))));
    house.with_duties("commune", |duties| duties[0].to = phieu_report::Date::parse("2026-11-22").ok());
    house.refused(410, "link_revoked", || house.get(&revoked));
    house.refused(410, "link_revoked", || house.send("POST", &revoked, &person("Trần Thị Năm")));
    let other = house.visitor("other-club");
    house.refused(410, "link_revoked", || other.send("POST", &revoked, &json!({})));
    join(&house, &kept, &person("Trần Thị Năm"));
}
