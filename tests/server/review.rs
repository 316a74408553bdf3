//! A reviewer returns, approves, opens again; and who may not.

use serde_json::{Value, json};

use crate::house::{CLUB, House, Visitor, fund_report, new_id, report};

fn sent(club: &Visitor, period: &str) -> String {
    let id = new_id();
    let answer = club.put(&id, 1, &report(CLUB, period));
    assert_eq!(answer.status, 201, "{}", answer.body);
    id
}

fn listed(visitor: &Visitor, query: &str) -> Vec<String> {
    let body = visitor.get(&format!("/api/v1/reports{query}")).body;
    let reports = body["reports"].as_array().cloned().unwrap_or_default();
    reports
        .iter()
        .map(|report| format!("{} {} {}", report["org_unit"]["code"], report["period"], report["status"]).replace('"', ""))
        .collect()
}

#[test]
fn a_report_goes_to_and_fro_until_it_is_approved() {
    let house = House::new();
    let (club, commune) = (house.visitor("club"), house.visitor("commune"));
    let id = sent(&club, "2026-10");
    assert_eq!(listed(&commune, "?state=submitted"), ["24848-C01 2026-10 submitted"]);

    house.wait(60_000);
    let remarks = json!([{ "path": "members/members_closing", "text": "Hãy đếm lại." }, { "path": "care/volunteers", "text": " " }]);
    let returned = commune.decide(&id, &json!({ "revision": 1, "action": "return", "remark": "Cần xem lại.", "remarks": remarks }));
    assert_eq!(returned.body, json!({ "report_id": id, "revision": 1, "status": "returned" }));

    let duties = club.get("/api/v1/duties").body;
    let duty = duties["duties"].as_array().into_iter().flatten().find(|duty| duty["period"] == "2026-10").expect("the duty");
    assert_eq!((&duty["state"], &duty["report_id"], &duty["revision"]), (&json!("returned"), &json!(id), &json!(1)));
    assert_eq!(duty["remark"], "Cần xem lại.");
    let expected = json!([{ "path": "members/members_closing", "text": "Hãy đếm lại.", "by": "Người commune", "at": "2026-11-22T08:01:00.000+07:00", "revision": 1 }]);
    assert_eq!(duty["remarks"], expected, "a blank remark is none");

    let mut corrected = report(CLUB, "2026-10");
    corrected["answers"]["closing"]["difficulties"] = "Đã đếm lại.".into();
    assert_eq!(club.put(&id, 2, &corrected).status, 201);
    house.refused(409, "revision_old", || commune.decide(&id, &json!({ "revision": 1, "action": "approve" })));
    let approved = commune.decide(&id, &json!({ "revision": 2, "action": "approve" }));
    assert_eq!((approved.status, &approved.body["status"]), (200, &json!("approved")));

    house.refused(409, "status_forbids", || club.put(&id, 3, &report(CLUB, "2026-10")));
    house.refused(409, "status_forbids", || commune.decide(&id, &json!({ "revision": 2, "action": "return", "remark": "Nữa." })));
    assert_eq!(commune.decide(&id, &json!({ "revision": 2, "action": "reopen", "remark": "Mở lại." })).body["status"], "reopened");
    assert_eq!(club.put(&id, 3, &report(CLUB, "2026-10")).status, 201);
    assert_eq!(commune.decide(&id, &json!({ "revision": 3, "action": "approve" })).body["status"], "approved");

    let stored = club.get(&format!("/api/v1/reports/{id}")).body;
    let events: Vec<&str> = stored["history"].as_array().into_iter().flatten().filter_map(|line| line["event"].as_str()).collect();
    assert_eq!(events, ["submit", "return", "submit", "approve", "reopen", "submit", "approve"]);
    assert_eq!(stored["revisions"].as_array().map(Vec::len), Some(3));
    assert_eq!(stored["remarks"].as_array().map(Vec::len), Some(3));
    assert_eq!(stored["actions"], json!([]), "the club decides nothing");
    assert_eq!(commune.get(&format!("/api/v1/reports/{id}")).body["actions"], json!(["reopen", "replace"]));
}

#[test]
fn only_the_unit_that_the_form_names_reviews() {
    let house = House::new();
    let club = house.visitor("club");
    let id = sent(&club, "2026-10");
    let approve = json!({ "revision": 1, "action": "approve" });
    for login in ["club", "other-club", "other-commune", "province", "other-province", "onlooker"] {
        house.refused(403, "not_reviewer", || house.visitor(login).decide(&id, &approve));
    }
    let fund = new_id();
    assert_eq!(house.visitor("fund").put(&fund, 1, &fund_report("24848-Q01", "2026-Q3")).status, 201);
    house.refused(403, "not_reviewer", || house.visitor("commune").decide(&fund, &approve));
    house.refused(403, "not_reviewer", || house.visitor("other-province").decide(&fund, &approve));
    assert_eq!(house.visitor("province").decide(&fund, &approve).status, 200);
    house.refused(404, "unknown_report", || house.visitor("commune").decide(&new_id(), &approve));
    house.refused(404, "unknown_report", || house.visitor("commune").decide("nonsense", &approve));
}

#[test]
fn a_decision_says_what_it_means() {
    let house = House::new();
    let (club, commune) = (house.visitor("club"), house.visitor("commune"));
    let id = sent(&club, "2026-10");
    house.refused(422, "remark_missing", || commune.decide(&id, &json!({ "revision": 1, "action": "return" })));
    let blank = json!({ "revision": 1, "action": "return", "remark": "  ", "remarks": [{ "path": "x", "text": "" }] });
    house.refused(422, "remark_missing", || commune.decide(&id, &blank));
    let long = json!({ "revision": 1, "action": "return", "remark": "ă".repeat(2001) });
    house.refused(422, "remark_too_long", || commune.decide(&id, &long));
    let many: Vec<Value> = (0..201).map(|_| json!({ "path": "x", "text": "y" })).collect();
    house.refused(422, "remark_too_long", || commune.decide(&id, &json!({ "revision": 1, "action": "return", "remarks": many })));
    let cases = [
        json!({ "revision": 1, "action": "submit" }),
        json!({ "revision": 1, "action": "delete" }),
        json!({ "revision": 1 }),
        json!({ "revision": 0, "action": "approve" }),
        json!({ "revision": "1", "action": "approve" }),
        json!({ "action": "approve" }),
        json!({ "revision": 1, "action": "return", "remark": 5 }),
        json!({ "revision": 1, "action": "return", "remarks": "x" }),
        json!({ "revision": 1, "action": "return", "remarks": [{ "text": "x" }] }),
        json!([]),
    ];
    for decision in cases {
        house.refused(400, "bad_parameter", || commune.decide(&id, &decision));
    }
    house.refused(409, "revision_old", || commune.decide(&id, &json!({ "revision": 2, "action": "approve" })));
    house.refused(409, "status_forbids", || commune.decide(&id, &json!({ "revision": 1, "action": "reopen", "remark": "Đếm lại." })));
    assert_eq!(commune.decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
    house.refused(422, "remark_missing", || commune.decide(&id, &json!({ "revision": 1, "action": "reopen", "remark": " " })));
    let reopened = commune.decide(&id, &json!({ "revision": 1, "action": "reopen", "remark": "Đếm lại." }));
    assert_eq!((reopened.status, &reopened.body["status"]), (200, &json!("reopened")));
}

#[test]
fn of_two_reviewers_at_once_one_decides() {
    let house = House::new();
    let club = house.visitor("club");
    for period in ["2026-08", "2026-09", "2026-10"] {
        let id = sent(&club, period);
        let decide = |decision: Value| {
            let (house, id) = (&house, id.clone());
            move || house.visitor("commune").decide(&id, &decision).status
        };
        let statuses = std::thread::scope(|scope| {
            let first = scope.spawn(decide(json!({ "revision": 1, "action": "approve" })));
            let second = scope.spawn(decide(json!({ "revision": 1, "action": "return", "remark": "Sửa." })));
            let mut statuses = [first.join().expect("an answer"), second.join().expect("an answer")];
            statuses.sort_unstable();
            statuses
        });
        assert_eq!(statuses, [200, 409]);
        let history = club.get(&format!("/api/v1/reports/{id}")).body["history"].clone();
        assert_eq!(history.as_array().map(Vec::len), Some(2));
        // What was returned is not "the last approved report" of the next month, so that its figures are free.
        let last = history[1]["status"].clone();
        if last == "approved" {
            assert_eq!(
                house.visitor("commune").decide(&id, &json!({ "revision": 1, "action": "reopen", "remark": "Đếm lại." })).status,
                200
            );
        }
    }
}

#[test]
fn one_reads_ones_own_what_one_reviews_and_what_one_oversees() {
    let house = House::new();
    let id = sent(&house.visitor("club"), "2026-10");
    let path = format!("/api/v1/reports/{id}");
    for login in ["club", "commune", "province", "onlooker"] {
        assert_eq!(house.visitor(login).get(&path).status, 200, "{login}");
    }
    for login in ["other-club", "other-commune", "other-province", "fund"] {
        house.refused(403, "foreign_unit", || house.visitor(login).get(&path));
    }
    house.refused(404, "unknown_report", || house.visitor("club").get(&format!("/api/v1/reports/{}", new_id())));
    assert_eq!(listed(&house.visitor("club"), ""), ["24848-C01 2026-10 submitted"]);
    assert_eq!(listed(&house.visitor("commune"), "?form=clb-thang&period=2026-10"), ["24848-C01 2026-10 submitted"]);
    assert_eq!(house.visitor("fund").put(&new_id(), 1, &fund_report("24848-Q01", "2026-Q3")).status, 201);
    let headings = house.visitor("commune").get("/api/v1/reports").body["reports"].clone();
    let for_review: Vec<_> =
        headings.as_array().into_iter().flatten().map(|row| (row["form"].clone(), row["for_review"].clone())).collect();
    assert_eq!(
        for_review,
        [(json!("clb-thang"), json!(true)), (json!("quy"), json!(false))],
        "its fund's report is the commune's own, the province reviews it"
    );
    for query in ["?state=approved", "?form=tk-tch", "?period=2026-09"] {
        assert!(listed(&house.visitor("commune"), query).is_empty(), "{query}");
    }
    assert_eq!(listed(&house.visitor("province"), ""), ["24848-Q01 2026-Q3 submitted"], "a club's report is the commune's to review");
    for query in ["?state=lost", "?form=NO", "?period=soon"] {
        house.refused(400, "bad_parameter", || house.visitor("commune").get(&format!("/api/v1/reports{query}")));
    }
}
