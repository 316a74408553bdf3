//! The demonstration's reports: sent and decided by the functions that serve HTTP, with the demonstration's own accounts, at the moments
//! at which people would have done it. There is no back door that a real report could not take.

use phieu_catalog::demo::{Decision, Demo, DemoReport, History};
use phieu_report::{Date, Report, ReportId, Revision};
use phieu_store::{Account, Moment, Unit};
use serde_json::{Value, json};

use crate::app::App;
use crate::clock::moment_on;
use crate::forms::Form;
use crate::language::Language;
use crate::refusal::{Code, Refusal};
use crate::review::{self, decide};
use crate::start::StartError;
use crate::submit::{self, submit};
use crate::units::{chain, reports_for, reviews, unit};

/// Minutes of the day at which reports are sent: half past eight.
const SENT: i64 = 8 * 60 + 30;
/// Minutes of the next day at which they are decided: a quarter past two.
const DECIDED: i64 = 14 * 60 + 15;

/// Sends and decides all reports of the demonstration, in its order.
pub(crate) async fn send_reports(app: &App, demo: &Demo, history: History) -> Result<(), StartError> {
    let accounts = accounts(app, demo).await?;
    for report in demo.reports(app.today(), history)? {
        let name = format!("{} {} {}", report.report.form, report.report.org_unit, report.report.period);
        let sent = send_and_decide(app, &accounts, report).await;
        sent.map_err(|refusal| StartError::Demo { report: name, refusal: refusal.body(Language::En).to_string() })?;
    }
    Ok(())
}

async fn accounts(app: &App, demo: &Demo) -> Result<Vec<Account>, StartError> {
    let mut accounts = Vec::new();
    for account in &demo.accounts {
        accounts.extend(app.store.account(&account.login).await?);
    }
    Ok(accounts)
}

async fn send_and_decide(app: &App, accounts: &[Account], demo: DemoReport) -> Result<(), Refusal> {
    let DemoReport { report, sent_on, decision } = demo;
    let chain = chain(app.store.as_ref(), unit(app, &report.org_unit).await?).await?;
    let form = app.forms.get(&report.form, &report.version)?;
    let id = send(app, sender(accounts, &chain)?, report, sent_on).await?;
    let Some(body) = decision_body(decision) else { return Ok(()) };
    let at = moment_on(sent_on.plus_days(1).unwrap_or(sent_on), DECIDED);
    let arrival = review::Arrival { account: reviewer(accounts, form, &chain)?, report: id, body: &body, at: not_after(app.now(), at) };
    decide(app, arrival).await.map(|_| ())
}

async fn send(app: &App, account: &Account, report: Report, sent_on: Date) -> Result<ReportId, Refusal> {
    let id = report.report_id.clone().ok_or(Code::BadReport)?;
    let arrival = submit::Arrival {
        account,
        report: id.clone(),
        revision: report.revision.unwrap_or(Revision::FIRST),
        body: report.to_json(),
        at: not_after(app.now(), moment_on(sent_on, SENT)),
        language: Language::Vi,
    };
    submit(app, arrival).await?;
    Ok(id)
}

/// Whoever reports for the unit: first its own account, then that of the unit above.
fn sender<'a>(accounts: &'a [Account], chain: &[Unit]) -> Result<&'a Account, Refusal> {
    let unit = chain.first().ok_or(Code::UnknownUnit)?;
    let able = || accounts.iter().filter(|account| reports_for(account, unit));
    able()
        .find(|account| account.duties.iter().any(|duty| duty.unit == unit.code))
        .or_else(|| able().next())
        .ok_or_else(|| Code::NotReporter.into())
}

fn reviewer<'a>(accounts: &'a [Account], form: &Form, chain: &[Unit]) -> Result<&'a Account, Refusal> {
    accounts.iter().find(|account| reviews(account, form, chain)).ok_or_else(|| Code::NotReviewer.into())
}

fn decision_body(decision: Decision) -> Option<Value> {
    match decision {
        Decision::Wait => None,
        Decision::Approve => Some(json!({ "revision": 1, "action": "approve" })),
        Decision::Return(remarks) => Some(json!({ "revision": 1, "action": "return", "remarks": remarks })),
    }
}

fn not_after(now: Moment, at: Moment) -> Moment {
    at.min(now)
}
