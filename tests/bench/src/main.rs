//! One round over all cases natively; a line of JSON per step. `phieu-bench SHAPE SIZE STEP TIMES` does one thing many times, for a profiler.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(lines) => {
            print!("{lines}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<String, String> {
    let cases = phieu_bench::cases();
    let [shape, size, step, times] = words[..] else {
        return if words.is_empty() { phieu_bench::round(&cases) } else { Err("expected nothing, or SHAPE SIZE STEP TIMES".to_owned()) };
    };
    let number = |text: &str| text.parse::<usize>().map_err(|error| format!("{text}: {error}"));
    let (size, times) = (number(size)?, number(times)?);
    let case = cases.iter().find(|case| case.shape == shape && case.size == size).ok_or("there is no such case")?;
    phieu_bench::repeat(case, step, times).map(|()| String::new())
}
