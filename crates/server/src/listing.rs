//! Lists of reports, page by page: which reports an account sees, what every list says of one, and how many wait.
//!
//! However long a list is, a page of it is a few questions: the reports, their units as they were then, the closings above them.

use std::collections::{BTreeMap, BTreeSet};

use phieu_catalog::UnitKind;
use phieu_report::{Date, FormId, OrgUnitCode, Period, Status};
use phieu_store::{Account, Group, ListPlace, Listing, ReportRow, Scope, Unit};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::clock::{day, iso};
use crate::closing::Closings;
use crate::people::role::{Capability, lets};
use crate::refusal::Refusal;
use crate::review::{is_received, is_sent_on, standing};
use crate::units::{Units, brief, handing_in, hands_in, is_everywhere, level, readers, reviews, with_above, within, works_at, works_for};

/// The most reports of a page, and how many it has where nothing is said.
pub(crate) const MOST: u32 = 500;
pub(crate) const USUAL: u32 = 100;

/// Which part of which list.
#[derive(Default)]
pub(crate) struct Asked {
    pub(crate) form: Option<FormId>,
    pub(crate) period: Option<Period>,
    pub(crate) status: Option<Status>,
    pub(crate) group: Option<Group>,
    pub(crate) after: Option<ListPlace>,
    pub(crate) most: u32,
}

/// A page of the reports that an account sees, with how many are to be reviewed where the list is asked for as a whole.
pub(crate) async fn page(app: &App, account: &Account, asked: Asked) -> Result<Value, Refusal> {
    let own = within(app, account).await?;
    let around = with_above(app, account, &own).await?;
    let units = Units::of(&around);
    let mut scopes = scopes(app, account, &units, &own, &reviewing_codes(account));
    scopes.retain(|scope| asked.form.as_ref().is_none_or(|form| scope.form == *form));
    let is_whole = asked.period.is_none() && asked.status.is_none() && asked.group.is_none() && asked.after.is_none();
    let most = asked.most.clamp(1, MOST);
    let listing =
        Listing { scopes: &scopes, period: asked.period, status: asked.status, group: asked.group, after: asked.after, most: most + 1 };
    let mut rows = app.store.listed(&listing).await?;
    let has_more = rows.len() > most as usize;
    rows.truncate(most as usize);
    let next = rows.last().filter(|_| has_more).map(|last| cursor(&last.place()));
    let mut answer = json!({ "reports": headings(app, account, &units, &rows).await?, "next": next });
    if is_whole {
        answer["counts"] = counts(app, &scopes).await?;
    }
    Ok(answer)
}

/// How many reports stand in each of a reviewer's groups.
async fn counts(app: &App, scopes: &[Scope]) -> Result<Value, Refusal> {
    let reviewed: Vec<Scope> = scopes.iter().filter(|scope| scope.levels != 0).cloned().collect();
    let mut groups = [0; 6];
    for counted in app.store.counted(&reviewed).await? {
        groups.iter_mut().zip(counted.groups).for_each(|(sum, count)| *sum += count);
    }
    Ok(Group::ALL.iter().zip(groups).map(|(group, count)| (group.name().to_owned(), json!(count))).collect::<Map<_, _>>().into())
}

/// The units from which an account reviews.
pub(crate) fn reviewing_codes(account: &Account) -> BTreeSet<&OrgUnitCode> {
    account.duties.iter().filter(|duty| lets(duty, Capability::Reviews)).map(|duty| &duty.unit).collect()
}

/// Of each form the units whose reports somebody sees who reviews for some units: those that are reviewed there, the account's own, and those
/// below a program's.
pub(crate) fn scopes(app: &App, account: &Account, all: &Units<'_>, units: &[Unit], reviewing: &BTreeSet<&OrgUnitCode>) -> Vec<Scope> {
    let handed_in = handing_in(account);
    let receiving: BTreeSet<&OrgUnitCode> =
        account.duties.iter().filter(|duty| lets(duty, Capability::Receives)).map(|duty| &duty.unit).collect();
    let is_everywhere = is_everywhere(units);
    let chains: Vec<Vec<&Unit>> = units.iter().map(|unit| all.upwards(&unit.code).collect()).collect();
    let mut scopes = Vec::new();
    for form in app.forms.latest() {
        let (fillers, reviewers): (Vec<UnitKind>, _) = (form.fillers().collect(), form.reviewed_by());
        let reading = readers(account, form);
        let own = works_at(&reading);
        let mut by_levels: BTreeMap<u32, Vec<OrgUnitCode>> = BTreeMap::new();
        let mut fill_it_in = 0;
        for (unit, chain) in units.iter().zip(&chains).filter(|(unit, _)| fillers.iter().any(|kind| kind.name() == unit.kind)) {
            let above = reviewers.iter().filter_map(|kind| chain.iter().skip(1).find(|above| above.kind == kind.name()));
            let levels =
                (0..32).zip(above).filter(|(_, above)| reviewing.contains(&above.code)).fold(0, |levels, (at, _)| levels | 1 << at);
            let receives = is_sent_on(form) && receiving.contains(&unit.code);
            fill_it_in += 1;
            // A program sees no names of people, unlike whoever reviews.
            let is_handed_in = !form.stays_with_reviewer() && chain.iter().any(|unit| handed_in.contains(&unit.code));
            if levels != 0 || receives || is_handed_in || own.iter().any(|own| own.is_of(unit)) {
                by_levels.entry(levels).or_default().push(unit.code.clone());
            }
        }
        scopes.extend(by_levels.into_iter().map(|(levels, units)| {
            let units = (!is_everywhere || units.len() < fill_it_in).then_some(units);
            Scope { form: form.id.clone(), levels, units }
        }));
    }
    scopes
}

/// What lists say of reports that the account reviews or has sent; `units` are those around the account's.
async fn headings(app: &App, account: &Account, units: &Units<'_>, rows: &[ReportRow]) -> Result<Value, Refusal> {
    let chains: Vec<Vec<Unit>> = rows.iter().map(|row| units.chain(&row.unit)).collect();
    let mut closers: Vec<Unit> = chains.iter().flatten().cloned().collect();
    closers.sort_by(|a, b| a.code.cmp(&b.code));
    closers.dedup_by(|a, b| a.code == b.code);
    let closings = Closings::of(app, &closers).await?;
    let mut listed = Vec::new();
    for ((row, chain), then) in rows.iter().zip(&chains).zip(then(app, rows).await?) {
        let form = app.forms.get(&row.form, &row.version)?;
        let reading = readers(account, form);
        let is_own =
            chain.first().is_some_and(|unit| reviews(account, form, chain) || works_for(&reading, unit) || hands_in(&reading, chain));
        if is_own || is_received(account, form, row) {
            listed.push(heading(app, row, account, chain, then.as_ref(), &closings)?);
        }
    }
    Ok(listed.into())
}

/// The units of reports as they were on their periods' last days.
async fn then(app: &App, rows: &[ReportRow]) -> Result<Vec<Option<Unit>>, Refusal> {
    let asked: Vec<(OrgUnitCode, Date)> = rows.iter().map(|row| (row.unit.clone(), app.forms.days(row.period).1)).collect();
    let mut found = app.store.units_then(&asked).await?.into_iter().peekable();
    Ok(asked.iter().map(|(code, _)| found.next_if(|unit| unit.code == *code)).collect())
}

/// What every list says of a report to a reader, its unit as it was `then`; `chain` is its unit and all above it today.
pub(crate) fn heading(
    app: &App,
    row: &ReportRow,
    account: &Account,
    chain: &[Unit],
    then: Option<&Unit>,
    closings: &Closings,
) -> Result<Value, Refusal> {
    let form = app.forms.get(&row.form, &row.version)?;
    let calendar = app.forms.calendar_of(chain);
    let (start, end) = calendar.days(row.period);
    let level = level(account, form, chain, row.approvals);
    let due = calendar.due(form, row.period);
    Ok(json!({
        "report_id": row.id.as_str(),
        "form": row.form.as_str(),
        "version": row.version.as_str(),
        "title": form.title(),
        "org_unit": then.map(brief),
        "period": row.period.to_string(),
        "period_start": start.to_string(),
        "period_end": end.to_string(),
        "due": due.to_string(),
        // What is corrected later was in time, as totals count it.
        "late": day(row.first_received_at) > due,
        "status": row.status.name(),
        "revision": row.revision.get(),
        "received_at": iso(row.received_at),
        "for_review": level.is_some(),
        "waits_for_reader": level.is_some_and(|level| row.standing(false).waits_for(level)),
        "warnings": row.warnings,
        "standing": standing(app, form, chain, row),
        "locked": closings.lock(app, form, chain, row.period, app.now()),
    }))
}

/// A place in a list as the next page is asked for. Whoever holds it need not know what it says.
fn cursor(place: &ListPlace) -> String {
    let ListPlace { end, start, form, period, unit } = place;
    format!("{end}~{start}~{form}~{period}~{unit}")
}

/// Reads a place.
pub(crate) fn after(text: &str) -> Result<ListPlace, ()> {
    let mut parts = text.split('~');
    let mut next = || parts.next().ok_or(());
    let place = ListPlace {
        end: Date::parse(next()?).map_err(drop)?,
        start: Date::parse(next()?).map_err(drop)?,
        form: FormId::parse(next()?).map_err(drop)?,
        period: Period::parse(next()?).map_err(drop)?,
        unit: OrgUnitCode::parse(next()?).map_err(drop)?,
    };
    parts.next().map_or(Ok(place), |_| Err(()))
}
