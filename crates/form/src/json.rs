//! JSON as text, read and written like `serde_json` does it, for programs that a phone downloads.
//!
//! Why our own: `serde_json` reads and writes decimals by tables that do not compress and are compiled again for every type it reads.
//! Here text becomes a [`Value`] and a `Value` text; records are made of values. The same strictness (RFC 8259), the same depth.

use phieu_xpath::{decimal, number_to_text};
use serde_json::{Map, Number, Value};

/// As deep as `serde_json` goes.
const DEEPEST: usize = 127;

/// The value that a text writes; `None` where it is no JSON.
pub fn read(text: &str) -> Option<Value> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.skip_space();
    (reader.at == text.len()).then_some(value)
}

/// The text of a value, without spaces.
pub fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes on behind a word, where it stands here.
    fn takes(&mut self, word: &str) -> Option<()> {
        self.text[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip_space();
        match self.peek()? {
            b'{' if depth < DEEPEST => self.object(depth + 1),
            b'[' if depth < DEEPEST => self.array(depth + 1),
            b'"' => Some(Value::String(self.string()?)),
            b't' => self.takes("true").map(|()| Value::Bool(true)),
            b'f' => self.takes("false").map(|()| Value::Bool(false)),
            b'n' => self.takes("null").map(|()| Value::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        self.at += 1;
        self.skip_space();
        if self.takes("}").is_some() {
            return Some(Value::Object(members));
        }
        loop {
            self.skip_space();
            let name = (self.peek()? == b'"').then(|| self.string())??;
            self.skip_space();
            self.takes(":")?;
            members.insert(name, self.value(depth)?);
            self.skip_space();
            if self.takes(",").is_none() {
                return self.takes("}").map(|()| Value::Object(members));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.takes("]").is_some() {
            return Some(Value::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.skip_space();
            if self.takes(",").is_none() {
                return self.takes("]").map(|()| Value::Array(items));
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        let mut out = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(|c| c == '"' || c == '\\' || c < ' ')?;
            out.push_str(&rest[..plain]);
            self.at += plain + 1;
            match rest.as_bytes()[plain] {
                b'"' => return Some(out),
                b'\\' => out.push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(match c {
            b'"' | b'\\' | b'/' => char::from(c),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.four_digits()?;
                // A character beyond the first 65,536 is written as two halves.
                let code = if (0xd800..0xdc00).contains(&first) {
                    self.takes("\\u")?;
                    let second = self.four_digits().filter(|second| (0xdc00..0xe000).contains(second))?;
                    0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                } else {
                    first
                };
                char::from_u32(code)?
            }
            _ => return None,
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn digits(&mut self) -> usize {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - from
    }

    fn number(&mut self) -> Option<Value> {
        let from = self.at;
        let negative = self.takes("-").is_some();
        let leads_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        if whole == 0 || (leads_zero && whole > 1) {
            return None;
        }
        let end_of_whole = self.at;
        if self.takes(".").is_some() && self.digits() == 0 {
            return None;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            if self.digits() == 0 {
                return None;
            }
        }
        let text = &self.text[from..self.at];
        let whole = if self.at > end_of_whole || text == "-0" {
            None
        } else if negative {
            text.parse::<i64>().ok().map(Number::from)
        } else {
            text.parse::<u64>().ok().map(Number::from)
        };
        whole.or_else(|| Number::from_f64(decimal(text)?)).map(Value::Number)
    }
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number_text(number)),
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (place, (name, value)) in members.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write_string(name, out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
    }
}

/// A number's digits; a whole number that was written with decimals stays one that has them.
pub fn number_text(number: &Number) -> String {
    match (number.as_u64(), number.as_i64(), number.as_f64()) {
        (Some(whole), ..) => whole.to_string(),
        (_, Some(whole), _) => whole.to_string(),
        (.., Some(decimals)) => {
            let text = if decimals == 0.0 && decimals.is_sign_negative() { "-0".to_owned() } else { number_to_text(decimals) };
            if text.contains('.') { text } else { text + ".0" }
        }
        _ => "null".to_owned(),
    }
}

fn write_string(text: &str, out: &mut String) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                out.push_str("\\u00");
                out.extend([HEX[c as usize >> 4], HEX[c as usize & 15]]);
            }
            c => out.push(c),
        }
    }
    out.push('"');
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
        let plain = json!({"a": ["x\u{1}", 1, -2, 0.5, 5.0, false, null], "b": {}});
        assert_eq!(text(&plain), plain.to_string());
    }
}
