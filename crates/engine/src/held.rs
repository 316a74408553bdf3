//! What a node holds, and how text becomes it.
//!
//! An answer is kept as its type's value, or, where it cannot be read as one, as the text that was given: nothing is repaired.

use std::collections::BTreeSet;

use phieu_form::{Type, json, json::Tree};
use phieu_xpath::{Value, decimal, number_to_text};
use serde_json::Value as Json;

use crate::places::{is_point, is_shape, is_trace};

/// The largest whole number that is kept exactly, 2⁵³ − 1; its negative is the smallest.
pub const LARGEST_INTEGER: f64 = 9_007_199_254_740_991.0;

/// The longest text, in characters, unless the parameter `max` says less.
pub const LONGEST_TEXT: usize = 10_000;

/// What a node holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Held {
    /// Nothing.
    #[default]
    Blank,
    /// A finite number.
    Number(f64),
    /// A text; a date as `YYYY-MM-DD`; choices by name, a space between them. Never blank.
    Text(Box<str>),
    /// A text that cannot be read as the node's type. Expressions see a blank.
    Unreadable(Box<str>),
}

impl Held {
    /// Whether there is no answer.
    pub fn is_blank(&self) -> bool {
        *self == Held::Blank
    }

    /// Whether there is an answer of the right type.
    pub fn is_answer(&self) -> bool {
        matches!(self, Held::Number(_) | Held::Text(_))
    }

    /// The canonical text: numbers as in XPath (`12.5`), everything else as it is kept.
    pub fn text(&self) -> String {
        match self {
            Held::Blank => String::new(),
            Held::Number(number) => number_to_text(*number),
            Held::Text(text) | Held::Unreadable(text) => text.to_string(),
        }
    }

    /// As expressions see it.
    pub(crate) fn value(&self) -> Value {
        match self {
            Held::Number(number) => Value::Number(*number),
            Held::Text(text) => Value::Text(text.to_string()),
            Held::Blank | Held::Unreadable(_) => Value::Text(String::new()),
        }
    }

    /// As it stands in a report; `None` for a blank.
    pub(crate) fn to_json(&self, field_type: Type) -> Option<Json> {
        Some(match self {
            Held::Blank => return None,
            Held::Number(number) => number_to_json(*number),
            Held::Text(text) if field_type.is_several() => text.split(' ').map(Json::from).collect(),
            // A number that came where a text is wanted stays one: as a text it could be read.
            Held::Unreadable(text) if !matches!(Held::read(field_type, text), Held::Unreadable(_)) => {
                json::read(text).unwrap_or_else(|| Json::from(&**text))
            }
            Held::Text(text) | Held::Unreadable(text) => Json::from(&**text),
        })
    }

    /// Reads text as a type. Blank text is no answer.
    pub(crate) fn read(field_type: Type, text: &str) -> Held {
        if text.trim().is_empty() {
            return Held::Blank;
        }
        let read = match field_type {
            Type::Integer => read_integer(text).map(Held::Number),
            Type::Decimal | Type::Range => read_decimal(text).map(Held::Number),
            Type::Date => is_date(text).then(|| Held::Text(text.into())),
            Type::PartialDate => is_partial_date(text).then(|| Held::Text(text.into())),
            Type::SelectOne(_) => (!text.contains(char::is_whitespace)).then(|| Held::Text(text.into())),
            Type::SelectMultiple(_) | Type::Rank(_) => read_choices(text).map(|names| Held::Text(names.into())),
            Type::Time => is_time(text).then(|| Held::Text(text.into())),
            Type::DateTime => is_date_time(text).then(|| Held::Text(text.into())),
            Type::Geopoint => is_point(text).then(|| Held::Text(text.into())),
            Type::Geotrace => is_trace(text).then(|| Held::Text(text.into())),
            Type::Geoshape => is_shape(text).then(|| Held::Text(text.into())),
            Type::Text | Type::Calculate | Type::Hidden | Type::Note | Type::Metadata(_) => Some(Held::Text(text.into())),
            Type::File | Type::Image | Type::Audio | Type::Video | Type::Barcode | Type::Acknowledge => Some(Held::Text(text.into())),
        };
        read.unwrap_or_else(|| Held::Unreadable(text.into()))
    }

    /// Reads a value of a report; `None` where it has not the shape of such an answer.
    pub(crate) fn from_json<'a>(field_type: Type, json: &'a Tree<'_>) -> Option<Held> {
        match json {
            Tree::Null => Some(Held::Blank),
            Tree::Text(text) => Some(Held::read(field_type, text)),
            Tree::Number(number) => Some(match number.as_f64() {
                Some(value) if field_type.is_number() || field_type.is_kept() => {
                    Held::read_number(field_type, value, || number.to_string())
                }
                _ => Held::Unreadable(number.to_string().into()),
            }),
            Tree::Bool(truth) => field_type.is_kept().then(|| Held::Text(truth.to_string().into())),
            Tree::List(items) if field_type.is_several() => {
                let name = |item: &'a Tree<'_>| match item {
                    Tree::Text(name) if !name.is_empty() && !name.contains(char::is_whitespace) => Some(&**name),
                    _ => None,
                };
                let names: Vec<&str> = items.iter().map(name).collect::<Option<_>>()?;
                Some(Held::read(field_type, &names.join(" ")))
            }
            Tree::List(_) | Tree::Members(_) => None,
        }
    }

    fn read_number(field_type: Type, value: f64, written: impl FnOnce() -> String) -> Held {
        let fits = value.is_finite() && (field_type != Type::Integer || is_exact_integer(value));
        // `-0` is 0.
        if fits { Held::Number(value + 0.0) } else { Held::Unreadable(written().into()) }
    }

    /// Takes what a calculation gave as a node's value. NaN is no value.
    pub(crate) fn from_value(field_type: Type, value: &Value, text: impl FnOnce() -> String) -> Held {
        match value {
            Value::Number(number) if number.is_nan() => Held::Blank,
            Value::Number(number) if field_type.is_number() || field_type.is_kept() => {
                Held::read_number(field_type, *number, || number_to_text(*number))
            }
            _ => Held::read(field_type, &text()),
        }
    }
}

/// A whole number as JSON without a fraction part.
pub(crate) fn number_to_json(number: f64) -> Json {
    if is_exact_integer(number) { Json::from(number as i64) } else { Json::from(number) }
}

fn is_exact_integer(number: f64) -> bool {
    number == number.trunc() && number.abs() <= LARGEST_INTEGER
}

/// Names with one space between them; none of them twice.
fn read_choices(text: &str) -> Option<String> {
    let mut seen = BTreeSet::new();
    let once = text.split_whitespace().all(|name| seen.insert(name));
    once.then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `-?` digits, as in XML Schema's integer; within ±(2⁵³ − 1).
fn read_integer(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = plain.then(|| decimal(text)).flatten()?;
    // `-0` is 0.
    is_exact_integer(number).then_some(number + 0.0)
}

/// `-?` digits, a point, digits: XML Schema's decimal.
fn read_decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(fraction) || whole.len() + fraction.len() == 0 || digits.ends_with('.') {
        return None;
    }
    decimal(text).filter(|number| number.is_finite()).map(|number| number + 0.0)
}

/// `YYYY-MM-DD`, a day that exists, from year 0001 to 9999.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else { return false };
    year >= 1 && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day)
}

fn is_partial_date(text: &str) -> bool {
    match text.len() {
        4 => is_date(&format!("{text}-01-01")),
        7 => is_date(&format!("{text}-01")),
        _ => is_date(text),
    }
}

/// `hh:mm:ss`, a fraction and `Z` or an offset where they are known: XML Schema's time.
fn is_time(text: &str) -> bool {
    let (time, zone) = match text.find(['Z', '+', '-']) {
        Some(index) => text.split_at(index),
        None => (text, "Z"),
    };
    let parts: Vec<&str> = time.split(':').collect();
    let second = match parts[..] {
        [_, _, second] => {
            let (whole, fraction) = second.split_once('.').unwrap_or((second, "0"));
            let plain = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
            plain && digits(whole, 2).is_some_and(|second| second < 60)
        }
        _ => false,
    };
    let offset = zone == "Z" || zone.get(1..).and_then(|zone| zone.split_once(':')).is_some_and(|(hour, minute)| hour_minute(hour, minute));
    second && offset && hour_minute(parts[0], parts[1])
}

fn hour_minute(hour: &str, minute: &str) -> bool {
    digits(hour, 2).is_some_and(|hour| hour < 24) && digits(minute, 2).is_some_and(|minute| minute < 60)
}

/// A day, or a day with a time after `T`.
fn is_date_time(text: &str) -> bool {
    match text.split_once('T') {
        Some((date, time)) => is_date(date) && is_time(time),
        None => is_date(text),
    }
}

fn digits(text: &str, length: usize) -> Option<u32> {
    (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use phieu_form::ListId;
    use serde_json::json;

    #[test]
    fn text_is_read_as_its_type_or_kept() {
        let list = ListId(0);
        let number = |value: f64| Held::Number(value);
        let text = |value: &str| Held::Text(value.into());
        let unreadable = |value: &str| Held::Unreadable(value.into());
        let cases = [
            (Type::Integer, "52", number(52.0)),
            (Type::Integer, "-3", number(-3.0)),
            (Type::Integer, "12,7", unreadable("12,7")),
            (Type::Integer, "12.0", unreadable("12.0")),
            (Type::Integer, "9007199254740991", number(LARGEST_INTEGER)),
            (Type::Integer, "9007199254740992", unreadable("9007199254740992")),
            (Type::Integer, " ", Held::Blank),
            (Type::Decimal, "12.50", number(12.5)),
            (Type::Decimal, "1e5", unreadable("1e5")),
            (Type::Decimal, ".", unreadable(".")),
            (Type::Date, "2026-02-28", text("2026-02-28")),
            (Type::Date, "2026-02-29", unreadable("2026-02-29")),
            (Type::Date, "5/9/2026", unreadable("5/9/2026")),
            (Type::PartialDate, "1954", text("1954")),
            (Type::PartialDate, "1954-13", unreadable("1954-13")),
            (Type::SelectOne(list), "a b", unreadable("a b")),
            (Type::SelectMultiple(list), "b  a", text("b a")),
            (Type::SelectMultiple(list), "b a b", unreadable("b a b")),
            (Type::Text, " Xã ", text(" Xã ")),
        ];
        for (field_type, written, expected) in cases {
            assert_eq!(Held::read(field_type, written), expected, "{} {written}", field_type.name());
        }
    }

    #[test]
    fn what_came_as_a_number_goes_as_one_and_is_the_same_when_it_comes_again() {
        for field_type in
            [Type::SelectMultiple(ListId(0)), Type::SelectOne(ListId(0)), Type::PartialDate, Type::Date, Type::Text, Type::Integer]
        {
            for came in [json!(2026), json!(2.5)] {
                let held = Held::from_json(field_type, &Tree::from(&came)).expect("a value");
                let goes = held.to_json(field_type).expect("an answer");
                let again = Held::from_json(field_type, &Tree::from(&goes)).expect("a value");
                assert_eq!(held, again, "{} {came}", field_type.name());
            }
        }
    }
}
