//! Forms that are larger than any form needs to be: what is refused, and that it is refused at once.

use phieu_form::limits::{MOST_NODES, MOST_READS, MOST_TOLD};
use phieu_form::{Cell, Definition, Diagnostic, Form, Level, Place, Row, compile};

fn row(cells: &[(&str, &str)]) -> Row {
    let cell = |(column, text): &(&str, &str)| Cell { column: (*column).into(), text: (*text).into(), place: Place::default() };
    Row { place: Place::default(), cells: cells.iter().map(cell).collect() }
}

fn form(survey: Vec<Row>) -> (Option<Form>, Vec<Diagnostic>) {
    let settings = row(&[("form_id", "f"), ("version", "1")]);
    compile(&Definition { settings, survey, ..Definition::default() })
}

fn calculations(count: usize, of: impl Fn(usize) -> String) -> Vec<Row> {
    (0..count).map(|index| row(&[("type", "calculate"), ("name", &format!("n{index}")), ("calculation", &of(index))])).collect()
}

fn errors(told: &[Diagnostic]) -> Vec<&str> {
    told.iter().filter(|each| each.level == Level::Error).map(|each| each.message.as_str()).collect()
}

#[test]
fn a_form_has_as_many_rows_as_it_may() {
    // The root is a node too.
    assert!(form(calculations(MOST_NODES, |_| "1".into())).0.is_some());
    let (_, told) = form(calculations(MOST_NODES + 50, |_| "1".into()));
    assert_eq!(errors(&told), ["a form has at most 20000 rows"]);
}

#[test]
fn formulas_cannot_all_read_everything() {
    let count = 1_000;
    assert!(count * (count + 1) < MOST_READS);
    assert!(form(calculations(count, |_| "count(/f/x) + 1".into())).0.is_some());
    let mut rows = calculations(2 * count, |_| "count(instance('unit')//*)".into());
    rows.extend((0..2 * count).map(|index| row(&[("type", "hidden"), ("name", &format!("h{index}")), ("relevant", "count(//*) > 1")])));
    let (_, told) = form(rows);
    assert_eq!(errors(&told), ["the formulas of this form read more than 2000000 nodes together"]);
}

#[test]
fn a_thousand_mistakes_are_enough() {
    let (made, told) = form(calculations(MOST_NODES - 1, |index| format!("${{m{index}}} + ${{x}}")));
    assert!(made.is_none());
    assert_eq!(told.len(), MOST_TOLD + 1);
    assert_eq!(told.last().map(|each| each.message.as_str()), Some("more than 1000 findings; the others are not told"));
}

#[test]
fn groups_without_end_are_refused_at_once() {
    let rows = (0..MOST_NODES).map(|index| row(&[("type", "begin group"), ("name", &format!("g{index}"))]));
    let (made, told) = form(rows.collect());
    assert!(made.is_none());
    assert!(told.len() <= MOST_TOLD + 1);
}

#[test]
fn a_circle_among_thousands_is_found() {
    let (made, told) = form(calculations(5_000, |index| format!("${{n{}}} + 1", (index + 1) % 5_000)));
    assert!(made.is_none());
    assert_eq!(errors(&told).len(), 1);
}
