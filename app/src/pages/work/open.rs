//! Opening a report to fill it in: the draft that is kept, or the returned report, or a blank one.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use phieu_engine::{Context, Instance};
use phieu_form::{Definition, Form, Template, Type, json, record};
use phieu_ui::{Filling, Host, OnKept, Said};
use serde_json::Value;

use super::draft::{Desk, held};
use super::practice;
use super::purpose::has_agreed;
use crate::aloud::aloud;
use crate::attached::{KINDS, shown, take};
use crate::router::Page;
use crate::state::App;
use crate::storage::records::{Draft, Duty, Receipt, Remark, Subject};
use crate::{browser, storage, sync};

/// What came of opening.
#[derive(Clone)]
pub enum Opened {
    /// Ready to be filled in.
    Desk(Desk),
    /// It is already on its way or sent: another page shows it.
    Other(Page),
    /// It asks of other people, and what for is to be read first.
    Purpose {
        /// The form.
        form: String,
        /// Its version.
        version: String,
        /// What it asks of people for.
        purpose: String,
    },
    /// The form is not on this phone and cannot be fetched.
    NoForm,
    /// Nothing of this kind is due.
    Unknown,
}

/// Opens what is to be reported.
pub async fn open(app: App, subject: Subject) -> Opened {
    let Some(account) = app.account() else { return Opened::Unknown };
    let duty = app.duty(&subject);
    let on_its_way = app
        .outbox
        .with_untracked(|outbox| outbox.iter().find(|parcel| parcel.draft.subject == subject).map(|parcel| parcel.draft.report_id.clone()));
    if let Some(id) = on_its_way {
        return Opened::Other(Page::Sent(id));
    }
    let key = storage::records::draft_key(&account, &subject);
    if let Some(desk) = held(&key) {
        return Opened::Desk(desk);
    }
    let found = match subject.is_practice() {
        true => practice::begun(app, &account, &subject).await.ok_or(Opened::Unknown),
        false => kept_or_begun(&account, &key, duty.as_ref()).await,
    };
    let (draft, is_new) = match found {
        Ok(found) => found,
        Err(other) => return other,
    };
    let Some(form) = form(&draft.subject.form, &draft.version).await else { return Opened::NoForm };
    if form.asks_of_others() && !subject.is_practice() && !has_agreed(&account, &form.id, &form.version).await {
        let language = form.language(app.language.get_untracked());
        let purpose = form.purpose.get(language).map(Template::plain).unwrap_or_default();
        return Opened::Purpose { form: form.id.clone(), version: form.version.clone(), purpose };
    }
    let context = context(app, &draft.context);
    let instance = if is_new { Instance::blank(form, context) } else { reopened(form, context, &draft.answers, &draft.explanations) };
    Opened::Desk(desk(app, draft, instance))
}

/// The draft of this key, or a new one for the duty; and whether it is blank.
async fn kept_or_begun(account: &str, key: &str, duty: Option<&Duty>) -> Result<(Draft, bool), Opened> {
    match (storage::draft(key).await.ok().flatten(), duty) {
        (Some(draft), duty) => Ok((brought_up(draft, duty), false)),
        (None, Some(duty)) => begun(account, duty).await,
        (None, None) => Err(Opened::Unknown),
    }
}

/// A draft, with what the server has said meanwhile.
fn brought_up(mut draft: Draft, duty: Option<&Duty>) -> Draft {
    if let Some(duty) = duty.filter(|duty| duty.version == draft.version) {
        draft.context = duty.context.clone();
        draft.due.clone_from(&duty.due);
    }
    draft
}

/// What to begin with for a duty, and whether it is blank.
async fn begun(account: &str, duty: &Duty) -> Result<(Draft, bool), Opened> {
    let mut draft = Draft {
        account: account.to_string(),
        subject: duty.subject(),
        version: duty.version.clone(),
        title: duty.title.clone(),
        unit_name: duty.org_unit.name.clone(),
        context: duty.context.clone(),
        due: duty.due.clone(),
        revision: 1,
        ..Draft::default()
    };
    let Some(id) = duty.report_id.clone() else {
        draft.report_id = browser::uuid().ok_or(Opened::Unknown)?;
        return Ok((draft, true));
    };
    let sent: Option<Receipt> = storage::receipt(&id).await.ok().flatten();
    let known = duty.revision.unwrap_or(1);
    let revision = sent.as_ref().map_or(0, |sent| sent.revision);
    // Submitted or approved, or corrected and sent again after the server's list was made: to be read, not filled in.
    // A register is never finished: what was sent last is gone on with. What this phone has not seen is never overwritten.
    let goes_on = match duty.state.as_str() {
        "returned" => revision == known,
        "open" => revision >= known,
        _ => false,
    };
    if !goes_on {
        return Err(Opened::Other(Page::Report(id)));
    }
    let Some(body) = sent.and_then(|sent| json::read(&sent.body)) else {
        return Err(Opened::Other(Page::Report(id)));
    };
    draft.version = body["version"].as_str().unwrap_or(&duty.version).to_string();
    draft.answers = body["answers"].clone();
    draft.explanations = record(body["explanations"].clone()).unwrap_or_default();
    draft.report_id = id;
    draft.revision = revision + 1;
    draft.remarks = duty.remarks.clone();
    draft.remark = duty.remark.clone();
    Ok((draft, false))
}

/// A report's answers, to be changed: what was calculated when they were sent is calculated anew.
fn reopened(form: Arc<Form>, context: Context, answers: &Value, explanations: &BTreeMap<String, String>) -> Instance {
    let sent = Instance::open(form.clone(), context.clone(), answers, explanations);
    Instance::open(form, context, &sent.answers(), explanations)
}

/// What checks may know: what the server said of other reports, and this phone's day.
pub fn context(app: App, known: &Value) -> Context {
    let mut context: Context = record(known.clone()).unwrap_or_default();
    context.today = Some(browser::today());
    context.now = Some(browser::timestamp());
    context.language = Some(app.language.get_untracked().to_string());
    context
}

/// A form, compiled from its rows.
pub async fn form(id: &str, version: &str) -> Option<Arc<Form>> {
    let rows = sync::rows_of(id, version).await?;
    let definition: Definition = record(rows)?;
    phieu_form::compile(&definition).0.map(Arc::new)
}

fn desk(app: App, draft: Draft, instance: Instance) -> Desk {
    let desk = Desk::new(app, draft.clone());
    let (account, report_id) = (draft.account.clone(), draft.report_id.clone());
    let file = Rc::new(move |path: String, file, told: OnKept| {
        let (account, report_id) = (account.clone(), report_id.clone());
        let is_asked = |instance: &Instance| instance.find(&path).and_then(|at| instance.form().node(at.node).field_type());
        let is_picture = desk.filling().and_then(|filling| filling.read(is_asked)) == Some(Type::Image);
        spawn_local(desk.hold(async move { told(take(app, &account, &report_id, file, is_picture).await) }));
    });
    // What was sent once may be with the server and no longer here.
    let is_sent = draft.revision > 1;
    let kept = shown(draft.account.clone(), draft.report_id.clone(), Rc::new(move |_| is_sent));
    // A form comes without the files that its labels name.
    let changed = Rc::new(move || desk.keep());
    let host = Host { changed, aloud: aloud(app), ..Host::default() };
    let host = match draft.subject.is_practice() {
        // No file of practice is kept, and so none is sent.
        true => Host { about_kept: practice::words(app).file, ..host },
        false => {
            let texts = app.texts();
            let (about_kept, about_pictures) = (texts.file_kept, texts.photo_how);
            Host { file, kept: Some(kept), about_kept, about_pictures, kinds: KINDS, ..host }
        }
    };
    desk.begin(Filling::new(instance, app.language.get_untracked(), said(&draft), host));
    desk
}

/// What a reviewer or the server's rules said about fields.
fn said(draft: &Draft) -> Vec<Said> {
    let of_remark = |remark: &Remark| Said { path: remark.path.clone(), text: remark.text.clone(), refused: false };
    let issues = draft.refusal.iter().filter_map(|refusal| refusal.details["verdict"]["issues"].as_array()).flatten();
    let blocking =
        issues.filter(|issue| issue["severity"] == "error" || (issue["severity"] == "explain" && issue["facts"]["explanation"].is_null()));
    let of_issue = |issue: &Value| Said {
        path: issue["path"].as_str().unwrap_or_default().to_string(),
        text: issue["message"].as_str().unwrap_or_default().to_string(),
        refused: true,
    };
    draft.remarks.iter().map(of_remark).chain(blocking.map(of_issue)).collect()
}
