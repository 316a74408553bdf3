//! A branch's months (F02). Each month opens where the one before closed.

use phieu_report::Period;
use serde_json::{Value, json};

use super::chance::Chance;
use super::{Branch, Filled};

/// The reports of some months, one after the other.
pub(super) fn months(branch: &Branch, periods: &[Period], prepared_by: &str) -> Vec<Filled> {
    let mut members = u64::from(branch.members);
    periods.iter().map(|period| month(branch, *period, prepared_by, &mut members)).collect()
}

fn month(branch: &Branch, period: Period, prepared_by: &str, members: &mut u64) -> Filled {
    let mut chance = Chance::of(&format!("{} {period}", branch.code));
    let answers = json!({
        "members": changes(members, &mut chance),
        "visits": visits(&mut chance),
        "gatherings": gatherings(*members, u64::from(branch.clubs), &mut chance),
        "news": {"incident": "no", "petitions": 0},
        "closing": {"prepared_by": prepared_by, "prepared_by_role": "head"},
    });
    Filled { period, answers, explanations: Default::default() }
}

fn changes(members: &mut u64, chance: &mut Chance) -> Value {
    let opening = *members;
    let (admitted, moved_in, moved_out, died) = (chance.between(0, 3), chance.between(0, 1), chance.between(0, 1), chance.between(0, 1));
    *members = opening + admitted + moved_in - moved_out - died;
    json!({
        "members_opening": opening, "members_admitted": admitted, "members_moved_in": moved_in, "members_moved_out": moved_out,
        "members_died": died, "members_closing": *members,
    })
}

fn visits(chance: &mut Chance) -> Value {
    let (sick, funerals, gifts) = (chance.between(1, 6), chance.between(0, 2), chance.between(0, 5));
    json!({
        "sick_visits": sick, "sick_visits_money": sick * 100_000,
        "funerals": funerals, "funerals_of_members": 0, "funerals_money": funerals * 500_000,
        "gifts": gifts, "gifts_money": gifts * 300_000,
    })
}

fn gatherings(members: u64, clubs: u64, chance: &mut Chance) -> Value {
    json!({
        "meetings": 1, "meeting_attendance": chance.percent(members, 55, 85),
        "talks": 1, "talk_attendance": chance.percent(members, 50, 80),
        "clubs": clubs, "clubs_reported": clubs,
    })
}
