//! A commune's half-year (F01).

use phieu_report::{Period, Window};
use serde_json::{Value, json};

use super::chance::Chance;
use super::{Commune, Filled};

/// The report of one period.
pub(super) fn half_year(commune: &Commune, period: Period, window: Window, prepared_by: &str) -> Filled {
    let mut chance = Chance::of(&format!("{} {period}", commune.code));
    let answers = json!({
        "population": population(commune, period, window, &mut chance),
        "ages": ages(commune),
        "hardship": hardship(commune, &mut chance),
        "organisation": {"base_associations": 1, "branches": commune.branches, "branch_groups": commune.branches + chance.between(2, 9) as u32},
        "members": {},
        "officers": officers(&mut chance),
        "resources": {"office": "shared", "funding_received": chance.between(18, 40) * 1_000_000, "chair_allowance": 12_600_000},
        "closing": {"prepared_by": prepared_by, "prepared_by_title": "Chủ tịch Hội"},
    });
    let mut filled = Filled { period, answers, explanations: Default::default() };
    members(commune, &mut filled.answers, &mut chance);
    filled
}

fn population(commune: &Commune, period: Period, window: Window, chance: &mut Chance) -> Value {
    let men = chance.percent(u64::from(commune.older_people), 42, 46);
    json!({
        "population_total": commune.population,
        "older_people": commune.older_people,
        "population_source": "police",
        "population_as_of": period.start(window).to_string(),
        "older_men": men,
        "older_women": u64::from(commune.older_people) - men,
    })
}

fn ages(commune: &Commune) -> Value {
    let older = u64::from(commune.older_people);
    let (over_80, over_70) = (older * 15 / 100, older * 29 / 100);
    json!({
        "older_60_69": older - over_70 - over_80,
        "older_70_79": over_70,
        "older_80_over": over_80,
        "older_90_over": older * 26 / 1000,
        "older_100_over": older * 2 / 1000,
    })
}

fn hardship(commune: &Commune, chance: &mut Chance) -> Value {
    let older = u64::from(commune.older_people);
    json!({
        "older_poor": chance.percent(older, 4, 9),
        "older_near_poor": chance.percent(older, 4, 8),
        "older_alone": chance.percent(older, 1, 3),
        "older_disabled": chance.percent(older, 3, 7),
        "older_ethnic_minority": older * u64::from(commune.ethnic_percent) / 100,
    })
}

fn members(commune: &Commune, answers: &mut Value, chance: &mut Chance) {
    let opening = u64::from(commune.members);
    let admitted = chance.percent(opening, 2, 4);
    let (moved_in, moved_out) = (chance.between(0, 6), chance.between(0, 8));
    let (died, removed) = (chance.percent(opening, 1, 2), chance.between(0, 2));
    let closing = opening + admitted + moved_in - moved_out - died - removed;
    answers["members"] = json!({
        "members_opening": opening,
        "members_admitted": admitted,
        "members_admitted_retired": chance.percent(admitted, 5, 20),
        "members_moved_in": moved_in,
        "members_moved_out": moved_out,
        "members_died": died,
        "members_removed": removed,
        "members_closing": closing,
    });
    answers["member_groups"] = json!({
        "members_women": chance.percent(closing, 54, 59),
        "members_under_60": chance.percent(closing, 2, 5),
        "members_party": chance.percent(closing, 4, 8),
        "members_ethnic_minority": closing * u64::from(commune.ethnic_percent) / 100,
        "members_80_over": u64::from(commune.older_people) * 13 / 100,
        "members_100_over": u64::from(commune.older_people) * 2 / 1000,
        "eligible_not_members": chance.percent(closing, 6, 9),
    });
    let dues = closing * 12_000;
    answers["dues"] = json!({
        "cards_issued": admitted,
        "dues_collected": dues,
        "dues_kept_by_branches": dues * 7 / 10,
    });
}

fn officers(chance: &mut Chance) -> Value {
    let board = chance.between(11, 17);
    json!({
        "executive_board": board,
        "standing_board": 3,
        "inspection_board": 3,
        "officers_women": chance.between(3, 6),
        "officers_under_60": chance.between(0, 2),
        "officers_successors": chance.between(2, 5),
        "officers_trained": chance.between(6, board),
    })
}
