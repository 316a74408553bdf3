//! Whole numbers in words, so that a person can hear whether the zeros are right: 1.500.000 is "một triệu năm trăm nghìn".
//!
//! Vietnamese as read aloud in the north, the way sums are written on receipts. English beside it. Numbers up to
//! 999 billion billion; anything longer has no words here.

/// The number in words, for the engine's spelling of a whole number; `None` where there are none.
pub fn words(kept: &str, language: &str) -> Option<String> {
    let digits = kept.strip_prefix('-').unwrap_or(kept);
    let number: u64 = digits.parse().ok()?;
    let (minus, said) = if language.starts_with("en") { ("minus ", english(number)) } else { ("âm ", vietnamese(number)) };
    Some(if digits == kept { said } else { [minus, &said].concat() })
}

/// The same of a number that may have decimals, which are said digit by digit: 1.25 is "một phẩy hai năm".
pub fn with_decimals(kept: &str, language: &str) -> Option<String> {
    let Some((whole, decimals)) = kept.split_once('.') else { return words(kept, language) };
    let mut said = vec![words(whole, language)?, if language.starts_with("en") { "point" } else { "phẩy" }.into()];
    for digit in decimals.chars() {
        said.push(words(&digit.to_string(), language)?);
    }
    Some(said.join(" "))
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

fn vietnamese(number: u64) -> String {
    if number == 0 {
        return DIGITS[0].to_string();
    }
    let mut out = Vec::new();
    billions(number, false, &mut out);
    out.join(" ")
}

/// Every nine digits are counted in `tỷ`, which itself can be counted in thousands and millions.
fn billions(number: u64, inside: bool, out: &mut Vec<&'static str>) {
    let (high, low) = (number / 1_000_000_000, number % 1_000_000_000);
    if high > 0 {
        billions(high, inside, out);
        out.push("tỷ");
    }
    let mut inside = inside || high > 0;
    for (size, name) in [(1_000_000, Some("triệu")), (1_000, Some("nghìn")), (1, None)] {
        let part = low / size % 1_000;
        if part > 0 {
            hundreds(part as usize, inside, out);
            out.extend(name);
            inside = true;
        }
    }
}

/// Three digits; `inside` a longer number the hundreds and tens are said even where they are zero.
fn hundreds(number: usize, inside: bool, out: &mut Vec<&'static str>) {
    let (hundred, ten, one) = (number / 100, number / 10 % 10, number % 10);
    let said = inside || hundred > 0;
    if said {
        out.extend([DIGITS[hundred], "trăm"]);
    }
    match ten {
        0 if one > 0 && said => out.push("linh"),
        0 => {}
        1 => out.push("mười"),
        _ => out.extend([DIGITS[ten], "mươi"]),
    }
    match one {
        0 => {}
        1 if ten > 1 => out.push("mốt"),
        5 if ten > 0 => out.push("lăm"),
        _ => out.push(DIGITS[one]),
    }
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(u64, &str); 6] = [
    (1_000_000_000_000_000_000, "quintillion"),
    (1_000_000_000_000_000, "quadrillion"),
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1_000, "thousand"),
];

fn english(number: u64) -> String {
    for (size, name) in SCALES {
        if number >= size {
            return joined(english(number / size) + " " + name, number % size);
        }
    }
    let small = number as usize;
    match small {
        0..20 => SMALL[small].to_string(),
        20..100 if small.is_multiple_of(10) => TENS[small / 10].to_string(),
        20..100 => [TENS[small / 10], SMALL[small % 10]].join("-"),
        _ => joined([SMALL[small / 100], "hundred"].join(" "), number % 100),
    }
}

fn joined(head: String, rest: u64) -> String {
    if rest == 0 { head } else { head + " " + &english(rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_numbers_are_said_as_on_a_receipt() {
        for (number, said) in [
            ("0", "không"),
            ("5", "năm"),
            ("10", "mười"),
            ("11", "mười một"),
            ("15", "mười lăm"),
            ("20", "hai mươi"),
            ("21", "hai mươi mốt"),
            ("24", "hai mươi bốn"),
            ("55", "năm mươi lăm"),
            ("100", "một trăm"),
            ("105", "một trăm linh năm"),
            ("111", "một trăm mười một"),
            ("1000", "một nghìn"),
            ("1005", "một nghìn không trăm linh năm"),
            ("1010", "một nghìn không trăm mười"),
            ("12500", "mười hai nghìn năm trăm"),
            ("1500000", "một triệu năm trăm nghìn"),
            ("20000000", "hai mươi triệu"),
            ("1000001", "một triệu không trăm linh một"),
            ("2311750000", "hai tỷ ba trăm mười một triệu bảy trăm năm mươi nghìn"),
            ("1000000000000", "một nghìn tỷ"),
            ("-15000", "âm mười lăm nghìn"),
        ] {
            assert_eq!(words(number, "vi").as_deref(), Some(said), "{number}");
        }
    }

    #[test]
    fn english_numbers_are_said() {
        for (number, said) in [
            ("0", "zero"),
            ("21", "twenty-one"),
            ("105", "one hundred five"),
            ("1500000", "one million five hundred thousand"),
            ("2000000001", "two billion one"),
            ("-21", "minus twenty-one"),
        ] {
            assert_eq!(words(number, "en").as_deref(), Some(said), "{number}");
        }
    }

    #[test]
    fn decimals_are_said_digit_by_digit() {
        assert_eq!(with_decimals("1.234", "vi").as_deref(), Some("một phẩy hai ba bốn"));
        assert_eq!(with_decimals("12.05", "en").as_deref(), Some("twelve point zero five"));
        assert_eq!(with_decimals("1234", "vi").as_deref(), Some("một nghìn hai trăm ba mươi bốn"));
        assert_eq!(with_decimals("-1.234", "vi").as_deref(), Some("âm một phẩy hai ba bốn"));
        assert_eq!(with_decimals("1.x", "vi"), None);
    }

    #[test]
    fn what_is_not_a_whole_number_has_no_words() {
        for text in ["", "-", "--5", "1.5", "abc", "99999999999999999999999"] {
            assert_eq!(words(text, "vi"), None, "{text}");
        }
    }
}
