//! `phieu check`: the verdict on one report.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::{Value, json};

use crate::lang::Lang;
use crate::{INVALID, VALID, source};

/// What `phieu check` takes.
#[derive(Args)]
pub struct Arguments {
    /// A form's id in the catalogue, or a form's file
    form: String,
    /// The report as JSON; - reads the standard input
    report: String,
    /// What the check may know from outside, as JSON: the unit's last report, … and the day, which is today where none is given
    #[arg(long)]
    context: Option<String>,
    /// The language of the sentences
    #[arg(long, value_enum, default_value = "vi")]
    lang: Lang,
    /// Print the verdict as one JSON object
    #[arg(long)]
    json: bool,
}

/// The verdict as text, and the exit code.
pub fn run(arguments: &Arguments) -> Result<(String, u8), String> {
    let form = source::form(&arguments.form)?;
    let report = source::json(&arguments.report)?;
    let context = context(arguments.context.as_deref())?;
    let language = arguments.lang.tag();
    let verdict =
        form.check(&report, Some(&context), language).map_err(|error| format!("{}: {}", arguments.report, error.sentence(language)))?;
    let text = if arguments.json { format!("{verdict}\n") } else { lines(&verdict, &labels(&form.definition(), language), arguments.lang) };
    Ok((text, if verdict["valid"] == true { VALID } else { INVALID }))
}

/// The context from its file, with today's date and this moment where it has none.
pub fn context(file: Option<&str>) -> Result<Value, String> {
    let mut context = file.map_or_else(|| Ok(json!({})), source::json)?;
    if let Some(members) = context.as_object_mut() {
        let (today, now) = phieu_server::today_and_now();
        members.entry("today").or_insert(today.into());
        members.entry("now").or_insert(now.into());
    }
    Ok(context)
}

/// The label of each field by its path.
pub fn labels(definition: &Value, language: &str) -> BTreeMap<String, String> {
    let fields = definition["fields"].as_array().into_iter().flatten();
    let label = |field: &Value| field["label"][language].as_str().or(field["label"]["vi"].as_str()).map(str::to_owned);
    fields.filter_map(|field| Some((field["path"].as_str()?.to_owned(), label(field)?))).collect()
}

/// One line for each issue: how grave, where, the field's label, the sentence.
fn lines(verdict: &Value, labels: &BTreeMap<String, String>, lang: Lang) -> String {
    let mut text = String::new();
    for issue in verdict["issues"].as_array().into_iter().flatten() {
        let part = |name: &str| issue[name].as_str().unwrap_or_default();
        let path = part("path");
        let place = match labels.get(&without_rows(path)) {
            Some(label) => format!("{path} ({label})"),
            None => path.to_owned(),
        };
        text.push_str(&format!("{}: {place}: {}\n", part("severity"), part("message")));
    }
    text.push_str(match (verdict["valid"] == true, lang) {
        (true, Lang::Vi) => "Báo cáo hợp lệ.\n",
        (true, Lang::En) => "The report is valid.\n",
        (false, Lang::Vi) => "Báo cáo chưa hợp lệ.\n",
        (false, Lang::En) => "The report is not valid.\n",
    });
    text
}

/// A path without the numbers of rows: `gifts[2]/amount` becomes `gifts/amount`.
pub fn without_rows(path: &str) -> String {
    let parts = path.split('/').map(|part| part.split_once('[').map_or(part, |(name, _)| name));
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::without_rows;

    #[test]
    fn rows_are_left_out_of_a_path() {
        assert_eq!(without_rows("gifts[12]/amount"), "gifts/amount");
        assert_eq!(without_rows("members/opening"), "members/opening");
    }
}
