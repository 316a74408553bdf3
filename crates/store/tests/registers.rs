//! Matched tables and copies: the last word holds, the same bytes are kept once, and a copy that was changed is found.

#![allow(clippy::unwrap_used)]

mod furnished;

use furnished::{File, code, furnish, id, revision};
use phieu_report::{FormId, digest};
use phieu_store::{AuditFault, By, Moment, Registers, SqliteStore, Store};

fn by(login: &str, at: i64) -> By {
    By { login: login.to_owned(), at: Moment(at), reason: None }
}

#[tokio::test]
async fn the_last_word_on_a_table_holds() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let (unit, form) = (code("24848"), FormId::parse("so-vb").unwrap());
    for (at, columns) in [(1, "[null]"), (2, r#"["a"]"#)] {
        store.put_matching(&by("an", at), &unit, &form, r#"["so"]"#, columns).await.unwrap();
    }
    store.put_matching(&by("an", 3), &unit, &form, r#"["ngay"]"#, r#"["b"]"#).await.unwrap();
    let pair = |headings: &str, columns: &str| (headings.to_owned(), columns.to_owned());
    assert_eq!(store.matchings(&unit, &form).await.unwrap(), [pair(r#"["so"]"#, r#"["a"]"#), pair(r#"["ngay"]"#, r#"["b"]"#)]);
    assert!(store.matchings(&code("24846"), &form).await.unwrap().is_empty(), "another unit has tables of its own");
    store.close().await.unwrap();
}

#[tokio::test]
async fn copies_are_kept_once_and_told_in_the_audit() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    for report in [1, 2] {
        let unit = if report == 1 { "24848-C01" } else { "24848-C02" };
        store.submit(&revision(report, 1, unit, "2026-09", "a")).await.unwrap().unwrap();
        store.attach(&by("an", 1), &id(report), "ban-sao.pdf", "application/pdf", b"%PDF-1").await.unwrap();
    }
    store.attach(&by("binh", 2), &id(1), "ban-sao.pdf", "application/pdf", b"%PDF-2").await.unwrap();
    store.attach(&by("an", 3), &id(1), "anh.png", "image/png", b"png").await.unwrap();
    let kept: Vec<_> = store.attachments(&[id(1)]).await.unwrap().into_iter().map(|(_, kept)| kept).collect();
    let told: Vec<_> = kept.iter().map(|one| (one.name.as_str(), one.kind.as_str(), one.size, one.login.as_str())).collect();
    assert_eq!(told, [("anh.png", "image/png", 3, "an"), ("ban-sao.pdf", "application/pdf", 6, "binh")], "of one name the last copy");
    assert_eq!(kept[1].digest, digest(b"%PDF-2"));
    assert_eq!(store.file(&kept[1].digest).await.unwrap().as_deref(), Some(&b"%PDF-2"[..]));
    assert_eq!(store.file(&digest(b"%PDF-1")).await.unwrap().as_deref(), Some(&b"%PDF-1"[..]), "what came first stays");
    assert_eq!(store.attachments(&[id(1), id(2)]).await.unwrap().len(), 3);
    assert_eq!(store.file("none").await.unwrap(), None);
    use phieu_store::People;
    assert_eq!(store.verify_people_audit(None).await.unwrap().unwrap().line, 4, "each coming is a line");
    store.close().await.unwrap();

    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.0.display())).await.unwrap();
    for statement in [
        "update file set bytes = x'00'",
        "update attachment set name = 'x'",
        "update attachment set erased = 1",
        "delete from attachment",
        "delete from file",
    ] {
        assert!(sqlx::query(statement).execute(&pool).await.is_err(), "{statement}");
    }
    sqlx::raw_sql("drop trigger file_is_final_update; update file set bytes = x'00' where kind = 'image/png'")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let store = SqliteStore::open(&file.0).await.unwrap();
    let fault = AuditFault::Copy { report: id(1).to_string(), name: "anh.png".to_owned() };
    assert_eq!(store.verify_people_audit(None).await.unwrap(), Err(fault));
    store.close().await.unwrap();
}

#[tokio::test]
async fn an_erased_copy_is_gone_and_the_audit_is_whole() {
    use phieu_store::People;
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    for report in [1, 2] {
        let unit = if report == 1 { "24848-C01" } else { "24848-C02" };
        store.submit(&revision(report, 1, unit, "2026-09", "a")).await.unwrap().unwrap();
        store.attach(&by("an", 1), &id(report), "a.pdf", "application/pdf", b"%PDF-1").await.unwrap();
    }
    store.attach(&by("an", 2), &id(1), "a.pdf", "application/pdf", b"%PDF-2").await.unwrap();
    let (first, second) = (digest(b"%PDF-1"), digest(b"%PDF-2"));
    assert_eq!(store.erase_copies(&by("binh", 3), &id(1), Some("a.pdf")).await.unwrap(), 2, "also the one before");
    assert!(store.attachments(&[id(1)]).await.unwrap().is_empty() && store.file(&second).await.unwrap().is_none());
    assert!(store.file(&first).await.unwrap().is_some(), "another report has it still");
    assert_eq!(store.with_copies().await.unwrap(), [id(2)]);
    assert_eq!(store.erase_copies(&by("binh", 4), &id(1), None).await.unwrap(), 0);
    assert_eq!(store.verify_people_audit(None).await.unwrap().unwrap().line, 5);
    store.attach(&by("an", 5), &id(1), "a.pdf", "application/pdf", b"%PDF-2").await.unwrap();
    assert_eq!(store.file(&second).await.unwrap().as_deref(), Some(&b"%PDF-2"[..]), "it may be brought again");
    store.close().await.unwrap();
}
