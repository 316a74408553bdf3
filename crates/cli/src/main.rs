//! phieu on the command line: check a report, look at the forms, run the server.
//!
//! Thin: it reads files, calls, and prints. What a report's verdict is, `phieu` decides; what a server does, `phieu_server`.

mod answers;
mod audit;
mod check;
mod convert;
mod export;
mod form;
mod lang;
mod lint;
mod manage;
mod preview;
mod rebuild;
mod retain;
mod serve;
mod source;
mod unit;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Forms of reports: check, look, serve.
#[derive(Parser)]
#[command(name = "phieu", version)]
struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Check a report: exits 0 if it is valid, 1 if it is not, 2 if it cannot be read
    Check(check::Arguments),
    /// Read reports out of a table or an ODK submission: prints them as JSON; exits 0 if nothing is wrong with them, 1 if something is
    Answers(answers::Arguments),
    /// List the forms of the catalogue
    Forms,
    /// Show a form
    Form(form::Arguments),
    /// Show a form in the browser with its rules live, again after every change of its file
    Preview(preview::Arguments),
    /// Find everything that is wrong with forms: exits 0 without errors, 1 with some, 2 if a file cannot be read
    Lint(lint::Arguments),
    /// Convert a form: the endings say from what to what
    Convert(convert::Arguments),
    /// Tell what a form asks in another system's language: JSON Schema, OpenAPI, TypeScript, FHIR, a data dictionary, XForm
    Export(export::Arguments),
    /// Run the server
    Serve(serve::Arguments),
    /// Add or change an account of the server's database; prints its new password. Sessions and keys of before end
    Account(manage::AccountArguments),
    /// Find, show, add, rename, move, close, merge or split units of the server's database
    Unit(unit::Arguments),
    /// Check that nobody has tampered with the server's database: exits 0 if all fits, 1 if it does not, 2 if it cannot be read
    Audit(audit::Arguments),
    /// Erase personal answers whose time is over; without --erase it only counts them
    Retain(retain::Arguments),
    /// Make all totals anew from the approved reports: exits 0 if they were right, 1 if some were not and have been mended
    RebuildTotals(rebuild::Arguments),
}

const VALID: u8 = 0;
const INVALID: u8 = 1;
/// The exit code of what cannot be read, used or started.
const UNREADABLE: u8 = 2;

fn main() -> ExitCode {
    let done = match Command::parse().what {
        What::Check(arguments) => check::run(&arguments),
        What::Answers(arguments) => answers::run(&arguments),
        What::Forms => form::list().map(valid),
        What::Form(arguments) => form::show(&arguments).map(valid),
        What::Preview(arguments) => preview::run(&arguments).map(|()| valid(String::new())),
        What::Lint(arguments) => lint::run(&arguments),
        What::Convert(arguments) => convert::run(&arguments).map(valid),
        What::Export(arguments) => export::run(&arguments).map(valid),
        What::Serve(arguments) => serve::run(&arguments).map(|()| valid(String::new())),
        What::Account(arguments) => manage::account(arguments).map(valid),
        What::Unit(arguments) => unit::run(arguments).map(valid),
        What::Audit(arguments) => audit::run(arguments),
        What::Retain(arguments) => retain::run(&arguments).map(valid),
        What::RebuildTotals(arguments) => rebuild::run(arguments),
    };
    match done.and_then(|(text, code)| print(&text).map(|()| code)) {
        Ok(code) => ExitCode::from(code),
        Err(message) => {
            eprintln!("phieu: {message}");
            ExitCode::from(UNREADABLE)
        }
    }
}

fn valid(text: String) -> (String, u8) {
    (text, VALID)
}

/// Prints; a reader that has seen enough and closed the pipe is no failure.
fn print(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}
