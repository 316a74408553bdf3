//! Answers as people of a language write them.

use phieu_engine::Held;
use phieu_engine::LARGEST_INTEGER;
use phieu_form::{Form, Template, Type};

use crate::Language;

/// An answer for readers: numbers grouped, dates as day/month/year, choices by their labels.
pub fn show(form: &Form, field_type: Type, held: &Held, language: Language) -> String {
    match held {
        Held::Blank => String::new(),
        Held::Number(value) => number(*value, language),
        Held::Unreadable(text) => text.to_string(),
        Held::Text(text) => match field_type {
            Type::Date | Type::PartialDate => date(text),
            Type::Time => text.get(..5).unwrap_or(text).to_owned(),
            Type::DateTime => match text.split_once('T') {
                Some((day, time)) => [time.get(..5).unwrap_or(time), &date(day)].join(" "),
                None => date(text),
            },
            Type::SelectOne(list) | Type::SelectMultiple(list) | Type::Rank(list) => {
                let index = form.language(language.tag);
                let label = |name: &str| {
                    let choice = form.list(list).choices.iter().find(|choice| choice.name == name);
                    choice.and_then(|choice| choice.label.get(index)).map_or_else(|| name.to_owned(), Template::plain)
                };
                text.split(' ').map(label).collect::<Vec<_>>().join("; ")
            }
            _ => text.to_string(),
        },
    }
}

/// A number with its digits in threes: `1.234.567,5` in Vietnamese, `1,234,567.5` in English.
pub fn number(value: f64, language: Language) -> String {
    let (group, point) = (language.get("number.group").unwrap_or(" "), language.get("number.decimal").unwrap_or("."));
    let exact = value == value.trunc() && value.abs() <= LARGEST_INTEGER;
    let plain = if exact { (value as i64).to_string() } else { value.to_string() };
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = sign.to_owned();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push_str(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push_str(point);
        text.push_str(fraction);
    }
    text
}

/// `2026-10-05` as `05/10/2026`; of a partial date what is known.
pub(crate) fn date(text: &str) -> String {
    let mut parts: Vec<&str> = text.split('-').collect();
    parts.reverse();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language;

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        let (vi, en) = (language("vi"), language("en-GB"));
        for (value, in_vi, in_en) in [
            (0.0, "0", "0"),
            (999.0, "999", "999"),
            (1000.0, "1.000", "1,000"),
            (-1234567.5, "-1.234.567,5", "-1,234,567.5"),
            (0.1, "0,1", "0.1"),
        ] {
            assert_eq!((number(value, vi), number(value, en)), (in_vi.to_owned(), in_en.to_owned()));
        }
    }

    #[test]
    fn dates_begin_with_the_day() {
        assert_eq!([date("2026-10-05"), date("1954-03"), date("1954")], ["05/10/2026", "03/1954", "1954"]);
    }
}
