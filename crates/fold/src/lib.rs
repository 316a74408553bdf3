//! Words as they are compared: small letters without marks, `đ` as `d`, one space between words, nothing else.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text: “Đơn vị  chủ-trì:” is `don vi chu tri`, however its letters are composed.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        match letter {
            'đ' => folded.push('d'),
            // Within a word they are no gap.
            '\'' | '’' | '‘' | '`' | 'ʼ' => {}
            letter if letter.is_alphanumeric() => folded.push(letter),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn marks_case_and_signs_make_no_difference() {
        for (text, folded) in [
            ("Đơn vị  chủ-trì:", "don vi chu tri"),
            ("ĐO\u{031b}N VI\u{0323}", "don vi"),
            ("hoà = hòa", "hoa hoa"),
            ("58-KL/TW", "58 kl tw"),
            ("K'Brồi", "kbroi"),
            (" – ", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }
}
