//! The demonstration's reports: sent and decided by the functions that serve HTTP, with the demonstration's own accounts, at the moments
//! at which people would have done it. There is no back door that a real report could not take.

use phieu_catalog::demo::{Decision, Demo, DemoReport, DemoUnit, History};
use phieu_report::{Date, OrgUnitCode, Remark, Report, ReportId, Revision};
use phieu_store::{Account, Moment, Unit};
use phieu_unit::{Action, Change, Heir};
use serde_json::json;

use crate::app::App;
use crate::clock::moment_on;
use crate::language::Language;
use crate::refusal::{Code, Refusal};
use crate::review::{self, actions, decide, found};
use crate::start::StartError;
use crate::submit::{self, submit};
use crate::unit_changes::{By, Wanted, change};
use crate::units::{chain, reports_for, unit};
use crate::{closing, targets};

mod filling;

/// Minutes of the day at which reports are sent: half past eight.
const SENT: i64 = 8 * 60 + 30;
/// Minutes of the day at which they are decided: a quarter past two.
const DECIDED: i64 = 14 * 60 + 15;

/// What people write where a rule asks and nothing is wrong.
const EXPLANATION: &str = "Đã kiểm tra lại, số liệu đúng theo sổ.";

/// What happens at a moment.
enum Act {
    End(OrgUnitCode, Date, Option<OrgUnitCode>),
    Send(Box<Report>),
    Decide(ReportId, Revision, Decision),
}

/// All that the demonstration tells: reports and what was decided on them, clubs that ended, closed periods, targets.
pub(crate) async fn tell(app: &App, demo: &Demo, history: History) -> Result<(), StartError> {
    let accounts = accounts(app, demo).await?;
    let mut acts = Vec::new();
    for each in demo.units() {
        acts.extend(ending(app, each)?);
    }
    for each in demo.reports(app.today(), history)? {
        acts.extend(told(app, each));
    }
    acts.sort_by_key(|(at, _)| *at);
    for (at, act) in acts {
        let name = act.name();
        let done = carry_out(app, &accounts, act, at).await;
        done.map_err(|refusal| StartError::Demo { report: name, refusal: refusal.body(Language::En).to_string() })?;
    }
    if history == History::Years {
        let said = say(app, demo, &accounts).await;
        said.map_err(|refusal| StartError::Demo {
            report: "closings and targets".to_owned(),
            refusal: refusal.body(Language::En).to_string(),
        })?;
    }
    Ok(())
}

impl Act {
    fn name(&self) -> String {
        match self {
            Act::End(unit, on, _) => format!("end of {unit} on {on}"),
            Act::Send(report) => format!("{} {} {}", report.form, report.org_unit, report.period),
            Act::Decide(report, revision, decision) => format!("{report} {} {decision:?}", revision.get()),
        }
    }
}

async fn accounts(app: &App, demo: &Demo) -> Result<Vec<Account>, StartError> {
    let mut accounts = Vec::new();
    for account in &demo.accounts {
        accounts.extend(app.store.account(&account.login).await?);
    }
    Ok(accounts)
}

fn ending(app: &App, told: DemoUnit) -> Result<Option<(Moment, Act)>, StartError> {
    let code = |text: &str| OrgUnitCode::parse(text).map_err(|error| StartError::Data(error.to_string()));
    let Some((on, heir)) = told.ended.filter(|(on, _)| *on <= app.today()) else { return Ok(None) };
    Ok(Some((moment_on(on, 0), Act::End(code(&told.unit.code)?, on, heir.as_deref().map(code).transpose()?))))
}

/// A report is sent, and decided on as its reviewers did; nothing comes from the future.
fn told(app: &App, told: DemoReport) -> Vec<(Moment, Act)> {
    let DemoReport { report, sent_on, decided, .. } = told;
    let now = |day, minutes| app.now().min(moment_on(day, minutes));
    let Some(id) = report.report_id.clone() else { return Vec::new() };
    let revision = report.revision.unwrap_or(Revision::FIRST);
    let sent = (now(sent_on, SENT), Act::Send(Box::new(report)));
    let decided = decided.into_iter().map(|(day, decision)| (now(day, DECIDED), Act::Decide(id.clone(), revision, decision)));
    std::iter::once(sent).chain(decided).collect()
}

async fn carry_out(app: &App, accounts: &[Account], act: Act, at: Moment) -> Result<(), Refusal> {
    match act {
        Act::Send(report) => send(app, accounts, *report, at).await,
        Act::Decide(report, revision, decision) => review(app, accounts, &report, revision, decision, at).await,
        Act::End(code, on, heir) => {
            let action = match heir {
                Some(heir) => Action::Merge { from: vec![code], into: Heir { code: heir, name: None, parent: None } },
                None => Action::Close { code },
            };
            let change_wanted = Change { action, on, source: String::new() };
            change(app, By::Files, Wanted { change: change_wanted, despite_duties: true }).await.map(|_| ())
        }
    }
}

async fn send(app: &App, accounts: &[Account], report: Report, at: Moment) -> Result<(), Refusal> {
    let chain = chain(app.store.as_ref(), unit(app, &report.org_unit).await?).await?;
    let account = sender(accounts, &chain)?;
    let mut report = filling::filled(app, report, at).await?;
    let id = report.report_id.clone().ok_or(Code::BadReport)?;
    let revision = report.revision.unwrap_or(Revision::FIRST);
    let arrival =
        |report: &Report| submit::Arrival { account, report: id.clone(), revision, body: report.to_json(), at, language: Language::Vi };
    let Err(refusal) = submit(app, arrival(&report)).await else { return Ok(()) };
    // Whoever is asked for an explanation writes one.
    let asked = refusal.details["verdict"]["issues"].as_array().into_iter().flatten().filter(|issue| issue["severity"] == "explain");
    let asked: Vec<String> = asked.filter_map(|issue| issue["facts"]["rule"].as_str()).map(str::to_owned).collect();
    if asked.is_empty() {
        return Err(refusal);
    }
    for rule in asked {
        report.explanations.entry(rule).or_insert_with(|| EXPLANATION.to_owned());
    }
    submit(app, arrival(&report)).await.map(|_| ())
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

/// Whoever may decide so now does; what all levels are to approve goes from one to the next.
async fn review(app: &App, accounts: &[Account], id: &ReportId, revision: Revision, decision: Decision, at: Moment) -> Result<(), Refusal> {
    let (action, remarks, levels): (_, &[Remark], _) = match &decision {
        Decision::Approve => ("approve", &[], 1),
        Decision::Accept => ("approve", &[], usize::MAX),
        Decision::Return(remarks) => ("return", remarks, 1),
        Decision::Reopen(remarks) => ("reopen", remarks, 1),
    };
    let body = json!({ "revision": revision.get(), "action": action, "remarks": remarks });
    for level in 0..levels {
        let (row, chain) = found(app, id).await?;
        let form = app.forms.get(&row.form, &row.version)?;
        let may = |account: &&Account| actions(account, form, &chain, &row, false).contains(&action);
        match accounts.iter().find(may) {
            Some(account) => decide(app, review::Arrival { account, report: id.clone(), body: &body, at }).await?,
            None if level > 0 => return Ok(()),
            None => return Err(Code::NotReviewer.into()),
        };
    }
    Ok(())
}

/// What the province has closed and what units want to reach.
async fn say(app: &App, demo: &Demo, accounts: &[Account]) -> Result<(), Refusal> {
    let of = |unit: &str| accounts.iter().find(|account| account.duties.iter().any(|duty| duty.unit.as_str() == unit));
    let province = of(&demo.province).ok_or(Code::UnknownUnit)?;
    for closed in &demo.closings {
        let body = json!({ "form": closed.form, "period": closed.period.to_string(), "closed": true, "reason": closed.reason });
        closing::close(app, province, &body).await?;
    }
    for target in &demo.targets {
        let body = json!({
            "org_unit": target.unit, "year": app.today().year(), "form": target.form, "path": target.path,
            "least": target.least, "source": target.source,
        });
        targets::set(app, of(&target.unit).ok_or(Code::UnknownUnit)?, &body).await?;
    }
    Ok(())
}

/// The demonstration's units that began while it plays are added on their day.
pub(crate) fn founding(told: &DemoUnit, since: Date) -> Result<Option<Change>, StartError> {
    let code = |text: &str| OrgUnitCode::parse(text).map_err(|error| StartError::Data(error.to_string()));
    let Some(on) = told.founded_on.filter(|on| *on > since) else { return Ok(None) };
    let parent = code(told.unit.parent.as_deref().unwrap_or_default())?;
    let action = Action::Add { code: code(&told.unit.code)?, name: told.unit.name.clone(), kind: told.unit.kind, parent };
    Ok(Some(Change { action, on, source: String::new() }))
}
