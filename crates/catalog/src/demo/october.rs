//! A commune's Month of Action (F10).

use phieu_report::Period;
use serde_json::{Value, json};

use super::chance::Chance;
use super::{Commune, Filled};

/// The report on a year's October.
pub(super) fn month(commune: &Commune, period: Period, prepared_by: &str) -> Filled {
    let mut chance = Chance::of(&format!("october {} {period}", commune.code));
    let answers = json!({
        "plan": {"launches": 1, "launch_attendance": chance.between(90, 260), "launched_on": format!("{}-10-01", period.year())},
        "care": care(commune, &mut chance),
        "health": {
            "people_examined": chance.percent(u64::from(commune.older_people), 30, 60),
            "eyes_examined": chance.between(20, 70), "medicine_money": chance.between(60, 240) * 100_000,
        },
        "honours": {"people_honoured": chance.between(20, 70), "centenarians_visited": u64::from(commune.older_people) * 2 / 1000},
        "homes": {"houses": 1, "houses_money": 80_000_000, "cards": 8, "cards_money": 8 * 982_800},
        "events": {"gatherings": 3, "gathering_attendance": chance.between(250, 600), "news": chance.between(6, 20)},
        "money": money(&mut chance),
        "closing": {"prepared_by": prepared_by, "prepared_by_title": "Chủ tịch Hội"},
    });
    Filled { period, answers, explanations: Default::default() }
}

fn care(commune: &Commune, chance: &mut Chance) -> Value {
    let gifts = u64::from(commune.branches) * 2 + chance.between(8, 30);
    json!({
        "gifts": gifts, "gifts_money": gifts * 400_000,
        "branches_two_cases": chance.percent(u64::from(commune.branches), 75, 100), "clubs_two_cases": 1,
    })
}

fn money(chance: &mut Chance) -> Value {
    let mut of = |low, high| chance.between(low, high) * 1_000_000;
    let (budget, fund, donors, members) = (of(15, 40), of(8, 25), of(60, 120), of(2, 9));
    json!({
        "money_budget": budget, "money_fund": fund, "money_donors": donors, "money_members": members,
        "money_total": budget + fund + donors + members,
    })
}
