//! `phieu-conformance [DIR] [--show]`: replays the vectors of a folder and prints a table and, last, one line of JSON.

use std::path::PathBuf;

use anyhow::Result;
use phieu_conformance::{oracle, sessions, xlsform, xpath};
use serde_json::json;

fn main() -> Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let show = arguments.iter().position(|each| each == "--show").map(|index| arguments.remove(index)).is_some();
    let folder = PathBuf::from(arguments.first().map_or("../shared/vectors", String::as_str));
    let (xpath, oracle, sessions) = (xpath::run(&folder)?, oracle::run(&folder)?, sessions::run(&folder)?);
    let forms = xlsform::run(&folder)?;
    if show {
        for (wrong, expr, found) in &xpath.left {
            println!("xpath {}: {expr}: {found}", if *wrong { "wrong" } else { "refused" });
        }
        oracle.left.iter().for_each(|left| println!("oracle, as neither: {left}"));
        forms.left.iter().for_each(|(test, found)| println!("xlsform {test}: {found}"));
        forms.apart.iter().for_each(|(test, what)| println!("xform {test}: {what}"));
        forms.broken.iter().for_each(|(test, what)| println!("assertion {test}: {}", what.replace('\n', " ")));
        for left in &sessions.left {
            println!("session {} {}\n    {}", left.session, left.test, left.differences.join("\n    "));
        }
    }
    println!("expressions  {} of {} as recorded, {} wrong, {} refused by name", xpath.pass, xpath.total, xpath.wrong, xpath.refused);
    println!("oracle       {} of {} as both, {} as one, {} as neither", oracle.both, oracle.total, oracle.one, oracle.neither);
    let (clean, total) = (sessions.clean, sessions.total);
    println!("sessions     {clean} of {total} clean; {} states as recorded, {} not", sessions.states_ok, sessions.states_bad);
    println!("conversions  {} of {} accepted or refused alike, {} the same XForm", forms.verdict_agrees, forms.total, forms.same_xform);
    println!("             {} of {} assertions hold, {} malformed", forms.assertions_held, forms.assertions, forms.malformed);
    let line = json!({
        "xpath": {"pass": xpath.pass, "wrong": xpath.wrong, "refused": xpath.refused, "total": xpath.total},
        "sessions": {"clean": clean, "total": total, "states_ok": sessions.states_ok, "states_bad": sessions.states_bad},
        "xlsform": {
            "verdict_agrees": forms.verdict_agrees, "same_xform": forms.same_xform, "assertions_held": forms.assertions_held,
            "assertions": forms.assertions, "malformed": forms.malformed, "total": forms.total,
        },
        "oracle": {"both": oracle.both, "one": oracle.one, "neither": oracle.neither, "total": oracle.total},
    });
    println!("{line}");
    Ok(())
}
