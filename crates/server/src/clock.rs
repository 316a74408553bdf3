//! Time as the server sees it: one clock, handed in when the server is built, and Viet Nam's days.
//!
//! Tests build the server with a clock that stands still; nothing that comes over HTTP can set it.
//! Viet Nam is at UTC+7 the whole year, so a fixed offset is exact.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use phieu_report::Date;
use phieu_store::Moment;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

const OFFSET_MINUTES: i32 = 7 * 60;
/// A day in milliseconds.
pub(crate) const DAY_MS: i64 = 86_400_000;
/// 2199-12-30, in days from 1970-01-01.
const LAST_DAY: i64 = 84_004;

/// The clock of the machine.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}

/// Today and this moment in Viet Nam by the machine's clock, as a check's context writes them: `2026-11-22`, `2026-11-22T08:00:00.000+07:00`.
pub fn today_and_now() -> (String, String) {
    let now = system_clock()();
    (day(now).to_string(), iso(now))
}

/// The day in Viet Nam. A clock that is centuries off is taken to stand at 1970 or 2199, where all dates still exist.
pub(crate) fn day(moment: Moment) -> Date {
    let within = moment.0.clamp(0, LAST_DAY * DAY_MS);
    match Date::at(within / 1000, OFFSET_MINUTES) {
        Some(date) => date,
        None => unreachable!("every day from 1970 to 2199 is a date"),
    }
}

/// The moment at which so many minutes of a day have passed in Viet Nam.
pub(crate) fn moment_on(date: Date, minutes: i64) -> Moment {
    Moment(date.days() * DAY_MS + (minutes - i64::from(OFFSET_MINUTES)) * 60_000)
}

/// A moment later by so many milliseconds.
pub(crate) fn later(moment: Moment, milliseconds: i64) -> Moment {
    Moment(moment.0.saturating_add(milliseconds))
}

/// `2026-11-22T08:00:00.000+07:00`.
pub(crate) fn iso(moment: Moment) -> String {
    let local = moment.0.saturating_add(i64::from(OFFSET_MINUTES) * 60_000);
    let of_day = local.rem_euclid(DAY_MS);
    let (seconds, ms) = (of_day / 1000, of_day % 1000);
    format!("{}T{:02}:{:02}:{:02}.{ms:03}+07:00", day(moment), seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The same moment in UTC as calendars stamp it (RFC 5545, section 3.3.5): `20261122T010000Z`.
pub(crate) fn utc_stamp(moment: Moment) -> String {
    let of_utc = Moment(moment.0.saturating_sub(i64::from(OFFSET_MINUTES) * 60_000));
    let plain: String = iso(of_utc).chars().take(19).filter(|letter| !matches!(letter, '-' | ':')).collect();
    plain + "Z"
}

/// A day as people write it: `16/10/2026`.
pub(crate) fn written(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_viet_nam() {
        let midnight = moment_on(Date::new(2026, 11, 22).unwrap(), 0);
        assert_eq!(iso(midnight), "2026-11-22T00:00:00.000+07:00");
        assert_eq!(day(later(midnight, -1)).to_string(), "2026-11-21");
        assert_eq!(iso(later(midnight, -1)), "2026-11-21T23:59:59.999+07:00");
    }

    #[test]
    fn a_calendar_is_stamped_in_utc() {
        assert_eq!(utc_stamp(moment_on(Date::new(2026, 11, 22).unwrap(), 8 * 60)), "20261122T010000Z");
        assert_eq!(utc_stamp(moment_on(Date::new(2027, 1, 1).unwrap(), 0)), "20261231T170000Z");
    }

    #[test]
    fn a_clock_gone_mad_stays_in_the_calendar() {
        assert_eq!(day(Moment(i64::MAX)).to_string(), "2199-12-30");
        assert_eq!(day(Moment(i64::MIN)).to_string(), "1970-01-01");
        assert!(iso(Moment(i64::MAX)).starts_with("2199-12-30T"));
    }

    #[test]
    fn the_epoch_is_seven_in_the_morning() {
        assert_eq!(iso(Moment(0)), "1970-01-01T07:00:00.000+07:00");
    }
}
