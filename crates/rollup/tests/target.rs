//! Results beside targets, row by row.
#![allow(clippy::unwrap_used)]

use phieu_rollup::{Course, State};

#[test]
fn on_course_by_the_months_that_have_gone() {
    let grows = Course { least: Some(12_000.0), most: None, start: 0.0, always: false, from: 2025, to: 2034 };
    let between = Course { least: Some(50.0), most: Some(60.0), start: 0.0, always: true, from: 2025, to: 2030 };
    let none = Course { least: None, most: Some(0.0), ..grows };
    let risen = Course { least: Some(80.0), start: 40.0, from: 2025, to: 2028, ..grows };
    for (course, result, year, month, by_now, progress, state) in [
        (grows, None, 2026, 12, Some(2_400.0), None, State::Unknown),
        (grows, Some(2_400.0), 2026, 12, Some(2_400.0), Some(20.0), State::OnCourse),
        (grows, Some(2_399.0), 2026, 12, Some(2_400.0), Some(100.0 * 2_399.0 / 12_000.0), State::Behind),
        (grows, Some(12_000.0), 2026, 3, Some(1_500.0), Some(100.0), State::Reached),
        (grows, Some(0.0), 2024, 12, Some(0.0), Some(0.0), State::OnCourse),
        (grows, Some(9_000.0), 2040, 1, Some(12_000.0), Some(75.0), State::Behind),
        (between, Some(55.0), 2026, 6, Some(50.0), Some(110.0), State::Reached),
        (between, Some(45.0), 2026, 6, Some(50.0), Some(90.0), State::Behind),
        (between, Some(61.0), 2026, 6, Some(50.0), Some(122.0), State::Above),
        (none, Some(0.0), 2026, 6, None, None, State::Reached),
        (none, Some(3.0), 2026, 6, None, None, State::Above),
        (risen, Some(60.0), 2026, 12, Some(60.0), Some(75.0), State::OnCourse),
    ] {
        let judged = course.judge(result, year, month);
        assert_eq!((judged.by_now, judged.progress, judged.state), (by_now, progress, state), "{course:?} {result:?} {year}-{month}");
    }
}
