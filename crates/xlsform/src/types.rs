//! One spelling for the types of the survey sheet, however an author wrote them.
//!
//! Only the spelling changes: what a type means, and whether there is one of that name, `form` says.

/// The canonical text of a type cell: `Select One from yes_no or other` is `select_one yes_no or_other`.
pub fn row_type(written: &str) -> String {
    let words: Vec<&str> = written.split_whitespace().collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    if let Some(text) = boundary(&lower, &words) {
        return text;
    }
    for (spelling, name) in SELECTS {
        let spelled: Vec<&str> = spelling.split(' ').collect();
        if lower.len() > spelled.len() && lower.iter().zip(&spelled).all(|(word, each)| word == each) {
            return list_type(name, &words[spelled.len()..]);
        }
    }
    let whole = lower.join(" ");
    let known = TYPES.iter().find(|(spelling, _)| *spelling == whole || spelling.replace(' ', "_") == whole);
    known.map_or_else(|| words.join(" "), |(_, name)| (*name).to_owned())
}

/// Every spelling of a type that the readers know.
pub fn spellings(name: &str) -> impl Iterator<Item = &'static str> {
    SELECTS.into_iter().chain(TYPES).filter(move |(_, each)| *each == name).map(|(spelling, _)| spelling)
}

/// `begin group`, `End_Repeat`, `begin loop over list`.
fn boundary(lower: &[String], words: &[&str]) -> Option<String> {
    let joined = lower.join("_");
    for edge in ["begin", "end"] {
        for kind in ["group", "repeat", "loop"] {
            let name = format!("{edge}_{kind}");
            if joined == name || joined == format!("{edge}{kind}") {
                return Some(name);
            }
        }
    }
    let list = joined.strip_prefix("begin_loop_over_").and(words.last());
    list.map(|list| format!("begin_loop {list}"))
}

/// A select with its list, and `or_other` after it in one word.
fn list_type(name: &str, rest: &[&str]) -> String {
    let rest = rest.strip_prefix(&["from"][..]).filter(|rest| !rest.is_empty()).unwrap_or(rest);
    let lower: Vec<String> = rest.iter().map(|word| word.to_lowercase()).collect();
    let other = match &lower[..] {
        [.., word] if word == "or_other" => 1,
        [.., or, other] if or == "or" && (other == "other" || other == "specify_other") => 2,
        [.., or, specify, other] if or == "or" && specify == "specify" && other == "other" => 3,
        _ => 0,
    };
    let list = rest[..rest.len() - other].join(" ");
    if other > 0 { format!("{name} {list} or_other") } else { format!("{name} {list}") }
}

/// How the selects begin. Longer spellings stand first.
const SELECTS: [(&str, &str); 24] = [
    ("add select one prompt using", "select_one"),
    ("add select multiple prompt using", "select_multiple"),
    ("select all that apply from", "select_multiple"),
    ("select all that apply", "select_multiple"),
    ("select one external", "select_one_external"),
    ("select one from file", "select_one_from_file"),
    ("select multiple from file", "select_multiple_from_file"),
    ("select one using", "select_one"),
    ("select multiple using", "select_multiple"),
    ("select one from", "select_one"),
    ("select multiple from", "select_multiple"),
    ("select one", "select_one"),
    ("select multiple", "select_multiple"),
    ("select_one_external", "select_one_external"),
    ("select_one_from_file", "select_one_from_file"),
    ("select_multiple_from_file", "select_multiple_from_file"),
    ("select_one", "select_one"),
    ("select_multiple", "select_multiple"),
    ("select1", "select_one"),
    ("select", "select_multiple"),
    ("q select1", "select_one"),
    ("q select", "select_multiple"),
    ("rank", "rank"),
    ("odk:rank", "rank"),
];

/// Other spellings of types without a list.
const TYPES: [(&str, &str); 78] = [
    ("string", "text"),
    ("q string", "text"),
    ("add text prompt", "text"),
    ("text", "text"),
    ("int", "integer"),
    ("q int", "integer"),
    ("add integer prompt", "integer"),
    ("integer", "integer"),
    ("q decimal", "decimal"),
    ("add decimal prompt", "decimal"),
    ("decimal", "decimal"),
    ("range", "range"),
    ("q range", "range"),
    ("date", "date"),
    ("q date", "date"),
    ("add date prompt", "date"),
    ("partial date", "partial_date"),
    ("time", "time"),
    ("q time", "time"),
    ("datetime", "datetime"),
    ("date time", "datetime"),
    ("q datetime", "datetime"),
    ("add date time prompt", "datetime"),
    ("photo", "image"),
    ("image", "image"),
    ("q image", "image"),
    ("q picture", "image"),
    ("add image prompt", "image"),
    ("audio", "audio"),
    ("q audio", "audio"),
    ("add audio prompt", "audio"),
    ("video", "video"),
    ("q video", "video"),
    ("add video prompt", "video"),
    ("file", "file"),
    ("add file prompt", "file"),
    ("barcode", "barcode"),
    ("q barcode", "barcode"),
    ("scan barcode", "barcode"),
    ("add barcode prompt", "barcode"),
    ("note", "note"),
    ("q note", "note"),
    ("add note prompt", "note"),
    ("acknowledge", "acknowledge"),
    ("trigger", "acknowledge"),
    ("q acknowledge", "acknowledge"),
    ("add acknowledge prompt", "acknowledge"),
    ("gps", "geopoint"),
    ("location", "geopoint"),
    ("geopoint", "geopoint"),
    ("q location", "geopoint"),
    ("q geopoint", "geopoint"),
    ("add location prompt", "geopoint"),
    ("geotrace", "geotrace"),
    ("q geotrace", "geotrace"),
    ("geoshape", "geoshape"),
    ("q geoshape", "geoshape"),
    ("calculate", "calculate"),
    ("q calculate", "calculate"),
    ("hidden", "hidden"),
    ("start", "start"),
    ("start time", "start"),
    ("get start time", "start"),
    ("end", "end"),
    ("end time", "end"),
    ("get end time", "end"),
    ("today", "today"),
    ("get today", "today"),
    ("deviceid", "deviceid"),
    ("device id", "deviceid"),
    ("imei", "deviceid"),
    ("get device id", "deviceid"),
    ("username", "username"),
    ("email", "email"),
    ("phonenumber", "phonenumber"),
    ("phone number", "phonenumber"),
    ("get phone number", "phonenumber"),
    ("percentage", "integer"),
];

#[cfg(test)]
mod tests {
    use super::row_type;

    #[test]
    fn types_have_one_spelling() {
        let cases = [
            ("Select One from yes_no", "select_one yes_no"),
            ("select one yes_no or other", "select_one yes_no or_other"),
            ("select_multiple fruits or_other", "select_multiple fruits or_other"),
            ("select all that apply from fruits", "select_multiple fruits"),
            ("select_one ${person}", "select_one ${person}"),
            ("select_one_from_file towns.csv", "select_one_from_file towns.csv"),
            ("rank things", "rank things"),
            ("begin group", "begin_group"),
            ("End_Repeat", "end_repeat"),
            ("begin loop over towns", "begin_loop towns"),
            ("dateTime", "datetime"),
            ("GPS", "geopoint"),
            ("int", "integer"),
            ("no such type", "no such type"),
        ];
        for (written, expected) in cases {
            assert_eq!(row_type(written), expected, "{written}");
        }
    }
}
