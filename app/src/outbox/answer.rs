//! What the server's answer to a sent report means.
//!
//! Pure, so that every status is tested. What it does not do: nothing is sent or kept here.

use serde_json::Value;

use crate::storage::records::Refusal;

/// What becomes of a report after an attempt to send it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The server has it.
    Taken {
        /// The status it has there.
        status: String,
        /// When it was received, as the server says.
        received_at: String,
    },
    /// It breaks rules: it becomes a draft again, with the issues.
    Refused(Refusal),
    /// Sending again would not help and nothing may be overwritten: a person decides.
    Stopped(Refusal),
    /// Nobody is signed in.
    SignedOut,
    /// The network or the server is away for now.
    Later,
}

/// Reads status and body. No status means that no answer came.
pub fn outcome(status: Option<u16>, body: &Value) -> Outcome {
    let refusal = || Refusal { code: text(body, "code"), message: text(body, "message"), details: body["details"].clone() };
    match status {
        // An answer without a receipt is not ours: a network's own sign-in page, for instance.
        Some(200 | 201) if body["report_id"].is_string() => {
            Outcome::Taken { status: text(body, "status"), received_at: text(body, "received_at") }
        }
        Some(401) => Outcome::SignedOut,
        Some(422) if body["code"] == "report_invalid" => Outcome::Refused(refusal()),
        Some(400 | 403 | 404 | 409 | 413 | 415 | 422) if body["code"].is_string() => Outcome::Stopped(refusal()),
        _ => Outcome::Later,
    }
}

fn text(body: &Value, key: &str) -> String {
    body[key].as_str().unwrap_or_default().to_string()
}

/// Whether a report's waiting time is over. A time further away than anybody waits was written by a clock that was wrong.
pub fn is_due(next_at: f64, now: f64) -> bool {
    next_at <= now || next_at - now > wait(u32::MAX, 1.0)
}

/// Milliseconds to wait after so many attempts: five seconds, doubled each time, at most ten minutes.
/// `chance` in [0, 1) spreads phones that came back at the same moment over another quarter of that time.
pub fn wait(attempts: u32, chance: f64) -> f64 {
    let base = 5_000.0 * f64::from(1u32 << attempts.saturating_sub(1).min(7));
    base.min(600_000.0) * (1.0 + chance / 4.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_receipt_ends_it_and_a_repeated_one_too() {
        let body = json!({"report_id": "r", "revision": 1, "status": "submitted", "received_at": "2026-11-22T01:00:00Z"});
        for status in [200, 201] {
            let taken = Outcome::Taken { status: "submitted".into(), received_at: "2026-11-22T01:00:00Z".into() };
            assert_eq!(outcome(Some(status), &body), taken);
        }
    }

    #[test]
    fn someone_elses_page_is_no_receipt() {
        assert_eq!(outcome(Some(200), &Value::Null), Outcome::Later);
        assert_eq!(outcome(Some(404), &Value::Null), Outcome::Later);
        assert_eq!(outcome(Some(403), &json!("<html>")), Outcome::Later);
    }

    #[test]
    fn each_refusal_has_its_way() {
        let error = |code: &str| json!({"code": code, "message": "Câu.", "details": {"a": 1}});
        let refusal = |code: &str| Refusal { code: code.into(), message: "Câu.".into(), details: json!({"a": 1}) };
        assert_eq!(outcome(Some(422), &error("report_invalid")), Outcome::Refused(refusal("report_invalid")));
        for (status, code) in
            [(409, "report_exists"), (409, "revision_conflict"), (413, "too_large"), (422, "period_unfit"), (403, "foreign_unit")]
        {
            assert_eq!(outcome(Some(status), &error(code)), Outcome::Stopped(refusal(code)));
        }
        assert_eq!(outcome(Some(401), &error("signed_out")), Outcome::SignedOut);
    }

    #[test]
    fn no_answer_and_a_broken_server_are_waited_for() {
        assert_eq!(outcome(None, &Value::Null), Outcome::Later);
        for status in [408, 429, 500, 502, 503] {
            assert_eq!(outcome(Some(status), &json!({"code": "busy", "message": ""})), Outcome::Later);
        }
    }

    #[test]
    fn waiting_doubles_up_to_ten_minutes() {
        let waits: Vec<f64> = (1..=10).map(|attempts| wait(attempts, 0.0) / 1_000.0).collect();
        assert_eq!(waits, [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 600.0, 600.0, 600.0]);
        assert!(wait(1, 0.99) < 6_250.0);
    }

    #[test]
    fn a_time_that_a_wrong_clock_wrote_keeps_nothing_back() {
        let (now, year) = (1_800_000_000_000.0, 31_536_000_000.0);
        assert!(is_due(now, now) && is_due(now - year, now));
        assert!(!is_due(now + wait(8, 0.99), now), "ten minutes are waited for");
        assert!(is_due(now + year, now), "a year is not");
    }
}
