//! How much one page asks of the database. A program of its own: the statements of all tests in it are counted together.

#[allow(dead_code)]
mod house;

use std::sync::atomic::{AtomicUsize, Ordering};

use house::{CLUB, House, OTHER_CLUB, commune_report, new_id, report};
use serde_json::json;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static STATEMENTS: AtomicUsize = AtomicUsize::new(0);

/// Counts the statements that sqlx tells of.
struct Counter;

impl Subscriber for Counter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {
        STATEMENTS.fetch_add(1, Ordering::SeqCst);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn a_communes_duties_are_a_few_questions_however_many_reports_there_are() {
    tracing::subscriber::set_global_default(Counter).expect("the only subscriber");
    let house = House::new();
    let commune = house.visitor("commune");
    let asked = |path: &str| {
        let before = STATEMENTS.load(Ordering::SeqCst);
        let answer = commune.get(path);
        assert_eq!(answer.status, 200, "{}", answer.body);
        (STATEMENTS.load(Ordering::SeqCst) - before, answer.body)
    };
    let (few, body) = asked("/api/v1/duties");
    let duties = body["duties"].as_array().map_or(0, Vec::len);
    assert!(duties >= 20, "{duties} duties");
    assert!((1..=3 * duties).contains(&few), "{few} statements for {duties} duties");
    for month in 1..=10 {
        for (login, unit) in [("club", CLUB), ("other-club", OTHER_CLUB)] {
            assert_eq!(house.visitor(login).put(&new_id(), 1, &report(unit, &format!("2026-{month:02}"))).status, 201);
        }
    }
    for (base, period) in [
        (include_str!("../forms/cs-nct/base.json"), "2026-H1"),
        (include_str!("../forms/tk-tch/base.json"), "2026-H1"),
        (include_str!("../forms/ph-nct/base.json"), "2026-H1"),
    ] {
        let id = new_id();
        assert_eq!(commune.put(&id, 1, &commune_report(base, period)).status, 201);
        assert_eq!(house.visitor("province").decide(&id, &json!({ "revision": 1, "action": "approve" })).status, 200);
    }
    let (more, _) = asked("/api/v1/duties");
    println!("{duties} duties: {few} statements with no reports, {more} with 23");
    assert!(more <= few + 10, "{more} statements with reports, {few} without");
    let (page, _) = asked("/api/v1/totals?form=clb-thang&period=2026-10&org_unit=24848");
    assert!(page <= 16, "{page} statements for a page of totals");
}
