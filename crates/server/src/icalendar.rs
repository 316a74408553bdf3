//! A calendar as RFC 5545 writes it: whole days with their alarms. Only what a list of due days needs; reading calendars is nobody's need here.

use phieu_report::Date;

/// The most octets of a line without its end (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// A whole day.
pub(crate) struct Event {
    /// The same for the same event every time, so that a calendar moves it instead of adding another.
    pub(crate) uid: String,
    pub(crate) day: Date,
    pub(crate) summary: String,
    pub(crate) description: String,
    /// When to be reminded, from the beginning of the day: `-P1D`, `PT8H`.
    pub(crate) alarms: &'static [&'static str],
}

/// The calendar's text; `now` is `20261122T010000Z`.
pub(crate) fn calendar(name: &str, now: &str, events: &[Event]) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &[name, ":", value].concat());
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//phieu//duties//VI");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("X-WR-CALNAME", &escaped(name));
    line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
    line("X-PUBLISHED-TTL", "PT6H");
    for event in events {
        line("BEGIN", "VEVENT");
        line("UID", &event.uid);
        line("DTSTAMP", now);
        line("DTSTART;VALUE=DATE", &compact(event.day));
        line("DTEND;VALUE=DATE", &compact(event.day.plus_days(1).unwrap_or(event.day)));
        line("SUMMARY", &escaped(&event.summary));
        line("DESCRIPTION", &escaped(&event.description));
        line("TRANSP", "TRANSPARENT");
        for trigger in event.alarms {
            line("BEGIN", "VALARM");
            line("ACTION", "DISPLAY");
            line("TRIGGER", trigger);
            line("DESCRIPTION", &escaped(&event.summary));
            line("END", "VALARM");
        }
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

fn compact(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// A text value (3.3.11).
fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.replace("\r\n", "\n").replace(['\r', '\n'], "\\n")
}

/// Adds a line, folded so that no piece is longer than 75 octets and no letter is torn.
fn fold(text: &mut String, line: &str) {
    let mut used = 0;
    for letter in line.chars() {
        if used + letter.len_utf8() > LONGEST_LINE {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(letter);
        used += letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_letters_and_texts_escaped() {
        let name = "Lịch báo cáo; \\ của, ".repeat(8) + "\n hết";
        let event = Event {
            uid: "a@phieu".to_owned(),
            day: Date::parse("2026-12-31").unwrap(),
            summary: "Hạn: Báo cáo tháng".to_owned(),
            description: String::new(),
            alarms: &["PT8H"],
        };
        let text = calendar(&name, "20261122T010000Z", &[event]);
        assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(text.split("\r\n").any(|line| line.len() > 72), "lines are not folded too early");
        let unfolded = text.replace("\r\n ", "");
        let value = unfolded.lines().find_map(|line| line.strip_prefix("X-WR-CALNAME:")).unwrap();
        assert_eq!(value.replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\"), name);
        assert!(unfolded.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
    }
}
