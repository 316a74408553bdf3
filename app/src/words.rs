//! Periods, due dates and times in words: "Tháng 10/2026", "Hạn 16/10/2026 · còn 3 ngày".
//!
//! Pure text to text, so that it is tested natively. The clock is handed in.

use crate::texts::{Texts, put};

/// A period's id in words; an id that is not known comes back as it is.
pub fn period(id: &str, texts: &Texts) -> String {
    if let Some(official) = id.strip_suffix("-E") {
        return put(texts.period_estimate, &[&period(official, texts)]);
    }
    let Some((year, part)) = id.split_once('-') else {
        return put(texts.period_year, &[id]);
    };
    match part.as_bytes() {
        [b'Q', ..] => put(texts.period_quarter, &[&part[1..], year]),
        b"H1" => put(texts.period_half_first, &[year]),
        b"H2" => put(texts.period_half_second, &[year]),
        b"M9" => put(texts.period_nine_months, &[year]),
        [last @ .., b'-', b'M', b'I', b'D'] => put(texts.period_midterm, &[year, &part[..last.len()]]),
        [last @ .., b'-', b'F', b'I', b'N'] => put(texts.period_final, &[year, &part[..last.len()]]),
        _ if part.len() == 2 => put(texts.period_month, &[part.trim_start_matches('0'), year]),
        _ => id.to_string(),
    }
}

/// `2026-10-16` (or a longer timestamp) as `16/10/2026`; other text comes back as it is.
pub fn date(iso: &str) -> String {
    let day = iso.get(..10).unwrap_or(iso);
    let mut pieces = day.split('-');
    match (pieces.next(), pieces.next(), pieces.next()) {
        (Some(year), Some(month), Some(day)) if year.len() == 4 => [day, month, year].join("/"),
        _ => iso.to_string(),
    }
}

/// The due date and how far off it is: "Hạn 16/10/2026 · còn 3 ngày".
pub fn due(due: &str, today: &str, texts: &Texts) -> String {
    let head = put(texts.due, &[&date(due)]);
    let (Some(end), Some(now)) = (day_number(due), day_number(today)) else {
        return head;
    };
    let left = end - now;
    let tail = match left {
        0 => texts.due_today.to_string(),
        1 => texts.due_tomorrow.to_string(),
        _ if left > 0 => put(texts.due_left, &[&left.to_string()]),
        _ => put(texts.due_past, &[&(-left).to_string()]),
    };
    head + " · " + &tail
}

/// Whether `due` lies before `today`; unreadable dates do not.
pub fn is_past(due: &str, today: &str) -> bool {
    matches!((day_number(due), day_number(today)), (Some(due), Some(today)) if due < today)
}

/// Days since 1 March of the year 0 in the proleptic Gregorian calendar.
fn day_number(iso: &str) -> Option<i64> {
    let mut pieces = iso.get(..10)?.split('-').map(|piece| piece.parse::<i64>().ok());
    let (year, month, day) = (pieces.next()??, pieces.next()??, pieces.next()??);
    // A year that begins in March puts the leap day last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5 + day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::VI;

    #[test]
    fn periods_are_said() {
        for (id, said) in [
            ("2026-10", "Tháng 10/2026"),
            ("2026-01", "Tháng 1/2026"),
            ("2026-Q3", "Quý 3/2026"),
            ("2026-H1", "6 tháng đầu năm 2026"),
            ("2026-H2", "6 tháng cuối năm 2026"),
            ("2026-M9", "9 tháng năm 2026"),
            ("2026", "Năm 2026"),
            ("2026-E", "Năm 2026 (số ước)"),
            ("2026-M9-E", "9 tháng năm 2026 (số ước)"),
            ("2021-2023-MID", "Sơ kết giữa kỳ 2021–2023"),
            ("2021-2025-FIN", "Tổng kết 2021–2025"),
        ] {
            assert_eq!(period(id, &VI), said);
        }
    }

    #[test]
    fn due_dates_are_counted_over_months_and_leap_days() {
        for (end, today, said) in [
            ("2026-10-16", "2026-10-13", "Hạn 16/10/2026 · còn 3 ngày"),
            ("2026-10-16", "2026-10-16", "Hạn 16/10/2026 · hôm nay là hạn cuối"),
            ("2026-11-01", "2026-10-31", "Hạn 01/11/2026 · ngày mai là hạn cuối"),
            ("2024-03-01", "2024-02-27", "Hạn 01/03/2024 · còn 3 ngày"),
            ("2026-01-02", "2025-12-30", "Hạn 02/01/2026 · còn 3 ngày"),
            ("2026-10-16", "2026-10-21", "Hạn 16/10/2026 · đã quá 5 ngày"),
        ] {
            assert_eq!(due(end, today, &VI), said);
        }
        assert!(is_past("2026-10-16", "2026-10-17"));
        assert!(!is_past("2026-10-16", "2026-10-16"));
    }

    #[test]
    fn unreadable_dates_are_shown_as_they_are() {
        assert_eq!(date("soon"), "soon");
        assert_eq!(due("soon", "2026-10-16", &VI), "Hạn soon");
        assert_eq!(date("2026-11-22T08:00:00.000+07:00"), "22/11/2026");
    }
}
