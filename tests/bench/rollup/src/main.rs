//! Totals at national size: fills a database, then measures over HTTP what people wait for, as the pages ask it, and prints a table.
//!
//! `phieu-bench-rollup FOLDER [CLUBS]` fills a database in `FOLDER`, named after all that it is made of, and leaves it there for the next
//! time; what is measured is a copy, because approvals change it. All sums are made anew after them, and must be what the approvals have
//! kept: otherwise it fails, and so it does where a page takes longer than [`MOST`].

mod asking;
mod fill;
mod national;
mod pages;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use phieu_store::{SqliteStore, Store};

/// How many approvals of each level are measured.
const APPROVALS: i64 = 50;
/// The longest that a page may take, asked a second time: seconds.
const MOST: f64 = 0.3;
/// The longest that putting a review together may take, which is done once a year and reads several: seconds.
const MOST_COMPOSED: f64 = 1.0;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().context("expected FOLDER [CLUBS]")?);
    let clubs = arguments.next().map_or(Ok(national::CLUBS), |text| text.parse())?;
    let runtime = tokio::runtime::Runtime::new()?;
    let kept = folder.join(format!("{}-{clubs}", &fill::digest()?[..12]));
    if !kept.exists() {
        let began = Instant::now();
        let part = folder.join("part");
        let _ = std::fs::remove_dir_all(&folder);
        runtime.block_on(fill::fill(&part, clubs))?;
        std::fs::rename(&part, &kept)?;
        eprintln!("filled in {:.0} s", began.elapsed().as_secs_f64());
    }
    let copy = folder.join("run");
    copied(&kept, &copy)?;
    let done = measure(&runtime, &copy);
    std::fs::remove_dir_all(&copy)?;
    done
}

/// A copy of a folder of files.
fn copied(from: &Path, to: &Path) -> Result<()> {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        std::fs::copy(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}

fn measure(runtime: &tokio::runtime::Runtime, folder: &Path) -> Result<()> {
    let file = folder.join("phieu.db");
    println!("| size | |\n|---|---:|");
    for (what, count) in runtime.block_on(fill::counts(&file))? {
        println!("| {what} | {count} |");
    }
    println!("| file | {:.0} MB |", file.metadata()?.len() as f64 / 1e6);
    println!("\n| what | who | cold | median of {} | most | answer |\n|---|---|---:|---:|---:|---:|", pages::TIMES);
    let (first, (sums, mended)) = rebuilt(runtime, &file)?;
    eprintln!("{sums} sums, {mended} of them new");
    let mut slow = Vec::new();
    for page in pages::PAGES {
        let mut measured = pages::measure(runtime, folder, page)?;
        println!("| {} | {} | {} |", page.0, page.1, measured.line());
        let most = if page.0 == pages::COMPOSED { MOST_COMPOSED } else { MOST };
        if measured.median() > most {
            slow.push(page.0);
        }
    }
    for (login, approvals) in [("68", 0), ("vn", 1)] {
        let waiting = runtime.block_on(fill::waiting(&file, "68", approvals, APPROVALS))?;
        ensure!(!waiting.is_empty(), "nothing waits for {login}");
        let mut measured = pages::approve(runtime, folder, login, &waiting)?;
        println!("| one approval of {} | {login} | {} |", waiting.len(), measured.line());
    }
    let (again, (_, other)) = rebuilt(runtime, &file)?;
    println!("\nAll {sums} sums were made anew in {first:.1} s before the approvals and in {again:.1} s after them.");
    ensure!(other == 0, "{other} sums were not what the approvals should have left");
    println!("They are what the approvals have kept.");
    ensure!(slow.is_empty(), "over {MOST} s, a review over {MOST_COMPOSED} s: {slow:?}");
    Ok(())
}

/// All sums made anew: in how many seconds, how many, and how many were not the same.
fn rebuilt(runtime: &tokio::runtime::Runtime, file: &Path) -> Result<(f64, (u64, u64))> {
    runtime.block_on(async {
        let store = SqliteStore::open(file).await?;
        let began = Instant::now();
        let counts = store.rebuild_sums().await?;
        let seconds = began.elapsed().as_secs_f64();
        store.close().await?;
        Ok((seconds, counts))
    })
}
