//! A commune's care for older people (F03) and what they give (F06), for a half-year.

use phieu_report::Period;
use serde_json::{Value, json};

use super::chance::Chance;
use super::{Commune, Filled};

/// The report on care.
pub(super) fn half_year(commune: &Commune, period: Period, prepared_by: &str) -> Filled {
    let mut chance = Chance::of(&format!("care {} {period}", commune.code));
    let answers = json!({
        "insurance": insurance(commune, &mut chance),
        "pension": pension(commune, &mut chance),
        "benefits": benefits(commune, &mut chance),
        "health": health(commune, &mut chance),
        "home_care": home_care(commune, &mut chance),
        "visits": visits(commune, &mut chance),
        "housing": housing(&mut chance),
        "rights": {"abuse_found": 1, "abuse_settled": 1},
        "closing": closing(prepared_by),
    });
    Filled { period, answers, explanations: Default::default() }
}

fn closing(prepared_by: &str) -> Value {
    json!({"prepared_by": prepared_by, "prepared_by_title": "Chủ tịch Hội"})
}

fn insurance(commune: &Commune, chance: &mut Chance) -> Value {
    let older = u64::from(commune.older_people);
    let (insured, given) = (chance.percent(older, 96, 99), chance.between(4, 30));
    json!({"insured": insured, "uninsured": older - insured, "cards_given": given, "cards_given_money": given * 982_800})
}

fn pension(commune: &Commune, chance: &mut Chance) -> Value {
    let older = u64::from(commune.older_people);
    let (over_75, poor) = (chance.percent(older, 15, 19), chance.percent(older, 1, 3));
    json!({
        "pension_75_over": over_75, "pension_70_74_poor": poor, "pension_total": over_75 + poor,
        "pension_by_account": chance.percent(over_75 + poor, 35, 60),
        "applications_new": chance.between(8, 40), "applications_returned": chance.between(0, 4),
    })
}

fn benefits(commune: &Commune, chance: &mut Chance) -> Value {
    let older = u64::from(commune.older_people);
    json!({
        "social_assistance": chance.percent(older, 3, 6), "merit": chance.percent(older, 1, 3),
        "pensioners": chance.percent(older, 10, 18), "survivors": chance.percent(older, 1, 2),
    })
}

fn health(commune: &Commune, chance: &mut Chance) -> Value {
    let older = u64::from(commune.older_people);
    let (examined, operated) = (chance.percent(older, 45, 75), chance.between(6, 20));
    json!({
        "people_examined": examined, "examinations": examined + chance.percent(examined, 10, 30),
        "health_records": chance.percent(older, 70, 90),
        "eyes_examined": operated * 3, "eyes_operated": operated, "eyes_operated_money": operated * 500_000,
    })
}

fn home_care(commune: &Commune, chance: &mut Chance) -> Value {
    let ill = chance.percent(u64::from(commune.older_people), 2, 3);
    json!({"seriously_ill": ill, "cared_by_volunteers": chance.percent(ill, 40, 70), "in_need_helped": chance.between(40, 120)})
}

fn visits(commune: &Commune, chance: &mut Chance) -> Value {
    let of_members = u64::from(commune.members) * 8 / 1000;
    let (sick, funerals, gifts) = (chance.between(80, 180), of_members + chance.between(2, 9), chance.between(120, 320));
    json!({
        "sick_visits": sick, "sick_visits_money": sick * 200_000,
        "funerals": funerals, "funerals_of_members": of_members, "funerals_money": funerals * 500_000,
        "visits_paid_from_fund": chance.between(20, 60) * 100_000,
        "gifts": gifts, "gifts_money": gifts * 400_000, "gifts_paid_from_fund": chance.between(60, 160) * 100_000,
    })
}

fn housing(chance: &mut Chance) -> Value {
    let (opening, built, repaired, new) = (chance.between(4, 9), chance.between(0, 2), chance.between(1, 2), chance.between(0, 1));
    json!({
        "poor_houses_opening": opening, "houses_built": built, "houses_repaired": repaired, "poor_houses_new": new,
        "poor_houses_closing": opening - built - repaired + new, "houses_money": built * 80_000_000 + repaired * 30_000_000,
    })
}

/// The report on what older people give.
pub(super) fn given(commune: &Commune, period: Period, prepared_by: &str) -> Filled {
    let mut chance = Chance::of(&format!("given {} {period}", commune.code));
    let mut answers = json!({
        "economy": economy(commune, &mut chance),
        "loans": {"borrowers": 40, "loans_outstanding": 1_200_000_000, "loan_sources": ["policy_bank", "club"]},
        "security": security(commune, &mut chance),
        "rural": {
            "land_given": chance.between(0, 900), "workdays_given": chance.between(200, 900),
            "money_given": chance.between(20, 90) * 1_000_000, "trees_planted": chance.between(300, 2000), "green_models": chance.between(0, 3),
        },
        "culture": {
            "arts_clubs": chance.between(2, 6), "sport_clubs": chance.between(2, 5), "exercise_clubs": chance.between(3, 9),
            "poetry_clubs": 1, "health_clubs": chance.between(0, 3), "folk_clubs": chance.between(1, 4), "other_clubs": 0,
            "people_in_clubs": chance.percent(u64::from(commune.members), 25, 40),
        },
        "movements": movements(commune, &mut chance),
        "digital": {
            "digitally_trained": chance.between(40, 120), "digitally_skilled": chance.percent(u64::from(commune.older_people), 15, 30),
            "ventures": chance.between(0, 2),
        },
        "closing": closing(prepared_by),
    });
    offices(commune, &mut answers, &mut chance);
    Filled { period, answers, explanations: Default::default() }
}

/// The offices line by line, and how many people hold them.
fn offices(commune: &Commune, answers: &mut Value, chance: &mut Chance) {
    let villages = u64::from(commune.branches);
    let lines = [
        ("commune_roles", "party_committee", 2),
        ("commune_roles", "people_council", 4),
        ("commune_roles", "people_committee", 0),
        ("commune_roles", "front_committee", chance.between(7, 14)),
        ("commune_roles", "mass_boards", chance.between(10, 20)),
        ("village_roles", "cell_secretaries", villages / 2),
        ("village_roles", "cell_deputies", villages / 3),
        ("village_roles", "cell_members", villages / 2),
        ("village_roles", "village_heads", villages * 2 / 3),
        ("village_roles", "front_boards", villages),
        ("village_roles", "branch_heads", villages * 2),
        ("other_roles", "group_heads", villages * 2 + chance.between(0, 9)),
        ("other_roles", "inspectors", chance.between(3, 7)),
        ("other_roles", "investment_watchers", chance.between(3, 7)),
        ("other_roles", "respected_elders", chance.between(2, 12)),
    ];
    let total: u64 = lines.iter().map(|(_, _, count)| count).sum();
    lines.iter().for_each(|(group, name, count)| answers[*group][*name] = json!(count));
    let people = chance.percent(total, 68, 80);
    answers["roles"] = json!({"roles_total": total, "people_with_roles": people, "people_five_years": chance.percent(people, 40, 65)});
}

fn economy(commune: &Commune, chance: &mut Chance) -> Value {
    let owners = chance.between(2, 9);
    json!({
        "working": chance.percent(u64::from(commune.older_people), 28, 40),
        "good_business_commune": chance.between(20, 60), "good_business_province": chance.between(1, 6), "good_business_central": 0,
        "owners": owners, "owners_capital": owners * 1_400_000_000, "jobs": owners * 7,
    })
}

fn security(commune: &Commune, chance: &mut Chance) -> Value {
    let groups = u64::from(commune.branches);
    let disputes = chance.between(8, 30);
    json!({
        "security_groups": groups, "security_people": groups * 3, "mediators": groups * 2,
        "disputes_received": disputes, "disputes_settled": chance.percent(disputes, 70, 95),
        "tips": chance.between(3, 20), "people_reformed": chance.between(0, 6), "border_people": 0,
    })
}

fn movements(commune: &Commune, chance: &mut Chance) -> Value {
    let families = chance.percent(u64::from(commune.older_people), 65, 75);
    json!({
        "families_with_older": families, "cultural_families": chance.percent(families, 85, 95),
        "registered": chance.percent(u64::from(commune.members), 60, 80), "attained": 0, "comments": chance.between(80, 300),
    })
}
