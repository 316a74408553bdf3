//! One spelling for equal content, so that equal reports have equal digests wherever they were written.
//!
//! Members are sorted by the bytes of their names; numbers that are whole are written without a fraction or exponent;
//! there is no white space. A member that is null is left out, since not answered is either null or absent.
//! Texts are kept as they are: Unicode is normalised where people type, not here.

use serde_json::{Number, Value};
use sha2::{Digest, Sha256};

/// Whole numbers up to here are exact in a double.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The canonical bytes of a JSON value.
pub fn canonical(value: &Value) -> Vec<u8> {
    canonical_text(value).into_bytes()
}

/// The same as text.
pub fn canonical_text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// The SHA-256 of bytes as 64 small hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let hash = Sha256::digest(bytes);
    hash.iter().flat_map(|byte| [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]).collect()
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().filter(|(_, value)| !value.is_null()).collect();
            members.sort_by(|a, b| a.0.cmp(b.0));
            write_list(out, ['{', '}'], members.into_iter(), |(name, value), out| {
                write_text(name, out);
                out.push(':');
                write(value, out);
            });
        }
        Value::Array(items) => write_list(out, ['[', ']'], items.iter(), write),
        Value::String(text) => write_text(text, out),
        Value::Number(number) => write_number(number, out),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Null => out.push_str("null"),
    }
}

fn write_list<T>(out: &mut String, [open, close]: [char; 2], items: impl Iterator<Item = T>, mut write_item: impl FnMut(T, &mut String)) {
    out.push(open);
    for (at, item) in items.enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_item(item, out);
    }
    out.push(close);
}

fn write_number(number: &Number, out: &mut String) {
    match number.as_f64() {
        Some(double) if number.is_f64() && double.fract() == 0.0 && double.abs() <= EXACT => {
            out.push_str(&(double as i64).to_string());
        }
        _ => out.push_str(&number.to_string()),
    }
}

/// RFC 8785's escapes: quote, backslash, the five short ones, and `\u00xx` for other control characters.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(plain) = rest.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < b' ') {
        out.push_str(&rest[..plain]);
        match rest.as_bytes()[plain] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            8 => out.push_str("\\b"),
            12 => out.push_str("\\f"),
            control => out.push_str(&format!("\\u{control:04x}")),
        }
        rest = &rest[plain + 1..];
    }
    out.push_str(rest);
    out.push('"');
}
