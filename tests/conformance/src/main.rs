//! `phieu-conformance [DIR]`: replays the vectors of a folder and prints a table and, last, one line of JSON.

use std::path::PathBuf;

use anyhow::Result;
use phieu_conformance::sessions;

fn main() -> Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let show = arguments.iter().position(|each| each == "--show").map(|index| arguments.remove(index)).is_some();
    let folder = PathBuf::from(arguments.first().map_or("../shared/vectors", String::as_str));
    let sessions = sessions::run(&folder)?;
    if show {
        for left in &sessions.left {
            println!("{} {}\n    {}", left.session, left.test, left.differences.join("\n    "));
        }
    }
    println!("sessions: {} of {} clean; states {} ok, {} bad", sessions.clean, sessions.total, sessions.states_ok, sessions.states_bad);
    Ok(())
}
