//! Units change: what was stays, what is refused changes nothing, and figures of before find their way to the units of after.
#![allow(clippy::unwrap_used)]

use phieu_report::{Date, OrgUnitCode};
use phieu_unit::{Change, Fault, Hierarchy, Life, Predecessor, Succession, SuccessionKind, UnitKind, Version, sources};
use serde_json::{Value, json};

fn code(text: &str) -> OrgUnitCode {
    OrgUnitCode::parse(text).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn life(own: &str, kind: UnitKind, parent: Option<&str>) -> Life {
    let version = Version {
        valid_from: Date::FIRST,
        valid_to: None,
        name: format!("Đơn vị {own}"),
        kind,
        parent: parent.map(code),
        source: String::new(),
    };
    Life { code: code(own), versions: vec![version] }
}

/// A centre, two provinces, three communes, two clubs of the first and one of the second.
fn hierarchy() -> Hierarchy {
    let lives = [
        life("VN", UnitKind::Centre, None),
        life("68", UnitKind::Province, Some("VN")),
        life("66", UnitKind::Province, Some("VN")),
        life("10001", UnitKind::Commune, Some("68")),
        life("10002", UnitKind::Commune, Some("68")),
        life("10003", UnitKind::Commune, Some("66")),
        life("10001-C01", UnitKind::Club, Some("10001")),
        life("10001-C02", UnitKind::Club, Some("10001")),
        life("10002-C01", UnitKind::Club, Some("10002")),
    ];
    Hierarchy::new(lives, Vec::new())
}

fn change(text: Value) -> Change {
    serde_json::from_value(text).unwrap()
}

fn done(hierarchy: &mut Hierarchy, text: Value) -> Vec<String> {
    let touched = hierarchy.apply(&change(text)).unwrap();
    assert_eq!(hierarchy.faults(), [], "a change leaves everything whole");
    touched.into_iter().map(|code| code.to_string()).collect()
}

/// Name, kind and parent on a day.
fn state(hierarchy: &Hierarchy, of: &str, on: &str) -> Option<(String, UnitKind, String)> {
    let version = hierarchy.life(&code(of))?.on(day(on))?.clone();
    Some((version.name, version.kind, version.parent.map_or_else(String::new, |code| code.to_string())))
}

fn of_parts(hierarchy: &Hierarchy, of: &str, then: &str, now: &str) -> Option<Vec<(String, f64)>> {
    let found = sources(&code(of), day(then), day(now), hierarchy.successions()).ok()?;
    Some(found.into_iter().map(|source| (source.code.to_string(), source.share)).collect())
}

#[test]
fn a_new_name_holds_from_its_day_and_the_old_one_before() {
    let mut hierarchy = hierarchy();
    assert_eq!(done(&mut hierarchy, json!({ "action": "rename", "code": "10001", "name": " Phường Một ", "on": "2026-04-30" })), ["10001"]);
    let name = |on| state(&hierarchy, "10001", on).unwrap().0;
    assert_eq!((name("2026-04-29"), name("2026-04-30")), ("Đơn vị 10001".to_owned(), "Phường Một".to_owned()));
    let again = hierarchy.apply(&change(json!({ "action": "rename", "code": "10001", "name": "Xã", "on": "2026-04-30" })));
    assert_eq!(again, Err(Fault::TooEarly(code("10001"), day("2026-04-30"))));
}

#[test]
fn several_become_one_with_all_that_is_under_them() {
    let mut hierarchy = hierarchy();
    let into = json!({ "code": "10009", "name": "Xã Chín" });
    done(&mut hierarchy, json!({ "action": "merge", "from": ["10001", "10002"], "into": into, "on": "2026-07-01", "source": "NQ 1" }));
    assert_eq!(state(&hierarchy, "10009", "2026-07-01"), Some(("Xã Chín".to_owned(), UnitKind::Commune, "68".to_owned())));
    assert_eq!((state(&hierarchy, "10009", "2026-06-30"), state(&hierarchy, "10001", "2026-07-01")), (None, None));
    assert_eq!(state(&hierarchy, "10001-C01", "2026-06-30").unwrap().2, "10001");
    assert_eq!(state(&hierarchy, "10001-C01", "2026-07-01").unwrap().2, "10009");
    let all = |parts: &[&str]| Some(parts.iter().map(|code| ((*code).to_owned(), 1.0)).collect::<Vec<_>>());
    assert_eq!(of_parts(&hierarchy, "10009", "2026-06-14", "2026-09-14"), all(&["10001", "10002"]));
    assert_eq!(of_parts(&hierarchy, "10009", "2026-07-14", "2026-09-14"), all(&["10009"]), "both days are after it");
}

#[test]
fn one_that_takes_others_in_is_among_its_own_predecessors() {
    let mut hierarchy = hierarchy();
    done(&mut hierarchy, json!({ "action": "merge", "from": ["10002"], "into": { "code": "10001" }, "on": "2026-07-01" }));
    done(&mut hierarchy, json!({ "action": "move", "code": "10003", "parent": "68", "on": "2026-08-01" }));
    done(
        &mut hierarchy,
        json!({ "action": "merge", "from": ["10001", "10003"], "into": { "code": "10009", "name": "Xã" }, "on": "2026-09-01" }),
    );
    let codes = |then, now| of_parts(&hierarchy, "10009", then, now).unwrap().into_iter().map(|(code, _)| code).collect::<Vec<_>>();
    assert_eq!(codes("2026-06-14", "2026-12-14"), ["10001", "10002", "10003"], "over two mergers");
    assert_eq!(codes("2026-08-14", "2026-12-14"), ["10001", "10003"]);
    assert_eq!(of_parts(&hierarchy, "10001", "2026-06-14", "2026-08-14").unwrap().len(), 2);
}

#[test]
fn one_becomes_several_and_its_figures_are_shared_only_as_far_as_is_known() {
    let mut hierarchy = hierarchy();
    let into = json!([
        { "code": "10001", "share": 0.75, "children": ["10001-C01"] },
        { "code": "10009", "name": "Xã Chín", "share": 0.25, "children": ["10001-C02"] },
    ]);
    done(&mut hierarchy, json!({ "action": "split", "code": "10001", "into": into, "on": "2026-07-01" }));
    assert_eq!(of_parts(&hierarchy, "10009", "2026-06-14", "2026-09-14"), Some(vec![("10001".to_owned(), 0.25)]));
    assert_eq!(of_parts(&hierarchy, "10001", "2026-06-14", "2026-09-14"), Some(vec![("10001".to_owned(), 0.75)]));
    assert_eq!(state(&hierarchy, "10001-C02", "2026-07-01").unwrap().2, "10009");
    let unknown = json!([{ "code": "10007", "name": "Xã Bảy" }, { "code": "10008", "name": "Xã Tám", "children": ["10002-C01"] }]);
    done(&mut hierarchy, json!({ "action": "split", "code": "10002", "into": unknown, "on": "2026-07-01" }));
    assert_eq!(of_parts(&hierarchy, "10007", "2026-06-14", "2026-09-14"), None);
    assert_eq!(state(&hierarchy, "10002", "2026-07-01"), None);
}

#[test]
fn a_part_that_came_over_lies_beside_what_was_there() {
    let row = |share| Succession {
        from: code("10001"),
        to: code("10002"),
        on: day("2026-07-01"),
        kind: SuccessionKind::Partial,
        share,
        source: String::new(),
    };
    let known = Hierarchy::new(hierarchy().lives().cloned(), vec![row(Some(0.2))]);
    assert_eq!(of_parts(&known, "10002", "2026-06-14", "2026-09-14"), Some(vec![("10001".to_owned(), 0.2), ("10002".to_owned(), 1.0)]));
    assert_eq!(of_parts(&known, "10001", "2026-06-14", "2026-09-14"), None, "nobody says how much is left");
    let unknown = Hierarchy::new(hierarchy().lives().cloned(), vec![row(None)]);
    assert_eq!(of_parts(&unknown, "10002", "2026-06-14", "2026-09-14"), None);
    assert_eq!(of_parts(&unknown, "10002", "2026-07-14", "2026-09-14"), Some(vec![("10002".to_owned(), 1.0)]));
}

#[test]
fn what_cannot_be_is_refused_and_changes_nothing() {
    let on = "2026-07-01";
    let cases = [
        ("taken", json!({ "action": "add", "code": "10001", "name": "Xã", "kind": "commune", "parent": "68" })),
        ("level", json!({ "action": "add", "code": "10009", "name": "Xã", "kind": "commune", "parent": "10001" })),
        ("level", json!({ "action": "add", "code": "10009", "name": "CLB", "kind": "club", "parent": "68" })),
        ("no_parent", json!({ "action": "add", "code": "10009", "name": "Xã", "kind": "commune", "parent": "99" })),
        ("name", json!({ "action": "add", "code": "10009", "name": "  ", "kind": "commune", "parent": "68" })),
        ("name", json!({ "action": "rename", "code": "10001", "name": "x".repeat(201) })),
        ("unknown_unit", json!({ "action": "rename", "code": "99", "name": "Xã" })),
        ("level", json!({ "action": "rename", "code": "10001", "name": "Xã", "kind": "club" })),
        ("level", json!({ "action": "move", "code": "68", "parent": "10001" })),
        ("level", json!({ "action": "move", "code": "10001", "parent": "10001" })),
        ("no_parent", json!({ "action": "move", "code": "10001", "parent": "99" })),
        ("has_children", json!({ "action": "close", "code": "10001" })),
        ("few", json!({ "action": "merge", "from": ["10001"], "into": { "code": "10001" } })),
        ("twice", json!({ "action": "merge", "from": ["10001", "10001"], "into": { "code": "10009", "name": "Xã" } })),
        ("unknown_unit", json!({ "action": "merge", "from": ["10001", "99"], "into": { "code": "10009", "name": "Xã" } })),
        ("name", json!({ "action": "merge", "from": ["10001", "10002"], "into": { "code": "10009" } })),
        ("level", json!({ "action": "merge", "from": ["10001", "10001-C01"], "into": { "code": "10001" } })),
        ("few", json!({ "action": "split", "code": "10001", "into": [{ "code": "10001" }] })),
        ("taken", json!({ "action": "split", "code": "10001", "into": [{ "code": "10001" }, { "code": "10002", "name": "Xã" }] })),
        (
            "has_children",
            json!({ "action": "split", "code": "10001", "into": [{ "code": "10008", "name": "A" }, { "code": "10009", "name": "B" }] }),
        ),
        (
            "share",
            json!({ "action": "split", "code": "10001", "into": [{ "code": "10001", "share": 0.6 }, { "code": "10009", "name": "B", "share": 0.6 }] }),
        ),
        (
            "not_a_child",
            json!({ "action": "split", "code": "10001", "into": [{ "code": "10001" }, { "code": "10009", "name": "B", "children": ["10002-C01"] }] }),
        ),
    ];
    for (expected, mut wanted) in cases {
        wanted["on"] = on.into();
        let mut hierarchy = hierarchy();
        let refused = hierarchy.apply(&change(wanted.clone())).map(|_| ()).map_err(|fault| fault.code());
        assert_eq!(refused, Err(expected), "{wanted}");
        assert_eq!(hierarchy, self::hierarchy(), "{wanted}");
    }
    let mut hierarchy = hierarchy();
    done(&mut hierarchy, json!({ "action": "close", "code": "10001-C01", "on": on }));
    let ended = |wanted: Value| hierarchy.clone().apply(&change(wanted)).map_err(|fault| fault.code());
    assert_eq!(ended(json!({ "action": "rename", "code": "10001-C01", "name": "CLB", "on": "2026-08-01" })), Err("ended"));
    assert_eq!(ended(json!({ "action": "close", "code": "10001-C01", "on": "2026-08-01" })), Err("ended"));
    assert_eq!(
        ended(json!({ "action": "add", "code": "10001-C01", "name": "CLB", "kind": "club", "parent": "10001", "on": "2026-08-01" })),
        Err("taken")
    );
}

#[test]
fn what_does_not_fit_together_is_found() {
    let with = |change: fn(&mut Vec<Life>)| {
        let mut lives: Vec<Life> = hierarchy().lives().cloned().collect();
        change(&mut lives);
        let mut codes: Vec<_> = Hierarchy::new(lives, Vec::new()).faults().iter().map(Fault::code).collect();
        codes.dedup();
        codes
    };
    fn club(lives: &mut [Life]) -> &mut Life {
        lives.iter_mut().find(|life| life.code.as_str() == "10001-C01").unwrap()
    }
    fn turn(life: &mut Life, end: &str, begin: &str) {
        let mut next = life.versions[0].clone();
        life.versions[0].valid_to = Some(day(end));
        next.valid_from = day(begin);
        life.versions.push(next);
    }
    assert_eq!(with(|_| ()), [""; 0]);
    assert_eq!(with(|lives| turn(club(lives), "2026-01-01", "2026-01-02")), ["gap"]);
    assert_eq!(with(|lives| turn(club(lives), "2026-01-02", "2026-01-01")), ["overlap"]);
    assert_eq!(with(|lives| club(lives).versions[0].valid_to = Some(Date::FIRST)), ["empty"]);
    assert_eq!(with(|lives| club(lives).versions.clear()), ["unknown_unit"]);
    assert_eq!(with(|lives| club(lives).versions[0].parent = Some(code("99"))), ["no_parent"]);
    assert_eq!(with(|lives| club(lives).versions[0].parent = Some(code("10001-C02"))), ["level"]);
    assert_eq!(with(|lives| club(lives).versions[0].parent = Some(code("10001-C01"))), ["level"], "a circle");
    assert_eq!(
        with(|lives| lives.iter_mut().find(|life| life.code.as_str() == "10001").unwrap().versions[0].valid_to = Some(day("2026-01-01"))),
        ["no_parent"]
    );
    let lost = Succession {
        from: code("99"),
        to: code("68"),
        on: day("2026-01-01"),
        kind: SuccessionKind::Merge,
        share: None,
        source: String::new(),
    };
    assert_eq!(Hierarchy::new(hierarchy().lives().cloned(), vec![lost]).faults(), [Fault::UnknownUnit(code("99"))]);
}

fn of_before(own: &str, parent: &str, into: &str, share: Option<f64>) -> Predecessor {
    let kind = if own.len() == 3 { UnitKind::District } else { UnitKind::Commune };
    let (code, parent, into) = (code(own), code(parent), code(into));
    Predecessor { name: format!("Đơn vị {own}"), code, kind, parent, into, on: day("2025-07-01"), share, source: "NQ".to_owned() }
}

/// The same with two communes that began on the day of the change.
fn renewed() -> Hierarchy {
    let mut hierarchy = hierarchy();
    for (own, name) in [("10004", "Xã Bốn"), ("10005", "Xã Năm")] {
        done(&mut hierarchy, json!({ "action": "add", "code": own, "name": name, "kind": "commune", "parent": "68", "on": "2025-07-01" }));
    }
    hierarchy
}

#[test]
fn units_of_before_are_remembered_with_their_districts_and_shares() {
    let mut hierarchy = renewed();
    let rows = [
        of_before("675", "68", "10004", Some(0.75)),
        of_before("675", "68", "10005", Some(0.25)),
        of_before("10004", "675", "10004", None),
        of_before("20001", "675", "10004", None),
        of_before("20002", "675", "10004", Some(0.5)),
        of_before("20002", "675", "10005", None),
        of_before("20003", "675", "10005", None),
    ];
    hierarchy.remember(&rows).unwrap();
    assert_eq!(hierarchy.faults(), []);
    assert_eq!(state(&hierarchy, "10004", "2025-06-30"), Some(("Đơn vị 10004".to_owned(), UnitKind::Commune, "675".to_owned())));
    assert_eq!(state(&hierarchy, "10004", "2025-07-01"), Some(("Xã Bốn".to_owned(), UnitKind::Commune, "68".to_owned())));
    assert_eq!(state(&hierarchy, "675", "2025-07-01"), None);
    let share = |from: &str, to: &str| {
        hierarchy.successions().iter().find(|row| row.from == code(from) && row.to == code(to)).map(|row| (row.kind, row.share))
    };
    assert_eq!(share("675", "10005"), Some((SuccessionKind::Split, Some(0.25))));
    assert_eq!(share("10004", "10004"), Some((SuccessionKind::Merge, None)));
    assert_eq!(share("20002", "10005"), Some((SuccessionKind::Split, None)));
    assert_eq!(of_parts(&hierarchy, "10005", "2025-06-30", "2026-01-01"), None, "how much of 20002 is in it is not known");
    let mut known = hierarchy.clone();
    known.remember(&[of_before("20002", "675", "10005", Some(0.5))]).unwrap();
    let refused = known.clone().remember(&[of_before("20002", "675", "10003", Some(0.2))]);
    assert_eq!(refused, Err(vec![(0, Fault::Share(code("20002")))]), "more than all of it");
}

#[test]
fn every_row_that_cannot_be_is_told() {
    let mut hierarchy = renewed();
    let before = hierarchy.clone();
    let rows = [
        of_before("20001", "68", "10009", None),
        of_before("20002", "999", "10004", None),
        of_before("20003", "68", "10004", None),
        of_before("10001", "68", "10004", None),
        of_before("20003", "68", "10004", None),
        of_before("20004", "10001", "10004", None),
        Predecessor { name: " ".to_owned(), ..of_before("20005", "68", "10004", None) },
        of_before("20006", "68", "10004", Some(0.0)),
    ];
    let faults = hierarchy.remember(&rows).unwrap_err();
    let told: Vec<(usize, &str)> = faults.iter().map(|(at, fault)| (*at, fault.code())).collect();
    assert_eq!(told, [(0, "absent"), (1, "unknown_unit"), (3, "taken"), (4, "twice"), (5, "level"), (6, "name"), (7, "share")]);
    assert_eq!(hierarchy, before);
}
