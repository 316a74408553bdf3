//! The demonstration fills itself on whatever day it is first started: every one of its reports passes the server's own door, and rules
//! find in it what it says that they find.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use phieu::Validator;
use phieu_catalog::demo::demo;
use phieu_catalog::forms;
use phieu_report::{Date, OrgUnitCode};
use phieu_server::{FirstStart, HashCost, History, Options, Server};
use phieu_store::{Moment, ReportFilter, SqliteStore, Store, Unit};
use serde_json::Value;

use crate::house::{NOW, block_on};

const DAY: i64 = 24 * 3_600_000;

#[test]
fn the_demonstration_starts_on_any_day() {
    // Middles, ends and turns of the State's periods, a leap day's neighbourhood, and years ahead.
    for days in [0, 22, 23, 53, 205, 1500] {
        let folder = std::env::temp_dir().join(format!("phieu-demo-{}-{days}", std::process::id()));
        let options = Options {
            first_start: FirstStart::Demo(History::Months),
            clock: Arc::new(move || Moment(NOW + days * DAY)),
            hash_cost: HashCost::Test,
            ..Options::new(&folder)
        };
        let statuses = block_on(async {
            let server = Server::start(options).await.unwrap_or_else(|error| panic!("after {days} days: {error}"));
            assert!(!server.accounts().is_empty());
            let store = SqliteStore::open(&folder.join("phieu.db")).await.expect("the database opens");
            let reports = store.reports(&ReportFilter::default()).await.expect("reports");
            assert!(reports.iter().all(|row| row.received_at.0 <= NOW + days * DAY), "nothing comes from the future");
            let units = store.units_within(&OrgUnitCode::parse("VN").expect("a code")).await.expect("units");
            let asked_from = |unit: &Unit| Some(unit.attributes.get("asked_from")?.as_str()?.to_owned());
            let first = units.iter().find(|unit| unit.parent.is_none()).and_then(asked_from).expect("the centre's day");
            let early: Vec<&str> =
                units.iter().filter(|unit| asked_from(unit).is_some_and(|day| day < first)).map(|unit| unit.code.as_str()).collect();
            assert!(early.is_empty(), "after {days} days: {early:?} are asked for what was due before {first}");
            store.close().await.expect("closed");
            reports.iter().map(|row| row.status.name()).collect::<Vec<_>>()
        });
        for status in ["submitted", "returned", "approved"] {
            assert!(statuses.contains(&status), "after {days} days one sees a report that is {status}");
        }
        assert!(statuses.len() > 30, "after {days} days: {} reports", statuses.len());
        std::fs::remove_dir_all(folder).expect("removed");
    }
}

/// What rules say of reports in which nothing is wrong: clubs that are small or have little money, as there are.
const USUAL: [&str; 6] = ["members-size-explain", "members-size-warning", "capital-low", "older-share", "women-share", "clubs-full-share"];

/// What people write where a rule asks and nothing is wrong.
const CHECKED: &str = "Đã kiểm tra lại, số liệu đúng theo sổ.";

#[test]
fn rules_find_what_went_wrong_and_nothing_else() {
    let folder = std::env::temp_dir().join(format!("phieu-demo-{}-years", std::process::id()));
    let options = Options {
        first_start: FirstStart::Demo(History::Years),
        clock: Arc::new(|| Moment(NOW)),
        hash_cost: HashCost::Test,
        ..Options::new(&folder)
    };
    let validators: BTreeMap<&str, Validator> =
        forms().iter().map(|form| (form.id, Validator::from_toml(form.id, form.text).expect("a form"))).collect();
    let mut wrong = Vec::new();
    block_on(async {
        drop(Server::start(options).await.unwrap_or_else(|error| panic!("{error}")));
        let store = SqliteStore::open(&folder.join("phieu.db")).await.expect("the database opens");
        let today = Date::parse("2026-11-22").expect("a day");
        for told in demo().expect("the demonstration").reports(today, History::Years).expect("its reports") {
            let report = told.report;
            let (id, revision) = (report.report_id.expect("an id"), report.revision.expect("a revision"));
            let kept = store.revision(&id, revision).await.expect("the database answers").expect("a revision");
            let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).expect("JSON");
            let verdict =
                validators[report.form.as_str()].check(&json(&kept.content), Some(&json(&kept.context)), "vi").expect("a verdict");
            let issues = verdict["issues"].as_array().cloned().unwrap_or_default();
            let explained = json(&kept.content)["explanations"].clone();
            // Where a rule asks and nothing is wrong, the demonstration says that it was checked.
            let asked = |rule: &str| explained[rule].as_str() == Some(CHECKED);
            let found: BTreeSet<String> =
                issues.iter().map(|issue| issue["facts"]["rule"].as_str().unwrap_or("no rule").to_owned()).collect();
            let is_told = |rule: &&str| told.fires.iter().any(|named| named == rule) || !(USUAL.contains(rule) || asked(rule));
            let found: BTreeSet<&str> = found.iter().map(String::as_str).filter(is_told).collect();
            let named: BTreeSet<&str> = told.fires.iter().map(String::as_str).collect();
            if found != named {
                wrong.push(format!(
                    "{} {} {} revision {}: {found:?}, told {named:?}",
                    report.form,
                    report.org_unit,
                    report.period,
                    revision.get()
                ));
            }
        }
        store.close().await.expect("closed");
    });
    std::fs::remove_dir_all(folder).expect("removed");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
