//! `phieu rebuild-totals`: all kept sums made anew from the reports that count, and whether they had been right.

use std::path::PathBuf;

use clap::Args;
use phieu_server::rebuild_totals;

use crate::lang::Lang;
use crate::manage;
use crate::{INVALID, VALID};

/// What `phieu rebuild-totals` takes.
#[derive(Args)]
pub struct Arguments {
    /// The folder of the database
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The language of the sentences
    #[arg(long, value_enum, default_value = "vi")]
    lang: Lang,
}

/// What was found as text, and the exit code.
pub fn run(arguments: Arguments) -> Result<(String, u8), String> {
    let Arguments { data, lang } = arguments;
    let (sums, other) = manage::run(rebuild_totals(&data))?;
    let said = match (other, lang) {
        (0, Lang::Vi) => format!("Đã cộng lại {sums} số tổng từ các báo cáo đã duyệt: tất cả đều đúng.\n"),
        (0, Lang::En) => format!("Added up {sums} totals again from the approved reports: all were right.\n"),
        (_, Lang::Vi) => format!("Đã cộng lại {sums} số tổng từ các báo cáo đã duyệt: {other} số chưa đúng và đã được sửa lại.\n"),
        (_, Lang::En) => format!("Added up {sums} totals again from the approved reports: {other} were not right and have been mended.\n"),
    };
    Ok((said, if other == 0 { VALID } else { INVALID }))
}
