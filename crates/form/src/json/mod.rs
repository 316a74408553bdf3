//! JSON as text, read and written like `serde_json` does it, for programs that a phone downloads.
//!
//! Why our own: `serde_json` reads and writes decimals by tables that do not compress and are compiled again for every type it reads.
//! Here text becomes a [`Tree`] or a [`Value`] and a `Value` text; records are made of values. The same strictness (RFC 8259), the
//! same depth.

mod reader;
mod tree;
mod writer;

use serde_json::Value;

pub use reader::tree;
pub use tree::{Member, Tree};
pub use writer::{number_text, text};

/// The value that a text writes; `None` where it is no JSON.
pub fn read(text: &str) -> Option<Value> {
    tree(text).map(Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_are_read_and_refused_as_serde_json_does() {
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        let (allowed, too_deep) = (deep(127), deep(128));
        for text in [
            "null",
            " true ",
            "false",
            "0",
            "-0",
            "-0.0",
            "12",
            "-12",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "-9223372036854775809",
            "0.1",
            "1e3",
            "1E+3",
            "12.50",
            "1e-400",
            "9007199254740993.0",
            "123456789.123456789e10",
            "[]",
            "[1, 2 ,3]",
            "{}",
            r#"{"a": {"b" :[null, {"c":"d"}]},"a":2}"#,
            r#"{"b":1,"a":2,"b":3,"c":{"z":0,"y":1},"\u0061":4}"#,
            "\"a text of more than sixteen bytes, \\u00e1 and one behind it that is as long\"",
            "\"a text of more than sixteen bytes with a line end \n\"",
            r#""a\"\\\/\b\f\n\r\t\u0041\ud83d\ude00é""#,
            "\"\u{7f}\"",
            "",
            " ",
            "nul",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "1e999",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":1,}",
            "{a:1}",
            "\"",
            "\"\n\"",
            r#""\x""#,
            r#""\ud83d""#,
            r#""\ude00""#,
            r#""\ud83dx""#,
            r#""\u00g0""#,
            "1 2",
            "[1}",
            "{\"a\":1]",
            "tru",
            "'a'",
            "\"eight and\u{1}\"",
            "\"đủ tám\u{7f}\u{80} \\\" và !#[] \u{1f}\"",
            "\"12345678\\n12345678\"",
            "\"1234567\"",
            "\"12345678",
            "[1 2]",
            "\u{a0}1",
            &allowed,
            &too_deep,
        ] {
            assert_eq!(read(text), serde_json::from_str::<Value>(text).ok(), "{text}");
        }
    }

    #[test]
    fn values_are_written_so_that_serde_json_reads_the_same() {
        let value = json!({
            "b": [null, true, -3, 18_446_744_073_709_551_615_u64, 0.1, 5.0, -0.0, 12.5, 1e-7, 1e300], "a": "\u{1}\u{1f}\"\\/\n\t\u{8}\u{c}\r é 😀",
            "": {}, "e": [], "số": 1_234_567.25,
        });
        let written = text(&value);
        assert_eq!(serde_json::from_str::<Value>(&written).ok().as_ref(), Some(&value), "{written}");
        assert_eq!(read(&written).as_ref(), Some(&value));
        assert_eq!(Value::from(Tree::from(&value)), value);
        let plain = json!({"a": ["x\u{1}", 1, -2, 0.5, 5.0, false, null], "b": {}});
        assert_eq!(text(&plain), plain.to_string());
    }
}
