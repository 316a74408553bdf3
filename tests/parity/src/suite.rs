//! The suite as one file: every case with the bytes that every back end must give. Its format stands in `tests/suite/README.md`.
//!
//! A binding knows whole reports and no single edits. So a case of `tests/suite/engine` is exported twice: as a `session`, for
//! those who build an engine, and as a `check` of the answers that it ends with, which every back end can run.

use std::fs;
use std::path::Path;

use phieu::{Validator, report};
use serde_json::{Map, Value as Json, json};

use crate::engine_suite::{Sessions, with_settings};
use crate::report_cases::Reports;

/// The version of the format. It changes when a reader of the old one would misread the new one.
pub const VERSION: u32 = 2;

const LANGUAGES: [&str; 2] = ["vi", "en"];

/// The unit and period of reports made of sessions, which have none of their own.
const ORG_UNIT: &str = "68";
const PERIOD: &str = "2026-06";

/// Reads `tests` and the catalogue's forms below the root of the project and gives the suite.
pub fn export_suite(root: &Path) -> Result<Json, String> {
    let mut suite = Suite::default();
    for source in phieu_catalog::forms() {
        suite.reports(source.id, source.text, &root.join("tests/forms").join(source.id))?;
    }
    for file in listed(&root.join("tests/suite/engine"))? {
        suite.sessions(&file)?;
    }
    suite.refused_reports()?;
    for file in listed(&root.join("tests/suite/diagnostics"))? {
        suite.refused_forms(&file)?;
    }
    let expressions = listed(&root.join("tests/suite/xpath"))?.iter().map(|file| table(file)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "suite": "phieu",
        "version": VERSION,
        "phieu": env!("CARGO_PKG_VERSION"),
        "forms": suite.forms,
        "checks": suite.checks,
        "refused_reports": suite.refused_reports,
        "refused_forms": suite.refused_forms,
        "sessions": suite.sessions,
        "expressions": expressions,
    }))
}

#[derive(Default)]
struct Suite {
    forms: Map<String, Json>,
    checks: Vec<Json>,
    refused_reports: Vec<Json>,
    refused_forms: Vec<Json>,
    sessions: Vec<Json>,
}

impl Suite {
    /// A form under a name of the suite, with everything that can be said of it without a report.
    fn form(&mut self, name: &str, toml: &str) -> Result<Validator, String> {
        let validator = Validator::from_toml(&format!("{name}.toml"), toml).map_err(|error| format!("{name}: {error}"))?;
        // As text, because the order of a row's cells counts for the form's digest.
        let rows = serde_json::to_string(validator.source()).map_err(|error| format!("{name}: {error}"))?;
        let entry = json!({
            "toml": toml,
            "rows": rows,
            "form": validator.form_id(),
            "version": validator.version(),
            "schema": text(&validator.schema()),
            "definition": text(&validator.definition()),
        });
        self.forms.insert(name.to_owned(), entry);
        Ok(validator)
    }

    /// One report on a form, with the verdict in each language and the calculated values.
    fn check(&mut self, name: String, form: &str, validator: &Validator, report: &Json, context: &Json) -> Result<(), String> {
        let mut verdicts = Map::new();
        for language in LANGUAGES {
            let verdict = validator.check(report, Some(context), language).map_err(|error| format!("{name}: {error}"))?;
            verdicts.insert(language.to_owned(), json!(text(&verdict)));
        }
        let values = validator.calculate(report, Some(context), LANGUAGES[0]).map_err(|error| format!("{name}: {error}"))?;
        self.checks.push(json!({
            "name": name, "form": form, "report": report.to_string(), "context": context.to_string(), "verdict": verdicts, "values": text(&values),
        }));
        Ok(())
    }

    fn reports(&mut self, id: &str, toml: &str, folder: &Path) -> Result<(), String> {
        let validator = self.form(id, toml)?;
        let reports = Reports::read(&read(&folder.join("base.json"))?, &read(&folder.join("cases.toml"))?)?;
        for (name, report, context) in reports.changed()? {
            self.check(format!("{id}: {name}"), id, &validator, &report, &context)?;
        }
        Ok(())
    }

    fn sessions(&mut self, file: &Path) -> Result<(), String> {
        let name = stem(file);
        let text = read(file)?;
        let sessions = Sessions::read(&text)?;
        let validator = self.form(&name, &sessions.form())?;
        for ended in sessions.ended(validator.form())? {
            let mut report = json!({
                "form": validator.form_id(), "version": validator.version(), "org_unit": ORG_UNIT, "period": PERIOD,
                "answers": ended.answers,
            });
            if !ended.explanations.is_empty() {
                report["explanations"] = json!(ended.explanations);
            }
            self.check(format!("{name}: {}", ended.name), &name, &validator, &report, &ended.context)?;
        }
        self.sessions.push(table(file)?);
        Ok(())
    }

    /// What is no report of the form: one wrong thing each.
    fn refused_reports(&mut self) -> Result<(), String> {
        const ROWS: &str = "[settings]\nform_id = \"refusing\"\nversion = \"1\"\n[[survey]]\ntype = \"integer\"\nname = \"n\"\n";
        let validator = self.form("refusing", ROWS)?;
        let whole = json!({"form": "refusing", "version": "1", "org_unit": ORG_UNIT, "period": PERIOD, "answers": {"n": 1}});
        let with = |name: &str, value: Json| {
            let mut report = whole.clone();
            report[name] = value;
            report
        };
        let mut reports = vec![json!([]), json!("text"), json!(1), json!({})];
        for name in ["form", "version", "org_unit", "period", "answers"] {
            reports.extend([with(name, Json::Null), with(name, json!(7)), with(name, json!("?!")), with(name, json!([]))]);
        }
        reports.extend([with("form", json!("other")), with("version", json!("2")), with("period", json!("2026-13"))]);
        reports.extend([with("explanations", json!([])), with("revision", json!("x")), with("report_id", json!("?"))]);
        let mut refusals: Vec<(String, Option<String>)> = reports.iter().map(|report| (report.to_string(), None)).collect();
        refusals.extend(["", "{", "{\"form\":}", "nul"].map(|text| (text.to_owned(), None)));
        refusals.extend(["[]", "{\"instances\":5}", "{\"today\":5}", "{"].map(|context| (whole.to_string(), Some(context.to_owned()))));
        for (report, context) in refusals {
            let Err(_) = validator.check_text(&report, context.as_deref(), "en") else { return Err(format!("{report} is a report")) };
            let errors = LANGUAGES.iter().filter_map(|language| {
                let error = validator.check_text(&report, context.as_deref(), language).err()?;
                Some(((*language).to_owned(), json!({"code": error.code(), "message": error.sentence(language)})))
            });
            self.refused_reports
                .push(json!({"form": "refusing", "report": report, "context": context, "error": errors.collect::<Map<_, _>>()}));
        }
        Ok(())
    }

    fn refused_forms(&mut self, file: &Path) -> Result<(), String> {
        let cases = table(file)?;
        for case in cases["case"].as_array().into_iter().flatten() {
            let form = with_settings(case["form"].as_str().unwrap_or_default());
            let Err(error) = Validator::from_toml("form.toml", &form) else { continue };
            let name = format!("{}: {}", stem(file), case["name"].as_str().unwrap_or_default());
            self.refused_forms.push(json!({"name": name, "toml": form, "findings": error.findings(), "text": error.to_string()}));
        }
        Ok(())
    }
}

fn text(json: &Json) -> String {
    String::from_utf8_lossy(&report::canonical(json)).into_owned()
}

/// A file of cases as it stands, with its name.
fn table(file: &Path) -> Result<Json, String> {
    let mut table: Json = toml::from_str(&read(file)?).map_err(|error| format!("{}: {error}", file.display()))?;
    table["file"] = json!(stem(file));
    Ok(table)
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

fn listed(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    Ok(files)
}
