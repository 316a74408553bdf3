//! Registers: kept all year by their unit, read above, counted where names stay below; rows out of a table; units that fall silent.

use serde_json::{Value, json};

use crate::house::{CLUB, House, Visitor, commune_report, duty, new_id, report};

const TASKS: &str = include_str!("../forms/nhiem-vu/base.json");
const PETITIONS: &str = include_str!("../forms/kien-nghi/base.json");
const GIFTS: &str = include_str!("../forms/tam-long-vang/base.json");

fn send(visitor: &Visitor, base: &str) -> String {
    let id = new_id();
    let answer = visitor.put(&id, 1, &commune_report(base, "2026"));
    assert_eq!(answer.status, 201, "{}", answer.body);
    id
}

fn of(visitor: &Visitor, form: &str, query: &str) -> Value {
    let answer = visitor.get(&format!("/api/v1/registers/{form}?{query}"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

fn titles(register: &Value) -> Vec<&str> {
    register["entries"].as_array().into_iter().flatten().filter_map(|entry| entry["title"].as_str()).collect()
}

#[test]
fn a_register_is_open_all_year_and_never_overdue() {
    let house = House::new();
    let commune = house.visitor("commune");
    let kept = |visitor: &Visitor| {
        let duties = visitor.get("/api/v1/duties").body;
        let found = duties["duties"].as_array().into_iter().flatten().filter(|duty| duty["form"] == "nhiem-vu").cloned();
        found.collect::<Vec<Value>>()
    };
    let before = kept(&commune);
    assert_eq!((before.len(), &before[0]["state"], &before[0]["period"]), (1, &json!("open"), &json!("2026")));
    let id = send(&commune, TASKS);
    let mut more = commune_report(TASKS, "2026");
    more["answers"]["book"]["tasks"][0]["task_product"] = "Hội nghị, có biên bản".into();
    assert_eq!(commune.put(&id, 2, &more).status, 201, "what is kept is added to as often as anybody likes");
    let after = kept(&commune);
    assert_eq!((&after[0]["state"], &after[0]["revision"]), (&json!("open"), &json!(2)));
    let overdue = |duty: &&Value| duty["form"] == "kien-nghi" && duty["state"] != "open";
    assert_eq!(commune.get("/api/v1/duties").body["duties"].as_array().into_iter().flatten().filter(overdue).count(), 0);
    house.refused(403, "not_reviewer", || house.visitor("province").decide(&id, &json!({ "revision": 2, "action": "approve" })));
}

#[test]
fn rows_are_read_above_the_late_ones_first() {
    let house = House::new();
    send(&house.visitor("commune"), TASKS);
    let province = house.visitor("province");
    let register = of(&province, "nhiem-vu", "");
    assert_eq!((&register["rows"], &register["open"], &register["overdue"]), (&json!(3), &json!(2), &json!(1)));
    assert_eq!(titles(&register)[0], "Khảo sát NCT cô đơn", "due on 30 September, and it is 22 November");
    let late = &register["entries"][0];
    assert_eq!((&late["days_late"], &late["org_unit"]["code"], &late["number"]), (&json!(53), &json!("24848"), &json!(3)));
    assert_eq!(register["units"].as_array().map(Vec::len), Some(125), "the province's communes and itself; who keeps nothing is seen");
    let figure = |path: &str| register["figures"].as_array().into_iter().flatten().find(|figure| figure["path"] == path).cloned();
    assert_eq!(figure("book/tasks_done").map(|figure| figure["value"].clone()), Some(json!(1)));

    assert_eq!(titles(&of(&province, "nhiem-vu", "q=khao%20sat%20co%20don")), ["Khảo sát NCT cô đơn"], "marks make no difference");
    assert_eq!(titles(&of(&province, "nhiem-vu", "q=dang%20lam%20lac%20duong")).len(), 2, "labels of choices and the unit are searched");
    assert_eq!(titles(&of(&province, "nhiem-vu", "open=true")).len(), 2);
    assert_eq!(titles(&of(&province, "nhiem-vu", "state=done")), ["Quán triệt Kết luận 58-KL/TW đến các chi hội"]);
    let (mut paged, mut after) = (Vec::new(), String::new());
    for _ in 0..3 {
        let page = of(&province, "nhiem-vu", &format!("limit=1&after={after}"));
        assert_eq!(page["found"], 3);
        paged.extend(titles(&page).into_iter().map(str::to_owned));
        after = page["next"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!((paged, after.as_str()), (titles(&register).into_iter().map(str::to_owned).collect(), ""), "page by page the same rows");
    assert_eq!(titles(&of(&province, "nhiem-vu", "limit=0")).len(), 0);
    house.refused(400, "bad_parameter", || province.get("/api/v1/registers/nhiem-vu?after=x"));
    assert_eq!(titles(&of(&province, "nhiem-vu", "year=2025")).len(), 0);
    assert_eq!(titles(&of(&province, "nhiem-vu", "org_unit=24846")).len(), 0);

    let all = province.get("/api/v1/registers").body;
    let tasks = all["registers"].as_array().into_iter().flatten().find(|register| register["form"] == "nhiem-vu").expect("the tasks");
    assert_eq!((&tasks["keeping"], &tasks["rows"], &tasks["overdue"]), (&json!(1), &json!(3), &json!(1)));
}

#[test]
fn who_petitions_stays_with_the_commune() {
    let house = House::new();
    send(&house.visitor("commune"), PETITIONS);
    let own = of(&house.visitor("commune"), "kien-nghi", "");
    assert!(own.to_string().contains("Ka Să Ha Minh"));
    let above = of(&house.visitor("province"), "kien-nghi", "");
    assert!(!above.to_string().contains("Ka Să Ha Minh"));
    assert_eq!((&above["rows"], &above["open"], titles(&above).len()), (&Value::Null, &Value::Null, 0), "two are too few to be told");
    let unit = |body: &Value| body["units"].as_array().into_iter().flatten().find(|unit| unit["report_id"].is_string()).cloned();
    assert_eq!(unit(&above).expect("the commune")["rows"], Value::Null);
    assert_eq!((&own["rows"], &unit(&own).expect("the commune")["rows"]), (&json!(2), &json!(2)));
    let all = house.visitor("province").get("/api/v1/registers").body;
    let petitions = all["registers"].as_array().into_iter().flatten().find(|register| register["form"] == "kien-nghi").cloned();
    assert_eq!(petitions.expect("the register")["rows"], Value::Null);
}

#[test]
fn a_reporter_sees_its_own_register_and_nobody_elses() {
    let house = House::new();
    let club = house.visitor("club");
    let id = new_id();
    let mut gifts = commune_report(GIFTS, "2026");
    gifts["org_unit"] = CLUB.into();
    assert_eq!(club.put(&id, 1, &gifts).status, 201);
    assert_eq!(titles(&of(&club, "tam-long-vang", "")).len(), 3);
    let register = of(&house.visitor("commune"), "tam-long-vang", "");
    assert_eq!(register["register"]["slip"]["vi"], "GIẤY GHI NHẬN TẤM LÒNG VÀNG");
    assert_eq!(titles(&register).len(), 3, "the commune oversees its clubs");
    house.refused(403, "foreign_unit", || house.visitor("other-club").get(&format!("/api/v1/registers/tam-long-vang?org_unit={CLUB}")));
    house.refused(403, "foreign_unit", || house.visitor("other-province").get("/api/v1/registers?org_unit=68"));
    house.refused(404, "no_register", || club.get("/api/v1/registers/clb-thang"));
    house.refused(400, "bad_parameter", || club.get("/api/v1/registers/tam-long-vang?year=2026-10"));
}

#[test]
fn the_half_years_report_is_compared_with_the_register() {
    let house = House::new();
    let commune = house.visitor("commune");
    let mut tasks = commune_report(TASKS, "2026");
    // A phone sends what it has calculated.
    tasks["answers"]["book"]["tasks_listed"] = 3.into();
    tasks["answers"]["book"]["tasks_first_half"] = 2.into();
    assert_eq!(commune.put(&new_id(), 1, &tasks).status, 201);
    let id = new_id();
    let report = commune_report(include_str!("../forms/kl58/base.json"), "2026-H1");
    let answer = commune.put(&id, 1, &report);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let issues = answer.body["verdict"]["issues"].as_array().cloned().unwrap_or_default();
    let told = issues.iter().find(|issue| issue["facts"]["rule"] == "tasks-as-in-register").expect("a warning");
    assert_eq!((&told["severity"], &told["path"]), (&json!("warning"), &json!("assignments/tasks_listed")));
    assert!(told["message"].as_str().is_some_and(|message| message.contains("ghi 3") && message.contains("có 2")), "{told}");
}

#[test]
fn a_province_reads_the_inspections_of_its_communes() {
    let house = House::new();
    let id = new_id();
    let base = include_str!("../forms/kl58/base.json");
    assert_eq!(house.visitor("commune").put(&id, 1, &commune_report(base, "2026-H1")).status, 201);
    let mut own = commune_report(base, "2026-H1");
    own["org_unit"] = "68".into();
    own["answers"]["inspections"]["inspections_commune"] = 8.into();
    house.with_duties("province", |duties| duties.push(duty("68", "focal_point")));
    let answer = house.visitor("province").put(&new_id(), 1, &own);
    let issues = answer.body["details"]["verdict"]["issues"].as_array().cloned().unwrap_or_default();
    assert!(issues.iter().any(|issue| issue["facts"]["rule"] == "inspections-of-communes"), "{}", answer.body);
}

#[test]
fn rows_come_out_of_a_table() {
    let house = House::new();
    let commune = house.visitor("commune");
    let table = "Mã nhiệm vụ;Nội dung nhiệm vụ;Cơ quan chủ trì;Ngày giao;Thời hạn hoàn thành;Ghi chú\n\
                 7;Họp sơ kết;Hội NCT xã;1/6/2026;30/6/2026;gấp\n\
                 8;Khảo sát;Hội NCT xã;1/7/2026;cuối năm;\n";
    let post = |file: &str, bytes: &[u8]| commune.send_bytes("POST", &format!("/api/v1/forms/nhiem-vu/rows?file={file}"), bytes);
    let before = house.dump();
    let answer = post("bang.csv", table.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.body);
    let first = json!({ "task_code": "7", "task_about": "Họp sơ kết", "task_lead": "Hội NCT xã", "task_assigned_on": "2026-06-01", "task_due_on": "2026-06-30", "task_state": "not_started" });
    assert_eq!(answer.body["rows"][0]["answers"], first);
    assert_eq!(answer.body["rows"][0]["left_over"], json!([{ "heading": "Ghi chú", "text": "gấp" }]));
    let found: Vec<&Value> = answer.body["findings"].as_array().into_iter().flatten().map(|found| &found["message"]).collect();
    let expected = [
        "Cột “Ghi chú” không ứng với câu hỏi nào nên nội dung cột này chưa được đưa vào.",
        "Dòng 3, cột “Thời hạn hoàn thành”: “cuối năm” không phải là ngày (ví dụ 15/3/2026).",
    ];
    assert_eq!(found, expected);
    assert_eq!(house.dump(), before, "nothing is kept");
    house.refused(422, "table_unknown", || post("bang.csv", b"a,b\n1,2\n"));
    house.refused(422, "table_unreadable", || post("bang.xlsx", b"no workbook"));
    house.refused(413, "table_too_large", || post("bang.csv", &vec![b'x'; (4 << 20) + 1]));
    house.refused(400, "bad_parameter", || commune.send_bytes("POST", "/api/v1/forms/nhiem-vu/rows", b"a"));
    house.refused(404, "no_register", || commune.send_bytes("POST", "/api/v1/forms/clb-thang/rows?file=a.csv", b"a"));
}

#[test]
fn clubs_that_fall_silent_are_told() {
    let house = House::new();
    house.begin("VN", "2026-06-01");
    let id = new_id();
    assert_eq!(house.visitor("club").put(&id, 1, &report(CLUB, "2026-10")).status, 201);
    let activity = house.visitor("commune").get("/api/v1/activity?kind=club").body;
    assert_eq!((&activity["silent_after"], &activity["silent"]), (&json!(3), &json!(1)));
    let silent = &activity["units"][0];
    assert_eq!((&silent["org_unit"]["code"], &silent["missed"], &silent["silent"]), (&json!("24848-C02"), &json!(6), &json!(true)));
    let other = &activity["units"][1];
    assert_eq!((&other["last_period"], &other["missed"], &other["silent"]), (&json!("2026-10"), &json!(1), &json!(false)));
    assert_eq!(other["status"], Value::Null, "it has not said how it is");

    let mut paused: Value = serde_json::from_str(include_str!("../forms/clb-xl/base.json")).expect("the example");
    paused = paused["report"].take();
    paused["org_unit"] = "24848-C02".into();
    paused["period"] = "2026-H1".into();
    paused["answers"]["club"]["club_code"] = "24848-C02".into();
    paused["answers"]["status"] =
        json!({ "club_status": "paused", "status_since": "2026-01-10", "status_reason": "Chưa có người phụ trách." });
    let answer = house.visitor("other-club").put(&new_id(), 1, &paused);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let activity = house.visitor("province").get("/api/v1/activity?kind=club&org_unit=24848").body;
    assert_eq!(activity["silent"], 0, "who said that it pauses is not told of");
    let paused = activity["units"].as_array().into_iter().flatten().find(|unit| unit["org_unit"]["code"] == "24848-C02").expect("it");
    assert_eq!(paused["status"]["name"], "paused");
    house.refused(400, "bad_parameter", || house.visitor("province").get("/api/v1/activity?kind=fund"));
}

#[test]
fn a_review_is_composed_of_figures_and_words() {
    let house = House::new();
    let commune = house.visitor("commune");
    send(&commune, TASKS);
    send(&commune, include_str!("../forms/so-ket/base.json"));
    let answer = commune.get("/api/v1/reviews/so-ket?number=1");
    assert_eq!(answer.status, 200, "{}", answer.body);
    let review = answer.body;
    assert_eq!(review["heading"]["title"], "Sơ kết 3 năm thực hiện Kết luận số 58-KL/TW");
    assert_eq!((&review["heading"]["number"], &review["heading"]["superior"]), (&json!("21/BC-HNCT"), &Value::Null));
    assert_eq!(review["periods"], json!(["2024", "2025", "2026"]));
    let figure = &review["sections"][0]["figures"][1];
    assert_eq!((&figure["form"], &figure["path"]), (&json!("nhiem-vu"), &json!("book/tasks_listed")));
    assert_eq!(figure["periods"][2], json!({ "period": "2026", "value": 3, "received": 1, "expected": 1 }));
    assert_eq!(figure["periods"][0], json!({ "period": "2024", "value": null, "received": 0, "expected": 1 }), "nothing is no zero");
    let words: Vec<&Value> =
        review["sections"].as_array().into_iter().flatten().flat_map(|section| section["words"].as_array()).flatten().collect();
    assert!(words[0]["text"].is_null() && words[1]["text"].as_str().is_some_and(|text| text.starts_with("Đã quán triệt")));
    assert_eq!(review["recipients"], json!(["Thường trực Đảng ủy xã (để b/c)", "Lưu: VT", "Các chi hội"]));
    house.refused(404, "unknown_row", || commune.get("/api/v1/reviews/so-ket?number=3"));
    house.refused(404, "no_register", || commune.get("/api/v1/reviews/nhiem-vu?number=1"));
    house.refused(403, "foreign_unit", || house.visitor("other-province").get("/api/v1/reviews/so-ket?number=1&org_unit=24848"));
}

#[test]
fn clubs_that_were_dissolved_or_merged_stay_in_the_register_of_clubs() {
    let house = House::new();
    let admin = house.visitor("admin");
    for change in [
        json!({ "action": "merge", "from": [CLUB, "24848-C02"], "into": { "code": "24848-C09", "name": "CLB Chung" }, "on": "2026-11-01", "despite_duties": true }),
        json!({ "action": "close", "code": "24846-C01", "on": "2026-10-01", "despite_duties": true }),
    ] {
        let answer = admin.send("POST", "/api/v1/unit-changes", &change);
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
    let activity = house.visitor("province").get("/api/v1/activity?kind=club").body;
    assert_eq!(activity["units"].as_array().map(Vec::len), Some(1));
    let gone: Vec<(&Value, &Value, &Value)> = activity["ended"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|unit| (&unit["org_unit"]["code"], &unit["on"], &unit["into"][0]["code"]))
        .collect();
    let merged = |code: &str| (json!(code), json!("2026-11-01"), json!("24848-C09"));
    let expected = [(json!("24846-C01"), json!("2026-10-01"), Value::Null), merged(CLUB), merged("24848-C02")];
    assert_eq!(gone, expected.iter().map(|(code, on, into)| (code, on, into)).collect::<Vec<_>>());
}

#[test]
fn a_programmes_review_has_its_years_as_a_whole() {
    let house = House::new();
    let commune = house.visitor("commune");
    let mut reviews = commune_report(include_str!("../forms/so-ket/base.json"), "2026");
    let row = &mut reviews["answers"]["book"]["reviews"][1];
    row["review_kind"] = "final".into();
    row["review_programme"] = "1336".into();
    row["document_layout"] = "party".into();
    let answer = commune.put(&new_id(), 1, &reviews);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let review = commune.get("/api/v1/reviews/so-ket?number=2").body;
    assert_eq!(review["periods"], json!(["2020", "2021", "2022", "2023", "2024", "2025", "2020-2025-FIN"]));
    let figures = |form: &str| -> Vec<Value> {
        let all = review["sections"].as_array().into_iter().flatten().flat_map(|section| section["figures"].as_array()).flatten();
        all.filter(|figure| figure["form"] == form).map(|figure| figure["periods"][6].clone()).collect()
    };
    let of_project = &figures("clb-da")[0];
    assert_eq!(
        *of_project,
        json!({ "period": "2020-2025-FIN", "value": null, "received": 0, "expected": 1 }),
        "one report is expected on them"
    );
    assert_eq!(figures("so-vb")[0]["expected"], 0, "on other forms nobody reports for a programme");
    let text = review["document"].to_string();
    assert!(text.contains("ĐẢNG CỘNG SẢN VIỆT NAM") && text.contains("Tổng kết 2020–2025"), "{text}");
    assert!(!text.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
}

#[test]
fn a_review_is_had_as_a_file_of_word() {
    let house = House::new();
    let commune = house.visitor("commune");
    send(&commune, include_str!("../forms/so-ket/base.json"));
    let answer = commune.get("/api/v1/reviews/so-ket/word?number=1&lang=vi");
    assert_eq!((answer.status, &answer.bytes[..4]), (200, &b"PK\x03\x04"[..]));
    assert!(answer.header("content-type").ends_with("wordprocessingml.document"));
    let blocks = commune.get("/api/v1/reviews/so-ket?number=1&lang=vi").body["document"].to_string();
    for told in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 21/BC-HNCT",
        "Lạc Dương, ngày 15 tháng 7 năm 2026",
        "TM. BAN THƯỜNG VỤ",
        "- Lưu: VT;",
        "[Cần viết: Bài học kinh nghiệm]",
    ] {
        assert!(blocks.contains(told), "{told}");
    }
    house.refused(400, "bad_parameter", || commune.get("/api/v1/reviews/so-ket/word?number=1&lang=fr"));
    house.refused(403, "foreign_unit", || house.visitor("other-province").get("/api/v1/reviews/so-ket/word?number=1&org_unit=24848"));
}

#[test]
fn a_table_is_matched_by_hand_and_the_next_one_like_it() {
    let house = House::new();
    let commune = house.visitor("commune");
    let table = "Thứ tự;Công việc;Người lo;Xong trước\n1;Họp sơ kết;Hội NCT xã;30/6/2026\n2;Khảo sát;Hội NCT xã;cuối năm\n";
    let post = |visitor: &Visitor, query: &str| {
        visitor.send_bytes("POST", &format!("/api/v1/forms/nhiem-vu/rows?file=a.csv{query}"), table.as_bytes())
    };
    house.refused(422, "table_unknown", || post(&commune, ""));
    let seen = post(&commune, "&org_unit=24848");
    assert_eq!((seen.status, &seen.body["rows"]), (200, &json!([])), "{}", seen.body);
    assert_eq!(seen.body["columns"][1]["samples"], json!(["Họp sơ kết", "Khảo sát"]));
    assert!(seen.body["questions"].as_array().into_iter().flatten().any(|question| question["path"] == "task_about"));
    let matched = post(&commune, "&org_unit=24848&columns=-,task_about,task_lead,task_due_on").body;
    let first = json!({ "task_about": "Họp sơ kết", "task_lead": "Hội NCT xã", "task_due_on": "2026-06-30", "task_state": "not_started" });
    assert_eq!(matched["rows"][0]["answers"], first);
    assert_eq!(matched["findings"][0]["message"], "Dòng 3, cột “Xong trước”: “cuối năm” không phải là ngày (ví dụ 15/3/2026).");
    let again = post(&commune, "&org_unit=24848").body;
    assert_eq!(again["rows"], matched["rows"], "the same headings are matched as before");
    assert_eq!(post(&house.visitor("other-commune"), "&org_unit=24846").body["rows"], json!([]), "another unit has said nothing");
    house.refused(403, "foreign_unit", || post(&house.visitor("other-commune"), "&org_unit=24848"));
    house.refused(404, "unknown_unit", || post(&commune, "&org_unit=99999"));
}

#[test]
fn a_provinces_review_counts_each_figure_once_and_only_what_is_approved() {
    let house = House::new();
    house.with_duties("province", |duties| duties.push(duty("68", "focal_point")));
    let (commune, province, centre) = (house.visitor("commune"), house.visitor("province"), house.visitor("centre"));
    let base = include_str!("../forms/kl58/base.json");
    let (of_commune, of_province) = (new_id(), new_id());
    let mut year = commune_report(base, "2026");
    for words in ["shortcomings", "causes", "lessons", "directions"] {
        year["answers"]["review"][words] = "Không có gì thêm.".into();
    }
    let conferences = year["answers"]["study"]["conferences"].as_i64().expect("a figure");
    assert_eq!(commune.put(&of_commune, 1, &year).status, 201);
    let mut own: Value = serde_json::from_str::<Value>(include_str!("../forms/so-ket/base.json")).expect("the example")["report"].take();
    own["org_unit"] = "68".into();
    let answer = province.put(&new_id(), 1, &own);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let figure = || {
        let review = province.get("/api/v1/reviews/so-ket?number=1&org_unit=68").body;
        let figures = review["sections"].as_array().into_iter().flatten().flat_map(|section| section["figures"].as_array()).flatten();
        let of = figures.into_iter().find(|figure| figure["path"] == "study/conferences").expect("the figure").clone();
        of["periods"].as_array().and_then(|periods| periods.last()).map(|period| period["value"].clone()).expect("the year")
    };
    assert_eq!(figure(), Value::Null, "what nobody has approved does not count");
    let approve = json!({ "revision": 1, "action": "approve" });
    assert_eq!(province.decide(&of_commune, &approve).status, 200);
    assert_eq!(figure(), conferences);
    let mut summed = year.clone();
    summed["org_unit"] = "68".into();
    let sent = province.put(&of_province, 1, &summed);
    assert_eq!(sent.status, 201, "{}", sent.body);
    assert_eq!(centre.decide(&of_province, &approve).status, 200);
    assert_eq!(figure(), conferences, "what the province's own report sums up is not added again");
}

#[test]
fn a_body_that_is_no_more_is_pointed_out_and_stays_as_it_was_written() {
    let house = House::new();
    let commune = house.visitor("commune");
    let mut kept = commune_report(include_str!("../forms/so-vb/base.json"), "2026");
    kept["answers"]["book"]["documents"][1]["doc_by"] = "Sở LĐTB&XH tỉnh".into();
    kept["answers"]["book"]["documents"][0]["doc_by"] = "Huyện ủy".into();
    let id = new_id();
    let answer = commune.put(&id, 1, &kept);
    assert_eq!(answer.status, 201, "{}", answer.body);
    let issues = answer.body["verdict"]["issues"].as_array().cloned().unwrap_or_default();
    let told: Vec<&Value> = issues.iter().filter(|issue| issue["facts"]["rule"] == "doc-by-ended").collect();
    assert_eq!(told.len(), 1, "a paper of 2023 names the body of its time: {}", answer.body);
    assert_eq!((&told[0]["severity"], &told[0]["path"]), (&json!("warning"), &json!("book/documents[2]/doc_by")));
    assert!(told[0]["message"].as_str().is_some_and(|message| message.contains("nay là Sở Y tế")), "{}", told[0]);
    let entries = of(&commune, "so-vb", "q=ldtb");
    assert_eq!(entries["entries"][0]["answers"]["doc_by"], "Sở LĐTB&XH tỉnh");
}
