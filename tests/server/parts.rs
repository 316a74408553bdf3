//! What a report knows of the reports inside it and below it, of how its unit has reported, and of what the province sets.

use serde_json::{Value, json};

use crate::house::{CLUB, House, OTHER_CLUB, Visitor, new_id, report};

fn instances(visitor: &Visitor, form: &str, period: &str) -> Value {
    let body = visitor.get("/api/v1/duties").body;
    let duty = body["duties"].as_array().into_iter().flatten().find(|duty| duty["form"] == form && duty["period"] == period).cloned();
    duty.unwrap_or_else(|| panic!("no duty {form} {period}"))["context"]["instances"].clone()
}

fn send_months(house: &House) {
    for (login, unit, period) in
        [("club", CLUB, "2026-09"), ("club", CLUB, "2026-10"), ("club", CLUB, "2026-11"), ("other-club", OTHER_CLUB, "2026-10")]
    {
        let answer = house.visitor(login).put(&new_id(), 1, &report(unit, period));
        assert_eq!(answer.status, 201, "{unit} {period}: {}", answer.body);
    }
}

#[test]
fn a_review_of_a_club_knows_its_months() {
    let house = House::new();
    assert_eq!(instances(&house.visitor("club"), "clb-xl", "2026")["within"], json!({ "period": "2026" }), "looked up, and none there");
    send_months(&house);
    let within = instances(&house.visitor("club"), "clb-xl", "2026")["within"].clone();
    let periods: Vec<&Value> = within["clb-thang"].as_array().into_iter().flatten().map(|month| &month["period"]).collect();
    assert_eq!(periods, ["2026-09", "2026-10", "2026-11"], "the earliest first");
    let month = &within["clb-thang"][0];
    assert_eq!((&month["members"]["members_closing"], &month["meeting"]["meeting_held"]), (&json!(54), &json!(["yes"])));
    assert_eq!(month.get("closing"), None, "no names and no texts");
    assert_eq!(instances(&house.visitor("club"), "clb-xl", "2026-H1")["within"].get("clb-thang"), None, "none of the first half");
}

#[test]
fn a_commune_knows_the_latest_of_each_club() {
    let house = House::new();
    send_months(&house);
    let commune = house.visitor("commune");
    let children = instances(&commune, "clb-da", "2026-Q4")["children"].clone();
    let latest: Vec<String> = children["clb-thang"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|club| format!("{} {}", club["org_unit"], club["period"]).replace('"', ""))
        .collect();
    assert_eq!(latest, ["24848-C01 2026-11", "24848-C02 2026-10"]);
    assert_eq!(children["units"]["club"], 2);
    let third = instances(&commune, "clb-da", "2026-Q3")["children"].clone();
    assert_eq!(third["clb-thang"].as_array().map(Vec::len), Some(1), "only September lies in the third quarter");
}

#[test]
fn emulation_knows_how_the_commune_has_reported() {
    let house = House::new();
    let counts = instances(&house.visitor("commune"), "td", "2026")["reporting"].clone();
    let expected = counts["expected"].as_u64().unwrap_or_default();
    assert!(expected > 0 && counts["missing"] == expected && counts["on_time"] == 0, "nothing was sent: {counts}");
    assert_eq!(instances(&house.visitor("commune"), "tk-tch", "2026").get("reporting"), None, "only to a form that asks for it");
}

#[test]
fn what_the_province_sets_goes_to_the_phone() {
    let house = House::new();
    let rubric = instances(&house.visitor("club"), "clb-xl", "2026")["province"]["club_rubric"].clone();
    assert_eq!((&rubric["activities"], &rubric["good"]), (&json!(24), &json!(80)));
    assert_eq!(instances(&house.visitor("club"), "clb-thang", "2026-11").get("province"), None, "only to a form that asks for it");
}

/// A club's review of half a year with its months sent before; points and class as the appraisal of the base report, one group apart.
fn review(house: &House, login: &str, unit: &str, meetings: u32, class: &str) -> String {
    for month in 1..=6 {
        let answer = house.visitor(login).put(&new_id(), 1, &report(unit, &format!("2026-0{month}")));
        assert_eq!(answer.status, 201, "{unit} {month}: {}", answer.body);
    }
    let base: Value = serde_json::from_str(include_str!("../forms/clb-xl/base.json")).expect("the example");
    let mut review = base["report"].clone();
    review["org_unit"] = unit.into();
    review["answers"]["appraised_scores"]["appraised_meetings"] = meetings.into();
    review["answers"]["result"]["quality_class"] = class.into();
    let groups = ["composition", "meetings", "activities", "income-fund", "home-care", "health", "books", "resources"];
    let changed = groups.iter().map(|group| format!("score-{group}-changed"));
    review["explanations"] = changed.chain(["appraisal-difference".to_owned()]).map(|rule| (rule, json!("Theo biên bản."))).collect();
    let id = new_id();
    let answer = house.visitor(login).put(&id, 1, &review);
    assert_eq!(answer.status, 201, "{}", answer.body);
    id
}

#[test]
fn totals_of_reviews_are_means_and_clubs_by_class() {
    let house = House::new();
    let ids = [review(&house, "club", CLUB, 15, "good"), review(&house, "other-club", OTHER_CLUB, 5, "fair")];
    for id in ids {
        assert_eq!(house.visitor("commune").decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
    }
    let totals = house.visitor("commune").get("/api/v1/totals?form=clb-xl&period=2026-H1&org_unit=24848").body;
    let value = |path: &str| {
        let field = totals["fields"].as_array().into_iter().flatten().find(|field| field["path"] == path);
        field.unwrap_or_else(|| panic!("no total {path}"))["value"].clone()
    };
    assert_eq!((value("mean_total"), value("mean_meetings"), value("clubs_scored")), (json!(81), json!(10), json!(2)));
    assert_eq!((value("clubs_good"), value("clubs_fair"), value("clubs_weak")), (json!(1), json!(1), json!(0)));
    let children = instances(&house.visitor("commune"), "clb-da", "2026")["children"].clone();
    assert_eq!(children["clb-xl"][1]["result"]["quality_class"], json!(["fair"]));
}
