//! The targets: one file each.

mod edits;
mod expression;
mod forms;
mod report;
mod workbook;
mod xform;

/// Something that takes input from outside.
#[derive(Debug)]
pub struct Target {
    /// The name of its folder in the corpus.
    pub name: &'static str,
    /// Does with an input what phieu does with it; panics where something does not hold.
    pub run: fn(&[u8]),
    /// How many mutations a test run tries.
    pub mutations: u32,
}

/// All of them.
pub static TARGETS: &[Target] = &[
    Target { name: "edits", run: edits::run, mutations: 20 },
    Target { name: "expression", run: expression::run, mutations: 200 },
    Target { name: "forms", run: forms::run, mutations: 1_000 },
    Target { name: "report", run: report::run, mutations: 500 },
    Target { name: "workbook", run: workbook::run, mutations: 1_000 },
    Target { name: "xform", run: xform::run, mutations: 1_000 },
];

/// The first byte says how the rest is meant.
fn split(data: &[u8], ways: u8) -> (u8, &[u8]) {
    data.split_first().map_or((0, data), |(first, rest)| (first % ways, rest))
}
