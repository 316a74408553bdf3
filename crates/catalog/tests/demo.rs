//! The demonstration's reports hold under every rule of their forms, on whatever day they are made, and in the order they are given.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use phieu::Validator;
use phieu_catalog::demo::{Decision, DemoUnit, History, demo};
use phieu_catalog::{UnitKind, calendar, communes, forms, parameters, province_parameters};
use phieu_report::{Date, Period, Revision};
use serde_json::{Value, json};

fn days() -> Vec<Date> {
    let days = ["2026-01-01", "2026-06-14", "2026-06-15", "2026-10-16", "2026-11-22", "2027-02-28", "2028-02-29", "2027-12-31"];
    days.iter().map(|day| Date::parse(day).unwrap()).collect()
}

/// The attributes of a unit as the server hands them to rules: its own over its province's.
fn unit(code: &str, units: &[DemoUnit]) -> Value {
    let mut attributes: BTreeMap<String, String> = province_parameters("68").unwrap();
    let own = units.iter().find(|unit| unit.unit.code == code);
    attributes.extend(own.map(|unit| unit.attributes.clone()).unwrap_or_default());
    let mut unit = json!(attributes);
    unit["code"] = json!(code);
    unit["kind"] = json!(own.map_or("commune", |own| own.unit.kind.name()));
    unit
}

fn period(period: Period) -> Value {
    let window = calendar().unwrap().window;
    json!({
        "id": period.to_string(), "type": period.kind().name(),
        "start": period.start(window).to_string(), "end": period.end(window).to_string(),
    })
}

/// What the form would have worked out, as the demonstration has it where nobody can.
fn settled(value: &Value) -> Value {
    match value {
        Value::Object(members) if members.contains_key("@") => members["else"].clone(),
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), settled(member))).collect(),
        other => other.clone(),
    }
}

#[test]
fn reports_hold_on_any_day() {
    let demo = demo().unwrap();
    let units = demo.units();
    let window = calendar().unwrap().window;
    let validators: BTreeMap<&str, Validator> =
        forms().iter().map(|form| (form.id, Validator::from_toml(form.id, form.text).unwrap())).collect();
    let months = days().into_iter().map(|today| (today, History::Months));
    let years = [days()[4], days()[7]].into_iter().map(|today| (today, History::Years));
    for (today, history) in months.chain(years) {
        let mut approved: BTreeMap<(String, String), Vec<(Period, Value)>> = BTreeMap::new();
        for each in demo.reports(today, history).unwrap() {
            let report = &each.report;
            let (start, end) = (report.period.start(window), report.period.end(window));
            let key = (report.form.to_string(), report.org_unit.to_string());
            let province = parameters().unwrap().on(Some("68"), end);
            let mut instances =
                json!({"unit": unit(report.org_unit.as_str(), &units), "period": period(report.period), "province": province});
            // What a club took in belongs to what it had before; the server adds it.
            let took_in = units
                .iter()
                .filter_map(|unit| unit.ended.as_ref())
                .any(|(day, heir)| heir.as_deref() == Some(report.org_unit.as_str()) && report.period.has_day(*day, window));
            let before = approved.get(&key).filter(|_| !took_in).into_iter().flatten().filter(|(period, _)| period.end(window) < start);
            if let Some((_, previous)) = before.max_by_key(|(period, _)| (period.end(window), period.kind() == report.period.kind())) {
                instances["previous"] = previous.clone();
            }
            let context = json!({"today": each.sent_on.to_string(), "instances": instances});
            let mut body = report.to_json();
            body["answers"] = settled(&body["answers"]);
            let is_open = body["answers"] != report.to_json()["answers"];
            let (sealed, verdict) = validators[report.form.as_str()].seal(&body, Some(&context), "vi").unwrap();
            // What waits for the reports of others is checked where they are known: by the server.
            assert!(is_open || verdict["valid"] == true, "{today} {key:?} {}: {:#}", report.period, verdict["issues"]);
            assert!(each.sent_on <= today, "{today} {key:?} {}", each.sent_on);
            if each.decided.iter().any(|(_, decision)| matches!(decision, Decision::Approve | Decision::Accept)) {
                approved.entry(key).or_default().push((report.period, sealed));
            }
        }
    }
}

#[test]
fn each_report_is_made_once_and_the_same_each_time() {
    let demo = demo().unwrap();
    for today in [days()[0], days()[4], days()[6]] {
        let reports = demo.reports(today, History::Years).unwrap();
        let ids: BTreeSet<String> = reports.iter().map(|each| each.report.report_id.clone().unwrap().to_string()).collect();
        let keys: BTreeSet<String> =
            reports.iter().map(|each| format!("{} {} {}", each.report.form, each.report.org_unit, each.report.period)).collect();
        let first = reports.iter().filter(|each| each.report.revision == Some(Revision::FIRST)).count();
        assert_eq!((ids.len(), keys.len()), (first, first));
        assert_eq!(demo.reports(today, History::Years).unwrap(), reports);
    }
}

#[test]
fn the_newest_month_shows_every_state() {
    let demo = demo().unwrap();
    let reports = demo.reports(Date::parse("2026-11-22").unwrap(), History::Months).unwrap();
    let months: Vec<_> = reports.iter().filter(|each| each.report.form.as_str() == "clb-thang").collect();
    let (newest, before): (Vec<_>, Vec<_>) = months.into_iter().partition(|each| each.report.period.to_string() == "2026-11");
    let decisions: Vec<_> = newest.iter().map(|each| each.decided.first().map(|(_, decision)| decision)).collect();
    assert!(decisions.contains(&Some(&Decision::Approve)) && decisions.contains(&None));
    assert!(decisions.iter().any(|decision| matches!(decision, Some(Decision::Return(remarks)) if !remarks.is_empty())));
    assert!(before.iter().all(|each| matches!(each.decided.as_slice(), [(_, Decision::Accept | Decision::Approve)])));
}

#[test]
fn two_years_tell_of_every_form_and_of_what_goes_wrong() {
    let demo = demo().unwrap();
    let reports = demo.reports(Date::parse("2026-11-22").unwrap(), History::Years).unwrap();
    let told: BTreeSet<&str> = reports.iter().map(|each| each.report.form.as_str()).collect();
    let all: BTreeSet<&str> = forms().iter().map(|form| form.id).collect();
    assert_eq!(told, all, "every form of the catalogue");
    let returned = |each: &&phieu_catalog::demo::DemoReport| matches!(each.decided.as_slice(), [(_, Decision::Return(_))]);
    let mended = reports.iter().filter(|each| each.report.revision != Some(Revision::FIRST)).count();
    assert!(reports.iter().filter(returned).count() >= 10 && mended >= 12, "{mended}");
    assert!(reports.iter().any(|each| matches!(each.decided.as_slice(), [_, (_, Decision::Reopen(_))])));
    assert!(reports.iter().any(|each| each.report.period.is_estimate()));
    let ends = demo.units().into_iter().filter_map(|unit| unit.ended).map(|(_, heir)| heir.is_some()).collect::<Vec<_>>();
    assert_eq!(ends, [false, true], "a club was dissolved, one went into another");
}

#[test]
fn units_and_accounts_know_each_other() {
    let demo = demo().unwrap();
    let units = demo.units();
    let real: BTreeSet<String> = communes(&demo.province).into_iter().map(|unit| unit.code).collect();
    let mut known: BTreeSet<&str> = BTreeSet::from(["VN", demo.province.as_str()]);
    known.extend(real.iter().map(String::as_str));
    for DemoUnit { unit, .. } in &units {
        let parent = unit.parent.as_deref().unwrap();
        assert!(real.contains(parent) && unit.code.starts_with(parent), "{}", unit.code);
        assert_eq!(unit.code.contains("-C"), unit.kind == UnitKind::Club);
        assert!(known.insert(&unit.code));
    }
    let logins: BTreeSet<&str> = demo.accounts.iter().map(|account| account.login.as_str()).collect();
    assert_eq!(logins.len(), demo.accounts.len());
    for account in &demo.accounts {
        assert!(known.contains(account.unit.as_str()), "{} acts for {}", account.login, account.unit);
        assert!(account.roles.iter().all(|role| !role.is_empty()));
    }
    assert!(
        units
            .iter()
            .filter(|unit| unit.unit.kind == UnitKind::Club)
            .all(|club| demo.accounts.iter().any(|account| account.unit == club.unit.code))
    );
}
