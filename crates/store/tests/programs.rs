//! What every store promises of keys, events and hooks.

#![allow(clippy::unwrap_used)]

mod furnished;

use furnished::{File, code, decision, furnish, id, revision};
use phieu_report::Event;
use phieu_store::{By, Delivery, EventQuery, HookState, Moment, NewHook, NewKey, Once, OnceKey, SqliteStore, Store};

fn by(login: &str, at: i64) -> By {
    By::of(login, Moment(at))
}

async fn a_key_counts_until_it_ends(store: &dyn Store) {
    let new = |hash: &str| NewKey {
        hash: hash.to_owned(),
        login: "an".to_owned(),
        name: "Kobo".to_owned(),
        scopes: "reports:submit".to_owned(),
        expires_at: Moment(200_000),
    };
    let first = store.make_key(&by("binh", 1), &new("a")).await.unwrap();
    let second = store.make_key(&by("an", 2), &new("b")).await.unwrap();
    let (key, account) = store.use_key("a", Moment(100)).await.unwrap().unwrap();
    assert_eq!((key.id, key.made_by.as_str(), key.last_used_at, account.login.as_str()), (first, "binh", None, "an"));
    for at in [59_000, 60_000, 60_100] {
        store.use_key("a", Moment(at)).await.unwrap().unwrap();
    }
    assert_eq!(store.key(first).await.unwrap().unwrap().last_used_at, Some(Moment(60_100)), "noted to the minute");
    assert!(store.use_key("a", Moment(200_000)).await.unwrap().is_none() && store.use_key("c", Moment(0)).await.unwrap().is_none());
    assert!(store.revoke_key(&by("an", 5), second).await.unwrap() && store.revoke_key(&by("an", 6), second).await.unwrap());
    assert!(!store.revoke_key(&by("an", 7), 99).await.unwrap());
    assert!(store.use_key("b", Moment(0)).await.unwrap().is_none());
    let numbers = |keys: Vec<phieu_store::Key>| keys.into_iter().map(|key| key.id).collect::<Vec<_>>();
    assert_eq!(numbers(store.keys_of("an").await.unwrap()), [second, first]);
    assert_eq!(numbers(store.keys_within(&code("68"), "club_secretary").await.unwrap()), [second, first]);
    assert!(store.keys_within(&code("24846"), "club_secretary").await.unwrap().is_empty());
    assert!(store.keys_within(&code("68"), "viewer").await.unwrap().is_empty());
    let told: Vec<String> = store.people_history("an").await.unwrap().into_iter().map(|line| line.event).collect();
    assert_eq!(told, ["make_key", "make_key", "revoke_key"], "one that is taken back twice is told once");
}

async fn a_request_under_a_key_is_begun_once(store: &dyn Store) {
    let key = |login: &str, hash: &str| OnceKey { login: login.to_owned(), hash: hash.to_owned() };
    let begin =
        async |key: &OnceKey, digest: &str, now: i64| store.begin_once(key, digest, Moment(now), Moment(now - 1_000)).await.unwrap();
    let first = key("an", "a");
    assert_eq!(begin(&first, "x", 5_000).await, Once::Begun);
    assert_eq!(begin(&first, "x", 5_001).await, Once::Running);
    assert_eq!(begin(&key("binh", "a"), "y", 5_001).await, Once::Begun, "a key is its account's");
    assert_eq!(begin(&key("an", "b"), "x", 5_001).await, Once::Begun);
    store.finish_once(&first, Some(b"answer")).await.unwrap();
    assert_eq!(begin(&first, "x", 5_002).await, Once::Done { at: Moment(5_000), answer: b"answer".to_vec() });
    assert_eq!(begin(&first, "y", 5_003).await, Once::Other);
    store.finish_once(&key("an", "b"), None).await.unwrap();
    assert_eq!(begin(&key("an", "b"), "z", 5_004).await, Once::Begun, "what did nothing is forgotten");
    assert_eq!(begin(&first, "y", 6_000).await, Once::Begun, "after its time as well");
    store.forget_once(Moment(5_999)).await.unwrap();
    assert_eq!(begin(&first, "y", 6_001).await, Once::Running);
    store.forget_once(Moment(6_000)).await.unwrap();
    assert_eq!(begin(&first, "z", 6_001).await, Once::Begun);
}

async fn events_are_those_of_the_units_below(store: &dyn Store) {
    store.submit(&revision(1, 1, "24848-C01", "2026-09", "một")).await.unwrap().unwrap();
    store.submit(&revision(2, 1, "24848-C02", "2026-09", "hai")).await.unwrap().unwrap();
    store.decide(&decision(1, 1, Event::Return, &[("", "Xem lại.")])).await.unwrap().unwrap();
    let tops = [code("24848-C01")];
    let asked = |after, most| EventQuery { tops: &tops, after, most };
    let page = store.events(&asked(0, 10)).await.unwrap();
    let seen: Vec<_> = page.events.iter().map(|event| (event.line, event.event, event.unit.as_str())).collect();
    assert_eq!(seen, [(1, Event::Submit, "24848-C01"), (3, Event::Return, "24848-C01")]);
    assert_eq!(page.events[1].report.as_ref().map(|(report, ..)| report), Some(&id(1)));
    assert_eq!((page.last, page.more, store.last_line().await.unwrap()), (3, false, 3));
    let page = store.events(&asked(1, 1)).await.unwrap();
    assert_eq!((page.events.len(), page.last, page.more), (0, 2, true), "a page may hold nothing and lead on");
    let nowhere = store.events(&asked(3, 10)).await.unwrap();
    assert_eq!((nowhere.events.len(), nowhere.last, nowhere.more), (0, 3, false));
}

async fn a_hook_is_told_from_where_it_stands(store: &dyn Store) {
    let new = NewHook { login: "an".to_owned(), url: "https://a.vn/".to_owned(), secret: "s".to_owned(), events: String::new() };
    let hook = store.make_hook(&by("an", 10), &new).await.unwrap();
    assert!(store.due_hooks(Moment(20)).await.unwrap().is_empty(), "nothing of before is told");
    store.submit(&revision(1, 2, "24848-C01", "2026-09", "ba")).await.unwrap().unwrap();
    let due = store.due_hooks(Moment(20)).await.unwrap();
    assert_eq!((due.len(), due[0].state.after, due[0].state.is_on), (1, 3, true));
    let tried = |status, problem: &str| Delivery { line: 4, at: Moment(30), status, problem: problem.to_owned() };
    let waiting = HookState { is_on: true, after: 3, tries: 1, failing_since: Some(Moment(30)), next_at: Moment(50) };
    assert!(store.told(hook, Some(&tried(None, "away")), &waiting).await.unwrap());
    assert!(store.due_hooks(Moment(49)).await.unwrap().is_empty() && store.due_hooks(Moment(50)).await.unwrap().len() == 1);
    store.switch_hook(&by("an", 60), hook, false).await.unwrap();
    assert!(
        !store.told(hook, Some(&tried(Some(200), "")), &HookState { after: 4, ..waiting.clone() }).await.unwrap(),
        "stopped stays stopped"
    );
    store.switch_hook(&by("an", 61), hook, true).await.unwrap();
    let state = store.hook(hook).await.unwrap().unwrap().state;
    assert_eq!(state, HookState { is_on: true, after: 4, tries: 0, failing_since: None, next_at: Moment(0) });
    let statuses: Vec<_> = store.deliveries(hook).await.unwrap().into_iter().map(|one| one.status).collect();
    assert_eq!(statuses, [Some(200), None]);
    for _ in 0..300 {
        store.told(hook, Some(&tried(Some(500), "no")), &waiting).await.unwrap();
    }
    assert_eq!(store.deliveries(hook).await.unwrap().len(), 200, "the log does not grow for ever");
    store.remove_hook(&by("an", 70), hook).await.unwrap();
    assert!(store.hook(hook).await.unwrap().is_none() && !store.told(hook, None, &waiting).await.unwrap());
}

#[tokio::test]
async fn sqlite_keeps_programs() {
    let file = File::new();
    let store = SqliteStore::open(&file.0).await.unwrap();
    furnish(&store).await;
    a_key_counts_until_it_ends(&store).await;
    events_are_those_of_the_units_below(&store).await;
    a_hook_is_told_from_where_it_stands(&store).await;
    a_request_under_a_key_is_begun_once(&store).await;
    assert!((&store as &dyn Store).verify_people_audit(None).await.unwrap().is_ok());
    store.close().await.unwrap();
}
