//! `phieu retain`: personal answers whose time is over, counted or erased.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use phieu_server::{Retained, retain, system_clock};

use crate::lang::Lang;
use crate::manage;

/// What `phieu retain` takes.
#[derive(Args)]
pub struct Arguments {
    /// The folder of the database
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Really erase; what is erased cannot be brought back
    #[arg(long)]
    erase: bool,
    /// The language of the sentences
    #[arg(long, value_enum, default_value = "vi")]
    lang: Lang,
}

/// What was erased, or would be.
pub fn run(arguments: &Arguments) -> Result<String, String> {
    let done = manage::run(retain(&arguments.data, &system_clock(), arguments.erase))?;
    Ok(told(&done, arguments.erase, arguments.lang))
}

fn told(done: &Retained, really: bool, lang: Lang) -> String {
    let mut text = match (done.erased.is_empty(), really, lang) {
        (true, _, Lang::Vi) => "Không có thông tin cá nhân nào hết thời hạn lưu giữ.\n",
        (true, _, Lang::En) => "No personal answers are past their time.\n",
        (_, true, Lang::Vi) => "Đã xóa thông tin cá nhân hết thời hạn lưu giữ; số liệu và nhật ký vẫn nguyên:\n",
        (_, true, Lang::En) => "Personal answers past their time are erased; figures and audit are whole:\n",
        (_, false, Lang::Vi) => "Các lần gửi có thông tin cá nhân hết thời hạn lưu giữ (chưa xóa; thêm --erase để xóa):\n",
        (_, false, Lang::En) => "Revisions with personal answers past their time (nothing is erased yet; --erase does):\n",
    }
    .to_owned();
    for (form, count) in &done.erased {
        let _ = writeln!(text, "  {form}: {count}");
    }
    if done.copies > 0 {
        let _ = match (really, lang) {
            (true, Lang::Vi) => writeln!(text, "{} báo cáo: đã xóa bản sao giấy tờ kèm theo.", done.copies),
            (false, Lang::Vi) => writeln!(text, "{} báo cáo có bản sao giấy tờ hết thời hạn lưu giữ.", done.copies),
            (true, Lang::En) => writeln!(text, "{} reports: their copies of papers are erased.", done.copies),
            (false, Lang::En) => writeln!(text, "{} reports have copies of papers past their time.", done.copies),
        };
    }
    if done.unknown > 0 {
        let _ = match lang {
            Lang::Vi => writeln!(text, "{} lần gửi thuộc biểu mẫu mà phiên bản này không còn biết: không động đến.", done.unknown),
            Lang::En => writeln!(text, "{} revisions are of forms that this version does not know: not touched.", done.unknown),
        };
    }
    text
}
