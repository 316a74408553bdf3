//! The appearances: the words of the column `appearance`, on which types each means something, and whether phieu draws it.
//!
//! One table, so that nothing is left out in silence: what is not drawn as it was asked for is told to the author at its
//! cell, and so is a word that nobody knows. How each is drawn is the business of what draws.

use crate::form::Kind;
use crate::nearest;

/// One appearance.
#[derive(Clone, Copy, Debug)]
pub struct Appearance {
    /// The word; `n` at its end stands for a number: `columns-n`.
    pub name: &'static str,
    /// The types of row on which it means something, as in the type column, `group` and `repeat` among them; all where it is empty.
    pub on: &'static [&'static str],
    /// Why it is not drawn, and what is drawn in its place; empty where it is drawn.
    pub undrawn: &'static str,
}

const NUMBERS: &[&str] = &["integer", "decimal"];
const TYPED: &[&str] = &["text", "integer", "decimal"];
const DATES: &[&str] = &["date", "partial_date", "datetime"];
const ONE: &[&str] = &["select_one"];
const CHOICES: &[&str] = &["select_one", "select_multiple"];
const GEO: &[&str] = &["geopoint", "geotrace", "geoshape"];
const CONTAINERS: &[&str] = &["group", "repeat"];
const EXTERNAL: &[&str] = &["text", "integer", "decimal", "image", "audio", "video", "file", "group"];

const NO_MAP: &str = "there are no maps; places are taken from the device or typed";
const NO_CALENDAR: &str = "only the Gregorian calendar is drawn";
const ALL_CHOICES: &str = "all choices are in sight, one below the other";

const fn drawn(name: &'static str, on: &'static [&'static str]) -> Appearance {
    Appearance { name, on, undrawn: "" }
}

const fn undrawn(name: &'static str, on: &'static [&'static str], undrawn: &'static str) -> Appearance {
    Appearance { name, on, undrawn }
}

/// Every appearance of the XLSForm reference and of Enketo's widgets, and `previous`, which is ours.
pub const APPEARANCES: [Appearance; 66] = [
    drawn("multiline", &["text"]),
    drawn("numbers", &["text"]),
    drawn("thousands-sep", NUMBERS),
    drawn("masked", TYPED),
    drawn("url", &["text"]),
    drawn("counter", &["integer"]),
    undrawn("bearing", &["decimal"], "the compass is not read; the number is typed"),
    undrawn("ex:", EXTERNAL, "no other app is opened; it is answered here"),
    undrawn("printer", &["text"], "nothing is printed; the answer is typed"),
    drawn("no-calendar", DATES),
    drawn("month-year", DATES),
    drawn("year", DATES),
    undrawn("ethiopian", DATES, NO_CALENDAR),
    undrawn("coptic", DATES, NO_CALENDAR),
    undrawn("islamic", DATES, NO_CALENDAR),
    undrawn("bikram-sambat", DATES, NO_CALENDAR),
    undrawn("myanmar", DATES, NO_CALENDAR),
    undrawn("persian", DATES, NO_CALENDAR),
    undrawn("buddhist", DATES, NO_CALENDAR),
    drawn("minimal", CHOICES),
    drawn("autocomplete", CHOICES),
    drawn("search", CHOICES),
    drawn("quick", ONE),
    drawn("likert", ONE),
    drawn("columns", CHOICES),
    drawn("columns-n", CHOICES),
    drawn("columns-pack", CHOICES),
    drawn("no-buttons", CHOICES),
    drawn("label", CHOICES),
    drawn("list-nolabel", CHOICES),
    drawn("list", CHOICES),
    undrawn("image-map", CHOICES, ALL_CHOICES),
    undrawn("map", CHOICES, ALL_CHOICES),
    undrawn("search()", CHOICES, "choices are not looked up by it; write `select_one_from_file`"),
    drawn("horizontal", CHOICES),
    drawn("horizontal-compact", CHOICES),
    drawn("compact", &["select_one", "select_multiple", "group"]),
    drawn("compact-n", CHOICES),
    drawn("quickcompact", ONE),
    drawn("quickcompact-n", ONE),
    drawn("rating", &["range"]),
    drawn("vertical", &["range"]),
    drawn("no-ticks", &["range"]),
    drawn("picker", &["range"]),
    undrawn("distress", &["range"], "a plain scale is drawn"),
    undrawn("analog-scale", &["range", "integer"], "write the type `range`"),
    drawn("signature", &["image"]),
    drawn("draw", &["image"]),
    drawn("annotate", &["image"]),
    drawn("new", &["image", "audio", "video", "file"]),
    drawn("new-front", &["image", "video"]),
    drawn("selfie", &["image", "video"]),
    drawn("hidden-answer", &["barcode"]),
    undrawn("front", &["barcode"], "the device's own camera is opened, which turns round by itself"),
    undrawn("maps", GEO, NO_MAP),
    undrawn("placement-map", GEO, NO_MAP),
    undrawn("streets", GEO, NO_MAP),
    undrawn("satellite", GEO, NO_MAP),
    undrawn("terrain", GEO, NO_MAP),
    undrawn("hide-input", GEO, "the figures of a place are always shown"),
    drawn("field-list", CONTAINERS),
    drawn("table-list", CONTAINERS),
    drawn("wn", &[]),
    drawn("previous", &[]),
    undrawn("dn", &[], "lines are as high as what stands in them"),
    undrawn("comment", &["text"], "the remark is a question of its own"),
];

/// What there is to say of a word.
pub(crate) enum Said {
    /// Nobody knows it; perhaps one near it was meant.
    Unknown(Option<String>),
    /// It means nothing on this type.
    Elsewhere,
    /// It is not drawn, and why.
    Undrawn(&'static str),
}

/// The name in the table: `columns-3` is `columns-n`, an app's address is `ex:`.
fn name(word: &str) -> String {
    if word.starts_with("ex:") {
        return "ex:".to_owned();
    }
    if word.starts_with("search(") {
        return "search()".to_owned();
    }
    let stem = word.trim_end_matches(|last: char| last.is_ascii_digit());
    if stem.len() < word.len() { [stem, "n"].concat() } else { word.to_owned() }
}

/// What an author is told of a word on a row of a kind; `None` where it is drawn as it is asked for.
pub(crate) fn say(word: &str, kind: Kind) -> Option<Said> {
    let name = name(word);
    let Some(found) = APPEARANCES.iter().find(|each| each.name == name) else {
        let known = APPEARANCES.iter().map(|each| each.name).filter(|known| !known.ends_with(['n', ':', ')']) || known.len() > 8);
        return Some(Said::Unknown(nearest(&word.to_ascii_lowercase(), known)));
    };
    if !found.on.is_empty() && !found.on.contains(&kind.name()) {
        return Some(Said::Elsewhere);
    }
    (!found.undrawn.is_empty()).then_some(Said::Undrawn(found.undrawn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Type;

    #[test]
    fn each_stands_once_and_its_types_exist() {
        let kinds = ["group", "repeat"];
        for (index, each) in APPEARANCES.iter().enumerate() {
            assert!(APPEARANCES[..index].iter().all(|other| other.name != each.name), "{} stands twice", each.name);
            for on in each.on {
                assert!(kinds.contains(on) || Type::NAMES.contains(on), "{} is on {on}, which is no type", each.name);
            }
        }
    }
}
