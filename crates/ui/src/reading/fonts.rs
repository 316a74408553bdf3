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
    let is_old = text.contains(|c| STRANGE.contains(c)) && !text.contains(|c: char| ('\u{100}'..'\u{2000}').contains(&c));
    if is_old { vni(text).or_else(|| tcvn3(text)) } else { None }
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
            ("Nguyeãn Vaên Hoøa", "Nguyễn Văn Hòa"),
            ("Hoäi Ngöôøi cao tuoåi xaõ Ñaék Laék", "Hội Người cao tuổi xã Đắk Lắk"),
            ("NGUYEÃN VAÊN HOØA", "NGUYỄN VĂN HÒA"),
        ] {
            assert_eq!(today(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn texts_of_today_are_left_alone() {
        for typed in ["", "Hoà", "Nguyễn Văn Hoà", "toán, hoá", "Câu lạc bộ", "12 500 đ", "cà phê", "José", "Hội Müller"]
        {
            assert_eq!(today(typed), None, "{typed}");
        }
    }
}
