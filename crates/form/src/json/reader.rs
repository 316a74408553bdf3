//! From text to a tree, in one pass over its bytes.

use std::borrow::Cow;

use phieu_xpath::decimal;
use serde_json::Number;

use super::Tree;

/// As deep as `serde_json` goes.
const DEEPEST: usize = 127;

/// The tree that a text writes; `None` where it is no JSON.
pub fn tree(text: &str) -> Option<Tree<'_>> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.skip_space();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes on behind a byte, where it stands here.
    fn takes(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    /// The same for a word.
    fn takes_word(&mut self, word: &str) -> Option<()> {
        self.text.as_bytes()[self.at..].starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    fn value(&mut self, depth: usize) -> Option<Tree<'t>> {
        self.skip_space();
        match self.peek()? {
            b'{' if depth < DEEPEST => self.object(depth + 1),
            b'[' if depth < DEEPEST => self.array(depth + 1),
            b'"' => Some(Tree::Text(self.string()?)),
            b't' => self.takes_word("true").map(|()| Tree::Bool(true)),
            b'f' => self.takes_word("false").map(|()| Tree::Bool(false)),
            b'n' => self.takes_word("null").map(|()| Tree::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Tree<'t>> {
        self.at += 1;
        self.skip_space();
        if self.takes(b'}').is_some() {
            return Some(Tree::Members(Vec::new()));
        }
        // As many as a group of questions has: most objects are one.
        let mut members = Vec::with_capacity(8);
        loop {
            self.skip_space();
            let name = (self.peek()? == b'"').then(|| self.string())??;
            self.skip_space();
            self.takes(b':')?;
            members.push((name, self.value(depth)?));
            self.skip_space();
            if self.takes(b',').is_none() {
                return self.takes(b'}').map(|()| Tree::of_members(members));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Tree<'t>> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.takes(b']').is_some() {
            return Some(Tree::List(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.skip_space();
            if self.takes(b',').is_none() {
                return self.takes(b']').map(|()| Tree::List(items));
            }
        }
    }

    /// A text is borrowed unless something in it is escaped.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        self.at += 1;
        let (plain, end) = self.plain()?;
        if end == b'"' {
            return Some(Cow::Borrowed(plain));
        }
        let mut out = plain.to_owned();
        out.push(self.escape()?);
        loop {
            let (plain, end) = self.plain()?;
            out.push_str(plain);
            if end == b'"' {
                return Some(Cow::Owned(out));
            }
            out.push(self.escape()?);
        }
    }

    /// What stands before the next quote or backslash, and which of them it is.
    fn plain(&mut self) -> Option<(&'t str, u8)> {
        let rest = &self.text[self.at..];
        // Eight at once, which is one number to a processor; then one by one.
        let (eights, last) = rest.as_bytes().as_chunks::<8>();
        let among_eights = (0..).step_by(8).zip(eights).find_map(|(from, bytes)| Some(from + first_end(*bytes)?));
        let is_end = |byte: &u8| *byte == b'"' || *byte == b'\\' || *byte < b' ';
        let length = among_eights.or_else(|| Some(8 * eights.len() + last.iter().position(is_end)?))?;
        let end = rest.as_bytes()[length];
        self.at += length + 1;
        (end >= b' ').then(|| (&rest[..length], end))
    }

    fn escape(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(match c {
            b'"' | b'\\' | b'/' => char::from(c),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.four_digits()?;
                // A character beyond the first 65,536 is written as two halves.
                let code = if (0xd800..0xdc00).contains(&first) {
                    self.takes_word("\\u")?;
                    let second = self.four_digits().filter(|second| (0xdc00..0xe000).contains(second))?;
                    0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
                } else {
                    first
                };
                char::from_u32(code)?
            }
            _ => return None,
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn digits(&mut self) -> usize {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - from
    }

    fn number(&mut self) -> Option<Tree<'t>> {
        let from = self.at;
        let negative = self.takes(b'-').is_some();
        let leads_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        if whole == 0 || (leads_zero && whole > 1) {
            return None;
        }
        let end_of_whole = self.at;
        if self.takes(b'.').is_some() && self.digits() == 0 {
            return None;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            if self.digits() == 0 {
                return None;
            }
        }
        let text = &self.text[from..self.at];
        let whole = if self.at > end_of_whole || text == "-0" {
            None
        } else if negative {
            text.parse::<i64>().ok().map(Number::from)
        } else {
            text.parse::<u64>().ok().map(Number::from)
        };
        whole.or_else(|| Number::from_f64(decimal(text)?)).map(Tree::Number)
    }
}

/// The place of the first byte that ends plain text: a quote, a backslash or a control character. In each byte's highest bit stands whether
/// it is one; a byte behind the first may be told wrongly, because a subtraction borrows from it.
fn first_end(bytes: [u8; 8]) -> Option<usize> {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    let bytes = u64::from_le_bytes(bytes);
    let below = |bytes: u64, bound: u8| bytes.wrapping_sub(EACH * u64::from(bound)) & !bytes;
    let is = |byte: u8| below(bytes ^ (EACH * u64::from(byte)), 1);
    let ends = (below(bytes, b' ') | is(b'"') | is(b'\\')) & (EACH * 0x80);
    (ends != 0).then(|| ends.trailing_zeros() as usize / 8)
}
