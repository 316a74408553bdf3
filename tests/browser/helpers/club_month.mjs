// A club's month that holds every rule, carried on from what the phone shows as the last month's figures.

/** `1.234.567` as a number. */
export const figure = (text) => Number(text.replaceAll(".", ""));

/** The day after `days` more, as `YYYY-MM-DD`. */
function later(date, days) {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** Answers by path, from a duty as the server lists it. */
export function clubMonth({ period_start, context }) {
  const { members, income_fund, loans, activity_fund } = context.instances.previous;
  const opening = members.members_closing;
  const closing = opening + 3 - 1;
  return new Map(Object.entries({
    "members/members_joined": 3,
    "members/members_left": 1,
    "members/members_closing": closing,
    "composition/members_women": closing - 20,
    "composition/members_under_55": 8,
    "composition/members_55_59": 10,
    "composition/members_60_over": closing - 18,
    "circumstances/members_poor": 6,
    "circumstances/members_near_poor": 5,
    "circumstances/members_ethnic_minority": 40,
    "circumstances/members_in_difficulty": 4,
    "meeting/meeting_held": "yes",
    "meeting/meeting_on": later(period_start, 5),
    "meeting/meeting_attendance": 49,
    "meeting/meeting_guests": 2,
    "activities_care/income_activity": "yes",
    "activities_care/income_activity_count": 2,
    "activities_care/income_activity_turns": 15,
    "activities_care/health_activity": "no",
    "activities_care/home_care_activity": "yes",
    "activities_care/home_care_activity_count": 8,
    "activities_care/home_care_activity_turns": 24,
    "activities_support/self_help_activity": "no",
    "activities_support/rights_activity": "no",
    "activities_support/awareness_activity": "yes",
    "activities_support/awareness_activity_count": 1,
    "activities_support/awareness_activity_turns": 47,
    "activities_life/culture_activity": "yes",
    "activities_life/culture_activity_count": 2,
    "activities_life/culture_activity_turns": 60,
    "activities_life/resources_activity": "no",
    "income_fund/capital_added": 1_000_000,
    "income_fund/capital_added_sources": ["members", "donors"],
    "income_fund/interest_capitalised": 150_000,
    "income_fund/capital_withdrawn": 0,
    "income_fund/capital_closing": income_fund.capital_closing + 1_150_000,
    "loans/new_borrowers": 2,
    "loans/new_loans": 2_000_000,
    "loans/principal_repaid": 3_000_000,
    "loans/loans_written_off": 0,
    "loans/borrowers": 9,
    "loans/loans_closing": loans.loans_closing - 1_000_000,
    "loans/overdue_borrowers": 1,
    "loans/overdue_loans": 500_000,
    "activity_fund/fees_collected": 160_000,
    "activity_fund/golden_heart_donations": 300_000,
    "activity_fund/interest_transferred": 80_000,
    "activity_fund/joint_income": 0,
    "activity_fund/activity_spending": 410_000,
    "activity_fund/activity_fund_closing": activity_fund.activity_fund_closing + 130_000,
    "care/volunteers": 8,
    "care/home_care_people": 6,
    "care/home_care_visits": 24,
    "care/health_measured": 45,
    "care/health_examined": 12,
    "care/exercising": 30,
    "help_given/people_helped_with_work": 3,
    "help_given/workdays_given": 7,
    "help_given/gifts": 4,
    "help_given/gifts_value": 800_000,
    "closing/difficulties": "Cần thêm một máy đo huyết áp.",
    "closing/prepared_by_phone": "0912 345 678",
  }));
}
