//! Totals over units and periods of a small form which has every kind of aggregate.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use phieu_form::Form;
use phieu_report::{Date, OrgUnitCode, Period, Status};
use phieu_rollup::{Completeness, Received, ReportFacts, Total, completeness, facts, totals};
use serde_json::{Value, json};

const FORM: &str = r#"
[settings]
form_id = "visits"
version = "1"
form_title.en = "Visits"
default_language = "en"

[[survey]]
type = "begin group"
name = "people"
label.en = "People"
[[survey]]
type = "integer"
name = "members"
label.en = "Members"
aggregate = "last"
[[survey]]
type = "integer"
name = "women"
label.en = "Women"
aggregate = "last"
[[survey]]
type = "calculate"
name = "women_share"
label.en = "Share of women"
calculation = "if(${members} > 0, round(100 * ${women} div ${members}, 1), '')"
aggregate = "recompute"
[[survey]]
type = "calculate"
name = "picked_share"
label.en = "The share that counts here"
calculation = "if(${rule} = 'women', ${women_share}, 100 - ${women_share})"
aggregate = "recompute"
[[survey]]
type = "calculate"
name = "rule"
label.en = "Which share counts"
calculation = "coalesce(instance('unit')/root/share, 'men')"
[[survey]]
type = "end group"

[[survey]]
type = "integer"
name = "turns"
label.en = "Turns"
aggregate = "sum"
[[survey]]
type = "decimal"
name = "hours"
label.en = "Hours"
aggregate = "sum"
[[survey]]
type = "select_one yes_no"
name = "met"
label.en = "Did you meet?"
aggregate = "count"
[[survey]]
type = "select_multiple place"
name = "places"
label.en = "Where?"
aggregate = "count"
[[survey]]
type = "date"
name = "met_on"
label.en = "When?"
aggregate = "count"
[[survey]]
type = "text"
name = "wishes"
label.en = "Wishes"
aggregate = "concat"
[[survey]]
type = "integer"
name = "room"
label.en = "Number of the room"
[[survey]]
type = "begin repeat"
initial_rows = 0
name = "gifts"
label.en = "Gifts"
[[survey]]
type = "integer"
name = "value"
label.en = "Value"
aggregate = "sum"
[[survey]]
type = "end repeat"

[[choices]]
list_name = "yes_no"
name = "yes"
label.en = "Yes"
[[choices]]
list_name = "yes_no"
name = "no"
label.en = "No"
[[choices]]
list_name = "place"
name = "home"
label.en = "At home"
[[choices]]
list_name = "place"
name = "house"
label.en = "In the culture house"
"#;

fn form() -> Form {
    let (form, diagnostics) = phieu_form::compile(&phieu_xlsform::from_toml("visits.toml", FORM).unwrap());
    assert!(form.is_some(), "{diagnostics:?}");
    form.unwrap()
}

fn report(form: &Form, unit: &str, period: &str, answers: Value) -> ReportFacts {
    ReportFacts::of(form, OrgUnitCode::parse(unit).unwrap(), Period::parse(period).unwrap(), &answers)
}

fn two_units(form: &Form) -> Vec<ReportFacts> {
    vec![
        report(
            form,
            "24848-C02",
            "2026-09",
            json!({"people": {"members": 51, "women": 30}, "turns": 7, "hours": 0.2, "met": "no", "room": 4}),
        ),
        report(
            form,
            "24848-C01",
            "2026-09",
            json!({"people": {"members": 49, "women": 35}, "turns": 20, "hours": 0.1, "met": "yes", "places": ["home", "house"],
                   "met_on": "2026-09-03", "wishes": "Một chiếc loa", "gifts": [{"value": 100}, {"value": 50}, {}]}),
        ),
    ]
}

fn values(form: &Form, reports: &[ReportFacts], unit: &[(&str, &str)]) -> BTreeMap<String, (usize, Value)> {
    let unit = unit.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    totals(form, reports, &unit).fields.into_iter().map(|field| (field.path, (field.units, field.total.to_json()))).collect()
}

#[test]
fn a_reports_figures() {
    let form = form();
    let of_one = &two_units(&form)[1];
    let expected = [
        ("gifts/value", 150.0),
        ("hours", 0.1),
        ("met", 1.0),
        ("met=yes", 1.0),
        ("met_on", 1.0),
        ("people/members", 49.0),
        ("people/women", 35.0),
        ("places", 1.0),
        ("places=home", 1.0),
        ("places=house", 1.0),
        ("turns", 20.0),
    ];
    assert_eq!(of_one.facts, expected.map(|(path, value)| (path.to_owned(), value)));
    assert_eq!(of_one.texts, [("wishes".to_owned(), "Một chiếc loa".to_owned())]);
    assert_eq!(of_one.each().count(), expected.len());
}

#[test]
fn answers_that_do_not_fit_the_form_give_no_figures() {
    let form = form();
    for answers in [json!(null), json!([]), json!({"turns": "many", "people": 3, "gifts": {"value": 1}, "places": "home", "unknown": 5})] {
        let figures: Vec<_> = facts(&form, &answers).into_iter().filter(|(path, _)| path != "places").collect();
        assert_eq!(figures, [], "{answers}");
    }
}

#[test]
fn over_units() {
    let form = form();
    let totals = values(&form, &two_units(&form), &[]);
    assert_eq!(totals["people/members"], (2, json!(100)));
    assert_eq!(totals["turns"], (2, json!(27)));
    assert_eq!(totals["met"], (2, json!({"yes": 1, "no": 1})));
    assert_eq!(totals["places"], (1, json!({"home": 1, "house": 1})));
    assert_eq!(totals["met_on"], (1, json!(1)));
    assert_eq!(totals["gifts/value"], (1, json!(150)));
    assert_eq!(totals["wishes"], (1, json!([{"org_unit": "24848-C01", "text": "Một chiếc loa"}])));
    assert!(!totals.contains_key("room") && !totals.contains_key("people/rule"));
}

#[test]
fn rates_are_computed_from_totals() {
    let form = form();
    // 65 of 100; the mean of the two rates would be 65.1.
    assert_eq!(values(&form, &two_units(&form), &[])["people/women_share"], (2, json!(65)));
    assert_eq!(values(&form, &two_units(&form), &[])["people/picked_share"], (2, json!(35)));
    assert_eq!(values(&form, &two_units(&form), &[("share", "women")])["people/picked_share"], (2, json!(65)));
}

#[test]
fn over_months_turns_add_and_persons_do_not() {
    let form = form();
    let mut reports = two_units(&form);
    reports.push(report(&form, "24848-C01", "2026-10", json!({"people": {"members": 52, "women": 36}, "turns": 5})));
    let totals = values(&form, &reports, &[]);
    assert_eq!(totals["turns"], (2, json!(32)));
    assert_eq!(totals["people/members"], (2, json!(103)));
    assert_eq!(totals["people/women_share"], (3, json!(64.1)));
}

#[test]
fn nothing_reported_is_not_zero() {
    let form = form();
    let totals = totals(&form, &[], &BTreeMap::new());
    assert_eq!(totals.reports, 0);
    for field in totals.fields {
        match field.total {
            Total::Number(number) => assert_eq!(number, None, "{}", field.path),
            Total::Counts { answers, .. } => assert_eq!(answers, 0),
            Total::Texts(texts) => assert_eq!(texts, []),
        }
    }
}

#[test]
fn the_order_of_reports_does_not_matter() {
    let form = form();
    let mut reports = two_units(&form);
    reports.push(report(&form, "24848-C03", "2026-09", json!({"hours": 0.3})));
    let forwards = totals(&form, &reports, &BTreeMap::new());
    reports.reverse();
    assert_eq!(totals(&form, &reports, &BTreeMap::new()), forwards);
}

#[test]
fn how_many_of_how_many() {
    let unit = |code: &str| OrgUnitCode::parse(code).unwrap();
    let received = |code: &str, status, day: &str| Received { org_unit: unit(code), status, received_on: Date::parse(day).unwrap() };
    let expected = ["24848-C01", "24848-C02", "24848-C03", "24848-C04", "24848-C04"].map(unit);
    let reports = [
        received("24848-C01", Status::Approved, "2026-10-16"),
        received("24848-C02", Status::Returned, "2026-10-17"),
        received("24848-C04", Status::Approved, "2026-11-01"),
        received("25000-C01", Status::Approved, "2026-10-01"),
    ];
    let found = completeness(&expected, &reports, Date::parse("2026-10-16").unwrap());
    let wanted = Completeness {
        expected: 4,
        received: 3,
        approved: 2,
        on_time: 1,
        late: 2,
        missing: vec![unit("24848-C03")],
        undecided: vec![unit("24848-C02")],
        unexpected: vec![unit("25000-C01")],
    };
    assert_eq!(found, wanted);
}
