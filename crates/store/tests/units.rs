//! Units over time, as the store keeps them: as they were on a day, taken up from a list, changed by a person.
#![allow(clippy::unwrap_used)]

mod furnished;

use furnished::{File, code, furnish, unit};
use phieu_report::Date;
use phieu_store::{Helper, Moment, NewUnitChange, SqliteStore, Store, Unit};
use phieu_unit::{Fault, Hierarchy, Life, Succession, SuccessionKind, UnitKind, Version};
use serde_json::{Value, json};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

async fn change(store: &SqliteStore, change: Value) -> Result<Vec<String>, Fault> {
    let new = NewUnitChange { change: serde_json::from_value(change).unwrap(), at: Moment(7000), login: "an".to_owned() };
    Ok(store.change_units(&new).await.unwrap()?.iter().map(ToString::to_string).collect())
}

fn codes(units: Vec<Unit>) -> Vec<String> {
    units.into_iter().map(|unit| unit.code.to_string()).collect()
}

#[tokio::test]
async fn a_unit_is_read_as_it_was_on_a_day() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let on = "2026-07-01";
    change(&store, json!({ "action": "rename", "code": "24846", "name": "Phường Mới", "on": on })).await.unwrap();
    change(&store, json!({ "action": "move", "code": "24848-C02", "parent": "24846", "on": on })).await.unwrap();
    change(&store, json!({ "action": "close", "code": "24848-C01", "on": on })).await.unwrap();
    change(&store, json!({ "action": "add", "code": "24846-C01", "name": "CLB", "kind": "club", "parent": "24846", "on": on }))
        .await
        .unwrap();

    let (before, after) = (day("2026-06-30"), day(on));
    let name = |chain: Vec<Unit>| chain[0].name.clone();
    assert_eq!(name(store.chain_at(&code("24846"), before).await.unwrap()), "Đơn vị 24846");
    assert_eq!(name(store.chain_at(&code("24846"), after).await.unwrap()), "Phường Mới");
    assert_eq!(codes(store.chain_at(&code("24848-C02"), before).await.unwrap()), ["24848-C02", "24848", "68", "VN"]);
    assert_eq!(codes(store.chain_at(&code("24848-C02"), after).await.unwrap()), ["24848-C02", "24846", "68", "VN"]);
    assert_eq!(
        store.chain_at(&code("24848-C02"), before).await.unwrap()[0].attributes["limit"],
        "5",
        "what rules read of it stays with it"
    );
    assert_eq!(
        codes(store.chain_at(&code("24848-C01"), after).await.unwrap()),
        ["24848-C01", "24848", "68", "VN"],
        "it has ended: as it was last"
    );
    assert_eq!(codes(store.chain_at(&code("24846-C01"), before).await.unwrap())[0], "24846-C01", "not there yet: as it began");
    assert!(store.chain_at(&code("99999"), after).await.unwrap().is_empty());

    let (top, other) = (code("24848"), code("24846"));
    assert_eq!(codes(store.units_under_at(&top, before).await.unwrap()), ["24848-C01", "24848-C02"]);
    assert_eq!(codes(store.units_under_at(&other, after).await.unwrap()), ["24846-C01", "24848-C02"]);
    assert_eq!(codes(store.units_within_at(&code("68"), before).await.unwrap()), ["24846", "24848", "24848-C01", "24848-C02", "68"]);
    assert_eq!(codes(store.units_within_at(&code("68"), after).await.unwrap()), ["24846", "24846-C01", "24848", "24848-C02", "68"]);
    assert_eq!(codes(store.units_within_at(&top, after).await.unwrap()), ["24848"]);
    assert_eq!(codes(store.units_within(&top).await.unwrap()), ["24848"]);
    assert_eq!(codes(store.units_once_within(&top).await.unwrap()), ["24848", "24848-C01"], "its reports are still read");
    assert_eq!(codes(store.units_under(&top).await.unwrap()), [""; 0]);
    let kinds = store.kinds_within(&code("68"), &[before, after]).await.unwrap();
    let told: Vec<_> = kinds.iter().map(|((day, kind), units)| (*day == after, kind.as_str(), *units)).collect();
    assert_eq!(told, [(false, "club", 2), (false, "commune", 2), (true, "club", 2), (true, "commune", 2)]);
    let of_commune = store.kinds_within(&top, &[before, after]).await.unwrap();
    assert_eq!(of_commune.into_iter().collect::<Vec<_>>(), [((before, "club".to_owned()), 2)], "none of its clubs are left");
    assert_eq!(codes(store.units_on(before).await.unwrap()).len(), 6);
    assert_eq!(codes(store.units_on(after).await.unwrap()).len(), 6);
    assert_eq!(store.unit(&code("24848-C01")).await.unwrap().unwrap().name, "Đơn vị 24848-C01", "nothing is deleted");
    assert_eq!(store.hierarchy().await.unwrap().faults(), []);
}

#[tokio::test]
async fn who_is_below_and_the_whole_country_are_told_anew_after_each_change() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    // Who is expected is read from what is kept of the tree, units on a day are walked to.
    let form = phieu_report::FormId::parse("clb-thang").unwrap();
    let agree = async || {
        let whole = store.units_once_within(&code("VN")).await.unwrap();
        for unit in &whole {
            assert_eq!(Some(unit), store.unit(&unit.code).await.unwrap().as_ref(), "as it stands");
        }
        for (month, day) in [("2026-05", day("2026-05-31")), ("2026-06", day("2026-06-30")), ("2026-07", day("2026-07-31"))] {
            let period = phieu_report::Period::parse(month).unwrap();
            for (top, kind) in [("VN", "club"), ("VN", "commune"), ("68", "club"), ("24846", "club"), ("24848", "club")] {
                let top = code(top);
                let asked = phieu_store::Expected { form: &form, period, day, top: &top, kind };
                let told = store.progress(&asked, Moment(0), &[]).await.unwrap();
                let walked = store.units_within_at(&top, day).await.unwrap();
                let walked = walked.iter().filter(|unit| unit.kind == kind && unit.code != top).count();
                assert_eq!(told.iter().map(|one| one.expected).sum::<u64>(), walked as u64, "{kind} below {top} on {day}");
            }
        }
        whole.len()
    };
    let mut there = vec![agree().await];
    let on = "2026-06-15";
    for each in [
        json!({ "action": "rename", "code": "24846", "name": "Phường Mới", "on": on }),
        json!({ "action": "move", "code": "24848-C02", "parent": "24846", "on": on }),
        json!({ "action": "close", "code": "24848-C01", "on": on }),
        json!({ "action": "add", "code": "24846-C01", "name": "CLB", "kind": "club", "parent": "24846", "on": on }),
    ] {
        change(&store, each).await.unwrap();
        there.push(agree().await);
    }
    store.ask_from(&code("68"), day("2026-01-01"), Moment(1), "an").await.unwrap();
    there.push(agree().await);
    let first = there[0];
    assert_eq!(there, [first, first, first, first, first + 1, first + 1], "what has ended is still there");
    assert_eq!(codes(store.units_within(&code("VN")).await.unwrap()).len(), first, "without the one that has ended");
}

#[tokio::test]
async fn a_change_is_kept_whole_or_not_at_all() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let before = store.hierarchy().await.unwrap();
    let merge = |from: Value| json!({ "action": "merge", "from": from, "into": { "code": "24850", "name": "Xã Mới" }, "on": "2026-07-01", "source": "NQ 1" });
    assert_eq!(change(&store, merge(json!(["24846", "99999"]))).await, Err(Fault::UnknownUnit(code("99999"))));
    assert_eq!(store.hierarchy().await.unwrap(), before);
    let touched = change(&store, merge(json!(["24846", "24848"]))).await.unwrap();
    assert_eq!(touched, ["24846", "24848", "24848-C01", "24848-C02", "24850"]);
    let successions = store.successions().await.unwrap();
    let rows: Vec<_> = successions.iter().map(|row| (row.from.as_str(), row.to.as_str(), row.kind, row.source.as_str())).collect();
    assert_eq!(rows, [("24846", "24850", SuccessionKind::Merge, "NQ 1"), ("24848", "24850", SuccessionKind::Merge, "NQ 1")]);
    let life = store.unit_life(&code("24848-C01")).await.unwrap().unwrap();
    assert_eq!(life.versions.iter().map(|version| version.parent.clone().unwrap().to_string()).collect::<Vec<_>>(), ["24848", "24850"]);
    assert_eq!(
        change(&store, merge(json!(["24846", "24848"]))).await,
        Err(Fault::Ended(code("24846"))),
        "the same again is no second merger"
    );
}

#[tokio::test]
async fn a_list_is_taken_up_once_and_takes_nothing_away() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let version = |name: &str, from: Date, to: Option<&str>, parent: Option<&str>, kind| Version {
        valid_from: from,
        valid_to: to.map(day),
        name: name.to_owned(),
        kind,
        parent: parent.map(code),
        source: "the list".to_owned(),
    };
    let province = |own: &str, versions: Vec<Version>| Life { code: code(own), versions };
    let lives = [
        province("VN", vec![version("Trung ương", Date::FIRST, None, None, UnitKind::Centre)]),
        province(
            "68",
            vec![
                version("Tỉnh Cũ", Date::FIRST, Some("2025-07-01"), Some("VN"), UnitKind::Province),
                version("Tỉnh Mới", day("2025-07-01"), None, Some("VN"), UnitKind::Province),
            ],
        ),
        province("60", vec![version("Tỉnh Xưa", Date::FIRST, Some("2025-07-01"), Some("VN"), UnitKind::Province)]),
    ];
    let row = Succession {
        from: code("60"),
        to: code("68"),
        on: day("2025-07-01"),
        kind: SuccessionKind::Merge,
        share: None,
        source: "the list".to_owned(),
    };
    let list = Hierarchy::new(lives, vec![row]);
    store.take_up_units(&list, "one").await.unwrap();
    let known = store.unit(&code("68")).await.unwrap().unwrap();
    assert_eq!(
        (known.name.as_str(), known.attributes["limit"].as_str()),
        ("Tỉnh Mới", Some("5")),
        "what was made without a list is the list's"
    );
    assert_eq!(store.chain_at(&code("68"), day("2025-06-30")).await.unwrap()[0].name, "Tỉnh Cũ");
    assert_eq!(store.successions().await.unwrap().len(), 1);
    change(&store, json!({ "action": "rename", "code": "68", "name": "Thành phố", "on": "2026-07-01" })).await.unwrap();
    let changed = store.hierarchy().await.unwrap();
    store.take_up_units(&list, "one").await.unwrap();
    assert_eq!(store.hierarchy().await.unwrap(), changed, "taken up again, it changes nothing");
    store.put_units(&[unit("24846-C01", "club", Some("24846"))]).await.unwrap();
    assert_eq!(store.unit_life(&code("24846-C01")).await.unwrap().unwrap().versions[0].valid_from, Date::FIRST);
}

#[tokio::test]
async fn a_day_of_asking_is_set_beside_what_others_write_and_told() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let read_before = store.unit(&code("24848")).await.unwrap().unwrap();
    change(&store, json!({ "action": "rename", "code": "24848", "name": "Phường Mới", "on": "2026-07-01" })).await.unwrap();
    let asked = store.ask_from(&code("24848"), day("2026-08-01"), Moment(1), "an").await.unwrap().unwrap();
    assert_eq!((asked.name.as_str(), asked.attributes["limit"].as_str()), ("Phường Mới", Some("5")), "nothing of before is written back");
    assert_ne!(read_before.name, asked.name);
    assert_eq!(store.unit(&code("24848")).await.unwrap().unwrap().attributes["asked_from"], "2026-08-01");
    assert_eq!(store.ask_from(&code("99999"), day("2026-08-01"), Moment(1), "an").await.unwrap(), None);
}

#[tokio::test]
async fn who_helps_stands_with_the_unit_and_can_be_taken_away_again() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let helper = Helper { name: "Chị \"Lan\"".to_owned(), phone: "0900000001".to_owned() };
    let set = store.set_helper(&code("24848"), Some(&helper), Moment(1), "an").await.unwrap().unwrap();
    assert_eq!((set.helper(), set.attributes["limit"].as_str()), (Some(helper), Some("5")));
    change(&store, json!({ "action": "rename", "code": "24848", "name": "Phường Mới", "on": "2026-07-01" })).await.unwrap();
    assert!(store.unit(&code("24848")).await.unwrap().unwrap().helper().is_some());
    assert_eq!(store.set_helper(&code("24848"), None, Moment(2), "an").await.unwrap().unwrap().helper(), None);
    assert_eq!(store.unit(&code("24848")).await.unwrap().unwrap().attributes["limit"], "5");
    assert_eq!(store.set_helper(&code("99999"), None, Moment(3), "an").await.unwrap(), None);
}

#[tokio::test]
async fn planned_changes_are_carried_out_in_the_order_of_their_days_whenever_they_were_entered() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let plan = async |wanted: Value| {
        let new = NewUnitChange { change: serde_json::from_value(wanted).unwrap(), at: Moment(1), login: "an".to_owned() };
        store.plan_change(&new).await.unwrap()
    };
    let later = plan(json!({ "action": "rename", "code": "24848", "name": "Phường B", "on": "2026-09-01" })).await.unwrap();
    plan(json!({ "action": "rename", "code": "24848", "name": "Phường A", "on": "2026-08-01" })).await.unwrap();
    let add = json!({ "action": "add", "code": "24848-C05", "name": "CLB", "kind": "club", "parent": "24848", "on": "2026-08-01" });
    plan(add.clone()).await.unwrap();
    let on_it = json!({ "action": "rename", "code": "24848-C05", "name": "CLB Xuân", "on": "2026-08-02" });
    plan(on_it).await.unwrap();
    assert_eq!(plan(add).await, Err(Fault::Taken(code("24848-C05"))), "what is planned counts");
    assert_eq!(store.planned_changes().await.unwrap().iter().map(|planned| planned.id).next_back(), Some(later));
    let name = async || store.unit(&code("24848")).await.unwrap().unwrap().name;
    assert_eq!((store.carry_out_planned(day("2026-07-31"), Moment(2)).await.unwrap(), name().await), (0, "Đơn vị 24848".to_owned()));
    assert_eq!((store.carry_out_planned(day("2026-10-01"), Moment(2)).await.unwrap(), name().await), (4, "Phường B".to_owned()));
    assert_eq!(store.planned_changes().await.unwrap(), []);
    let names: Vec<String> =
        store.unit_life(&code("24848")).await.unwrap().unwrap().versions.into_iter().map(|version| version.name).collect();
    assert_eq!(names, ["Đơn vị 24848", "Phường A", "Phường B"]);
    assert_eq!(store.unit(&code("24848-C05")).await.unwrap().unwrap().name, "CLB Xuân");
}

#[tokio::test]
async fn units_of_before_are_remembered_with_how_much_of_them_went_where() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let row = |own: &str, parent: &str, into: &str, share: Option<f64>| phieu_unit::Predecessor {
        code: code(own),
        name: format!("Xã {own}"),
        kind: UnitKind::Commune,
        parent: code(parent),
        into: code(into),
        on: day("2025-07-01"),
        share,
        source: "NQ".to_owned(),
    };
    let rows = [row("24850", "68", "24848", Some(0.6)), row("24850", "68", "24846", Some(0.4)), row("24851", "68", "24846", None)];
    let wrong = [rows[0].clone(), row("24852", "99", "24848", None), row("24853", "68", "24848", Some(1.5))];
    let faults = store.remember_units(&wrong, Moment(1), "an").await.unwrap().unwrap_err();
    assert_eq!(faults, [(1, Fault::UnknownUnit(code("99"))), (2, Fault::Share(code("24853")))], "every row, and nothing is taken up");
    assert_eq!(store.unit(&code("24850")).await.unwrap(), None);
    for _ in 0..2 {
        store.remember_units(&rows, Moment(1), "an").await.unwrap().unwrap();
    }
    assert_eq!(store.successions().await.unwrap().len(), 3, "the same table twice is the same");
    assert_eq!(codes(store.units_under_at(&code("68"), day("2025-06-30")).await.unwrap()), ["24846", "24848", "24850", "24851"]);
    assert_eq!(codes(store.units_under_at(&code("68"), day("2025-07-01")).await.unwrap()), ["24846", "24848"]);
    assert_eq!(store.hierarchy().await.unwrap().faults(), []);
}

#[tokio::test]
async fn a_planned_change_that_cannot_be_read_stops_no_other() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", file.0.display())).await.unwrap();
    let unreadable =
        "insert into unit_plan (at, login, since, change, state) values (1, 'an', '2026-07-01', '{\"action\":\"new\"}', 'coming')";
    sqlx::query(unreadable).execute(&pool).await.unwrap();
    assert_eq!(store.planned_changes().await.unwrap(), []);
    store.carry_out_planned(Date::parse("2026-07-01").unwrap(), Moment(2)).await.unwrap();
    let state: String = sqlx::query_scalar("select state from unit_plan").fetch_one(&pool).await.unwrap();
    assert_eq!(state, "refused");
    pool.close().await;
    store.close().await.unwrap();
}
