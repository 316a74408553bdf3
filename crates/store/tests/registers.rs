//! Matched tables and copies: the last word holds, the same bytes are kept once, and a copy that was changed is found.

#![allow(clippy::unwrap_used)]

mod furnished;

use furnished::{File, code, furnish, id, revision};
use phieu_report::{Date, FormId, Period, digest};
use phieu_store::{AuditFault, By, Moment, Piece, Registers, RowPage, RowQuery, SqliteStore, Store, Uploads};

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
    let begun = Piece { report: &id(1), name: "b.pdf", digest: "d", size: 9, offset: 0, bytes: b"%PDF" };
    assert_eq!(store.add_piece(&begun, Moment(3), Moment(0)).await.unwrap(), 4);
    assert_eq!(store.with_copies().await.unwrap(), [id(1), id(2)], "pieces are copies too");
    assert_eq!(store.erase_copies(&by("binh", 4), &id(1), None).await.unwrap(), 0);
    assert_eq!(store.upload(&id(1), "b.pdf").await.unwrap(), None, "pieces go with the rest");
    assert_eq!(store.verify_people_audit(None).await.unwrap().unwrap().line, 5);
    store.attach(&by("an", 5), &id(1), "a.pdf", "application/pdf", b"%PDF-2").await.unwrap();
    assert_eq!(store.file(&second).await.unwrap().as_deref(), Some(&b"%PDF-2"[..]), "it may be brought again");
    store.close().await.unwrap();
}

#[tokio::test]
async fn rows_of_many_reports_come_in_order_and_page_by_page() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let row = |name: &str, day: &str, due: &str, state: &str| {
        let mut row = serde_json::json!({ "name": name, "by": { "state": state } });
        for (key, value) in [("day", day), ("due", due)] {
            if !value.is_empty() {
                row[key] = value.into();
            }
        }
        row
    };
    let lists = [
        (
            "24848-C01",
            vec![
                row("done", "2026-09-09", "2026-01-01", "done"),
                row("next", "2026-01-01", "2026-12-01", "going"),
                row("late", "2026-01-01", "2026-09-01", "going"),
            ],
        ),
        (
            "24848-C02",
            vec![
                row("latest", "2026-01-01", "2026-08-01", ""),
                row("newest", "2026-09-02", "", "going"),
                row("new", "2026-09-01", "", "going"),
            ],
        ),
        ("24846", vec![]),
    ];
    for (number, (unit, rows)) in (1..).zip(&lists) {
        let content = serde_json::json!({ "answers": { "book": { "rows": rows } } }).to_string();
        store.submit(&revision(number, 1, unit, "2026-09", &content)).await.unwrap().unwrap();
    }
    let (form, units) = (FormId::parse("clb-thang").unwrap(), lists.each_ref().map(|(unit, _)| code(unit)));
    let today = Date::parse("2026-10-01").unwrap();
    let period = Period::parse("2026-09").unwrap();
    let asked = RowQuery {
        form: &form,
        period,
        units: &units,
        rows: "book/rows",
        due: Some("due"),
        state: Some("by/state"),
        day: Some("day"),
        done: &["done"],
        today,
    };
    let late = RowQuery { units: &units[..2], done: &["done", "going"], ..asked.clone() };
    let elsewhere = RowQuery { rows: "book/none", ..asked.clone() };
    let all_asked = [asked.clone(), elsewhere, late];
    let counts = store.row_counts(&all_asked).await.unwrap();
    let numbers: Vec<_> = counts.iter().map(|list| list.iter().map(|one| (one.rows, one.open)).collect::<Vec<_>>()).collect();
    let (mine, late): (&[_], &[_]) = (&[(0, 0), (3, 2), (3, 3)], &[(3, 0), (3, 1)]);
    assert_eq!(numbers, [mine, &[(0, 0); 3], late], "each list by its own question");
    let counts: Vec<_> = counts[0].iter().map(|one| (one.unit.as_str(), one.report.clone(), one.rows, one.open, one.overdue)).collect();
    assert_eq!(counts, [("24846", id(3), 0, 0, 0), ("24848-C01", id(1), 3, 2, 1), ("24848-C02", id(2), 3, 3, 1)]);
    let sums = store.row_sums(&all_asked).await.unwrap();
    let sums: Vec<_> = sums.iter().map(|sums| (sums.units, sums.rows, sums.open, sums.overdue)).collect();
    assert_eq!(sums, [(3, 6, 5, 2), (3, 0, 0, 0), (2, 6, 1, 1)]);
    assert!(store.row_sums(&[]).await.unwrap().is_empty() && store.row_counts(&[]).await.unwrap().is_empty());

    let all = RowPage { most: 10, ..RowPage::default() };
    let names = async |page: RowPage<'_>| {
        let (found, rows) = store.rows(&asked, &page).await.unwrap();
        let name = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["name"].as_str().unwrap().to_owned();
        (found, rows.iter().map(|row| name(&row.answers)).collect::<Vec<_>>().join(" "), rows)
    };
    let (found, order, rows) = names(all).await;
    assert_eq!((found, order.as_str()), (6, "latest late next newest new done"));
    assert_eq!((rows[0].unit.as_str(), &rows[0].report, rows[0].number), ("24848-C02", &id(2), 1));
    let (found, order, _) = names(RowPage { offset: 4, most: 1, ..all }).await;
    assert_eq!((found, order.as_str()), (6, "new"));
    let (found, order, _) = names(RowPage { offset: 9, ..all }).await;
    assert_eq!((found, order.as_str()), (6, ""), "after the end one still knows how many there are");
    let (found, order, _) = names(RowPage { open: true, most: 1, ..all }).await;
    assert_eq!((found, order.as_str()), (5, "latest"));
    assert_eq!(names(RowPage { state: Some("done"), ..all }).await.1, "done");
    assert_eq!(names(RowPage { state: Some(""), ..all }).await.1, "latest");
    let nobody = RowQuery { units: &[], ..asked.clone() };
    assert_eq!(store.rows(&nobody, &all).await.unwrap(), (0, Vec::new()));

    let other = RowQuery { state: None, ..asked.clone() };
    let open = async |asked: &RowQuery<'_>| {
        store.row_counts(std::slice::from_ref(asked)).await.unwrap()[0].iter().map(|one| one.open).sum::<u64>()
    };
    assert_eq!((open(&other).await, open(&asked).await), (0, 5), "another question is answered on its own");
    let content = serde_json::json!({ "answers": { "book": { "rows": [row("second", "", "2026-07-01", "going")] } } }).to_string();
    store.submit(&revision(3, 2, "24846", "2026-09", &content)).await.unwrap().unwrap();
    assert_eq!(names(all).await.1, "second latest late next newest new done", "what came in since is told");
    store.close().await.unwrap();
}
