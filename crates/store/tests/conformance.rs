//! What every store promises, once, as functions over `dyn Store`; each database runs all of them.

#![allow(clippy::unwrap_used)]

mod furnished;

use std::sync::Arc;

use furnished::{File, account, code, decision, duty, furnish, id, revision, unit};
use phieu_report::{Date, Event, FormId, Period, Revision, Status};
use phieu_store::{
    Account, AuditFault, AuditMark, By, Duty, FactFilter, Kept, Moment, NewRevision, PeopleLine, PeopleRefusal, Refusal, ReportFilter,
    Sealed, Session, SqliteStore, Store, Unit,
};

async fn units_form_a_tree(store: &dyn Store) {
    let codes = |units: Vec<Unit>| units.into_iter().map(|unit| unit.code.to_string()).collect::<Vec<_>>();
    assert_eq!(codes(store.units_under(&code("68")).await.unwrap()), ["24846", "24848"]);
    assert_eq!(codes(store.units_within(&code("24848")).await.unwrap()), ["24848", "24848-C01", "24848-C02"]);
    assert_eq!(codes(store.units_within(&code("VN")).await.unwrap()).len(), 6);
    assert!(store.units_within(&code("99999")).await.unwrap().is_empty());
    assert_eq!(store.unit(&code("24848-C01")).await.unwrap(), Some(unit("24848-C01", "club", Some("24848"))));
    assert_eq!(store.unit(&code("99999")).await.unwrap(), None);
    let renamed = Unit { name: "Tên mới".to_owned(), ..unit("24846", "commune", Some("68")) };
    store.put_units(std::slice::from_ref(&renamed)).await.unwrap();
    assert_eq!(store.unit(&code("24846")).await.unwrap(), Some(renamed), "the code stays, the name changes");
    let orphan = unit("99999-C01", "club", Some("99999"));
    let with_orphan = [unit("24850", "commune", Some("68")), orphan];
    assert!(store.put_units(&with_orphan).await.is_err());
    assert_eq!(store.unit(&code("24850")).await.unwrap(), None, "all or none");
}

async fn a_session_lasts_until_it_ends(store: &dyn Store) {
    let session = |hash: &str, from: i64, to: i64| Session {
        token_hash: hash.to_owned(),
        login: "an".to_owned(),
        opened_at: Moment(from),
        expires_at: Moment(to),
    };
    store.open_session(&session("one", 0, 100)).await.unwrap();
    assert_eq!(store.session_account("one", Moment(99)).await.unwrap(), Some(account("an")));
    assert_eq!(store.session_account("one", Moment(100)).await.unwrap(), None);
    assert_eq!(store.session_account("other", Moment(0)).await.unwrap(), None);
    store.open_session(&session("two", 100, 200)).await.unwrap();
    assert_eq!(store.session_account("one", Moment(0)).await.unwrap(), None, "an ended session is gone with the next opening");
    store.close_session("two").await.unwrap();
    store.close_session("two").await.unwrap();
    assert_eq!(store.session_account("two", Moment(150)).await.unwrap(), None);
    store.open_session(&session("three", 200, 900)).await.unwrap();
    let changed = Account { password_hash: "$argon2id$new".to_owned(), ..account("an") };
    store.put_account(&changed).await.unwrap();
    assert_eq!(store.session_account("three", Moment(300)).await.unwrap(), None, "a changed account signs in anew");
    store.put_account(&account("an")).await.unwrap();
    assert_eq!(store.account("an").await.unwrap(), Some(account("an")));
    assert_eq!(store.account("nobody").await.unwrap(), None);
}

async fn what_is_put_for_an_account_is_told(store: &dyn Store) {
    let day = Date::parse("2026-10-01").unwrap();
    let by = By::of("phieu account", Moment(70));
    let put = async |account: &Account| store.replace_account(&by, account, day, &["administrator"]).await.unwrap();
    let told = async || {
        let lines = store.people_history("chi").await.unwrap();
        let line = |line: &PeopleLine| {
            assert_eq!((line.login.as_str(), line.at), ("phieu account", Moment(70)));
            let word = |name: &str| line.details[name].as_str().map(|word| format!(" {word}")).unwrap_or_default();
            format!("{}{}{}{}", line.event, word("role"), word("from"), word("to"))
        };
        lines.iter().map(line).collect::<Vec<_>>()
    };
    let leads = duty("administrator", "VN", "2026-10-01", None);
    let new = Account { duties: vec![leads.clone()], ..account("chi") };
    put(&new).await.unwrap();
    let first = ["begin administrator 2026-10-01", "password"];
    assert_eq!(told().await, first);
    let lead = Account { duties: vec![Duty { to: Some(day), ..leads.clone() }], ..new.clone() };
    assert_eq!(put(&lead).await, Err(PeopleRefusal::LastOne));
    assert_eq!((told().await, store.account("chi").await.unwrap()), (first.map(str::to_owned).to_vec(), Some(new.clone())));
    put(&Account { login: "dung".to_owned(), ..new }).await.unwrap();
    let reads = duty("viewer", "68", "2026-10-01", None);
    let lead = Account { name: "Người khác".to_owned(), duties: vec![lead.duties[0].clone(), reads], ..lead };
    put(&lead).await.unwrap();
    let then = ["end administrator 2026-10-01", "begin viewer 2026-10-01", "correct", "password"];
    assert_eq!(told().await, [&first[..], &then].concat());
    assert_eq!(store.account("chi").await.unwrap(), Some(lead));
    assert!(store.verify_people_audit(None).await.unwrap().is_ok());
}

async fn revisions_are_only_added(store: &dyn Store) {
    let first = revision(1, 1, "24848-C01", "2026-09", "một");
    assert_eq!(store.standing(&first.key).await.unwrap(), Ok(None));
    let Ok(Kept::Now(receipt)) = store.submit(&first).await.unwrap() else { panic!("kept") };
    assert_eq!((receipt.status, receipt.received_at), (Status::Submitted, Moment(1000)));
    let late = NewRevision { received_at: Moment(9999), ..first.clone() };
    assert_eq!(store.submit(&late).await.unwrap(), Ok(Kept::Before(receipt.clone())), "the first receipt stands");
    assert_eq!(store.standing(&first.key).await.unwrap(), Ok(Some(receipt)));

    let last = |number| Revision::try_from(number).unwrap();
    let cases = [
        (revision(1, 1, "24848-C01", "2026-09", "khác"), Refusal::RevisionConflict(last(1))),
        (revision(1, 3, "24848-C01", "2026-09", "ba"), Refusal::RevisionGap(Some(last(1)))),
        (revision(1, 2, "24848-C02", "2026-09", "hai"), Refusal::OtherReport),
        (revision(1, 2, "24848-C01", "2026-10", "hai"), Refusal::OtherReport),
        (revision(2, 1, "24848-C01", "2026-09", "hai"), Refusal::ReportExists(id(1))),
        (revision(2, 2, "24848-C02", "2026-09", "hai"), Refusal::RevisionGap(None)),
    ];
    for (new, refusal) in cases {
        assert_eq!(store.standing(&new.key).await.unwrap(), Err(refusal.clone()));
        assert_eq!(store.submit(&new).await.unwrap(), Err(refusal));
    }
    assert!(matches!(store.submit(&revision(1, 2, "24848-C01", "2026-09", "hai")).await.unwrap(), Ok(Kept::Now(_))));
    let old = store.submit(&revision(1, 1, "24848-C01", "2026-09", "khác")).await.unwrap();
    assert_eq!(old, Err(Refusal::RevisionOld(last(2))));

    let stored = store.revisions(&id(1)).await.unwrap();
    assert_eq!(stored.iter().map(|row| row.content.as_slice()).collect::<Vec<_>>(), ["một".as_bytes(), "hai".as_bytes()]);
    assert_eq!(store.revision(&id(1), last(1)).await.unwrap().as_ref(), stored.first());
    assert_eq!(store.revision(&id(1), last(3)).await.unwrap(), None);
    assert_eq!(stored[0].sealed_at, Some(Sealed("2031".to_owned())));
    let row = store.report(&id(1)).await.unwrap().unwrap();
    assert_eq!((row.revision, row.first_received_at, row.received_at), (last(2), Moment(1000), Moment(2000)));
    assert_eq!(store.report(&id(77)).await.unwrap(), None);
}

async fn decisions_move_the_status_and_are_told(store: &dyn Store) {
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "một")).await.unwrap().unwrap();
    assert_eq!(store.decide(&decision(9, 1, Event::Approve, &[])).await.unwrap(), Err(Refusal::UnknownReport));
    assert_eq!(store.decide(&decision(1, 2, Event::Approve, &[])).await.unwrap(), Err(Refusal::RevisionOld(Revision::FIRST)));
    assert_eq!(store.decide(&decision(1, 1, Event::Reopen, &[])).await.unwrap(), Err(Refusal::Status(Status::Submitted)));
    let returned = store.decide(&decision(1, 1, Event::Return, &[("", "Xem lại."), ("a/b", "Đếm lại.")])).await.unwrap().unwrap();
    assert_eq!(returned.status, Status::Returned);
    store.submit(&revision(1, 2, "24848-C01", "2026-09", "hai")).await.unwrap().unwrap();
    assert_eq!(store.decide(&decision(1, 2, Event::Approve, &[])).await.unwrap().unwrap().status, Status::Approved);
    let sent = store.submit(&revision(1, 3, "24848-C01", "2026-09", "ba")).await.unwrap();
    assert_eq!(sent, Err(Refusal::Status(Status::Approved)));

    let remarks = store.remarks(&id(1)).await.unwrap();
    let told: Vec<_> = remarks.iter().map(|remark| (remark.path.as_str(), remark.text.as_str(), remark.by.as_str())).collect();
    assert_eq!(told, [("", "Xem lại.", "Người binh"), ("a/b", "Đếm lại.", "Người binh")]);
    let history = store.history(&id(1)).await.unwrap();
    let told: Vec<_> = history.iter().map(|line| (line.event, line.revision.get(), line.status, line.by.as_str())).collect();
    let expected = [
        (Event::Submit, 1, Status::Submitted, "Người an"),
        (Event::Return, 1, Status::Returned, "Người binh"),
        (Event::Submit, 2, Status::Submitted, "Người an"),
        (Event::Approve, 2, Status::Approved, "Người binh"),
    ];
    assert_eq!(told, expected);
}

async fn reports_are_found_and_facts_are_the_last_revisions(store: &dyn Store) {
    for new in [
        revision(1, 1, "24848-C01", "2026-09", "a"),
        revision(2, 1, "24848-C02", "2026-09", "b"),
        revision(3, 1, "24848-C01", "2026-10", "c"),
    ] {
        store.submit(&new).await.unwrap().unwrap();
    }
    store.submit(&revision(1, 2, "24848-C01", "2026-09", "a2")).await.unwrap().unwrap();
    store.decide(&decision(2, 1, Event::Approve, &[])).await.unwrap().unwrap();
    let found = async |filter: ReportFilter| store.reports(&filter).await.unwrap().into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(found(ReportFilter::default()).await, [id(3), id(1), id(2)], "the latest period first, then by unit");
    let units = |codes: &[&str]| ReportFilter { units: Some(codes.iter().map(|text| code(text)).collect()), ..ReportFilter::default() };
    assert_eq!(found(units(&["24848-C02", "24846"])).await, [id(2)]);
    assert!(found(units(&[])).await.is_empty(), "no unit is not every unit");
    assert_eq!(found(ReportFilter { status: Some(Status::Approved), ..ReportFilter::default() }).await, [id(2)]);
    assert_eq!(found(ReportFilter { period: Period::parse("2026-10").ok(), ..ReportFilter::default() }).await, [id(3)]);
    assert!(found(ReportFilter { form: FormId::parse("quy").ok(), ..ReportFilter::default() }).await.is_empty());

    let contents = async |filter: ReportFilter| {
        let found = store.contents(&filter).await.unwrap();
        found.into_iter().map(|(row, content)| (row.id, row.revision.get(), String::from_utf8(content).unwrap())).collect::<Vec<_>>()
    };
    let text = |report, number, content: &str| (id(report), number, content.to_owned());
    assert_eq!(contents(units(&["24848-C01"])).await, [text(3, 1, "c"), text(1, 2, "a2")], "of each report the last revision's");
    assert_eq!(contents(ReportFilter { status: Some(Status::Approved), ..ReportFilter::default() }).await, [text(2, 1, "b")]);
    assert!(contents(units(&[])).await.is_empty());

    let (clubs, form) = (["24848-C01", "24848-C02"].map(code), FormId::parse("clb-thang").unwrap());
    let since = async |day: &str| {
        let filter = FactFilter { units: &clubs, form: &form, since: Date::parse(day).unwrap() };
        store.facts_since(&filter).await.unwrap()
    };
    let facts = since("2026-09-14").await;
    let found: Vec<String> = facts.iter().map(|one| format!("{} {} {}", one.unit, one.period, one.status.name())).collect();
    assert_eq!(found, ["24848-C01 2026-09 submitted", "24848-C01 2026-10 submitted", "24848-C02 2026-09 approved"]);
    assert_eq!(since("2026-09-15").await.len(), 1);
    assert_eq!(facts[0].facts, [("members/closing".to_owned(), 2.5), ("members/opening".to_owned(), 50.0)]);
    assert_eq!(facts[0].texts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["Một", "Hai"]);
    assert_eq!(facts[2].facts[0].1, 1.5);
}

async fn the_audit_is_a_chain(store: &dyn Store) {
    let nothing = store.verify_audit(None).await.unwrap().unwrap();
    assert_eq!(nothing, AuditMark { line: 0, digest: "0".repeat(64) });
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "một")).await.unwrap().unwrap();
    let first = store.verify_audit(None).await.unwrap().unwrap();
    assert_eq!((first.line, first.digest.len()), (1, 64));
    store.decide(&decision(1, 1, Event::Return, &[("a/b", "Đếm lại."), ("", "Xem lại.")])).await.unwrap().unwrap();
    let second = store.verify_audit(Some(&first)).await.unwrap().unwrap();
    assert_eq!(second.line, 2);
    assert_ne!(second.digest, first.digest);

    store.submit(&revision(1, 1, "24848-C01", "2026-09", "một")).await.unwrap().unwrap();
    store.decide(&decision(1, 1, Event::Approve, &[("", "Được.")])).await.unwrap().unwrap_err();
    assert_eq!(store.verify_audit(Some(&second)).await.unwrap(), Ok(second.clone()), "what changed nothing adds no line");
    assert_eq!(store.verify_audit(Some(&first)).await.unwrap(), Ok(second.clone()), "an earlier mark holds for good");
    let other = AuditMark { digest: second.digest.clone(), ..first };
    assert_eq!(store.verify_audit(Some(&other)).await.unwrap(), Err(AuditFault::Noted(1)));
    let later = AuditMark { line: 3, ..second };
    assert_eq!(store.verify_audit(Some(&later)).await.unwrap(), Err(AuditFault::CutOff { noted: 3, last: 2 }));
}

async fn of_many_at_once_one_is_kept(store: Arc<dyn Store>) {
    for round in 0..10 {
        let sends = (0..8).map(|sender| {
            let store = Arc::clone(&store);
            let content = if sender % 2 == 0 { "chẵn" } else { "lẻ" };
            let new = revision(100 + round, 1, "24848-C01", &format!("2026-{:02}", round + 1), content);
            tokio::spawn(async move { store.submit(&new).await.unwrap() })
        });
        let (mut now, mut before, mut refused) = (0, 0, 0);
        for send in sends.collect::<Vec<_>>() {
            match send.await.unwrap() {
                Ok(Kept::Now(_)) => now += 1,
                Ok(Kept::Before(_)) => before += 1,
                Err(refusal) => {
                    assert_eq!(refusal, Refusal::RevisionConflict(Revision::FIRST));
                    refused += 1;
                }
            }
        }
        assert_eq!((now, before, refused), (1, 3, 4));
        assert_eq!(store.history(&id(100 + round)).await.unwrap().len(), 1);
    }
    assert_eq!(store.verify_audit(None).await.unwrap().unwrap().line, 10);
}

async fn steps_at_once_make_one_chain(store: Arc<dyn Store>) {
    let steps = (0..24).map(|number| {
        let store = Arc::clone(&store);
        let unit = if number < 12 { "24848-C01" } else { "24848-C02" };
        let new = revision(200 + number, 1, unit, &format!("2026-{:02}", number % 12 + 1), "một");
        tokio::spawn(async move {
            store.submit(&new).await.unwrap().unwrap();
            store.verify_audit(None).await.unwrap().unwrap();
            store.decide(&decision(200 + number, 1, Event::Return, &[("", "Xem lại.")])).await.unwrap().unwrap();
        })
    });
    for step in steps.collect::<Vec<_>>() {
        step.await.unwrap();
    }
    assert_eq!(store.verify_audit(None).await.unwrap().unwrap().line, 48);
}

macro_rules! on_sqlite {
    ($($promise:ident)*) => {
        mod sqlite {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $promise() {
                let file = File::new();
                let store = SqliteStore::open(&file.0).await.unwrap();
                furnish(&store).await;
                super::$promise(&store).await;
                store.close().await.unwrap();
            })*
        }
    };
}

on_sqlite! {
    units_form_a_tree
    a_session_lasts_until_it_ends
    what_is_put_for_an_account_is_told
    revisions_are_only_added
    decisions_move_the_status_and_are_told
    reports_are_found_and_facts_are_the_last_revisions
    the_audit_is_a_chain
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_keeps_one_of_many_at_once() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    of_many_at_once_one_is_kept(Arc::new(store.clone())).await;
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_chains_steps_that_come_at_once() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    steps_at_once_make_one_chain(Arc::new(store.clone())).await;
    store.close().await.unwrap();
}

#[tokio::test]
async fn sqlite_opened_again_holds_what_it_held_and_will_not_be_rewritten() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "một")).await.unwrap().unwrap();
    store.decide(&decision(1, 1, Event::Return, &[("", "Xem lại.")])).await.unwrap().unwrap();
    store.close().await.unwrap();
    let store = SqliteStore::open(&file.0).await.unwrap();
    assert_eq!(store.revisions(&id(1)).await.unwrap()[0].content, "một".as_bytes());
    store.close().await.unwrap();

    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.0.display())).await.unwrap();
    for statement in [
        "update revision set content = x'00'",
        "update audit set login = 'x'",
        "delete from audit",
        "delete from revision",
        "update remark set text = 'x'",
        "delete from remark",
    ] {
        assert!(sqlx::query(statement).execute(&pool).await.is_err(), "{statement}");
    }
    pool.close().await;
}
