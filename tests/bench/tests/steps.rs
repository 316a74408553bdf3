//! How many steps honest forms take of those that there are: a tenth at most, however large they are.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_bench::{Case, cases};
use phieu_engine::{Instance, MOST_STEPS};
use phieu_form::Definition;
use phieu_xpath::World;

/// The steps of opening a case's report, and of its edit.
fn taken(case: &Case) -> [u32; 2] {
    let form = phieu_form::compile(&case.definition).0.expect("a form");
    let mut instance = Instance::open(Arc::new(form), case.context.clone(), &case.answers, &BTreeMap::new());
    let opened = MOST_STEPS - instance.steps_left();
    let edit = case.edit(&instance, 0).expect("the question");
    instance.apply(edit).expect("an edit");
    [opened, MOST_STEPS - instance.steps_left()]
}

/// A thousand rows, and ten sums over each of their numbers.
fn sums() -> Case {
    let mut case = phieu_bench::rows(1_000);
    for number in 0..10 {
        let sum = [("type", "calculate".to_owned()), ("name", format!("sum{number}")), ("calculation", "sum(${cost}[. != ''])".to_owned())];
        let cells = sum.into_iter().map(|(column, text)| phieu_form::Cell { column: column.into(), text, ..Default::default() });
        case.definition.survey.push(phieu_form::Row { cells: cells.collect(), ..Default::default() });
    }
    let definition: Definition = case.definition;
    Case { shape: "sums", definition, ..case }
}

#[test]
fn the_largest_honest_forms_take_a_tenth_at_most() {
    for case in cases().into_iter().chain([sums()]) {
        let taken = taken(&case);
        println!("{} {}: {taken:?}", case.shape, case.size);
        assert!(taken.iter().all(|steps| *steps < MOST_STEPS / 10), "{} {}: {taken:?}", case.shape, case.size);
    }
}
