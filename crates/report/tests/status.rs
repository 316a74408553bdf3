//! Every status with every event and every role: the whole table, written a second time as a picture.
#![allow(clippy::unwrap_used)]

use phieu_report::{Date, DueRule, DutyState, Error, Event, Period, Role, Status, TRANSITIONS, duty_state};

#[test]
fn every_transition() {
    use Status::*;
    // Columns: submit (reporter), return, approve, reopen (reviewer).
    let picture = [
        (Draft, [Some(Submitted), None, None, None]),
        (Submitted, [Some(Submitted), Some(Returned), Some(Approved), None]),
        (Returned, [Some(Submitted), None, None, None]),
        (Approved, [None, None, None, Some(Reopened)]),
        (Reopened, [Some(Submitted), None, None, None]),
    ];
    let mut seen = 0;
    for (status, row) in picture {
        for (event, expected) in Event::ALL.into_iter().zip(row) {
            let (right, wrong) = if event == Event::Submit { (Role::Reporter, Role::Reviewer) } else { (Role::Reviewer, Role::Reporter) };
            assert_eq!(status.after(event, right), expected.ok_or(Error::StatusForbids(status, event)));
            assert_eq!(status.after(event, wrong), Err(Error::RoleForbids(wrong, event)));
            seen += usize::from(expected.is_some());
        }
    }
    assert_eq!(seen, TRANSITIONS.len());
}

#[test]
fn words_are_read_back() {
    for status in Status::ALL {
        assert_eq!(Status::parse(status.name()), Ok(status));
        assert_eq!(serde_json::to_value(status).unwrap(), status.name());
    }
    for event in Event::ALL {
        assert_eq!(Event::parse(event.name()), Ok(event));
        assert_eq!(serde_json::to_value(event).unwrap(), event.name());
    }
    for role in Role::ALL {
        assert_eq!(Role::parse(role.name()), Ok(role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.name());
    }
    assert_eq!(Status::parse("Draft").unwrap_err().code(), "word_invalid");
}

#[test]
fn due_days() {
    let rule = |months_after, day| DueRule { months_after, day, opens_days_before: 7 };
    for (rule, period, due, opens) in [
        (rule(0, 16), "2026-10", "2026-10-16", "2026-10-09"),
        (rule(0, 18), "2026-H1", "2026-06-18", "2026-06-11"),
        (rule(1, 3), "2026", "2027-01-03", "2026-12-27"),
        (rule(0, 31), "2026-02", "2026-02-28", "2026-02-21"),
        (rule(14, 1), "2026-11", "2028-01-01", "2027-12-25"),
        (rule(-1, 7), "2026", "2026-11-07", "2026-10-31"),
        (rule(-13, 15), "2027", "2026-11-15", "2026-11-08"),
    ] {
        let period = Period::parse(period).unwrap();
        assert_eq!((rule.due(period).to_string().as_str(), rule.opens(period).to_string().as_str()), (due, opens));
    }
}

#[test]
fn duty_states() {
    let rule = DueRule { months_after: 0, day: 16, opens_days_before: 10 };
    let period = Period::parse("2026-10").unwrap();
    let state = |status, today: &str| duty_state(status, rule, period, Date::parse(today).unwrap());
    assert_eq!(state(None, "2026-10-05"), DutyState::Upcoming);
    assert_eq!(state(None, "2026-10-06"), DutyState::Due);
    assert_eq!(state(None, "2026-10-16"), DutyState::Due);
    assert_eq!(state(None, "2026-10-17"), DutyState::Overdue);
    assert_eq!(state(Some(Status::Draft), "2026-10-17"), DutyState::Overdue);
    for (status, expected) in [
        (Status::Submitted, DutyState::Submitted),
        (Status::Returned, DutyState::Returned),
        (Status::Reopened, DutyState::Returned),
        (Status::Approved, DutyState::Approved),
    ] {
        assert_eq!(state(Some(status), "2027-01-01"), expected);
        assert_eq!(serde_json::to_value(expected).unwrap(), expected.name());
    }
}
