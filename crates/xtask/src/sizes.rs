//! What a phone downloads on its first visit, and a page that shows a form, as it comes over the network.

use crate::build::compress;
use crate::place;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// What app, engine, styles and a form are to come down to, in brotli.
const AIM: u64 = 250_000;

/// What they may be until then: what was measured last, rounded up. It was raised once, for photographs, practice and the cut in two; otherwise
/// it is only lowered.
const LIMIT: u64 = 481_000;

/// What of it stands before the first page may be: the rest comes while that page is read.
const FIRST_LIMIT: u64 = 167_000;

/// What `<phieu-form>` and its engine may be in somebody's page, in brotli: what was measured last, rounded up.
const ELEMENT_LIMIT: u64 = 343_000;

/// What a page loads that shows a form, and what it loads besides for a form that is not given as rows.
const ELEMENT: [&str; 4] = ["element.mjs", "lib/styles.mjs", "lib/phieu-element.js", "lib/phieu-element_bg.wasm"];
const READER: [&str; 3] = ["web.mjs", "lib/phieu.js", "lib/phieu_bg.wasm"];

/// The part of the app that comes after its first page.
const REST: &str = "_rest.";

/// The folders of the programs beside the app.
const DESK: &str = "desk/";
const AUTHOR: &str = "author/";

/// One file of the app.
struct Weight {
    name: String,
    raw: u64,
    sent: u64,
}

/// Prints the table and fails when it is over the limit.
pub fn print() -> Result<()> {
    let mut weights = weigh(&place::dist())?;
    weights.sort_by_key(|weight| std::cmp::Reverse(weight.sent));
    println!("\n{:>10} {:>10}  file", "bytes", "brotli");
    for weight in &weights {
        println!("{:>10} {:>10}  {}", weight.raw, weight.sent, weight.name);
    }
    let below = |folder: &str| weights.iter().filter(|weight| weight.name.starts_with(folder)).map(|weight| weight.sent).sum::<u64>();
    let (desk, author) = (below(DESK), below(AUTHOR));
    let sum: u64 = weights.iter().map(|weight| weight.sent).sum();
    let forms: Vec<u64> = weights.iter().filter(|weight| is_form(&weight.name)).map(|weight| weight.sent).collect();
    let (all_forms, largest) = (forms.iter().sum::<u64>(), forms.iter().max().copied().unwrap_or_default());
    let program: u64 = weights.iter().filter(|weight| is_program(&weight.name)).map(|weight| weight.sent).sum();
    let rest: u64 = weights.iter().filter(|weight| weight.name.contains(REST)).map(|weight| weight.sent).sum();
    let (first, counted) = (program - rest, program + largest);
    println!("{:>10} {sum:>10}  all files", weights.iter().map(|weight| weight.raw).sum::<u64>());
    println!("{:>10} {desk:>10}  the officers' desk, which volunteers' phones do not load", "");
    println!("{:>10} {author:>10}  the author's page, which phones do not load", "");
    println!("{:>10} {all_forms:>10}  all forms, of which a phone loads those of its duties", "");
    println!("{:>10} {first:>10}  what the first page waits for (limit {FIRST_LIMIT})", "");
    println!("{:>10} {counted:>10}  the whole first load: app, engine, styles and the largest form (limit {LIMIT}, aim {AIM})", "");
    if rest == 0 {
        bail!("the app was not cut in two");
    }
    for (what, size, limit) in [("the first page", first, FIRST_LIMIT), ("the whole first load", counted, LIMIT)] {
        if size > limit {
            bail!("{what} is {} bytes over its limit", size - limit);
        }
    }
    Ok(())
}

/// Prints the table of the npm package's files and fails when the element is over its limit.
pub fn element(package: &Path) -> Result<()> {
    println!("\n{:>10} {:>10}  file of the npm package", "bytes", "brotli");
    let weigh = |files: &[&str]| {
        files.iter().try_fold(0, |sum, name| {
            let bytes = std::fs::read(package.join(name))?;
            let sent = compress::brotli(&bytes)?.len() as u64;
            println!("{:>10} {sent:>10}  {name}", bytes.len());
            anyhow::Ok(sum + sent)
        })
    };
    let (element, reader) = (weigh(&ELEMENT)?, weigh(&READER)?);
    println!("{:>10} {element:>10}  <phieu-form> with its engine (limit {ELEMENT_LIMIT})", "");
    println!("{:>10} {reader:>10}  the validator with the readers of all spellings", "");
    if element > ELEMENT_LIMIT {
        bail!("<phieu-form> is {} bytes over its limit", element - ELEMENT_LIMIT);
    }
    Ok(())
}

/// Prints what a page loads that shows a form and does nothing else with it: drawing, engine and five questions, without styles.
pub fn bare(folder: &Path) -> Result<()> {
    let mut sum = 0;
    for name in ["bare.js", "bare_bg.wasm"] {
        sum += compress::brotli(&std::fs::read(folder.join(name))?)?.len() as u64;
    }
    println!("{:>10} {sum:>10}  a bare page with the drawing, the engine and a form of five questions", "");
    Ok(())
}

/// Icons come later and only where the app is installed; the desk and the author's page only where somebody opens them.
fn is_program(name: &str) -> bool {
    !name.ends_with(".png") && !name.starts_with(DESK) && !name.starts_with(AUTHOR) && !is_form(name)
}

/// The list of forms is for programs that look around; the app does not load it.
fn is_form(name: &str) -> bool {
    name.starts_with("forms/")
}

fn weigh(dist: &Path) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for file in files(dist)? {
        let size = |path: &Path| path.metadata().map(|meta| meta.len());
        let raw = size(&file)?;
        let packed = PathBuf::from(format!("{}.br", file.display()));
        let sent = size(&packed).unwrap_or(raw);
        weights.push(Weight { name: file.strip_prefix(dist)?.display().to_string(), raw, sent });
    }
    Ok(weights)
}

/// Every file of the folder except the packed copies.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if !path.extension().is_some_and(|ending| ending == "br" || ending == "gz") {
            found.push(path);
        }
    }
    Ok(found)
}
