//! Replays the corpus, and a fixed number of mutations of it for every target.
//!
//! `PHIEU_FUZZ_SEED=7` tries other mutations than every test run does. Everything runs in a thread with the stack that WebAssembly has, 1 MB.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use phieu_fuzz::{LONGEST, MOST_BYTES, TARGETS, Target, cost, mutate, run};
use phieu_parity::Numbers;

const STACK: usize = 1 << 20;

fn corpus(target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).expect("a file"))).collect()
}

/// The inputs that are tried just now, to be kept where they go wrong.
static CURRENT: Mutex<BTreeMap<&str, Vec<u8>>> = Mutex::new(BTreeMap::new());

fn current() -> MutexGuard<'static, BTreeMap<&'static str, Vec<u8>>> {
    CURRENT.lock().unwrap_or_else(PoisonError::into_inner)
}

fn tried(target: &'static Target, data: Vec<u8>) -> u64 {
    current().insert(target.name, data.clone());
    cost::of(|| run(target, &data)).1
}

fn replay(target: &'static Target) {
    let corpus = corpus(target);
    assert!(!corpus.is_empty(), "{} has no corpus", target.name);
    let mut costliest = corpus.iter().map(|(_, data)| tried(target, data.clone())).max().unwrap_or_default();
    let seed = std::env::var("PHIEU_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut numbers = Numbers::Seed(seed.unwrap_or(2026));
    for _ in 0..target.mutations {
        let [input, other] = [0, 1].map(|_| &corpus[numbers.below(corpus.len())].1);
        costliest = costliest.max(tried(target, mutate::mutated(input, other, &mut numbers, LONGEST)));
    }
    println!("{}: {} inputs and {} mutations, {} kB at most", target.name, corpus.len(), target.mutations, costliest >> 10);
    assert!(costliest <= MOST_BYTES);
}

/// One target by its name, so that they run side by side.
#[track_caller]
fn check(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target");
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || replay(target)).expect("a thread");
    if thread.join().is_err() {
        let path = std::env::temp_dir().join(format!("phieu-fuzz-{name}"));
        std::fs::write(&path, current().get(name).map(Vec::as_slice).unwrap_or_default()).expect("the input can be kept");
        panic!("{name}: the input that goes wrong stands in {}", path.display());
    }
}

#[test]
fn edits() {
    check("edits");
}

#[test]
fn expressions() {
    check("expression");
}

#[test]
fn forms() {
    check("forms");
}

#[test]
fn reports() {
    check("report");
}

#[test]
fn workbooks() {
    check("workbook");
}

#[test]
fn xforms() {
    check("xform");
}

#[test]
fn every_target_is_replayed() {
    assert_eq!(TARGETS.len(), 6);
}
