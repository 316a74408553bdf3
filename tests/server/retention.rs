//! Personal answers are erased when their time is over: figures, status and both audits stay whole, and nothing else can be changed.

use std::sync::Arc;

use phieu_report::Date;
use phieu_server::{AuditFault, retain, verify_audit, verify_people_audit};
use phieu_store::Moment;
use serde_json::json;

use crate::context::list;
use crate::house::{House, block_on, new_id};

const NAMES: [&str; 4] = ["Cil Ha Krang", "068057001234", "Nguyễn Thị Hòa", "Lơ Mu K'Gling"];

fn at(day: &str) -> phieu_server::Clock {
    let moment = Moment(Date::parse(day).expect("a day").days() * 86_400_000);
    Arc::new(move || moment)
}

fn execute(house: &House, statement: &'static str) -> Result<(), String> {
    block_on(async {
        let pool =
            sqlx::SqlitePool::connect(&format!("sqlite://{}", house.folder.join("phieu.db").display())).await.expect("the database opens");
        let done = sqlx::query(statement).execute(&pool).await.map(|_| ()).map_err(|error| error.to_string());
        pool.close().await;
        done
    })
}

#[test]
fn names_go_when_their_time_is_over_and_the_audit_still_fits() {
    let house = House::new();
    house.begin("24848", "2026-01-01");
    let (commune, id) = (house.visitor("commune"), new_id());
    let sent = commune.put(&id, 1, &list("2027"));
    assert_eq!(sent.status, 201, "{}", sent.body);
    let approved = house.visitor("province").decide(&id, &json!({ "revision": 1, "action": "approve" }));
    assert_eq!(approved.status, 200, "{}", approved.body);
    let run = |day: &str, really: bool| block_on(retain(&house.folder, &at(day), really)).expect("it runs");
    let before = house.dump();
    let totals = "/api/v1/totals?form=mt&period=2027&org_unit=68";
    let figures = house.visitor("province").get(totals).body;

    // The form keeps its names for 36 months after the end of 2027.
    assert_eq!(run("2030-12-14", true).erased, [], "not a day too early");
    assert_eq!(run("2031-01-15", false).erased, [("mt".to_owned(), 1)]);
    assert_eq!(house.dump(), before, "without --erase nothing changes");
    assert_eq!(run("2031-01-15", true).erased, [("mt".to_owned(), 1)]);
    assert_eq!(run("2031-01-16", true).erased, [], "what is erased is not erased again");

    let read = commune.get(&format!("/api/v1/reports/{id}"));
    assert_eq!(read.status, 200);
    assert_eq!(read.body["answers"]["list"]["people"].as_array().map(Vec::len), Some(7), "how many there were stays");
    for name in NAMES {
        assert!(!read.body.to_string().contains(name), "{name}");
    }
    assert_eq!(house.visitor("province").get(totals).body, figures, "figures are what they were");
    assert!(block_on(verify_audit(&house.folder, None)).expect("read").is_ok());
    assert_eq!(block_on(verify_people_audit(&house.folder, None)).expect("read").expect("whole").line, 1);
    let mut bytes = std::fs::read(house.folder.join("phieu.db")).expect("the file");
    bytes.extend(std::fs::read(house.folder.join("phieu.db-wal")).unwrap_or_default());
    for name in NAMES {
        let found = bytes.windows(name.len()).any(|window| window == name.as_bytes());
        assert!(!found, "{name} is gone from the file, not only from its index");
    }
    // Nor is it there in small letters without marks, as what tells that a person stands twice had it.
    for name in ["cil ha krang", "nguyen thi hoa"] {
        assert!(!bytes.windows(name.len()).any(|window| window == name.as_bytes()), "{name}");
    }
}

#[test]
fn an_erasure_is_no_way_to_change_anything_else() {
    let house = House::new();
    house.begin("24848", "2026-01-01");
    let id = new_id();
    assert_eq!(house.visitor("commune").put(&id, 1, &list("2027")).status, 201);
    let change = "update revision set content = x'7b7d'";
    assert!(execute(&house, change).is_err(), "a revision is final");
    block_on(retain(&house.folder, &at("2031-01-15"), true)).expect("it runs");
    assert!(execute(&house, "update revision set digest = 'other'").is_err(), "and stays so but for what is erased");
    execute(&house, change).expect("the database lets what was erased be replaced");
    let said = block_on(verify_audit(&house.folder, None)).expect("read");
    assert_eq!(said, Err(AuditFault::Left { report: id, revision: 1 }), "the audit does not");
}

/// Sends and approves the list of 2026 and then that of 2027, whose check knows the first.
fn two_lists(house: &House) -> (String, String) {
    let (commune, province) = (house.visitor("commune"), house.visitor("province"));
    let approve = json!({ "revision": 1, "action": "approve" });
    let mut before = list("2026");
    before["answers"]["ceremony"]["calculation_year"] = "2026".into();
    for person in before["answers"]["list"]["people"].as_array_mut().expect("a list") {
        let born = person["birth_date"].as_str().expect("a birth").to_owned();
        let year: i32 = born[..4].parse().expect("a year");
        person["birth_date"] = format!("{}{}", year - 1, &born[4..]).into();
        if let Some(number) = person["cccd"].as_str().map(str::to_owned) {
            person["cccd"] = format!("{}{:02}{}", &number[..4], (year - 1) % 100, &number[6..]).into();
        }
    }
    let (first, second) = (new_id(), new_id());
    for (id, list) in [(&first, before), (&second, list("2027"))] {
        let sent = commune.put(id, 1, &list);
        assert_eq!(sent.status, 201, "{}", sent.body);
        assert_eq!(province.decide(id, &approve).status, 200);
    }
    (first, second)
}

#[test]
fn a_copy_of_earlier_names_goes_with_the_original() {
    let house = House::new();
    house.begin("24848", "2025-01-01");
    let (first, second) = two_lists(&house);
    let known = |id: &str| house.visitor("commune").get(&format!("/api/v1/reports/{id}")).body;
    let copied = &known(&second)["context"];
    assert!(copied["instances"]["previous"].to_string().contains(NAMES[0]), "{}", copied["instances"]["previous"]);
    assert_eq!(copied["periods"]["previous"], "2026");
    // The names of 2026 are over on 15/12/2029, those of 2027 a year later.
    let run = |day: &str| block_on(retain(&house.folder, &at(day), true)).expect("it runs").erased;
    assert_eq!(run("2030-01-15"), [("mt".to_owned(), 2)], "the original, and the copy that the newer list holds");
    let (first, second) = (known(&first), known(&second));
    for name in NAMES {
        assert!(!first["answers"].to_string().contains(name) && !second["context"].to_string().contains(name), "{name}");
    }
    assert!(second["answers"].to_string().contains(NAMES[0]), "its own names have their time");
    assert!(block_on(verify_audit(&house.folder, None)).expect("read").is_ok());
    assert_eq!(run("2030-01-16"), []);
}

#[test]
fn what_was_written_at_a_name_goes_with_the_name() {
    let house = House::new();
    house.begin("24848", "2026-01-01");
    let (commune, province, id) = (house.visitor("commune"), house.visitor("province"), new_id());
    assert_eq!(commune.put(&id, 1, &list("2027")).status, 201);
    let at_name = json!({ "path": "list/people[1]/full_name", "text": "Cil Ha Krang viết thiếu dấu" });
    let at_figure = json!({ "path": "totals/people_90", "text": "Đếm lại" });
    let returned = json!({ "revision": 1, "action": "return", "remark": "Xem lại", "remarks": [at_name, at_figure] });
    assert_eq!(province.decide(&id, &returned).status, 200);
    let remarks = || commune.get(&format!("/api/v1/reports/{id}")).body["remarks"].clone();
    assert_eq!(remarks().as_array().map(Vec::len), Some(3));
    assert!(execute(&house, "update remark set text = ''").is_err(), "a remark is final");
    block_on(retain(&house.folder, &at("2031-01-15"), true)).expect("it runs");
    let left: Vec<String> =
        remarks().as_array().into_iter().flatten().filter_map(|remark| remark["text"].as_str().map(str::to_owned)).collect();
    assert_eq!(left, ["Xem lại", "Đếm lại"]);
    assert!(!house.dump().join("\n").contains("thiếu dấu"));
    assert!(block_on(verify_audit(&house.folder, None)).expect("read").is_ok(), "the audit is told what was left");
    assert!(execute(&house, "update remark set text = 'Khác' where path <> ''").is_err(), "what was emptied stays so");
    execute(&house, "update remark set text = '' where path like 'totals%'").expect("the database lets more of the line be emptied");
    let said = block_on(verify_audit(&house.folder, None)).expect("read");
    assert_eq!(said, Err(AuditFault::Line(2)), "the audit does not");
}

#[test]
fn the_audit_of_people_tells_of_a_changed_line() {
    let house = House::new();
    let commune = house.visitor("commune");
    for _ in 0..3 {
        assert_eq!(commune.send("POST", "/api/v1/links", &json!({ "org_unit": "24848-C01", "role": "volunteer" })).status, 201);
    }
    let said = || block_on(verify_people_audit(&house.folder, None)).expect("read");
    assert_eq!(said().expect("whole").line, 3);
    let change = "update people_audit set login = 'other' where id = 2";
    assert!(execute(&house, change).is_err(), "a line is final");
    execute(&house, "drop trigger people_audit_is_final_update").expect("by force");
    execute(&house, change).expect("by force");
    assert_eq!(said(), Err(AuditFault::Line(2)));
}

#[test]
fn a_noted_mark_of_the_audit_of_people_shows_an_end_cut_off_and_a_new_chain() {
    let house = House::new();
    let commune = house.visitor("commune");
    let link = || commune.send("POST", "/api/v1/links", &json!({ "org_unit": "24848-C01", "role": "volunteer" })).status;
    assert_eq!((link(), link()), (201, 201));
    let said = |noted: Option<&phieu_server::AuditMark>| block_on(verify_people_audit(&house.folder, noted)).expect("read");
    let mark = said(None).expect("whole");
    assert_eq!(said(Some(&mark)), Ok(mark.clone()));
    let other = phieu_server::AuditMark { digest: "0".repeat(64), ..mark.clone() };
    assert_eq!(said(Some(&other)), Err(AuditFault::Noted(2)));
    execute(&house, "drop trigger people_audit_is_final_delete").expect("by force");
    execute(&house, "delete from people_audit where id = 2").expect("by force");
    assert_eq!(said(Some(&mark)), Err(AuditFault::CutOff { noted: 2, last: 1 }));
}
