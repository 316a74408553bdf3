//! Several levels of review, estimates beside what is official, and reports that are to be looked at again.

use serde_json::{Value, json};

use crate::house::{BRANCH, CLUB, House, OTHER_CLUB, Visitor, commune_report, duty, fund_report, new_id, report};

const CARE: &str = include_str!("../forms/cs-nct/base.json");
const MONTH: &str = include_str!("../forms/bc-thang/base.json");
const COUNT: &str = include_str!("../forms/tk-tch/base.json");
const ROLE: &str = include_str!("../forms/ph-nct/base.json");

fn sent(visitor: &Visitor, report: &Value) -> String {
    let id = new_id();
    let answer = visitor.put(&id, 1, report);
    assert_eq!(answer.status, 201, "{}", answer.body);
    id
}

fn approve(visitor: &Visitor, id: &str, revision: u32) -> Value {
    let answer = visitor.decide(id, &json!({ "revision": revision, "action": "approve" }));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

fn read(visitor: &Visitor, id: &str) -> Value {
    visitor.get(&format!("/api/v1/reports/{id}")).body
}

fn waiting(visitor: &Visitor) -> Vec<String> {
    let body = visitor.get("/api/v1/duties").body;
    let reviews = body["reviews"].as_array().cloned().unwrap_or_default();
    let line =
        |row: &Value| format!("{} {} {} {} {} {}", row["form"], row["period"], row["reports"], row["flagged"], row["due"], row["state"]);
    reviews.iter().map(|row| line(row).replace('"', "")).collect()
}

#[test]
fn the_province_approves_and_the_centre_accepts() {
    let house = House::new();
    let (fund, province, centre) = (house.visitor("fund"), house.visitor("province"), house.visitor("centre"));
    let id = sent(&fund, &fund_report("24848-Q01", "2026-Q3"));
    assert_eq!(waiting(&province), ["quy 2026-Q3 1 0 2026-09-22 overdue"]);
    assert!(waiting(&centre).is_empty());
    house.refused(409, "not_your_turn", || centre.decide(&id, &json!({ "revision": 1, "action": "approve" })));
    assert_eq!(read(&centre, &id)["actions"], json!([]));
    assert_eq!(approve(&province, &id, 1)["status"], "approved");
    assert!(waiting(&province).is_empty());
    assert_eq!(waiting(&centre), ["quy 2026-Q3 1 0 2026-09-28 overdue"]);
    let seen = read(&fund, &id);
    assert_eq!(seen["standing"], json!({ "approvals": 1, "levels": 2, "accepted": false, "flag": null, "replaced_by": null }));
    assert_eq!(seen["reviewers"].as_array().map(Vec::len), Some(2));
    assert_eq!(read(&province, &id)["actions"], json!(["reopen", "replace"]));
    let seen = read(&centre, &id);
    assert_eq!((&seen["actions"], &seen["waits_for_reader"]), (&json!(["return", "approve"]), &json!(true)));
    approve(&centre, &id, 1);
    assert_eq!(read(&fund, &id)["standing"]["accepted"], true);
    house.refused(409, "not_your_turn", || province.decide(&id, &json!({ "revision": 1, "action": "reopen", "remark": "Đếm lại." })));
    let reopened = centre.decide(&id, &json!({ "revision": 1, "action": "reopen", "remark": "Đếm lại." }));
    assert_eq!(reopened.body["status"], "reopened");
    assert_eq!(fund.put(&id, 2, &fund_report("24848-Q01", "2026-Q3")).status, 201);
    approve(&province, &id, 2);
    let returned = centre.decide(&id, &json!({ "revision": 2, "action": "return", "remark": "Thiếu sổ." }));
    assert_eq!(returned.body["status"], "returned", "a further level returns to who reported");
    let events: Vec<String> = read(&fund, &id)["history"].as_array().into_iter().flatten().map(|line| line["event"].to_string()).collect();
    assert_eq!(events.join(" "), r#""submit" "approve" "approve" "reopen" "submit" "approve" "return""#);
}

#[test]
fn one_level_stays_one_level() {
    let house = House::new();
    let (club, commune) = (house.visitor("club"), house.visitor("commune"));
    let id = sent(&club, &report(CLUB, "2026-10"));
    assert_eq!(waiting(&commune), ["clb-thang 2026-10 1 0 2026-10-18 overdue"]);
    approve(&commune, &id, 1);
    let standing = read(&club, &id)["standing"].clone();
    assert_eq!((&standing["levels"], &standing["accepted"]), (&json!(1), &json!(false)), "there is nothing beyond being approved");
}

#[test]
fn a_corrected_report_marks_those_that_read_its_figures() {
    let house = House::new();
    let (branch, commune, province) = (house.visitor("branch"), house.visitor("commune"), house.visitor("province"));
    let month = |admitted: i64| {
        let mut report = commune_report(MONTH, "2026-01");
        report["org_unit"] = BRANCH.into();
        report["answers"]["members"] = json!({
            "members_opening": 82, "members_admitted": admitted, "members_moved_in": 0, "members_moved_out": 1, "members_died": 1,
            "members_closing": 80 + admitted,
        });
        report
    };
    let child = sent(&branch, &month(2));
    approve(&commune, &child, 1);
    let parent = sent(&commune, &commune_report(COUNT, "2026-H1"));
    approve(&province, &parent, 1);
    assert_eq!(read(&province, &parent)["standing"]["flag"], Value::Null);

    assert_eq!(commune.decide(&child, &json!({ "revision": 1, "action": "reopen", "remark": "Đếm lại." })).status, 200);
    let mut words_only = month(2);
    words_only["answers"]["news"]["petitions_text"] = "Đề nghị sửa đường vào nhà sinh hoạt thôn.".into();
    assert_eq!(branch.put(&child, 2, &words_only).status, 201);
    assert_eq!(read(&province, &parent)["standing"]["flag"], Value::Null, "words are no figures");
    house.wait(60_000);
    assert_eq!(branch.put(&child, 3, &month(3)).status, 201);
    let flagged = read(&province, &parent);
    let flag = &flagged["standing"]["flag"];
    assert_eq!((&flag["report_id"], &flag["org_unit"]["name"], &flag["period"]), (&json!(child), &json!("Chi hội Một"), &json!("2026-01")));
    assert_eq!(flag["at"], "2026-11-22T08:01:00.000+07:00");
    assert_eq!(flagged["status"], "approved", "its figures count until somebody decides");
    assert!(flagged["actions"].as_array().is_some_and(|actions| actions.contains(&json!("confirm"))), "{}", flagged["actions"]);
    assert_eq!(waiting(&province), ["tk-tch 2026-H1 1 1 2026-06-25 overdue"]);
    let own = commune.get("/api/v1/duties").body;
    let duty = own["duties"].as_array().into_iter().flatten().find(|duty| duty["report_id"] == json!(parent)).cloned().expect("the duty");
    assert_eq!(duty["standing"]["flag"]["report_id"], json!(child), "who reported sees it as well");

    let batch = json!({ "reports": [{ "report_id": parent, "revision": 1 }] });
    let centre = house.visitor("centre");
    assert_eq!(centre.send("POST", "/api/v1/decisions", &batch).body["reports"][0]["refused"], "flagged");
    assert_eq!(province.decide(&parent, &json!({ "revision": 1, "action": "confirm" })).status, 200);
    assert_eq!(read(&province, &parent)["standing"]["flag"], Value::Null);
    house.refused(409, "status_forbids", || province.decide(&parent, &json!({ "revision": 1, "action": "confirm" })));
    let events: Vec<String> =
        read(&commune, &parent)["history"].as_array().into_iter().flatten().map(|line| line["event"].to_string()).collect();
    assert_eq!(events.join(" "), r#""submit" "approve" "flag" "confirm""#);
}

#[test]
fn an_estimate_comes_first_and_what_is_official_replaces_it() {
    let house = House::new();
    let (commune, province) = (house.visitor("commune"), house.visitor("province"));
    let listed = || {
        let body = commune.get("/api/v1/duties").body;
        let duties = body["duties"].as_array().cloned().unwrap_or_default();
        let of_form = duties
            .iter()
            .filter(|duty| duty["form"] == "ph-nct" && duty["period"].as_str().is_some_and(|period| period.starts_with("2026")));
        of_form.map(|duty| format!("{} {} {}", duty["period"], duty["due"], duty["state"]).replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(listed(), ["2026-H1 2026-06-18 overdue", "2026-E 2026-11-05 overdue", "2026 2026-12-18 upcoming"]);
    let estimate = sent(&commune, &commune_report(ROLE, "2026-E"));
    approve(&province, &estimate, 1);
    house.refused(422, "period_unfit", || commune.put(&new_id(), 1, &commune_report(ROLE, "2026-H1-E")));
    house.refused(422, "period_unfit", || commune.put(&new_id(), 1, &commune_report(COUNT, "2026-E")));
    let mut official = commune_report(ROLE, "2026");
    official["answers"]["movements"]["comments"] = 250.into();
    let id = sent(&commune, &official);
    assert_eq!(listed(), ["2026-H1 2026-06-18 overdue", "2026 2026-12-18 submitted", "2026-E 2026-11-05 approved"]);
    let compared = read(&province, &id)["compared"].clone();
    assert_eq!(compared["estimate"], json!({ "report_id": estimate, "status": "approved" }));
    let figures = compared["figures"].as_array().cloned().unwrap_or_default();
    let changed: Vec<_> = figures.iter().filter(|figure| figure["estimate"] != figure["official"]).collect();
    assert!(figures.len() > 20 && changed.len() == 1, "{changed:?}");
    let figure = changed[0];
    assert_eq!((&figure["path"], &figure["estimate"], &figure["official"]), (&json!("movements/comments"), &json!(240.0), &json!(250.0)));
    assert!(figure["label"]["vi"].is_string());
    approve(&province, &id, 1);
    let replaced = read(&province, &estimate);
    assert_eq!((&replaced["status"], &replaced["standing"]["replaced_by"]), (&json!("replaced"), &json!(id)));
    assert_eq!(listed(), ["2026-H1 2026-06-18 overdue", "2026 2026-12-18 approved"], "an estimate that is replaced is nobody's duty");
}

#[test]
fn a_report_of_a_successor_takes_the_place_of_another() {
    let house = House::new();
    let (club, other, commune) = (house.visitor("club"), house.visitor("other-club"), house.visitor("commune"));
    let (old, new) = (sent(&club, &report(CLUB, "2026-10")), sent(&other, &report(OTHER_CLUB, "2026-10")));
    let replace = |by: Value| {
        commune.decide(&old, &json!({ "revision": 1, "action": "replace", "replaced_by": by, "remark": "Hai CLB đã sáp nhập." }))
    };
    house.refused(400, "bad_parameter", || replace(Value::Null));
    house.refused(422, "replacement_unfit", || replace(json!(old)));
    house.refused(422, "remark_missing", || commune.decide(&old, &json!({ "revision": 1, "action": "replace", "replaced_by": new })));
    assert_eq!(replace(json!(new)).body["status"], "replaced");
    house.refused(409, "status_forbids", || club.put(&old, 2, &report(CLUB, "2026-10")));
}

#[test]
fn many_are_approved_at_once_each_for_itself() {
    let house = House::new();
    let (club, other, commune) = (house.visitor("club"), house.visitor("other-club"), house.visitor("commune"));
    let (one, two) = (sent(&club, &report(CLUB, "2026-10")), sent(&other, &report(OTHER_CLUB, "2026-10")));
    let third = sent(&house.visitor("third-club"), &report("24846-C01", "2026-10"));
    let rows = commune.get("/api/v1/reports?state=submitted").body["reports"].clone();
    assert!(rows.as_array().into_iter().flatten().all(|row| row["warnings"] == 0 && row["waits_for_reader"] == true), "{rows}");
    let item = |id: &str, revision: u32| json!({ "report_id": id, "revision": revision });
    let body = json!({ "reports": [item(&one, 1), item(&two, 2), item(&third, 1), item(&new_id(), 1)] });
    let answer = commune.send("POST", "/api/v1/decisions", &body);
    let outcome = |at: usize| answer.body["reports"][at].get("refused").unwrap_or(&answer.body["reports"][at]["status"]).clone();
    assert_eq!([outcome(0), outcome(1), outcome(2), outcome(3)], ["approved", "revision_old", "not_reviewer", "unknown_report"]);
    for body in [json!({}), json!({ "reports": [] }), json!({ "reports": [{ "report_id": "x", "revision": 1 }] })] {
        house.refused(400, "bad_parameter", || commune.send("POST", "/api/v1/decisions", &body));
    }
}

#[test]
fn what_a_report_was_checked_with_is_what_it_has_read() {
    let house = House::new();
    let (commune, province) = (house.visitor("commune"), house.visitor("province"));
    let care = sent(&commune, &commune_report(CARE, "2026-H1"));
    let count = sent(&commune, &commune_report(COUNT, "2026-H1"));
    let mut corrected = commune_report(COUNT, "2026-H1");
    for (group, field, count) in [("population", "older_people", 1563), ("population", "older_men", 689), ("ages", "older_60_69", 885)] {
        corrected["answers"][group][field] = count.into();
    }
    let answer = commune.put(&count, 2, &corrected);
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(read(&province, &care)["standing"]["flag"], Value::Null, "it was sent before there was anything to read");
    assert_eq!(commune.put(&count, 3, &commune_report(COUNT, "2026-H1")).status, 201);
    let again = commune.put(&care, 2, &commune_report(CARE, "2026-H1"));
    assert_eq!(again.status, 201, "{}", again.body);
    assert_eq!(commune.put(&count, 4, &corrected).status, 201);
    assert_eq!(read(&province, &care)["standing"]["flag"]["report_id"], json!(count), "now it has read the figures that were changed");
}

#[test]
fn a_province_that_reports_itself_waits_for_the_centre() {
    let house = House::new();
    house.with_duties("province", |duties| duties.push(duty("68", "focal_point")));
    let (commune, province, centre) = (house.visitor("commune"), house.visitor("province"), house.visitor("centre"));
    let mut report = commune_report(include_str!("../forms/kl58/base.json"), "2026-H1");
    let of_commune = sent(&commune, &report);
    assert_eq!(read(&commune, &of_commune)["due"], "2026-06-18");
    approve(&province, &of_commune, 1);
    approve(&centre, &of_commune, 1);
    assert!(waiting(&centre).is_empty());
    let duties = |who: &Visitor| {
        let body = who.get("/api/v1/duties").body;
        let duty =
            body["duties"].as_array().into_iter().flatten().find(|duty| duty["form"] == "kl58" && duty["period"] == "2026-H1").cloned();
        duty.expect("a duty")
    };
    assert_eq!(duties(&province)["due"], "2026-06-25", "by the day that the calendar gives provinces");
    report["org_unit"] = "68".into();
    let own = sent(&province, &report);
    assert_eq!(read(&centre, &own)["due"], "2026-06-25");
    assert!(waiting(&province).is_empty(), "nobody decides on what it sent itself");
    assert_eq!(waiting(&centre), ["kl58 2026-H1 1 0 2026-06-30 overdue"]);

    // The commune corrects what the province's report has read.
    let reopened = centre.decide(&of_commune, &json!({ "revision": 1, "action": "reopen", "remark": "Đếm lại." }));
    assert_eq!(reopened.status, 200, "{}", reopened.body);
    report["org_unit"] = "24848".into();
    report["answers"]["inspections"]["inspections_commune"] = 7.into();
    let answer = commune.put(&of_commune, 2, &report);
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(waiting(&centre), ["kl58 2026-H1 1 1 2026-06-30 overdue"], "it is flagged");
}
