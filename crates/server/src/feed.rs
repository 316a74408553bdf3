//! A person's duties as a calendar to subscribe to, under an address that nobody guesses. What is overdue stands on today until it is done.

use phieu_report::{Date, DutyState, Period, PeriodType};
use phieu_store::Account;
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::{utc_stamp, written};
use crate::duties::{Duty, listed};
use crate::icalendar::{Event, calendar};
use crate::language::Language;
use crate::refusal::{Code, Refusal};
use crate::reviewing::{Waiting, waiting};
use crate::token::session_token;

/// The day before at nine in the morning, and the day itself at eight.
const ALARMS: &[&str] = &["-PT15H", "PT8H"];
const ENDING: &str = ".ics";

/// The address of an account's calendar, null where it has none: `{"path": "/api/v1/calendar/….ics"}`.
pub(crate) async fn address(app: &App, account: &Account) -> Result<Value, Refusal> {
    let key = app.store.calendar(&account.login).await?;
    Ok(json!({ "path": key.map(|key| format!("/api/v1/calendar/{key}{ENDING}")) }))
}

/// Makes a new address; the one before it leads nowhere any more.
pub(crate) async fn renew(app: &App, account: &Account) -> Result<Value, Refusal> {
    let key = session_token().map_err(|error| {
        eprintln!("phieu: no randomness for a calendar: {error}");
        Refusal::from(Code::Internal)
    })?;
    app.store.put_calendar(&account.login, Some(&key)).await?;
    address(app, account).await
}

/// The calendar under a file's name.
pub(crate) async fn feed(app: &App, file: &str) -> Result<String, Refusal> {
    let account = match file.strip_suffix(ENDING) {
        Some(key) => app.store.calendar_account(key).await?,
        None => None,
    };
    let account = account.ok_or(Code::UnknownCalendar)?.on(app.today());
    let language = Language::parse(&account.language).unwrap_or(Language::Vi);
    let today = app.today();
    let undone = |state| matches!(state, DutyState::Upcoming | DutyState::Due | DutyState::Overdue | DutyState::Returned);
    let own = listed(app, &account).await?;
    let mut events: Vec<Event> = own.iter().filter(|duty| undone(duty.state)).map(|duty| of_duty(duty, today, language)).collect();
    events.extend(waiting(app, &account).await?.iter().filter_map(|waiting| of_review(waiting, today, language)));
    let name = match language {
        Language::Vi => format!("Báo cáo: {}", account.name),
        Language::En => format!("Reports: {}", account.name),
    };
    Ok(calendar(&name, &utc_stamp(app.now()), &events))
}

fn of_duty(duty: &Duty, today: Date, language: Language) -> Event {
    let unit = duty.chain.first().map(|unit| unit.name.as_str()).unwrap_or_default();
    let code = duty.chain.first().map(|unit| unit.code.as_str()).unwrap_or_default();
    let what = format!("{}, {}", title(duty.form.title(), language), period(duty.period, language));
    let is_back = duty.state == DutyState::Returned;
    let summary = match (language, is_back) {
        (Language::Vi, false) => format!("{}: {what}", hurry(duty.due, today, language)),
        (Language::Vi, true) => format!("Cần sửa và gửi lại: {what}"),
        (Language::En, false) => format!("{}: {what}", hurry(duty.due, today, language)),
        (Language::En, true) => format!("To be corrected and sent again: {what}"),
    };
    let description = match language {
        Language::Vi => format!("{unit}. Hạn nộp {}.", written(duty.due)),
        Language::En => format!("{unit}. Due on {}.", written(duty.due)),
    };
    let uid = format!("{}-{code}-{}@phieu", duty.form.id, duty.period);
    Event { uid, day: late_day(duty.due, today), summary, description, alarms: ALARMS }
}

/// Today for what is overdue, else the due day.
fn late_day(due: Date, today: Date) -> Date {
    if due < today { today } else { due }
}

fn of_review(waiting: &Waiting, today: Date, language: Language) -> Option<Event> {
    let due = waiting.due?;
    let what = format!("{}, {}", title(waiting.form.title(), language), period(waiting.period, language));
    let summary = match language {
        Language::Vi => format!("Duyệt {} báo cáo: {what}", waiting.reports),
        Language::En => format!("Review {} reports: {what}", waiting.reports),
    };
    let description = match language {
        Language::Vi => format!("Hạn duyệt {}. Trong đó cần duyệt lại: {}.", written(due), waiting.flagged),
        Language::En => format!("To be decided by {}. Of these, to be reviewed again: {}.", written(due), waiting.flagged),
    };
    let uid = format!("review-{}-{}@phieu", waiting.form.id, waiting.period);
    Some(Event { uid, day: late_day(due, today), summary, description, alarms: ALARMS })
}

fn hurry(due: Date, today: Date, language: Language) -> String {
    match (language, due < today) {
        (Language::Vi, false) => "Hạn nộp".to_owned(),
        (Language::Vi, true) => format!("Quá hạn từ {}", written(due)),
        (Language::En, false) => "Due".to_owned(),
        (Language::En, true) => format!("Overdue since {}", written(due)),
    }
}

/// A title in a language, in Vietnamese where it is not written in that.
pub(crate) fn title(title: &Value, language: Language) -> &str {
    title[language.tag()].as_str().or_else(|| title["vi"].as_str()).unwrap_or_default()
}

/// What a period is called.
pub(crate) fn period(period: Period, language: Language) -> String {
    let (year, last, number) = (period.year(), period.end_year(), period.number());
    let words = match (language, period.kind()) {
        (Language::Vi, PeriodType::Month) => format!("tháng {number}/{year}"),
        (Language::Vi, PeriodType::Quarter) => format!("quý {number}/{year}"),
        (Language::Vi, PeriodType::Half) if number == 1 => format!("6 tháng đầu năm {year}"),
        (Language::Vi, PeriodType::Half) => format!("6 tháng cuối năm {year}"),
        (Language::Vi, PeriodType::NineMonths) => format!("9 tháng năm {year}"),
        (Language::Vi, PeriodType::Year) => format!("năm {year}"),
        (Language::Vi, PeriodType::Midterm) => format!("sơ kết giữa kỳ {year}–{last}"),
        (Language::Vi, PeriodType::Final) => format!("tổng kết {year}–{last}"),
        (Language::En, PeriodType::Month) => format!("month {number}/{year}"),
        (Language::En, PeriodType::Quarter) => format!("quarter {number}/{year}"),
        (Language::En, PeriodType::Half) => format!("half-year {number}/{year}"),
        (Language::En, PeriodType::NineMonths) => format!("nine months of {year}"),
        (Language::En, PeriodType::Year) => format!("year {year}"),
        (Language::En, PeriodType::Midterm) => format!("mid-term review {year}–{last}"),
        (Language::En, PeriodType::Final) => format!("final review {year}–{last}"),
    };
    match (language, period.is_estimate()) {
        (_, false) => words,
        (Language::Vi, true) => format!("{words} (số ước)"),
        (Language::En, true) => format!("{words} (estimate)"),
    }
}
