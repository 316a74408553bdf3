//! Units are found by name, followed over time, and a report keeps its unit as it was.

use serde_json::{Value, json};

use crate::house::{CLUB, House, duty, new_id, report};
use crate::schema::problems;

fn names(answer: &Value) -> Vec<String> {
    answer["units"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|unit| format!("{} {}", unit["code"].as_str().unwrap_or_default(), unit["name"].as_str().unwrap_or_default()))
        .collect()
}

#[test]
fn the_whole_country_is_found_by_name_and_nobody_is_chosen() {
    let house = House::new();
    let club = house.visitor("club");
    let find = |query: &str| club.get(&format!("/api/v1/units?{query}")).body;
    let all = find("q=T%C3%A2n%20Ti%E1%BA%BFn&kind=commune");
    assert_eq!(names(&all).len(), 8, "the namesakes of the country, all of them: {all}");
    assert_eq!(all["more"], false);
    let bare = find("q=tan%20tien&kind=commune&limit=3");
    assert_eq!((names(&bare).len(), &bare["more"]), (3, &json!(true)));
    let one = find("q=tan%20tien%2C%20ca%20mau&kind=commune");
    assert_eq!(one["units"][0]["above"][0]["name"], "Tỉnh Cà Mau");
    assert_eq!(names(&find("q=xa%20lac%20duong")), ["24848 Xã Lạc Dương"]);
    assert_eq!(names(&find("q=lac%20duong&at=2025-06-30")), ["675 Huyện Lạc Dương"]);
    assert_eq!(names(&find("q=CLB%20M%E1%BB%99t"))[0], "24848-C01 CLB Một", "the type that was named goes before others");
    assert!(names(&find("q=!!!")).is_empty());
    for (query, parameter) in [("q=a&at=2026-13-01", "at"), ("q=a&kind=ward", "kind"), ("q=a&limit=0", "limit"), ("q=a&limit=101", "limit")]
    {
        let refused = house.refused(400, "bad_parameter", || club.get(&format!("/api/v1/units?{query}")));
        assert_eq!(refused["details"]["parameter"], parameter);
    }
    house.refused(400, "bad_parameter", || club.get(&format!("/api/v1/units?q={}", "a".repeat(201))));
    house.refused(401, "not_signed_in", || house.get("/api/v1/units?q=a"));
}

#[test]
fn a_units_life_says_what_it_was_and_whom_it_came_from() {
    let house = House::new();
    let club = house.visitor("club");
    let document = house.get("/api/openapi.json").body;
    let life = |code: &str| {
        let answer = club.get(&format!("/api/v1/units/{code}"));
        assert_eq!(answer.status, 200, "{}", answer.body);
        let schema = json!({ "$ref": "#/components/schemas/UnitLife" });
        assert!(problems(&document, &schema, &answer.body, "$").is_empty(), "{}", answer.body);
        answer.body
    };
    let city = life("79");
    let before: Vec<&str> = city["predecessors"].as_array().into_iter().flatten().filter_map(|row| row["name"].as_str()).collect();
    assert_eq!(before, ["Tỉnh Bình Dương", "Tỉnh Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh"]);
    assert_eq!(life("77")["successors"][0]["name"], "Thành phố Hồ Chí Minh");
    assert_eq!(life("77")["versions"][0]["valid_to"], "2025-07-01");
    let province = life("24");
    let names: Vec<&str> = province["versions"].as_array().into_iter().flatten().filter_map(|row| row["name"].as_str()).collect();
    assert_eq!(names, ["Tỉnh Bắc Giang", "Tỉnh Bắc Ninh", "Thành phố Bắc Ninh"]);
    assert_eq!(province["below"].as_array().map(Vec::len), Some(99));
    let commune = life("24848");
    assert_eq!((&commune["above"][0]["name"], &commune["may_change"]), (&json!("Tỉnh Lâm Đồng"), &json!(false)));
    assert_eq!(commune["predecessors"][0]["name"], "Huyện Lạc Dương");
    assert_eq!(house.visitor("admin").get("/api/v1/units/24848").body["may_change"], true);
    house.refused(404, "unknown_unit", || club.get("/api/v1/units/99999"));
    house.refused(404, "unknown_unit", || club.get("/api/v1/units/x"));
}

#[test]
fn a_report_keeps_its_unit_as_it_was() {
    let house = House::new();
    let (club, commune, admin) = (house.visitor("club"), house.visitor("commune"), house.visitor("admin"));
    let sent = |period: &str| {
        let id = new_id();
        let answer = club.put(&id, 1, &report(CLUB, period));
        assert_eq!(answer.status, 201, "{}", answer.body);
        id
    };
    let first = sent("2026-09");
    let rename = json!({ "action": "rename", "code": CLUB, "name": "CLB Thôn Mới", "on": "2026-10-01" });
    assert_eq!(admin.send("POST", "/api/v1/unit-changes", &rename).status, 200);
    let second = sent("2026-10");
    let read = |id: &str| commune.get(&format!("/api/v1/reports/{id}")).body;
    assert_eq!(
        (read(&first)["org_unit"]["name"].clone(), read(&second)["org_unit"]["name"].clone()),
        (json!("CLB Một"), json!("CLB Thôn Mới"))
    );
    assert_eq!(read(&second)["context"]["instances"]["unit"]["name"], "CLB Thôn Mới", "what the rules knew of it");
    let listed = commune.get("/api/v1/reports").body;
    let names: Vec<&str> = listed["reports"].as_array().into_iter().flatten().filter_map(|row| row["org_unit"]["name"].as_str()).collect();
    assert_eq!(names, ["CLB Thôn Mới", "CLB Một"]);
    assert_eq!(club.get("/api/v1/session").body["org_unit"]["name"], "CLB Thôn Mới");
}

#[test]
fn who_helps_is_told_to_the_people_of_the_unit_and_below_and_to_nobody_else() {
    let house = House::new();
    let (club, commune) = (house.visitor("club"), house.visitor("commune"));
    let set = |code: &str, body: Value| commune.send("PUT", &format!("/api/v1/units/{code}/helper"), &body);
    let told = || club.get("/api/v1/session").body["helper"].clone();
    assert_eq!(told(), Value::Null);
    let kept = set("24848", json!({ "name": " Chị Hoa ", "phone": "0900 000 048" }));
    assert_eq!((kept.status, &kept.body), (200, &json!({ "helper": { "name": "Chị Hoa", "phone": "0900000048" } })));
    assert_eq!(
        told(),
        json!({ "name": "Chị Hoa", "phone": "0900000048", "org_unit": commune.get("/api/v1/units/24848").body["org_unit"] })
    );
    assert_eq!(house.visitor("province").get("/api/v1/session").body["helper"], Value::Null, "not to those above");
    assert_eq!(club.get("/api/v1/units/24848").body["helper"], Value::Null, "nor to whoever looks at the unit");
    assert_eq!(commune.get("/api/v1/units/24848").body["helper"]["name"], "Chị Hoa");

    assert_eq!(set(CLUB, json!({ "name": "Anh Minh", "phone": "0900000001" })).status, 200);
    assert_eq!(told()["name"], "Anh Minh", "the nearest");
    let contexts = club.get("/api/v1/duties").body.to_string();
    assert!(!contexts.contains("0900000001"), "rules do not read it");
    assert!(
        !house.dump().iter().any(|line| line.contains("set_helper") && line.contains("0900000001")),
        "lines, which stay, do not name it"
    );
    assert_eq!(set(CLUB, json!({})).body, json!({ "helper": null }));
    assert_eq!(told()["name"], "Chị Hoa");

    for (role, helped) in [("integrator", false), ("people_committee", false), ("board_member", true)] {
        house.with_duties("onlooker", |duties| {
            duties.iter_mut().for_each(|before| before.to = Some(before.from));
            duties.push(duty("24848", role));
        });
        let told = house.visitor("onlooker").get("/api/v1/session").body["helper"].is_object();
        assert_eq!(told, helped, "{role}: programs and other bodies are not told");
    }

    house.refused(422, "phone_unfit", || set(CLUB, json!({ "name": "Anh Minh" })));
    house.refused(422, "phone_unfit", || set(CLUB, json!({ "name": "Anh Minh", "phone": "12" })));
    house.refused(422, "name_missing", || set(CLUB, json!({ "phone": "0900000001" })));
    house.refused(400, "bad_parameter", || set(CLUB, json!({ "name": 1 })));
    house.refused(403, "not_manager", || set("24846", json!({})));
    house.refused(404, "unknown_unit", || set("99999", json!({})));
    house.refused(403, "not_manager", || club.send("PUT", &format!("/api/v1/units/{CLUB}/helper"), &json!({})));
}
