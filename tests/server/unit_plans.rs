//! Changes of units that are entered before their day: they wait, may be taken back, and come on it.

use serde_json::{Value, json};

use crate::house::{Answer, CLUB, House, Visitor};

const CHANGES: &str = "/api/v1/unit-changes";
const DAY: i64 = 86_400_000;

fn change(visitor: &Visitor, change: Value) -> Answer {
    visitor.send("POST", CHANGES, &change)
}

#[test]
fn a_change_waits_for_its_day_and_may_be_taken_back_before_it() {
    let house = House::new();
    let (admin, club) = (house.visitor("admin"), house.visitor("club"));
    let rename = |name: &str, on: &str| json!({ "action": "rename", "code": CLUB, "name": name, "on": on, "source": "QĐ 12" });
    let name = || admin.get(&format!("/api/v1/units/{CLUB}")).body["org_unit"]["name"].clone();
    let waiting = || admin.get(CHANGES).body["changes"].as_array().cloned().unwrap_or_default();
    let planned = change(&admin, rename("CLB Xuân", "2026-11-25"));
    assert_eq!((planned.status, &planned.body["units"]), (200, &json!([])), "{}", planned.body);
    let first = planned.body["planned"].as_i64().expect("a number");
    let second = change(&admin, rename("CLB Hạ", "2026-11-26")).body["planned"].as_i64().expect("a number");
    house.refused(422, "unit_day", || change(&admin, rename("CLB Thu", "2026-11-26")));
    house.refused(403, "not_administrator", || change(&club, rename("CLB Đông", "2026-11-27")));
    assert_eq!((name(), waiting().len()), (json!("CLB Một"), 2));
    assert_eq!((&waiting()[0]["units"][0]["name"], &waiting()[0]["name"]), (&json!("CLB Một"), &json!("CLB Xuân")));
    assert_eq!(club.get(CHANGES).body["changes"][0]["may_withdraw"], false, "everybody sees what comes");
    let take_back = |by: &Visitor, id: i64| by.send("DELETE", &format!("{CHANGES}/{id}"), &json!({}));
    house.refused(403, "not_administrator", || take_back(&club, second));
    assert_eq!(take_back(&admin, second).status, 204);
    house.refused(404, "unknown_change", || take_back(&admin, second));
    house.wait(2 * DAY);
    assert_eq!(name(), "CLB Một", "the day before");
    house.wait(DAY);
    assert_eq!((name(), waiting().len()), (json!("CLB Xuân"), 0), "on its day, at the first request");
    house.refused(404, "unknown_change", || take_back(&admin, first));
    house.wait(2 * DAY);
    assert_eq!(name(), "CLB Xuân", "what was taken back does not come");
    let told = house.dump().iter().filter(|line| line.contains("CLB Xuân") && line.contains("\"action\"")).count();
    assert_eq!(told, 2, "the plan and the change that was carried out");
    let into = json!([{ "code": "24848", "name": "Xã Lạc Dương Một" }, { "code": "24848N", "name": "Xã Mới", "children": [CLUB] }]);
    assert_eq!(change(&admin, json!({ "action": "split", "code": "24848", "into": into, "on": "2026-12-15" })).status, 200);
    let units = waiting()[0]["units"].as_array().cloned().unwrap_or_default();
    let parts: Vec<_> = units.iter().map(|unit| (unit["part"].as_str(), unit["code"].as_str())).collect();
    let expected = [("before", "24848"), ("after", "24848"), ("after", "24848N"), ("moved", CLUB)];
    assert_eq!(parts, expected.map(|(part, code)| (Some(part), Some(code))));
    assert_eq!((&units[1]["name"], &units[2]["name"]), (&json!("Xã Lạc Dương Một"), &json!("Xã Mới")), "as they will be called");
    let merge = json!({ "action": "merge", "from": ["24848"], "into": { "code": "24846" }, "on": "2026-12-20", "despite_duties": true });
    assert_eq!(change(&admin, merge).status, 200);
    let units = waiting()[1]["units"].as_array().cloned().unwrap_or_default();
    let parts: Vec<_> = units.iter().map(|unit| (unit["part"].as_str(), unit["code"].as_str())).collect();
    let expected = [("before", "24848"), ("before", "24846"), ("after", "24846")];
    assert_eq!(parts, expected.map(|(part, code)| (Some(part), Some(code))), "who takes others in is there before as well");
}

#[test]
fn what_cannot_be_on_its_day_is_told_with_the_reason() {
    let mut house = House::new();
    let on = "2026-11-25";
    let close = json!({ "action": "close", "code": CLUB, "on": on });
    assert_eq!(change(&house.visitor("admin"), close).status, 200);
    let now = json!({ "action": "close", "code": CLUB, "on": "2026-11-22", "despite_duties": true });
    assert_eq!(change(&house.visitor("admin"), now).status, 200);
    house.wait(3 * DAY);
    house.restart();
    let admin = house.visitor("admin");
    let changes = admin.get(CHANGES).body["changes"].clone();
    assert!(changes[0]["refused"].as_str().is_some_and(|said| said.contains("đã kết thúc")), "{changes}");
    let put_aside = admin.send("DELETE", &format!("{CHANGES}/{}", changes[0]["change"]), &json!({}));
    assert_eq!((put_aside.status, admin.get(CHANGES).body["changes"].as_array().map(Vec::len)), (204, Some(0)));
}
