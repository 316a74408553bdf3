//! Dates as they are written by hand: day, month, year.
//!
//! The engine keeps `2026-09-05`, and for partial dates `1954` or `1954-03`. A date that does not exist or is only half
//! written is not read; it stays as typed.

/// The three boxes of a date: day, month, year, each as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// As typed: `5` or `05`.
    pub day: String,
    /// As typed: `9` or `09`.
    pub month: String,
    /// As typed: `2026`.
    pub year: String,
}

/// How much of a date is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// The whole date.
    Day,
    /// A month of a year; its first day is kept.
    Month,
    /// A year alone; its first day is kept.
    Year,
    /// A year, a month of a year, or a whole date: whatever is known.
    Any,
}

impl Parts {
    /// The boxes of what the engine keeps, or of text that could not be read as a date.
    pub fn of(kept: &str) -> Parts {
        let pieces: Vec<&str> = kept.split('-').collect();
        if pieces.iter().all(|piece| !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_digit())) && pieces[0].len() == 4 {
            let at = |place: usize| pieces.get(place).map_or(String::new(), |piece| piece.trim_start_matches('0').to_string());
            return Parts { year: pieces[0].to_string(), month: at(1), day: at(2) };
        }
        Parts::typed(kept)
    }

    /// Splits typed text such as `5/9/2026` over the boxes; text without separators stays in the first box.
    pub fn typed(text: &str) -> Parts {
        let mut pieces = text.splitn(3, ['/', '-', '.', ' ']).map(|piece| piece.trim().to_string());
        let first = pieces.next().unwrap_or_default();
        let second = pieces.next();
        let third = pieces.next();
        match (second, third) {
            (Some(month), Some(year)) => Parts { day: first, month, year },
            (Some(year), None) => Parts { day: String::new(), month: first, year },
            (None, _) if first.len() == 4 => Parts { day: String::new(), month: String::new(), year: first },
            (None, _) => Parts { day: first, ..Parts::default() },
        }
    }

    /// Whether nothing is typed.
    pub fn is_blank(&self) -> bool {
        self.day.trim().is_empty() && self.month.trim().is_empty() && self.year.trim().is_empty()
    }

    /// What goes to the engine: the date where it can be read, otherwise what stands in the boxes, so that nothing is lost.
    pub fn kept(&self, precision: Precision) -> String {
        if self.is_blank() {
            return String::new();
        }
        self.read(precision).unwrap_or_else(|| match precision {
            Precision::Year => self.year.trim().to_string(),
            Precision::Month => [self.month.trim(), self.year.trim()].join("/"),
            Precision::Day | Precision::Any => [self.day.trim(), self.month.trim(), self.year.trim()].join("/"),
        })
    }

    fn read(&self, precision: Precision) -> Option<String> {
        let year = number(&self.year, 4, 4)?;
        let month = number(&self.month, 1, 2).filter(|month| (1..=12).contains(month));
        let day = number(&self.day, 1, 2);
        let (has_month, has_day) = (!self.month.trim().is_empty(), !self.day.trim().is_empty());
        match precision {
            Precision::Year => Some(pad(year, 4) + "-01-01"),
            Precision::Month => Some([pad(year, 4), pad(month?, 2)].join("-") + "-01"),
            Precision::Any if !has_month && !has_day => Some(pad(year, 4)),
            Precision::Any if !has_day => Some([pad(year, 4), pad(month?, 2)].join("-")),
            Precision::Any | Precision::Day => {
                let (month, day) = (month?, day?);
                let exists = (1..=days_in(year, month)).contains(&day);
                exists.then(|| [pad(year, 4), pad(month, 2), pad(day, 2)].join("-"))
            }
        }
    }
}

/// A kept date as it is read: `05/09/2026`, `03/1954`, `1954`; other text comes back as it is.
pub fn show(kept: &str, precision: Precision) -> String {
    let day = kept.split('T').next().unwrap_or(kept);
    let mut pieces: Vec<&str> = day.split('-').collect();
    if pieces[0].len() != 4 || pieces.iter().any(|piece| piece.is_empty() || !piece.bytes().all(|b| b.is_ascii_digit())) {
        return kept.to_string();
    }
    match precision {
        Precision::Year => pieces.truncate(1),
        Precision::Month => pieces.truncate(2),
        Precision::Day | Precision::Any => {}
    }
    pieces.reverse();
    pieces.join("/")
}

fn number(text: &str, least: usize, most: usize) -> Option<u32> {
    let text = text.trim();
    ((least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn pad(number: u32, width: usize) -> String {
    let digits = number.to_string();
    let zeros = width.saturating_sub(digits.len());
    "0000"[..zeros.min(4)].to_string() + &digits
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(typed: &str, precision: Precision) -> String {
        Parts::typed(typed).kept(precision)
    }

    #[test]
    fn dates_by_hand_are_read() {
        for (typed, expected) in [
            ("5/9/2026", "2026-09-05"),
            ("05-09-2026", "2026-09-05"),
            ("5.9.2026", "2026-09-05"),
            ("29/2/2024", "2024-02-29"),
            ("31/12/2026", "2026-12-31"),
        ] {
            assert_eq!(kept(typed, Precision::Day), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_no_date_stays_as_typed() {
        for typed in ["29/2/2026", "31/4/2026", "5/13/2026", "0/9/2026", "5//2026", "5/9/26", "năm/9/2026"] {
            assert_eq!(kept(typed, Precision::Day), typed);
            assert_eq!(Parts::of(typed), Parts::typed(typed), "{typed} comes back into its boxes");
        }
    }

    #[test]
    fn parts_of_dates_are_read_where_they_are_asked_for() {
        assert_eq!(kept("1954", Precision::Year), "1954-01-01");
        assert_eq!(kept("3/1954", Precision::Month), "1954-03-01");
        assert_eq!(show("1954-01-01", Precision::Year), "1954");
        assert_eq!(show("1954-03-01", Precision::Month), "03/1954");
        assert_eq!(kept("1954", Precision::Any), "1954");
        assert_eq!(kept("3/1954", Precision::Any), "1954-03");
        assert_eq!(kept("5/3/1954", Precision::Any), "1954-03-05");
        assert_eq!(kept("", Precision::Any), "");
        assert_eq!(Parts { day: "5".into(), month: String::new(), year: "1954".into() }.kept(Precision::Any), "5//1954");
    }

    #[test]
    fn kept_dates_are_shown_day_first() {
        for (stored, shown) in [
            ("2026-09-05", "05/09/2026"),
            ("1954-03", "03/1954"),
            ("1954", "1954"),
            ("2026-11-22T08:00:00.000+07:00", "22/11/2026"),
            ("hôm qua", "hôm qua"),
            ("", ""),
        ] {
            assert_eq!(show(stored, Precision::Day), shown);
        }
    }

    #[test]
    fn a_kept_date_fills_its_boxes() {
        assert_eq!(Parts::of("2026-09-05"), Parts { day: "5".into(), month: "9".into(), year: "2026".into() });
        assert_eq!(Parts::of("1954"), Parts { day: String::new(), month: String::new(), year: "1954".into() });
        assert_eq!(Parts::of(""), Parts::default());
    }
}
