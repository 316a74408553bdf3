//! Vietnamese typed for the fonts of before Unicode: TCVN3 (`.VnTime`) and VNI. Pasted from an old document it looks like
//! `NguyÔn V¨n Hoµ` or `Nguyeãn Vaên Hoøa`. What it means is offered; nothing is changed unasked.

/// The letters of TCVN3, each followed by what it stands for.
const TCVN3: &str = "µà¸á¶ả·ã¹ạ¨ă»ằ¾ắ¼ẳ½ẵÆặ©âÇầÊấÈẩÉẫËậ®đÌèÐéÎẻÏẽÑẹªêÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞịßòãóáỏâõäọ«ôåồèốæổçỗéộ¬ơêờíớëởìỡîợïùóúñủòũôụ\u{ad}ưõừøứöử÷ữùựúỳýýûỷüỹþỵ¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư";

/// Vowels of VNI with the signs that may follow them: vowel, signs, what the pairs stand for.
const VNI: [(char, &str, &str); 7] = [
    ('a', "ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"),
    ('e', "ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    ('o', "ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    ('ô', "ùøûõï", "ớờởỡợ"),
    ('u', "ùøûõï", "úùủũụ"),
    ('ö', "ùøûõï", "ứừửữự"),
    ('y', "ùøûõ", "ýỳỷỹ"),
];

/// Letters of VNI that stand alone, each followed by what it stands for.
const VNI_ALONE: &str = "ôơöưñđæỉóĩòịîỵ";

/// Signs that no Vietnamese text of today has: without one of them nothing is suspected.
const STRANGE: &str = "µ¸¶·¹¨»¾¼½©®ª«¬\u{ad}¡¢§£¤¥¦ÆÇËÎÏÑÖ×ØÜÞßäåæçëîïñö÷øûüþÅÄÛ";

/// What a text means that was typed for an old font; `None` where it was not, as far as can be seen.
pub fn today(text: &str) -> Option<String> {
    let is_old = is_strange(text) && !text.contains(|c: char| ('\u{100}'..'\u{2000}').contains(&c));
    let meant = if is_old { vni(text).or_else(|| tcvn3(text)) } else { None }?;
    // Blanks mean blanks: the words stand for each other. Names of other languages make no syllables.
    let mut words = text.split_whitespace().zip(meant.split_whitespace());
    words.all(|(typed, meant)| !typed.contains(|c| STRANGE.contains(c)) || is_vietnamese(meant)).then_some(meant)
}

/// Whether a sign that no text of today has stands beside a plain letter. Beside digits it is a sign of its own: `3×4`, `½`.
fn is_strange(text: &str) -> bool {
    let mut before = ' ';
    text.chars().any(|c| {
        let (one, other) = (std::mem::replace(&mut before, c), c);
        let touches = |sign, letter: char| STRANGE.contains(sign) && letter.is_ascii_alphabetic();
        touches(one, other) || touches(other, one)
    })
}

/// Whether every run of letters is one syllable: consonants, vowels, and an end that Vietnamese has; or an abbreviation without a vowel.
/// A digit among them is no part of a word.
fn is_vietnamese(word: &str) -> bool {
    const ENDS: [&str; 10] = ["", "c", "ch", "k", "m", "n", "ng", "nh", "p", "t"];
    let is_letter = |c: char| c.is_ascii_alphabetic() || ('À'..'\u{2000}').contains(&c);
    let is_consonant = |c: char| c == 'đ' || c == 'Đ' || (c.is_ascii_alphabetic() && !"aeiouyAEIOUY".contains(c));
    let is_syllable = |run: &str| {
        let rest = run.trim_start_matches(is_consonant).trim_start_matches(|c| !is_consonant(c));
        ENDS.iter().any(|end| rest.eq_ignore_ascii_case(end))
    };
    !word.contains(|c: char| c.is_ascii_digit()) && word.split(|c| !is_letter(c)).all(is_syllable)
}

fn tcvn3(text: &str) -> Option<String> {
    let meant: String = text.chars().map(|c| paired(TCVN3, c).unwrap_or(c)).collect();
    (!meant.contains(|c| STRANGE.contains(c))).then_some(meant)
}

/// `None` where a sign follows no vowel that it belongs to: then it is another font's.
fn vni(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let small = lower(c);
        let pair = VNI.iter().find(|(vowel, ..)| *vowel == small).zip(rest.peek().map(|next| lower(*next)));
        let meant = pair.and_then(|((_, signs, meant), sign)| meant.chars().nth(signs.chars().position(|each| each == sign)?));
        if meant.is_some() {
            rest.next();
        }
        let meant = meant.or_else(|| paired(VNI_ALONE, small)).unwrap_or(small);
        if STRANGE.contains(meant) {
            return None;
        }
        out.push(if small == c { meant } else { upper(meant) });
    }
    Some(out)
}

/// Small and large letters of Vietnamese and of Latin-1, whose numbers tell them apart: the standard library's table is for every
/// language, and as large as this file.
fn lower(c: char) -> char {
    match c {
        'À'..='Þ' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
        _ => c.to_ascii_lowercase(),
    }
}

fn upper(c: char) -> char {
    match c {
        'à'..='þ' => char::from_u32(u32::from(c) - 32).unwrap_or(c),
        'ư' => 'Ư',
        'ă' | 'đ' | 'ĩ' | 'ũ' | 'ơ' | 'ạ'..='ỹ' => char::from_u32(u32::from(c) & !1).unwrap_or(c),
        _ => c.to_ascii_uppercase(),
    }
}

/// The letter behind `c` in a list of pairs.
fn paired(pairs: &str, c: char) -> Option<char> {
    let mut letters = pairs.chars();
    while let (Some(each), Some(meant)) = (letters.next(), letters.next()) {
        if each == c {
            return Some(meant);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_for_old_fonts_are_understood() {
        for (typed, meant) in [
            ("NguyÔn V¨n Hoµ", "Nguyễn Văn Hoà"),
            ("Héi Ng\u{ad}êi cao tuæi x· §¾k L¾k", "Hội Người cao tuổi xã Đắk Lắk"),
            ("quü ch¨m sãc søc khoÎ", "quỹ chăm sóc sức khoẻ"),
            ("Hå", "Hồ"),
            ("§/c Hoµ, Héi (x· §¾k)", "Đ/c Hoà, Hội (xã Đắk)"),
            ("Nguyeãn Vaên Hoøa", "Nguyễn Văn Hòa"),
            ("Hoäi Ngöôøi cao tuoåi xaõ Ñaék Laék", "Hội Người cao tuổi xã Đắk Lắk"),
            ("NGUYEÃN VAÊN HOØA", "NGUYỄN VĂN HÒA"),
        ] {
            assert_eq!(today(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn texts_of_today_are_left_alone() {
        for typed in [
            "",
            "Hoà",
            "Nguyễn Văn Hoà",
            "toán, hoá",
            "Câu lạc bộ",
            "12 500 đ",
            "cà phê",
            "José",
            "Hội Müller",
            "François",
            "Noël",
            "3×4 m",
            "3m×4m",
            "25 µg",
            "12 ÷ 4",
            "½ ngày",
            "5 m²",
        ] {
            assert_eq!(today(typed), None, "{typed}");
        }
    }
}
