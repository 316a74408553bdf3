//! What a check knows of other forms and other units, and what it must not know.

use serde_json::{Value, json};

use crate::house::{BRANCH, House, Visitor, commune_report, fund_report, new_id};

const CARE: &str = include_str!("../forms/cs-nct/base.json");
const LIST: &str = include_str!("../forms/mt/base.json");
const MONTH: &str = include_str!("../forms/bc-thang/base.json");
const COUNT: &str = include_str!("../forms/tk-tch/base.json");

fn sent(visitor: &Visitor, report: &Value) -> String {
    let id = new_id();
    let answer = visitor.put(&id, 1, report);
    assert_eq!(answer.status, 201, "{}", answer.body);
    id
}

fn approved(visitor: &Visitor, reviewer: &Visitor, report: &Value) {
    let id = sent(visitor, report);
    let answer = reviewer.decide(&id, &json!({ "revision": 1, "action": "approve" }));
    assert_eq!(answer.status, 200, "{}", answer.body);
}

/// The instances that a duty brings.
fn instances(visitor: &Visitor, form: &str, period: &str) -> Value {
    let body = visitor.get("/api/v1/duties").body;
    let duty = body["duties"].as_array().into_iter().flatten().find(|duty| duty["form"] == form && duty["period"] == period).cloned();
    duty.expect("a duty")["context"]["instances"].clone()
}

/// A list as it is sent in November: nobody on it has died yet, and it is not signed.
/// The list of people to honour, as it is sent before the ceremony.
pub fn list(period: &str) -> Value {
    let mut list = commune_report(LIST, period);
    let person = &mut list["answers"]["list"]["people"][4];
    person["life"] = "alive".into();
    remove(person, "died_on");
    remove(&mut list["answers"]["signing"], "signed_on");
    list
}

fn remove(group: &mut Value, name: &str) {
    group.as_object_mut().expect("a group").remove(name);
}

#[test]
fn a_fund_knows_the_figures_of_its_communes_reports_and_no_names() {
    let house = House::new();
    let (fund, commune) = (house.visitor("fund"), house.visitor("commune"));
    assert_eq!(instances(&fund, "quy", "2026").get("cs-nct"), None);
    sent(&commune, &commune_report(CARE, "2026"));
    let known = instances(&fund, "quy", "2026");
    assert_eq!(known["cs-nct"]["visits"]["visits_paid_from_fund"], 6_400_000);
    assert_eq!(known["cs-nct"].get("closing"), None, "who filled it in is not a figure");
    let mut planned = list("2026");
    planned["answers"]["ceremony"]["calculation_year"] = "2026".into();
    for person in planned["answers"]["list"]["people"].as_array_mut().expect("a list") {
        let born = person["birth_date"].as_str().expect("a birth").to_owned();
        let year: i32 = born[..4].parse().expect("a year");
        person["birth_date"] = format!("{}{}", year - 1, &born[4..]).into();
        remove(person, "cccd");
    }
    sent(&commune, &planned);
    let known = instances(&fund, "quy", "2026");
    assert_eq!(known["mt"]["totals"]["people_total"], 7);
    let whole = known["mt"].to_string();
    assert!(!whole.contains("K'Hem") && known["mt"].get("list").is_none(), "no names leave their level: {whole}");
    let own = instances(&commune, "tk-tch", "2026")["mt"].clone();
    assert_eq!((&own["totals"]["listed_total"], &own["ceremony"]["stage"]), (&json!(7), &json!("plan")));
    assert_eq!(own["closing"].get("prepared_by"), None, "names stay in the report that asked for them");
    assert!(!own.to_string().contains("K'Hem"), "the list stays in its report, which not everybody reads who reads this one: {own}");
}

#[test]
fn totals_below_say_how_complete_they_are() {
    let house = House::new();
    let (branch, commune, fund, province) =
        (house.visitor("branch"), house.visitor("commune"), house.visitor("fund"), house.visitor("province"));
    let known = instances(&commune, "cs-nct", "2026-H1");
    assert_eq!(known["totals"]["bc-thang"], json!({ "units": 1, "expected": 6, "approved": 0, "answers": {} }));
    for month in ["2026-01", "2026-02", "2026-07"] {
        let mut report = commune_report(MONTH, month);
        report["org_unit"] = BRANCH.into();
        report["answers"]["members"] = json!({
            "members_opening": 82, "members_admitted": 2, "members_moved_in": 0, "members_moved_out": 1, "members_died": 1,
            "members_closing": 82,
        });
        approved(&branch, &commune, &report);
    }
    let mut waiting = commune_report(MONTH, "2026-03");
    waiting["answers"]["members"]["members_opening"] = 82.into();
    sent(&branch, &waiting);
    let months = &instances(&commune, "cs-nct", "2026-H1")["totals"]["bc-thang"];
    assert_eq!((&months["expected"], &months["approved"]), (&json!(6), &json!(2)), "July is not of this half, March is not approved");
    assert_eq!(months["answers"]["visits"]["sick_visits"], 12);
    assert_eq!(months["answers"]["members"]["members_admitted"], 4);
    assert_eq!(months["answers"]["members"]["members_closing"], 82, "a stock stands as it was last");
    assert_eq!(months["answers"]["news"], json!({ "petitions": 2 }), "no words, and no counts of choices");

    approved(&fund, &province, &fund_report("24848-Q01", "2026-Q3"));
    let of_half = &instances(&commune, "cs-nct", "2026-H1")["totals"]["quy"];
    assert_eq!((&of_half["expected"], &of_half["approved"]), (&json!(2), &json!(0)), "two quarters, and the third is another half's");
    let of_year = &instances(&commune, "cs-nct", "2026")["totals"]["quy"];
    assert_eq!((&of_year["expected"], &of_year["approved"]), (&json!(1), &json!(0)), "of a year the year's return, not its quarters");
}

#[test]
fn the_latest_report_of_another_form_is_the_last_approved_one() {
    let house = House::new();
    let (commune, province) = (house.visitor("commune"), house.visitor("province"));
    let id = sent(&commune, &commune_report(COUNT, "2026-H1"));
    assert_eq!(instances(&commune, "thd", "2026").get("latest-tk-tch"), None, "it waits for its reviewer");
    assert_eq!(province.decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
    assert_eq!(instances(&commune, "thd", "2026")["latest-tk-tch"]["organisation"]["branches"], 18);
    assert_eq!(instances(&commune, "thd", "2025").get("latest-tk-tch"), None, "it ended after that year");
    assert_eq!(instances(&commune, "thd", "2026").get("tk-tch"), None, "the year's own is not there yet");
}

#[test]
fn what_the_province_sets_reaches_the_list() {
    let house = House::new();
    let known = instances(&house.visitor("commune"), "mt", "2027");
    assert_eq!(known["province"]["longevity"]["milestones"], "70 75 80 85 90 95 100");
    assert_eq!(known["province"]["longevity"]["least_90"], 650_000);
}

#[test]
fn a_list_of_names_is_read_by_its_commune_and_province_only() {
    let house = House::new();
    let commune = house.visitor("commune");
    house.refused(422, "period_not_begun", || commune.put(&new_id(), 1, &list("2028")));
    let (list, care) = (sent(&commune, &list("2027")), sent(&commune, &commune_report(CARE, "2026-H1")));
    let read = |login: &str, id: &str| house.visitor(login).get(&format!("/api/v1/reports/{id}")).status;
    for (login, of_list, of_care) in
        [("commune", 200, 200), ("province", 200, 200), ("centre", 403, 200), ("other-province", 403, 403), ("fund", 403, 403)]
    {
        assert_eq!((read(login, &list), read(login, &care)), (of_list, of_care), "{login}");
    }
    let totals = house.visitor("centre").get("/api/v1/totals?form=mt&period=2027&org_unit=VN");
    assert!(totals.status == 200 && !totals.body.to_string().contains("K'Hem"), "the centre has the figures: {}", totals.body);
}
