//! `phieu export`: a form as a file of another system.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use phieu::Validator;
use phieu_export::{Exported, Format, Known};
use serde_json::{Value, json};

use crate::source;

/// What `phieu export` takes.
#[derive(Args)]
pub struct Arguments {
    /// A form's id in the catalogue, or a form's file
    form: String,
    /// schema, openapi, typescript, markdown, excel, fhir or xform
    #[arg(long = "as")]
    format: String,
    /// For an xform: what its rules know of one unit and period, as JSON, as `phieu check` takes it; it then stands in the form
    #[arg(long)]
    context: Option<String>,
    /// The file to write; without it, what is a text is printed
    #[arg(long)]
    out: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

/// Writes the file. What the format has no place for is told; nothing is dropped in silence.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let form = source::form(&arguments.form)?;
    let format = Format::parse(&arguments.format).ok_or_else(|| {
        let known: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        format!("no format `{}`; there are: {}", arguments.format, known.join(", "))
    })?;
    let context = arguments.context.as_deref().map(source::json).transpose()?;
    let values = context.as_ref().map_or(Ok(Value::Null), |context| values(&form, context))?;
    let instances = context.as_ref().map_or(&Value::Null, |context| &context["instances"]);
    let Exported { bytes, left_out } = phieu_export::export(form.form(), form.source(), format, Known { instances, values: &values })?;
    let text = match &arguments.out {
        Some(out) => {
            keep(out, &bytes, arguments.force)?;
            format!("{}: {} bytes, {} things left out\n", out.display(), bytes.len(), left_out.len())
        }
        None => String::from_utf8(bytes).map_err(|_| format!("{} is no text: name a file with --out", arguments.format))?,
    };
    eprint!("{}", left_out.iter().map(|line| format!("left out: {line}\n")).collect::<String>());
    Ok(text)
}

/// What the form calculates before anything is answered, for the unit and period that the context tells of.
fn values(form: &Validator, context: &Value) -> Result<Value, String> {
    let (unit, period) = (&context["instances"]["unit"]["code"], &context["instances"]["period"]["id"]);
    if unit.is_null() || period.is_null() {
        return Err("the context tells no unit or period: expected `instances.unit.code` and `instances.period.id`".to_owned());
    }
    let blank = json!({ "form": form.form_id(), "version": form.version(), "org_unit": unit, "period": period, "answers": {} });
    form.calculate(&blank, Some(context), "vi").map_err(|error| error.to_string())
}

fn keep(out: &Path, bytes: &[u8], force: bool) -> Result<(), String> {
    if out.exists() && !force {
        return Err(format!("{} is there already; say --force to write over it", out.display()));
    }
    fs::write(out, bytes).map_err(|error| format!("{}: {error}", out.display()))
}
