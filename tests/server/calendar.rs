//! The calendar of one's duties, read as a phone's calendar reads it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::house::{CLUB, House, new_id, report};

/// The events of an iCalendar text: properties by name, without their parameters; alarms are counted.
fn events(text: &str) -> Vec<BTreeMap<String, String>> {
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(!text.replace("\r\n", "").contains(['\n', '\r']), "lines end with CRLF alone");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "no line is longer than 75 octets");
    let (mut events, mut open, mut alarms) = (Vec::new(), Vec::new(), 0);
    let mut event = BTreeMap::new();
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("no property: {line}"));
        match name {
            "BEGIN" => open.push(value.to_owned()),
            "END" => {
                assert_eq!(open.pop().as_deref(), Some(value));
                match value {
                    "VALARM" => alarms += 1,
                    "VEVENT" => {
                        event.insert("alarms".to_owned(), std::mem::take(&mut alarms).to_string());
                        events.push(std::mem::take(&mut event));
                    }
                    _ => {}
                }
            }
            _ if open.last().is_some_and(|inside| inside == "VEVENT") => {
                let name = name.split(';').next().unwrap_or_default().to_owned();
                assert!(event.insert(name, value.replace("\\,", ",").replace("\\;", ";")).is_none(), "{line} stands twice");
            }
            _ => {}
        }
    }
    assert!(open.is_empty());
    events
}

#[test]
fn a_calendar_holds_what_is_to_be_done() {
    let house = House::new();
    let club = house.visitor("club");
    assert_eq!(club.get("/api/v1/calendar").body, json!({ "path": null }));
    let made = club.send("POST", "/api/v1/calendar", &json!({})).body["path"].as_str().expect("an address").to_owned();
    assert_eq!(club.get("/api/v1/calendar").body["path"], json!(made));
    let answer = house.get(&made);
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/calendar; charset=utf-8"));
    let text = String::from_utf8(answer.bytes).expect("UTF-8");
    let found = events(&text);
    let of = |period: &str| found.iter().find(|event| event["UID"] == format!("clb-thang-{CLUB}-{period}@phieu")).expect("an event");
    let december = of("2026-12");
    assert_eq!((december["DTSTART"].as_str(), december["DTEND"].as_str()), ("20261216", "20261217"));
    assert_eq!(december["SUMMARY"], "Hạn nộp: Báo cáo tháng CLB Liên thế hệ tự giúp nhau, tháng 12/2026");
    assert_eq!((december["alarms"].as_str(), december["DTSTAMP"].as_str()), ("2", "20261122T010000Z"));
    let october = of("2026-10");
    assert_eq!(october["DTSTART"], "20261122", "what is overdue stands on today");
    assert!(october["SUMMARY"].starts_with("Quá hạn từ 16/10/2026: "), "{}", october["SUMMARY"]);
    let id = new_id();
    assert_eq!(club.put(&id, 1, &report(CLUB, "2026-10")).status, 201);
    let later = events(&String::from_utf8(house.get(&made).bytes).expect("UTF-8"));
    assert_eq!(later.len(), found.len() - 1, "what is sent is gone");

    let commune = house.visitor("commune");
    let address = commune.send("POST", "/api/v1/calendar", &json!({})).body["path"].as_str().expect("an address").to_owned();
    let own = events(&String::from_utf8(house.get(&address).bytes).expect("UTF-8"));
    let review = own.iter().find(|event| event["UID"] == "review-clb-thang-2026-10@phieu").expect("the review");
    assert!(review["SUMMARY"].starts_with("Duyệt 1 báo cáo: "), "{}", review["SUMMARY"]);
}

#[test]
fn an_address_can_be_renewed_and_taken_away() {
    let house = House::new();
    let club = house.visitor("club");
    let renew = || club.send("POST", "/api/v1/calendar", &json!({})).body["path"].as_str().expect("an address").to_owned();
    let (first, second) = (renew(), renew());
    assert_ne!(first, second);
    house.refused(404, "unknown_calendar", || house.get(&first));
    assert_eq!(house.get(&second).status, 200);
    assert_eq!(club.send("DELETE", "/api/v1/calendar", &Value::Null).status, 204);
    house.refused(404, "unknown_calendar", || house.get(&second));
    house.refused(404, "unknown_calendar", || house.get("/api/v1/calendar/.ics"));
    house.refused(401, "not_signed_in", || house.send("POST", "/api/v1/calendar", &json!({})));
}
