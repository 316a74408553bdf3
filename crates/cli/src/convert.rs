//! `phieu convert`: a form from one spelling to another; the endings say which.

use std::fs;
use std::path::Path;

use clap::Args;
use phieu::FormError;
use phieu::xlsform::{read, write};

/// What `phieu convert` takes.
#[derive(Args)]
pub struct Arguments {
    /// The form as it is: .xlsx, .ods, .toml, .md or .xml
    from: String,
    /// The file to write: .xlsx, .toml, .md or .json
    to: String,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

/// Converts. What the new file has no place for is told; nothing is dropped in silence.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let Arguments { from, to, force } = arguments;
    if Path::new(to).exists() && !force {
        return Err(format!("{to} is there already; say --force to write over it"));
    }
    let bytes = fs::read(from).map_err(|error| format!("{from}: {error}"))?;
    let unreadable = |errors| format!("{from} is not a form that can be read:\n{}", FormError::Syntax(errors));
    let (definition, told) = read(from, &bytes).map_err(unreadable)?;
    // Data stays in its files: every spelling names them.
    let (bytes, lost) = write(to, &definition)?;
    fs::write(to, bytes).map_err(|error| format!("{to}: {error}"))?;
    let warnings: Vec<String> = told.iter().chain(&lost).map(ToString::to_string).collect();
    eprint!("{}", warnings.iter().map(|warning| format!("{warning}\n")).collect::<String>());
    let rows = definition.survey.len();
    Ok(format!("{to}: {rows} rows of the survey, {} warnings\n", warnings.len()))
}
