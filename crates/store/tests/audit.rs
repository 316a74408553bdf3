//! Somebody with the database file, no triggers and SQL: whatever is changed beneath the store, the audit tells where.

#![allow(clippy::unwrap_used)]

mod furnished;

use std::path::Path;

use furnished::{File, decision, furnish, id, revision};
use phieu_report::{Event, digest};
use phieu_store::{AuditFault, AuditMark, By, Moment, People, Redaction, SqliteStore, Store};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

/// Five lines: a report sent, returned with two remarks, sent again, approved; and another report sent.
async fn written(file: &Path, words: &str) -> AuditMark {
    let store = SqliteStore::open(file).await.unwrap();
    furnish(&store).await;
    store.submit(&revision(1, 1, "24848-C01", "2026-09", words)).await.unwrap().unwrap();
    store.decide(&decision(1, 1, Event::Return, &[("", "Xem lại."), ("a/b", "Đếm lại.")])).await.unwrap().unwrap();
    store.submit(&revision(1, 2, "24848-C01", "2026-09", "hai")).await.unwrap().unwrap();
    store.decide(&decision(1, 2, Event::Approve, &[])).await.unwrap().unwrap();
    store.submit(&revision(2, 1, "24848-C02", "2026-09", "một")).await.unwrap().unwrap();
    let mark = store.verify_audit(None).await.unwrap().unwrap();
    assert_eq!(mark.line, 5);
    store.close().await.unwrap();
    mark
}

/// Runs statements as if there were neither triggers nor references.
async fn tamper(file: &Path, statements: &str) {
    let options = SqliteConnectOptions::new().filename(file).foreign_keys(false);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    for table in ["audit", "revision", "remark"] {
        for step in ["update", "delete"] {
            sqlx::query(sqlx::AssertSqlSafe(format!("drop trigger {table}_is_final_{step}"))).execute(&pool).await.unwrap();
        }
    }
    for statement in statements.split(';') {
        sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&pool).await.unwrap();
    }
    pool.close().await;
}

async fn checked(file: &Path, noted: Option<&AuditMark>) -> Result<AuditMark, AuditFault> {
    let store = SqliteStore::open(file).await.unwrap();
    let said = store.verify_audit(noted).await.unwrap();
    store.close().await.unwrap();
    said
}

async fn found(statements: &str) -> AuditFault {
    let file = File::new();
    written(&file.0, "một").await;
    tamper(&file.0, statements).await;
    checked(&file.0, None).await.expect_err(statements)
}

#[tokio::test]
async fn a_line_that_was_changed_is_found() {
    for (change, line) in [
        ("update audit set at = at + 1 where id = 2", 2),
        ("update audit set login = 'an' where id = 4", 4),
        ("update audit set event = 'approve' where id = 2", 2),
        ("update audit set report = (select report from audit where id = 5) where id = 1", 1),
        ("update audit set revision = 1 where id = 4", 4),
        ("update audit set status = 'returned' where id = 4", 4),
        ("update audit set revision_digest = digest where id = 3", 3),
        ("update audit set digest = revision_digest where id = 3", 3),
        ("update audit set digest = upper(digest) where id = 5", 5),
        ("update remark set text = 'Tốt.' where id = 1", 2),
        ("update remark set path = 'a/c' where id = 2", 2),
        ("update remark set id = 3 where id = 1", 2),
        ("update remark set line = 4 where id = 2", 2),
        ("delete from remark where id = 2", 2),
        ("insert into remark (line, path, text) values (4, '', 'Tốt.')", 4),
    ] {
        assert_eq!(found(change).await, AuditFault::Line(line), "{change}");
    }
}

#[tokio::test]
async fn a_line_that_was_removed_put_in_or_moved_is_found() {
    let put_in = "insert into audit select 6, at, login, event, report, revision, status, revision_digest, digest, about, approvals from audit where id = 5";
    let first = "insert into audit select -1, at, login, event, report, revision, status, revision_digest, digest, about, approvals from audit where id = 1";
    for (change, fault) in [
        ("delete from audit where id = 3", AuditFault::Number { expected: 3, found: 4 }),
        ("delete from audit where id = 1", AuditFault::Number { expected: 1, found: 2 }),
        ("delete from audit where id = 3; update audit set id = 3 where id = 4; update audit set id = 4 where id = 5", AuditFault::Line(3)),
        (first, AuditFault::Number { expected: 1, found: -1 }),
        (put_in, AuditFault::Line(6)),
        (
            "update audit set id = 9 where id = 3; update audit set id = 3 where id = 4; update audit set id = 4 where id = 9",
            AuditFault::Line(3),
        ),
        ("update audit set id = 6 where id = 5", AuditFault::Number { expected: 5, found: 6 }),
    ] {
        assert_eq!(found(change).await, fault, "{change}");
    }
}

#[tokio::test]
async fn a_revision_or_report_that_was_changed_is_found() {
    let of = |line, report, revision| AuditFault::Revision { line, report: id(report).to_string(), revision };
    for (change, fault) in [
        ("update revision set content = x'7b7d' where content = cast('hai' as blob)", of(3, 1, 2)),
        ("update revision set content = x'7b7d', digest = 'x' where content = cast('hai' as blob)", of(3, 1, 2)),
        ("update revision set digest = 'x' where number = 2", of(3, 1, 2)),
        ("update revision set context = x'00' where number = 2", of(3, 1, 2)),
        ("update revision set version = '2025.1' where number = 2", of(3, 1, 2)),
        ("update revision set sealed_at = null where number = 2", of(3, 1, 2)),
        ("update revision set received_at = 1 where number = 2", of(3, 1, 2)),
        ("update revision set received_from = 'binh' where number = 2", of(3, 1, 2)),
        ("delete from revision where number = 2", of(3, 1, 2)),
        ("update report set unit = '24848-C02', period = '2026-10' where status = 'approved'", of(1, 1, 1)),
        ("update report set form = 'quy' where status = 'submitted'", of(5, 2, 1)),
        ("delete from report where status = 'submitted'", of(5, 2, 1)),
    ] {
        assert_eq!(found(change).await, fault, "{change}");
    }
}

#[tokio::test]
async fn what_no_line_tells_of_is_found() {
    let copied = "insert into revision select report, 3, version, digest, content, context, sealed_at, received_at, received_from
                  from revision where number = 2";
    let untold = |report, revision| AuditFault::Untold { report: id(report).to_string(), revision };
    let status = |report| AuditFault::Status { report: id(report).to_string() };
    for (change, fault) in [
        (copied, untold(1, 3)),
        ("delete from audit where id = 5", untold(2, 1)),
        ("update report set status = 'approved' where status = 'submitted'", status(2)),
        ("update report set revision = 1 where revision = 2", status(1)),
        ("delete from audit where id >= 4; update report set status = 'submitted', revision = 1", untold(2, 1)),
    ] {
        assert_eq!(found(change).await, fault, "{change}");
    }
}

#[tokio::test]
async fn an_end_cut_off_cleanly_and_a_chain_made_anew_are_found_by_what_was_noted() {
    let (file, other) = (File::new(), File::new());
    let noted = written(&file.0, "một").await;
    let anew = written(&other.0, "khác").await;
    assert_eq!(checked(&other.0, None).await, Ok(anew));
    assert_eq!(checked(&other.0, Some(&noted)).await, Err(AuditFault::Noted(5)));

    let last = format!("report = '{0}'; delete from revision where report = '{0}'; delete from report where id = '{0}'", id(2));
    tamper(&file.0, &format!("delete from audit where {last}")).await;
    assert_eq!(checked(&file.0, None).await.map(|mark| mark.line), Ok(4), "nothing in the database tells of it any more");
    assert_eq!(checked(&file.0, Some(&noted)).await, Err(AuditFault::CutOff { noted: 5, last: 4 }));
}

#[tokio::test]
async fn what_was_erased_meanwhile_is_not_put_back() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "a")).await.unwrap().unwrap();
    let old = store.revisions_of(&id(1)).await.unwrap().remove(0);
    let left = |content: &[u8]| Redaction {
        report: old.report.clone(),
        revision: old.revision,
        content_was: digest(&old.content),
        context_was: digest(&old.context),
        content: content.to_vec(),
        context: old.context.clone(),
        remarks: Vec::new(),
    };
    let by = By { login: "an".to_owned(), at: Moment(1), reason: None };
    assert!(store.redact(&by, &left(b"{\"first\":1}")).await.unwrap());
    assert!(!store.redact(&by, &left(b"{\"second\":1}")).await.unwrap(), "it was worked out of what is gone");
    assert_eq!(store.revisions_of(&id(1)).await.unwrap()[0].content, b"{\"first\":1}");
    assert_eq!(store.verify_people_audit(None).await.unwrap().unwrap().line, 1);
    store.close().await.unwrap();
}
