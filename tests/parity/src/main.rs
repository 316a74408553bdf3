//! Runs one thing natively and prints what it returns: `engine FILE`, `reports FORM BASE CASES`, `random FORM CONTEXT SEED COUNT`, `checks FORM BASE COUNT`,
//! `suite ROOT`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match run(&args) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<String, String> {
    let read = |path: &str| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let number = |text: &str| text.parse::<u32>().map_err(|error| format!("{text}: {error}"));
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        ["engine", file] => phieu_parity::run_engine_suite(&read(file)?),
        ["reports", form, base, cases] => phieu_parity::run_report_cases(&read(form)?, &read(base)?, &read(cases)?),
        ["random", form, context, seed, count] => {
            phieu_parity::run_random_edits(&read(form)?, &read(context)?, number(seed)?, number(count)?)
        }
        ["checks", form, base, count] => phieu_parity::run_repeated_checks(&read(form)?, &read(base)?, number(count)?),
        #[cfg(not(target_arch = "wasm32"))]
        ["suite", root] => Ok(format!("{}\n", phieu_parity::export_suite(std::path::Path::new(root))?)),
        _ => {
            let verbs = "engine FILE | reports FORM BASE CASES | random FORM CONTEXT SEED COUNT | checks FORM BASE COUNT | suite ROOT";
            Err(format!("expected: {verbs}"))
        }
    }
}
