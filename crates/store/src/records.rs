//! What goes into the store and what comes out, row by row.

use phieu_report::{Date, Event, FormId, Level, OrgUnitCode, Period, ReportId, Revision, Standing, Status, Version};
use phieu_unit::Change;
use serde_json::{Map, Value};

use crate::{Moment, UnitName};

/// An organisation unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Its code: never reused, never its name.
    pub code: OrgUnitCode,
    /// Its name in Vietnamese.
    pub name: String,
    /// The word of a `phieu_unit::UnitKind`.
    pub kind: String,
    /// The unit above it.
    pub parent: Option<OrgUnitCode>,
    /// What else the rules may read of it, by name.
    pub attributes: Map<String, Value>,
}

/// The attribute of a unit that says who helps its people.
pub const HELPER: &str = "helper";

/// Who helps the people of a unit, by telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// How the person is called.
    pub name: String,
    /// 10 or 11 digits.
    pub phone: String,
}

impl Unit {
    /// Who helps its people, where it says so itself.
    pub fn helper(&self) -> Option<Helper> {
        let own = self.attributes.get(HELPER)?;
        let text = |name: &str| own.get(name)?.as_str().map(str::to_owned);
        Some(Helper { name: text("name")?, phone: text("phone")? })
    }
}

/// A change of units to carry out.
#[derive(Debug, Clone)]
pub struct NewUnitChange {
    /// What changes, and from which day on.
    pub change: Change,
    /// The server's clock.
    pub at: Moment,
    /// Who makes it.
    pub login: String,
}

/// A change of units that was entered before its day, and waits for it or could not be carried out on it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedChange {
    /// Its number.
    pub id: i64,
    /// What changes, and from which day on.
    pub change: Change,
    /// When it was entered.
    pub at: Moment,
    /// The name of who entered it, or the login where there is no name.
    pub by: String,
    /// Why it could not be carried out on its day; nothing while it waits.
    pub fault: Option<String>,
}

/// The moment of sealing as the sender's clock gave it: kept as it came, believed by nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(pub String);

/// What decides whether a revision may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionKey {
    /// The report it belongs to; a first revision makes the report.
    pub report: ReportId,
    /// Its number: one more than the last.
    pub number: Revision,
    /// The form that was filled in.
    pub form: FormId,
    /// The unit that reports.
    pub unit: OrgUnitCode,
    /// The period that is reported.
    pub period: Period,
    /// The digest of the content, in hexadecimal.
    pub digest: String,
}

/// A revision to keep. Everything in it has been checked; the store checks only what depends on what it holds.
#[derive(Debug, Clone)]
pub struct NewRevision {
    /// What it is.
    pub key: RevisionKey,
    /// The form's version.
    pub version: Version,
    /// The period's first and last day, as the calendar of the unit counts them.
    pub days: (Date, Date),
    /// The report in canonical bytes.
    pub content: Vec<u8>,
    /// What the check knew from outside, as JSON bytes.
    pub context: Vec<u8>,
    /// The report's numbers by path, each path once.
    pub facts: Vec<(String, f64)>,
    /// The report's texts that totals list, by path, in the order of the form.
    pub texts: Vec<(String, String)>,
    /// The sender's clock.
    pub sealed_at: Option<Sealed>,
    /// The server's clock.
    pub received_at: Moment,
    /// Who sent it.
    pub login: String,
    /// Whether its period is closed by the calendar; a closing that somebody made is known here.
    pub past_closing: bool,
    /// Whether its figures go into sums: those of a report that sums up others itself do not. The first revision says it for good.
    pub adds_up: bool,
    /// How much its check pointed out: warnings, and what was explained.
    pub warnings: u32,
    /// Reports that read other figures of this one than it has now: they are flagged.
    pub flags: Vec<ReportId>,
}

/// The proof that a revision is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The report.
    pub report: ReportId,
    /// The revision.
    pub revision: Revision,
    /// The report's status now.
    pub status: Status,
    /// When the revision was received.
    pub received_at: Moment,
}

/// How a revision came to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// By this call.
    Now(Receipt),
    /// By an earlier call with the same content.
    Before(Receipt),
}

/// A reviewer's decision to keep.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// The report decided on.
    pub report: ReportId,
    /// The revision that the reviewer read.
    pub revision: Revision,
    /// What was decided: one of [`Event::DECISIONS`].
    pub event: Event,
    /// The level that decides.
    pub level: Level,
    /// Whether its period is closed by the calendar; a closing that somebody made is known here.
    pub past_closing: bool,
    /// The report that stands in its place, where it is replaced.
    pub replaced_by: Option<ReportId>,
    /// What the reviewer wrote.
    pub remarks: Vec<NewRemark>,
    /// The server's clock.
    pub at: Moment,
    /// Who decided.
    pub login: String,
}

/// A remark to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRemark {
    /// The answer it is about; empty for the whole report.
    pub path: String,
    /// What is to be done.
    pub text: String,
}

/// The state after a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The report's status now.
    pub status: Status,
    /// The revision decided on.
    pub revision: Revision,
}

/// A report without its content.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportRow {
    /// Its id, given by the sender.
    pub id: ReportId,
    /// Its form.
    pub form: FormId,
    /// The version of the form in which the last revision was filled in.
    pub version: Version,
    /// Its unit.
    pub unit: OrgUnitCode,
    /// Its period.
    pub period: Period,
    /// The period's first and last day, as it was sent for them.
    pub days: (Date, Date),
    /// Its status.
    pub status: Status,
    /// How many levels have approved it.
    pub approvals: u8,
    /// How much the check of its last revision pointed out.
    pub warnings: u32,
    /// Why it is to be looked at again, if no decision came since.
    pub flag: Option<Flag>,
    /// The report that stands in its place.
    pub replaced_by: Option<ReportId>,
    /// The last revision.
    pub revision: Revision,
    /// When the first revision was received: whether the report came in time.
    pub first_received_at: Moment,
    /// When the last revision was received.
    pub received_at: Moment,
    /// Who sent the last revision.
    pub received_from: String,
}

impl ReportRow {
    /// What decides what may happen to it; whether its period is closed is known elsewhere.
    pub fn standing(&self, locked: bool) -> Standing {
        Standing { status: self.status, approvals: self.approvals, flagged: self.flag.is_some(), locked }
    }
}

/// A report whose figures have changed after another one read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// When the changed figures came in.
    pub at: Moment,
    /// The report that was changed.
    pub report: ReportId,
    /// Its form.
    pub form: FormId,
    /// Its unit.
    pub unit: UnitName,
    /// Its period.
    pub period: Period,
}

/// A period to close below a unit, or to open again.
#[derive(Debug, Clone)]
pub struct NewClosing {
    /// The form.
    pub form: FormId,
    /// The unit below which it is closed.
    pub unit: OrgUnitCode,
    /// The period; its estimate is closed with it.
    pub period: Period,
    /// Whether it is closed, or opened again.
    pub closed: bool,
    /// Why.
    pub reason: String,
    /// The server's clock.
    pub at: Moment,
    /// Who did it.
    pub login: String,
}

/// Whether a period is closed below a unit, as it was said last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// The form.
    pub form: FormId,
    /// The unit.
    pub unit: OrgUnitCode,
    /// The period.
    pub period: Period,
    /// Whether it is closed.
    pub closed: bool,
    /// When it was said.
    pub at: Moment,
    /// By whom: the person's name.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Which reports. An absent condition lets everything through.
#[derive(Debug, Clone, Default)]
pub struct ReportFilter {
    /// The units; `None` is all.
    pub units: Option<Vec<OrgUnitCode>>,
    /// The form.
    pub form: Option<FormId>,
    /// The period.
    pub period: Option<Period>,
    /// The status.
    pub status: Option<Status>,
}

/// A stored revision.
#[derive(Debug, Clone, PartialEq)]
pub struct RevisionRow {
    /// Its number.
    pub number: Revision,
    /// The form's version.
    pub version: Version,
    /// The digest of its content.
    pub digest: String,
    /// The report in canonical bytes.
    pub content: Vec<u8>,
    /// What the check knew from outside, as JSON bytes.
    pub context: Vec<u8>,
    /// The sender's clock.
    pub sealed_at: Option<Sealed>,
    /// The server's clock.
    pub received_at: Moment,
    /// The login of the sender.
    pub received_from: String,
}

/// A remark as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The revision it is about.
    pub revision: Revision,
    /// The answer it is about; empty for the whole report.
    pub path: String,
    /// What is to be done.
    pub text: String,
    /// When it was written.
    pub at: Moment,
    /// The writer's name.
    pub by: String,
}

/// One line of a report's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// When.
    pub at: Moment,
    /// The person's name.
    pub by: String,
    /// What happened.
    pub event: Event,
    /// To which revision.
    pub revision: Revision,
    /// The status after it.
    pub status: Status,
    /// The other report, of a flag or a replacement.
    pub about: Option<ReportId>,
}

/// Which reports' facts.
#[derive(Debug, Clone)]
pub struct FactFilter<'a> {
    /// The units.
    pub units: &'a [OrgUnitCode],
    /// The form.
    pub form: &'a FormId,
    /// Only of periods that end on this day or later.
    pub since: Date,
}

/// What totals need of one report.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitFacts {
    /// Where the report stands.
    pub status: Status,
    /// The unit.
    pub unit: OrgUnitCode,
    /// The period.
    pub period: Period,
    /// The numbers by path.
    pub facts: Vec<(String, f64)>,
    /// The texts by path, in the order of the form.
    pub texts: Vec<(String, String)>,
}
