//! There is always an administrator left, and the duty goes from one to the next in one step.

use serde_json::{Value, json};

use crate::house::{House, PASSWORD, Visitor, duty};

/// The number of an account's duty in a list of people.
fn duty_of(visitor: &Visitor, unit: &str, account: &str, role: &str) -> i64 {
    let listed = visitor.get(&format!("/api/v1/people?org_unit={unit}")).body;
    let people = listed["units"].as_array().into_iter().flatten().flat_map(|unit| unit["people"].as_array().into_iter().flatten());
    let mut found = people.filter(|one| one["account"] == account && one["role"] == role && one["state"] == "now");
    found.next().and_then(|one| one["duty"].as_i64()).expect("the duty")
}

fn post(by: &Visitor, duty: i64, step: &str, body: &Value) -> crate::house::Answer {
    by.send("POST", &format!("/api/v1/people/duties/{duty}/{step}"), body)
}

/// Ends the duty of the administrator that the first start has made.
fn alone(admin: &Visitor) {
    let listed = admin.get("/api/v1/people?org_unit=VN").body;
    let first = listed["units"][0]["people"].as_array().into_iter().flatten();
    let mut first = first.filter(|one| one["role"] == "administrator" && one["account"] != "admin");
    let first = first.next().and_then(|one| one["duty"].as_i64()).expect("the first administrator");
    assert_eq!(post(admin, first, "end", &json!({})).status, 204, "there is another one");
}

#[test]
fn the_last_administrator_stays_until_another_takes_over() {
    let house = House::new();
    let admin = house.visitor("admin");
    alone(&admin);
    let own = duty_of(&admin, "VN", "admin", "administrator");
    house.refused(409, "last_administrator", || post(&admin, own, "end", &json!({})));
    house.refused(409, "last_administrator", || post(&admin, own, "end", &json!({ "on": "2027-01-01" })));
    house.refused(409, "last_administrator", || admin.send("POST", "/api/v1/account/erasure", &json!({ "password": PASSWORD })));
    // One who is only named cannot sign in, and is no administrator.
    let named = json!({ "org_unit": "VN", "role": "board_member", "name": "Ủy viên" });
    let named = admin.send("POST", "/api/v1/people/duties", &named).body["account"].as_str().expect("an account").to_owned();
    house.refused(409, "last_administrator", || post(&admin, own, "hand-over", &json!({ "account": named })));
    assert_eq!(post(&admin, own, "hand-over", &json!({ "account": "centre" })).status, 204);
    house.refused(403, "not_manager", || admin.get("/api/v1/people?org_unit=VN"));
    let centre = house.visitor("centre");
    let next = duty_of(&centre, "VN", "centre", "administrator");
    house.refused(409, "last_administrator", || post(&centre, next, "end", &json!({})));
}

#[test]
fn one_of_two_may_go_and_one_who_leaves_later_is_not_the_other() {
    let house = House::new();
    let admin = house.visitor("admin");
    alone(&admin);
    house.with_duties("province", |duties| duties.push(duty("68", "administrator")));
    let below = duty_of(&admin, "68", "province", "administrator");
    assert_eq!(post(&admin, below, "end", &json!({})).status, 204, "there is one above");
    house.with_duties("centre", |duties| duties.push(duty("VN", "administrator")));
    let (own, other) = (duty_of(&admin, "VN", "admin", "administrator"), duty_of(&admin, "VN", "centre", "administrator"));
    assert_eq!(post(&admin, other, "end", &json!({ "on": "2027-01-01" })).status, 204);
    house.refused(409, "last_administrator", || post(&admin, own, "end", &json!({})));
    let reviewer = duty_of(&admin, "VN", "centre", "centre_officer");
    assert_eq!(post(&admin, reviewer, "end", &json!({})).status, 204, "other duties end as they did");
}
