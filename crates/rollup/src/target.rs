//! A result beside its target: how far it is, and whether it is on course.
//!
//! A target that grows is due bit by bit: by the end of each month so much of the way as months have gone since it began. One that
//! holds at all times is due whole from the first month.

/// What is to be reached, from the first month of `from` to the last of `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// At least so much, by the end.
    pub least: Option<f64>,
    /// At most so much.
    pub most: Option<f64>,
    /// Where it began.
    pub start: f64,
    /// Whether it holds at all times.
    pub always: bool,
    /// The first year.
    pub from: i32,
    /// The last year.
    pub to: i32,
}

/// Where a result stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is known of it.
    Unknown,
    /// The target is reached.
    Reached,
    /// Not yet reached, and as far as it should be by now.
    OnCourse,
    /// Less than it should be by now.
    Behind,
    /// More than it may be.
    Above,
}

impl State {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::Reached => "reached",
            State::OnCourse => "on_course",
            State::Behind => "behind",
            State::Above => "above",
        }
    }
}

/// A result judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// How much of the target is reached, in percent; `None` where there is no least or no result.
    pub progress: Option<f64>,
    /// What should be reached by now; `None` where there is no least.
    pub by_now: Option<f64>,
    /// Where it stands.
    pub state: State,
}

impl Course {
    /// Judges what was reached by the end of a month (1–12) of a year.
    pub fn judge(&self, result: Option<f64>, year: i32, month: u8) -> Judged {
        let by_now = self.least.map(|least| if self.always { least } else { self.start + (least - self.start) * self.gone(year, month) });
        let progress = result.zip(self.least).filter(|(_, least)| *least > 0.0).map(|(result, least)| 100.0 * result / least);
        let state = match result {
            None => State::Unknown,
            Some(result) if self.most.is_some_and(|most| result > most) => State::Above,
            Some(result) if self.least.is_none_or(|least| result >= least) => State::Reached,
            Some(result) if by_now.is_some_and(|due| result >= due) => State::OnCourse,
            Some(_) => State::Behind,
        };
        Judged { progress, by_now, state }
    }

    /// How much of the time has gone by the end of a month, from 0 to 1.
    fn gone(&self, year: i32, month: u8) -> f64 {
        let all = f64::from((self.to - self.from + 1) * 12);
        (f64::from((year - self.from) * 12 + i32::from(month)) / all).clamp(0.0, 1.0)
    }
}
