//! An expression: read, written and read again, evaluated over a report, and as a formula of a form.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use phieu::Validator;
use phieu::engine::{Context, Edit, Instance};
use phieu::form::{Definition, Form, compile};
use phieu_xpath::{ErrorCode, Node, World, parse};
use serde_json::json;

const FORM: &str = include_str!("expression.toml");

static DEFINITION: LazyLock<Definition> = LazyLock::new(|| Validator::from_toml("form", FORM).expect("the form is right").source().clone());

static REPORT: LazyLock<(Arc<Form>, serde_json::Value)> = LazyLock::new(|| {
    let form = compile(&DEFINITION).0.expect("the form is right");
    let row = |n: i32| json!({"n": n, "t": "a b", "d": "2026-02-28", "inner": [{"v": n}, {"v": 7}]});
    (Arc::new(form), json!({"a": "7", "b": "b", "g": {"x": 2.5, "place": "10.5 106.5 0 0"}, "rows": [row(1), row(2), row(30)]}))
});

fn context() -> Context {
    let instances = BTreeMap::from([("previous".to_owned(), json!({"total": 4, "rows": [{"n": 1}, {"n": 2}]}))]);
    let now = Some("2026-06-15T08:00:00.000+07:00".to_owned());
    Context { now, seed: Some(7), instances, ..Context::default() }
}

/// The first byte chooses what the expression is in the form.
pub fn run(data: &[u8]) {
    let (way, bytes) = super::split(data, 8);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(expr) = parse(text) else { return };
    let written = expr.to_string();
    let again = parse(&written).unwrap_or_else(|error| panic!("`{text}` was written as `{written}`, which cannot be read: {error}"));
    assert_eq!(again.to_string(), written);
    evaluated(&expr);
    in_a_form(way, text);
}

/// Twice the same, whatever comes out.
fn evaluated(expr: &phieu_xpath::Expr) {
    let value = || {
        let instance = Instance::open(REPORT.0.clone(), context(), &REPORT.1, &BTreeMap::new());
        let node: Node = World::root(&instance, Node(0));
        expr.evaluate(&instance, node, Node(0))
    };
    let first = value();
    // What is too much takes long, and says nothing new.
    if !matches!(&first, Err(error) if error.code == ErrorCode::TooMuch) {
        // NaN is like itself here.
        assert_eq!(format!("{first:?}"), format!("{:?}", value()));
    }
}

/// As the formula of a question, in a row or outside, and as a rule.
fn in_a_form(way: u8, text: &str) {
    let mut definition = DEFINITION.clone();
    let (row, column) = [
        ("own", "calculation"),
        ("in_row", "calculation"),
        ("b", "relevant"),
        ("n", "constraint"),
        ("pick", "choice_filter"),
        ("inner", "repeat_count"),
        ("t", "default"),
        ("rows", "relevant"),
    ][usize::from(way)];
    for each in definition.survey.iter_mut().filter(|each| each.text("name") == row) {
        each.cells.retain(|cell| cell.column != column);
        each.cells.push(phieu::form::Cell { column: column.into(), text: text.into(), ..Default::default() });
    }
    let Some(form) = compile(&definition).0 else { return };
    let form = Arc::new(form);
    let mut instance = Instance::open(form, context(), &REPORT.1, &BTreeMap::new());
    // Each edit would compute everything anew, as far as it goes.
    if instance.has_given_up() {
        return;
    }
    instance.issues();
    for (path, to) in [("a", "3"), ("rows[1]/n", "5")] {
        let Some(at) = instance.find(path) else { continue };
        // A condition may have made it read-only.
        let _ = instance.apply(Edit::Set { at, text: to.into() });
    }
    instance.sealed();
}
