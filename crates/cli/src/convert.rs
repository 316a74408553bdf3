//! `phieu convert`: a form from one spelling to another; the endings say which.

use std::fs;
use std::path::Path;

use clap::Args;
use phieu::FormError;
use phieu::form::Level;
use phieu::xlsform::{read, write};

use crate::source;

/// What `phieu convert` takes.
#[derive(Args)]
pub struct Arguments {
    /// The form as it is: .xlsx, .ods, .toml, .md, .xml or .json
    from: String,
    /// The file to write: .xlsx, .toml, .md, .xml or .json
    to: String,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

/// Converts. What the new file has no place for is told; nothing is dropped in silence.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let Arguments { from, to, force } = arguments;
    if Path::new(to).is_dir() {
        return Err(format!("{to} is a folder: name the file to write"));
    }
    if Path::new(to).exists() && !force {
        return Err(format!("{to} is there already; say --force to write over it"));
    }
    let bytes = source::file(from)?;
    let unreadable = |errors| format!("{from} is not a form that can be read:\n{}", FormError::Syntax(errors));
    let (definition, told) = read(from, &bytes).map_err(unreadable)?;
    let wrong: Vec<String> = told.iter().filter(|each| each.level == Level::Error).map(ToString::to_string).collect();
    if !wrong.is_empty() {
        return Err(format!("{from} cannot be converted without losing some of it:\n{}", wrong.join("\n")));
    }
    // Data stays in its files: every spelling names them.
    let (bytes, lost) = write(to, &definition)?;
    fs::write(to, bytes).map_err(|error| format!("{to}: {error}"))?;
    let warnings: Vec<String> = told.iter().chain(&lost).map(ToString::to_string).collect();
    eprint!("{}", warnings.iter().map(|warning| format!("{warning}\n")).collect::<String>());
    let rows = definition.survey.len();
    Ok(format!("{to}: {rows} rows of the survey, {} warnings\n", warnings.len()))
}
