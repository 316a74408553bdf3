//! An administrator changes units; what would break something is refused; figures are compared through the succession.

use phieu_store::{Account, SqliteStore, Store};
use serde_json::{Value, json};

use crate::house::{Answer, CLUB, House, OTHER_CLUB, Visitor, block_on, commune_report, duty, new_id, report};

const CHANGES: &str = "/api/v1/unit-changes";
const MERGED: &str = "24848-C09";
const HALF: &str = include_str!("../forms/kl58/base.json");

fn change(visitor: &Visitor, change: Value) -> Answer {
    visitor.send("POST", CHANGES, &change)
}

fn approved(house: &House, login: &str, unit: &str, period: &str) {
    let id = new_id();
    let answer = house.visitor(login).put(&id, 1, &report(unit, period));
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(house.visitor("commune").decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
}

/// An account of the club's kind for another unit.
fn hire(house: &House, login: &str, unit: &str) {
    block_on(async {
        let store = SqliteStore::open(&house.folder.join("phieu.db")).await.expect("the database opens");
        let like = store.account("club").await.expect("the database answers").expect("the account");
        let duties = vec![duty(unit, "club_secretary")];
        store.put_account(&Account { login: login.to_owned(), duties, ..like }).await.expect("the account");
        store.close().await.expect("closed");
    });
}

fn merge(from: &[&str], on: &str) -> Value {
    let into = json!({ "code": MERGED, "name": "CLB Chung" });
    json!({ "action": "merge", "from": from, "into": into, "on": on, "source": "QĐ 12", "despite_duties": true })
}

/// What the check of the merged club's month will know.
fn instances(house: &House, login: &str, period: &str) -> Value {
    let body = house.visitor(login).get("/api/v1/duties").body;
    let of_period = |duty: &&Value| duty["form"] == "clb-thang" && duty["period"] == period;
    body["duties"].as_array().into_iter().flatten().find(of_period).expect("a duty")["context"]["instances"].clone()
}

#[test]
fn only_an_administrator_changes_units() {
    let house = House::new();
    let wanted = json!({ "action": "rename", "code": CLUB, "name": "CLB", "on": "2026-11-01" });
    for login in ["club", "commune", "province", "centre"] {
        house.refused(403, "not_administrator", || change(&house.visitor(login), wanted.clone()));
    }
    house.refused(401, "not_signed_in", || house.send("POST", CHANGES, &wanted));
    assert_eq!(change(&house.visitor("admin"), wanted.clone()).body["units"][0]["name"], "CLB");
    house.with_duties("province", |duties| duties.push(duty("68", "administrator")));
    let province = house.visitor("province");
    let again = |code: &str, parent: &str| json!({ "action": "move", "code": code, "parent": parent, "on": "2026-11-02" });
    house.refused(403, "not_administrator", || change(&province, again(CLUB, "00004")));
    house.refused(403, "not_administrator", || change(&province, again("00004", "68")));
    house.refused(403, "not_administrator", || change(&province, json!({ "action": "ask_from", "code": "VN", "on": "2026-11-02" })));
    assert_eq!(change(&province, again(CLUB, "24846")).status, 200, "within its province");
}

#[test]
fn a_new_unit_stands_only_where_the_administrator_may_put_it() {
    let house = House::new();
    house.with_duties("province", |duties| duties.push(duty("68", "administrator")));
    house.with_duties("other-province", |duties| {
        duties.extend([duty("68", "administrator"), duty("66", "administrator")]);
    });
    let (province, both) = (house.visitor("province"), house.visitor("other-province"));
    let split = |code: &str, new: &str| {
        let into = json!([{ "code": code }, { "code": new, "name": "Mới" }]);
        json!({ "action": "split", "code": code, "into": into, "on": "2026-11-02" })
    };
    let merge = |into: Value| json!({ "action": "merge", "from": ["66", "68"], "into": into, "on": "2026-11-02", "despite_duties": true });
    let refused = house.refused(403, "not_administrator", || change(&province, split("68", "98")));
    assert_eq!(refused["details"]["org_unit"], "VN");
    house.refused(403, "not_administrator", || change(&both, merge(json!({ "code": "98", "name": "Tỉnh Mới" }))));
    house.refused(403, "not_administrator", || change(&both, merge(json!({ "code": "98", "name": "Tỉnh Mới", "parent": "VN" }))));
    assert_eq!(change(&province, split("24848", "24848-N")).status, 200, "within its province");
    assert_eq!(change(&both, merge(json!({ "code": "68" }))).status, 200, "nothing new stands under the centre");
}

#[test]
fn what_cannot_be_is_refused_with_its_own_sentence() {
    let house = House::new();
    let admin = house.visitor("admin");
    let on = "2026-11-01";
    for (status, code, wanted) in [
        (400, "bad_parameter", json!({ "action": "dissolve", "code": CLUB, "on": on })),
        (400, "bad_parameter", json!({ "action": "close", "code": CLUB })),
        (400, "bad_parameter", json!({ "action": "close", "code": "c", "on": on })),
        (400, "bad_parameter", json!({ "action": "ask_from", "code": CLUB, "on": "soon" })),
        (400, "bad_parameter", json!([])),
        (404, "unknown_unit", json!({ "action": "close", "code": "99999", "on": on })),
        (404, "unknown_unit", json!({ "action": "ask_from", "code": "99999", "on": on })),
        (409, "unit_taken", json!({ "action": "add", "code": CLUB, "name": "CLB", "kind": "club", "parent": "24848", "on": on })),
        (409, "unit_has_children", json!({ "action": "close", "code": "24848", "on": on, "despite_duties": true })),
        (409, "unit_has_duties", json!({ "action": "close", "code": CLUB, "on": on })),
        (409, "unit_ended", json!({ "action": "rename", "code": "77", "name": "Tỉnh", "on": on })),
        (422, "unit_day", json!({ "action": "rename", "code": CLUB, "name": "CLB", "on": "2206-11-23" })),
        (404, "unknown_unit", json!({ "action": "close", "code": "99999", "on": "2026-12-01" })),
        (422, "unit_day", json!({ "action": "rename", "code": "24", "name": "Tỉnh", "on": "2026-09-20" })),
        (422, "unit_place", json!({ "action": "move", "code": CLUB, "parent": "68", "on": on })),
        (422, "unit_place", json!({ "action": "add", "code": "77-X", "name": "Xã", "kind": "commune", "parent": "77", "on": on })),
        (422, "unit_name", json!({ "action": "rename", "code": CLUB, "name": " ", "on": on })),
        (422, "unit_list", json!({ "action": "merge", "from": [CLUB], "into": { "code": CLUB }, "on": on })),
    ] {
        house.refused(status, code, || change(&admin, wanted.clone()));
    }
    let open = change(&admin, json!({ "action": "close", "code": CLUB, "on": on })).body["details"]["open"].clone();
    assert!(open.as_array().is_some_and(|open| open.iter().any(|one| one["form"] == "clb-thang" && one["period"] == "2026-10")), "{open}");
}

#[test]
fn a_unit_that_ends_is_asked_for_nothing_after_and_keeps_what_it_sent() {
    let house = House::new();
    approved(&house, "club", CLUB, "2026-09");
    let close = json!({ "action": "close", "code": CLUB, "on": "2026-10-01", "despite_duties": true });
    assert_eq!(change(&house.visitor("admin"), close).status, 200);
    let club = house.visitor("club");
    let duties = club.get("/api/v1/duties").body;
    let ends: Vec<&str> = duties["duties"].as_array().into_iter().flatten().filter_map(|duty| duty["period_end"].as_str()).collect();
    assert!(ends.contains(&"2026-09-14") && ends.iter().all(|end| *end < "2026-10-01"), "{ends:?}");
    house.refused(422, "unit_not_then", || club.put(&new_id(), 1, &report(CLUB, "2026-10")));
    let listed = house.visitor("commune").get("/api/v1/reports").body;
    assert_eq!(listed["reports"].as_array().map(Vec::len), Some(1), "its reviewer still reads it");
    let expected =
        |period: &str| house.visitor("commune").get(&format!("/api/v1/totals?form=clb-thang&period={period}")).body["expected"].clone();
    assert_eq!((expected("2026-09"), expected("2026-10")), (json!(2), json!(1)), "each period counts the clubs that there were");
}

#[test]
fn what_waits_for_its_reviewer_waits_on_when_its_unit_has_ended() {
    let house = House::new();
    let id = new_id();
    assert_eq!(house.visitor("club").put(&id, 1, &report(CLUB, "2026-09")).status, 201);
    let commune = house.visitor("commune");
    let waiting = || commune.get("/api/v1/duties").body["reviews"].as_array().map_or(0, Vec::len);
    assert_eq!(waiting(), 1);
    let close = json!({ "action": "close", "code": CLUB, "on": "2026-10-01", "despite_duties": true });
    assert_eq!(change(&house.visitor("admin"), close).status, 200);
    assert_eq!(waiting(), 1);
    assert_eq!(commune.decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
}

#[test]
fn figures_of_before_a_merger_are_those_of_all_who_merged() {
    let house = House::new();
    approved(&house, "club", CLUB, "2026-09");
    approved(&house, "other-club", OTHER_CLUB, "2026-09");
    assert_eq!(change(&house.visitor("admin"), merge(&[CLUB, OTHER_CLUB], "2026-10-01")).status, 200);
    hire(&house, "merged", MERGED);
    let known = instances(&house, "merged", "2026-10");
    let closing = report(CLUB, "2026-09")["answers"]["members"]["members_closing"].as_i64().expect("a number");
    assert_eq!(known["previous"]["members"]["members_closing"], 2 * closing);
    assert_eq!(known["previous"]["through"], json!([CLUB, OTHER_CLUB]));
    assert_eq!(known["unit"]["name"], "CLB Chung");
    assert!(
        !house.visitor("merged").get("/api/v1/duties").body.to_string().contains("\"2026-09\",\"period_end\""),
        "nothing is asked of before"
    );
    let reviewed = house.visitor("commune").get("/api/v1/reports").body;
    assert_eq!(reviewed["reports"].as_array().map(Vec::len), Some(2), "the reports of before are still there");
}

#[test]
fn half_of_those_who_merged_is_no_comparison() {
    let house = House::new();
    approved(&house, "club", CLUB, "2026-09");
    assert_eq!(change(&house.visitor("admin"), merge(&[CLUB, OTHER_CLUB], "2026-10-01")).status, 200);
    hire(&house, "merged", MERGED);
    assert_eq!(instances(&house, "merged", "2026-10").get("previous"), None);
}

#[test]
fn of_one_that_was_split_only_a_known_share_is_compared() {
    let house = House::new();
    approved(&house, "club", CLUB, "2026-09");
    approved(&house, "other-club", OTHER_CLUB, "2026-09");
    let split = |code: &str, share: Value| {
        let (a, b) = (format!("{code}A"), format!("{code}B"));
        let into = json!([{ "code": a, "name": "CLB A", "share": share }, { "code": b, "name": "CLB B" }]);
        let wanted = json!({ "action": "split", "code": code, "into": into, "on": "2026-10-01", "despite_duties": true });
        let answer = change(&house.visitor("admin"), wanted);
        assert_eq!(answer.status, 200, "{}", answer.body);
        hire(&house, &format!("of-{}", a.to_lowercase()), &a);
        instances(&house, &format!("of-{}", a.to_lowercase()), "2026-10")
    };
    let closing = report(CLUB, "2026-09")["answers"]["members"]["members_closing"].as_f64().expect("a number");
    let known = split(CLUB, json!(0.5));
    assert_eq!(known["previous"]["members"]["members_closing"].as_f64(), Some(closing / 2.0));
    assert_eq!(split(OTHER_CLUB, Value::Null).get("previous"), None);
}

#[test]
fn an_administrator_says_from_when_on_a_unit_is_asked() {
    let house = House::new();
    let asked = || {
        let duties = house.visitor("club").get("/api/v1/duties").body;
        duties["duties"].as_array().map_or(0, Vec::len)
    };
    let before = asked();
    assert_eq!(change(&house.visitor("admin"), json!({ "action": "ask_from", "code": CLUB, "on": "2026-11-22" })).status, 200);
    assert!(asked() < before);
    let life = house.visitor("admin").get(&format!("/api/v1/units/{CLUB}")).body;
    assert_eq!(life["asked_from"], "2026-11-22");
}

#[test]
fn what_is_asked_from_a_day_on_is_told_and_changes_nothing_else() {
    let house = House::new();
    house.begin(OTHER_CLUB, "2026-01-01");
    let changed = change(&house.visitor("admin"), json!({ "action": "ask_from", "code": CLUB, "on": "2026-11-01" }));
    assert_eq!(changed.status, 200, "{}", changed.body);
    assert!(house.dump().iter().any(|line| line.contains("ask_from") && line.contains(CLUB)), "there is a line of it");
}

#[test]
fn of_a_share_that_nobody_knows_the_check_says_so() {
    let house = House::new();
    approved(&house, "club", CLUB, "2026-09");
    let into = json!([{ "code": "24848-C0A", "name": "CLB A" }, { "code": "24848-C0B", "name": "CLB B" }]);
    let split = json!({ "action": "split", "code": CLUB, "into": into, "on": "2026-10-01", "despite_duties": true });
    assert_eq!(change(&house.visitor("admin"), split).status, 200);
    hire(&house, "of-a", "24848-C0A");
    let duties = house.visitor("of-a").get("/api/v1/duties").body;
    let of_month = |duty: &&Value| duty["form"] == "clb-thang" && duty["period"] == "2026-10";
    let context = duties["duties"].as_array().into_iter().flatten().find(of_month).expect("a duty")["context"].clone();
    assert_eq!(context["not_compared"]["previous"], json!({ "period": "2026-09", "org_unit": CLUB }));
}

#[test]
fn the_secretary_of_a_merged_commune_keeps_reading_its_reports() {
    let house = House::new();
    let id = new_id();
    assert_eq!(house.visitor("commune").put(&id, 1, &commune_report(HALF, "2026-H1")).status, 201);
    let merge = json!({ "action": "merge", "from": ["24848"], "into": { "code": "24846" }, "on": "2026-11-01", "despite_duties": true });
    let merged = change(&house.visitor("admin"), merge);
    assert_eq!(merged.status, 200, "{}", merged.body);
    // Authority is asked of units as they stand today; what is shown, of units as they were.
    let read = |login: &str| house.visitor(login).get(&format!("/api/v1/reports/{id}"));
    let own = read("commune");
    assert_eq!((own.status, &own.body["org_unit"]["code"]), (200, &json!("24848")), "{}", own.body);
    assert_eq!(own.body["org_unit"]["name"], "Xã Lạc Dương", "under the name of then");
    assert_eq!(house.visitor("commune").get("/api/v1/reports").body["reports"].as_array().map(Vec::len), Some(1));
    assert_eq!((read("province").status, read("other-province").status), (200, 403));
    house.refused(422, "unit_not_then", || house.visitor("commune").put(&new_id(), 1, &commune_report(HALF, "2026")));
}

#[test]
fn a_board_that_becomes_an_association_keeps_its_code_its_roles_and_its_reports() {
    let house = House::new();
    house.with_duties("onlooker", |duties| duties.push(duty("24848", "board_head")));
    let (commune, id) = (house.visitor("commune"), new_id());
    assert_eq!(commune.put(&id, 1, &commune_report(HALF, "2026-H1")).status, 201);
    let wanted = json!({ "action": "rename", "code": "24848", "name": "Hội NCT xã Lạc Dương", "kind": "commune", "on": "2026-11-01", "source": "QĐ 7" });
    assert_eq!(change(&house.visitor("admin"), wanted).status, 200);
    let listed = house.visitor("province").get("/api/v1/people?org_unit=24848").body;
    assert_eq!(listed["units"][0]["name"], "Hội NCT xã Lạc Dương");
    let people = listed["units"][0]["people"].as_array().cloned().unwrap_or_default();
    let told: Vec<String> =
        people.iter().map(|one| ["role", "state"].map(|member| one[member].as_str().unwrap_or_default()).join(" ")).collect();
    assert_eq!(told, ["board_head now", "commune_chair now"], "who leads goes on");
    let read = commune.get(&format!("/api/v1/reports/{id}")).body;
    assert_eq!(read["org_unit"]["name"], "Xã Lạc Dương", "what was reported before has the name of then");
    let versions = house.visitor("admin").get("/api/v1/units/24848").body["versions"].clone();
    assert_eq!(versions.as_array().map(Vec::len), Some(2), "{versions}");
}
