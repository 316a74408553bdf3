//! Kept sums: whatever is approved, opened again, corrected and moved, they are what a sum of the approved reports gives.

#![allow(clippy::unwrap_used)]

mod furnished;

use std::collections::BTreeMap;

use furnished::{File, code, decision, furnish, revision, unit};
use phieu_report::{Event, FormId, Period, Status};
use phieu_rollup::Sum;
use phieu_store::{Expected, Figure, Moment, NewRevision, SqliteStore, Store, SumQuery, UnitSum};

const PERIODS: [&str; 2] = ["2026-09", "2026-10"];
const CLUBS: [&str; 4] = ["24848-C01", "24848-C02", "24846-C01", "24846-C02"];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

async fn house() -> (File, SqliteStore) {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    store.put_units(&[unit("24846-C01", "club", Some("24846")), unit("24846-C02", "club", Some("24846"))]).await.unwrap();
    (file, store)
}

async fn sums(store: &dyn Store, units: &[&str], also: &[Status]) -> Vec<UnitSum> {
    let units: Vec<_> = units.iter().map(|unit| code(unit)).collect();
    let periods = PERIODS.map(|period| Period::parse(period).unwrap());
    let form = FormId::parse("clb-thang").unwrap();
    store.sums(&SumQuery { form: &form, periods: &periods, units: &units, path: None, also }).await.unwrap()
}

fn with_facts(report: u32, number: u32, place: usize, facts: &[(&str, f64)]) -> NewRevision {
    let mut new = revision(report, number, CLUBS[place / 2], PERIODS[place % 2], &format!("{report} {number}"));
    new.facts = facts.iter().map(|(path, value)| ((*path).to_owned(), *value)).collect();
    new
}

/// What is kept above every club, from the facts alone.
fn expected(counted: &BTreeMap<u32, NewRevision>) -> Vec<(String, String, String, Sum)> {
    let mut sums: BTreeMap<(String, String, String), Sum> = BTreeMap::new();
    for new in counted.values() {
        let commune = &new.key.unit.as_str()[..5];
        let texts = new.texts.first().map(|(path, _)| (path.clone(), 0.0));
        let figures = new.facts.iter().cloned().chain(texts).chain([(String::new(), 0.0)]);
        for (path, value) in figures {
            for unit in [commune, "68", "VN"] {
                sums.entry((new.key.period.to_string(), unit.to_owned(), path.clone())).or_default().add(Sum::of(value));
            }
        }
    }
    sums.into_iter().map(|((period, unit, path), sum)| (period, unit, path, sum)).collect()
}

#[tokio::test]
async fn sums_follow_every_step_and_a_rebuild_finds_nothing_to_change() {
    let (_file, store) = house().await;
    let mut dice = Dice(20_261_127);
    let mut standing: BTreeMap<u32, (NewRevision, Status)> = BTreeMap::new();
    for step in 0..300 {
        let place = dice.below(8) as usize;
        let report = place as u32 + 1;
        let new = |number: u32, dice: &mut Dice| {
            // Tenths and thirds: sums of binary fractions would depend on their order.
            let facts =
                [("a", dice.below(1000) as f64 / 10.0), ("b", -(dice.below(50) as f64) / 3.0), ("c/d", 9e13 + dice.below(9) as f64)];
            let given = 1 + dice.below(3) as usize;
            with_facts(report, number, place, &facts[..given])
        };
        let next = match standing.get(&report) {
            None => (new(1, &mut dice), Status::Submitted),
            Some((last, Status::Approved)) => {
                store.decide(&decision(report, last.key.number.get(), Event::Reopen, &[("", "Đếm lại")])).await.unwrap().unwrap();
                (last.clone(), Status::Reopened)
            }
            Some((last, Status::Submitted)) if dice.below(3) > 0 => {
                store.decide(&decision(report, last.key.number.get(), Event::Approve, &[])).await.unwrap().unwrap();
                (last.clone(), Status::Approved)
            }
            Some((last, _)) => (new(last.key.number.get() + 1, &mut dice), Status::Submitted),
        };
        if next.1 == Status::Submitted {
            store.submit(&next.0).await.unwrap().unwrap();
        }
        standing.insert(report, next);
        let counted = standing.iter().filter(|(_, (_, status))| status.counts()).map(|(report, (new, _))| (*report, new.clone())).collect();
        let found = sums(&store, &["24846", "24848", "68", "VN"], &[]).await;
        let found: Vec<_> = found.into_iter().map(|one| (one.period.to_string(), one.unit.to_string(), one.path, one.sum)).collect();
        assert_eq!(found, expected(&counted), "step {step}");
        if step % 50 == 0 {
            assert_eq!(store.rebuild_sums().await.unwrap(), (found.len() as u64, 0), "step {step}");
        }
    }
}

#[tokio::test]
async fn a_rebuild_mends_what_was_changed_from_outside() {
    let (file, store) = house().await;
    store.submit(&with_facts(1, 1, 0, &[("a", 0.1)])).await.unwrap().unwrap();
    store.decide(&decision(1, 1, Event::Approve, &[])).await.unwrap().unwrap();
    let right = sums(&store, &["24848"], &[]).await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.0.display())).await.unwrap();
    sqlx::query("update total set whole = 7 where unit = '24848' and path = 'a'").execute(&pool).await.unwrap();
    pool.close().await;
    assert_ne!(sums(&store, &["24848"], &[]).await, right);
    let (all, other) = store.rebuild_sums().await.unwrap();
    assert_eq!((all, other), (9, 1));
    assert_eq!(sums(&store, &["24848"], &[]).await, right);
}

#[tokio::test]
async fn a_unit_that_moves_leaves_its_reports_where_they_were() {
    let (_file, store) = house().await;
    for (report, place) in [(1, 0), (2, 2)] {
        store.submit(&with_facts(report, 1, place, &[("a", 5.0)])).await.unwrap().unwrap();
        store.decide(&decision(report, 1, Event::Approve, &[])).await.unwrap().unwrap();
    }
    let moved = unit("24848-C01", "club", Some("24846"));
    store.put_units(&[moved]).await.unwrap();
    store.submit(&with_facts(3, 1, 1, &[("a", 5.0)])).await.unwrap().unwrap();
    store.decide(&decision(3, 1, Event::Approve, &[])).await.unwrap().unwrap();
    let of = |found: &[UnitSum]| {
        found.iter().filter(|one| one.path == "a").map(|one| (one.period.to_string(), one.sum.whole)).collect::<Vec<_>>()
    };
    let (old, new) = (sums(&store, &["24848"], &[]).await, sums(&store, &["24846"], &[]).await);
    assert_eq!(of(&old), [("2026-09".to_owned(), 10)], "September stays with the commune of then");
    assert_eq!(of(&new), [("2026-10".to_owned(), 5)], "October is the new one's");
    store.decide(&decision(1, 1, Event::Reopen, &[("", "Đếm lại")])).await.unwrap().unwrap();
    assert_eq!(of(&sums(&store, &["24848"], &[]).await), [("2026-09".to_owned(), 5)], "it is taken away where it was added");
    assert_eq!(store.rebuild_sums().await.unwrap().1, 0);

    let form = FormId::parse("clb-thang").unwrap();
    let asked = |top: &str| (code(top), Period::parse("2026-09").unwrap());
    let counts = async |top: &str| {
        let (top, period) = asked(top);
        let expected = Expected { form: &form, period, day: phieu_report::Date::new(2026, 9, 14).unwrap(), top: &top, kind: "club" };
        let found = store.progress(&expected, Moment(0), &[]).await.unwrap();
        found.iter().map(|one| format!("{} {} {} {}", one.child.code, one.expected, one.received, one.counted)).collect::<Vec<_>>()
    };
    assert_eq!(counts("24848").await, ["24848-C01 1 1 0", "24848-C02 1 1 1"]);
    assert_eq!(counts("68").await, ["24846 2 0 0", "24848 2 2 1"]);
    let (top, period) = asked("68");
    let expected = Expected { form: &form, period, day: phieu_report::Date::new(2026, 9, 14).unwrap(), top: &top, kind: "club" };
    assert_eq!(store.having(&expected, "a").await.unwrap(), (1, 4), "of four clubs one has an approved figure above nothing");
    assert_eq!(store.having(&Expected { kind: "commune", ..expected.clone() }, "a").await.unwrap(), (1, 2));
    assert_eq!(store.having(&Expected { kind: "commune", ..expected.clone() }, "b").await.unwrap(), (0, 2));
    let silent = store.silent(&expected, "a", 10).await.unwrap();
    assert_eq!(silent.iter().map(|one| one.unit.code.as_str()).collect::<Vec<_>>(), ["24846-C01", "24846-C02", "24848-C01"]);
}

#[tokio::test]
async fn what_does_not_count_yet_is_added_on_request_and_marked() {
    let (_file, store) = house().await;
    for (report, place) in [(1, 0), (2, 2)] {
        store.submit(&with_facts(report, 1, place, &[("a", 2.5)])).await.unwrap().unwrap();
    }
    store.decide(&decision(1, 1, Event::Approve, &[])).await.unwrap().unwrap();
    let of =
        |found: Vec<UnitSum>| found.into_iter().find(|one| one.path == "a").map(|one| (one.sum.value().unwrap(), one.sum.given, one.open));
    assert_eq!(of(sums(&store, &["24848"], &[]).await), Some((2.5, 1, 0)));
    assert_eq!(of(sums(&store, &["24848"], &[Status::Submitted]).await), Some((5.0, 2, 1)));
    assert_eq!(of(sums(&store, &["24848-C02"], &[]).await), None, "a club's own report is not approved");
    assert_eq!(of(sums(&store, &["24848-C02"], &[Status::Submitted]).await), Some((2.5, 1, 1)));
    assert_eq!(of(sums(&store, &["24848-C01"], &[]).await), Some((2.5, 1, 0)));
}

#[tokio::test]
async fn an_absurd_figure_is_in_no_sum() {
    let (_file, store) = house().await;
    for (report, place, number) in [(1, 0, 1e20), (2, 2, -1e20), (3, 4, 1e14), (4, 1, 1e20), (5, 6, 7.0)] {
        store.submit(&with_facts(report, 1, place, &[("a", number), ("b", 2.0)])).await.unwrap().unwrap();
    }
    let waiting = sums(&store, &["68", "24848-C01"], &[Status::Submitted]).await;
    assert!(waiting.iter().all(|one| one.sum.whole <= 8), "{waiting:?}");
    for report in 1..=5 {
        store.decide(&decision(report, 1, Event::Approve, &[])).await.unwrap().unwrap();
    }
    let of = |found: &[UnitSum], path: &str| {
        found.iter().filter(|one| one.path == path && one.period.to_string() == "2026-09").map(|one| one.sum).collect::<Vec<_>>()
    };
    let found = sums(&store, &["68"], &[]).await;
    assert_eq!(of(&found, "a"), [Sum { whole: 7, part: 0, given: 1 }]);
    assert_eq!(of(&found, "b"), [Sum { whole: 8, part: 0, given: 4 }], "what else such a report says is in");
    assert_eq!(store.rebuild_sums().await.unwrap().1, 0);
    let form = FormId::parse("clb-thang").unwrap();
    let figures = ["2026-10", "2026-09"].map(|period| Figure { form: &form, period: Period::parse(period).unwrap(), path: "a" });
    assert_eq!(store.both(&code("68"), figures).await.unwrap().first.given, 0);
    let within = ["a", "b"].map(|path| Figure { form: &form, period: Period::parse("2026-09").unwrap(), path });
    let both = store.both(&code("68"), within).await.unwrap();
    assert_eq!((both.first, both.second), (Sum { whole: 7, part: 0, given: 1 }, Sum { whole: 2, part: 0, given: 1 }), "who gave both");
    store.decide(&decision(1, 1, Event::Reopen, &[("", "Đếm lại")])).await.unwrap().unwrap();
    assert_eq!(of(&sums(&store, &["68"], &[]).await, "b"), [Sum { whole: 6, part: 0, given: 3 }]);
}
