//! What a province may change is data with a day from which it holds: weights, thresholds, ages, due days, labels, money. Each is
//! changed here for 2027 by a province's file, and read by the form that uses it.
#![allow(clippy::unwrap_used)]

use phieu::Validator;
use phieu_catalog::{Calendar, Parameters, UnitKind, form, parameters};
use phieu_report::{Date, Period};
use serde_json::{Value, json};

const COUNTRY: &str = include_str!("../data/provinces/national.toml");
const CALENDAR: &str = include_str!("../data/calendar.toml");
const OWN: &str = r#"
[[set]]
from = "2026-12-15"
[set.club_rubric]
composition = 18
meetings = 12
[set.emulation]
t7 = 15
version = "2027"
[set.care]
insured_share = 98
visit_cost_high = 3000000
[set.longevity]
milestones = "65 70 75 80 85 90 95 100"
least_90 = 800000
gift_70 = 350000
[set.words]
village = "buôn, tổ dân phố"
[set.unit]
club_fee_high = 10000
"#;

/// A value that a form computes in a province on a period's last day.
fn computed(id: &str, name: &str, province: &Value) -> Value {
    let source = form(id).unwrap();
    let validator = Validator::from_toml(source.file, source.text).unwrap();
    let report = json!({"form": id, "version": validator.version(), "org_unit": "24848", "period": "2027", "answers": {}});
    let context = json!({"today": "2027-12-20", "instances": {"province": province}});
    validator.check(&report, Some(&context), "vi").unwrap()["values"][name].clone()
}

#[test]
fn each_holds_from_its_day_and_in_its_province_alone() {
    let parameters = Parameters::parse(COUNTRY, &[("68", OWN)]).unwrap();
    let on = |province, day: &str| parameters.on(province, Date::parse(day).unwrap());
    for (form, name, before, after) in [
        ("clb-xl", "max_composition", json!(15), json!(18)),
        ("clb-xl", "max_meetings", json!(15), json!(12)),
        ("td", "max_t7", json!(12), json!(15)),
        ("cs-nct", "limit_insured_share", json!(95), json!(98)),
        ("bc-thang", "limit_visit_cost_high", json!(2_000_000), json!(3_000_000)),
        ("mt", "milestones_text", json!("70, 75, 80, 85, 90, 95, 100, "), json!("65, 70, 75, 80, 85, 90, 95, 100, ")),
        ("mt", "limit_least_90", json!(650_000), json!(800_000)),
        ("mt", "word_village", json!("thôn, ấp, khu phố"), json!("buôn, tổ dân phố")),
    ] {
        for (province, day, expected) in [
            (Some("68"), "2026-12-14", &before),
            (Some("68"), "2026-12-15", &after),
            (Some("01"), "2027-12-14", &before),
            (None, "2027-12-14", &before),
        ] {
            assert_eq!(&computed(form, name, &on(province, day)), expected, "{form} {name} {province:?} {day}");
        }
    }
    assert_eq!(on(Some("68"), "2026-12-15")["longevity"]["gift_70"], 350_000);
    assert_eq!(on(Some("68"), "2026-12-15")["unit"]["club_fee_high"], 10_000, "what stands at the unit may have its day as well");
}

/// The label that a province words, and the amounts that it gives, are read by the form as the province's; a rename would go unnoticed else.
#[test]
fn labels_and_amounts_read_the_province() {
    let text = form("mt").unwrap().text;
    assert!(text.contains("label.vi = \"Thuộc ${word_village} nào?\""));
    for age in ["70", "75", "80", "85", "90", "95", "100", "over_100"] {
        assert!(text.contains(&format!("default = \"instance('province')/root/longevity/gift_{age}\"")), "{age}");
    }
    let own = parameters().unwrap().on(Some("68"), Date::parse("2026-12-14").unwrap());
    let before = parameters().unwrap().on(Some("68"), Date::parse("2025-12-14").unwrap());
    assert_eq!((&own["words"]["village"], &before["words"]["village"]), (&json!("thôn, buôn, tổ dân phố"), &json!("thôn, ấp, khu phố")));
    assert!(own["longevity"]["gift_90"].as_i64() >= own["longevity"]["least_90"].as_i64() && before["longevity"]["gift_90"].is_null());
}

#[test]
fn a_due_day_is_a_province_s_and_a_year_s() {
    let row = "[[due]]\nform = \"tk-tch\"\nperiod_type = \"year\"\nfrom = \"commune\"\nprovince = \"68\"\nyear = 2027\nmonths_after = 0\nday = 10\nopens_days_before = 14\n";
    let calendar = Calendar::parse("calendar.toml", &format!("{CALENDAR}\n{row}")).unwrap();
    let due = |province, year: &str| {
        let period = Period::parse(year).unwrap();
        calendar.due_in(Some(province), "tk-tch", period, UnitKind::Commune).unwrap().due(period).to_string()
    };
    assert_eq!((due("68", "2027"), due("68", "2026"), due("01", "2027")), ("2027-12-10".into(), "2026-12-18".into(), "2027-12-18".into()));
}
