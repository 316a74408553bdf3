//! `phieu unit`: the units of the server's database over time. Nothing is ever deleted; a change holds from its day on.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use phieu_server::unit::{Action, Change, Heir, Life, Part, UnitKind};
use phieu_server::{RowError, UnitRequest, import_units, manage_units, today_and_now, unit_life};
use serde_json::Value;

use crate::manage::run as wait;

/// What `phieu unit` takes.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
    /// The folder of the database
    #[arg(long, default_value = "data", global = true)]
    data: PathBuf,
}

#[derive(Subcommand)]
enum What {
    /// List the units of a name, all namesakes; after a comma the name of a unit above
    Find {
        /// A name or its beginning, with or without accents, or a code
        text: String,
        /// On this day, YYYY-MM-DD; today if none is given
        #[arg(long)]
        at: Option<String>,
        /// centre, province, district, commune, branch, club or fund
        #[arg(long)]
        kind: Option<String>,
    },
    /// Show what a unit was called and where it stood, from when on
    Show {
        /// The unit's code
        code: String,
    },
    /// Add a unit
    Add {
        /// The unit's code, such as 24848-C01
        code: String,
        /// Its name
        #[arg(long)]
        name: String,
        /// province, district, commune, branch, club or fund
        #[arg(long)]
        kind: String,
        /// The code of the unit above it
        #[arg(long)]
        parent: String,
        #[command(flatten)]
        when: When,
    },
    /// Give a unit another name, under the same code
    Rename {
        /// The unit's code
        code: String,
        /// Its new name
        #[arg(long)]
        name: String,
        /// What it is now, if it is something else
        #[arg(long)]
        kind: Option<String>,
        #[command(flatten)]
        when: When,
    },
    /// Put a unit under another
    Move {
        /// The unit's code
        code: String,
        /// The code of the unit above it
        #[arg(long)]
        parent: String,
        #[command(flatten)]
        when: When,
    },
    /// End a unit that has nothing under it
    Close {
        /// The unit's code
        code: String,
        #[command(flatten)]
        when: When,
        /// Although reports of it are open, which will not come any more
        #[arg(long)]
        despite_duties: bool,
    },
    /// Make one unit of several; all under them goes over to it
    Merge {
        /// A unit that goes on in the other; give it several times
        #[arg(long = "from", required = true)]
        from: Vec<String>,
        /// The code of the one: one of them, or a new one
        #[arg(long)]
        into: String,
        /// Its name; a new unit needs one
        #[arg(long)]
        name: Option<String>,
        /// The unit above a new one; if none is named, the one above the first
        #[arg(long)]
        parent: Option<String>,
        #[command(flatten)]
        when: When,
        /// Although reports of them are open, which will not come any more
        #[arg(long)]
        despite_duties: bool,
    },
    /// Make several units of one
    Split {
        /// The unit's code
        code: String,
        /// A part as CODE=NAME, or CODE alone for the unit itself; give it several times
        #[arg(long = "into", required = true)]
        into: Vec<String>,
        /// How much of the unit a part is, as CODE=0.4, where it is known
        #[arg(long = "share")]
        shares: Vec<String>,
        /// A unit that goes over to a part, as CHILD=PART
        #[arg(long = "child")]
        children: Vec<String>,
        #[command(flatten)]
        when: When,
        /// Although reports of it are open, which will not come any more
        #[arg(long)]
        despite_duties: bool,
    },
    /// Take up units of before out of a table (.xlsx, .ods, .csv) with the columns old code, old name, old parent, new code, day, and share
    /// (per cent), source, old kind where they are known; rows that cannot be are all told
    Import {
        /// The table
        table: PathBuf,
    },
    /// Set the day from which a unit and those below it are asked for reports
    AskFrom {
        /// The unit's code
        code: String,
        /// The day, YYYY-MM-DD
        day: String,
    },
}

/// From when on, and what says so.
#[derive(Args)]
struct When {
    /// The first day, YYYY-MM-DD; today if none is given
    #[arg(long)]
    on: Option<String>,
    /// The decree or decision that says so
    #[arg(long, default_value = "")]
    source: String,
}

/// Does what is asked and prints the units it is about.
pub fn run(arguments: Arguments) -> Result<String, String> {
    let Arguments { what, data } = arguments;
    if let What::Show { code } = &what {
        return wait(unit_life(&data, &parse(code)?)).map(|life| show(&life));
    }
    if let What::Import { table } = &what {
        return import(&data, table);
    }
    let request = request(what)?;
    wait(manage_units(&data, request)).map(|answer| list(&answer))
}

/// Takes up the rows of a table; each row that cannot be is a line.
fn import(data: &Path, table: &Path) -> Result<String, String> {
    let bytes = std::fs::read(table).map_err(|error| format!("{}: {error}", table.display()))?;
    match wait(import_units(data, &table.to_string_lossy(), &bytes))? {
        Ok(rows) => Ok(format!("{rows} rows taken up\n")),
        Err(errors) => {
            let line = |error: &RowError| match error.row {
                0 => error.what.clone(),
                row => format!("row {row}: {}", error.what),
            };
            Err(format!("nothing was taken up\n{}", errors.iter().map(line).collect::<Vec<_>>().join("\n")))
        }
    }
}

fn request(what: What) -> Result<UnitRequest, String> {
    let change = |action, when: When, despite_duties| -> Result<UnitRequest, String> {
        let on = parse(&when.on.unwrap_or_else(|| today_and_now().0))?;
        Ok(UnitRequest::Change { change: Change { action, on, source: when.source }, despite_duties })
    };
    match what {
        What::Find { text, at, kind } => Ok(UnitRequest::Find { text, at: optional(at)?, kind: kind.as_deref().map(kind_of).transpose()? }),
        What::AskFrom { code, day } => Ok(UnitRequest::AskFrom { code: parse(&code)?, day: parse(&day)? }),
        What::Add { code, name, kind, parent, when } => {
            change(Action::Add { code: parse(&code)?, name, kind: kind_of(&kind)?, parent: parse(&parent)? }, when, false)
        }
        What::Rename { code, name, kind, when } => {
            change(Action::Rename { code: parse(&code)?, name, kind: kind.as_deref().map(kind_of).transpose()? }, when, false)
        }
        What::Move { code, parent, when } => change(Action::Move { code: parse(&code)?, parent: parse(&parent)? }, when, false),
        What::Close { code, when, despite_duties } => change(Action::Close { code: parse(&code)? }, when, despite_duties),
        What::Merge { from, into, name, parent, when, despite_duties } => {
            let from = from.iter().map(|code| parse(code)).collect::<Result<_, _>>()?;
            let into = Heir { code: parse(&into)?, name, parent: optional(parent)? };
            change(Action::Merge { from, into }, when, despite_duties)
        }
        What::Split { code, into, shares, children, when, despite_duties } => {
            let into = into.iter().map(|part| self::part(part, &shares, &children)).collect::<Result<_, _>>()?;
            change(Action::Split { code: parse(&code)?, into }, when, despite_duties)
        }
        What::Show { code } => Err(format!("{code} is shown elsewhere")),
        What::Import { table } => Err(format!("{} is read elsewhere", table.display())),
    }
}

fn part(text: &str, shares: &[String], children: &[String]) -> Result<Part, String> {
    let (code, name) = text.split_once('=').map_or((text, None), |(code, name)| (code, Some(name.to_owned())));
    let share = shares.iter().find_map(|share| share.split_once('=').filter(|(of, _)| *of == code));
    let share = share.map(|(_, share)| share.parse::<f64>().map_err(|_| format!("`{share}` is not a share such as 0.4"))).transpose()?;
    let own = children.iter().filter_map(|child| child.split_once('=').filter(|(_, to)| *to == code));
    Ok(Part { code: parse(code)?, name, share, children: own.map(|(child, _)| parse(child)).collect::<Result<_, _>>()? })
}

fn kind_of(word: &str) -> Result<UnitKind, String> {
    UnitKind::parse(word).ok_or_else(|| format!("`{word}` is not a kind of unit"))
}

/// A day or a code.
fn parse<T: TryFrom<String>>(text: &str) -> Result<T, String>
where
    T::Error: std::fmt::Display,
{
    T::try_from(text.to_owned()).map_err(|error| error.to_string())
}

fn optional<T: TryFrom<String>>(text: Option<String>) -> Result<Option<T>, String>
where
    T::Error: std::fmt::Display,
{
    text.as_deref().map(parse).transpose()
}

/// One unit in a line: code, kind, name, and what is above it.
fn list(answer: &Value) -> String {
    let mut text = String::new();
    for unit in answer["units"].as_array().into_iter().flatten() {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let above: Vec<String> = unit["above"].as_array().into_iter().flatten().map(|above| word(&above["name"])).collect();
        let names = [vec![word(&unit["name"])], above].concat().join(", ");
        let _ = writeln!(text, "{:<12} {:<9} {names}", word(&unit["code"]), word(&unit["kind"]));
    }
    if answer["more"] == true {
        text.push_str("…\n");
    }
    text
}

/// A version in a line.
fn show(life: &Life) -> String {
    let mut text = String::new();
    for version in &life.versions {
        let end = version.valid_to.map_or_else(String::new, |day| day.to_string());
        let parent = version.parent.as_ref().map(|code| format!(" (in {code})")).unwrap_or_default();
        let _ =
            writeln!(text, "{} – {end:<10} {:<9} {}{parent}  {}", version.valid_from, version.kind.name(), version.name, version.source);
    }
    text
}
