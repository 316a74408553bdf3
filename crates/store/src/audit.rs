//! The audit as a chain: every line carries a digest over the line before it and over all that it says, so that a line which was changed,
//! removed, put in or moved no longer fits, and neither does a revision whose bytes were exchanged.
//!
//! A digest is the SHA-256, in hexadecimal, of canonical JSON (RFC 8785, [`phieu_report::canonical`]), here and nowhere else:
//! of a revision as it is stored ([`StoredRevision`]), and of a line with the revision's digest in it ([`AuditStep`]). What a line does
//! not say is left out, so that a new kind of line changes no digest of before.
//! Anyone with the database and this page can compute them again.
//!
//! There is no secret in it: whoever may write the file can make a whole new chain, or cut off its end. Both are found by the
//! last line's number and digest, noted somewhere else ([`AuditMark`]). Facts and units are not in the chain (people have one of their own): facts can be
//! made again from the revisions.

use phieu_report::{canonical, digest};
use serde_json::json;

/// The digest before the first line.
const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A line of the audit by its number, with its digest: what is noted elsewhere, and later compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditMark {
    /// The line's number, counted from 1; 0 where there is no line.
    pub line: i64,
    /// The line's digest, 64 small hexadecimal digits.
    pub digest: String,
}

impl AuditMark {
    /// What stands before the first line.
    pub(crate) fn start() -> AuditMark {
        AuditMark { line: 0, digest: START.to_owned() }
    }
}

/// The first thing that does not fit. Reports are named as the database names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditFault {
    /// Lines are counted without a gap; here the count breaks.
    Number {
        /// The number that should come.
        expected: i64,
        /// The number that comes.
        found: i64,
    },
    /// The line, a remark of its decision, or its place is not what was written.
    Line(i64),
    /// The revision that a line tells of is gone, or its bytes, moment or sender are not what was received.
    Revision {
        /// The line.
        line: i64,
        /// The report.
        report: String,
        /// The revision's number.
        revision: i64,
    },
    /// The copy that a line tells of is gone, or its bytes are not what came in.
    Copy {
        /// The report.
        report: String,
        /// The name of the copy.
        name: String,
    },
    /// No line tells that this revision came in.
    Untold {
        /// The report.
        report: String,
        /// The revision's number.
        revision: i64,
    },
    /// Personal answers of the revision were erased, and what was left is not what the audit of people tells.
    Left {
        /// The report.
        report: String,
        /// The revision's number.
        revision: i64,
    },
    /// The report's status or last revision is not what the last line about it says.
    Status {
        /// The report.
        report: String,
    },
    /// Whether a period is closed is not what the last line about it says.
    Closing {
        /// Form, unit and period.
        about: String,
    },
    /// The line has another digest than was noted: it, or a line before it, was written anew.
    Noted(i64),
    /// The audit ends before the line that was noted.
    CutOff {
        /// The line that was noted.
        noted: i64,
        /// The last line that is there.
        last: i64,
    },
}

/// A line as it is hashed: who did what when, and why. It tells of a report's revision, or of a period that was closed or opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuditStep {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) at: i64,
    pub(crate) login: String,
    pub(crate) event: String,
    pub(crate) report: Option<String>,
    pub(crate) revision: Option<i64>,
    /// The status after it.
    pub(crate) status: Option<String>,
    /// The digest of the [`StoredRevision`] that it is about.
    pub(crate) revision_digest: Option<String>,
    /// The other report, of a flag or replacement; form, unit and period, of a closing.
    pub(crate) about: Option<String>,
    /// How many levels have approved the report after it; not said by lines of before there were levels.
    pub(crate) approvals: Option<i64>,
    /// What was written with it, as path and text, in order.
    pub(crate) remarks: Vec<(String, String)>,
}

impl AuditStep {
    /// The mark of this step as the line after another.
    pub(crate) fn after(&self, previous: &AuditMark) -> AuditMark {
        let line = previous.line.saturating_add(1);
        AuditMark { line, digest: digest(&self.canonical(line, &previous.digest)) }
    }

    fn canonical(&self, line: i64, previous: &str) -> Vec<u8> {
        let AuditStep { at, login, event, report, revision, status, revision_digest, about, approvals, remarks } = self;
        canonical(&json!({
            "about": about, "approvals": approvals, "at": at, "event": event, "line": line, "login": login, "previous": previous,
            "remarks": remarks, "report": report, "revision": revision, "revision_digest": revision_digest, "status": status,
        }))
    }
}

/// A revision as it is hashed, with what the report says of itself.
pub(crate) struct StoredRevision {
    pub(crate) form: String,
    pub(crate) unit: String,
    pub(crate) period: String,
    pub(crate) version: String,
    /// The digest under which it came.
    pub(crate) digest: String,
    /// The digests of content and context, as they came; they are kept where personal answers were erased.
    pub(crate) content: String,
    pub(crate) context: String,
    pub(crate) sealed_at: Option<String>,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) received_at: i64,
    pub(crate) received_from: String,
}

impl StoredRevision {
    /// Its digest. A moment of sealing that was not given is left out.
    pub(crate) fn digest(&self) -> String {
        digest(&self.canonical())
    }

    fn canonical(&self) -> Vec<u8> {
        canonical(&json!({
            "content": self.content, "context": self.context, "digest": self.digest, "form": self.form,
            "period": self.period, "received_at": self.received_at, "received_from": self.received_from, "sealed_at": self.sealed_at,
            "unit": self.unit, "version": self.version,
        }))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn revision() -> StoredRevision {
        StoredRevision {
            form: "clb-thang".to_owned(),
            unit: "24848-C01".to_owned(),
            period: "2026-09".to_owned(),
            version: "2026.1".to_owned(),
            digest: "ab".to_owned(),
            content: digest(b"{}"),
            context: digest(b""),
            sealed_at: None,
            received_at: 1_790_000_000_000,
            received_from: "an".to_owned(),
        }
    }

    fn step() -> AuditStep {
        AuditStep {
            at: 1_790_000_000_001,
            login: "binh".to_owned(),
            event: "return".to_owned(),
            report: Some("0190c3a2-0000-7000-8000-000000000001".to_owned()),
            revision: Some(1),
            status: Some("returned".to_owned()),
            revision_digest: Some(revision().digest()),
            about: None,
            approvals: None,
            remarks: vec![(String::new(), "Xem \"lại\".".to_owned()), ("a/b".to_owned(), "Đếm lại.".to_owned())],
        }
    }

    // The digests were computed with `sha256sum` from the texts beside them.
    #[test]
    fn the_canonical_form_is_this_one() {
        let text = String::from_utf8(revision().canonical()).unwrap();
        assert_eq!(
            text,
            r#"{"content":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","context":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","digest":"ab","form":"clb-thang","period":"2026-09","received_at":1790000000000,"received_from":"an","unit":"24848-C01","version":"2026.1"}"#
        );
        assert_eq!(revision().digest(), "61f94ab561fe4b6723b49abe5fefaf2a87386ee340667116f0e70fc488057cbe");
        let text = String::from_utf8(step().canonical(1, START)).unwrap();
        assert_eq!(
            text,
            r#"{"at":1790000000001,"event":"return","line":1,"login":"binh","previous":"0000000000000000000000000000000000000000000000000000000000000000","remarks":[["","Xem \"lại\"."],["a/b","Đếm lại."]],"report":"0190c3a2-0000-7000-8000-000000000001","revision":1,"revision_digest":"61f94ab561fe4b6723b49abe5fefaf2a87386ee340667116f0e70fc488057cbe","status":"returned"}"#
        );
        let first = step().after(&AuditMark::start());
        assert_eq!(first, AuditMark { line: 1, digest: "c2585548f1d1a235113cd551e68f53ad253bdc7302b37924e85fe8ccb0dfdb97".to_owned() });
        assert_eq!(step().after(&first).line, 2);
        assert_ne!(step().after(&first).digest, first.digest, "the same step elsewhere is another line");
        let none = || (None, None, None, None);
        let (report, revision, status, revision_digest) = none();
        let about = Some("clb-thang 68 2026-09".to_owned());
        let closing =
            AuditStep { report, revision, status, revision_digest, about, event: "lock".to_owned(), remarks: Vec::new(), ..step() };
        let text = String::from_utf8(closing.canonical(1, "x")).unwrap();
        assert_eq!(
            text,
            r#"{"about":"clb-thang 68 2026-09","at":1790000000001,"event":"lock","line":1,"login":"binh","previous":"x","remarks":[]}"#
        );
    }
}
