//! `cargo xtask bench rust`: the same report checked natively by phieu, by hand-written Rust and by crates that check data, in turn.
//!
//! Before anything is timed all must find the same in a good report and in wrong ones, each as far as it can say it: a schema knows no rule
//! between two fields, and a struct cannot hold a text for a number, so that serde refuses the report. `phieu-bench-rust memory FORM WHO`
//! prints what a process takes that has made and used this one alone; `once FORM WHO TIMES` does the work, for a profiler.

mod contestants;
mod garde_rules;
mod reports;
mod shape;
mod xform;

use std::process::Command;

use rustix::time::{ClockId, clock_gettime};

use contestants::{ALONE, Contestant, Found, WHOLE};
use reports::{Case, cases};
use shape::{Shape, shapes};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["memory", form, who] => memory(form, who),
        ["once", form, who, times] => once(form, who, times.parse().expect("how many times")),
        [rounds] => shapes().iter().for_each(|shape| tables(shape, rounds.parse().expect("how many rounds"))),
        _ => panic!("expected ROUNDS; or memory FORM WHO; or once FORM WHO TIMES"),
    }
}

fn tables(shape: &Shape, rounds: usize) {
    let cases = cases(shape);
    let report = &cases[0].report;
    let make = |(name, make): &(&'static str, fn(&Shape, &serde_json::Value) -> Contestant)| Contestant { name, ..make(shape, report) };
    let [mut whole, mut alone] = [WHOLE, ALONE].map(|makers| makers.iter().map(make).collect::<Vec<_>>());
    cases.iter().for_each(|case| whole.iter().for_each(|each| agree(each, case)));
    let fields: usize = shape.groups.iter().map(|group| group.numbers.len() + group.texts.len()).sum();
    let rules: usize = shape.groups.iter().map(|group| group.rules.len()).sum();
    let bytes = serde_json::to_string_pretty(report).expect("a value can be written").len();
    println!("\n{}: {fields} fields, {rules} rules, {bytes} bytes of JSON; the same found in {} reports\n", shape.name, cases.len());
    println!("| from text to findings | median | least | beside by hand | memory of a process |\n|---|---:|---:|---:|---:|");
    table(shape, &mut whole, rounds);
    println!("\n| the check alone | median | least | beside by hand | memory of a process |\n|---|---:|---:|---:|---:|");
    table(shape, &mut alone, rounds);
}

/// Times all in turn; the first is what the others are compared with.
fn table(shape: &Shape, all: &mut [Contestant], rounds: usize) {
    let mut times = vec![Vec::new(); all.len()];
    for _ in 0..rounds {
        all.iter_mut().zip(&mut times).for_each(|(each, times)| times.push(slice(&mut each.work)));
    }
    times.iter_mut().for_each(|times| times.sort_by(f64::total_cmp));
    let median = |times: &[f64]| times[times.len() / 2];
    for (each, own) in all.iter().zip(&times) {
        let ratio = median(own) / median(&times[0]);
        println!("| {} | {} | {} | {ratio:.1} × | {} |", each.name, time(median(own)), time(own[0]), asked_memory(shape, each.name));
    }
}

fn agree(each: &Contestant, case: &Case) {
    let Some(check) = &each.check else { return };
    let mut wanted = case.answers.clone();
    wanted.extend(case.rules.iter().filter(|_| each.knows_rules).cloned());
    wanted.sort();
    match check(&case.report) {
        Found::Refused => assert!(case.is_refused, "{}: {} is refused", each.name, case.what),
        found => assert_eq!(found, Found::Fields(wanted), "{}: {}", each.name, case.what),
    }
}

/// Microseconds of the processor that the work takes once, from a slice of twenty milliseconds.
fn slice(work: &mut dyn FnMut()) -> f64 {
    let now = || {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
    };
    let (begun, mut times) = (now(), 0);
    loop {
        (0..50).for_each(|_| work());
        times += 50;
        let spent = now() - begun;
        if spent > 20_000.0 {
            return spent / f64::from(times);
        }
    }
}

/// Microseconds as people read them: three digits.
fn time(us: f64) -> String {
    let digits = if us >= 100.0 { 0 } else { usize::from(us < 10.0) + 1 };
    format!("{us:.digits$} µs")
}

fn asked_memory(shape: &Shape, who: &str) -> String {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).args(["memory", shape.name, who]).output().expect("this program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn memory(form: &str, who: &str) {
    once(form, who, 1_000);
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the most memory ever had");
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    println!("{:.1} MB", kilobytes / 1024.0);
}

fn once(form: &str, who: &str, times: usize) {
    let shapes = shapes();
    let shape = shapes.iter().find(|shape| shape.name == form).expect("one of the forms");
    let (_, make) = WHOLE.iter().chain(&ALONE).find(|(name, _)| *name == who).expect("one of the contestants");
    let mut each = make(shape, &cases(shape)[0].report);
    (0..times).for_each(|_| (each.work)());
}
