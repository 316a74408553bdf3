//! The demonstration's reports hold under every rule of their forms, on whatever day they are made, and in the order they are given.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use phieu::Validator;
use phieu_catalog::demo::{Decision, DemoUnit, History, demo};
use phieu_catalog::{UnitKind, calendar, communes, forms, province_parameters};
use phieu_report::{Date, Period};
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

#[test]
fn reports_hold_on_any_day() {
    let demo = demo().unwrap();
    let units = demo.units();
    let validators: BTreeMap<&str, Validator> =
        forms().iter().map(|form| (form.id, Validator::from_toml(form.id, form.text).unwrap())).collect();
    let both = |today| [(today, History::Months), (today, History::Years)];
    for (today, history) in days().into_iter().flat_map(both) {
        let mut approved: BTreeMap<(String, String), Value> = BTreeMap::new();
        for each in demo.reports(today, history).unwrap() {
            let report = &each.report;
            let key = (report.form.to_string(), report.org_unit.to_string());
            let mut instances = json!({"unit": unit(report.org_unit.as_str(), &units), "period": period(report.period)});
            if let Some(previous) = approved.get(&key) {
                instances["previous"] = previous.clone();
            }
            let context = json!({"today": each.sent_on.to_string(), "instances": instances});
            let (sealed, verdict) = validators[report.form.as_str()].seal(&report.to_json(), Some(&context), "vi").unwrap();
            assert_eq!(verdict["valid"], true, "{today} {key:?} {}: {:#}", report.period, verdict["issues"]);
            let ended = each.sent_on > report.period.end(calendar().unwrap().window);
            let is_running = report.form.as_str() == "thd" || validators[report.form.as_str()].setting("register").is_some();
            assert!(each.sent_on <= today && (ended || is_running), "{today} {key:?} {}", each.sent_on);
            if each.decision == Decision::Approve {
                approved.insert(key, sealed);
            }
        }
    }
}

#[test]
fn each_report_is_made_once_and_the_same_each_time() {
    let demo = demo().unwrap();
    for today in days() {
        let reports = demo.reports(today, History::Years).unwrap();
        let ids: BTreeSet<String> = reports.iter().map(|each| each.report.report_id.clone().unwrap().to_string()).collect();
        let keys: BTreeSet<String> =
            reports.iter().map(|each| format!("{} {} {}", each.report.form, each.report.org_unit, each.report.period)).collect();
        assert_eq!((ids.len(), keys.len()), (reports.len(), reports.len()));
        assert_eq!(demo.reports(today, History::Years).unwrap(), reports);
    }
}

#[test]
fn the_newest_month_shows_every_state() {
    let demo = demo().unwrap();
    let reports = demo.reports(Date::parse("2026-11-22").unwrap(), History::Months).unwrap();
    let months: Vec<_> = reports.iter().filter(|each| each.report.form.as_str() == "clb-thang").collect();
    assert_eq!(months.len(), 8 * 4 - 2);
    let newest: Vec<&Decision> =
        months.iter().filter(|each| each.report.period.to_string() == "2026-11").map(|each| &each.decision).collect();
    assert_eq!(newest.len(), 6);
    assert!(newest.contains(&&Decision::Approve) && newest.contains(&&Decision::Wait));
    assert!(newest.iter().any(|decision| matches!(decision, Decision::Return(remarks) if !remarks.is_empty())));
    assert!(
        months.iter().filter(|each| each.report.period.to_string().as_str() < "2026-11").all(|each| each.decision == Decision::Approve)
    );
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
