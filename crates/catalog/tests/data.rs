//! The catalogue's data hold together: every file is read, and names that stand in two places agree.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use phieu::Validator;
use phieu_catalog::{Unit, UnitKind, calendar, centre, communes, form, forms, parameters, province, province_parameters, provinces};
use phieu_report::{Date, OrgUnitCode, Period, PeriodType, Window};
use phieu_unit::{Query, Rank};

fn validators() -> Vec<Validator> {
    forms().iter().map(|form| Validator::from_toml(form.file, form.text).unwrap_or_else(|error| panic!("{error}"))).collect()
}

#[test]
fn every_form_is_in_the_table_under_its_own_id() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/forms");
    let files: BTreeSet<String> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(files, forms().iter().map(|form| form.file.to_owned()).collect());
    for (source, validator) in forms().iter().zip(validators()) {
        assert_eq!(source.id, validator.form_id());
        assert_eq!(form(source.id), Some(source));
    }
    assert_eq!(form("no-such-form"), None);
}

#[test]
fn every_text_of_a_form_stands_in_both_languages() {
    for validator in validators() {
        let definition = validator.definition();
        assert_eq!(definition["languages"], serde_json::json!(["vi", "en"]));
        let fields = definition["fields"].as_array().unwrap();
        let rules = definition["rules"].as_array().unwrap();
        for item in fields.iter().chain(rules) {
            let name = format!("{}: {}{}", validator.form_id(), item["path"], item["id"]);
            for key in ["label", "hint", "guidance_hint", "unit", "required_message", "constraint_message", "message"] {
                let Some(text) = item.get(key) else { continue };
                let languages: Vec<&String> = text.as_object().unwrap().keys().collect();
                assert_eq!(languages.len(), 2, "{name} {key}: {languages:?}");
            }
            assert!(item.get("label").or(item.get("message")).is_some(), "{name} has no text");
            for (condition, message) in [("required", "required_message"), ("constraint", "constraint_message")] {
                if item.get(condition).is_some() && item.get("id").is_none() {
                    assert!(item.get(message).is_some(), "{name} has no {message}");
                }
            }
        }
    }
}

#[test]
fn every_question_has_a_code_of_its_own() {
    for validator in validators() {
        let mut codes: BTreeMap<String, String> = BTreeMap::new();
        for field in validator.definition()["fields"].as_array().unwrap() {
            let text = |key: &str| field[key].as_str().unwrap_or_default().to_owned();
            if ["group", "calculate"].contains(&text("type").as_str()) && text("code").is_empty() {
                continue;
            }
            assert!(!text("code").is_empty(), "{} has no code", text("path"));
            let twice = codes.insert(text("code"), text("path"));
            assert_eq!(twice, None, "{} of {} stands twice", text("code"), text("path"));
        }
    }
}

#[test]
fn sections_fit_a_phone() {
    for validator in validators() {
        let definition = validator.definition();
        let fields = definition["fields"].as_array().unwrap();
        for group in fields.iter().filter(|field| field["type"] == "group") {
            let inside = format!("{}/", group["path"].as_str().unwrap());
            let questions = fields.iter().filter(|field| {
                let rest = field["path"].as_str().unwrap().strip_prefix(&inside);
                rest.is_some_and(|name| !name.contains('/')) && field["type"] != "calculate"
            });
            let count = questions.count();
            assert!((1..=9).contains(&count), "{inside} has {count} questions");
        }
    }
}

#[test]
fn the_country() {
    let provinces = provinces();
    assert_eq!(provinces.len(), 34);
    let all: Vec<Unit> = provinces.iter().flat_map(|province| communes(&province.code)).collect();
    assert_eq!(all.len(), 3321);
    let codes: BTreeSet<&str> = all.iter().map(|unit| unit.code.as_str()).collect();
    assert_eq!(codes.len(), 3321);
    for unit in provinces.iter().chain(&all) {
        assert!(OrgUnitCode::parse(&unit.code).is_ok() && !unit.name.is_empty());
        assert_eq!(unit.code.len(), if unit.kind == UnitKind::Province { 2 } else { 5 });
    }
    assert_eq!(communes("68").len(), 124);
    assert_eq!(communes("68").iter().find(|unit| unit.code == "24848").unwrap().name, "Xã Lạc Dương");
    assert!(communes("01").iter().any(|unit| unit.code == "00004"), "leading zeros are kept");
    assert_eq!(province("68").unwrap().parent.as_deref(), Some(centre().code.as_str()));
    assert!(province("99").is_none() && communes("99").is_empty() && communes("").is_empty());
}

#[test]
fn the_country_over_time() {
    let hierarchy = phieu_catalog::hierarchy().unwrap();
    assert_eq!(hierarchy.faults(), [], "every version has its parent, and no day is missing or there twice");
    let code = |text: &str| OrgUnitCode::parse(text).unwrap();
    let day = |text: &str| Date::parse(text).unwrap();
    let count =
        |kind: UnitKind, on: &str| hierarchy.lives().filter(|life| life.on(day(on)).is_some_and(|version| version.kind == kind)).count();
    assert_eq!((count(UnitKind::Province, "2025-06-30"), count(UnitKind::Province, "2025-07-01")), (63, 34));
    assert_eq!((count(UnitKind::Commune, "2025-07-01"), count(UnitKind::Commune, "2026-11-22")), (3321, 3321));
    let name = |of: &str, on: &str| hierarchy.life(&code(of)).unwrap().on(day(on)).map(|version| version.name.clone()).unwrap_or_default();
    for (of, on, expected) in [
        ("15", "2025-06-30", "Tỉnh Yên Bái"),
        ("15", "2025-07-01", "Tỉnh Lào Cai"),
        ("10", "2025-06-30", "Tỉnh Lào Cai"),
        ("10", "2025-07-01", ""),
        ("24", "2025-06-30", "Tỉnh Bắc Giang"),
        ("24", "2026-09-19", "Tỉnh Bắc Ninh"),
        ("24", "2026-09-20", "Thành phố Bắc Ninh"),
        ("26326", "2026-04-29", "Xã Dầu Giây"),
        ("26326", "2026-04-30", "Phường Dầu Giây"),
        ("675", "2025-06-30", "Huyện Lạc Dương"),
        ("24848", "2025-06-30", ""),
    ] {
        assert_eq!(name(of, on), expected, "{of} on {on}");
    }
    let wards = |on: &str| {
        let named = |life: &&phieu_unit::Life| life.on(day(on)).is_some_and(|version| version.name.starts_with("Phường "));
        hierarchy.lives().filter(named).count()
    };
    assert_eq!(
        (wards("2026-04-29"), wards("2026-04-30"), wards("2026-09-20")),
        (687, 697, 709),
        "as they were counted on 01/07/2025 and since"
    );
    let made_of = |of: &str| {
        let found = phieu_unit::sources(&code(of), day("2025-06-30"), day("2026-01-01"), hierarchy.successions());
        found.ok().map(|sources| sources.iter().map(|source| source.code.to_string()).collect::<Vec<_>>())
    };
    assert_eq!(made_of("79"), Some(vec!["74".to_owned(), "77".to_owned(), "79".to_owned()]));
    assert_eq!(made_of("01"), Some(vec!["01".to_owned()]));
    assert_eq!(made_of("24848"), None, "how much of the district is in it is not known");
    assert!(hierarchy.lives().flat_map(|life| &life.versions).all(|version| !version.source.is_empty()));
}

#[test]
fn the_list_is_the_one_that_its_readme_names() {
    let file = include_bytes!("../data/administrative-units-2026-07.csv");
    assert!(include_str!("../data/README.md").contains(&phieu_report::digest(file)), "another list has another checksum and source");
    // Where another list of the same 3,321 units has other communes under these codes.
    let names: Vec<String> = ["00226", "00331", "01537", "01558", "01561", "13285", "13291", "13318", "31207"]
        .iter()
        .flat_map(|code| provinces().into_iter().flat_map(|province| communes(&province.code)).find(|unit| unit.code == *code))
        .map(|unit| unit.name)
        .collect();
    let expected = [
        "Phường Văn Miếu - Quốc Tử Giám",
        "Phường Hoàng Mai",
        "Xã Lý Quốc",
        "Xã Hạ Lang",
        "Xã Vinh Quý",
        "Phường Phủ Lý",
        "Phường Phù Vân",
        "Phường Châu Sơn",
        "Phường Thốt Nốt",
    ];
    assert_eq!(names, expected);
}

#[test]
fn neighbours_that_differ_in_accents_alone_are_both_found() {
    for (province, names) in [
        ("19", ["Văn Lang", "Văn Lăng"]),
        ("31", ["Cẩm Giang", "Cẩm Giàng"]),
        ("38", ["Đồng Tiến", "Đông Tiến"]),
        ("51", ["Sơn Hà", "Sơn Hạ"]),
        ("51", ["Ba Tơ", "Ba Tô"]),
        ("75", ["Lộc Thạnh", "Lộc Thành"]),
        ("79", ["Thanh An", "Thạnh An"]),
        ("80", ["Tân Thành", "Tân Thạnh"]),
        ("82", ["Tân Thành", "Tân Thạnh"]),
        ("82", ["Mỹ Tho", "Mỹ Thọ"]),
    ] {
        let units = communes(province);
        for typed in names {
            let query = Query::new(typed).unwrap();
            let ranked = units.iter().filter_map(|unit| Some((query.rank(&unit.code, &unit.name, &[])?.0, unit.name.as_str())));
            let mut whole: Vec<_> = ranked.filter(|(rank, _)| *rank <= Rank::Bare).collect();
            whole.sort();
            assert_eq!(whole.len(), 2, "{typed} in {province}: {whole:?}");
            assert!(whole[0].0 == Rank::Exact && whole[0].1.ends_with(typed), "{typed} in {province}: {whole:?}");
        }
    }
}

#[test]
fn words_of_units_are_read_back() {
    for kind in UnitKind::ALL {
        assert_eq!(UnitKind::parse(kind.name()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
    }
    assert_eq!(UnitKind::parse("ward"), None);
}

#[test]
fn every_form_has_due_days_for_who_fills_it_in() {
    let calendar = calendar().unwrap();
    for validator in validators() {
        let mut fillers = validator.setting("filled_by").unwrap().split(' ').map(|kind| UnitKind::parse(kind).unwrap());
        if validator.setting("register").is_some() {
            assert!(fillers.all(|filler| filler > UnitKind::Centre) && validator.setting("reviewed_by").is_none());
            assert_eq!(validator.setting("period_type"), Some("year"), "a register is kept for a year and is never due");
            continue;
        }
        let filler = fillers.next().unwrap();
        let reviewers: Vec<_> = validator.setting("reviewed_by").unwrap().split(' ').map(|kind| UnitKind::parse(kind).unwrap()).collect();
        assert!(reviewers.iter().all(|kind| *kind < filler), "reviewed from above");
        assert!(reviewers.is_sorted_by(|near, far| near > far), "{}: from near to far", validator.form_id());
        let estimates: Vec<&str> = validator.setting("estimate").unwrap_or_default().split_whitespace().collect();
        for kind in validator.setting("period_type").unwrap().split(' ') {
            let kind = PeriodType::parse(kind).unwrap();
            let programmes: Vec<&str> = validator.setting("programmes").unwrap_or_default().split_whitespace().collect();
            let periods = if kind.is_review() { calendar.reviews(&programmes, kind) } else { Vec::from_iter(Period::new(kind, 2026, 1)) };
            assert!(!periods.is_empty(), "{} {}", validator.form_id(), kind.name());
            for period in periods {
                for from in reviewers.iter().chain([&filler]) {
                    let due = |period| calendar.due_in(Some("68"), validator.form_id(), period, *from);
                    assert!(due(period).is_some(), "{} {period} {}", validator.form_id(), from.name());
                    let early = due(period.estimate()).map(|rule| rule.due(period));
                    let wanted = *from >= UnitKind::Province && estimates.contains(&kind.name());
                    assert!(early.is_some() == wanted, "{} {period} {}", validator.form_id(), from.name());
                    assert!(early.is_none_or(|early| early < due(period).unwrap().due(period)), "an estimate comes first");
                }
            }
        }
    }
    assert_eq!(calendar.reviews(&["1648"], PeriodType::Midterm), [Period::parse("2026-2030-MID").unwrap()]);
    assert_eq!(calendar.reviews(&["1336", "1648"], PeriodType::Final).len(), 2);
    assert_eq!(calendar.due_rule("clb-thang", PeriodType::Year, UnitKind::Club), None);
}

#[test]
fn what_holds_changes_with_the_day() {
    let held = |day: &str| phieu_catalog::parameters().unwrap().on(Some("68"), phieu_report::Date::parse(day).unwrap());
    assert_eq!(held("2027-12-14")["longevity"]["milestones"], "70 75 80 85 90 95 100");
    assert!(held("2025-12-14")["action_month"]["theme"].as_str().unwrap().contains("già hóa dân số"), "the year 2025 keeps its theme");
    assert_eq!(held("2026-12-14")["action_month"]["theme"], "");
    assert_eq!(held("2026-12-14")["action_month"]["from"], "10-01", "a later set names only what it changes");
}

#[test]
fn what_a_province_sets_is_read_by_a_form() {
    let parameters = province_parameters("68").unwrap();
    assert_eq!(parameters["membership_rate_formula"], "c");
    assert_eq!(parameters["club_fee_high"], "5000");
    let texts: String = forms().iter().map(|form| form.text).collect();
    for name in parameters.keys() {
        assert!(texts.contains(&format!("instance('unit')/root/{name}")), "no form reads {name}");
    }
    assert!(province_parameters("01").unwrap().is_empty());
}

#[test]
fn what_is_set_from_a_day_on_is_read_by_a_form() {
    let held = parameters().unwrap().on(Some("68"), Date::parse("2026-12-14").unwrap());
    assert_eq!(held["club_rubric"]["activities"], 24);
    let points = |group: &str, names: &[&str]| names.iter().map(|name| held[group][name].as_f64().unwrap()).sum::<f64>();
    let rubric = ["composition", "meetings", "activities", "income_fund", "home_care", "health", "books", "resources"];
    assert_eq!(points("club_rubric", &rubric), 100.0);
    assert_eq!(points("emulation", &["t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"]), 100.0);
    let texts: String = forms().iter().map(|form| form.text).collect();
    for (group, values) in held.as_object().unwrap() {
        for name in values.as_object().unwrap().keys() {
            assert!(texts.contains(&format!("instance('province')/root/{group}/{name}")), "no form reads {group}/{name}");
        }
    }
}

#[test]
fn what_is_wanted_before_the_year_ends_is_due_in_november() {
    let calendar = calendar().unwrap();
    let due = |from| calendar.due_rule("td", PeriodType::Year, from).unwrap().due(Period::parse("2026").unwrap()).to_string();
    assert_eq!((due(UnitKind::Commune), due(UnitKind::Province)), ("2026-11-05".to_owned(), "2026-11-15".to_owned()));
}

#[test]
fn the_row_that_names_most_counts() {
    let due = |days: u8, more: &str| {
        format!(
            "[[due]]\nform = \"f\"\nperiod_type = \"month\"\nfrom = \"club\"\nmonths_after = 0\nday = {days}\nopens_days_before = 9\n{more}\n"
        )
    };
    let head = "window = \"state\"\nprogramme = []\n[[province_window]]\nprovince = \"01\"\nwindow = \"calendar\"\n";
    let text = [head.to_owned(), due(1, ""), due(2, "year = 2026"), due(3, "province = \"01\""), due(4, "province = \"01\"\nyear = 2026")]
        .concat();
    let calendar = phieu_catalog::Calendar::parse("calendar.toml", &text).unwrap();
    let day = |province, period: &str| calendar.due_in(province, "f", Period::parse(period).unwrap(), UnitKind::Club).map(|rule| rule.day);
    for (province, period, expected) in [
        (None, "2025-10", Some(1)),
        (Some("68"), "2025-10", Some(1)),
        (Some("68"), "2026-10", Some(2)),
        (Some("01"), "2025-10", Some(3)),
        (Some("01"), "2026-10", Some(4)),
        (Some("01"), "2026-10-E", None),
        (Some("01"), "2026", None),
    ] {
        assert_eq!(day(province, period), expected, "{province:?} {period}");
    }
    assert_eq!(calendar.due_in(None, "f", Period::parse("2026-10").unwrap(), UnitKind::Commune), None, "another level");
    assert_eq!((calendar.window_in(Some("01")), calendar.window_in(Some("68"))), (Window::Calendar, Window::State));
    let twice = [text, due(5, "year = 2026")].concat();
    assert!(phieu_catalog::Calendar::parse("calendar.toml", &twice).unwrap_err().message.contains("two rows"));
    let backwards = "window = \"state\"\ndue = []\n[[programme]]\nid = \"p\"\nfirst_year = 2026\nlast_year = 2025\n";
    assert!(phieu_catalog::Calendar::parse("calendar.toml", backwards).unwrap_err().message.contains("years of p"));
}

#[test]
fn points_are_frozen_after_the_clusters_meeting() {
    let closes = |period: &str| calendar().unwrap().closes_in(Some("68"), "td", Period::parse(period).unwrap());
    assert_eq!(closes("2026"), Date::parse("2026-12-15").ok());
    assert_eq!(calendar().unwrap().closes_in(None, "clb-thang", Period::parse("2026-10").unwrap()), None);
}

#[test]
fn what_is_made_of_a_personal_text_is_personal() {
    for validator in validators() {
        let definition = validator.definition();
        let fields: Vec<&serde_json::Value> = definition["fields"].as_array().into_iter().flatten().collect();
        let is_personal = |field: &&&serde_json::Value| field["personal"].is_string();
        let texts = fields.iter().filter(is_personal).filter(|field| field["type"] == "text");
        let names: Vec<String> = texts.filter_map(|field| Some(format!("${{{}}}", field["name"].as_str()?))).collect();
        let reads = |field: &&&serde_json::Value| {
            field["calculation"].as_str().is_some_and(|formula| names.iter().any(|name| formula.contains(name.as_str())))
        };
        let open: Vec<&&serde_json::Value> = fields.iter().filter(reads).filter(|field| !is_personal(field)).collect();
        assert!(open.is_empty(), "{}: {open:?} would keep what is erased", validator.form_id());
    }
}

#[test]
fn a_body_that_is_no_more_is_found_however_its_name_is_written() {
    let bodies = phieu_catalog::bodies().unwrap();
    for (written, key) in [
        ("Sở Lao động – Thương binh và Xã hội", "so lao dong thuong binh va xa hoi"),
        ("SỞ  LĐ-TB & XH", "so ld tb xh"),
        ("Huyện uỷ", "huyen uy"),
        ("63, tỉnh", "63. tinh"),
        ("Ủy ban nhân dân huyện", "uy ban nhan dan huyen"),
    ] {
        assert_eq!(bodies.compared(written), key);
    }
    let mut keys = std::collections::BTreeSet::new();
    for body in &bodies.bodies {
        assert!(!body.source.is_empty() && !body.now.is_empty());
        for name in &body.names {
            let key = bodies.compared(name);
            assert!(key.len() > 5 && key.is_ascii() && keys.insert(key.clone()), "{name}");
        }
    }
    for standing in
        ["Quân ủy Trung ương", "Cơ quan Ủy ban MTTQ Việt Nam tỉnh", "Chỉ thị Ủy ban Dân tộc", "UBND Quan Sơn", "Thành ủy Đà Lạt"]
    {
        let compared = bodies.compared(standing).replace('.', " ");
        assert!(keys.iter().all(|key| !format!(" {compared} ").contains(&format!(" {key} "))), "{standing} is still there");
    }
    for body in &bodies.bodies {
        let now = bodies.compared(&body.now).replace('.', " ");
        assert!(keys.iter().all(|key| !format!(" {now} ").contains(&format!(" {key} "))), "{} is no more either", body.now);
    }
}
