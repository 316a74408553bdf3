//! The units, people, reports and decisions of the tests, and a file to keep them in.

#![allow(clippy::unwrap_used, dead_code)]

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use phieu_report::{Date, Event, FormId, Level, OrgUnitCode, Period, ReportId, Revision, Version, digest};
use phieu_store::{Account, Duty, Moment, NewDecision, NewRemark, NewRevision, RevisionKey, Sealed, Store, Unit};
use serde_json::Map;

pub fn code(text: &str) -> OrgUnitCode {
    OrgUnitCode::parse(text).unwrap()
}

pub fn unit(own: &str, kind: &str, parent: Option<&str>) -> Unit {
    let attributes = Map::from_iter([("limit".to_owned(), "5".into())]);
    Unit { code: code(own), name: format!("Đơn vị {own}"), kind: kind.to_owned(), parent: parent.map(code), attributes }
}

pub fn duty(role: &str, unit: &str, from: &str, to: Option<&str>) -> Duty {
    let day = |text| Date::parse(text).unwrap();
    Duty { unit: code(unit), role: role.to_owned(), from: day(from), to: to.map(day) }
}

pub fn account(login: &str) -> Account {
    Account {
        login: login.to_owned(),
        name: format!("Người {login}"),
        phone: None,
        language: "vi".to_owned(),
        password_hash: "$argon2id$…".to_owned(),
        duties: vec![duty("club_secretary", "24848-C01", "2020-01-01", None), duty("treasurer", "24848", "2021-01-01", Some("2026-11-01"))],
    }
}

pub async fn furnish(store: &dyn Store) {
    let units = [
        unit("VN", "centre", None),
        unit("68", "province", Some("VN")),
        unit("24848", "commune", Some("68")),
        unit("24846", "commune", Some("68")),
        unit("24848-C01", "club", Some("24848")),
        unit("24848-C02", "club", Some("24848")),
    ];
    store.put_units(&units).await.unwrap();
    store.put_account(&account("an")).await.unwrap();
    store.put_account(&account("binh")).await.unwrap();
}

pub fn id(number: u32) -> ReportId {
    ReportId::parse(&format!("0190c3a2-0000-7000-8000-{number:012x}")).unwrap()
}

pub fn revision(report: u32, number: u32, unit: &str, period: &str, content: &str) -> NewRevision {
    let period = Period::parse(period).unwrap();
    let day = |day| Date::new(period.end_year(), period.last_month(), day).unwrap();
    NewRevision {
        key: RevisionKey {
            report: id(report),
            number: Revision::try_from(number).unwrap(),
            form: FormId::parse("clb-thang").unwrap(),
            unit: code(unit),
            period,
            digest: digest(content.as_bytes()),
        },
        version: Version::parse("2026.1").unwrap(),
        days: (day(1), day(14)),
        content: content.as_bytes().to_vec(),
        context: b"{}".to_vec(),
        facts: vec![("members/closing".to_owned(), f64::from(number) + 0.5), ("members/opening".to_owned(), 50.0)],
        texts: vec![("closing/words".to_owned(), "Một".to_owned()), ("closing/words".to_owned(), "Hai".to_owned())],
        sealed_at: Some(Sealed("2031".to_owned())),
        received_at: Moment(1000 * i64::from(number)),
        login: "an".to_owned(),
        past_closing: false,
        adds_up: true,
        warnings: 0,
        flags: Vec::new(),
    }
}

pub fn decision(report: u32, number: u32, event: Event, remarks: &[(&str, &str)]) -> NewDecision {
    let remark = |(path, text): &(&str, &str)| NewRemark { path: (*path).to_owned(), text: (*text).to_owned() };
    NewDecision {
        report: id(report),
        revision: Revision::try_from(number).unwrap(),
        event,
        level: Level { number: 1, of: 1 },
        past_closing: false,
        replaced_by: None,
        remarks: remarks.iter().map(remark).collect(),
        at: Moment(5000),
        login: "binh".to_owned(),
    }
}

/// A SQLite file that is gone with the test.
pub struct File(pub PathBuf);

impl File {
    pub fn new() -> File {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("phieu-store-{}-{}.db", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        File(std::env::temp_dir().join(name))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", self.0.display()));
        }
    }
}
