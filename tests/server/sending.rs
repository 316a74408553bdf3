//! Sending: once, again, twice at once, after a restart, and everything that is refused.

use serde_json::{Value, json};

use crate::house::{CLUB, House, fund_report, new_id, report};

#[test]
fn a_report_is_received_and_the_same_again_gets_the_same_receipt() {
    let mut house = House::new();
    let id = new_id();
    let mut sent = report(CLUB, "2026-10");
    let first = house.visitor("club").put(&id, 1, &sent);
    assert_eq!(first.status, 201, "{}", first.body);
    assert_eq!(first.body["report_id"], id.as_str());
    assert_eq!(first.body["status"], "submitted");
    assert_eq!(first.body["received_at"], "2026-11-22T08:00:00.000+07:00");
    assert_eq!(first.body["verdict"]["valid"], true);

    let stored = house.dump();
    house.wait(3_600_000);
    let again = house.visitor("club").put(&id, 1, &sent);
    assert_eq!((again.status, &again.body), (200, &first.body));

    // The same content in another spelling is the same content.
    sent["answers"]["members"]["members_opening"] = json!(52.0);
    sent["report_id"] = id.clone().into();
    sent["answers"]["closing"]["prepared_by_email"] = Value::Null;
    assert_eq!(house.visitor("club").put(&id, 1, &sent).status, 200);

    house.restart();
    let after_restart = house.visitor("club").put(&id, 1, &sent);
    assert_eq!((after_restart.status, &after_restart.body), (200, &first.body));
    assert_eq!(house.dump(), stored, "sending again stores nothing");
}

#[test]
fn what_is_stored_is_what_was_sent() {
    let house = House::new();
    let club = house.visitor("club");
    let id = new_id();
    let mut sent = report(CLUB, "2026-10");
    sent["sealed_at"] = "2031-01-01T00:00:00Z".into();
    assert_eq!(club.put(&id, 1, &sent).status, 201, "a phone whose clock is years off may still send");
    let stored = club.get(&format!("/api/v1/reports/{id}"));
    assert_eq!(stored.body["answers"], sent["answers"]);
    assert_eq!(stored.body["revisions"][0]["sealed_at"], "2031-01-01T00:00:00Z");
    assert_eq!(stored.body["revisions"][0]["received_at"], "2026-11-22T08:00:00.000+07:00");
    assert_eq!(stored.body["context"]["instances"]["period"]["start"], "2026-09-15");
    let history =
        json!([{ "at": "2026-11-22T08:00:00.000+07:00", "by": "Người club", "event": "submit", "revision": 1, "status": "submitted" }]);
    assert_eq!(stored.body["history"], history);
}

#[test]
fn of_two_at_once_one_is_stored_and_both_are_answered() {
    let house = House::new();
    for round in 0..5 {
        let (id, sent) = (new_id(), report(CLUB, &format!("2026-{:02}", round + 1)));
        let mut changed = sent.clone();
        changed["answers"]["closing"]["difficulties"] = "Khác.".into();
        let put = |body: Value| {
            let house = &house;
            let id = id.clone();
            move || house.visitor("club").put(&id, 1, &body)
        };
        let answers = std::thread::scope(|scope| {
            let sends = [put(sent.clone()), put(sent.clone()), put(sent.clone()), put(changed.clone())].map(|send| scope.spawn(send));
            sends.map(|send| send.join().expect("an answer"))
        });
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert!(statuses == [200, 200, 201, 409] || statuses == [201, 409, 409, 409], "{statuses:?}");
        let stored = house.visitor("club").get(&format!("/api/v1/reports/{id}"));
        assert_eq!(stored.body["revisions"].as_array().map(Vec::len), Some(1));
        assert_eq!(stored.body["history"].as_array().map(Vec::len), Some(1));
    }
}

#[test]
fn a_second_report_of_the_same_form_unit_and_period_is_refused_by_the_firsts_id() {
    let house = House::new();
    let club = house.visitor("club");
    let (first, second) = (new_id(), new_id());
    assert_eq!(club.put(&first, 1, &report(CLUB, "2026-10")).status, 201);
    let refusal = house.refused(409, "report_exists", || club.put(&second, 1, &report(CLUB, "2026-10")));
    assert_eq!(refusal["details"]["report_id"], first.as_str());
    house.refused(409, "report_mismatch", || club.put(&first, 1, &report(CLUB, "2026-09")));
}

#[test]
fn revisions_come_one_after_the_other() {
    let house = House::new();
    let club = house.visitor("club");
    let id = new_id();
    let sent = report(CLUB, "2026-10");
    let with = |text: &str| {
        let mut other = sent.clone();
        other["answers"]["closing"]["difficulties"] = text.into();
        other
    };
    house.refused(409, "revision_gap", || club.put(&id, 2, &sent));
    assert_eq!(club.put(&id, 1, &sent).status, 201);
    let conflict = house.refused(409, "revision_conflict", || club.put(&id, 1, &with("Khác.")));
    assert_eq!(conflict["details"]["last"], 1);
    house.refused(409, "revision_gap", || club.put(&id, 3, &with("Khác.")));
    assert_eq!(club.put(&id, 2, &with("Hai.")).status, 201, "a correction before anybody decided");
    house.refused(409, "revision_old", || club.put(&id, 1, &with("Khác.")));
    assert_eq!(club.put(&id, 1, &sent).status, 200, "what was stored stays stored");
    for revision in ["0", "-1", "01", "x", "4294967296"] {
        let path = format!("/api/v1/reports/{id}/revisions/{revision}");
        house.refused(400, "bad_parameter", || club.send("PUT", &path, &sent));
    }
    house.refused(400, "bad_parameter", || club.put("no-uuid", 1, &sent));
}

#[test]
fn a_report_that_breaks_a_rule_is_refused_with_the_verdict() {
    let house = House::new();
    let club = house.visitor("club");
    let mut wrong = report(CLUB, "2026-10");
    wrong["answers"]["members"]["members_closing"] = 60.into();
    let refusal = house.refused(422, "report_invalid", || club.put(&new_id(), 1, &wrong));
    let verdict = &refusal["details"]["verdict"];
    assert_eq!(verdict["valid"], false);
    assert!(verdict["issues"].as_array().is_some_and(|issues| issues.iter().any(|issue| issue["severity"] == "error")), "{verdict}");

    wrong["answers"]["members"]["members_closing"] = "năm mươi tư".into();
    let refusal = house.refused(422, "report_invalid", || club.put(&new_id(), 1, &wrong));
    let paths: Vec<&Value> = refusal["details"]["verdict"]["issues"].as_array().into_iter().flatten().map(|issue| &issue["path"]).collect();
    assert!(paths.contains(&&json!("members/members_closing")), "{paths:?}");
}

#[test]
fn what_a_report_says_of_itself_must_be_right() {
    let house = House::new();
    let club = house.visitor("club");
    let cases: [(&str, Value, u16, &str); 14] = [
        ("form", json!("no-such"), 404, "unknown_form"),
        ("form", json!("Not a form"), 400, "bad_report"),
        ("form", Value::Null, 400, "bad_report"),
        ("version", json!("1999.1"), 404, "unknown_version"),
        ("version", json!(7), 400, "bad_report"),
        ("org_unit", json!("24848-C02"), 403, "foreign_unit"),
        ("org_unit", json!("24848"), 403, "foreign_unit"),
        ("org_unit", json!("99999"), 403, "foreign_unit"),
        ("period", json!("2026-13"), 422, "period_unknown"),
        ("period", json!("2026-Q3"), 422, "period_unfit"),
        ("period", json!("2027-01"), 422, "period_not_begun"),
        ("answers", json!([]), 400, "bad_report"),
        ("report_id", json!("0190c3a2-ffff-7000-8000-000000000000"), 400, "bad_report"),
        ("revision", json!(2), 400, "bad_report"),
    ];
    for (member, value, status, code) in cases {
        let mut sent = report(CLUB, "2026-10");
        sent[member] = value;
        house.refused(status, code, || club.put(&new_id(), 1, &sent));
    }
    for whole in [json!(null), json!([]), json!("text"), json!(1), json!({})] {
        house.refused(400, "bad_report", || club.put(&new_id(), 1, &whole));
    }
}

#[test]
fn a_period_may_be_sent_from_its_first_day_on() {
    let house = House::new();
    let club = house.visitor("club");
    // 22 November lies in the December of the State's calendar; the January begins on 15 December.
    let mut sent = report(CLUB, "2026-12");
    sent["answers"]["meeting"]["meeting_on"] = "2026-11-20".into();
    assert_eq!(club.put(&new_id(), 1, &sent).status, 201);
    house.refused(422, "period_not_begun", || club.put(&new_id(), 1, &report(CLUB, "2027-01")));
    house.wait(23 * 24 * 3_600_000);
    let next = club.put(&new_id(), 1, &report(CLUB, "2027-01"));
    assert_ne!(next.code(), "period_not_begun", "{}", next.body);
}

#[test]
fn only_who_reports_for_a_unit_sends_for_it() {
    let house = House::new();
    house.refused(403, "not_reporter", || house.visitor("onlooker").put(&new_id(), 1, &report(CLUB, "2026-10")));
    house.refused(403, "not_reporter", || house.visitor("province").put(&new_id(), 1, &report(CLUB, "2026-10")));
    house.refused(403, "foreign_unit", || house.visitor("commune").put(&new_id(), 1, &report(CLUB, "2026-10")));
    house.refused(403, "foreign_unit", || house.visitor("other-commune").put(&new_id(), 1, &fund_report("24848-Q01", "2026-Q3")));
    house.refused(422, "unit_unfit", || house.visitor("club").put(&new_id(), 1, &fund_report(CLUB, "2026-Q3")));
    house.refused(401, "not_signed_in", || {
        house.send("PUT", &format!("/api/v1/reports/{}/revisions/1", new_id()), &report(CLUB, "2026-10"))
    });
    let by_commune = house.visitor("commune").put(&new_id(), 1, &fund_report("24848-Q01", "2026-Q3"));
    assert_eq!(by_commune.status, 201, "a commune sends for its fund: {}", by_commune.body);
}

#[test]
fn the_check_knows_what_the_server_knows_and_stores_nothing() {
    let house = House::new();
    let club = house.visitor("club");
    let sent = report(CLUB, "2026-09");
    assert_eq!(club.put(&new_id(), 1, &sent).status, 201);
    let id = club.get("/api/v1/reports").body["reports"][0]["report_id"].as_str().expect("an id").to_owned();
    assert_eq!(house.visitor("commune").decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);

    let before = house.dump();
    let next = report(CLUB, "2026-10");
    let own = club.send("POST", "/api/v1/check", &next);
    assert_eq!(own.body["valid"], false, "opening figures do not follow last month's closing ones: {}", own.body);
    let anybody = house.send("POST", "/api/v1/check", &next);
    assert_eq!(anybody.body["valid"], true, "without sign-in last month is nobody's to know: {}", anybody.body);
    let stranger = house.visitor("other-club").send("POST", "/api/v1/check", &next);
    assert_eq!(stranger.body, anybody.body, "nor is it another club's");

    let mut with_context = next.clone();
    with_context["context"] = json!({ "instances": { "previous": { "members": { "members_closing": 1 } } } });
    assert_eq!(house.send("POST", "/api/v1/check", &with_context).body["valid"], false, "a given context counts");
    with_context["context"] = json!({ "instances": {} });
    assert_eq!(house.send("POST", "/api/v1/check", &with_context).body["valid"], true, "a context without a day is of today");
    with_context["context"] = json!({ "today": "2026-09-01", "instances": {} });
    assert_eq!(house.send("POST", "/api/v1/check", &with_context).body["valid"], false, "that meeting was still to come");
    with_context["context"] = json!({ "instances": [] });
    house.refused(400, "bad_parameter", || house.send("POST", "/api/v1/check", &with_context));

    let mut wrong = next;
    wrong["answers"]["members"]["members_closing"] = 60.into();
    let sentence = |lang: &str| house.send("POST", &format!("/api/v1/check{lang}"), &wrong).body["issues"][0]["message"].clone();
    assert_ne!(sentence(""), sentence("?lang=en"));
    assert_eq!(sentence(""), sentence("?lang=vi"));
    house.refused(400, "bad_parameter", || house.send("POST", "/api/v1/check?lang=fr", &wrong));
    assert_eq!(house.dump(), before);
}
