//! A draft as one file: to keep it outside the browser, to send it to somebody who helps, to go on with it on another phone.
//!
//! Plain text (JSON), so that every phone's share sheet takes it. Pure, so that it is tested natively. What it does not do: a chosen
//! photo's bytes stay on the phone that took it; the file names it.

use phieu_form::{json, record};
use serde::{Deserialize, Serialize};

use super::records::{Draft, Subject};

/// What tells our files from others; the number is raised when an older app could not read them.
const KIND: &str = "phieu-draft-1";

#[derive(Serialize, Deserialize)]
struct Carried<D> {
    kind: String,
    draft: D,
}

/// The file's text.
pub fn write(draft: &Draft) -> String {
    // A draft is made of texts, numbers and JSON: writing it cannot fail.
    json::text(&serde_json::to_value(Carried { kind: KIND.into(), draft }).unwrap_or_default())
}

/// The draft in a file's text; `None` where the file is none of ours.
pub fn read(text: &str) -> Option<Draft> {
    let carried: Carried<Draft> = record(json::read(text)?)?;
    (carried.kind == KIND && !carried.draft.report_id.is_empty()).then_some(carried.draft)
}

/// The file's name: `clb-thang_24848-C01_2026-10.phieu.txt`.
pub fn file_name(subject: &Subject) -> String {
    let name = [&*subject.form, &subject.org_unit, &subject.period].join("_");
    let plain = |letter: char| if letter.is_ascii_alphanumeric() || "-_.".contains(letter) { letter } else { '-' };
    [&name.chars().map(plain).collect::<String>(), ".phieu.txt"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_draft_comes_back_as_it_was() {
        let subject = Subject { form: "visit".into(), org_unit: "24848-C01".into(), period: "2026-10".into() };
        let draft = Draft {
            account: "lan".into(),
            report_id: "r1".into(),
            revision: 2,
            stamp: 7,
            answers: json!({"a": {"b": "Đà Lạt, 12,7"}}),
            subject,
            ..Draft::default()
        };
        assert_eq!(read(&write(&draft)), Some(draft.clone()));
        assert_eq!(file_name(&draft.subject), "visit_24848-C01_2026-10.phieu.txt");
    }

    #[test]
    fn a_name_leads_into_no_other_folder() {
        let subject = Subject { form: "../a b".into(), org_unit: "ế".into(), period: "2026".into() };
        assert_eq!(file_name(&subject), "..-a-b_-_2026.phieu.txt");
    }

    #[test]
    fn other_files_are_none_of_ours() {
        let later = write(&Draft { report_id: "r".into(), ..Draft::default() }).replace(KIND, "phieu-draft-2");
        for text in ["", "{}", "[1]", "Kính gửi…", r#"{"kind":"phieu-draft-1"}"#, &write(&Draft::default()), &later] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
