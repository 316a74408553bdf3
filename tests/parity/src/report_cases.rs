//! Runs a folder of `tests/forms`. Its shape stands in `tests/forms/README.md`.

use std::collections::{BTreeMap, BTreeSet};

use phieu::{Validator, report};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

/// A folder of reports on one form.
pub(crate) struct Reports {
    base: Json,
    cases: Vec<Case>,
}

impl Reports {
    pub(crate) fn read(base: &str, cases: &str) -> Result<Reports, String> {
        let base = serde_json::from_str(base).map_err(|error| error.to_string())?;
        let Cases { case } = toml::from_str(cases).map_err(|error| error.to_string())?;
        Ok(Reports { base, cases: case })
    }

    /// Each case's name, its report and the context it is checked in.
    pub(crate) fn changed(&self) -> Result<Vec<(String, Json, Json)>, String> {
        self.cases.iter().map(|case| self.change(case).map(|(report, context)| (case.name.clone(), report, context))).collect()
    }

    fn change(&self, case: &Case) -> Result<(Json, Json), String> {
        let (mut report, mut context) = (self.base["report"].clone(), self.base["context"].clone());
        change(case, &mut report, &mut context).map_err(|error| format!("{}: {error}", case.name))?;
        Ok((report, context))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    from_empty: bool,
    #[serde(default)]
    set: BTreeMap<String, Json>,
    #[serde(default)]
    unset: Vec<String>,
    #[serde(default)]
    context_set: BTreeMap<String, Json>,
    #[serde(default)]
    context_unset: Vec<String>,
    #[serde(default)]
    explanations: BTreeMap<String, String>,
    expect: Vec<Expected>,
    valid: bool,
    #[serde(default)]
    values: BTreeMap<String, Json>,
}

#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(deny_unknown_fields)]
struct Expected {
    code: String,
    #[serde(default)]
    path: String,
    severity: String,
    rule: Option<String>,
}

/// Runs every case of a folder: one line each with the verdict's canonical bytes. Where a case is not as expected, or a rule
/// of the form is broken by no case, an error tells all of it.
pub fn run_report_cases(form: &str, base: &str, cases: &str) -> Result<String, String> {
    let validator = Validator::from_toml("form", form).map_err(|error| error.to_string())?;
    let reports = Reports::read(base, cases)?;
    let mut lines = String::new();
    let mut wrong = Vec::new();
    let mut broken = BTreeSet::new();
    for case in &reports.cases {
        let (report, context) = reports.change(case)?;
        let verdict = validator.check(&report, Some(&context), "vi").map_err(|error| format!("{}: {error}", case.name))?;
        wrong.extend(compare(case, &verdict).into_iter().map(|what| format!("{}: {what}", case.name)));
        broken.extend(case.expect.iter().filter_map(|issue| issue.rule.clone()));
        lines += &String::from_utf8_lossy(&report::canonical(&json!({"case": case.name, "verdict": verdict})));
        lines.push('\n');
    }
    if !reports.cases.iter().any(|case| case.valid && case.expect.is_empty()) {
        wrong.push("no case passes without any issue".to_owned());
    }
    let untested = validator.form().rules.iter().filter(|rule| !broken.contains(&rule.id));
    wrong.extend(untested.map(|rule| format!("no case breaks rule {}", rule.id)));
    if wrong.is_empty() { Ok(lines) } else { Err(wrong.join("\n")) }
}

fn change(case: &Case, report: &mut Json, context: &mut Json) -> Result<(), String> {
    if case.from_empty {
        report["answers"] = json!({});
    }
    for (path, value) in &case.set {
        *place(&mut report["answers"], path)? = value.clone();
    }
    case.unset.iter().try_for_each(|path| unset(&mut report["answers"], path))?;
    for (path, value) in &case.context_set {
        *place(context, path)? = value.clone();
    }
    case.context_unset.iter().try_for_each(|path| unset(context, path))?;
    if !case.explanations.is_empty() {
        report["explanations"] = json!(case.explanations);
    }
    Ok(())
}

/// The steps of a path: a name, and the number of a row from 0.
fn steps(path: &str) -> Result<Vec<(&str, Option<usize>)>, String> {
    let step = |part| {
        let Some((name, number)) = str::split_once(part, '[') else { return Ok((part, None)) };
        let number = number.trim_end_matches(']').parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        number.map(|number| (name, Some(number))).ok_or_else(|| format!("{path} is no path"))
    };
    path.split('/').map(step).collect()
}

/// The value at a path; what is not there on the way is made.
fn place<'j>(json: &'j mut Json, path: &str) -> Result<&'j mut Json, String> {
    let mut at = json;
    for (name, row) in steps(path)? {
        if at.is_null() {
            *at = json!({});
        }
        let members = at.as_object_mut().ok_or_else(|| format!("{path}: `{name}` is looked for in something that is no group"))?;
        at = members.entry(name).or_insert(Json::Null);
        let Some(row) = row else { continue };
        if at.is_null() {
            *at = json!([]);
        }
        let rows = at.as_array_mut().ok_or_else(|| format!("{path}: `{name}` is no repeat"))?;
        if row == rows.len() {
            rows.push(json!({}));
        }
        at = rows.get_mut(row).ok_or_else(|| format!("{path}: a row is left out"))?;
    }
    Ok(at)
}

fn unset(json: &mut Json, path: &str) -> Result<(), String> {
    let missing = || format!("{path} is not there to be unset");
    let mut steps = steps(path)?;
    let (last, row) = steps.pop().ok_or_else(missing)?;
    let mut at = json;
    for (name, row) in steps {
        at = at.get_mut(name).ok_or_else(missing)?;
        if let Some(row) = row {
            at = at.get_mut(row).ok_or_else(missing)?;
        }
    }
    match row {
        None => at.as_object_mut().and_then(|members: &mut Map<String, Json>| members.remove(last)).map(drop).ok_or_else(missing),
        Some(row) => {
            let rows = at.get_mut(last).and_then(Json::as_array_mut).filter(|rows| row < rows.len()).ok_or_else(missing)?;
            rows.remove(row);
            Ok(())
        }
    }
}

fn compare(case: &Case, verdict: &Json) -> Vec<String> {
    let mut wrong = Vec::new();
    let issues = verdict["issues"].as_array().cloned().unwrap_or_default();
    let text = |issue: &Json, key: &str| issue[key].as_str().unwrap_or_default().to_owned();
    let mut found: Vec<Expected> = issues
        .iter()
        .map(|issue| Expected {
            code: text(issue, "code"),
            path: text(issue, "path"),
            severity: text(issue, "severity"),
            rule: issue["facts"]["rule"].as_str().map(str::to_owned),
        })
        .collect();
    found.sort();
    for expected in &case.expect {
        match found.iter().position(|issue| issue == expected) {
            Some(index) => drop(found.remove(index)),
            None => wrong.push(format!("expected {expected:?}, which did not come")),
        }
    }
    wrong.extend(found.into_iter().map(|issue| format!("{issue:?} came unexpected")));
    if verdict["valid"] != json!(case.valid) {
        wrong.push(format!("expected valid = {}, found {}", case.valid, verdict["valid"]));
    }
    for (path, expected) in &case.values {
        let found = verdict["values"].pointer(&format!("/{path}")).cloned().unwrap_or_default();
        if report::canonical(&found) != report::canonical(expected) {
            wrong.push(format!("expected {path} = {expected}, found {found}"));
        }
    }
    wrong
}
