//! Targets beside results: those of the country and those that a unit sets itself.

use serde_json::{Value, json};

use crate::house::{House, commune_report, new_id};

const CARE: &str = include_str!("../forms/cs-nct/base.json");
const COUNT: &str = include_str!("../forms/tk-tch/base.json");

fn approved(house: &House, base: &str, period: &str) -> Value {
    let (id, report) = (new_id(), commune_report(base, period));
    let answer = house.visitor("commune").put(&id, 1, &report);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let answer = house.visitor("province").decide(&id, &json!({ "revision": 1, "action": "approve" }));
    assert_eq!(answer.status, 200, "{}", answer.body);
    report["answers"].clone()
}

fn target(body: &Value, id: &str) -> Value {
    let found = body["targets"].as_array().into_iter().flatten().find(|target| target["id"] == id);
    found.unwrap_or_else(|| panic!("no target {id}: {body}")).clone()
}

#[test]
fn results_are_totals_of_approved_reports() {
    let house = House::new();
    let path = "/api/v1/targets?org_unit=24848&year=2026";
    let before = target(&house.visitor("commune").get(path).body, "383-insured");
    assert_eq!((&before["result"], &before["state"], &before["progress"]), (&Value::Null, &json!("unknown"), &Value::Null));

    let care = approved(&house, CARE, "2026-H1");
    let count = approved(&house, COUNT, "2026-H1");
    let body = house.visitor("commune").get(path).body;
    let (insured, uninsured) =
        (care["insurance"]["insured"].as_f64().unwrap_or_default(), care["insurance"]["uninsured"].as_f64().unwrap_or_default());
    let share = (1000.0 * insured / (insured + uninsured)).round() / 10.0;
    let insurance = target(&body, "383-insured");
    assert_eq!(insurance["result"].as_f64(), Some(share));
    assert_eq!((&insurance["period"], &insurance["expected"], &insurance["approved"]), (&json!("2026-H1"), &json!(1), &json!(1)));
    assert_eq!(insurance["by_now"], 25, "18 of 72 months of 2025–2030 have gone");
    assert_eq!(insurance["state"], if share >= 100.0 { "reached" } else { "on_course" });

    let older = count["population"]["older_people"].as_f64().unwrap_or_default();
    let examined = care["health"]["people_examined"].as_f64().unwrap_or_default();
    let share = (1000.0 * examined / older).round() / 10.0;
    assert_eq!(target(&body, "383-examined")["result"].as_f64(), Some(share), "a share of two forms");
    assert!(
        body["targets"].as_array().into_iter().flatten().all(|target| target["id"] != "1648-clubs"),
        "the country's goal is not a commune's"
    );
    let centre = house.visitor("centre").get("/api/v1/targets?org_unit=VN&year=2026").body;
    assert_eq!(target(&centre, "1648-clubs")["least"], 12_000);
}

#[test]
fn a_share_of_two_forms_is_over_the_units_that_gave_both() {
    let house = House::new();
    let (care, count) = (approved(&house, CARE, "2026-H1"), approved(&house, COUNT, "2026-H1"));
    let share = 100.0 * care["health"]["people_examined"].as_f64().expect("a figure")
        / count["population"]["older_people"].as_f64().expect("a figure");
    let ask = || target(&house.visitor("province").get("/api/v1/targets?org_unit=68&year=2026").body, "383-examined");
    let before = ask();
    assert_eq!((before["result"].as_f64(), &before["approved"]), (Some((share * 10.0).round() / 10.0), &json!(1)));
    let (id, mut other) = (new_id(), commune_report(CARE, "2026-H1"));
    other["org_unit"] = "24846".into();
    assert_eq!(house.visitor("other-commune").put(&id, 1, &other).status, 201);
    assert_eq!(house.visitor("province").decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
    let after = ask();
    assert_eq!((&after["result"], &after["approved"]), (&before["result"], &json!(1)), "who has not counted its people is on neither side");
}

#[test]
fn a_province_has_its_own_targets_for_their_years() {
    let house = House::new();
    let listed = |unit: &str, year: i32| {
        let body = house.visitor("centre").get(&format!("/api/v1/targets?org_unit={unit}&year={year}")).body;
        let ids = body["targets"].as_array().into_iter().flatten().filter_map(|target| target["id"].as_str());
        ids.filter(|id| id.starts_with("08-")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(listed("08", 2025), Vec::<String>::new());
    assert_eq!(listed("08", 2027), ["08-clubs-2030", "08-clubs-2035", "08-communes"]);
    assert_eq!(listed("08", 2031), ["08-clubs-2035"]);
    assert_eq!((listed("68", 2027), listed("VN", 2027)), (Vec::new(), Vec::new()), "the plan of one province is nobody else's");
    let body = house.visitor("centre").get("/api/v1/targets?org_unit=08&year=2027").body;
    let clubs = target(&body, "08-clubs-2030");
    assert_eq!((&clubs["least"], &clubs["to"], &clubs["state"]), (&json!(200), &json!(2030), &json!("unknown")));
}

#[test]
fn a_unit_sets_its_own_targets_year_by_year() {
    let house = House::new();
    let commune = house.visitor("commune");
    let wish = |least: Value| json!({ "org_unit": "24848", "year": 2026, "form": "cs-nct", "path": "visits/gifts", "least": least, "source": "Kế hoạch 12/KH-HNCT" });
    let set = |least: Value| commune.send("PUT", "/api/v1/targets", &wish(least));
    let first = set(json!(1));
    assert_eq!(first.status, 200, "{}", first.body);
    let own = target(&first.body, "cs-nct/visits/gifts");
    assert_eq!(
        (&own["own"], &own["least"], &own["state"], &own["source"]["vi"]),
        (&json!(true), &json!(1), &json!("unknown"), &json!("Kế hoạch 12/KH-HNCT"))
    );
    approved(&house, CARE, "2026-H1");
    let reached = target(&commune.get("/api/v1/targets?year=2026").body, "cs-nct/visits/gifts");
    assert_eq!(reached["state"], "reached");
    let changed = target(&set(json!(1_000_000)).body, "cs-nct/visits/gifts");
    assert_eq!((&changed["least"], &changed["state"]), (&json!(1_000_000), &json!("behind")));
    let ended = set(Value::Null).body;
    assert!(ended["targets"].as_array().into_iter().flatten().all(|target| target["own"] == false), "{ended}");

    let put = |login: &str, member: &str, value: Value| {
        let mut body = wish(json!(5));
        body[member] = value;
        house.visitor(login).send("PUT", "/api/v1/targets", &body)
    };
    house.refused(403, "foreign_unit", || put("province", "year", json!(2026)));
    house.refused(403, "foreign_unit", || put("club", "org_unit", json!("24848-C01")));
    house.refused(400, "bad_parameter", || put("commune", "year", json!("soon")));
    house.refused(400, "bad_parameter", || put("commune", "path", json!("visits/none")));
    house.refused(400, "bad_parameter", || put("commune", "path", json!("closing/proposals")));
    house.refused(400, "bad_parameter", || put("commune", "most", json!(4)));
    house.refused(400, "bad_parameter", || put("commune", "source", json!(" ")));
    house.refused(404, "unknown_form", || put("commune", "form", json!("lost")));
    house.refused(403, "foreign_unit", || house.visitor("other-province").get("/api/v1/targets?org_unit=24848"));
    house.refused(400, "bad_parameter", || commune.get("/api/v1/targets?year=0"));
}
