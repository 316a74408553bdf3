//! How many of how many: a total without it would pass for the whole.

use std::collections::{BTreeMap, BTreeSet};

use phieu_report::{Date, OrgUnitCode, Status};
use serde::Serialize;

/// A report that was received from a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Who sent it.
    pub org_unit: OrgUnitCode,
    /// Where it stands.
    pub status: Status,
    /// The day on which the server first received it. The phone's own clock is not asked.
    pub received_on: Date,
}

/// How complete and how timely the reports of a form and period are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// Units that must report.
    pub expected: usize,
    /// Of these, units whose report was received, in whatever status.
    pub received: usize,
    /// Of these, units whose report is approved: only these are in totals.
    pub approved: usize,
    /// Received on the due day or before.
    pub on_time: usize,
    /// Received after the due day.
    pub late: usize,
    /// Units without any report.
    pub missing: Vec<OrgUnitCode>,
    /// Units with a report that is not approved.
    pub undecided: Vec<OrgUnitCode>,
    /// Units that sent a report though none was expected of them; they are in no other number.
    pub unexpected: Vec<OrgUnitCode>,
}

/// Compares who must report with who did. A unit that is given twice counts once; of two reports of a unit the last given counts.
pub fn completeness(expected: &[OrgUnitCode], received: &[Received], due: Date) -> Completeness {
    let by_unit: BTreeMap<&OrgUnitCode, &Received> = received.iter().map(|report| (&report.org_unit, report)).collect();
    let expected: BTreeSet<&OrgUnitCode> = expected.iter().collect();
    let mut result = Completeness { expected: expected.len(), ..Completeness::default() };
    for unit in &expected {
        let Some(report) = by_unit.get(unit) else {
            result.missing.push((*unit).clone());
            continue;
        };
        result.received += 1;
        if report.status.counts() {
            result.approved += 1;
        } else {
            result.undecided.push((*unit).clone());
        }
        if report.received_on <= due {
            result.on_time += 1;
        } else {
            result.late += 1;
        }
    }
    result.unexpected = by_unit.keys().filter(|unit| !expected.contains(*unit)).map(|unit| (*unit).clone()).collect();
    result
}
