//! The Markdown that ODK forms use in labels and hints: `**strong**`, `*emphasis*`, `# heading`, `[text](address)`, lists, breaks.
//!
//! Only read here, never turned into HTML: what is no mark stays as it is written. Answers that a text names are put in with
//! [`escape`], so that no answer is ever read as a mark. Tags other than `<br>`, `<p>` and `<span>` are no marks.

/// A piece of a text and how it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// What is read.
    pub text: String,
    /// `**…**`, `__…__`, or a heading.
    pub strong: bool,
    /// `*…*` or `_…_`.
    pub emphasis: bool,
    /// Where a link leads: an address of the web, `mailto:` or `tel:`.
    pub link: Option<String>,
}

/// A line of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What stands before an item of a list: `•`, or its number as it is written.
    pub marker: Option<String>,
    /// What follows.
    pub pieces: Vec<Piece>,
}

/// A text, line by line.
pub fn lines(text: &str) -> Vec<Line> {
    let lines = broken(text);
    let alone = lines.len() == 1;
    lines.into_iter().map(|text| line(text, alone)).collect()
}

/// Whether a text may have a mark at all; most have none.
pub fn is_marked(text: &str) -> bool {
    text.contains(['*', '_', '#', '[', '\\', '\n', '<']) || text.starts_with("- ")
}

/// The text without its marks, for places that can only hold letters.
pub fn plain(text: &str) -> String {
    if !is_marked(text) {
        return text.to_string();
    }
    let whole = |line: Line| {
        let marker = line.marker.map(|marker| [&marker, " "].concat()).unwrap_or_default();
        line.pieces.into_iter().fold(marker, |whole, piece| whole + &piece.text)
    };
    lines(text).into_iter().map(whole).collect::<Vec<_>>().join("\n")
}

/// An answer as it is put into a text that is read for marks: nothing in it is one.
pub fn escape(answer: &str) -> String {
    let mut out = String::with_capacity(answer.len());
    for letter in answer.chars() {
        if letter.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

/// Parted at line ends and at `<br>`.
fn broken(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices() {
        let length = match sign {
            '\n' => 1,
            '<' if at >= start && !is_escaped(&text[..at]) => tag(&text[at..], &["br"]).unwrap_or(0),
            _ => 0,
        };
        if length > 0 {
            lines.push(&text[start..at]);
            start = at + length;
        }
    }
    lines.push(&text[start..]);
    lines
}

/// Whether what follows has a `\` before it that counts.
fn is_escaped(before: &str) -> bool {
    (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
}

/// How long the tag at the beginning is, if it is one of these: `<br>`, `<br/>`, `</span>`, `<span style="…">`.
fn tag(rest: &str, names: &[&str]) -> Option<usize> {
    let end = rest.find('>')?;
    let inside = rest[1..end].trim_matches('/').trim();
    let name = inside.split(char::is_whitespace).next()?;
    names.iter().any(|each| name.eq_ignore_ascii_case(each)).then_some(end + 1)
}

fn line(text: &str, alone: bool) -> Line {
    let rest = text.trim_start_matches('#');
    let is_heading = rest.len() < text.len() && text.len() - rest.len() <= 6 && rest.starts_with(' ');
    let (marker, text) = if is_heading { (None, rest.trim()) } else { item(text, alone) };
    let mut reader = Reader { strong: is_heading, ..Reader::default() };
    reader.read(text, is_heading);
    Line { marker, pieces: reader.pieces }
}

/// The marker of a list's item, and what follows. A number before a text of one line is a question's own.
fn item(text: &str, alone: bool) -> (Option<String>, &str) {
    let from = text.trim_start();
    if let Some(rest) = ["- ", "* "].iter().find_map(|sign| from.strip_prefix(sign)) {
        return (Some("•".to_string()), rest);
    }
    let digits = from.len() - from.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
    match from.get(digits..digits + 2) {
        Some(". " | ") ") if (1..=3).contains(&digits) && !alone => (Some(from[..=digits].to_string()), &from[digits + 2..]),
        _ => (None, text),
    }
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
                '<' => tag(rest, &["p", "span"]),
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

    fn link(&mut self, text: String, address: String, length: usize) -> usize {
        self.pieces.push(Piece { text, strong: self.strong, emphasis: self.emphasis, link: Some(address) });
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
        let may_open = !starts_blank(after) && (sign == "*" || !touches(before.chars().next_back())) && find(after, mark).is_some();
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

/// Where a sign stands that has no `\` before it.
fn find(text: &str, sign: &str) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).find(|at| text[*at..].starts_with(sign) && !is_escaped(&text[..*at]))
}

/// The sign after a `\` that takes its meaning away.
fn escaped(rest: &str) -> Option<&str> {
    rest.get(1..2).filter(|sign| sign.chars().all(|sign| sign.is_ascii_punctuation()))
}

/// `[text](address)` at the beginning: its parts, and how long it is.
fn link(rest: &str) -> Option<(String, String, usize)> {
    let close = find(rest, "](")?;
    let label = &rest[1..close];
    let end = find(&rest[close..], ")")? + close;
    let address = unescaped(rest[close + 2..end].trim());
    let lower = address.to_ascii_lowercase();
    let leads = ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme));
    (leads && find(label, "[").is_none() && !label.is_empty()).then(|| (unescaped(label), address, end + 1))
}

/// What is meant by a text with signs that have lost their meaning.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let meant = letters.next_if(|next| letter == '\\' && next.is_ascii_punctuation());
        out.push(meant.unwrap_or(letter));
    }
    out
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
        let line = |line: &Line| {
            let marker = line.marker.as_ref().map(|marker| format!("({marker})")).unwrap_or_default();
            marker + &line.pieces.iter().map(piece).collect::<String>()
        };
        lines(text).iter().map(line).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn marks_are_read() {
        for (written, expected) in [
            ("a **b** c", "a <b>b</b> c"),
            ("__b__ and *i* and _i_", "<b>b</b> and <i>i</i> and <i>i</i>"),
            ("**b *both* b**", "<b>b </b><b><i>both</i></b><b> b</b>"),
            ("# Title", "<b>Title</b>"),
            ("one\ntwo", "one|two"),
            ("one<br>two<BR />three<br/>four", "one|two|three|four"),
            ("see [here](https://example.org/a) now", "see <a https://example.org/a>here</a> now"),
            (
                "[write](mailto:lan@example.org) or [call](tel:+84912345678)",
                "<a mailto:lan@example.org>write</a> or <a tel:+84912345678>call</a>",
            ),
            ("Bring:\n- a pen\n* **paper**\n1. first\n2) second", "Bring:|(•)a pen|(•)<b>paper</b>|(1.)first|(2))second"),
            ("- one thing", "(•)one thing"),
            (r"2 \* 3", "2 * 3"),
            (r"a \<br> b", "a <br> b"),
            ("<span style=\"color:red\">red</span> and <p>more</p>", "red and more"),
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
            "[x](JavaScript:alert)",
            "[a](b",
            "Số người: 5_000",
            "\\",
            "<b>x</b>",
            "a < b > c",
            "ẩ*",
            "1. Name",
            "-5",
            "2026. A year",
        ] {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn an_answer_is_shown_as_it_is_wherever_it_stands() {
        for answer in ["*a*", "**", "<br>", "- x", "# x", "[x](https://example.org)", r"a\b", r"\", "1. x", "_x_", "ăn & uống", "<span>"]
        {
            for (text, expected) in
                [("{}", "{}"), ("**{}**", "<b>{}</b>"), ("*{}", "*{}"), ("{}*", "{}*"), ("a [{}](tel:1)", "a <a tel:1>{}</a>")]
            {
                let (text, expected) = (text.replace("{}", &escape(answer)), expected.replace("{}", answer));
                assert_eq!(shown(&text), expected, "{text}");
            }
            assert_eq!(shown(&["[x](tel:", &escape(answer), ")"].concat()), ["<a tel:", answer.trim(), ">x</a>"].concat());
            assert_eq!(plain(&["**a** ", &escape(answer)].concat()), ["a ", answer].concat());
        }
        assert_eq!(shown(&escape("one\n- two")), "one|- two");
    }
}
