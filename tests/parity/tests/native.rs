//! Every data case and the random edits, in the native build.

use std::fs;
use std::path::{Path, PathBuf};

use phieu_parity::{run_engine_suite, run_random_edits, run_report_cases};

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
        let base: serde_json::Value =
            serde_json::from_str(&read(&tests_folder().join("forms").join(form.id).join("base.json"))).expect("JSON");
        for seed in 0..4 {
            let run = run_random_edits(form.text, &base["context"].to_string(), seed, 150);
            if let Err(error) = run {
                panic!("{} seed {seed}: {error}", form.id);
            }
        }
    }
}
