//! What is wrong with a table's column or cell, in words: the same in a register's table and on the command line.

use phieu::xlsform::{MOST_COLUMNS, MOST_TAKEN, RowFinding, RowProblem};

use crate::language::Language;

/// A finding without its place, in small letters and without an end: `“cuối năm” không phải là ngày (ví dụ 15/3/2026)`.
pub fn row_problem(RowFinding { problem, heading, text, .. }: &RowFinding, language: Language) -> String {
    let told = |vi: String, en: String| if language == Language::En { en } else { vi };
    match problem {
        RowProblem::UnknownHeading => told(
            format!("cột “{heading}” không ứng với câu hỏi nào nên nội dung cột này chưa được đưa vào"),
            format!("the column “{heading}” is no question; what stands in it was left out"),
        ),
        RowProblem::HeadingTwice => told(
            format!("có hai cột “{heading}”; cột sau chưa được đưa vào"),
            format!("the column “{heading}” stands twice; the second was left out"),
        ),
        RowProblem::UnknownChoice => told(format!("“{text}” không phải là một lựa chọn"), format!("“{text}” is none of the choices")),
        RowProblem::NoNumber => told(format!("“{text}” không phải là số"), format!("“{text}” is no number")),
        RowProblem::NoDay => {
            told(format!("“{text}” không phải là ngày (ví dụ 15/3/2026)"), format!("“{text}” is no day (such as 15/3/2026)"))
        }
        RowProblem::TooManyRows => told(
            format!("từ dòng này trở đi chưa lấy vào: mỗi lần tối đa {MOST_TAKEN} dòng"),
            format!("from here on nothing was taken: at most {MOST_TAKEN} rows at once"),
        ),
        RowProblem::TooManyColumns => told(
            format!("bảng có {text} cột; chỉ {MOST_COLUMNS} cột đầu được đọc"),
            format!("the table has {text} columns; only the first {MOST_COLUMNS} were read"),
        ),
    }
}
