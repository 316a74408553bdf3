//! What word processors and web pages leave in the cells that a machine reads: quotes that curl, spaces that do not break,
//! characters that nobody sees. The field's own converter reads them as what was meant, and so do we; texts stay as they are.

use phieu_form::Sheet;

use crate::headings::INVISIBLE;

/// Columns whose cells people read: nothing in them is touched.
const TEXTS: [&str; 12] = [
    "label",
    "hint",
    "guidance_hint",
    "required_message",
    "constraint_message",
    "message",
    "unit",
    "note",
    "media",
    "form_title",
    "purpose",
    "code",
];

/// A cell as it is meant.
pub fn meant(sheet: Sheet, column: &str, text: &str) -> String {
    let head = column.split("::").next().unwrap_or_default();
    let is_text = TEXTS.contains(&head) || column.starts_with("bind::jr:noAppErrorString");
    if is_text || text.is_ascii() {
        return text.to_owned();
    }
    let visible: String =
        text.chars().filter(|each| !INVISIBLE.contains(each)).map(|each| if each == '\u{a0}' { ' ' } else { each }).collect();
    if is_expression(sheet, head) { straight(&visible) } else { visible }
}

/// Columns of expressions. A default may be a sentence, so it is one only where it computes something.
fn is_expression(sheet: Sheet, head: &str) -> bool {
    match sheet {
        Sheet::Survey => matches!(
            head,
            "relevant" | "required" | "read_only" | "constraint" | "calculation" | "choice_filter" | "repeat_count" | "trigger" | "bind"
        ),
        Sheet::Rules => matches!(head, "relevant" | "constraint"),
        Sheet::Actions => head == "value",
        Sheet::Settings => head == "instance_name",
        Sheet::Choices | Sheet::ExternalChoices | Sheet::Texts | Sheet::Entities => false,
    }
}

/// Curly quotes as straight ones where they begin or end a text; inside a text between straight quotes they are letters.
fn straight(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut open: Option<char> = None;
    for each in text.chars() {
        let plain = plain(each);
        let kept = match (open, plain) {
            // Inside straight quotes only these end the text.
            (Some('\'' | '"'), _) if open == Some(each) => {
                open = None;
                each
            }
            (Some('\'' | '"'), _) => each,
            (Some(curly), Some(quote)) if self::plain(curly) == Some(quote) => {
                open = None;
                quote
            }
            (Some(_), _) => each,
            (None, Some(quote)) => {
                open = Some(each);
                quote
            }
            (None, None) => each,
        };
        written.push(kept);
    }
    written
}

/// The straight quote that a quote stands for.
fn plain(quote: char) -> Option<char> {
    match quote {
        '\'' | '‘' | '’' | '‚' => Some('\''),
        '"' | '“' | '”' | '„' => Some('"'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_they_are_meant() {
        for (column, written, expected) in [
            ("relevant", "${a} = ‘có’", "${a} = 'có'"),
            ("relevant", "${a}\u{a0}= “có”", "${a} = \"có\""),
            ("constraint", "„x” != . and . != 'it’s'", "\"x\" != . and . != 'it’s'"),
            ("constraint", "'“' = .", "'“' = ."),
            ("calculation", "concat(’a’, \"‘\", ‘b')", "concat('a', \"‘\", 'b')"),
            ("name", "\u{feff}ten\u{a0}", "ten "),
            ("type", "select_one\u{a0}co_khong\u{200b}", "select_one co_khong"),
            ("label::vi", "“Có”\u{a0}không", "“Có”\u{a0}không"),
            ("default", "‘Hà Nội’", "‘Hà Nội’"),
        ] {
            assert_eq!(meant(Sheet::Survey, column, written), expected, "{written}");
        }
    }
}
