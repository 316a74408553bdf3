//! Every status with every event and every role: the whole table, written a second time as a picture.
#![allow(clippy::unwrap_used)]

use phieu_report::{Date, DueRule, DutyState, Error, Event, Level, Period, Role, Standing, Status, TRANSITIONS, duty_state};

/// What becomes of a report that so many levels have approved, by each event, as it is written down in the picture below.
type Row = (Status, [&'static str; 6]);

#[test]
fn every_transition() {
    use Status::*;
    // Columns: submit, return, approve, confirm, reopen, replace. A small letter says who may: r the reporter, n the level whose
    // turn it is, a the level that approved last, s the server. A dot: nobody. Confirm counts where the report is flagged.
    let picture: [Row; 6] = [
        (Draft, ["r Submitted", ".", ".", ".", ".", "."]),
        (Submitted, ["r Submitted", "n Returned", "n Approved", ".", ".", "ns Replaced"]),
        (Returned, ["r Submitted", ".", ".", ".", ".", "ns Replaced"]),
        (Approved, [".", "n Returned", "n Approved", "a Approved", "a Reopened", "as Replaced"]),
        (Reopened, ["r Submitted", ".", ".", ".", ".", "ns Replaced"]),
        (Replaced, [".", ".", ".", ".", "n Reopened", "."]),
    ];
    let columns = [Event::Submit, Event::Return, Event::Approve, Event::Confirm, Event::Reopen, Event::Replace];
    let letter = |role| match role {
        Role::Reporter => 'r',
        Role::Reviewer => 'n',
        Role::Approver => 'a',
        Role::Server => 's',
        Role::Onlooker => '-',
    };
    let ever = |event: Event, role: Role| match columns.iter().position(|column| *column == event) {
        Some(at) => picture.iter().any(|(_, row)| row[at].split(' ').next().unwrap().contains(letter(role))),
        None => event == Event::Flag && role == Role::Server,
    };
    let expected = |status: Status, event: Event, role: Role| -> Option<Status> {
        let Some(at) = columns.iter().position(|column| *column == event) else {
            return (event == Event::Flag && role == Role::Server && status.is_with_reviewers()).then_some(status);
        };
        let (_, row) = picture.iter().find(|(from, _)| *from == status).unwrap();
        let (who, to) = row[at].split_once(' ')?;
        who.contains(letter(role)).then(|| Status::ALL.into_iter().find(|status| format!("{status:?}") == to).unwrap())
    };
    let (mut seen, mut asked) = (0, 0);
    for status in Status::ALL {
        for event in Event::ALL {
            for role in Role::ALL {
                for (flagged, locked) in [(false, false), (false, true), (true, false), (true, true)] {
                    let approvals = u8::from(status == Approved);
                    let standing = Standing { status, approvals, flagged, locked };
                    let after = standing.after(event, role);
                    asked += 1;
                    if !ever(event, role) {
                        assert_eq!(after, Err(Error::RoleForbids(role, event)));
                        continue;
                    }
                    if locked && event != Event::Flag {
                        assert_eq!(after, Err(Error::Locked), "{status:?} {event:?} {role:?}");
                        continue;
                    }
                    let to = expected(status, event, role).filter(|_| flagged || event != Event::Confirm);
                    assert_eq!(
                        after.clone().map(|after| after.status),
                        to.ok_or(Error::StatusForbids(status, event)),
                        "{status:?} {event:?} {role:?}"
                    );
                    let Ok(after) = after else { continue };
                    assert_eq!(after.approvals > 0, after.status.counts(), "{status:?} {event:?}");
                    assert_eq!(after.locked, locked);
                    seen += usize::from(flagged && !locked);
                }
            }
        }
    }
    assert_eq!(seen, TRANSITIONS.len());
    assert_eq!(asked, 6 * 9 * 5 * 4);
}

#[test]
fn levels_approve_one_after_the_other() {
    let level = |number| Level { number, of: 3 };
    let sent = Standing::NEW.after(Event::Submit, Role::Reporter).unwrap();
    let mut standing = sent;
    for number in 1..=3 {
        assert!(!standing.is_accepted(3));
        for other in 1..=3 {
            let role = level(other).role(standing.approvals);
            assert_eq!(standing.waits_for(level(other)), other == number, "{other} {number}");
            match other.cmp(&number) {
                std::cmp::Ordering::Equal => assert_eq!(role, Role::Reviewer),
                std::cmp::Ordering::Less if other + 1 == number => assert_eq!(role, Role::Approver),
                _ => assert_eq!(role, Role::Onlooker),
            }
        }
        standing = standing.after(Event::Approve, level(number).role(standing.approvals)).unwrap();
        assert_eq!((standing.status, standing.approvals), (Status::Approved, number));
    }
    assert!(standing.is_accepted(3));
    assert_eq!(standing.after(Event::Approve, level(3).role(3)), Err(Error::RoleForbids(Role::Approver, Event::Approve)));
    assert_eq!(standing.after(Event::Reopen, level(2).role(3)), Err(Error::RoleForbids(Role::Onlooker, Event::Reopen)));
    assert_eq!(standing.after(Event::Reopen, level(3).role(3)).unwrap().approvals, 0, "it is reviewed from the start");
    let once = sent.after(Event::Approve, level(1).role(0)).unwrap();
    let back = once.after(Event::Return, level(2).role(1)).unwrap();
    assert_eq!((back.status, back.approvals), (Status::Returned, 0), "a further level returns to who reported");
}

#[test]
fn a_flag_stays_until_a_reviewer_decides() {
    let level = Level { number: 1, of: 1 };
    let approved = Standing { status: Status::Approved, approvals: 1, flagged: false, locked: false };
    assert!(!approved.waits_for(level));
    let flagged = approved.after(Event::Flag, Role::Server).unwrap();
    assert!(flagged.flagged && flagged.waits_for(level) && flagged.status.counts());
    assert!(!flagged.after(Event::Confirm, Role::Approver).unwrap().flagged);
    let reopened = flagged.after(Event::Reopen, Role::Approver).unwrap();
    assert!(!reopened.flagged);
    let sent = Standing { status: Status::Submitted, approvals: 0, ..flagged };
    assert!(sent.after(Event::Submit, Role::Reporter).unwrap().flagged);
    assert!(!sent.after(Event::Approve, Role::Reviewer).unwrap().flagged);
    assert!(Standing { locked: true, ..approved }.after(Event::Flag, Role::Server).unwrap().flagged, "a closed period loses no flag");
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
        (rule(1, 20), "2021-2023-MID", "2024-01-20", "2024-01-13"),
        (rule(-1, 1), "2026-E", "2026-11-01", "2026-10-25"),
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
        (Status::Replaced, DutyState::Replaced),
    ] {
        assert_eq!(state(Some(status), "2027-01-01"), expected);
        assert_eq!(serde_json::to_value(expected).unwrap(), expected.name());
    }
}
