//! A club's months (F07). Each month opens where the one before closed.

use phieu_report::{Date, Period, Window};
use serde_json::{Map, Value, json};

use super::chance::Chance;
use super::{Club, Filled};

/// Where a club stands at the end of a month.
pub(super) struct State<'a> {
    club: &'a Club,
    members: u64,
    capital: u64,
    loans: u64,
    borrowers: u64,
    activity_fund: u64,
}

/// The reports of some months, one after the other, and where the club stands after them. `prepared_by` is the name of the club's own account;
/// `joining` are clubs that went into it, each from a day on.
pub(super) fn months<'a>(
    club: &'a Club,
    periods: &[Period],
    window: Window,
    prepared_by: &str,
    joining: &[(Date, &State)],
) -> (Vec<Filled>, State<'a>) {
    let loans = club.capital * 7 / 10 / 500_000 * 500_000;
    let mut state = State {
        club,
        members: u64::from(club.size),
        capital: club.capital,
        loans,
        borrowers: (loans / 2_800_000).max(1),
        activity_fund: club.activity_fund,
    };
    let mut filled = Vec::new();
    for period in periods {
        let joins = |day: &Date| period.has_day(*day, window);
        joining.iter().filter(|(day, _)| joins(day)).for_each(|(_, other)| state.take_in(other));
        filled.push(state.month(*period, window, prepared_by));
    }
    (filled, state)
}

impl State<'_> {
    /// All that another club had becomes its own.
    fn take_in(&mut self, other: &State) {
        self.members += other.members;
        self.capital += other.capital;
        self.loans += other.loans;
        self.borrowers += other.borrowers;
        self.activity_fund += other.activity_fund;
    }

    fn month(&mut self, period: Period, window: Window, prepared_by: &str) -> Filled {
        let mut chance = Chance::of(&format!("{} {period}", self.club.code));
        let opening = self.members;
        // As large as a club may become without a word about it.
        let joined = chance.between(0, 3).min(100_u64.saturating_sub(opening));
        let left = chance.between(0, 1);
        self.members = opening + joined - left;
        let answers = json!({
            "club": {"programme": self.club.programme, "founded_on": self.club.founded_on.to_string()},
            "members": {"members_opening": opening, "members_joined": joined, "members_left": left, "members_closing": self.members},
            "composition": self.composition(&mut chance),
            "circumstances": self.circumstances(&mut chance),
            "meeting": self.meeting(period, window, &mut chance),
            "activities_care": areas(&["income", "health", "home_care"], self.members, &mut chance),
            "activities_support": areas(&["self_help", "rights", "awareness"], self.members, &mut chance),
            "activities_life": areas(&["culture", "resources"], self.members, &mut chance),
            "income_fund": self.income_fund(&mut chance),
            "loans": self.lending(&mut chance),
            "activity_fund": self.fund(&mut chance),
            "care": self.care(&mut chance),
            "help_given": help(&mut chance),
            "closing": closing(prepared_by, &mut chance),
        });
        let small = self.members < 40;
        let explanation =
            small.then(|| ("members-size-explain".to_owned(), "Thôn ở xa, ít hộ; câu lạc bộ đang vận động thêm thành viên.".to_owned()));
        Filled { period, answers, explanations: explanation.into_iter().collect() }
    }

    fn composition(&self, chance: &mut Chance) -> Value {
        let over_60 = chance.percent(self.members, 62, 68);
        let from_55 = chance.percent(self.members, 14, 20);
        json!({
            "members_women": chance.percent(self.members, 62, 70),
            "members_under_55": self.members - over_60 - from_55,
            "members_55_59": from_55,
            "members_60_over": over_60,
        })
    }

    fn circumstances(&self, chance: &mut Chance) -> Value {
        json!({
            "members_poor": chance.percent(self.members, 8, 14),
            "members_near_poor": chance.percent(self.members, 6, 12),
            "members_ethnic_minority": self.members * u64::from(self.club.ethnic_percent) / 100,
            "members_in_difficulty": chance.percent(self.members, 5, 12),
        })
    }

    /// The club meets on its own fixed day of the month.
    fn meeting(&self, period: Period, window: Window, chance: &mut Chance) -> Value {
        let fixed = Chance::of(&self.club.code).between(1, 26);
        let start = period.start(window);
        let day = start.plus_days(fixed as i64).unwrap_or(start);
        let guests = chance.between(0, 4);
        let present = chance.percent(self.members, 78, 96) + guests;
        json!({"meeting_held": "yes", "meeting_on": day.to_string(), "meeting_attendance": present, "meeting_guests": guests})
    }

    fn income_fund(&mut self, chance: &mut Chance) -> Value {
        let opening = self.capital;
        let added = if chance.happens(40) { chance.between(1, 4) * 500_000 } else { 0 };
        let interest = self.loans / 200_000 * 1_000;
        self.capital = opening + added + interest;
        let mut fund = json!({
            "capital_opening": opening,
            "capital_added": added,
            "interest_capitalised": interest,
            "capital_withdrawn": 0,
            "capital_closing": self.capital,
        });
        if added > 0 {
            fund["capital_added_sources"] = if chance.happens(50) { json!(["members"]) } else { json!(["donors", "members"]) };
        }
        fund
    }

    fn lending(&mut self, chance: &mut Chance) -> Value {
        let opening = self.loans;
        let repaid = (chance.between(2, 7) * 500_000).min(opening);
        let room = (self.capital - (opening - repaid)) / 1_000_000;
        let lent = chance.between(0, 5).min(room);
        let new_borrowers = if lent == 0 { 0 } else { lent.div_ceil(3) };
        let finished = u64::from(chance.happens(50) && self.borrowers > 3);
        self.loans = opening - repaid + lent * 1_000_000;
        self.borrowers = self.borrowers + new_borrowers - finished;
        let overdue = u64::from(chance.happens(25) && self.loans > 1_000_000);
        json!({
            "loans_opening": opening,
            "new_borrowers": new_borrowers,
            "new_loans": lent * 1_000_000,
            "principal_repaid": repaid,
            "loans_written_off": 0,
            "borrowers": if self.loans == 0 { 0 } else { self.borrowers },
            "loans_closing": self.loans,
            "overdue_borrowers": overdue,
            "overdue_loans": overdue * 500_000,
        })
    }

    fn fund(&mut self, chance: &mut Chance) -> Value {
        let opening = self.activity_fund;
        let fees = self.members * 3_000;
        let donations = chance.between(0, 6) * 100_000;
        let interest = chance.between(4, 12) * 10_000;
        let joint = if chance.happens(30) { chance.between(2, 6) * 50_000 } else { 0 };
        let spent = (chance.between(3, 9) * 80_000).min(opening + fees);
        self.activity_fund = opening + fees + donations + interest + joint - spent;
        json!({
            "activity_fund_opening": opening,
            "fees_collected": fees,
            "golden_heart_donations": donations,
            "interest_transferred": interest,
            "joint_income": joint,
            "activity_spending": spent,
            "activity_fund_closing": self.activity_fund,
        })
    }

    fn care(&self, chance: &mut Chance) -> Value {
        let people = chance.between(3, 7);
        // At most those who were members at some time of the month.
        let measured = chance.percent(self.members, 70, 95);
        json!({
            "volunteers": 5 + Chance::of(&self.club.name).between(0, 5),
            "home_care_people": people,
            "home_care_visits": people * chance.between(4, 9),
            "health_measured": measured,
            "health_examined": chance.percent(measured, 5, 40),
            "exercising": chance.percent(self.members, 40, 75),
        })
    }
}

fn areas(names: &[&str], members: u64, chance: &mut Chance) -> Value {
    let mut group = Map::new();
    for name in names {
        let done = chance.happens(85);
        group.insert(format!("{name}_activity"), json!(if done { "yes" } else { "no" }));
        if done {
            group.insert(format!("{name}_activity_count"), json!(chance.between(1, 4)));
            group.insert(format!("{name}_activity_turns"), json!(chance.percent(members, 20, 90).max(1)));
        }
    }
    Value::Object(group)
}

fn help(chance: &mut Chance) -> Value {
    let people = chance.between(0, 4);
    let gifts = chance.between(0, 6);
    json!({
        "people_helped_with_work": people,
        "workdays_given": people * chance.between(1, 3),
        "gifts": gifts,
        "gifts_value": gifts * chance.between(10, 30) * 10_000,
    })
}

const DIFFICULTIES: [&str; 4] = [
    "Máy đo huyết áp đã hỏng, đề nghị hỗ trợ một máy mới.",
    "Đường vào thôn sạt lở, một số thành viên cao tuổi không đi họp được.",
    "Đề nghị mở lớp tập huấn ghi chép sổ sách cho Ban chủ nhiệm.",
    "Vốn quỹ còn ít so với nhu cầu vay chăn nuôi của thành viên.",
];

fn closing(prepared_by: &str, chance: &mut Chance) -> Value {
    let mut group = json!({"prepared_by": prepared_by, "prepared_by_role": "secretary"});
    if chance.happens(60) {
        let which = chance.between(0, DIFFICULTIES.len() as u64 - 1);
        group["difficulties"] = json!(DIFFICULTIES[which as usize]);
    }
    group
}
