//! Levels of review, flags, replacements and closed periods: what the store does in one step, and what the audit says of it.

#![allow(clippy::unwrap_used)]

mod furnished;

use furnished::{File, code, decision, furnish, id, revision};
use phieu_report::{Event, FormId, Level, Period, Status};
use phieu_store::{
    AuditFault, Group, Listing, Moment, NewClosing, NewDecision, NewRevision, Refusal, ReportRow, Scope, SqliteStore, Store,
};

async fn opened(file: &File) -> SqliteStore {
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    store
}

async fn row(store: &SqliteStore, number: u32) -> ReportRow {
    store.report(&id(number)).await.unwrap().unwrap()
}

fn by(level: u8, new: NewDecision) -> NewDecision {
    NewDecision { level: Level { number: level, of: 2 }, ..new }
}

fn closing(unit: &str, closed: bool) -> NewClosing {
    NewClosing {
        form: FormId::parse("clb-thang").unwrap(),
        unit: code(unit),
        period: Period::parse("2026-09").unwrap(),
        closed,
        reason: "Đã họp tổng kết.".to_owned(),
        at: Moment(7000),
        login: "binh".to_owned(),
    }
}

#[tokio::test]
async fn two_levels_approve_one_after_the_other() {
    let file = File::new();
    let store = opened(&file).await;
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "một")).await.unwrap().unwrap();
    let decide =
        async |level, event| store.decide(&by(level, decision(1, 1, event, &[("", "Lý do.")]))).await.unwrap().map(|done| done.status);
    let waiting = async |level| {
        let scopes =
            [Scope { form: FormId::parse("clb-thang").unwrap(), levels: 1_u32 << (level - 1), units: Some(vec![code("24848-C01")]) }];
        let asked = Listing { scopes: &scopes, period: None, status: None, group: Some(Group::Waiting), after: None, most: 9 };
        let rows = store.listed(&asked).await.unwrap();
        let counted: u64 = store.counted(&scopes).await.unwrap().iter().map(|counted| counted.groups[1]).sum();
        assert_eq!(counted, rows.len() as u64);
        rows.iter().all(|row| row.standing(false).waits_for(Level { number: level, of: 2 })).then_some(rows.len())
    };
    assert_eq!((waiting(1).await, waiting(2).await), (Some(1), Some(0)));
    assert_eq!(decide(2, Event::Approve).await, Err(Refusal::Turn));
    assert_eq!(decide(1, Event::Approve).await, Ok(Status::Approved));
    assert_eq!((row(&store, 1).await.approvals, decide(1, Event::Approve).await), (1, Err(Refusal::Status(Status::Approved))));
    assert_eq!((waiting(1).await, waiting(2).await), (Some(0), Some(1)));
    assert_eq!(decide(2, Event::Approve).await, Ok(Status::Approved));
    assert_eq!((waiting(1).await, waiting(2).await), (Some(0), Some(0)));
    assert!(row(&store, 1).await.standing(false).is_accepted(2));
    assert_eq!(decide(1, Event::Reopen).await, Err(Refusal::Turn));
    assert_eq!(decide(2, Event::Reopen).await, Ok(Status::Reopened));
    assert_eq!(row(&store, 1).await.approvals, 0);
    assert_eq!(store.verify_audit(None).await.unwrap().unwrap().line, 4);
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_flag_names_what_changed_and_goes_with_the_next_decision() {
    let file = File::new();
    let store = opened(&file).await;
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "cha")).await.unwrap().unwrap();
    store.decide(&decision(1, 1, Event::Approve, &[])).await.unwrap().unwrap();
    store.submit(&revision(2, 1, "24848-C02", "2026-09", "con")).await.unwrap().unwrap();
    assert_eq!(row(&store, 1).await.flag, None);
    let corrected = NewRevision { flags: vec![id(1), id(99)], ..revision(2, 2, "24848-C02", "2026-09", "con đã sửa") };
    store.submit(&corrected).await.unwrap().unwrap();
    let flag = row(&store, 1).await.flag.unwrap();
    assert_eq!((flag.report, flag.unit.code, flag.at), (id(2), code("24848-C02"), Moment(2000)));
    assert_eq!(row(&store, 1).await.status, Status::Approved, "its figures still count");
    let last = store.history(&id(1)).await.unwrap().pop().unwrap();
    assert_eq!((last.event, last.about, last.by.as_str()), (Event::Flag, Some(id(2)), "Người an"));
    assert!(store.remarks(&id(1)).await.unwrap().is_empty());
    store.submit(&corrected).await.unwrap().unwrap();
    assert_eq!(store.history(&id(1)).await.unwrap().len(), 3, "what is sent twice flags once");
    store.decide(&decision(1, 1, Event::Confirm, &[])).await.unwrap().unwrap();
    assert_eq!(row(&store, 1).await.flag, None);
    let again = store.decide(&decision(1, 1, Event::Confirm, &[])).await.unwrap();
    assert_eq!(again, Err(Refusal::Status(Status::Approved)), "there is nothing to confirm");
    store.verify_audit(None).await.unwrap().unwrap();
    store.close().await.unwrap();
}

#[tokio::test]
async fn the_official_report_replaces_its_estimate_when_it_is_approved() {
    let file = File::new();
    let store = opened(&file).await;
    store.submit(&revision(1, 1, "24848-C01", "2026-E", "ước")).await.unwrap().unwrap();
    store.decide(&decision(1, 1, Event::Approve, &[])).await.unwrap().unwrap();
    store.submit(&revision(2, 1, "24848-C01", "2026", "chính thức")).await.unwrap().unwrap();
    assert_eq!(row(&store, 1).await.status, Status::Approved);
    store.decide(&decision(2, 1, Event::Approve, &[])).await.unwrap().unwrap();
    let estimate = row(&store, 1).await;
    assert_eq!((estimate.status, estimate.approvals, estimate.replaced_by), (Status::Replaced, 0, Some(id(2))));
    let sent = store.submit(&revision(1, 2, "24848-C01", "2026-E", "ước lại")).await.unwrap();
    assert_eq!(sent, Err(Refusal::Status(Status::Replaced)));
    store.submit(&revision(3, 1, "24848-C02", "2026", "chính thức")).await.unwrap().unwrap();
    let late = store.submit(&revision(4, 1, "24848-C02", "2026-E", "ước muộn")).await.unwrap();
    assert_eq!(late, Err(Refusal::ReportExists(id(3))), "nobody estimates what is reported");
    store.verify_audit(None).await.unwrap().unwrap();
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_successors_report_stands_in_the_place_of_another() {
    let file = File::new();
    let store = opened(&file).await;
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "cũ")).await.unwrap().unwrap();
    store.submit(&revision(2, 1, "24848-C02", "2026-09", "mới")).await.unwrap().unwrap();
    store.submit(&revision(3, 1, "24848-C02", "2026-10", "kỳ khác")).await.unwrap().unwrap();
    let replace =
        async |by| store.decide(&NewDecision { replaced_by: by, ..decision(1, 1, Event::Replace, &[("", "Đã sáp nhập.")]) }).await.unwrap();
    for other in [None, Some(id(1)), Some(id(3)), Some(id(9))] {
        assert_eq!(replace(other).await, Err(Refusal::Replacement));
    }
    assert_eq!(replace(Some(id(2))).await.unwrap().status, Status::Replaced);
    assert_eq!(row(&store, 1).await.replaced_by, Some(id(2)));
    let reopened = store.decide(&decision(1, 1, Event::Reopen, &[("", "Nhầm.")])).await.unwrap().unwrap();
    assert_eq!((reopened.status, row(&store, 1).await.replaced_by), (Status::Reopened, None));
    store.verify_audit(None).await.unwrap().unwrap();
    store.close().await.unwrap();
}

#[tokio::test]
async fn in_a_closed_period_nothing_is_kept_until_it_is_opened() {
    let file = File::new();
    let store = opened(&file).await;
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "một")).await.unwrap().unwrap();
    store.close_period(&closing("68", true)).await.unwrap().unwrap();
    assert_eq!(store.close_period(&closing("68", true)).await.unwrap(), Err(Refusal::Locked));
    assert_eq!(store.decide(&decision(1, 1, Event::Approve, &[])).await.unwrap(), Err(Refusal::Locked));
    assert_eq!(store.submit(&revision(1, 2, "24848-C01", "2026-09", "hai")).await.unwrap(), Err(Refusal::Locked));
    assert_eq!(store.submit(&revision(2, 1, "24848-C02", "2026-09", "một")).await.unwrap(), Err(Refusal::Locked));
    assert!(store.submit(&revision(1, 1, "24848-C01", "2026-09", "một")).await.unwrap().is_ok(), "what is kept gets its receipt");
    store.submit(&revision(3, 1, "24848-C01", "2026-10", "tháng sau")).await.unwrap().unwrap();
    let said = store.closings(&[code("68"), code("24848")]).await.unwrap();
    assert_eq!((said.len(), said[0].closed, said[0].by.as_str(), said[0].reason.as_str()), (1, true, "Người binh", "Đã họp tổng kết."));
    store.close_period(&closing("68", false)).await.unwrap().unwrap();
    assert_eq!(store.close_period(&closing("68", false)).await.unwrap(), Err(Refusal::NotLocked));
    store.decide(&decision(1, 1, Event::Return, &[("", "Xem lại.")])).await.unwrap().unwrap();
    let late = |past_closing| NewRevision { past_closing, ..revision(1, 2, "24848-C01", "2026-09", "hai") };
    store.submit(&late(true)).await.unwrap().unwrap();
    let other = NewRevision { past_closing: true, ..revision(4, 1, "24846", "2026-10", "một") };
    assert_eq!(store.submit(&other).await.unwrap(), Err(Refusal::Locked), "the calendar closes where nobody said otherwise");
    assert_eq!(store.verify_audit(None).await.unwrap().unwrap().line, 6);
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_calendar_opens_with_its_last_key() {
    let file = File::new();
    let store = opened(&file).await;
    assert_eq!(store.calendar("an").await.unwrap(), None);
    for key in ["một", "hai"] {
        store.put_calendar("an", Some(key)).await.unwrap();
    }
    assert_eq!(store.calendar("an").await.unwrap().as_deref(), Some("hai"));
    assert_eq!(store.calendar_account("hai").await.unwrap().map(|account| account.login).as_deref(), Some("an"));
    assert_eq!(store.calendar_account("một").await.unwrap(), None);
    store.put_calendar("an", None).await.unwrap();
    assert_eq!((store.calendar("an").await.unwrap(), store.calendar_account("hai").await.unwrap()), (None, None));
    store.close().await.unwrap();
}

#[tokio::test]
async fn what_was_changed_beneath_is_found() {
    let about = |about: &str| AuditFault::Closing { about: about.to_owned() };
    let status = |number| AuditFault::Status { report: id(number).to_string() };
    for (change, fault) in [
        ("update report set approvals = 2 where status = 'approved'", status(1)),
        ("update report set flag = null", status(1)),
        ("update report set replaced_by = id where status = 'submitted'", status(2)),
        ("update closing set closed = 0", about("clb-thang 68 2026-09")),
        ("delete from closing", about("clb-thang 68 2026-09")),
        ("update closing set period = '2026-08'", about("clb-thang 68 2026-08")),
        ("insert into closing select form, '24848', period, 1, line from closing", about("clb-thang 24848 2026-09")),
        ("drop trigger audit_is_final_update; update audit set about = 'clb-thang 68 2026-10' where report is null", AuditFault::Line(5)),
        ("drop trigger audit_is_final_update; update audit set about = report where event = 'flag'", AuditFault::Line(4)),
        ("drop trigger audit_is_final_update; update audit set approvals = 2 where event = 'approve'", AuditFault::Line(2)),
        ("drop trigger remark_is_final_update; update remark set text = 'Khác.'", AuditFault::Line(5)),
    ] {
        let file = File::new();
        let store = opened(&file).await;
        store.submit(&revision(1, 1, "24848-C01", "2026-09", "cha")).await.unwrap().unwrap();
        store.decide(&decision(1, 1, Event::Approve, &[])).await.unwrap().unwrap();
        let child = NewRevision { flags: vec![id(1)], ..revision(2, 1, "24848-C02", "2026-09", "con") };
        store.submit(&child).await.unwrap().unwrap();
        store.close_period(&closing("68", true)).await.unwrap().unwrap();
        assert_eq!(store.verify_audit(None).await.unwrap().unwrap().line, 5);
        store.close().await.unwrap();
        let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.0.display())).await.unwrap();
        sqlx::query("pragma foreign_keys = off").execute(&pool).await.unwrap();
        for statement in change.split(';') {
            sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&pool).await.unwrap();
        }
        pool.close().await;
        let store = SqliteStore::open(&file.0).await.unwrap();
        assert_eq!(store.verify_audit(None).await.unwrap(), Err(fault), "{change}");
        store.close().await.unwrap();
    }
}
