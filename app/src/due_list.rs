//! The lists of the home page: what to do, what is late, what came back, what waits to leave, what is sent.
//!
//! Pure: what is kept on the phone and what the server said last are laid over each other here, so that it is tested
//! natively. The phone's own records win over what the server said earlier.

use crate::storage::records::{Draft, Duty, Parcel, Receipt, Refusal, Subject, Title};
use crate::words;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Returned by a reviewer, or refused by the server's rules.
    Returned,
    /// Due before today.
    Overdue,
    /// Due.
    Todo,
    /// Its period is still running; it may be begun.
    Upcoming,
    /// Sealed, on its way.
    Waiting,
    /// A register of the unit: open all year, sent as often as anybody likes.
    Register,
    /// With the server.
    Sent,
}

impl State {
    /// In the order of the page.
    pub const ALL: [State; 7] =
        [State::Returned, State::Overdue, State::Todo, State::Waiting, State::Upcoming, State::Register, State::Sent];

    /// The name in `data-state` and in class names.
    pub fn name(self) -> &'static str {
        match self {
            State::Returned => "returned",
            State::Overdue => "overdue",
            State::Todo => "todo",
            State::Upcoming => "upcoming",
            State::Waiting => "waiting",
            State::Register => "register",
            State::Sent => "sent",
        }
    }
}

/// One card.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is about.
    pub subject: Subject,
    /// The form's title.
    pub title: Title,
    /// The unit's name.
    pub unit_name: String,
    /// In which list it stands.
    pub state: State,
    /// `YYYY-MM-DD`; empty where it is not known.
    pub due: String,
    /// When a draft of it was last kept.
    pub draft: Option<f64>,
    /// Whether the server's rules refused it.
    pub refused: bool,
    /// Why sending it stopped.
    pub stopped: Option<Refusal>,
    /// Its report, where there is one.
    pub report_id: Option<String>,
    /// The status with the server: `submitted`, `approved`; `locked` where its period is closed.
    pub status: String,
    /// Whether figures that it read have changed since.
    pub flagged: bool,
    /// How many of its files the server does not have yet.
    pub files: usize,
}

/// Lays everything over each other.
pub fn entries(duties: &[Duty], drafts: &[Draft], outbox: &[Parcel], receipts: &[Receipt], today: &str) -> Vec<Entry> {
    let mut out: Vec<Entry> = duties.iter().map(|duty| of_duty(duty, today)).collect();
    for receipt in receipts {
        let newer = duties.iter().find(|duty| duty.subject() == receipt.subject).is_none_or(|duty| is_newer(receipt, duty));
        if newer {
            let kept = out.iter().any(|entry| entry.subject == receipt.subject && entry.state == State::Register);
            put(&mut out, of_receipt(receipt, if kept { State::Register } else { State::Sent }));
        }
    }
    for draft in drafts {
        let entry = of_draft(draft, out.iter().find(|entry| entry.subject == draft.subject), today);
        put(&mut out, entry);
    }
    for parcel in outbox {
        put(&mut out, of_parcel(parcel));
    }
    for entry in &mut out {
        let own = receipts.iter().filter(|receipt| receipt.subject == entry.subject);
        entry.files = own.map(|receipt| receipt.files.len()).sum();
    }
    // The nearest due date first; of what is sent, the newest period first.
    out.sort_by(|a, b| {
        a.state.cmp(&b.state).then_with(|| match a.state {
            State::Sent => b.subject.period.cmp(&a.subject.period),
            _ => a.due.cmp(&b.due),
        })
    });
    out
}

fn put(entries: &mut Vec<Entry>, entry: Entry) {
    entries.retain(|each| each.subject != entry.subject);
    entries.push(entry);
}

/// Whether this phone sent something that the server's list does not know yet.
fn is_newer(receipt: &Receipt, duty: &Duty) -> bool {
    match (&duty.report_id, duty.revision) {
        (Some(id), Some(revision)) => *id == receipt.report_id && receipt.revision > revision,
        _ => true,
    }
}

fn of_duty(duty: &Duty, today: &str) -> Entry {
    let state = match duty.state.as_str() {
        "returned" | "reopened" => State::Returned,
        "submitted" | "approved" | "replaced" => State::Sent,
        "open" => State::Register,
        _ if words::is_past(&duty.due, today) => State::Overdue,
        "upcoming" => State::Upcoming,
        _ => State::Todo,
    };
    Entry {
        subject: duty.subject(),
        title: duty.title.clone(),
        unit_name: duty.org_unit.name.clone(),
        state,
        due: duty.due.clone(),
        draft: None,
        refused: false,
        stopped: None,
        report_id: duty.report_id.clone(),
        status: duty.state.clone(),
        flagged: duty.standing["flag"].is_object(),
        files: 0,
    }
}

fn of_receipt(receipt: &Receipt, state: State) -> Entry {
    Entry {
        subject: receipt.subject.clone(),
        title: receipt.title.clone(),
        unit_name: receipt.unit_name.clone(),
        state,
        due: String::new(),
        draft: None,
        refused: false,
        stopped: None,
        report_id: Some(receipt.report_id.clone()),
        status: receipt.status.clone(),
        flagged: false,
        files: 0,
    }
}

fn of_draft(draft: &Draft, known: Option<&Entry>, today: &str) -> Entry {
    let refused = draft.refusal.is_some();
    let due = known.map_or(&draft.due, |entry| &entry.due).clone();
    let state = match known.map(|entry| entry.state) {
        _ if refused => State::Returned,
        // A draft of a corrected report stays with what came back; of one that somebody else sent, with what is sent.
        Some(state @ (State::Returned | State::Overdue | State::Upcoming | State::Register | State::Sent)) => state,
        _ if words::is_past(&due, today) => State::Overdue,
        _ => State::Todo,
    };
    Entry {
        subject: draft.subject.clone(),
        title: draft.title.clone(),
        unit_name: draft.unit_name.clone(),
        state,
        due,
        draft: Some(draft.updated),
        refused,
        stopped: None,
        report_id: known.and_then(|entry| entry.report_id.clone()),
        status: known.map(|entry| entry.status.clone()).unwrap_or_default(),
        flagged: known.is_some_and(|entry| entry.flagged),
        files: 0,
    }
}

fn of_parcel(parcel: &Parcel) -> Entry {
    let draft = &parcel.draft;
    Entry {
        subject: draft.subject.clone(),
        title: draft.title.clone(),
        unit_name: draft.unit_name.clone(),
        state: State::Waiting,
        due: draft.due.clone(),
        draft: None,
        refused: false,
        stopped: parcel.stopped.clone(),
        report_id: Some(draft.report_id.clone()),
        status: String::new(),
        flagged: false,
        files: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::records::Unit;

    const TODAY: &str = "2026-10-20";

    fn subject(period: &str) -> Subject {
        Subject { form: "f".into(), org_unit: "u".into(), period: period.into() }
    }

    fn duty(period: &str, due: &str, state: &str) -> Duty {
        let org_unit = Unit { code: "u".into(), ..Unit::default() };
        Duty { form: "f".into(), org_unit, period: period.into(), due: due.into(), state: state.into(), ..Duty::default() }
    }

    fn draft(period: &str) -> Draft {
        Draft { subject: subject(period), updated: 5.0, ..Draft::default() }
    }

    fn states(entries: &[Entry]) -> Vec<(&str, &str)> {
        entries.iter().map(|entry| (entry.subject.period.as_str(), entry.state.name())).collect()
    }

    #[test]
    fn duties_fall_into_their_lists_by_todays_date() {
        let duties = [
            duty("2026-08", "2026-08-16", "approved"),
            duty("2026-09", "2026-09-16", "due"),
            duty("2026-10", "2026-10-20", "due"),
            duty("2026-11", "2026-11-16", "upcoming"),
            duty("2026-07", "2026-07-16", "returned"),
            duty("2026-06", "2026-06-16", "locked"),
        ];
        let entries = entries(&duties, &[], &[], &[], TODAY);
        let expected = [
            ("2026-07", "returned"),
            ("2026-06", "overdue"),
            ("2026-09", "overdue"),
            ("2026-10", "todo"),
            ("2026-11", "upcoming"),
            ("2026-08", "sent"),
        ];
        assert_eq!(states(&entries), expected);
        assert_eq!(entries[1].status, "locked", "what was not sent stays in sight when its period is closed");
    }

    #[test]
    fn figures_that_changed_are_told() {
        let flagged = Duty { standing: serde_json::json!({ "flag": { "report_id": "r" } }), ..duty("2026-09", "2026-09-16", "approved") };
        let waits = Receipt { report_id: "r".into(), subject: subject("2026-09"), files: vec!["a.jpg".into()], ..Receipt::default() };
        assert_eq!(entries(std::slice::from_ref(&flagged), &[], &[], &[waits], TODAY)[0].files, 1, "a photograph is on its way");
        assert!(entries(std::slice::from_ref(&flagged), &[], &[], &[], TODAY)[0].flagged);
    }

    #[test]
    fn a_draft_stays_where_its_duty_is_and_says_so() {
        let entries = entries(&[duty("2026-10", "2026-10-25", "due")], &[draft("2026-10")], &[], &[], TODAY);
        assert_eq!(states(&entries), [("2026-10", "todo")]);
        assert_eq!(entries[0].draft, Some(5.0));
    }

    #[test]
    fn what_was_sealed_waits_whatever_the_server_said_earlier() {
        let parcel = Parcel { draft: draft("2026-09"), ..Parcel::default() };
        let entries = entries(&[duty("2026-09", "2026-09-16", "overdue")], &[], &[parcel], &[], TODAY);
        assert_eq!(states(&entries), [("2026-09", "waiting")]);
    }

    #[test]
    fn a_receipt_is_newer_than_a_list_without_it_and_older_than_a_return_of_it() {
        let receipt = |revision| Receipt { report_id: "r".into(), revision, subject: subject("2026-09"), ..Receipt::default() };
        let due = duty("2026-09", "2026-09-16", "due");
        assert_eq!(states(&entries(&[due], &[], &[], &[receipt(1)], TODAY)), [("2026-09", "sent")]);
        let mut returned = duty("2026-09", "2026-09-16", "returned");
        returned.report_id = Some("r".into());
        returned.revision = Some(1);
        assert_eq!(states(&entries(std::slice::from_ref(&returned), &[], &[], &[receipt(1)], TODAY)), [("2026-09", "returned")]);
        assert_eq!(states(&entries(&[returned], &[], &[], &[receipt(2)], TODAY)), [("2026-09", "sent")]);
    }

    #[test]
    fn a_register_stays_with_the_registers_whatever_is_sent_or_begun() {
        let open = duty("2026", "2026-10-01", "open");
        let receipt = Receipt { report_id: "r".into(), revision: 1, subject: subject("2026"), ..Receipt::default() };
        let registers = entries(&[open], &[draft("2026")], &[], &[receipt], TODAY);
        assert_eq!(states(&registers), [("2026", "register")], "its year's end is no due day");
        assert_eq!(registers[0].draft, Some(5.0));
    }

    #[test]
    fn a_refused_report_comes_back() {
        let refused = Draft { refusal: Some(Refusal::default()), ..draft("2026-10") };
        let entries = entries(&[duty("2026-10", "2026-10-25", "due")], &[refused], &[], &[], TODAY);
        assert_eq!(states(&entries), [("2026-10", "returned")]);
        assert!(entries[0].refused);
    }

    #[test]
    fn records_without_a_duty_are_not_lost() {
        let receipt = Receipt { subject: subject("2026-01"), ..Receipt::default() };
        let entries = entries(&[], &[draft("2026-10")], &[], &[receipt], TODAY);
        assert_eq!(states(&entries), [("2026-10", "todo"), ("2026-01", "sent")]);
    }
}
