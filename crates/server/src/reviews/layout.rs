//! A review laid out as an office's document, the same for the page and for the file of Word.
//!
//! Two layouts. Administrative documents (Decree 30/2020, appendix I): the nation's name and motto at the right, `Số:`, recipients under
//! bold italics. Documents of the Party (Guidance 36-HD/VPTW of 2018): the Party's name at the right, an asterisk under the issuer, `Số`
//! without a colon, recipients under a line. What nobody has written yet is marked.

use phieu::message;
use phieu_catalog::Review;
use phieu_document::{Block, Document, Paragraph, Style, Table};
use phieu_report::Period;
use serde_json::Value;

use crate::language::Language;

/// In so many columns of figures there is room for words.
const WIDE: usize = 4;

/// Which layout.
#[derive(Clone, Copy, PartialEq)]
enum Layout {
    Administration,
    Party,
}

/// What the document says by itself, by language.
struct Words {
    kind: &'static str,
    figure: &'static str,
    gap: &'static str,
    of: &'static str,
    none: &'static str,
    midterm: &'static str,
    end: &'static str,
}

const VI: Words = Words {
    kind: "BÁO CÁO",
    figure: "Chỉ tiêu",
    gap: "[Cần viết: {}]",
    of: "{}/{} báo cáo",
    none: "chưa có",
    midterm: "Sơ kết",
    end: "Tổng kết",
};

const EN: Words = Words {
    kind: "REPORT",
    figure: "Figure",
    gap: "[To be written: {}]",
    of: "{}/{} reports",
    none: "none",
    midterm: "Mid-term",
    end: "Final",
};

/// The document of a composed review, with the words of a language around it.
pub(crate) fn document(review: &Review, body: &Value, language: Language) -> Document {
    let page = Page { review, body, language, layout: layout(body) };
    let words = page.words();
    let mut blocks = vec![Block::Table(page.head())];
    blocks.push(Block::Paragraph(Paragraph::new(Style::Kind, words.kind).bold()));
    blocks.push(Block::Paragraph(Paragraph::new(Style::About, page.heading("title")).bold()));
    if page.layout == Layout::Party {
        blocks.push(Block::Paragraph(Paragraph::new(Style::About, "-----")));
    }
    for (number, section) in (1..).zip(body["sections"].as_array().into_iter().flatten()) {
        page.section(&mut blocks, number, section);
    }
    blocks.push(Block::Paragraph(Paragraph::new(Style::Cell, "")));
    blocks.push(Block::Table(page.foot()));
    Document { title: page.heading("title").to_owned(), language: language.tag().to_owned(), blocks }
}

fn layout(body: &Value) -> Layout {
    if body["heading"]["layout"] == "party" { Layout::Party } else { Layout::Administration }
}

struct Page<'a> {
    review: &'a Review,
    body: &'a Value,
    language: Language,
    layout: Layout,
}

impl<'a> Page<'a> {
    fn words(&self) -> &'static Words {
        if self.language == Language::En { &EN } else { &VI }
    }

    fn heading(&self, name: &str) -> &'a str {
        self.body["heading"][name].as_str().map(str::trim).unwrap_or_default()
    }

    /// A text of a form in the reader's language, or in the one that there is.
    fn label(&self, texts: &'a Value) -> &'a str {
        texts[self.language.tag()].as_str().or_else(|| texts["vi"].as_str()).unwrap_or_default()
    }

    fn head(&self) -> Table {
        let own = self.body["org_unit"]["name"].as_str().unwrap_or_default().to_uppercase();
        let issuer = if self.heading("issuer").is_empty() { own.as_str() } else { self.heading("issuer") };
        let number = self.heading("number");
        let head = |text: &str| Paragraph::new(Style::Head, text);
        let day = head(&place_and_day(self.heading("place"), self.heading("signed_on"))).italic();
        let superior = Some(self.heading("superior")).filter(|superior| !superior.is_empty()).map(head);
        let left = superior.into_iter().chain([head(issuer).bold()]);
        let number = |sign: &str, open: &str| head(&[sign, if number.is_empty() { open } else { number }].concat());
        let (left, right): (Vec<Paragraph>, _) = match self.layout {
            Layout::Administration => {
                let nation = head("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").bold();
                let motto = head("Độc lập - Tự do - Hạnh phúc").bold().underlined();
                (left.chain([number("Số: ", "      /BC-…")]).collect(), vec![nation, motto, day])
            }
            Layout::Party => {
                let party = head("ĐẢNG CỘNG SẢN VIỆT NAM").bold().underlined();
                (left.chain([head("*"), number("Số ", "      -BC/…")]).collect(), vec![party, head(""), day])
            }
        };
        beside(42, left, right)
    }

    fn section(&self, blocks: &mut Vec<Block>, number: usize, section: &'a Value) {
        let heading = [&*roman(number), if self.layout == Layout::Party { "- " } else { ". " }, self.label(&section["heading"])].concat();
        blocks.push(Block::Paragraph(Paragraph::new(Style::Heading, heading).bold()));
        let words = section["words"].as_array().map(Vec::as_slice).unwrap_or_default();
        for each in words {
            let (name, written) = (self.label(&each["label"]), each["text"].as_str().unwrap_or_default());
            let lines: Vec<&str> = written.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            if lines.is_empty() {
                blocks.push(Block::Paragraph(Paragraph::new(Style::Text, self.words().gap.replace("{}", name)).marked()));
            } else if words.len() > 1 {
                blocks.push(Block::Paragraph(Paragraph::new(Style::Text, name).bold()));
            }
            blocks.extend(lines.into_iter().map(|line| Block::Paragraph(Paragraph::new(Style::Text, line))));
        }
        let figures = section["figures"].as_array().map(Vec::as_slice).unwrap_or_default();
        if !figures.is_empty() {
            blocks.push(Block::Table(self.figures(self.label(&section["heading"]), figures)));
        }
    }

    /// The figures of a section, a column for each period.
    fn figures(&self, name: &str, figures: &'a [Value]) -> Table {
        let periods = self.body["periods"].as_array().map(Vec::as_slice).unwrap_or_default();
        let columns = u16::try_from(periods.len()).unwrap_or(u16::MAX).max(1);
        let wide = (70 / columns).clamp(1, 20);
        let column = |period: &Value| vec![Paragraph::new(Style::Number, self.period(period.as_str().unwrap_or_default())).bold()];
        let head = [vec![Paragraph::new(Style::Cell, self.words().figure).bold()]].into_iter().chain(periods.iter().map(column)).collect();
        let row = |figure: &'a Value| {
            let unit = Some(self.label(&figure["unit"])).filter(|unit| !unit.is_empty()).map(|unit| [" (", unit, ")"].concat());
            let name = [self.label(&figure["label"]), &unit.unwrap_or_default()].concat();
            let cells = figure["periods"].as_array().into_iter().flatten().map(|cell| self.cell(cell, periods.len()));
            [vec![Paragraph::new(Style::Cell, name)]].into_iter().chain(cells).collect()
        };
        let widths = [100_u16.saturating_sub(wide * columns)].into_iter().chain(periods.iter().map(|_| wide)).collect();
        let rows = [head].into_iter().chain(figures.iter().map(row)).collect();
        Table { ruled: true, name: name.to_owned(), widths, headings: 1, rows }
    }

    /// A figure, and under it how many reports of how many are in it; where none is expected, a dash. In narrow columns it is said shortly.
    fn cell(&self, cell: &Value, columns: usize) -> Vec<Paragraph> {
        let number = |key: &str| cell[key].as_u64().unwrap_or(0).to_string();
        let (dash, is_narrow) = ("–".to_owned(), columns > WIDE);
        if cell["expected"] == 0 {
            return vec![Paragraph::new(Style::Number, dash)];
        }
        let spoken = message::language(self.language.tag());
        let none = if is_narrow { dash } else { self.words().none.to_owned() };
        let value = cell["value"].as_f64().map_or(none, |value| message::number(value, spoken));
        let of = if is_narrow { "{}/{}" } else { self.words().of };
        let counts = of.replacen("{}", &number("received"), 1).replacen("{}", &number("expected"), 1);
        vec![Paragraph::new(Style::Number, value), Paragraph::new(Style::Note, counts)]
    }

    /// A year, or the years of a programme as a whole.
    fn period(&self, text: &str) -> String {
        let Some(period) = Period::parse(text).ok().filter(|period| period.kind().is_review()) else { return text.to_owned() };
        let words = self.words();
        let name = if period.kind() == phieu_report::PeriodType::Midterm { words.midterm } else { words.end };
        format!("{name} {}–{}", period.year(), period.end_year())
    }

    /// Recipients at the left, who signs at the right.
    fn foot(&self) -> Table {
        let title = match self.layout {
            Layout::Administration => Paragraph::new(Style::Recipient, "Nơi nhận:").bold().italic(),
            Layout::Party => Paragraph::new(Style::Recipient, "Nơi nhận:").underlined(),
        };
        let lines: Vec<&str> = self.body["recipients"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let line = |(at, line): (usize, &&str)| {
            let end = if at + 1 == lines.len() { "." } else { ";" };
            Paragraph::new(Style::Recipient, ["- ", line.trim_end_matches(['.', ';', ',']), end].concat())
        };
        let left = [title].into_iter().chain(lines.iter().enumerate().map(line)).collect();
        let authority = self.review.authorities.get(self.heading("authority")).map(|authority| match self.layout {
            Layout::Administration => authority.administration.as_str(),
            Layout::Party => authority.party.as_str(),
        });
        let signer = |text: &str| Paragraph::new(Style::Signer, text);
        let right = authority.map(|authority| signer(authority).bold()).into_iter();
        let office = signer(&self.heading("signer_title").to_uppercase());
        let office = if self.layout == Layout::Party { office } else { office.bold() };
        // Room for the signature and the seal.
        let room = (0..4).map(|_| signer(""));
        let right = right.chain([office]).chain(room).chain([signer(self.heading("signer_name")).bold()]).collect();
        beside(50, left, right)
    }
}

/// Two columns of paragraphs without lines.
fn beside(left_width: u16, left: Vec<Paragraph>, right: Vec<Paragraph>) -> Table {
    let widths = vec![left_width, 100 - left_width];
    Table { ruled: false, name: String::new(), widths, headings: 0, rows: vec![vec![left, right]] }
}

/// “Lạc Dương, ngày 05 tháng 02 năm 2026”; what is not known yet is left open. Days under 10 and the first two months have a leading 0.
fn place_and_day(place: &str, day: &str) -> String {
    let mut parts = day.split('-').filter(|part| !part.is_empty());
    let (year, month, day) = (parts.next().unwrap_or("20…"), parts.next(), parts.next().unwrap_or("…"));
    let month = month.map_or("…", |month| if ["01", "02"].contains(&month) { month } else { month.trim_start_matches('0') });
    let place = if place.is_empty() { "…" } else { place };
    [place, ", ngày ", day, " tháng ", month, " năm ", year].concat()
}

fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 5] = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let (mut left, mut said) = (number, String::new());
    for (value, sign) in SIGNS {
        while left >= value {
            said += sign;
            left -= value;
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_and_day_as_offices_write_them() {
        assert_eq!(place_and_day("Lạc Dương", "2026-02-05"), "Lạc Dương, ngày 05 tháng 02 năm 2026");
        assert_eq!(place_and_day("Lạc Dương", "2026-09-25"), "Lạc Dương, ngày 25 tháng 9 năm 2026");
        assert_eq!(place_and_day("", ""), "…, ngày … tháng … năm 20…");
    }

    #[test]
    fn sections_have_roman_numbers() {
        assert_eq!([1, 4, 9, 14].map(roman), ["I", "IV", "IX", "XIV"]);
    }
}
