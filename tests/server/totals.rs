//! Totals of what is approved, and how complete they are.

use serde_json::{Value, json};

use crate::context::list;
use crate::house::{CLUB, House, OTHER_CLUB, commune_report, duty, new_id, report};

fn send(house: &House, login: &str, unit: &str) -> String {
    let id = new_id();
    let answer = house.visitor(login).put(&id, 1, &report(unit, "2026-10"));
    assert_eq!(answer.status, 201, "{}", answer.body);
    id
}

fn totals(house: &House, login: &str, org_unit: &str) -> Value {
    let answer = house.visitor(login).get(&format!("/api/v1/totals?form=clb-thang&period=2026-10&org_unit={org_unit}"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

fn value(totals: &Value, path: &str) -> Value {
    let field = totals["fields"].as_array().into_iter().flatten().find(|field| field["path"] == path);
    field.unwrap_or_else(|| panic!("no field {path}"))["value"].clone()
}

#[test]
fn only_approved_reports_count_and_the_rest_is_named() {
    let house = House::new();
    let first = send(&house, "club", CLUB);
    let second = send(&house, "other-club", OTHER_CLUB);
    let third = send(&house, "third-club", "24846-C01");

    let before = totals(&house, "province", "68");
    assert_eq!((&before["expected"], &before["received"], &before["approved"]), (&json!(3), &json!(3), &json!(0)));
    assert_eq!(value(&before, "members/members_closing"), Value::Null, "nothing approved is no zero");

    let approve = json!({ "revision": 1, "action": "approve" });
    assert_eq!(house.visitor("commune").decide(&first, &approve).status, 200);
    assert_eq!(house.visitor("other-commune").decide(&third, &approve).status, 200);

    let commune = totals(&house, "commune", "24848");
    assert_eq!((&commune["expected"], &commune["received"], &commune["approved"]), (&json!(2), &json!(2), &json!(1)));
    let missing = json!([{ "code": "24848-C02", "name": "CLB Hai", "kind": "club", "state": "submitted", "report_id": second }]);
    assert_eq!((&commune["missing"], &commune["missing_more"]), (&missing, &json!(0)));
    assert_eq!(value(&commune, "members/members_closing"), 54);
    assert_eq!(value(&commune, "income_fund/capital_closing"), 33_150_000);

    let province = totals(&house, "province", "68");
    assert_eq!((&province["expected"], &province["received"], &province["approved"]), (&json!(3), &json!(3), &json!(2)));
    assert_eq!(value(&province, "members/members_closing"), 108);
    let children = json!([
        { "org_unit": { "code": "24846", "name": "Phường Lang Biang - Đà Lạt", "kind": "commune" }, "expected": 1, "received": 1, "approved": 1, "on_time": 0, "late": 1 },
        { "org_unit": { "code": "24848", "name": "Xã Lạc Dương", "kind": "commune" }, "expected": 2, "received": 2, "approved": 1, "on_time": 0, "late": 2 },
    ]);
    assert_eq!(province["children"], children);

    assert_eq!(house.visitor("commune").decide(&first, &json!({ "revision": 1, "action": "reopen", "remark": "Đếm lại." })).status, 200);
    let reopened = totals(&house, "province", "68");
    assert_eq!(value(&reopened, "members/members_closing"), 54, "a report opened again no longer counts");
    assert_eq!(reopened["missing"][0]["state"], "returned");
}

#[test]
fn who_has_not_sent_is_missing() {
    let house = House::new();
    let totals = totals(&house, "commune", "24848");
    assert_eq!((&totals["expected"], &totals["received"]), (&json!(2), &json!(0)));
    let states: Vec<&Value> = totals["missing"].as_array().into_iter().flatten().map(|unit| &unit["state"]).collect();
    assert_eq!(states, ["overdue", "overdue"]);
}

#[test]
fn totals_are_for_reviewers_and_onlookers_of_the_unit_or_above() {
    let house = House::new();
    let path = |unit: &str| format!("/api/v1/totals?form=clb-thang&period=2026-10&org_unit={unit}");
    for (login, unit) in [("club", CLUB), ("club", "24848"), ("commune", "68"), ("commune", "24846"), ("other-province", "24848")] {
        house.refused(403, "foreign_unit", || house.visitor(login).get(&path(unit)));
    }
    for (login, unit) in [("commune", "24848"), ("commune", CLUB), ("province", "24848"), ("province", "68"), ("onlooker", CLUB)] {
        assert_eq!(house.visitor(login).get(&path(unit)).status, 200, "{login} {unit}");
    }
    let province = house.visitor("province");
    house.refused(404, "unknown_unit", || province.get(&path("99999")));
    house.refused(404, "unknown_form", || province.get("/api/v1/totals?form=lost&period=2026-10"));
    house.refused(422, "period_unfit", || province.get("/api/v1/totals?form=clb-thang&period=2026-Q3"));
    house.refused(400, "bad_parameter", || province.get("/api/v1/totals?form=clb-thang&period=soon"));
    house.refused(400, "bad_parameter", || province.get("/api/v1/totals?form=clb-thang"));
    house.refused(400, "bad_parameter", || province.get("/api/v1/totals?period=2026-10"));
}

#[test]
fn units_and_periods_are_listed_for_the_page_of_totals() {
    let house = House::new();
    send(&house, "club", CLUB);
    let province = house.visitor("province");
    let units = province.get("/api/v1/units?parent=24848").body;
    let codes: Vec<&Value> = units["units"].as_array().into_iter().flatten().map(|unit| &unit["code"]).collect();
    assert_eq!(codes, ["24848-C01", "24848-C02", "24848-H01", "24848-Q01"]);
    assert_eq!(province.get("/api/v1/units").body["units"].as_array().map(Vec::len), Some(124));
    house.refused(404, "unknown_unit", || province.get("/api/v1/units?parent=99999"));
    house.refused(400, "bad_parameter", || province.get("/api/v1/units?parent=%00"));

    let periods = province.get("/api/v1/periods?form=clb-thang").body;
    let listed: Vec<String> = periods["periods"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| format!("{} {}", row["period"], row["reports"]).replace('"', ""))
        .collect();
    assert_eq!(listed, ["2026-12 0", "2026-11 0", "2026-10 1", "2026-09 0", "2026-08 0", "2026-07 0"]);
    assert_eq!(house.visitor("other-province").get("/api/v1/periods?form=clb-thang").body["periods"][2]["reports"], 0);
    house.refused(404, "unknown_form", || province.get("/api/v1/periods?form=lost"));
}

#[test]
fn small_counts_of_people_are_hidden_from_those_above_the_reviewer() {
    let house = House::new();
    let (commune, province, id) = (house.visitor("commune"), house.visitor("province"), new_id());
    assert_eq!(commune.put(&id, 1, &list("2027")).status, 201);
    assert_eq!(province.decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
    let fields = |login: &str| house.visitor(login).get("/api/v1/totals?form=mt&period=2027&org_unit=68").body["fields"].clone();
    let (near, far) = (fields("province"), fields("centre"));
    let rows = || near.as_array().into_iter().flatten().zip(far.as_array().into_iter().flatten());
    assert!(rows().count() > 5);
    let mut hidden = 0;
    for (near, far) in rows() {
        assert_eq!((&near["path"], near.get("hidden")), (&far["path"], None));
        if far["hidden"] == true {
            hidden += 1;
            let count = near["value"].as_f64().expect("a count");
            assert!(far["value"].is_null() && count > 0.0 && count < 5.0, "{far}");
        } else {
            assert_eq!(near["value"], far["value"]);
        }
    }
    assert!(hidden > 0, "there are small counts: {near:#}");
    let all = near.as_array().into_iter().flatten().find(|field| field["path"] == "totals/people_total");
    assert_eq!(all.map(|field| &field["value"]), Some(&json!(7)), "and one that is not");
}

/// A club's October with a few more members than the example has, approved.
fn approved(house: &House, login: &str, reviewer: &str, unit: &str, period: &str) -> String {
    let id = new_id();
    let answer = house.visitor(login).put(&id, 1, &report(unit, period));
    assert_eq!(answer.status, 201, "{}", answer.body);
    let answer = house.visitor(reviewer).decide(&id, &json!({ "revision": 1, "action": "approve" }));
    assert_eq!(answer.status, 200, "{}", answer.body);
    id
}

fn field(totals: &Value, path: &str) -> Value {
    let field = totals["fields"].as_array().into_iter().flatten().find(|field| field["path"] == path);
    field.unwrap_or_else(|| panic!("no field {path}")).clone()
}

fn get(house: &House, login: &str, path: &str) -> Value {
    let answer = house.visitor(login).get(path);
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

#[test]
fn what_is_not_approved_is_added_on_request_and_marked() {
    let house = House::new();
    approved(&house, "club", "commune", CLUB, "2026-10");
    send(&house, "other-club", OTHER_CLUB);
    let path = "/api/v1/totals?form=clb-thang&period=2026-10&org_unit=68";
    let own = get(&house, "province", path);
    let closing = field(&own, "members/members_closing");
    assert_eq!((&closing["value"], &closing["answered"], &closing["unapproved"]), (&json!(54), &json!(1), &json!(0)));
    assert_eq!(own["include"], json!(["approved"]));
    let all = get(&house, "province", &format!("{path}&include=submitted"));
    let closing = field(&all, "members/members_closing");
    assert_eq!((&closing["value"], &closing["answered"], &closing["unapproved"]), (&json!(108), &json!(2), &json!(1)));
    assert_eq!(all["include"], json!(["approved", "submitted"]));
    assert_eq!(field(&all, "composition/women_share")["unapproved"], 1, "a rate says so as well");
    assert_eq!(all["approved"], 1, "what counts is still told");
    house.refused(400, "bad_parameter", || house.visitor("province").get(&format!("{path}&include=drafts")));
}

#[test]
fn a_difference_is_given_only_where_both_periods_are_whole() {
    let house = House::new();
    let path = "/api/v1/totals?form=clb-thang&period=2026-10&org_unit=24848";
    for (login, unit) in [("club", CLUB), ("other-club", OTHER_CLUB)] {
        approved(&house, login, "commune", unit, "2026-10");
    }
    approved(&house, "club", "commune", CLUB, "2026-09");
    let october = get(&house, "commune", path);
    let previous = json!({ "period": "2026-09", "expected": 2, "approved": 1, "whole": false });
    assert_eq!(october["compared"]["previous"], previous);
    let before = json!({ "value": 54, "answered": 1, "difference": null });
    assert_eq!(field(&october, "members/members_closing")["previous"], before);
    assert_eq!(field(&october, "members/members_closing")["last_year"], json!({ "value": null, "answered": 0, "difference": null }));

    approved(&house, "other-club", "commune", OTHER_CLUB, "2026-09");
    let october = get(&house, "commune", path);
    let before = json!({ "value": 108, "answered": 2, "difference": 0 });
    assert_eq!(field(&october, "members/members_closing")["previous"], before);
}

#[test]
fn a_figure_is_looked_into_down_to_its_reports() {
    let house = House::new();
    let id = approved(&house, "club", "commune", CLUB, "2026-10");
    approved(&house, "club", "commune", CLUB, "2026-09");
    let waiting = send(&house, "other-club", OTHER_CLUB);
    approved(&house, "third-club", "other-commune", "24846-C01", "2026-10");
    let path = |unit: &str, field: &str| format!("/api/v1/totals/figure?form=clb-thang&period=2026-10&org_unit={unit}&path={field}");

    let province = get(&house, "province", &path("68", "members/members_closing"));
    assert_eq!((&province["value"], &province["answered"], &province["expected"]), (&json!(108), &json!(2), &json!(3)));
    let by_child: Vec<(Value, Value)> = province["children"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|child| (child["org_unit"]["code"].clone(), child["value"].clone()))
        .collect();
    assert_eq!(by_child, [(json!("24846"), json!(54)), (json!("24848"), json!(54))]);
    assert_eq!(province["missing"][0]["code"], OTHER_CLUB);
    let like = json!({ "period": "2026-09", "units": 1, "now": 54, "before": 54, "difference": 0 });
    assert_eq!(province["compared"]["previous"], like, "only the club that reported in both months");
    let course: Vec<(Value, Value)> =
        province["course"].as_array().into_iter().flatten().map(|point| (point["period"].clone(), point["value"].clone())).collect();
    assert_eq!(course.len(), 13);
    assert_eq!(course[10..], [(json!("2026-08"), json!(null)), (json!("2026-09"), json!(54)), (json!("2026-10"), json!(108))]);

    let commune = get(&house, "province", &path("24848", "members/members_closing"));
    let clubs: Vec<String> = commune["children"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|child| {
            format!("{} {} {} {}", child["org_unit"]["code"], child["value"], child["report_id"], child["status"]).replace('"', "")
        })
        .collect();
    assert_eq!(clubs, [format!("{CLUB} 54 {id} approved"), format!("{OTHER_CLUB} null {waiting} submitted")]);
    let rate = get(&house, "province", &path("24848", "composition/women_share"));
    assert_eq!(rate["value"], rate["children"][0]["value"], "a rate of one club is that club's");
    assert!(rate["value"].is_number() && rate["compared"]["previous"]["difference"].is_null(), "rates of two sets are not subtracted");
    let club = get(&house, "onlooker", &path(CLUB, "members/members_closing"));
    assert_eq!((&club["value"], &club["children"][0]["report_id"]), (&json!(54), &json!(id)), "a club's own figure is its report's");
    let words = get(&house, "commune", &path("24848", "closing/difficulties"));
    assert!(words["texts"].as_array().is_some_and(|texts| texts.iter().all(|text| text["org_unit"] == CLUB)), "{words}");

    house.refused(400, "bad_parameter", || house.visitor("province").get(&path("68", "no/such")));
    house.refused(400, "bad_parameter", || house.visitor("province").get(&path("68", "")));
    house.refused(403, "foreign_unit", || house.visitor("other-province").get(&path("68", "members/members_closing")));
}

#[test]
fn what_a_province_sums_up_itself_is_not_added_again() {
    let house = House::new();
    house.with_duties("province", |duties| duties.push(duty("68", "focal_point")));
    let (commune, province, centre) = (house.visitor("commune"), house.visitor("province"), house.visitor("centre"));
    let mut report = commune_report(include_str!("../forms/kl58/base.json"), "2026-H1");
    report["answers"]["inspections"]["inspections_commune"] = 5.into();
    let decide = |id: &str, who: &[&crate::house::Visitor]| {
        for one in who {
            let answer = one.decide(id, &json!({ "revision": 1, "action": "approve" }));
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
    };
    let of_commune = new_id();
    let answer = commune.put(&of_commune, 1, &report);
    assert_eq!(answer.status, 201, "{}", answer.body);
    decide(&of_commune, &[&province, &centre]);
    report["org_unit"] = "68".into();
    let own = new_id();
    let answer = province.put(&own, 1, &report);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let figures = |also: &str| {
        ["68", "VN"].map(|unit| {
            let answer = centre.get(&format!("/api/v1/totals?form=kl58&period=2026-H1&org_unit={unit}{also}"));
            assert_eq!(answer.status, 200, "{}", answer.body);
            (value(&answer.body, "inspections/inspections_commune"), answer.body["received"].clone(), answer.body["approved"].clone())
        })
    };
    let once = [(json!(5), json!(1), json!(1)), (json!(5), json!(1), json!(1))];
    assert_eq!(figures("&include=submitted"), once, "sent it does not count");
    decide(&own, &[&centre]);
    assert_eq!(figures(""), once, "approved it does not count");
    let folder = house.folder.clone();
    let (_, other) = crate::house::block_on(phieu_server::rebuild_totals(&folder)).expect("the sums");
    assert_eq!(other, 0, "made anew they are the same");
    assert_eq!(figures(""), once);
}

#[test]
fn the_estimate_stands_in_until_the_official_report_is_approved() {
    let house = House::new();
    let (commune, other, province) = (house.visitor("commune"), house.visitor("other-commune"), house.visitor("province"));
    const ROLE: &str = include_str!("../forms/ph-nct/base.json");
    let path = "movements/comments";
    let send = |who: &crate::house::Visitor, unit: &str, period: &str, comments: u32| {
        let (id, mut report) = (new_id(), commune_report(ROLE, period));
        report["org_unit"] = unit.into();
        report["answers"]["movements"]["comments"] = comments.into();
        let answer = who.put(&id, 1, &report);
        assert_eq!(answer.status, 201, "{}", answer.body);
        id
    };
    let approve = |id: &str| {
        let answer = province.decide(id, &json!({ "revision": 1, "action": "approve" }));
        assert_eq!(answer.status, 200, "{}", answer.body);
    };
    let estimate = send(&commune, "24848", "2026-E", 240);
    let not_approved = send(&other, "24846", "2026-E", 1);
    approve(&estimate);
    let ask =
        |include: &str, unit: &str| get(&house, "province", &format!("/api/v1/totals?form=ph-nct&period=2026&org_unit={unit}{include}"));
    let told = |include: &str| {
        let body = ask(include, "68");
        (value(&body, path), body["approved"].clone(), body.get("estimates").cloned().unwrap_or_default())
    };
    assert_eq!(told(""), (Value::Null, json!(0), Value::Null), "only what is official, unless one asks");
    assert_eq!(told("&include=estimate"), (json!(240), json!(0), json!(1)));
    let body = ask("&include=estimate", "68");
    assert_eq!(
        (&field(&body, path)["estimated"], &field(&body, path)["answered"], &body["estimable"]),
        (&json!(1), &json!(1), &json!(true))
    );
    let line = |name: &str, key: &str| {
        let rows = body[name].as_array().cloned().unwrap_or_default();
        rows.into_iter().find(|row| row.pointer(key) == Some(&json!("24848"))).expect("the commune")
    };
    assert_eq!(line("missing", "/code")["estimate"], estimate, "it is still missing, with what stands in");
    assert_eq!((&line("children", "/org_unit/code")["approved"], &line("children", "/org_unit/code")["estimates"]), (&json!(0), &json!(1)));
    let figure =
        get(&house, "province", &format!("/api/v1/totals/figure?form=ph-nct&period=2026&org_unit=68&path={path}&include=estimate"));
    let children = figure["children"].as_array().cloned().unwrap_or_default();
    let own = children.iter().find(|child| child["org_unit"]["code"] == "24848").expect("the commune");
    assert_eq!(
        (&figure["value"], &figure["estimates"], &own["value"], &own["estimated"]),
        (&json!(240), &json!(1), &json!(240), &json!(1))
    );
    assert_eq!(figure["course"].as_array().and_then(|course| course.last()).map(|last| &last["value"]), Some(&json!(240)));

    let official = send(&commune, "24848", "2026", 250);
    assert_eq!(told("&include=estimate"), (json!(240), json!(0), json!(1)), "sent is not approved");
    approve(&official);
    assert_eq!(told("&include=estimate"), (json!(250), json!(1), json!(0)), "never both");
    approve(&not_approved);
    assert_eq!(told("&include=estimate"), (json!(251), json!(1), json!(1)));
    assert_eq!(told(""), (json!(250), json!(1), Value::Null));
    // An estimate that is opened again does not come back beside the official report.
    let reopened = province.decide(&estimate, &json!({ "revision": 1, "action": "reopen", "remark": "Xem lại." }));
    assert_eq!(reopened.status, 200, "{}", reopened.body);
    let mut again = commune_report(ROLE, "2026-E");
    again["answers"]["movements"]["comments"] = 241.into();
    assert_eq!(commune.put(&estimate, 2, &again).status, 201);
    house.refused(409, "status_forbids", || province.decide(&estimate, &json!({ "revision": 2, "action": "approve" })));
    assert_eq!(told("&include=estimate"), (json!(251), json!(1), json!(1)));

    for query in ["form=ph-nct&period=2026-H1", "form=ph-nct&period=2026-E", "form=tk-tch&period=2026-H1"] {
        house.refused(422, "period_unfit", || province.get(&format!("/api/v1/totals?{query}&org_unit=68&include=estimate")));
    }
    house.refused(400, "bad_parameter", || province.get("/api/v1/totals?form=ph-nct&period=2026&org_unit=68&include=all"));
}

#[test]
fn a_report_in_whose_place_another_stands_is_neither_expected_nor_missing() {
    let house = House::new();
    let (old, new) = (send(&house, "club", CLUB), send(&house, "other-club", OTHER_CLUB));
    let commune = house.visitor("commune");
    let replace = json!({ "revision": 1, "action": "replace", "replaced_by": new, "remark": "Hai CLB đã sáp nhập." });
    assert_eq!(commune.decide(&old, &replace).status, 200);
    assert_eq!(commune.decide(&new, &json!({ "revision": 1, "action": "approve" })).status, 200);
    let totals = totals(&house, "commune", "24848");
    assert_eq!((&totals["expected"], &totals["received"], &totals["approved"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!((&totals["missing"], &totals["missing_more"]), (&json!([]), &json!(0)));
    let figure = get(&house, "commune", "/api/v1/totals/figure?form=clb-thang&period=2026-10&org_unit=24848&path=members/members_closing");
    assert_eq!(figure["missing"], json!([]));
}

#[test]
fn a_hidden_count_is_not_found_by_asking_for_its_siblings() {
    let house = House::new();
    let province = house.visitor("province");
    for (login, unit, people) in [("commune", "24848", 7), ("other-commune", "24846", 3)] {
        let (id, mut report) = (new_id(), list("2027"));
        report["org_unit"] = unit.into();
        let rows = report["answers"]["list"]["people"].as_array_mut().expect("people");
        rows.truncate(people);
        report["answers"]["totals"]["listed_total"] = people.into();
        let answer = house.visitor(login).put(&id, 1, &report);
        assert_eq!(answer.status, 201, "{}", answer.body);
        assert_eq!(province.decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
    }
    let path = "totals/people_total";
    let seen = |login: &str, unit: &str| value(&get(&house, login, &format!("/api/v1/totals?form=mt&period=2027&org_unit={unit}")), path);
    assert_eq!([seen("province", "68"), seen("province", "24848"), seen("province", "24846")], [json!(10), json!(7), json!(3)]);
    assert_eq!(seen("centre", "68"), 10, "a total may be seen");
    assert_eq!(seen("centre", "24846"), Value::Null, "a small part not");
    assert_eq!(seen("centre", "24848"), Value::Null, "nor the part from which the small one would be found");
    let figure = |unit: &str| get(&house, "centre", &format!("/api/v1/totals/figure?form=mt&period=2027&org_unit={unit}&path={path}"));
    let children = figure("68")["children"].as_array().cloned().unwrap_or_default();
    let shown = children.iter().filter(|child| child["expected"] == 1 && !child["value"].is_null()).count();
    assert_eq!(shown, 0, "{children:?}");
    assert_eq!((&figure("24848")["value"], &figure("24848")["hidden"]), (&Value::Null, &json!(true)));
}

#[test]
fn all_figures_of_a_unit_go_on_over_its_periods() {
    let house = House::new();
    let first = send(&house, "club", CLUB);
    assert_eq!(house.visitor("commune").decide(&first, &json!({ "revision": 1, "action": "approve" })).status, 200);
    let courses = house.visitor("province").get("/api/v1/totals/courses?form=clb-thang&period=2026-11&org_unit=68").body;
    let periods = courses["periods"].as_array().expect("periods");
    assert_eq!((periods.len(), &periods[11]), (13, &json!({ "period": "2026-10", "reports": 1 })));
    let field =
        courses["fields"].as_array().into_iter().flatten().find(|field| field["path"] == "members/members_closing").expect("the members");
    assert_eq!((&field["values"][11], &field["values"][12], &field["values"][0]), (&json!(54), &Value::Null, &Value::Null));
    house.refused(403, "foreign_unit", || {
        house.visitor("other-province").get("/api/v1/totals/courses?form=clb-thang&period=2026-11&org_unit=68")
    });
}

#[test]
fn in_time_is_what_the_provinces_own_calendar_says() {
    const OWN: &str = concat!(
        include_str!("../../crates/catalog/data/calendar.toml"),
        "[[due]]\nform = \"clb-thang\"\nperiod_type = \"month\"\nfrom = \"club\"\nprovince = \"68\"\n",
        "months_after = 0\nday = 25\nopens_days_before = 14\n"
    );
    // It is 22 November: the 16th, the country's day, is over, and the province's 25th is not.
    let own = House::with(|options| options.calendar = Some(phieu_catalog::Calendar::parse("calendar.toml", OWN).expect("a calendar")));
    for (house, due, in_time) in [(House::new(), "2026-11-16", 0), (own, "2026-11-25", 1)] {
        let club = house.visitor("club");
        let duties = club.get("/api/v1/duties").body;
        let november = |duty: &&Value| duty["form"] == "clb-thang" && duty["period"] == "2026-11";
        let duty = duties["duties"].as_array().into_iter().flatten().find(november).expect("the duty");
        assert_eq!((&duty["due"], &duty["state"]), (&json!(due), &json!(if in_time == 1 { "due" } else { "overdue" })));
        let answer = club.put(&new_id(), 1, &report(CLUB, "2026-11"));
        assert_eq!(answer.status, 201, "{}", answer.body);
        for (login, unit) in [("commune", "24848"), ("province", "68"), ("centre", "VN")] {
            let path = format!("/api/v1/totals?form=clb-thang&period=2026-11&org_unit={unit}");
            let totals = house.visitor(login).get(&path).body;
            assert_eq!((&totals["received"], &totals["on_time"]), (&json!(1), &json!(in_time)), "{unit}: {totals}");
        }
        let missing = house.visitor("province").get("/api/v1/totals?form=clb-thang&period=2026-11&org_unit=68").body["missing"].take();
        let other = missing.as_array().into_iter().flatten().find(|unit| unit["code"] == OTHER_CLUB).expect("who has not sent it");
        assert_eq!(other["state"], if in_time == 1 { "due" } else { "overdue" });
    }
}

#[test]
fn a_rate_follows_the_way_to_reckon_it_that_holds_in_the_period() {
    const COUNT: &str = include_str!("../forms/tk-tch/base.json");
    let country = include_str!("../../crates/catalog/data/provinces/national.toml");
    for (from, formula) in [("2026-01-01", "b"), ("2026-07-01", "c")] {
        let own = format!("[[set]]\nfrom = \"{from}\"\n[set.unit]\nmembership_rate_formula = \"b\"\n");
        let parameters = phieu_catalog::Parameters::parse(country, &[("68", &own)]).expect("parameters");
        let house = House::with(|options| options.parameters = Some(parameters));
        let mut sent = commune_report(COUNT, "2026-H1");
        // What the form itself works out is left to the server.
        for name in ["membership_rate", "membership_rate_formula"] {
            sent["answers"]["member_groups"].as_object_mut().expect("the group").remove(name);
        }
        let id = new_id();
        let answer = house.visitor("commune").put(&id, 1, &sent);
        assert_eq!(answer.status, 201, "{}", answer.body);
        assert_eq!(house.visitor("province").decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
        let totals = house.visitor("province").get("/api/v1/totals?form=tk-tch&period=2026-H1&org_unit=68").body;
        let rate = |end: &str| value(&totals, &format!("member_groups/membership_rate{end}"));
        assert_ne!(rate("_b"), rate("_c"));
        assert_eq!(rate(""), rate(&format!("_{formula}")), "from {from} on");
    }
}
