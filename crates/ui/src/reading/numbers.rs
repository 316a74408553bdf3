//! Numbers as Vietnamese people type and read them: `1.234.567` and `12,5`.
//!
//! The engine keeps `1234567` and `12.5`. [`read`] goes one way, [`show`] the other. What is not clearly a number is
//! not guessed at: `read` answers `None` and the text goes to the engine as it was typed.

/// What sets apart thousands or decimals.
const SIGNS: [char; 2] = ['.', ','];

/// Which sign groups thousands and which one starts the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `1.234.567,5`
    Vietnamese,
    /// `1,234,567.5`
    English,
}

impl Style {
    /// The style of a language tag; Vietnamese where the language is not known.
    pub fn of(language: &str) -> Style {
        if language.starts_with("en") { Style::English } else { Style::Vietnamese }
    }

    fn group(self) -> char {
        if self == Style::Vietnamese { '.' } else { ',' }
    }

    fn decimal(self) -> char {
        if self == Style::Vietnamese { ',' } else { '.' }
    }
}

/// Reads typed text as the engine's spelling of a number; `None` where it is not clearly one.
///
/// Groups may be set apart by the style's sign or by spaces, and must then have three digits. A sign that cannot be a
/// group (`12.5` in Vietnamese) is read as a decimal sign; one that can be both (`1.500`) keeps the style's meaning.
pub fn read(typed: &str, style: Style) -> Option<String> {
    let text = typed.trim();
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let (whole, decimals) = split(digits, style)?;
    let mut out = String::with_capacity(digits.len() + 1);
    let whole = whole.trim_start_matches('0');
    if negative {
        out.push('-');
    }
    out.push_str(if whole.is_empty() { "0" } else { whole });
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(&decimals);
    }
    Some(out)
}

/// Whether the signs in a text are those that [`show`] set in the text before it: nothing but digits was put in, in one place.
pub fn is_edited(before: &str, text: &str) -> bool {
    let left = before.chars().zip(text.chars()).take_while(|(a, b)| a == b).count();
    let most = before.chars().count().min(text.chars().count()) - left;
    let right = before.chars().rev().zip(text.chars().rev()).take(most).take_while(|(a, b)| a == b).count();
    let put_in = text.chars().count() - left - right;
    before.contains(SIGNS) && text.contains(SIGNS) && !text.chars().skip(left).take(put_in).any(|sign| SIGNS.contains(&sign))
}

/// Reads a text whose signs [`show`] set and somebody then typed into: what grouped thousands does so wherever it stands by now.
pub fn read_edited(text: &str, style: Style) -> Option<String> {
    read(&text.replace(style.group(), ""), style)
}

/// The two numbers that a text may mean whose one sign stands before three digits: with thousands set apart, and with decimals, in the
/// engine's spelling. People who copy from a sheet or type in the other language's way write either. `1.234.567` and `0,234` mean one.
pub fn doubtful(typed: &str) -> Option<[String; 2]> {
    let text = typed.trim();
    let (sign, number) = text.strip_prefix(['-', '−']).map_or(("", text), |rest| ("-", rest.trim_start()));
    let (left, right) = number.split_once(SIGNS)?;
    let is_group = right.len() == 3 && digits(right) && grouped(left, '.');
    is_group.then(|| [[sign, left, right].concat(), [sign, left, ".", right].concat()])
}

/// Whole digits and decimals of an unsigned number.
fn split(text: &str, style: Style) -> Option<(String, Option<String>)> {
    let (group, decimal) = (style.group(), style.decimal());
    let groups = text.matches(group).count();
    let decimals = text.matches(decimal).count();
    match (groups, decimals) {
        (_, 0) if groups == 0 || grouped(text, group) => Some((whole(text, group)?, None)),
        // `12.5`: one sign that cannot be a group of thousands.
        (1, 0) => parts(text, group, None),
        (_, 1) if text.find(decimal) > text.rfind(group) => parts(text, decimal, Some(group)),
        // `1,234,567` or `1,234.5`: the other style, where it cannot be meant otherwise.
        (0, _) if grouped(text, decimal) => Some((whole(text, decimal)?, None)),
        (1, _) if text.rfind(decimal) < text.find(group) => parts(text, group, Some(decimal)),
        _ => None,
    }
}

/// Splits at a decimal sign that occurs once.
fn parts(text: &str, at: char, group: Option<char>) -> Option<(String, Option<String>)> {
    let (left, right) = text.split_once(at)?;
    let left = match (left.is_empty(), group) {
        (true, _) => String::new(),
        (false, Some(group)) if left.contains(group) => grouped(left, group).then(|| whole(left, group))??,
        (false, _) => whole(left, '\u{a0}')?,
    };
    (!right.is_empty() && right.bytes().all(|b| b.is_ascii_digit())).then(|| (left, Some(right.to_string())))
}

/// Whether the sign stands before every three digits and nowhere else. Thousands do not begin with a zero.
fn grouped(text: &str, group: char) -> bool {
    let mut pieces = text.split(group);
    let first = pieces.next().unwrap_or("");
    (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0') && pieces.all(|piece| piece.len() == 3 && digits(piece))
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// The digits alone, where groups are either set by `group` or by spaces.
fn whole(text: &str, group: char) -> Option<String> {
    let plain: String = if text.contains(char::is_whitespace) {
        let spaced: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        grouped(&spaced, ' ').then(|| spaced.replace(' ', ""))?
    } else {
        text.chars().filter(|c| *c != group).collect()
    };
    (!plain.is_empty() && digits(&plain)).then_some(plain)
}

/// Shows the engine's spelling with thousands set apart; text that is not a number comes back as it is.
pub fn show(kept: &str, style: Style) -> String {
    let (sign, rest) = match kept.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", kept),
    };
    let (left, right) = match rest.split_once('.') {
        Some((left, right)) => (left, Some(right)),
        None => (rest, None),
    };
    if left.is_empty() || !digits(left) || right.is_some_and(|r| r.is_empty() || !digits(r)) {
        return kept.to_string();
    }
    let mut out = String::with_capacity(kept.len() + left.len() / 3);
    out.push_str(sign);
    for (place, digit) in left.chars().enumerate() {
        if place > 0 && (left.len() - place).is_multiple_of(3) {
            out.push(style.group());
        }
        out.push(digit);
    }
    if let Some(right) = right {
        out.push(style.decimal());
        out.push_str(right);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_typing_is_read() {
        for (typed, kept) in [
            ("0", "0"),
            ("52", "52"),
            (" 52 ", "52"),
            ("007", "7"),
            ("1.234", "1234"),
            ("1.234.567", "1234567"),
            ("1234567", "1234567"),
            ("1 234 567", "1234567"),
            ("1\u{a0}234\u{a0}567", "1234567"),
            ("12,5", "12.5"),
            ("12.5", "12.5"),
            ("1.234,50", "1234.50"),
            (",5", "0.5"),
            ("-3", "-3"),
            ("− 1.000", "-1000"),
            ("1,234,567", "1234567"),
            ("1,234.5", "1234.5"),
            ("1,500", "1.500"),
            ("0.234", "0.234"),
            ("0,234", "0.234"),
        ] {
            assert_eq!(read(typed, Style::Vietnamese).as_deref(), Some(kept), "{typed}");
        }
    }

    #[test]
    fn one_sign_before_three_digits_may_mean_two_numbers() {
        for (typed, whole, decimals) in
            [("1.234", "1234", "1.234"), (" 12,500 ", "12500", "12.500"), ("-1,234", "-1234", "-1.234"), ("999.000", "999000", "999.000")]
        {
            assert_eq!(doubtful(typed), Some([whole.to_string(), decimals.to_string()]), "{typed}");
        }
        for typed in ["", "1234", "1.234.567", "1,234.5", "1.23", "1.2345", "0,234", "012.345", "1234.567", ".234", "1.234đ", "1 234"] {
            assert_eq!(doubtful(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_was_shown_grouped_stays_grouped_while_it_is_typed_into() {
        use Style::{English, Vietnamese};
        for (kept, text, style, read) in [
            ("1234", "1.23", Vietnamese, "123"),
            ("1234", "1.2345", Vietnamese, "12345"),
            ("1234", "1.2", Vietnamese, "12"),
            ("1234", "9.234", Vietnamese, "9234"),
            ("1234567", "1.34.567", Vietnamese, "134567"),
            ("-1234", "-1.23", Vietnamese, "-123"),
            ("1234.5", "1.23,5", Vietnamese, "123.5"),
            ("12.345", "12,34", Vietnamese, "12.34"),
            ("1234", "1,23", English, "123"),
            ("1234.5", "1,2345.5", English, "12345.5"),
        ] {
            assert!(is_edited(&show(kept, style), text), "{kept} {text}");
            assert_eq!(read_edited(text, style).as_deref(), Some(read), "{kept} {text}");
        }
        // Pasted over it, typed without it, or with a sign that was typed.
        for (before, text) in [("1.234", "5.678"), ("1.234", "12.5"), ("1.234", "123"), ("12", "12.5"), ("1.234", "1.234,"), ("", "1.234")]
        {
            assert!(!is_edited(before, text), "{before} {text}");
        }
    }

    #[test]
    fn english_typing_is_read() {
        for (typed, kept) in [("1,234.5", "1234.5"), ("1,234", "1234"), ("1.500", "1.500"), ("1.234,5", "1234.5")] {
            assert_eq!(read(typed, Style::English).as_deref(), Some(kept), "{typed}");
        }
    }

    #[test]
    fn what_is_not_clearly_a_number_is_left_alone() {
        for typed in [
            "",
            " ",
            "-",
            "mười",
            "12 5",
            "12.",
            "12,",
            "1.2.3",
            "1.23.456",
            "12đ",
            "1e5",
            "1,2,3",
            "1.234,5,6",
            "5/9",
            "１２",
            "1,2.3,4",
            "1.234 567",
            "0.123.456",
        ] {
            assert_eq!(read(typed, Style::Vietnamese), None, "{typed}");
        }
    }

    #[test]
    fn shown_numbers_read_back_the_same() {
        for (kept, shown) in
            [("0", "0"), ("999", "999"), ("1000", "1.000"), ("1234567", "1.234.567"), ("-1234.5", "-1.234,5"), ("12.50", "12,50")]
        {
            assert_eq!(show(kept, Style::Vietnamese), shown);
            assert_eq!(read(shown, Style::Vietnamese).as_deref(), Some(kept), "{shown}");
        }
        assert_eq!(show("1234567.5", Style::English), "1,234,567.5");
    }

    #[test]
    fn three_decimals_are_shown_so_that_they_read_back() {
        let shown = show("12.345", Style::Vietnamese);
        assert_eq!(shown, "12,345");
        assert_eq!(read(&shown, Style::Vietnamese).as_deref(), Some("12.345"));
    }

    #[test]
    fn other_text_is_shown_as_it_is() {
        for text in ["", "mười", "NaN", "-", "1.", ".5", "1e5"] {
            assert_eq!(show(text, Style::Vietnamese), text);
        }
    }
}
