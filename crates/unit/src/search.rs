//! Finding a unit by its name, as people type it: with or without accents, `đ` or `d`, the tone on either vowel (*hòa*, *hoà*), composed
//! or not, with or without the type before it (*xã*, *phường*, *CLB*…), any spaces, hyphens and apostrophes.
//!
//! It ranks and never chooses: names repeat (seven communes are called Tân Tiến), so all namesakes come back, and the reader picks.
//! What stands after a comma is looked for in the names of the units above: *Tân Tiến, Cà Mau*.

use phieu_fold::fold;
use unicode_normalization::UnicodeNormalization;

/// Words that say what a unit is and stand before its name, as folded letters. Longer ones stand first.
const TYPES: [&[&str]; 16] = [
    &["cau", "lac", "bo", "lien", "the", "he", "tu", "giup", "nhau"],
    &["clb", "lien", "the", "he", "tu", "giup", "nhau"],
    &["clb", "lth", "tgn"],
    &["cau", "lac", "bo"],
    &["thanh", "pho"],
    &["dac", "khu"],
    &["thi", "tran"],
    &["thi", "xa"],
    &["chi", "hoi"],
    &["clb"],
    &["tinh"],
    &["phuong"],
    &["xa"],
    &["tp"],
    &["huyen"],
    &["quan"],
];

/// One word: its letters with their hats and horns, its tone, and its bare letters.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    letters: String,
    tone: Option<char>,
    bare: String,
}

impl Word {
    /// Whether it is this word in the other's spelling, or the beginning of it.
    fn fits(&self, other: &Word, how: How) -> bool {
        match how {
            How::Exact => self == other,
            How::Bare => self.bare == other.bare,
            How::Begins => other.letters.starts_with(&self.letters) && (self.tone.is_none() || self.tone == other.tone),
            How::BeginsBare => other.bare.starts_with(&self.bare),
        }
    }
}

/// How a word is compared: with its accents or without, the whole or its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Exact,
    Bare,
    Begins,
    BeginsBare,
}

/// How well a name fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The code itself.
    Code,
    /// The whole name, accents and all.
    Exact,
    /// The whole name but for accents.
    Bare,
    /// The name begins so, accents and all.
    Begins,
    /// The name begins so but for accents.
    BeginsBare,
    /// The words stand in the name in this order, accents and all.
    Within,
    /// The words stand in the name in this order but for accents.
    WithinBare,
}

/// What somebody looks for.
#[derive(Clone, Debug)]
pub struct Query {
    code: String,
    kind: Vec<Word>,
    name: Vec<Word>,
    above: Vec<Word>,
}

impl Query {
    /// Reads it; `None` where no letter and no digit is in it.
    pub fn new(text: &str) -> Option<Query> {
        let (name, above) = text.split_once(',').unwrap_or((text, ""));
        let (kind, name) = apart(words(name));
        let query = Query { code: text.trim().to_uppercase(), kind, name, above: words(above) };
        (!query.name.is_empty() || !query.kind.is_empty()).then_some(query)
    }

    /// How well a unit fits: its code, its name, the names of all above it. The second part is whether the type was named, and is
    /// another. `None` where it does not fit.
    pub fn rank(&self, code: &str, name: &str, above: &[&str]) -> Option<(Rank, bool)> {
        if self.code == code {
            return Some((Rank::Code, false));
        }
        if !self.above.is_empty() && !above.iter().any(|name| within(&self.above, &words(name), How::BeginsBare)) {
            return None;
        }
        let (kind, own) = apart(words(name));
        let other_kind = !self.kind.is_empty() && !begins(&self.kind, &kind, How::Bare);
        if self.name.is_empty() {
            return (!other_kind).then_some((Rank::BeginsBare, false));
        }
        let rank = [
            (Rank::Exact, own.len() == self.name.len() && begins(&self.name, &own, How::Exact)),
            (Rank::Bare, own.len() == self.name.len() && begins(&self.name, &own, How::Bare)),
            (Rank::Begins, begins(&self.name, &own, How::Begins)),
            (Rank::BeginsBare, begins(&self.name, &own, How::BeginsBare)),
            (Rank::Within, within(&self.name, &own, How::Begins)),
            (Rank::WithinBare, within(&self.name, &own, How::BeginsBare)),
        ];
        rank.into_iter().find(|(_, fits)| *fits).map(|(rank, _)| (rank, other_kind))
    }
}

/// Whether a name begins with these words.
fn begins(looked: &[Word], name: &[Word], how: How) -> bool {
    looked.len() <= name.len() && looked.iter().zip(name).all(|(looked, word)| looked.fits(word, how))
}

/// Whether a name has these words in this order.
fn within(looked: &[Word], name: &[Word], how: How) -> bool {
    let mut rest = name.iter();
    looked.iter().all(|looked| rest.any(|word| looked.fits(word, how)))
}

/// The type before a name, and the name. A name that is nothing but a type is a name.
fn apart(mut words: Vec<Word>) -> (Vec<Word>, Vec<Word>) {
    let is = |kind: &&&[&str]| kind.len() <= words.len() && kind.iter().zip(&words).all(|(letters, word)| word.bare == *letters);
    let length = TYPES.iter().find(is).map_or(0, |kind| kind.len());
    let name = words.split_off(length);
    (words, name)
}

/// The words of a text: letters and digits between anything else. An apostrophe belongs to its word and is left out: *K'Ho* is *kho*.
fn words(text: &str) -> Vec<Word> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || is_mark(c) || is_apostrophe(c)));
    parts.map(word).filter(|word| !word.bare.is_empty()).collect()
}

fn word(text: &str) -> Word {
    let (mut letters, mut tone) = (String::new(), None);
    for c in text.chars().flat_map(char::to_lowercase).nfd().filter(|c| !is_apostrophe(*c)) {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(c),
            letter => letters.push(letter),
        }
    }
    Word { letters, tone, bare: fold(text) }
}

/// A mark that stands on the letter before it.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ')
}
