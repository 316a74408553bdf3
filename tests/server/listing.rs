//! Lists page by page: nothing is skipped or told twice, whatever is written meanwhile.

use serde_json::{Value, json};

use crate::house::{CLUB, House, OTHER_CLUB, Visitor, commune_report, new_id, report};

fn send(house: &House, login: &str, unit: &str, period: &str) -> String {
    let id = new_id();
    let answer = house.visitor(login).put(&id, 1, &report(unit, period));
    assert_eq!(answer.status, 201, "{}", answer.body);
    id
}

fn approve(reviewer: &Visitor, id: &str) {
    let answer = reviewer.decide(id, &json!({ "revision": 1, "action": "approve" }));
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// One page: what stands on it, and where the next begins.
fn page(visitor: &Visitor, query: &str, after: Option<&str>) -> (Vec<String>, Option<String>) {
    let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
    let answer = visitor.get(&format!("/api/v1/reports?{query}{after}"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    let row = |row: &Value| format!("{} {}", row["period"], row["org_unit"]["code"]).replace('"', "");
    let rows = answer.body["reports"].as_array().into_iter().flatten().map(row).collect();
    (rows, answer.body["next"].as_str().map(str::to_owned))
}

fn all(visitor: &Visitor, query: &str) -> Vec<String> {
    let (mut rows, mut next) = page(visitor, query, None);
    while let Some(after) = next {
        let (more, further) = page(visitor, query, Some(&after));
        assert!(!more.is_empty(), "a page that is told of holds something");
        rows.extend(more);
        next = further;
    }
    rows
}

#[test]
fn a_list_is_read_on_from_where_it_stood() {
    let house = House::new();
    let commune = house.visitor("commune");
    for month in ["2026-07", "2026-08", "2026-09"] {
        send(&house, "club", CLUB, month);
        send(&house, "other-club", OTHER_CLUB, month);
    }
    let expected: Vec<String> =
        ["2026-09", "2026-08", "2026-07"].iter().flat_map(|month| [CLUB, OTHER_CLUB].map(|unit| format!("{month} {unit}"))).collect();
    for limit in [1, 2, 4, 5, 6, 7] {
        assert_eq!(all(&commune, &format!("limit={limit}")), expected, "pages of {limit}");
    }
    // While somebody reads, a newer report comes in, and one that is still to be read is decided.
    let (first, next) = page(&commune, "limit=3", None);
    let newer = send(&house, "club", CLUB, "2026-10");
    let waiting = commune.get("/api/v1/reports?period=2026-07").body["reports"][0]["report_id"].as_str().expect("an id").to_owned();
    approve(&commune, &waiting);
    let (second, last) = page(&commune, "limit=3", next.as_deref());
    assert_eq!([first, second].concat(), expected);
    assert_eq!(last, None);
    assert_eq!(all(&commune, "limit=3")[0], format!("2026-10 {CLUB}"));

    let counts = || commune.get("/api/v1/reports?limit=1").body["counts"].clone();
    assert_eq!(counts(), json!({ "again": 0, "waiting": 6, "elsewhere": 0, "returned": 0, "approved": 1, "replaced": 0 }));
    assert_eq!(commune.decide(&newer, &json!({ "revision": 1, "action": "return", "remark": "Đếm lại." })).status, 200);
    assert_eq!(counts(), json!({ "again": 0, "waiting": 5, "elsewhere": 0, "returned": 1, "approved": 1, "replaced": 0 }));
    assert_eq!(all(&commune, "group=returned&limit=1"), [format!("2026-10 {CLUB}")]);
    assert_eq!(all(&commune, "group=waiting&limit=2").len(), 5);
    assert_eq!(all(&commune, "group=approved"), [format!("2026-07 {CLUB}")]);
    let club = house.visitor("club");
    assert_eq!(club.get("/api/v1/reports").body["counts"]["waiting"], 0, "a club reviews nothing");
    assert_eq!(all(&club, "limit=3").len(), 4, "and sees its own");
    assert!(all(&club, "group=waiting").is_empty());
    for query in ["after=x", "after=2026-09-14~2026-08-15~clb-thang~2026-09", "after=a~b~c~d~e", "limit=-1", "limit=x", "group=mine"] {
        house.refused(400, "bad_parameter", || commune.get(&format!("/api/v1/reports?{query}")));
    }
    assert_eq!(page(&commune, "limit=0", None).0.len(), 1, "a page has something");
}

#[test]
fn a_report_waits_for_one_level_and_then_for_the_next() {
    let house = House::new();
    let (commune, province, centre) = (house.visitor("commune"), house.visitor("province"), house.visitor("centre"));
    let id = new_id();
    let answer = commune.put(&id, 1, &commune_report(include_str!("../forms/tk-tch/base.json"), "2026-H1"));
    assert_eq!(answer.status, 201, "{}", answer.body);
    let groups = |visitor: &Visitor| {
        let counts = visitor.get("/api/v1/reports").body["counts"].clone();
        ["again", "waiting", "elsewhere", "approved"].map(|group| {
            let listed = all(visitor, &format!("group={group}"));
            assert_eq!(counts[group], listed.len(), "{group}");
            listed.len()
        })
    };
    assert_eq!((groups(&province), groups(&centre)), ([0, 1, 0, 0], [0, 0, 1, 0]));
    approve(&province, &id);
    assert_eq!((groups(&province), groups(&centre)), ([0, 0, 0, 1], [0, 1, 0, 0]));
    approve(&centre, &id);
    assert_eq!((groups(&province), groups(&centre)), ([0, 0, 0, 1], [0, 0, 0, 1]));
    assert!(all(&house.visitor("other-province"), "limit=9").is_empty());
}

#[test]
fn periods_and_clubs_are_read_page_by_page() {
    let house = House::new();
    send(&house, "club", CLUB, "2026-10");
    let province = house.visitor("province");
    let pages = |path: &str, name: &str, key: &str| {
        let (mut rows, mut after) = (Vec::new(), String::new());
        loop {
            let body = province.get(&format!("{path}{after}")).body;
            let of_page: Vec<String> =
                body[name].as_array().into_iter().flatten().map(|row| row.pointer(key).expect(key).to_string()).collect();
            rows.extend(of_page);
            match body["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return rows,
            }
        }
    };
    let periods = "/api/v1/periods?form=clb-thang";
    let whole = pages(periods, "periods", "/period");
    assert!(whole.len() > 4);
    assert_eq!(pages(&format!("{periods}&limit=2"), "periods", "/period"), whole);
    let clubs = "/api/v1/activity?kind=club";
    let whole = pages(clubs, "units", "/org_unit/code");
    assert_eq!(whole.len(), 3);
    assert_eq!(pages(&format!("{clubs}&limit=1"), "units", "/org_unit/code"), whole);
    assert_eq!(province.get(&format!("{clubs}&limit=1")).body["count"], 3);
    for path in [periods, clubs] {
        house.refused(400, "bad_parameter", || province.get(&format!("{path}&after=x")));
    }
}

#[test]
fn late_is_what_was_first_sent_late_and_not_what_was_corrected_later() {
    let house = House::new();
    let of = |unit: &str| {
        let mut report = report(unit, "2026-12");
        report["answers"]["meeting"]["meeting_on"] = "2026-11-20".into();
        report
    };
    let id = new_id();
    assert_eq!(house.visitor("club").put(&id, 1, &of(CLUB)).status, 201);
    // The month is due on 16 December; now it is the 22nd.
    house.wait(30 * 24 * 3_600_000);
    let mut corrected = of(CLUB);
    corrected["answers"]["meeting"]["meeting_on"] = "2026-11-21".into();
    let answer = house.visitor("club").put(&id, 2, &corrected);
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(house.visitor("other-club").put(&new_id(), 1, &of(OTHER_CLUB)).status, 201);
    let commune = house.visitor("commune");
    let reports = commune.get("/api/v1/reports?period=2026-12").body["reports"].take();
    let told: Vec<(&Value, bool, &Value)> = reports
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| (&row["org_unit"]["code"], row["received_at"].as_str() > Some("2026-12-17"), &row["late"]))
        .collect();
    assert_eq!(told, [(&json!(CLUB), true, &json!(false)), (&json!(OTHER_CLUB), true, &json!(true))]);
    let totals = commune.get("/api/v1/totals?form=clb-thang&period=2026-12").body;
    assert_eq!((&totals["on_time"], &totals["late"]), (&json!(1), &json!(1)), "totals count the same");
}
