//! The trait that every database behind phieu fulfils. The promises stand at the methods; one suite of tests holds them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use phieu_report::{Date, FormId, OrgUnitCode, Period, ReportId, Revision};
use phieu_unit::{Fault, Hierarchy, Life, Predecessor, Succession};

use crate::{
    Account, AuditFault, AuditLine, AuditMark, Awaited, Both, Closing, Counted, Decision, Error, Expected, FactFilter, Figure, Helper,
    Kept, LastReport, ListRow, Listing, Moment, NewClosing, NewDecision, NewRevision, NewUnitChange, OwnTarget, People, PlannedChange,
    Programs, Progress, Receipt, Refusal, Registers, Remark, ReportFilter, ReportRow, RevisionKey, RevisionRow, RowCount, RowPage,
    RowQuery, RowSums, Scope, Session, SumQuery, Unit, UnitFacts, UnitSum, Uploads,
};

/// Where reports and the people around them are kept.
#[async_trait]
pub trait Store: People + Registers + Uploads + Programs + Send + Sync {
    /// Adds units, each beginning with the one above it, or corrects the last version of those of the same code. Parents stand before
    /// their children.
    async fn put_units(&self, units: &[Unit]) -> Result<(), Error>;
    /// One unit by its last version, also if it has ended.
    async fn unit(&self, code: &OrgUnitCode) -> Result<Option<Unit>, Error>;
    /// The units directly under one, by code.
    async fn units_under(&self, parent: &OrgUnitCode) -> Result<Vec<Unit>, Error>;
    /// A unit and all below it, at any depth, by code.
    async fn units_within(&self, top: &OrgUnitCode) -> Result<Vec<Unit>, Error>;
    /// The same with all that have ended there, whose reports are still read.
    async fn units_once_within(&self, top: &OrgUnitCode) -> Result<Vec<Unit>, Error>;

    /// A unit and all above it as they were on a day, from itself upwards; before its beginning as it began, after its end as it ended.
    /// Empty where there is no such unit.
    async fn chain_at(&self, code: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error>;
    /// Units as each was on its day, as [`Store::chain_at`] begins, in the order asked; a code that nobody has is left out.
    async fn units_then(&self, asked: &[(OrgUnitCode, Date)]) -> Result<Vec<Unit>, Error>;
    /// The units directly under one on a day, by code.
    async fn units_under_at(&self, parent: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error>;
    /// A unit and all below it on a day, by code; those that were not there on that day are left out, the unit itself as well.
    async fn units_within_at(&self, top: &OrgUnitCode, day: Date) -> Result<Vec<Unit>, Error>;
    /// How many units of each kind there are below one on each of some days, without the unit itself.
    async fn kinds_within(&self, top: &OrgUnitCode, days: &[Date]) -> Result<BTreeMap<(Date, String), u64>, Error>;
    /// All units that there are on a day, by code.
    async fn units_on(&self, day: Date) -> Result<Vec<Unit>, Error>;

    /// Takes up units with all their versions and successions, in one transaction. What is there from a list or a person stays as it is.
    /// The digest of the list is kept.
    async fn take_up_units(&self, hierarchy: &Hierarchy, digest: &str) -> Result<(), Error>;
    /// Whether the list that was taken up last has this digest.
    async fn has_taken_up(&self, digest: &str) -> Result<bool, Error>;
    /// All units over time.
    async fn hierarchy(&self) -> Result<Hierarchy, Error>;
    /// One unit over time.
    async fn unit_life(&self, code: &OrgUnitCode) -> Result<Option<Life>, Error>;
    /// Who went on in whom, the earliest first.
    async fn successions(&self) -> Result<Vec<Succession>, Error>;
    /// Carries out a change and gives the units it touched, or changes nothing.
    async fn change_units(&self, new: &NewUnitChange) -> Result<Result<Vec<OrgUnitCode>, Fault>, Error>;

    /// Sets the day from which a unit and those below it are asked for reports, with the line that tells of it; `None` where there is no such
    /// unit.
    async fn ask_from(&self, code: &OrgUnitCode, day: Date, at: Moment, login: &str) -> Result<Option<Unit>, Error>;
    /// Sets who helps the people of a unit and of those below it, or that nobody does, with a line that says that it was set and not who it
    /// is; `None` where there is no such unit.
    async fn set_helper(&self, code: &OrgUnitCode, helper: Option<&Helper>, at: Moment, login: &str) -> Result<Option<Unit>, Error>;
    /// Keeps a change for its day, or says why it could not be then: those that were kept for a day up to then are counted as done.
    async fn plan_change(&self, new: &NewUnitChange) -> Result<Result<i64, Fault>, Error>;
    /// The changes that wait for their day and those that could not be carried out, by day.
    async fn planned_changes(&self) -> Result<Vec<PlannedChange>, Error>;
    /// Takes back a change that waits; `false` where none of this number does.
    async fn withdraw_change(&self, id: i64, at: Moment, login: &str) -> Result<bool, Error>;
    /// Carries out the changes whose day has come, in order of days, in the name of who entered them: how many it looked at. What cannot
    /// be any more is kept with the reason.
    async fn carry_out_planned(&self, today: Date, at: Moment) -> Result<usize, Error>;
    /// Takes up units of before and their successions with the line that tells of it, or gives every row that cannot be and takes up nothing.
    async fn remember_units(
        &self,
        rows: &[Predecessor],
        at: Moment,
        login: &str,
    ) -> Result<Result<Vec<OrgUnitCode>, Vec<(usize, Fault)>>, Error>;

    /// Adds an account or replaces the one of the same login, whose sessions end. Duties are added or get their end; none is removed.
    async fn put_account(&self, account: &Account) -> Result<(), Error>;
    /// One account with all its duties.
    async fn account(&self, login: &str) -> Result<Option<Account>, Error>;
    /// Keeps a session and drops those that have ended by its opening.
    async fn open_session(&self, session: &Session) -> Result<(), Error>;
    /// Whose session a token hash is, unless it has ended by `now`.
    async fn session_account(&self, token_hash: &str, now: Moment) -> Result<Option<Account>, Error>;
    /// Ends a session; one that does not exist is already ended.
    async fn close_session(&self, token_hash: &str) -> Result<(), Error>;

    /// Keeps a revision with its facts and its audit line, and moves the report's status, or changes nothing.
    /// The same content under the same number is [`Kept::Before`], however often and however concurrently it comes.
    async fn submit(&self, new: &NewRevision) -> Result<Result<Kept, Refusal>, Error>;
    /// What [`Store::submit`] would say of a revision now, without keeping anything: its receipt if it is stored already,
    /// nothing if it may be kept, or why not.
    async fn standing(&self, key: &RevisionKey) -> Result<Result<Option<Receipt>, Refusal>, Error>;
    /// Keeps a reviewer's decision on the last revision with its remarks and its audit line, and moves the status, or changes nothing.
    /// With the approval of an official report the estimate of its period is replaced by it.
    async fn decide(&self, new: &NewDecision) -> Result<Result<Decision, Refusal>, Error>;
    /// Closes a period of a form below a unit, or opens it again, with its audit line. While it is closed nothing is kept by
    /// [`Store::submit`] and [`Store::decide`]; what was opened again is open whatever the calendar says.
    async fn close_period(&self, new: &NewClosing) -> Result<Result<(), Refusal>, Error>;
    /// What was said of closed periods below units, by form and period.
    async fn closings(&self, units: &[OrgUnitCode]) -> Result<Vec<Closing>, Error>;
    /// Sets the key in the address of a person's calendar, or takes it away. The one before it opens nothing any more.
    async fn put_calendar(&self, login: &str, key: Option<&str>) -> Result<(), Error>;
    /// The key in the address of a person's calendar.
    async fn calendar(&self, login: &str) -> Result<Option<String>, Error>;
    /// Whose calendar a key opens.
    async fn calendar_account(&self, key: &str) -> Result<Option<Account>, Error>;

    /// One report.
    async fn report(&self, id: &ReportId) -> Result<Option<ReportRow>, Error>;
    /// The reports that fit a filter, the latest period first.
    async fn reports(&self, filter: &ReportFilter) -> Result<Vec<ReportRow>, Error>;
    /// A page of reports, in the order of [`ListPlace`](crate::ListPlace).
    async fn listed(&self, asked: &Listing<'_>) -> Result<Vec<ReportRow>, Error>;
    /// How many reports there are in each scope, by period, and what they are to the reviewer: those in the first two groups wait for one
    /// of the scope's levels ([`Standing::waits_for`](phieu_report::Standing::waits_for)).
    async fn counted(&self, scopes: &[Scope]) -> Result<Vec<Counted>, Error>;
    /// How many reports of a form there are of some units, or of all, by period.
    async fn periods(&self, form: &FormId, units: Option<&[OrgUnitCode]>) -> Result<Vec<(Period, u64)>, Error>;
    /// Of each unit that has sent one the last report of a form: of some periods, or of any.
    async fn last_reports(&self, form: &FormId, units: &[OrgUnitCode], of: Option<&[Period]>) -> Result<Vec<LastReport>, Error>;
    /// What each unit's last report of a form chose in a field, of the units that chose something.
    async fn last_choices(&self, form: &FormId, units: &[OrgUnitCode], field: &str) -> Result<Vec<(OrgUnitCode, String)>, Error>;
    /// How many rows some units keep together in each of some lists, in the order asked.
    async fn row_sums(&self, asked: &[RowQuery<'_>]) -> Result<Vec<RowSums>, Error>;
    /// The same of each unit that has sent a report, by unit.
    async fn row_counts(&self, asked: &[RowQuery<'_>]) -> Result<Vec<Vec<RowCount>>, Error>;
    /// How many rows fit, and those of one page.
    async fn rows(&self, asked: &RowQuery<'_>, page: &RowPage<'_>) -> Result<(u64, Vec<ListRow>), Error>;
    /// The reports of some units whose periods end on a day or later, and of each unit and form the last that counts before it; the latest
    /// period first.
    async fn reports_since(&self, units: &[OrgUnitCode], day: Date) -> Result<Vec<ReportRow>, Error>;
    /// The reports that fit a filter, each with the content of its last revision.
    async fn contents(&self, filter: &ReportFilter) -> Result<Vec<(ReportRow, Vec<u8>)>, Error>;
    /// All revisions of a report, the first one first.
    async fn revisions(&self, report: &ReportId) -> Result<Vec<RevisionRow>, Error>;
    /// One revision.
    async fn revision(&self, report: &ReportId, number: Revision) -> Result<Option<RevisionRow>, Error>;
    /// The last revisions of some reports, in no order.
    async fn last_revisions(&self, reports: &[ReportId]) -> Result<Vec<(ReportId, RevisionRow)>, Error>;
    /// All remarks on a report, in the order in which they were written, but for those that were emptied.
    async fn remarks(&self, report: &ReportId) -> Result<Vec<Remark>, Error>;
    /// All remarks on some reports, in the order in which they were written.
    async fn remarks_on(&self, reports: &[ReportId]) -> Result<Vec<(ReportId, Remark)>, Error>;
    /// Which of some reports were opened again after approval.
    async fn reopened(&self, reports: &[ReportId]) -> Result<Vec<ReportId>, Error>;
    /// What happened to a report, in order.
    async fn history(&self, report: &ReportId) -> Result<Vec<AuditLine>, Error>;
    /// Computes the whole audit again, from the first line to the last: the last line's mark, or the first thing that does not fit.
    ///
    /// Every step adds its line to the chain in the step's own transaction, also where many come at once. Found are a line that was
    /// changed, removed, put in or moved, a remark that is not what was written, a revision or report whose content, form, unit, period,
    /// moment or sender is not what came in, a revision that no line tells of, and a status that no line led to. What a new chain or
    /// an end cut off would hide is found if `noted`, a mark of an earlier check kept elsewhere, is compared. It sees one moment of the
    /// database and keeps nobody from writing.
    async fn verify_audit(&self, noted: Option<&AuditMark>) -> Result<Result<AuditMark, AuditFault>, Error>;
    /// The facts of the reports that fit a filter, report by report, by unit and period.
    async fn facts(&self, filter: &ReportFilter) -> Result<Vec<UnitFacts>, Error>;
    /// The facts of all reports of a form and some units from a day on, by unit and period.
    async fn facts_since(&self, filter: &FactFilter<'_>) -> Result<Vec<UnitFacts>, Error>;

    /// The sums asked for, by period, unit and path. Those over reports that count are kept up to date by [`Store::submit`] and
    /// [`Store::decide`], in the step's own transaction; a report counts for the units that were above it when it came in.
    async fn sums(&self, asked: &SumQuery<'_>) -> Result<Vec<UnitSum>, Error>;
    /// The sums of two figures over the units that gave both in reports that count: the unit itself and those that were below it in the first
    /// one's period.
    async fn both(&self, top: &OrgUnitCode, figures: [Figure<'_>; 2]) -> Result<Both, Error>;
    /// The texts of one field in one period below the first unit asked for, by unit, so many at most.
    async fn texts(&self, asked: &SumQuery<'_>, most: u32) -> Result<Vec<(OrgUnitCode, String)>, Error>;
    /// How far the reports below each child of a unit are, by code; what was received by `until`, or by a child's own moment, is on time.
    /// A report in whose place another one stands is neither expected nor missing, here and in [`Store::silent`].
    async fn progress(&self, asked: &Expected<'_>, until: Moment, own: &[(OrgUnitCode, Moment)]) -> Result<Vec<Progress>, Error>;
    /// The units without a report that counts and gives a figure, by code, so many at most; for the empty path, without one that counts.
    async fn silent(&self, asked: &Expected<'_>, path: &str, most: u32) -> Result<Vec<Awaited>, Error>;
    /// In how many units of the kind asked for below the top a figure is more than nothing, and how many such units there are.
    async fn having(&self, asked: &Expected<'_>, path: &str) -> Result<(u64, u64), Error>;
    /// Makes all kept sums anew: how many there are, and how many had not been the same.
    async fn rebuild_sums(&self) -> Result<(u64, u64), Error>;

    /// Adds a line to the targets that units set themselves: the last one of a unit, year, form and path holds, one without bounds ends it.
    async fn put_target(&self, target: &OwnTarget) -> Result<(), Error>;
    /// The targets that a unit has set itself for a year.
    async fn targets(&self, unit: &OrgUnitCode, year: i32) -> Result<Vec<OwnTarget>, Error>;
}
