//! `phieu export`: a form as a file of another system.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use phieu::xlsform::to_xform;
use phieu_export::{Exported, Format};

use crate::source;

/// ODK's form, which is a spelling of the form itself.
const XFORM: &str = "xform";

/// What `phieu export` takes.
#[derive(Args)]
pub struct Arguments {
    /// A form's id in the catalogue, or a form's file
    form: String,
    /// schema, openapi, typescript, markdown, excel, fhir or xform
    #[arg(long = "as")]
    format: String,
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
    let Exported { bytes, left_out } = match Format::parse(&arguments.format) {
        Some(format) => phieu_export::export(form.form(), format)?,
        None if arguments.format == XFORM => {
            let (text, told) = to_xform(form.source());
            Exported { bytes: text.into_bytes(), left_out: told.iter().map(ToString::to_string).collect() }
        }
        None => {
            let known: Vec<&str> = Format::ALL.iter().map(|format| format.name()).chain([XFORM]).collect();
            return Err(format!("no format `{}`; there are: {}", arguments.format, known.join(", ")));
        }
    };
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

fn keep(out: &Path, bytes: &[u8], force: bool) -> Result<(), String> {
    if out.exists() && !force {
        return Err(format!("{} is there already; say --force to write over it", out.display()));
    }
    fs::write(out, bytes).map_err(|error| format!("{}: {error}", out.display()))
}
