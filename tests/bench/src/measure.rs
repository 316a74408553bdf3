//! One round over one case: each step timed once, long enough to be told from the clock's own grain.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_engine::{Edit, Instance, check};
use phieu_form::compile;

use crate::{Case, clock};

/// A step repeats its work until it has taken this long, in microseconds.
const LONG_ENOUGH: f64 = 2_000.0;

/// What a step took.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// `compile`, `load`, `edit`, `add row` or `remove row`.
    pub name: &'static str,
    /// Microseconds, once.
    pub took: f64,
    /// How many formulas were computed; 0 where nobody counts.
    pub computed: usize,
}

/// Compiles the form, loads and checks the report, makes edits. What an edit is followed by is its verdict: all issues of the report.
///
/// # Errors
/// Says what of the case does not work: a form that does not compile, a report with issues, an edit that is refused.
pub fn measure(case: &Case) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let (form, diagnostics) = compile(&case.definition);
    let Some(form) = form else { return Err(format!("{}: {:?}", case.shape, diagnostics.first())) };
    steps.push(Step { name: "compile", took: timed(|| done(compile(&case.definition)))?, computed: 0 });
    let form = Arc::new(form);
    let load = || check(&form, case.context.clone(), &case.answers, &BTreeMap::new());
    let (mut instance, verdict) = load();
    if let Some(issue) = verdict.issues.first() {
        return Err(format!("{}: {issue:?}", case.shape));
    }
    steps.push(Step { name: "load", took: timed(|| done(load()))?, computed: 0 });
    let mut computed = 0;
    let mut number = 0;
    let took = timed(|| {
        let edit = case.edit(&instance, number).ok_or("there is no such question")?;
        number += 1;
        computed = apply(&mut instance, edit)?;
        Ok(())
    })?;
    steps.push(Step { name: "edit", took, computed });
    if let Some(name) = case.repeat {
        steps.extend(rows(&mut instance, name)?);
    }
    Ok(steps)
}

/// Does one step of a case many times, for a profiler: `compile`, `load`, `edit`, `rows`.
///
/// # Errors
/// Those of [`measure`]; and a step that there is not.
pub fn repeat(case: &Case, step: &str, times: usize) -> Result<(), String> {
    if step == "compile" {
        (0..times).for_each(|_| drop(std::hint::black_box(compile(&case.definition))));
        return Ok(());
    }
    let form = Arc::new(compile(&case.definition).0.ok_or("the form does not compile")?);
    let load = || check(&form, case.context.clone(), &case.answers, &BTreeMap::new());
    let (mut instance, _) = load();
    for number in 0..times {
        match (step, case.repeat) {
            ("load", _) => drop(load()),
            ("edit", _) => {
                let edit = case.edit(&instance, number).ok_or("there is no such question")?;
                apply(&mut instance, edit)?;
            }
            ("rows", Some(name)) => done(rows(&mut instance, name)?)?,
            _ => return Err(format!("there is no step `{step}`")),
        }
    }
    Ok(())
}

/// Does an edit and asks for the verdict; returns how many formulas were computed.
fn apply(instance: &mut Instance, edit: Edit) -> Result<usize, String> {
    let changes = instance.apply(edit).map_err(|error| error.to_string())?;
    std::hint::black_box(instance.issues());
    Ok(changes.computed)
}

/// Adds a row at the end and takes the first one away, in turn, so that the report stays as large as it is.
fn rows(instance: &mut Instance, name: &str) -> Result<[Step; 2], String> {
    let repeat = instance.find(name).ok_or("there is no such repeat")?;
    let mut steps = ["add row", "remove row"].map(|name| Step { name, took: 0.0, computed: 0 });
    let mut rounds = 0;
    let begun = clock::now();
    while rounds == 0 || clock::now() - begun < LONG_ENOUGH {
        for step in &mut steps {
            let edit = match step.name {
                "add row" => Edit::AddRow { repeat },
                _ => Edit::RemoveRow { row: instance.repeat_rows(repeat)[0] },
            };
            let start = clock::now();
            step.computed = apply(instance, edit)?;
            step.took += clock::now() - start;
        }
        rounds += 1;
    }
    steps.iter_mut().for_each(|step| step.took /= f64::from(rounds));
    Ok(steps)
}

/// Work whose result nobody wants is done all the same.
fn done<T>(result: T) -> Result<(), String> {
    std::hint::black_box(result);
    Ok(())
}

/// Microseconds that the work takes once.
fn timed(mut work: impl FnMut() -> Result<(), String>) -> Result<f64, String> {
    let mut times = 0;
    let begun = clock::now();
    loop {
        work()?;
        times += 1;
        let passed = clock::now() - begun;
        if passed >= LONG_ENOUGH {
            return Ok(passed / f64::from(times));
        }
    }
}
