//! Events out of the audit: in order, of one's own units, without answers.

use serde_json::{Value, json};

use crate::house::{CLUB, House, OTHER_CLUB, new_id, report};

fn told(page: &Value) -> Vec<(String, String)> {
    let text = |event: &Value, member: &str| event[member].as_str().unwrap_or_default().to_owned();
    page["events"].as_array().into_iter().flatten().map(|event| (text(event, "type"), text(event, "org_unit"))).collect()
}

#[test]
fn what_happened_is_told_in_order_and_from_where_one_stopped() {
    let house = House::new();
    let (club, other, third) = (house.visitor("club"), house.visitor("other-club"), house.visitor("third-club"));
    let (commune, centre) = (house.visitor("commune"), house.visitor("centre"));
    let (one, two) = (new_id(), new_id());
    assert_eq!(club.put(&one, 1, &report(CLUB, "2026-10")).status, 201);
    assert_eq!(other.put(&two, 1, &report(OTHER_CLUB, "2026-10")).status, 201);
    assert_eq!(third.put(&new_id(), 1, &report("24846-C01", "2026-10")).status, 201);
    let first = commune.get("/api/v1/events").body;
    let own = |kind: &str, unit: &str| (kind.to_owned(), unit.to_owned());
    assert_eq!(told(&first), [own("report.submitted", CLUB), own("report.submitted", OTHER_CLUB)], "not of another commune");
    assert_eq!(first["more"], false);
    assert_eq!(commune.decide(&one, &json!({ "revision": 1, "action": "return", "remark": "Xem lại." })).status, 200);
    assert_eq!(commune.decide(&two, &json!({ "revision": 1, "action": "approve" })).status, 200);
    let province = house.visitor("province");
    let closing = json!({ "form": "clb-thang", "period": "2026-10", "closed": true, "reason": "Hết hạn." });
    assert_eq!(province.send("POST", "/api/v1/closings", &closing).status / 100, 2);
    let second = commune.get(&format!("/api/v1/events?after={}", first["next"])).body;
    let wanted = [own("report.returned", CLUB), own("report.approved", OTHER_CLUB), own("period.locked", "68")];
    assert_eq!(told(&second), wanted, "what was closed above counts as well");
    assert_eq!((&second["events"][0]["report_id"], &second["events"][0]["status"]), (&json!(one), &json!("returned")));
    assert!(!second.to_string().contains("Xem lại"), "no remark, no answer");
    let third_page = commune.get(&format!("/api/v1/events?after={}", second["next"])).body;
    assert_eq!((told(&third_page), &third_page["next"]), (vec![], &second["next"]));
    assert_eq!(told(&centre.get("/api/v1/events").body).len(), 6);
    assert_eq!(told(&club.get("/api/v1/events").body), [], "one who only reports oversees nothing");
    for after in ["-1", "x", "1e3"] {
        house.refused(400, "bad_parameter", || commune.get(&format!("/api/v1/events?after={after}")));
    }
}
