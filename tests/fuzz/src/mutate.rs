//! Mutations of an input: the same ones for the same seed, on every machine.

use phieu_parity::Numbers;

/// Pieces that mean something to one of the readers.
const PIECES: [&str; 56] = [
    "//*",
    "[",
    "]",
    "(",
    ")",
    "..",
    "${a}",
    "count(",
    "concat(",
    "join(' ', ",
    "position()",
    "last()",
    "current()/",
    " and ",
    " div ",
    "instance('i')/root/item",
    "regex(., '",
    "{1000}",
    "sum(",
    "-",
    "'",
    "\"",
    "\n",
    "\n[[survey]]\n",
    "name = \"a\"\n",
    "type = \"begin repeat\"\n",
    "type = \"end repeat\"\n",
    "relevant = \"",
    "repeat_count = \"",
    "calculation = \"",
    "| ",
    "|\n",
    "survey",
    "choices",
    "<a>",
    "</a>",
    "<",
    "/>",
    "&#65;",
    "&lt;",
    "<![CDATA[",
    "]]>",
    "<!--",
    " r=\"A1\"",
    " t=\"s\"",
    "<c>",
    "<v>",
    "{",
    "}",
    "[{",
    ":",
    ",",
    "null",
    "1e308",
    "9007199254740993",
    "99999999999",
];

/// An input made of another and, here and there, of a third.
pub fn mutated(input: &[u8], other: &[u8], numbers: &mut Numbers<'_>, longest: usize) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=numbers.below(4) {
        change(&mut bytes, other, numbers);
    }
    bytes.truncate(longest);
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers<'_>) {
    let at = numbers.below(bytes.len() + 1);
    let length = 1 + numbers.below(32);
    let end = (at + length).min(bytes.len());
    match numbers.below(8) {
        0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << numbers.below(8)),
        1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = numbers.below(256) as u8),
        2 => drop(bytes.drain(at..end)),
        3 => insert(bytes, at, &bytes[at..end].repeat(1 + numbers.below(6))),
        4 => insert(bytes, at, PIECES[numbers.below(PIECES.len())].as_bytes()),
        5 => insert(bytes, at, &PIECES[numbers.below(PIECES.len())].repeat(1 + numbers.below(40)).into_bytes()),
        6 => drop(bytes.splice(at..end, PIECES[numbers.below(PIECES.len())].bytes())),
        _ => {
            let from = numbers.below(other.len() + 1);
            insert(bytes, at, &other[from..(from + 8 * length).min(other.len())]);
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    bytes.splice(at..at, piece.iter().copied());
}
