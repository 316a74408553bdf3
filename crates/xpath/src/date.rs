//! Dates and moments by the proleptic Gregorian calendar, without a clock and without a time zone table.
//!
//! Local time is what people write; the offset from UTC comes from the world where the text names none.
//! A day has 86,400,000 milliseconds: leap seconds are refused, as ODK does.

use crate::World;

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;
const MINUTE: i64 = 60_000;

/// The short names of months and days, Sunday first, in one language.
pub(crate) struct Names {
    language: &'static str,
    pub months: [&'static str; 12],
    pub weekdays: [&'static str; 7],
}

const ENGLISH: Names = Names {
    language: "en",
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    weekdays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
};

/// As the Unicode locale data (CLDR) has them.
const VIETNAMESE: Names = Names {
    language: "vi",
    months: ["thg 1", "thg 2", "thg 3", "thg 4", "thg 5", "thg 6", "thg 7", "thg 8", "thg 9", "thg 10", "thg 11", "thg 12"],
    weekdays: ["CN", "Th 2", "Th 3", "Th 4", "Th 5", "Th 6", "Th 7"],
};

impl Names {
    /// The names in a language (BCP 47; its first part counts), in English where they are not known.
    pub fn of(language: Option<&str>) -> &'static Names {
        let first = language.and_then(|tag| tag.split(['-', '_']).next()).unwrap_or_default();
        if first.eq_ignore_ascii_case(VIETNAMESE.language) { &VIETNAMESE } else { &ENGLISH }
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// 0 to 9999.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// 1 to the month's length.
    pub day: u32,
}

impl Date {
    /// Reads `YYYY-MM-DD`; `None` where it is no day of the calendar.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        Date::new(digits(&bytes[..4])? as i32, digits(&bytes[5..7])?, digits(&bytes[8..])?)
    }

    /// The day, if the calendar has it.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Date> {
        let exists = (0..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1;
        (exists && day <= days_in_month(year, month)).then_some(Date { year, month, day })
    }

    /// Days since 1970-01-01.
    pub fn days(self) -> i64 {
        // Years start in March, so that the leap day is the last of a year; 400 years have 146,097 days.
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
    }

    /// The day this many days after 1970-01-01; `None` outside the years 0 to 9999.
    pub fn from_days(days: i64) -> Option<Date> {
        if !(-719_528..=2_932_896).contains(&days) {
            return None;
        }
        let days = days + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * shifted + 2) / 5 + 1) as u32;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u32;
        let year = (year_of_era + era * 400 + i64::from(month <= 2)) as i32;
        Date::new(year, month, day)
    }

    /// Days since Sunday: 0 to 6.
    pub fn weekday(self) -> usize {
        (self.days() + 4).rem_euclid(7) as usize
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The number of days of a month.
pub fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of `YYYY-MM-DD`; `None` where it is no day of the calendar.
pub fn days_from_date(text: &str) -> Option<i64> {
    Date::parse(text).map(Date::days)
}

/// `YYYY-MM-DD` of the day this many days after 1970-01-01; `None` outside the years 0 to 9999.
pub fn date_from_days(days: i64) -> Option<String> {
    Date::from_days(days).map(|date| date.to_string())
}

/// Whether a text is `YYYY-MM-DD` and the calendar has that day.
pub fn is_date(text: &str) -> bool {
    Date::parse(text).is_some()
}

/// A point in time as a person's clock shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub date: Date,
    /// 0 to 86,399,999.
    pub milliseconds: i64,
    /// Minutes east of UTC.
    pub offset: i32,
}

impl Moment {
    /// Reads `YYYY-MM-DD`, `YYYY-MM-DDThh:mm[:ss[.s…]]`, each with `Z`, `+hh:mm` or without an offset;
    /// shown in local time.
    pub fn parse(text: &str, world: &dyn World) -> Option<Moment> {
        let date = Date::parse(text.get(..10)?)?;
        let rest = &text[10..];
        if rest.is_empty() {
            return Some(Moment::local(date, 0, world));
        }
        let (milliseconds, offset) = parse_time(rest.strip_prefix('T')?)?;
        match offset {
            None => Some(Moment::local(date, milliseconds, world)),
            Some(offset) => {
                let utc = date.days() * DAY + milliseconds - i64::from(offset) * MINUTE;
                Moment::from_utc(utc, world)
            }
        }
    }

    /// Reads what a browser prints for a date: `Sun Nov 22 2026 05:36:17 GMT-0700 (…)`.
    pub fn parse_printed(text: &str, world: &dyn World) -> Option<Moment> {
        let mut words = text.split(' ').skip(1);
        let (month, day, year) = (words.next()?, words.next()?, words.next()?);
        let month = ENGLISH.months.iter().position(|name| *name == month)? as u32 + 1;
        let date = Date::new(digits(year.as_bytes())? as i32, month, digits(day.as_bytes())?)?;
        let time = words.next()?;
        let zone = words.next()?.strip_prefix("GMT")?;
        let (hours, minutes) = zone.split_at_checked(3)?;
        Moment::parse(&format!("{date}T{time}{hours}:{minutes}"), world)
    }

    fn local(date: Date, milliseconds: i64, world: &dyn World) -> Moment {
        let offset = world.utc_offset_minutes(date.days(), milliseconds);
        Moment { date, milliseconds, offset }
    }

    /// Local time at so many milliseconds after 1970-01-01T00:00Z.
    pub fn from_utc(utc: i64, world: &dyn World) -> Option<Moment> {
        // The world knows the offset by local time, so the first guess is corrected once.
        let guess = world.utc_offset_minutes(utc.div_euclid(DAY), utc.rem_euclid(DAY));
        let local = utc + i64::from(guess) * MINUTE;
        let offset = world.utc_offset_minutes(local.div_euclid(DAY), local.rem_euclid(DAY));
        let local = utc + i64::from(offset) * MINUTE;
        let date = Date::from_days(local.div_euclid(DAY))?;
        Some(Moment { date, milliseconds: local.rem_euclid(DAY), offset })
    }

    /// Local time at so many days after 1970-01-01T00:00Z.
    pub fn from_days(days: f64, world: &dyn World) -> Option<Moment> {
        let milliseconds = libm::floor(days * DAY as f64 + 0.5);
        (milliseconds.abs() < 1e15).then_some(())?;
        Moment::from_utc(milliseconds as i64, world)
    }

    /// Days since 1970-01-01T00:00Z.
    pub fn days(self) -> f64 {
        let utc = self.date.days() * DAY + self.milliseconds - i64::from(self.offset) * MINUTE;
        utc as f64 / DAY as f64
    }

    /// `YYYY-MM-DD` at midnight, else `YYYY-MM-DDThh:mm:ss.sss+hh:mm`.
    pub fn to_text(self) -> String {
        if self.milliseconds == 0 { self.date.to_string() } else { self.to_full_text() }
    }

    /// `YYYY-MM-DDThh:mm:ss.sss+hh:mm`.
    pub fn to_full_text(self) -> String {
        let (hours, minutes, seconds, thousandths) = self.clock();
        let sign = if self.offset < 0 { '-' } else { '+' };
        let (offset_hours, offset_minutes) = (self.offset.abs() / 60, self.offset.abs() % 60);
        format!("{}T{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}{sign}{offset_hours:02}:{offset_minutes:02}", self.date)
    }

    /// Hours, minutes, seconds, milliseconds.
    pub fn clock(self) -> (i64, i64, i64, i64) {
        let all = self.milliseconds;
        (all / 3_600_000, all / MINUTE % 60, all / 1000 % 60, all % 1000)
    }
}

/// The days since 1970-01-01T00:00Z of a date or a date with time; a date begins at local midnight.
pub(crate) fn days_of_text(text: &str, world: &dyn World) -> Option<f64> {
    Moment::parse(text, world).map(Moment::days)
}

/// Reads `hh:mm[:ss[.s…]]` and the offset after it, in minutes; digits after the third of a second are dropped.
pub(crate) fn parse_time(text: &str) -> Option<(i64, Option<i32>)> {
    let bytes = text.as_bytes();
    let hours = two_digits(bytes, 0, 24)?;
    let minutes = (bytes.get(2)? == &b':').then(|| two_digits(bytes, 3, 60))??;
    let mut milliseconds = (hours * 60 + minutes) * MINUTE;
    let mut at = 5;
    if bytes.get(at) == Some(&b':') {
        milliseconds += two_digits(bytes, 6, 60)? * 1000;
        at = 8;
        if bytes.get(at) == Some(&b'.') {
            let fraction: &[u8] = &bytes[at + 1..];
            let length = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            milliseconds += thousandths(fraction.get(..length)?)?;
            at += 1 + length;
        }
    }
    Some((milliseconds, parse_offset(bytes.get(at..)?)?))
}

/// `Z`, `+hh:mm`, `+hh` or nothing.
fn parse_offset(bytes: &[u8]) -> Option<Option<i32>> {
    let sign = match bytes.first() {
        None => return Some(None),
        Some(b'Z') if bytes.len() == 1 => return Some(Some(0)),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let hours = two_digits(bytes, 1, 24)?;
    let minutes = match bytes.len() {
        3 => 0,
        6 if bytes[3] == b':' => two_digits(bytes, 4, 60)?,
        _ => return None,
    };
    Some(Some(sign * (hours * 60 + minutes) as i32))
}

fn thousandths(digits: &[u8]) -> Option<i64> {
    if digits.is_empty() {
        return None;
    }
    let mut all = 0;
    for place in 0..3 {
        all = all * 10 + digits.get(place).map_or(0, |digit| i64::from(digit - b'0'));
    }
    Some(all)
}

fn two_digits(bytes: &[u8], at: usize, below: i64) -> Option<i64> {
    let number = i64::from(digits(bytes.get(at..at + 2)?)?);
    (number < below).then_some(number)
}

fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.len() > 9 {
        return None;
    }
    bytes.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_calendar_goes_there_and_back() {
        let mut expected = Date::new(0, 1, 1).map(Date::days);
        assert_eq!(expected, Some(-719_528));
        for year in 0..=9999 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let date = Date::new(year, month, day);
                    assert_eq!(date.map(Date::days), expected);
                    assert_eq!(expected.and_then(Date::from_days), date);
                    expected = expected.map(|days| days + 1);
                }
            }
        }
        assert_eq!(expected.and_then(Date::from_days), None);
    }

    #[test]
    fn only_days_that_exist_are_dates() {
        assert_eq!(days_from_date("1970-01-01"), Some(0));
        assert_eq!(days_from_date("2000-02-29"), Some(11_016));
        for wrong in
            ["", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "2026-10-5", "26-10-05", "2026/10/05", "2026-10-05 "]
        {
            assert!(!is_date(wrong), "{wrong}");
        }
    }

    #[test]
    fn weekdays() {
        for (text, weekday) in [("1970-01-01", 4), ("2026-11-22", 0), ("1969-12-27", 6)] {
            assert_eq!(Date::parse(text).map(Date::weekday), Some(weekday), "{text}");
        }
    }
}
