//! The brake on guessing passwords: after five wrong ones in a row an account waits a minute before each further try.
//!
//! Kept in memory: a restart forgives, a flood of invented names cannot fill the disk. Names that do not exist are braked alike,
//! so that the brake tells nobody which accounts exist.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use phieu_store::Moment;

const FREE_TRIES: u32 = 5;
const WAIT_MS: i64 = 60_000;
const FORGOTTEN_MS: i64 = 15 * 60_000;
const MOST_NAMES: usize = 10_000;
const LONGEST_NAME: usize = 64;

/// Wrong tries by account name.
#[derive(Default)]
pub(crate) struct Throttle {
    tries: Mutex<HashMap<String, Tries>>,
}

#[derive(Clone, Copy)]
struct Tries {
    wrong: u32,
    last: Moment,
}

impl Throttle {
    /// Notes a try and says whether it may be made. The try counts as wrong until [`Throttle::forgive`] is called.
    pub(crate) fn try_now(&self, login: &str, now: Moment) -> bool {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MOST_NAMES {
            tries.retain(|_, old| now.0 - old.last.0 < WAIT_MS);
        }
        if tries.len() >= MOST_NAMES {
            tries.clear();
        }
        let entry = tries.entry(key(login)).or_insert(Tries { wrong: 0, last: now });
        if now.0 - entry.last.0 >= FORGOTTEN_MS {
            entry.wrong = 0;
        }
        if entry.wrong >= FREE_TRIES && now.0 - entry.last.0 < WAIT_MS {
            return false;
        }
        *entry = Tries { wrong: entry.wrong.saturating_add(1), last: now };
        true
    }

    /// Forgets the tries of an account that signed in.
    pub(crate) fn forgive(&self, login: &str) {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).remove(&key(login));
    }
}

fn key(login: &str) -> String {
    login.chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_try_waits_a_minute_and_the_right_password_forgives() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            assert!(throttle.try_now("a", Moment(0)));
        }
        assert!(!throttle.try_now("a", Moment(59_999)));
        assert!(throttle.try_now("b", Moment(0)), "another account is not braked");
        assert!(throttle.try_now("a", Moment(60_000)));
        assert!(!throttle.try_now("a", Moment(60_001)));
        throttle.forgive("a");
        assert!(throttle.try_now("a", Moment(60_002)));
    }

    #[test]
    fn a_flood_of_names_stays_bounded() {
        let throttle = Throttle::default();
        for name in 0..2 * MOST_NAMES {
            throttle.try_now(&name.to_string(), Moment(0));
        }
        assert!(throttle.tries.lock().unwrap().len() <= MOST_NAMES);
    }
}
