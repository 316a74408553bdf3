//! What an edit costs, counted in formulas: it follows what depends on it, not the size of the form. And that the bench still works.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_bench::{Case, chain, flat, interview, round, rows, small_cases};
use phieu_engine::{Changes, Edit, Instance};

/// A case's report, opened.
fn opened(case: &Case) -> Instance {
    let form = phieu_form::compile(&case.definition).0.expect("a form");
    Instance::open(Arc::new(form), case.context.clone(), &case.answers, &BTreeMap::new())
}

/// What the case's own edit changes.
fn edited(case: &Case) -> Changes {
    let mut instance = opened(case);
    let edit = case.edit(&instance, 0).expect("the question");
    instance.apply(edit).expect("an edit")
}

#[test]
fn the_bench_runs_on_every_kind_of_form() {
    let lines = round(&small_cases()).expect("every step works");
    assert_eq!(lines.lines().count(), 5 * 3 + 2, "{lines}");
}

#[test]
fn an_edit_in_a_flat_form_computes_what_names_the_field() {
    for fields in [60, 2_000, 10_000] {
        let changes = edited(&flat(fields));
        // Its constraint, the rule that names it, and where the next question is asked only then, that.
        assert!((1..=4).contains(&changes.computed), "{fields} fields: {} formulas", changes.computed);
        assert!(changes.nodes.len() <= 4, "{fields} fields: {} nodes", changes.nodes.len());
    }
}

#[test]
fn an_edit_at_the_head_of_a_chain_computes_each_link_once() {
    for fields in [60, 2_000, 10_000] {
        // The calculations, and the constraint of the question.
        assert_eq!(edited(&chain(fields)).computed, fields / 2 + 1);
    }
}

#[test]
fn an_edit_in_a_long_interview_computes_what_names_the_question() {
    let changes = edited(&interview(500));
    assert!((1..=30).contains(&changes.computed), "{} formulas", changes.computed);
}

#[test]
fn an_edit_in_a_row_computes_that_row_and_what_reads_all_rows() {
    for count in [10, 1_000] {
        // Constraint, cost, rule of the row; total, rule over the total.
        assert_eq!(edited(&rows(count)).computed, 5, "{count} rows");
    }
}

#[test]
fn adding_a_row_computes_that_row_and_what_reads_all_rows() {
    let added = |count: usize| {
        let mut instance = opened(&rows(count));
        let repeat = instance.find("items").expect("the repeat");
        instance.apply(Edit::AddRow { repeat }).expect("a new row").computed
    };
    assert_eq!(added(10), added(1_000));
    assert!(added(10) < 30, "{} formulas", added(10));
}

#[test]
fn taking_a_row_away_computes_what_reads_all_rows_and_the_numbers_of_those_behind() {
    let removed = |count: usize, row: usize| {
        let mut instance = opened(&rows(count));
        let row = instance.find(&format!("items[{row}]")).expect("the row");
        instance.apply(Edit::RemoveRow { row }).expect("one row less").computed
    };
    let last = removed(1_000, 1_000);
    assert_eq!(last, removed(10, 10));
    assert!(last < 10, "{last} formulas");
    // In each row behind it only `number` asks which row it is in.
    assert_eq!(removed(1_000, 901), last + 99);
}
