//! What is left is exactly what `left/` lists with its reason: nothing may fall behind, and no reason may outlive its case.
//!
//! Runs on the vectors beside the repository; where there are none it says so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use phieu_conformance::{oracle, sessions, xlsform, xpath};

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors");
    if !folder.is_dir() {
        println!("there are no vectors beside the repository: none ran");
    }
    folder.is_dir().then_some(folder)
}

type Reasons = BTreeMap<String, BTreeMap<String, String>>;

fn reasons(text: &str) -> Reasons {
    let reasons: Reasons = toml::from_str(text).expect("reasons");
    assert!(reasons.values().flat_map(BTreeMap::values).all(|reason| !reason.is_empty()), "a case that is left needs its reason");
    reasons
}

fn same(listed: &BTreeMap<String, String>, found: BTreeSet<String>) {
    let listed: BTreeSet<String> = listed.keys().cloned().collect();
    assert_eq!(found.difference(&listed).collect::<Vec<_>>(), Vec::<&String>::new(), "left, but not listed");
    assert_eq!(listed.difference(&found).collect::<Vec<_>>(), Vec::<&String>::new(), "listed, but not left");
}

#[test]
fn expressions() {
    let Some(folder) = folder() else { return };
    let outcome = xpath::run(&folder).expect("the vectors can be read");
    let reasons = reasons(include_str!("../left/xpath.toml"));
    let of = |wrong: bool| outcome.left.iter().filter(|left| left.0 == wrong).map(|left| left.1.clone()).collect();
    same(&reasons["wrong"], of(true));
    same(&reasons["refused"], of(false));
    assert!(outcome.pass >= 1377, "{}", outcome.pass);
    println!("{} of {} assertions pass", outcome.pass, outcome.total);
}

#[test]
fn both_clients() {
    let Some(folder) = folder() else { return };
    let outcome = oracle::run(&folder).expect("the vectors can be read");
    assert!(outcome.both >= 103 && outcome.neither <= 1, "as both {}, as neither {}", outcome.both, outcome.neither);
}

#[test]
fn filling_sessions() {
    let Some(folder) = folder() else { return };
    let outcome = sessions::run(&folder).expect("the vectors can be read");
    same(&reasons(include_str!("../left/sessions.toml"))["left"], outcome.left.iter().map(|left| left.session.clone()).collect());
    println!("{} of {} sessions are clean", outcome.clean, outcome.total);
}

#[test]
fn conversions() {
    let Some(folder) = folder() else { return };
    let outcome = xlsform::run(&folder).expect("the vectors can be read");
    same(&reasons(include_str!("../left/xlsform.toml"))["left"], outcome.left.iter().map(|(test, _)| test.clone()).collect());
    assert_eq!(outcome.malformed, 0);
    let (held, same) = (outcome.assertions_held, outcome.same_xform);
    assert!(held >= 1066 && same >= 501, "{held} assertions hold, {same} XForms are the same");
    println!("{} of {} conversions agree", outcome.verdict_agrees, outcome.total);
}
