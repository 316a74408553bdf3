//! One person with several duties, each for its time.

use std::collections::BTreeSet;

use phieu_report::Date;
use serde_json::json;

use crate::house::{CLUB, House, OTHER_CLUB, duty, fund_report, new_id, report};

#[test]
fn one_person_reports_for_all_units_of_the_duties_and_for_no_other() {
    let house = House::new();
    house.with_duties("club", |duties| {
        duties.push(duty(OTHER_CLUB, "volunteer"));
        duties.push(duty("24848-Q01", "treasurer"));
        duties.push(duty("24846-C01", "board_member"));
    });
    let club = house.visitor("club");
    let me = club.get("/api/v1/session").body;
    assert_eq!((&me["roles"], &me["org_unit"]["code"]), (&json!(["reporter"]), &json!(CLUB)));
    let roles: Vec<&str> = me["duties"].as_array().into_iter().flatten().filter_map(|duty| duty["role"].as_str()).collect();
    assert_eq!(roles, ["club_secretary", "volunteer", "treasurer", "board_member"]);
    let listed = club.get("/api/v1/duties").body;
    let units: BTreeSet<&str> =
        listed["duties"].as_array().into_iter().flatten().filter_map(|duty| duty["org_unit"]["code"].as_str()).collect();
    assert_eq!(units, BTreeSet::from([CLUB, OTHER_CLUB, "24848-Q01"]), "a seat on a board is no work here");
    for sent in [report(CLUB, "2026-09"), report(OTHER_CLUB, "2026-09"), fund_report("24848-Q01", "2026-Q3")] {
        let answer = club.put(&new_id(), 1, &sent);
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    house.refused(403, "foreign_unit", || club.put(&new_id(), 1, &report("24846-C01", "2026-09")));
    assert_eq!(club.get("/api/v1/reports").body["reports"].as_array().map(Vec::len), Some(3));
}

#[test]
fn one_who_reviews_here_and_reports_there_does_each_where_the_duty_is() {
    let house = House::new();
    house.with_duties("other-commune", |duties| duties.push(duty(CLUB, "club_secretary")));
    let (both, id) = (house.visitor("other-commune"), new_id());
    assert_eq!(both.put(&id, 1, &report(CLUB, "2026-09")).status, 201);
    let approve = json!({ "revision": 1, "action": "approve" });
    house.refused(403, "not_reviewer", || both.decide(&id, &approve));
    let foreign = new_id();
    assert_eq!(house.visitor("third-club").put(&foreign, 1, &report("24846-C01", "2026-09")).status, 201);
    assert_eq!(both.decide(&foreign, &approve).status, 200);
    assert_eq!(both.get("/api/v1/totals?form=clb-thang&period=2026-09&org_unit=24846").status, 200);
    house.refused(403, "foreign_unit", || both.get("/api/v1/totals?form=clb-thang&period=2026-09&org_unit=24848"));
}

#[test]
fn a_duty_holds_from_its_first_day_until_the_day_of_its_end() {
    let house = House::new();
    let day = |text: &str| Date::parse(text).expect("a day");
    house.with_duties("club", |duties| {
        duties[0].to = Some(day("2026-11-24"));
        let mut later = duty(OTHER_CLUB, "club_secretary");
        later.from = day("2026-11-24");
        duties.push(later);
    });
    let club = house.visitor("club");
    let unit = || club.get("/api/v1/session").body["org_unit"]["code"].clone();
    // The house's clock stands at eight in the morning of the 22nd.
    house.wait(40 * 3_600_000 - 1);
    assert_eq!(unit(), CLUB);
    house.refused(403, "foreign_unit", || club.put(&new_id(), 1, &report(OTHER_CLUB, "2026-09")));
    house.wait(1);
    assert_eq!(unit(), OTHER_CLUB, "in the same session");
    house.refused(403, "foreign_unit", || club.put(&new_id(), 1, &report(CLUB, "2026-09")));
    assert_eq!(club.put(&new_id(), 1, &report(OTHER_CLUB, "2026-09")).status, 201);
}

#[test]
fn one_without_a_duty_signs_in_and_sees_nothing_of_others() {
    let house = House::new();
    let id = new_id();
    assert_eq!(house.visitor("club").put(&id, 1, &report(CLUB, "2026-09")).status, 201);
    house.with_duties("club", |duties| duties[0].to = Date::parse("2026-11-22").ok());
    let left = house.visitor("club");
    let me = left.get("/api/v1/session").body;
    assert_eq!((&me["roles"], &me["org_unit"], &me["duties"]), (&json!([]), &json!(null), &json!([])));
    assert_eq!(left.get("/api/v1/duties").body["duties"], json!([]));
    assert_eq!(left.get("/api/v1/reports").body["reports"], json!([]));
    house.refused(403, "foreign_unit", || left.get(&format!("/api/v1/reports/{id}")));
    house.refused(403, "not_reporter", || left.put(&new_id(), 1, &report(CLUB, "2026-10")));
    house.refused(403, "no_duty", || left.get("/api/v1/units"));
    house.refused(403, "no_duty", || left.get("/api/v1/totals?form=clb-thang&period=2026-09"));
}

#[test]
fn another_body_reads_what_was_sent_to_it_and_nothing_else() {
    let house = House::new();
    let (commune, province) = (house.visitor("commune"), house.visitor("province"));
    let body = json!({ "org_unit": "24848", "role": "people_committee", "account": "onlooker" });
    assert_eq!(commune.send("POST", "/api/v1/people/duties", &body).status, 201, "the chair lets the commune's bodies in");
    house.with_duties("onlooker", |duties| {
        if let Some(before) = duties.iter_mut().find(|duty| duty.role == "viewer") {
            before.to = Date::parse("2026-01-01").ok();
        }
    });
    let reader = house.visitor("onlooker");
    assert_eq!(reader.get("/api/v1/session").body["roles"], json!(["receiver"]));
    let (half, club) = (new_id(), new_id());
    let sent = crate::house::commune_report(include_str!("../forms/kl58/base.json"), "2026-H1");
    assert_eq!(commune.put(&half, 1, &sent).status, 201);
    assert_eq!(house.visitor("club").put(&club, 1, &report(CLUB, "2026-09")).status, 201);
    let read = |id: &str| reader.get(&format!("/api/v1/reports/{id}"));
    house.refused(403, "foreign_unit", || read(&half));
    let approve = json!({ "revision": 1, "action": "approve" });
    assert_eq!(province.decide(&half, &approve).status, 200);
    assert_eq!(house.visitor("centre").decide(&half, &approve).status, 200);
    assert_eq!(commune.decide(&club, &approve).status, 200);
    let shown = read(&half);
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert!(shown.body["answers"].as_object().is_some_and(|answers| !answers.is_empty()));
    let names = commune.get(&format!("/api/v1/reports/{half}")).body["answers"].to_string();
    let prepared = sent["answers"]["closing"]["prepared_by"].as_str().expect("who prepared it");
    assert!(names.contains(prepared) && !shown.body.to_string().contains(prepared), "who filled it in is not told");
    assert_eq!((&shown.body["history"], &shown.body["actions"]), (&json!([]), &json!([])));
    assert_eq!(shown.body["as_received"], true);
    assert!(commune.get(&format!("/api/v1/reports/{half}")).body["as_received"].is_null());
    let known: Vec<&String> = shown.body["context"]["instances"].as_object().into_iter().flat_map(|known| known.keys()).collect();
    assert!(known.iter().all(|name| ["bodies", "period", "province", "unit"].contains(&name.as_str())), "no other report: {known:?}");
    assert!(known.contains(&&"unit".to_owned()), "what is asked depends on it");
    house.refused(403, "foreign_unit", || read(&club));
    let listed = reader.get("/api/v1/reports").body;
    let ids: Vec<&str> = listed["reports"].as_array().into_iter().flatten().filter_map(|report| report["report_id"].as_str()).collect();
    assert_eq!(ids, [half.as_str()]);
    house.refused(403, "not_reporter", || reader.put(&new_id(), 1, &sent));
    house.refused(403, "foreign_unit", || reader.get("/api/v1/totals?form=kl58&period=2026-H1&org_unit=24848"));
    house.refused(403, "foreign_unit", || reader.get("/api/v1/registers?org_unit=24848"));
}
