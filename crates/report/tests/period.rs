//! Days and periods, as tables; the calendar is walked day by day against the rule of leap years.
#![allow(clippy::unwrap_used)]

use phieu_report::{Date, Period, PeriodType, Window};

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

#[test]
fn every_day_follows_the_one_before() {
    let mut day = date("1899-12-31");
    for number in day.days() + 1..Date::parse("2201-01-01").unwrap().days() {
        let next = Date::from_days(number).unwrap();
        assert_eq!(next.days(), number, "{next}");
        let leap = day.year() % 4 == 0 && (day.year() % 100 != 0 || day.year() % 400 == 0);
        let last = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::from(day.month()) - 1];
        let expected = match (day.day() == last, day.month()) {
            (true, 12) => (day.year() + 1, 1, 1),
            (true, month) => (day.year(), month + 1, 1),
            (false, month) => (day.year(), month, day.day() + 1),
        };
        assert_eq!((next.year(), next.month(), next.day()), expected);
        assert_eq!(next.weekday(), day.weekday() % 7 + 1);
        day = next;
    }
}

#[test]
fn known_days() {
    for (text, days, weekday) in [("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2026-11-22", 20_779, 7), ("0001-01-01", -719_162, 1)] {
        assert_eq!((date(text).days(), date(text).weekday()), (days, weekday), "{text}");
    }
}

#[test]
fn days_that_are_none() {
    for text in [
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-01-00",
        "2026-1-1",
        "2026-01-01 ",
        "+026-01-01",
        "０026-01-01",
        "",
        "2026/01/01",
        "0000-01-01",
    ] {
        assert!(Date::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_moment_has_the_day_of_its_clock() {
    // 2026-11-22T16:59:59Z is still the 22nd in Viet Nam, a second later it is the 23rd.
    assert_eq!(Date::at(1_795_366_799, 420), Some(date("2026-11-22")));
    assert_eq!(Date::at(1_795_366_800, 420), Some(date("2026-11-23")));
    assert_eq!(Date::at(-1, 0), Some(date("1969-12-31")));
    assert_eq!(Date::at(i64::MAX, 420), None);
}

#[test]
fn windows() {
    let table = [
        ("2026-10", "2026-09-15", "2026-10-14", "2026-10-01", "2026-10-31"),
        ("2026-01", "2025-12-15", "2026-01-14", "2026-01-01", "2026-01-31"),
        ("2028-02", "2028-01-15", "2028-02-14", "2028-02-01", "2028-02-29"),
        ("2026-Q1", "2025-12-15", "2026-03-14", "2026-01-01", "2026-03-31"),
        ("2026-Q3", "2026-06-15", "2026-09-14", "2026-07-01", "2026-09-30"),
        ("2026-H1", "2025-12-15", "2026-06-14", "2026-01-01", "2026-06-30"),
        ("2026-H2", "2026-06-15", "2026-12-14", "2026-07-01", "2026-12-31"),
        ("2026-M9", "2025-12-15", "2026-09-14", "2026-01-01", "2026-09-30"),
        ("2026", "2025-12-15", "2026-12-14", "2026-01-01", "2026-12-31"),
        ("2026-E", "2025-12-15", "2026-12-14", "2026-01-01", "2026-12-31"),
        ("2026-M9-E", "2025-12-15", "2026-09-14", "2026-01-01", "2026-09-30"),
        ("2021-2023-MID", "2020-12-15", "2023-12-14", "2021-01-01", "2023-12-31"),
        ("2021-2025-FIN", "2020-12-15", "2025-12-14", "2021-01-01", "2025-12-31"),
    ];
    for (text, state_start, state_end, start, end) in table {
        let period = period(text);
        assert_eq!(period.to_string(), text);
        assert_eq!((period.start(Window::State), period.end(Window::State)), (date(state_start), date(state_end)), "{text}");
        assert_eq!((period.start(Window::Calendar), period.end(Window::Calendar)), (date(start), date(end)), "{text}");
    }
}

#[test]
fn periods_tile_the_time() {
    for kind in PeriodType::ALL.into_iter().filter(|kind| !kind.is_review()) {
        for window in [Window::State, Window::Calendar] {
            let mut period = Period::new(kind, 2020, 1).unwrap();
            for _ in 0..40 {
                let next = period.next().unwrap();
                assert_eq!(next.previous(), Some(period));
                assert!(period < next);
                if kind != PeriodType::NineMonths {
                    assert_eq!(period.end(window).plus_days(1), Some(next.start(window)));
                }
                for day in [period.start(window), period.end(window)] {
                    assert_eq!(Period::at(kind, day, window), Some(period), "{day}");
                    assert!(period.has_day(day, window) && !next.has_day(day, window));
                }
                assert_eq!(Period::parse(&period.to_string()), Ok(period));
                period = next;
            }
        }
    }
    assert_eq!(Period::at(PeriodType::NineMonths, date("2026-09-15"), Window::State), None);
}

#[test]
fn neighbours() {
    assert_eq!(period("2026-12").next(), Some(period("2027-01")));
    assert_eq!(period("2026-Q1").previous(), Some(period("2025-Q4")));
    assert_eq!(period("2026-M9").next(), Some(period("2027-M9")));
    assert_eq!(period("2026-H2").last_year(), Some(period("2025-H2")));
    assert_eq!((period("2199").next(), period("1901-01").previous(), period("1901").last_year()), (None, None, None));
}

#[test]
fn what_contains_what() {
    for (whole, part, contains) in [
        ("2026", "2026-10", true),
        ("2026", "2026", true),
        ("2026-H1", "2026-Q2", true),
        ("2026-H1", "2026-07", false),
        ("2026-M9", "2026-Q3", true),
        ("2026-M9", "2026-H2", false),
        ("2026-Q3", "2026-H2", false),
        ("2025", "2026-01", false),
        ("2021-2025-FIN", "2021-2023-MID", true),
        ("2021-2023-MID", "2021-2025-FIN", false),
        ("2021-2023-MID", "2023-Q4", true),
        ("2021-2023-MID", "2024-01", false),
        ("2026", "2026-E", false),
        ("2026-E", "2026-Q3", true),
        ("2026-E", "2026-E", false),
    ] {
        assert_eq!(period(whole).contains(period(part)), contains, "{whole} {part}");
    }
}

#[test]
fn texts_that_are_no_period() {
    for text in [
        "",
        "2026-13",
        "2026-00",
        "2026-1",
        "2026-Q5",
        "2026-Q0",
        "2026-H3",
        "2026-M8",
        "26-10",
        "2026-10-01",
        "2026-q1",
        " 2026",
        "2026-",
        "1900",
        "2200",
        "2026-Q",
        "2026-H12",
        "2021-2023",
        "2021-2021-MID",
        "2023-2021-MID",
        "2021-2023-mid",
        "2021-2023-MID-X",
        "2021-2060-FIN",
        "2026-E-E",
        "-E",
    ] {
        assert_eq!(Period::parse(text).unwrap_err().code(), "period_invalid", "{text}");
    }
}

#[test]
fn the_years_of_a_programme_stand_alone() {
    let midterm = period("2021-2023-MID");
    assert_eq!(midterm, Period::review(PeriodType::Midterm, 2021, 2023).unwrap());
    assert_eq!((midterm.year(), midterm.end_year(), midterm.months()), (2021, 2023, 36));
    assert_eq!((midterm.next(), midterm.previous(), midterm.last_year()), (None, None, None));
    assert_eq!(Period::at(PeriodType::Midterm, date("2022-05-05"), Window::State), None);
    assert_eq!((Period::new(PeriodType::Final, 2021, 5), Period::review(PeriodType::Year, 2021, 2025)), (None, None));
    assert!(midterm < period("2021-2025-FIN") && period("2021") < midterm && midterm < period("2021-02"));
}

#[test]
fn parts_tile_a_period() {
    let parts = |whole: &str, kind| period(whole).parts(kind).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(parts("2026-H1", PeriodType::Quarter), ["2026-Q1", "2026-Q2"]);
    assert_eq!(parts("2021-2023-MID", PeriodType::Year), ["2021", "2022", "2023"]);
    assert_eq!(parts("2021-2023-MID", PeriodType::Month).len(), 36);
    assert!(parts("2026-10", PeriodType::Year).is_empty() && parts("2021-2025-FIN", PeriodType::Midterm).is_empty());
}

#[test]
fn an_estimate_is_followed_by_an_estimate_and_compared_with_what_is_official() {
    let estimate = period("2026-E");
    assert!(estimate.is_estimate() && !estimate.official().is_estimate());
    assert_eq!((estimate.official(), period("2026").estimate()), (period("2026"), estimate));
    assert_eq!((estimate.next(), estimate.previous()), (Some(period("2027-E")), Some(period("2025-E"))));
    assert_eq!(estimate.last_year(), Some(period("2025")));
    assert!(estimate < period("2026") && period("2026-M9") < estimate);
}
