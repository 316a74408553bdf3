//! Every data case and the random edits, in the native build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use phieu::Validator;
use phieu_parity::{export_suite, run_engine_suite, run_random_edits, run_report_cases};
use serde_json::Value;

fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of tests").to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn listed(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

#[test]
fn engine_suite() {
    let files = listed(&tests_folder().join("suite/engine"));
    let wrong: Vec<String> =
        files.iter().filter_map(|file| Some(format!("{}\n{}", file.display(), run_engine_suite(&read(file)).err()?))).collect();
    assert!(!files.is_empty());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn reports_of_every_form() {
    let mut wrong = Vec::new();
    for form in phieu_catalog::forms() {
        let folder = tests_folder().join("forms").join(form.id);
        let run = run_report_cases(form.text, &read(&folder.join("base.json")), &read(&folder.join("cases.toml")));
        wrong.extend(run.err().map(|error| format!("{}\n{error}", form.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn random_edits_on_nasty_forms() {
    let files = listed(&tests_folder().join("suite/random"));
    assert!(!files.is_empty());
    for file in files {
        for context in [r#"{"today":"2026-06-15"}"#, "{}"] {
            for seed in 0..6 {
                let run = run_random_edits(&read(&file), context, seed, 120);
                assert_eq!(run.err(), None, "{} seed {seed}", file.display());
            }
        }
    }
}

#[test]
fn random_edits_on_every_form() {
    for form in phieu_catalog::forms() {
        let base: Value = serde_json::from_str(&read(&tests_folder().join("forms").join(form.id).join("base.json"))).expect("JSON");
        for seed in 0..4 {
            let run = run_random_edits(form.text, &base["context"].to_string(), seed, 150);
            if let Err(error) = run {
                panic!("{} seed {seed}: {error}", form.id);
            }
        }
    }
}

/// What a back end does that tests itself by the exported file, done by this one: from the rows as well as from the TOML.
#[test]
fn the_exported_suite_holds_for_whoever_reads_it() {
    let root = tests_folder().parent().expect("the project").to_owned();
    let exported = export_suite(&root).unwrap_or_else(|error| panic!("{error}")).to_string();
    let suite: Value = serde_json::from_str(&exported).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut forms = BTreeMap::new();
    for (name, form) in suite["forms"].as_object().expect("forms") {
        let toml = Validator::from_bytes(&format!("{name}.toml"), text(&form["toml"]).as_bytes());
        let rows = Validator::from_json(&text(&form["rows"]));
        forms.insert(name, [toml, rows].map(|made| made.unwrap_or_else(|error| panic!("{name}: {error}"))));
    }
    let checks = suite["checks"].as_array().expect("checks");
    for check in checks {
        let (report, context) = (text(&check["report"]), text(&check["context"]));
        for validator in &forms[&text(&check["form"])] {
            for (language, verdict) in check["verdict"].as_object().expect("verdicts") {
                let found = validator.check_text(&report, Some(&context), language).unwrap_or_else(|error| panic!("{check}: {error}"));
                assert_eq!(found, text(verdict), "{} in {language}", check["name"]);
            }
        }
    }
    let refusals = ["refused_reports", "refused_forms", "sessions", "expressions"].map(|part| suite[part].as_array().expect(part).len());
    assert!(checks.len() > 250 && refusals.iter().all(|count| *count > 10), "{} checks, {refusals:?}", checks.len());
}

/// The file is described as it is: every member that it has stands in its README.
#[test]
fn the_suites_readme_names_every_member() {
    let readme = read(&tests_folder().join("suite/README.md"));
    let suite = export_suite(tests_folder().parent().expect("the project")).unwrap_or_else(|error| panic!("{error}"));
    let mut members: Vec<String> = suite.as_object().expect("an object").keys().cloned().collect();
    for part in ["checks", "refused_reports", "refused_forms"] {
        members.extend(suite[part][0].as_object().expect(part).keys().cloned());
    }
    members.extend(suite["forms"]["clb-thang"].as_object().expect("a form").keys().cloned());
    let missing: Vec<&String> = members.iter().filter(|member| !readme.contains(&format!("\"{member}\""))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
