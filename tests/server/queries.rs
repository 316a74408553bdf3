//! How much one page asks of the database. A program of its own: the statements of all tests in it are counted together.

#[allow(dead_code)]
mod house;

use std::sync::atomic::{AtomicUsize, Ordering};

use house::{CLUB, House, OTHER_CLUB, commune_report, duty, new_id, report};
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
fn a_page_is_a_few_questions_however_many_reports_there_are() {
    tracing::subscriber::set_global_default(Counter).expect("the only subscriber");
    let house = House::new();
    house.with_duties("onlooker", |duties| duties.push(duty("68", "focal_point")));
    let commune = house.visitor("commune");
    let mut review = commune_report(include_str!("../forms/so-ket/base.json"), "2026");
    review["org_unit"] = "68".into();
    assert_eq!(house.visitor("onlooker").put(&new_id(), 1, &review).status, 201);
    let asked = |path: &str| {
        let before = STATEMENTS.load(Ordering::SeqCst);
        let answer = commune.get(path);
        assert_eq!(answer.status, 200, "{}", answer.body);
        (STATEMENTS.load(Ordering::SeqCst) - before, answer.body)
    };
    // What officers ask for: as many statements with many reports as with none, and no more than this.
    const PAGES: [(&str, &str, usize); 15] = [
        ("commune", "/api/v1/reports?limit=100", 40),
        ("province", "/api/v1/reports?limit=100", 40),
        ("province", "/api/v1/reports?group=waiting&limit=20", 24),
        ("centre", "/api/v1/reports?group=approved&limit=20", 24),
        ("centre", "/api/v1/duties", 24),
        ("province", "/api/v1/periods?form=clb-thang", 8),
        ("province", "/api/v1/totals?form=clb-thang&period=2026-10", 16),
        ("centre", "/api/v1/totals?form=clb-thang&period=2026-10", 16),
        ("province", "/api/v1/totals/figure?form=clb-thang&period=2026-10&path=members/members_closing", 16),
        ("province", "/api/v1/totals?form=ph-nct&period=2026&include=estimate", 16),
        ("province", "/api/v1/activity?kind=club", 12),
        ("province", "/api/v1/registers?year=2026", 12),
        ("centre", "/api/v1/registers/nhiem-vu?year=2026", 12),
        ("centre", "/api/v1/registers/kien-nghi?year=2026&q=nguoi", 16),
        ("province", "/api/v1/reviews/so-ket?number=1&org_unit=68", 40),
    ];
    let officers = PAGES.map(|(login, path, most)| (house.visitor(login), path, most));
    let of_officers = || {
        officers.each_ref().map(|(visitor, path, most)| {
            let before = STATEMENTS.load(Ordering::SeqCst);
            let answer = visitor.get(path);
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            let statements = STATEMENTS.load(Ordering::SeqCst) - before;
            assert!((1..=*most).contains(&statements), "{statements} statements for {path}");
            statements
        })
    };
    // Which units are below which is made by whoever asks first.
    assert_eq!(house.visitor("centre").get("/api/v1/totals?form=clb-thang&period=2026-10").status, 200);
    let with_none = of_officers();
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
    for (login, unit) in [("commune", "24848"), ("other-commune", "24846")] {
        for base in [include_str!("../forms/nhiem-vu/base.json"), include_str!("../forms/kien-nghi/base.json")] {
            let mut kept = commune_report(base, "2026");
            kept["org_unit"] = unit.into();
            assert_eq!(house.visitor(login).put(&new_id(), 1, &kept).status, 201);
        }
    }
    let (more, _) = asked("/api/v1/duties");
    println!("{duties} duties: {few} statements with no reports, {more} with 27");
    assert!(more <= few + 10, "{more} statements with reports, {few} without");
    // What orders the rows of lists is read by whoever asks first after they came in.
    for (visitor, path, _) in &officers {
        assert_eq!(visitor.get(path).status, 200, "{path}");
    }
    let with_many = of_officers();
    println!("{with_none:?} statements with no reports, {with_many:?} with 27");
    for ((_, path, _), (none, many)) in PAGES.iter().zip(with_none.into_iter().zip(with_many)) {
        assert!(many <= none + 1, "{many} statements for {path} with reports, {none} without");
    }
}
