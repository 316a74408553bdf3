//! Closed periods: who closes them, what is refused then, and that a reason opens them again.

use serde_json::{Value, json};

use crate::house::{CLUB, House, Visitor, commune_report, new_id, report};

fn close(visitor: &Visitor, closed: bool, reason: &str) -> crate::house::Answer {
    let body = json!({ "form": "clb-thang", "period": "2026-10", "closed": closed, "reason": reason });
    visitor.send("POST", "/api/v1/closings", &body)
}

fn state(visitor: &Visitor, form: &str, period: &str) -> (Value, Value) {
    let body = visitor.get("/api/v1/duties").body;
    let duty = body["duties"].as_array().into_iter().flatten().find(|duty| duty["form"] == form && duty["period"] == period).cloned();
    let duty = duty.unwrap_or_else(|| panic!("no duty {form} {period}"));
    (duty["state"].clone(), duty["locked"].clone())
}

#[test]
fn in_a_closed_period_nothing_changes_until_it_is_opened() {
    let house = House::new();
    let (club, commune, province) = (house.visitor("club"), house.visitor("commune"), house.visitor("province"));
    let id = new_id();
    assert_eq!(club.put(&id, 1, &report(CLUB, "2026-10")).status, 201);
    for login in ["club", "commune", "onlooker"] {
        house.refused(403, "not_closer", || close(&house.visitor(login), true, "Đã họp."));
    }
    house.refused(422, "reason_missing", || close(&province, true, "  "));
    let unfit = json!({ "form": "clb-thang", "period": "2026-Q3", "closed": true, "reason": "Đã họp." });
    house.refused(422, "period_unfit", || province.send("POST", "/api/v1/closings", &unfit));
    let unknown = json!({ "form": "none", "period": "2026-10", "closed": true, "reason": "Đã họp." });
    house.refused(404, "unknown_form", || province.send("POST", "/api/v1/closings", &unknown));
    assert_eq!(close(&province, true, "Đã họp tổng kết.").status, 200);
    house.refused(409, "period_locked", || close(&province, true, "Nữa."));

    house.refused(409, "period_locked", || club.put(&id, 2, &report(CLUB, "2026-10")));
    house.refused(409, "period_locked", || house.visitor("other-club").put(&new_id(), 1, &report("24848-C02", "2026-10")));
    house.refused(409, "period_locked", || commune.decide(&id, &json!({ "revision": 1, "action": "approve" })));
    let again = club.put(&id, 1, &report(CLUB, "2026-10"));
    assert_eq!(again.status, 200, "what was received gets its receipt");
    let seen = commune.get(&format!("/api/v1/reports/{id}")).body;
    assert_eq!((&seen["actions"], &seen["locked"]["reason"]), (&json!([]), &json!("Đã họp tổng kết.")));
    assert_eq!(state(&club, "clb-thang", "2026-10").0, "submitted");
    let (of_other, lock) = state(&house.visitor("other-club"), "clb-thang", "2026-10");
    assert_eq!((of_other, &lock["by"]), (json!("locked"), &json!("Người province")), "what was not sent stays listed");
    let other_province = house.visitor("other-province").get("/api/v1/periods?form=clb-thang").body;
    assert!(
        other_province["periods"].as_array().into_iter().flatten().all(|period| period["locked"].is_null()),
        "closed below one province only"
    );

    house.refused(409, "period_not_locked", || close(&house.visitor("other-province"), false, "Mở.").clone());
    assert_eq!(close(&province, false, "Xã xin sửa.").status, 200);
    assert_eq!(commune.decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
    let listed = province.get("/api/v1/closings?form=clb-thang").body;
    assert_eq!(listed["units"][0]["code"], "68");
    assert_eq!((&listed["closings"][0]["closed"], &listed["closings"][0]["reason"]), (&json!(false), &json!("Xã xin sửa.")));
}

#[test]
fn the_calendar_closes_by_itself_and_what_is_opened_is_open() {
    let house = House::new();
    let (commune, province) = (house.visitor("commune"), house.visitor("province"));
    let (locked, by) = state(&commune, "td", "2025");
    assert_eq!((locked, &by), (json!("locked"), &json!({ "by": null, "at": null, "reason": null })), "points of last year are frozen");
    assert_eq!(state(&commune, "td", "2026").0, "overdue");
    let points = commune_report(include_str!("../forms/td/base.json"), "2025");
    assert_eq!(commune.put(&new_id(), 1, &points).code(), "period_locked");
    let body = json!({ "form": "td", "period": "2025", "closed": false, "reason": "Cụm họp lại." });
    assert_eq!(province.send("POST", "/api/v1/closings", &body).status, 200);
    assert_eq!(state(&commune, "td", "2025").0, "overdue");
    assert_ne!(commune.put(&new_id(), 1, &points).code(), "period_locked");
}

#[test]
fn one_who_closes_for_several_units_names_the_unit() {
    let house = House::new();
    house.with_duties("province", |duties| {
        duties.push(crate::house::duty("68", "reviewer"));
        duties.push(crate::house::duty("66", "province_officer"));
    });
    let province = house.visitor("province");
    let close = |unit: Value| {
        let body = json!({ "form": "clb-thang", "period": "2026-10", "org_unit": unit, "closed": true, "reason": "Đã họp." });
        province.send("POST", "/api/v1/closings", &body)
    };
    let unnamed = house.refused(400, "bad_parameter", || close(json!(null)));
    assert!(unnamed["details"].to_string().contains("org_unit"), "{unnamed}");
    for foreign in ["VN", "24848", "01", "none"] {
        house.refused(403, "not_closer", || close(json!(foreign)));
    }
    for own in ["66", "68"] {
        assert_eq!(close(json!(own)).body["org_unit"], own);
    }
    let listed = province.get("/api/v1/closings?form=clb-thang").body;
    let may: Vec<&Value> = listed["units"].as_array().into_iter().flatten().map(|unit| &unit["code"]).collect();
    assert_eq!(may, ["68", "66"], "for which one may, in the order of one's duties");
    let locked = |unit: &str| {
        let periods = province.get(&format!("/api/v1/periods?form=clb-thang&org_unit={unit}")).body;
        let october = periods["periods"].as_array().into_iter().flatten().find(|row| row["period"] == "2026-10").cloned();
        october.is_some_and(|row| row["locked"].is_object())
    };
    assert_eq!([locked("66"), locked("68"), locked("01")], [true, true, false]);
    let units: Vec<&Value> = listed["closings"].as_array().into_iter().flatten().map(|said| &said["org_unit"]).collect();
    assert_eq!(units, ["66", "68"]);
}

#[test]
fn one_who_closed_a_period_and_is_erased_is_named_by_the_login() {
    let house = House::new();
    let province = house.visitor("province");
    assert_eq!(close(&province, true, "Đã họp.").status, 200);
    let erasure = json!({ "password": crate::house::PASSWORD });
    assert_eq!(province.send("POST", "/api/v1/account/erasure", &erasure).status, 204);
    let listed = house.visitor("commune").get("/api/v1/closings?form=clb-thang").body;
    assert_eq!(listed["closings"][0]["by"], "province");
}
