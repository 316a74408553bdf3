//! A fund's quarters (F05). Each quarter opens where the one before closed.

use phieu_report::{Period, Window};
use serde_json::{Value, json};

use super::chance::Chance;
use super::{Filled, Fund};

/// The returns of some quarters, one after the other.
pub(super) fn quarters(fund: &Fund, periods: &[Period], window: Window, prepared_by: &str) -> Vec<Filled> {
    let mut balance = fund.opening;
    periods.iter().map(|period| quarter(fund, *period, window, prepared_by, &mut balance)).collect()
}

fn quarter(fund: &Fund, period: Period, window: Window, prepared_by: &str, balance: &mut u64) -> Filled {
    let mut chance = Chance::of(&format!("{} {period}", fund.code));
    let donations = donations(period, window, &mut chance);
    let (income, received) = income(*balance, donations.1, &mut chance);
    let (care, other, spent) = spending(period, &mut chance);
    *balance = *balance + received - spent;
    let lent = *balance / 4_000_000 * 1_000_000;
    let cash = (*balance - lent).min(3_000_000 + chance.between(0, 40) * 50_000);
    let mut answers = json!({
        "fund": {
            "fund_kind": "licensed",
            "licence_number": fund.licence,
            "licensed_on": fund.licensed_on.to_string(),
            "licensed_by": "Ủy ban nhân dân tỉnh Lâm Đồng",
            "fund_level": "commune",
        },
        "income": income,
        "spending_care": care,
        "spending_other": other,
        "balance": {"balance_closing": *balance, "cash": cash, "deposits": *balance - lent - cash, "lent_out": lent},
        "goods": {"goods_received": "no"},
        "donation_book": {"donation_list_kept": "yes", "donations": donations.0},
        "closing": {"prepared_by": prepared_by, "prepared_by_title": "Thủ quỹ"},
    });
    if lent > 0 {
        let borrowers = (lent / 5_000_000).max(1);
        answers["lending"] = json!({"borrowers": borrowers, "overdue_borrowers": 0, "overdue_amount": 0, "monthly_interest": 0.8});
    }
    Filled { period, answers, explanations: Default::default() }
}

/// The return of a year: what its quarters add up to, from where the first of them opened to where the last closed.
pub(super) fn year(year: Period, quarters: &[Filled], window: Window) -> Option<Filled> {
    let quarters: Vec<&Filled> = quarters.iter().filter(|quarter| year.contains(quarter.period)).collect();
    let (first, last) = (quarters.first()?, quarters.last()?);
    let mut answers = last.answers.clone();
    for group in ["income", "spending_care", "spending_other"] {
        for (name, value) in answers[group].as_object_mut()? {
            *value = quarters.iter().filter_map(|quarter| quarter.answers[group][name].as_u64()).sum::<u64>().into();
        }
    }
    answers["income"]["balance_opening"] = first.answers["income"]["balance_opening"].clone();
    let donations = quarters.iter().filter_map(|quarter| quarter.answers["donation_book"]["donations"].as_array());
    answers["donation_book"]["donations"] = donations.flatten().cloned().collect();
    answers["disclosure"] =
        json!({"disclosed": "yes", "disclosed_on": year.end(window).to_string(), "disclosure_means": ["notice", "meeting"]});
    Some(Filled { period: year, answers, explanations: Default::default() })
}

/// Who gives: invented.
const DONORS: [&str; 4] = ["Hợp tác xã rau hoa Bình Minh", "Gia đình ông Trần Văn Đạo", "Chi hội thôn 2", "Cửa hàng vật tư Phú Nông"];

/// The list of donations, and what it adds up to.
fn donations(period: Period, window: Window, chance: &mut Chance) -> (Value, u64) {
    let start = period.start(window);
    let mut total = 0;
    let rows = (0..chance.between(2, 4)).map(|_| {
        let day = start.plus_days(chance.between(0, 85) as i64).unwrap_or(start);
        let amount = chance.between(5, 40) * 100_000;
        total += amount;
        let mut row = json!({"donated_on": day.to_string(), "donor_anonymous": "yes", "donation_amount": amount});
        if chance.happens(75) {
            row["donor_anonymous"] = json!("no");
            row["donor_name"] = json!(DONORS[chance.between(0, DONORS.len() as u64 - 1) as usize]);
        }
        row
    });
    (rows.collect(), total)
}

fn income(opening: u64, donations: u64, chance: &mut Chance) -> (Value, u64) {
    let budget = chance.between(2, 6) * 1_000_000;
    let dues = chance.between(20, 60) * 50_000;
    let members = chance.between(30, 90) * 50_000;
    let interest = opening / 4_000_000 * 24_000;
    let total = budget + dues + members + donations + interest;
    let group = json!({
        "balance_opening": opening,
        "income_budget": budget,
        "income_dues": dues,
        "income_members": members,
        "income_donations": donations,
        "income_projects": 0,
        "income_interest": interest,
        "income_other": 0,
        "income_total": total,
    });
    (group, total)
}

/// People are honoured in the first weeks of the year.
fn spending(period: Period, chance: &mut Chance) -> (Value, Value, u64) {
    let visits = chance.between(20, 50) * 50_000;
    let gifts = chance.between(20, 60) * 50_000;
    let longevity = if period.number() == 1 { chance.between(10, 40) * 50_000 } else { 0 };
    let activities = chance.between(10, 30) * 50_000;
    let clubs = chance.between(0, 4) * 500_000;
    let awards = chance.between(0, 6) * 100_000;
    let running = chance.between(1, 2) * 50_000;
    let total = visits + gifts + longevity + activities + clubs + awards + running;
    let care = json!({
        "spent_visits": visits,
        "spent_gifts": gifts,
        "spent_longevity": longevity,
        "spent_activities": activities,
        "spent_clubs": clubs,
        "spent_housing": 0,
    });
    let other = json!({"spent_awards": awards, "spent_running": running, "spent_other": 0, "spending_total": total});
    (care, other, total)
}
