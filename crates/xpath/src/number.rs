//! Numbers to text and back, by the rules of XPath 1.0 (sections 4.2 and 4.4).
//!
//! No exponent is ever written or read, no locale is known: `1.5` is a number, `1,5` and `1e3` are not.

use crate::decimal;

/// The number a text stands for; NaN where it is none.
///
/// White space around it is ignored; digits with at most one point and at most one minus sign before them.
pub fn text_to_number(text: &str) -> f64 {
    let text = text.trim_matches(is_space);
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    match plain_integer(digits) {
        Some(number) if digits.len() == text.len() => number,
        Some(number) => -number,
        None if is_decimal(digits) => decimal(text).unwrap_or(f64::NAN),
        None => f64::NAN,
    }
}

/// The text of a number: `12`, `-0.5`, `NaN`, `Infinity`; both zeros are `0`.
pub fn number_to_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if number.abs() < 9.0e15 && number as i64 as f64 == number {
        return (number as i64).to_string();
    }
    number.to_string()
}

/// The white space of XML.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Up to 15 digits, which a double holds exactly.
fn plain_integer(digits: &[u8]) -> Option<f64> {
    if digits.is_empty() || digits.len() > 15 {
        return None;
    }
    let mut number: u64 = 0;
    for &digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u64::from(digit - b'0');
    }
    Some(number as f64)
}

fn is_decimal(digits: &[u8]) -> bool {
    let mut points = 0;
    let mut any = false;
    for &byte in digits {
        match byte {
            b'.' => points += 1,
            b'0'..=b'9' => any = true,
            _ => return false,
        }
    }
    any && points <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: f64) {
        let got = text_to_number(text);
        assert!(got == expected || got.is_nan() && expected.is_nan(), "{text:?}: {got}");
    }

    #[test]
    fn reads_what_xpath_calls_a_number() {
        check("12", 12.0);
        check(" -12.50\n", -12.5);
        check(".5", 0.5);
        check("5.", 5.0);
        check("007", 7.0);
        check("123456789012345678", 123456789012345680.0);
        for wrong in ["", " ", "-", ".", "--1", "+1", "1e3", "1,5", "1 2", "0x1", "inf", "NaN", "Infinity", "- 1"] {
            check(wrong, f64::NAN);
        }
    }

    #[test]
    fn writes_without_exponent() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (12.0, "12"),
            (-3.25, "-3.25"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
            (0.1 + 0.2, "0.30000000000000004"),
        ] {
            assert_eq!(number_to_text(number), text);
        }
    }
}
