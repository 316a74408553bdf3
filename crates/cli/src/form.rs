//! `phieu forms` and `phieu form`: what there is to fill in.

use clap::Args;
use serde_json::Value;

use crate::source;

/// What `phieu form` takes.
#[derive(Args)]
pub struct Arguments {
    /// A form's id in the catalogue, or a form's file
    form: String,
    /// Print the compiled definition as one JSON object
    #[arg(long)]
    json: bool,
    /// Print the shape of the answers as JSON Schema 2020-12
    #[arg(long, conflicts_with = "json")]
    schema: bool,
    /// Print example answers
    #[arg(long, conflicts_with_all = ["json", "schema"])]
    sample: bool,
}

/// The catalogue, a line for each form: id, version, code, title.
pub fn list() -> Result<String, String> {
    let mut text = String::new();
    for source in phieu_catalog::forms() {
        let form = source::form(source.id)?;
        let (code, definition) = (form.setting("code").unwrap_or_default(), form.definition());
        text.push_str(&format!("{:<10} {:<8} {code:<4} {}\n", source.id, form.version(), vietnamese(&definition["title"])));
    }
    Ok(text)
}

/// One form: a line for each field and each rule, or all of it as JSON.
pub fn show(arguments: &Arguments) -> Result<String, String> {
    let form = source::form(&arguments.form)?;
    let definition = form.definition();
    if arguments.json {
        return Ok(format!("{definition}\n"));
    }
    if arguments.schema || arguments.sample {
        return Ok(format!("{:#}\n", if arguments.schema { form.schema() } else { form.sample() }));
    }
    let mut text = format!("{} {}: {}\n", form.form_id(), form.version(), vietnamese(&definition["title"]));
    for field in definition["fields"].as_array().into_iter().flatten() {
        let part = |name: &str| field[name].as_str().unwrap_or_default();
        text.push_str(&format!("{:<6} {:<40} {:<16} {}\n", part("code"), part("path"), part("type"), vietnamese(&field["label"])));
    }
    for rule in definition["rules"].as_array().into_iter().flatten() {
        let part = |name: &str| rule[name].as_str().unwrap_or_default();
        text.push_str(&format!("{:<8} {:<32} {}\n", part("severity"), part("id"), vietnamese(&rule["message"])));
    }
    Ok(text)
}

fn vietnamese(text: &Value) -> &str {
    text["vi"].as_str().unwrap_or_default()
}
