//! `phieu audit`: whether the database still says what was written into it, and the mark to note for the next time.

use std::path::PathBuf;

use clap::Args;
use phieu_server::{AuditFault, AuditMark, verify_audit, verify_people_audit};

use crate::lang::Lang;
use crate::manage;
use crate::{INVALID, VALID};

/// What `phieu audit` takes.
#[derive(Args)]
pub struct Arguments {
    /// The folder of the database
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// The number of the line that was noted at an earlier check
    #[arg(long, value_name = "LINE", requires = "digest", value_parser = clap::value_parser!(i64).range(1..))]
    until: Option<i64>,
    /// The digest that was noted with it
    #[arg(long, requires = "until", value_parser = digest)]
    digest: Option<String>,
    /// The number of the line of the audit of people that was noted
    #[arg(long, value_name = "LINE", requires = "people_digest", value_parser = clap::value_parser!(i64).range(1..))]
    people_until: Option<i64>,
    /// The digest that was noted with it
    #[arg(long, requires = "people_until", value_parser = digest)]
    people_digest: Option<String>,
    /// The language of the sentences
    #[arg(long, value_enum, default_value = "vi")]
    lang: Lang,
}

/// What was found as text, and the exit code.
pub fn run(arguments: Arguments) -> Result<(String, u8), String> {
    let Arguments { data, until, digest, people_until, people_digest, lang } = arguments;
    let mark = |(line, digest)| AuditMark { line, digest };
    let (noted, noted_people) = (until.zip(digest).map(mark), people_until.zip(people_digest).map(mark));
    let reports = match manage::run(verify_audit(&data, noted.as_ref()))? {
        Ok(mark) => mark,
        Err(fault) => return Ok((format!("{}\n", sentence(&fault, lang)), INVALID)),
    };
    let whole = whole(&reports, noted.as_ref(), lang);
    Ok(match manage::run(verify_people_audit(&data, noted_people.as_ref()))? {
        Ok(mark) => (whole + &people(&mark, noted_people.as_ref(), lang) + &next_time(&reports, &mark, lang), VALID),
        Err(fault) => (format!("{whole}{}{}\n", of_people(lang), sentence(&fault, lang)), INVALID),
    })
}

/// What to note of both chains, and how to compare with it.
fn next_time(reports: &AuditMark, people: &AuditMark, lang: Lang) -> String {
    let of = |mark: &AuditMark, until: &str, digest: &str| match mark.line {
        0 => String::new(),
        line => format!(" --{until} {line} --{digest} {}", mark.digest),
    };
    let marks = of(reports, "until", "digest") + &of(people, "people-until", "people-digest");
    match lang {
        _ if marks.is_empty() => String::new(),
        Lang::Vi => format!("Hãy ghi các số dòng và mã này ra nơi khác. Lần sau kiểm tra bằng: phieu audit{marks}\n"),
        Lang::En => format!("Note the lines and digests somewhere else. Check next time with: phieu audit{marks}\n"),
    }
}

fn compared(noted: Option<&AuditMark>, lang: Lang) -> String {
    match (noted, lang) {
        (Some(noted), Lang::Vi) => format!("Dòng {} đúng như đã ghi lại lần trước.\n", noted.line),
        (Some(noted), Lang::En) => format!("Line {} is as it was noted.\n", noted.line),
        (None, _) => String::new(),
    }
}

/// A digest as somebody typed it off a paper: capitals and spaces are no difference.
fn digest(typed: &str) -> Result<String, String> {
    let digest: String = typed.split_whitespace().collect::<String>().to_ascii_lowercase();
    let hexadecimal = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hexadecimal { Ok(digest) } else { Err("a digest is 64 hexadecimal digits".to_owned()) }
}

fn whole(mark: &AuditMark, noted: Option<&AuditMark>, lang: Lang) -> String {
    let AuditMark { line, digest } = mark;
    let compared = compared(noted, lang);
    match (line, lang) {
        (0, Lang::Vi) => "Nhật ký chưa có dòng nào.\n".to_owned(),
        (0, Lang::En) => "The audit has no line yet.\n".to_owned(),
        (_, Lang::Vi) => format!(
            "Nhật ký nguyên vẹn: đã kiểm tra {line} dòng, không thấy chỗ nào bị sửa, thêm, bớt hay đổi chỗ.\n{compared}\
             Mã của dòng cuối: {digest}\n"
        ),
        (_, Lang::En) => format!(
            "The audit is whole: {line} lines checked, nothing changed, put in, removed or moved.\n{compared}\
             Digest of the last line: {digest}\n"
        ),
    }
}

fn of_people(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "Nhật ký về người: ",
        Lang::En => "The audit of people: ",
    }
}

fn people(mark: &AuditMark, noted: Option<&AuditMark>, lang: Lang) -> String {
    let AuditMark { line, digest } = mark;
    let compared = compared(noted, lang);
    match lang {
        _ if *line == 0 => String::new(),
        Lang::Vi => format!("{}nguyên vẹn, {line} dòng. Mã của dòng cuối: {digest}\n{compared}", of_people(lang)),
        Lang::En => format!("{}whole, {line} lines. Digest of the last line: {digest}\n{compared}", of_people(lang)),
    }
}

fn sentence(fault: &AuditFault, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("Nhật ký không còn nguyên vẹn: {}", vietnamese(fault)),
        Lang::En => format!("The audit is not whole: {}", english(fault)),
    }
}

fn vietnamese(fault: &AuditFault) -> String {
    match fault {
        AuditFault::Number { expected, found } => {
            format!("đáng lẽ đến dòng {expected} thì lại gặp dòng {found}; đã có dòng bị bớt, thêm hay đổi chỗ.")
        }
        AuditFault::Line(line) => format!("dòng {line}, hoặc ý kiến ghi kèm dòng ấy, không phải là điều đã ghi lúc đầu."),
        AuditFault::Revision { line, report, revision } => {
            format!("dòng {line} nói về báo cáo {report}, lần gửi {revision}, nhưng lần gửi ấy đã bị sửa hoặc bị xóa.")
        }
        AuditFault::Copy { report, name } => format!("bản chụp “{name}” của báo cáo {report} đã bị sửa hoặc bị xóa."),
        AuditFault::Untold { report, revision } => format!("báo cáo {report} có lần gửi {revision} mà không dòng nào ghi là đã nhận."),
        AuditFault::Status { report } => format!("trạng thái của báo cáo {report} không đúng với dòng cuối cùng ghi về báo cáo ấy."),
        AuditFault::Closing { about } => format!("việc khóa hay mở kỳ báo cáo ({about}) không đúng với dòng cuối cùng ghi về việc ấy."),
        AuditFault::Left { report, revision } => {
            format!("báo cáo {report}, lần gửi {revision} đã được xóa thông tin cá nhân, nhưng phần còn lại không phải là phần đã ghi.")
        }
        AuditFault::Noted(line) => format!("mã của dòng {line} khác với mã đã ghi lại; nhật ký đã bị viết lại từ dòng này hoặc trước đó."),
        AuditFault::CutOff { noted, last } => format!("đã ghi lại dòng {noted}, nhưng nay nhật ký chỉ còn đến dòng {last}."),
    }
}

fn english(fault: &AuditFault) -> String {
    match fault {
        AuditFault::Number { expected, found } => {
            format!("line {expected} should come, but {found} does; a line was removed, put in or moved.")
        }
        AuditFault::Line(line) => format!("line {line}, or a remark written with it, is not what was written at first."),
        AuditFault::Revision { line, report, revision } => {
            format!("line {line} tells of report {report}, revision {revision}, which was changed or removed.")
        }
        AuditFault::Copy { report, name } => format!("the copy “{name}” of report {report} was changed or removed."),
        AuditFault::Untold { report, revision } => format!("report {report} has revision {revision}, which no line tells of."),
        AuditFault::Status { report } => format!("the status of report {report} is not the one that its last line tells."),
        AuditFault::Closing { about } => format!("whether the period is closed ({about}) is not what its last line tells."),
        AuditFault::Left { report, revision } => {
            format!("report {report}, revision {revision} had personal answers erased, and what is left is not what was written.")
        }
        AuditFault::Noted(line) => format!("line {line} has another digest than was noted; it, or a line before it, was written anew."),
        AuditFault::CutOff { noted, last } => format!("line {noted} was noted, but the audit ends at line {last}."),
    }
}
