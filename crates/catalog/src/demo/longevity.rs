//! A commune's list for longevity celebrations (F04): people invented by their year of birth, so that whoever is 100 this year is 101 next year.

use phieu_report::{Date, Period};
use serde_json::{Value, json};

use super::chance::Chance;

/// Ages that are honoured, with what is given at each, in đồng.
const GIFTS: [(i32, u64); 7] =
    [(70, 300_000), (75, 400_000), (80, 500_000), (85, 600_000), (90, 1_000_000), (95, 1_200_000), (100, 1_500_000)];
const GIFT_OVER_100: u64 = 1_700_000;
/// The oldest were born in this year.
const OLDEST: i32 = 1922;
/// Of those born so long ago somebody lives in each commune of one year in three.
const FEW_FROM: i32 = 99;

const FAMILIES: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đỗ", "Vũ", "Bùi"];
const WOMEN: [&str; 8] = ["Thị Lành", "Thị Bưởi", "Thị Nhẫn", "Thị Mận", "Thị Thơm", "Thị Hiền", "Thị Sáu", "Thị Gái"];
const MEN: [&str; 8] = ["Văn Cần", "Văn Phú", "Đình Lộc", "Văn Thái", "Hữu Đức", "Văn Hiệp", "Văn Tư", "Đức Thuận"];
const VILLAGES: u64 = 9;

/// The list of a year: as planned, or with what was given on the day of the ceremony; then so much of it comes from the funds.
pub(super) fn list(commune: &str, year: Period, ceremony: Option<Date>, from_funds: u64) -> Value {
    let people: Vec<(Value, u64)> = births(year.year()).flat_map(|birth| born(commune, birth, year.year(), ceremony.is_some())).collect();
    let mut answers = json!({
        "ceremony": {"calculation_year": year.year().to_string(), "stage": if ceremony.is_some() { "result" } else { "plan" }},
        "list": {"people": people.iter().map(|(person, _)| person).collect::<Vec<_>>()},
        "totals": {"listed_total": people.len()},
    });
    // Only what is given to somebody is asked.
    for (age, gift) in GIFTS.into_iter().filter(|(_, gift)| people.iter().any(|(_, given)| given == gift)) {
        let group = if age <= 80 { "levels_to_80" } else { "levels_over_80" };
        answers[group][format!("gift_{age}")] = gift.into();
    }
    if people.iter().any(|(_, given)| *given == GIFT_OVER_100) {
        answers["levels_over_80"]["gift_over_100"] = GIFT_OVER_100.into();
    }
    if let Some(day) = ceremony {
        answers["ceremony"]["occasion"] = "tet".into();
        answers["ceremony"]["ceremony_on"] = day.to_string().into();
        answers["ceremony"]["ceremony_place"] = "Hội trường Ủy ban nhân dân".into();
        let given: Vec<u64> = people.iter().filter(|(person, _)| person["received"] == "yes").map(|(_, gift)| *gift).collect();
        let (expected, raised) = (given.iter().sum::<u64>(), from_funds.min(given.iter().sum()));
        answers["totals"]["certificates"] = given.len().into();
        answers["money"] = json!({"money_budget": expected - raised, "money_raised": raised, "paid_from_fund": raised});
    }
    answers
}

/// The years of birth of those honoured in a year.
fn births(year: i32) -> impl Iterator<Item = i32> {
    GIFTS.into_iter().map(move |(age, _)| year - age).chain((OLDEST..year - 100).rev())
}

fn born(commune: &str, birth: i32, year: i32, is_result: bool) -> Vec<(Value, u64)> {
    let mut chance = Chance::of(&format!("{commune} {birth}"));
    let age = year - birth;
    let count = if age > FEW_FROM { u64::from(birth % 3 == 0) } else { chance.between(1, 3) };
    let gift = GIFTS.iter().find(|(honoured, _)| *honoured == age).map_or(GIFT_OVER_100, |(_, gift)| *gift);
    let first_village = chance.between(0, VILLAGES - 1);
    let person = |row: u64| {
        let is_woman = chance.happens(58);
        let given = if is_woman { WOMEN } else { MEN };
        let name = |names: [&'static str; 8], chance: &mut Chance| names[chance.between(0, 7) as usize];
        let mut person = json!({
            "full_name": format!("{} {}", name(FAMILIES, &mut chance), name(given, &mut chance)),
            "birth_date": birth.to_string(),
            "sex": if is_woman { "female" } else { "male" },
            "village": format!("Thôn {}", (first_village + row) % VILLAGES + 1),
            "member": if chance.happens(85) { "yes" } else { "no" },
            "life": "alive",
        });
        if is_result {
            person["received"] = "yes".into();
        }
        (person, gift)
    };
    (0..count).map(person).collect()
}
