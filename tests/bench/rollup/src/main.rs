//! Totals at national size: fills a database, then measures what people wait for, over HTTP and in the store, and prints a table.
//!
//! `phieu-bench-rollup FOLDER [CLUBS]` fills `FOLDER/phieu.db` where there is none, and leaves it there for the next time. All sums are
//! made anew after the approvals that were measured, and must be what the approvals have kept: otherwise it fails.

mod fill;
mod national;
mod pages;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use phieu_report::{Event, Level};
use phieu_store::{Moment, NewDecision, SqliteStore, Store};

/// How many approvals are measured.
const APPROVALS: i64 = 200;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().context("expected FOLDER [CLUBS]")?);
    let clubs = arguments.next().map_or(Ok(national::CLUBS), |text| text.parse())?;
    tokio::runtime::Runtime::new()?.block_on(measure(folder, clubs))
}

async fn measure(folder: PathBuf, clubs: usize) -> Result<()> {
    let file = folder.join("phieu.db");
    if !file.exists() {
        let began = Instant::now();
        fill::fill(&folder, clubs).await?;
        eprintln!("filled in {:.0} s", began.elapsed().as_secs_f64());
    }
    println!("| size | |\n|---|---:|");
    for (what, count) in fill::counts(&file).await? {
        println!("| {what} | {count} |");
    }
    println!("| file | {:.0} MB |", file.metadata()?.len() as f64 / 1e6);

    let store = SqliteStore::open(&file).await?;
    println!("\n| step | median | least | most |\n|---|---:|---:|---:|");
    let first = Instant::now();
    let (sums, mended) = store.rebuild_sums().await?;
    line("all sums made anew, and compared with those kept", &mut [first.elapsed().as_secs_f64()]);
    eprintln!("{sums} sums, {mended} of them new");

    let mut times = Vec::new();
    for (report, revision) in fill::waiting(&file, APPROVALS).await? {
        let decision = NewDecision {
            report,
            revision,
            event: Event::Approve,
            level: Level { number: 1, of: 1 },
            past_closing: false,
            replaced_by: None,
            remarks: Vec::new(),
            at: Moment(1_800_000_000_000),
            login: "68".to_owned(),
        };
        let began = Instant::now();
        let done = store.decide(&decision).await?;
        times.push(began.elapsed().as_secs_f64());
        ensure!(done.is_ok(), "an approval was refused: {done:?}");
    }
    line("one approval, kept and added up", &mut times);
    for (page, mut times) in pages::measure(&folder).await? {
        line(&page, &mut times);
    }
    let again = Instant::now();
    let (_, other) = store.rebuild_sums().await?;
    line("all sums made anew, after the approvals", &mut [again.elapsed().as_secs_f64()]);
    ensure!(other == 0, "{other} sums were not what the approvals should have left");
    println!("\nAll sums made anew are what {APPROVALS} approvals have kept.");
    store.close().await?;
    Ok(())
}

/// A line of the table, from seconds.
fn line(what: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    let shown = |seconds: f64| if seconds >= 1.0 { format!("{seconds:.1} s") } else { format!("{:.1} ms", seconds * 1000.0) };
    if let (Some(least), Some(most)) = (times.first(), times.last()) {
        println!("| {what} | {} | {} | {} |", shown(times[times.len() / 2]), shown(*least), shown(*most));
    }
}
