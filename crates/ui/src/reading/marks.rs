//! The Markdown that ODK forms use in labels and hints: `**strong**`, `*emphasis*`, `# heading`, `[text](address)`, breaks.
//!
//! Only read here, never turned into HTML: what is no mark stays as it is written, answers among it.

/// A piece of a text and how it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// What is read.
    pub text: String,
    /// `**…**`, `__…__`, or a heading.
    pub strong: bool,
    /// `*…*` or `_…_`.
    pub emphasis: bool,
    /// Where a link leads; only addresses of the web.
    pub link: Option<String>,
}

/// The pieces of a text, line by line.
pub fn pieces(text: &str) -> Vec<Vec<Piece>> {
    text.lines().map(line).collect()
}

/// Whether a text has a mark at all; most have none.
pub fn is_marked(text: &str) -> bool {
    text.contains(['*', '_', '#', '[', '\\', '\n'])
}

fn line(text: &str) -> Vec<Piece> {
    let rest = text.trim_start_matches('#');
    let is_heading = rest.len() < text.len() && text.len() - rest.len() <= 6 && rest.starts_with(' ');
    let mut reader = Reader { strong: is_heading, ..Reader::default() };
    reader.read(if is_heading { rest.trim() } else { text }, is_heading);
    reader.pieces
}

#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
    strong: bool,
    emphasis: bool,
}

impl Reader {
    fn read(&mut self, text: &str, is_heading: bool) {
        let mut at = 0;
        while let Some(next) = text[at..].chars().next() {
            let (before, rest) = text.split_at(at);
            let step = match next {
                '\\' => escaped(rest).map(|mark| self.put(mark, 1 + mark.len())),
                '[' => link(rest).map(|(label, address, length)| self.link(label, address, length)),
                '*' | '_' => self.mark(before, rest, is_heading),
                _ => None,
            };
            at += step.unwrap_or_else(|| self.put(&rest[..next.len_utf8()], next.len_utf8()));
        }
    }

    /// Adds text as it is written now; how far to go on.
    fn put(&mut self, text: &str, length: usize) -> usize {
        match self.pieces.last_mut() {
            Some(last) if last.strong == self.strong && last.emphasis == self.emphasis && last.link.is_none() => last.text.push_str(text),
            _ => self.pieces.push(Piece { text: text.to_string(), strong: self.strong, emphasis: self.emphasis, link: None }),
        }
        length
    }

    fn link(&mut self, label: &str, address: &str, length: usize) -> usize {
        let (text, link) = (label.to_string(), Some(address.to_string()));
        self.pieces.push(Piece { text, strong: self.strong, emphasis: self.emphasis, link });
        length
    }

    /// A mark that opens or closes something: one that opens needs one that closes it further on.
    fn mark(&mut self, before: &str, rest: &str, is_heading: bool) -> Option<usize> {
        let sign = &rest[..1];
        let double = rest.starts_with(&[sign, sign].concat());
        let mark = if double { &rest[..2] } else { sign };
        let after = &rest[mark.len()..];
        let is_open = if double { self.strong && !is_heading } else { self.emphasis };
        let touches = |text: Option<char>| text.is_some_and(char::is_alphanumeric);
        let may_close = !ends_blank(before) && (sign == "*" || !touches(after.chars().next()));
        let may_open = !starts_blank(after) && (sign == "*" || !touches(before.chars().next_back())) && after.contains(mark);
        let turns = if is_open { may_close } else { may_open };
        if !turns || (double && is_heading) {
            return None;
        }
        *(if double { &mut self.strong } else { &mut self.emphasis }) = !is_open;
        Some(mark.len())
    }
}

fn starts_blank(text: &str) -> bool {
    text.chars().next().is_none_or(char::is_whitespace)
}

fn ends_blank(text: &str) -> bool {
    text.chars().next_back().is_none_or(char::is_whitespace)
}

/// The sign after a `\` that takes its meaning away.
fn escaped(rest: &str) -> Option<&str> {
    rest.get(1..2).filter(|sign| "*_#[]()\\".contains(*sign))
}

/// `[text](address)` at the beginning: its parts, and how long it is.
fn link(rest: &str) -> Option<(&str, &str, usize)> {
    let (label, after) = rest.strip_prefix('[')?.split_once("](")?;
    let (address, _) = after.split_once(')')?;
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    (is_web && !label.contains('[')).then_some((label, address, label.len() + address.len() + 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces as `<b>`, `<i>` and `<a>`, for reading.
    fn shown(text: &str) -> String {
        let piece = |piece: &Piece| {
            let link = piece.link.as_ref().map_or(piece.text.clone(), |link| format!("<a {link}>{}</a>", piece.text));
            let emphasis = if piece.emphasis { format!("<i>{link}</i>") } else { link };
            if piece.strong { format!("<b>{emphasis}</b>") } else { emphasis }
        };
        pieces(text).iter().map(|line| line.iter().map(piece).collect::<String>()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn marks_are_read() {
        for (written, expected) in [
            ("a **b** c", "a <b>b</b> c"),
            ("__b__ and *i* and _i_", "<b>b</b> and <i>i</i> and <i>i</i>"),
            ("**b *both* b**", "<b>b </b><b><i>both</i></b><b> b</b>"),
            ("# Title", "<b>Title</b>"),
            ("one\ntwo", "one|two"),
            ("see [here](https://example.org/a) now", "see <a https://example.org/a>here</a> now"),
            (r"2 \* 3", "2 * 3"),
        ] {
            assert_eq!(shown(written), expected, "{written}");
        }
    }

    #[test]
    fn what_is_no_mark_stays_as_it_is() {
        for text in [
            "snake_case_name",
            "2 * 3 * 4",
            "a ** b",
            "*open",
            "**",
            "#5",
            "[x](javascript:alert)",
            "[a](b",
            "Số người: 5_000",
            "\\",
            "<b>x</b>",
            "ẩ*",
        ] {
            assert_eq!(shown(text), text);
        }
    }
}
