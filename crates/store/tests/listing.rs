//! Lists page by page and their counts, whether units are looked up or the index is walked; and sums at their bounds.

#![allow(clippy::unwrap_used)]

mod furnished;

use furnished::{File, code, decision, furnish, id, revision, unit};
use phieu_report::{Date, Event, FormId, Level, Period, Status};
use phieu_rollup::Sum;
use phieu_store::{Expected, Group, LastReport, Listing, Moment, NewDecision, NewRevision, Scope, SqliteStore, Store, SumQuery};

fn form() -> FormId {
    FormId::parse("clb-thang").unwrap()
}

fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

/// Two clubs with reports in all groups: of months from the first on.
async fn house() -> (File, SqliteStore) {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    for number in 0..12 {
        let (club, month) = (if number % 2 == 0 { "24848-C01" } else { "24848-C02" }, number / 2 + 1);
        store.submit(&revision(number + 1, 1, club, &format!("2026-{month:02}"), &number.to_string())).await.unwrap().unwrap();
    }
    let second = |new: NewDecision| NewDecision { level: Level { number: 2, of: 2 }, ..new };
    for (report, event) in [(1, Event::Approve), (2, Event::Approve), (3, Event::Return), (4, Event::Approve)] {
        store.decide(&decision(report, 1, event, &[("", "Lý do.")])).await.unwrap().unwrap();
    }
    store.decide(&second(decision(2, 1, Event::Approve, &[]))).await.unwrap().unwrap();
    store.decide(&NewDecision { replaced_by: Some(id(6)), ..decision(5, 1, Event::Replace, &[("", "Nhập.")]) }).await.unwrap().unwrap();
    // What the fourth has read is corrected.
    let corrected = NewRevision { flags: vec![id(4)], ..revision(3, 2, "24848-C01", "2026-02", "đã sửa") };
    store.submit(&corrected).await.unwrap().unwrap();
    (file, store)
}

/// The scope of the two clubs: with so many others that are looked up one by one or not, or of all units.
fn scopes(levels: u32, others: Option<usize>) -> [Scope; 1] {
    let own = ["24848-C01", "24848-C02"].map(code);
    let units = others.map(|others| own.into_iter().chain((0..others).map(|number| code(&format!("24846-C{number:03}")))).collect());
    [Scope { form: form(), levels, units }]
}

async fn page(store: &SqliteStore, scopes: &[Scope], group: Option<Group>, most: u32) -> Vec<u32> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let rows = store.listed(&Listing { scopes, period: None, status: None, group, after, most }).await.unwrap();
        let number = |id: &str| u32::from_str_radix(&id[id.len() - 12..], 16).unwrap();
        ids.extend(rows.iter().map(|row| number(row.id.as_str())));
        match rows.last() {
            Some(last) if rows.len() == most as usize => after = Some(last.place()),
            _ => return ids,
        }
    }
}

#[tokio::test]
async fn every_report_stands_in_one_group_and_each_page_goes_on_where_the_last_ended() {
    let (_file, store) = house().await;
    for many in [Some(0), Some(600), None] {
        let all = page(&store, &scopes(1, many), None, 5).await;
        assert_eq!(all, [11, 12, 9, 10, 7, 8, 5, 6, 3, 4, 1, 2], "the latest month first, then by unit");
        for most in [1, 2, 3, 11, 12, 13] {
            assert_eq!(page(&store, &scopes(1, many), None, most).await, all, "{most}");
        }
        for (levels, expected) in [
            // The first level: the fourth is to be looked at again, the first and second are approved.
            (1, [vec![4], vec![11, 12, 9, 10, 7, 8, 6, 3], vec![], vec![], vec![1, 2], vec![5]]),
            // The second: the first and fourth wait for it, and of these the fourth has been flagged.
            (2, [vec![4], vec![1], vec![11, 12, 9, 10, 7, 8, 6, 3], vec![], vec![2], vec![5]]),
            (3, [vec![4], vec![11, 12, 9, 10, 7, 8, 6, 3, 1], vec![], vec![], vec![2], vec![5]]),
        ] {
            let counted = store.counted(&scopes(levels, many)).await.unwrap();
            for (at, (group, ids)) in Group::ALL.into_iter().zip(expected).enumerate() {
                assert_eq!(page(&store, &scopes(levels, many), Some(group), 3).await, ids, "{group:?} of {levels}");
                assert_eq!(counted.iter().map(|one| one.groups[at]).sum::<u64>(), ids.len() as u64, "{group:?} of {levels}");
            }
            assert!(counted.windows(2).all(|pair| pair[0].period > pair[1].period), "the latest period first");
        }
        assert!(page(&store, &scopes(0, many), Some(Group::Waiting), 3).await.is_empty(), "who does not review has no groups");
        let scopes = scopes(1, many);
        let asked = |period, status| Listing { scopes: &scopes, period, status, group: None, after: None, most: 9 };
        assert_eq!(store.listed(&asked(Some(period("2026-01")), None)).await.unwrap().len(), 2);
        assert_eq!(store.listed(&asked(None, Some(Status::Approved))).await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn periods_are_counted_of_some_units_and_of_all() {
    let (_file, store) = house().await;
    for (units, each) in [(None, 2), (Some(vec![code("24848-C01")]), 1)] {
        let found = store.periods(&form(), units.as_deref()).await.unwrap();
        let expected: Vec<_> = (1..=6).map(|month| (period(&format!("2026-{month:02}")), each)).collect();
        assert_eq!(found, expected);
    }
    assert!(store.periods(&form(), Some(&[])).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_last_report_of_each_unit_is_found() {
    let (_file, store) = house().await;
    let units = [code("24848-C02"), code("24848-C01"), code("24846")];
    let last = |unit: &str, of: &str, number: i64| LastReport { unit: code(unit), period: period(of), received_at: Moment(1000 * number) };
    let found = store.last_reports(&form(), &units, None).await.unwrap();
    assert_eq!(found, [last("24848-C02", "2026-06", 1), last("24848-C01", "2026-06", 1)]);
    let found = store.last_reports(&form(), &units, Some(&[period("2026-02"), period("2026-01")])).await.unwrap();
    assert_eq!(found, [last("24848-C02", "2026-02", 1), last("24848-C01", "2026-02", 2)]);
    let chosen = NewRevision {
        facts: vec![("state".to_owned(), 1.0), ("state=paused".to_owned(), 1.0), ("stated".to_owned(), 1.0)],
        ..revision(12, 2, "24848-C02", "2026-06", "nghỉ")
    };
    store.submit(&chosen).await.unwrap().unwrap();
    assert_eq!(store.last_choices(&form(), &units, "state").await.unwrap(), [(code("24848-C02"), "paused".to_owned())]);
    assert!(store.last_choices(&form(), &units, "stat").await.unwrap().is_empty());
}

#[tokio::test]
async fn units_are_named_as_each_was_on_its_day() {
    let (_file, store) = house().await;
    let day = |text| Date::parse(text).unwrap();
    let asked = [
        (code("68"), day("2026-01-01")),
        (code("24848"), day("2020-01-01")),
        (code("99"), day("2026-01-01")),
        (code("68"), day("2020-01-01")),
    ];
    let found = store.units_then(&asked).await.unwrap();
    assert_eq!(found.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["68", "24848", "68"]);
    assert_eq!(found[0], store.chain_at(&code("68"), day("2026-01-01")).await.unwrap()[0]);
}

#[tokio::test]
async fn what_is_on_time_is_told_by_each_childs_own_day() {
    let (_file, store) = house().await;
    let (form, top) = (form(), code("68"));
    let expected = Expected { form: &form, period: period("2026-01"), day: Date::parse("2026-01-31").unwrap(), top: &top, kind: "club" };
    let on_time = async |until: i64, own: &[(&str, i64)]| {
        let own: Vec<_> = own.iter().map(|(child, until)| (code(child), Moment(*until))).collect();
        let found = store.progress(&expected, Moment(until), &own).await.unwrap();
        found.iter().map(|one| one.on_time).sum::<u64>()
    };
    assert_eq!((on_time(1000, &[]).await, on_time(999, &[]).await), (2, 0));
    assert_eq!((on_time(999, &[("24848", 1000)]).await, on_time(1000, &[("24848", 999)]).await), (2, 0));
    assert_eq!(on_time(1000, &[("24846", 0)]).await, 2, "another's day is not theirs");
}

#[tokio::test]
async fn of_what_is_old_only_the_last_that_counts_is_known() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let all = ["2023-09", "2024-02", "2024-08", "2024-09", "2025-03", "2026-01"];
    for (number, period) in (1..).zip(all) {
        store.submit(&revision(number, 1, "24848-C01", period, "a")).await.unwrap().unwrap();
    }
    store.submit(&revision(9, 1, "24848-C02", "2022-01", "a")).await.unwrap().unwrap();
    for report in [1, 2, 6, 9] {
        store.decide(&decision(report, 1, Event::Approve, &[])).await.unwrap().unwrap();
    }
    let known = async |units: &[&str]| {
        let units: Vec<_> = units.iter().map(|unit| code(unit)).collect();
        let rows = store.reports_since(&units, Date::parse("2025-01-01").unwrap()).await.unwrap();
        rows.iter().map(|row| format!("{} {}", row.unit, row.period)).collect::<Vec<_>>()
    };
    let own = ["24848-C01 2026-01", "24848-C01 2025-03", "24848-C01 2024-02"];
    assert_eq!(known(&["24848-C01"]).await, own, "what waits is known only while it is new");
    assert_eq!(known(&["24848-C01", "24848-C02"]).await, [&own[..], &["24848-C02 2022-01"]].concat());
    store.close().await.unwrap();
}

/// More reports than the country has units, each with the largest figures there are.
#[tokio::test]
async fn the_largest_figures_of_all_units_are_added_up_exactly() {
    const MANY: i64 = 40_000;
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    store.put_units(&[unit("VN", "centre", None)]).await.unwrap();
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.0.display())).await.unwrap();
    let most = 99_999_999_999_999.0_f64;
    for statement in [
        "insert into unit (code, name, kind, parent) select 'C' || value, '', 'club', 'VN' from generate_series(1, 40000)",
        "insert into report (id, form, unit, period, period_start, period_end, status, revision)
             select 'r' || value, 'clb-thang', 'C' || value, '2026-09', '', '', 'approved', 1 from generate_series(1, 40000)",
        "insert into place select 'C' || value, 'clb-thang', '2026-09', 'VN', 'C' || value from generate_series(1, 40000)",
        "insert into fact select 'r' || value, 'a', 99999999999999.0 from generate_series(1, 40000)",
        "insert into fact select 'r' || value, 'b', -0.999999999 from generate_series(1, 40000)",
        "insert into fact select 'r' || value, 'c', 100000000000000.0 from generate_series(1, 40000)",
    ] {
        // Not every SQLite has the series.
        let series = "(with recursive n (value) as (select 1 union all select value + 1 from n where value < 40000) select value from n)";
        sqlx::query(sqlx::AssertSqlSafe(statement.replace("generate_series(1, 40000)", series))).execute(&pool).await.unwrap();
    }
    pool.close().await;
    assert_eq!(store.rebuild_sums().await.unwrap().0, 3, "the largest are no figures");
    let (form, units, periods) = (form(), [code("VN")], [period("2026-09")]);
    let asked = SumQuery { form: &form, periods: &periods, units: &units, path: None, also: &[] };
    let found = store.sums(&asked).await.unwrap();
    let sum = |path: &str| found.iter().find(|one| one.path == path).unwrap().sum;
    assert_eq!(sum("a"), Sum { whole: MANY * most as i64, part: 0, given: MANY as u64 });
    assert_eq!(sum("b"), Sum { whole: 0, part: MANY * -999_999_999, given: MANY as u64 });
    assert_eq!(sum("b").value(), Some(-39_999.999_96));
}
