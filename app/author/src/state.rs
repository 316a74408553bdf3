//! What the page knows: the file that is open, the report that is tried out, the language.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use phieu_engine::{Context, Instance};
use phieu_form::Form;
use phieu_ui::Filling;
use phieu_xlsform::Spelling;
use serde_json::Value;
use web_sys::File;

use crate::browser;
use crate::open::{DataFiles, Opened, is_data, open};
use crate::texts::{self, Texts};

/// Everything on the page. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Desk {
    /// What the page says.
    pub texts: RwSignal<&'static Texts>,
    /// The file that is open.
    pub opened: RwSignal<Option<Arc<Opened>>>,
    /// A file that could not be read, by its name.
    pub failed: RwSignal<Option<String>>,
    /// Whether the file comes from `phieu preview`.
    pub is_preview: bool,
    /// Whether `phieu preview` no longer has it.
    pub lost: RwSignal<bool>,
    /// How often a file was opened.
    pub reads: RwSignal<u32>,
    /// The section that is drawn; from 0.
    pub section: RwSignal<usize>,
    /// Changes with every answer.
    pub answered: RwSignal<()>,
    /// The bytes of the file that is open, to be opened again when its data comes.
    source: StoredValue<Vec<u8>>,
    /// The files of data that were dropped.
    data: StoredValue<DataFiles>,
    /// The addresses of the pictures, sounds and films that were dropped, by their names.
    media: StoredValue<BTreeMap<String, String>>,
    /// The files that were put into the report, by their paths.
    pub files: StoredValue<BTreeMap<String, File>, LocalStorage>,
    filling: StoredValue<Option<(Owner, Filling)>, LocalStorage>,
    /// Outlives everything that is drawn.
    root: StoredValue<Owner, LocalStorage>,
}

impl Desk {
    /// An empty page in the browser's language.
    pub fn new() -> Desk {
        let tag = browser::window().navigator().language().unwrap_or_default();
        Desk {
            texts: RwSignal::new(texts::of(&tag)),
            opened: RwSignal::new(None),
            failed: RwSignal::new(None),
            is_preview: browser::path().starts_with("/preview"),
            lost: RwSignal::new(false),
            reads: RwSignal::new(0),
            section: RwSignal::new(0),
            answered: RwSignal::new(()),
            source: StoredValue::new(Vec::new()),
            data: StoredValue::new(DataFiles::new()),
            media: StoredValue::new(BTreeMap::new()),
            files: StoredValue::new_local(BTreeMap::new()),
            filling: StoredValue::new_local(None),
            root: StoredValue::new_local(Owner::current().unwrap_or_default()),
        }
    }

    /// Takes files that were chosen together: data and media, which are named with their addresses, are kept, and the form that
    /// they belong to opened again.
    pub fn take(self, chosen: Vec<(String, Vec<u8>)>, media: Vec<(String, String)>) {
        let is_data = |name: &str| self.opened.with_untracked(|opened| is_data(name, opened.as_deref()));
        let (data, forms): (Vec<_>, Vec<_>) = chosen.into_iter().partition(|(name, _)| is_data(name));
        let alone = data.first().cloned().or_else(|| Some((media.first()?.0.clone(), Vec::new())));
        self.data.update_value(|kept| kept.extend(data));
        self.media.update_value(|kept| kept.extend(media));
        let open = self.opened.with_untracked(|opened| opened.as_ref().map(|opened| opened.name.clone()));
        let form = forms.iter().find(|(name, _)| Spelling::of_name(name).is_some()).or(forms.first());
        match (form, open, alone) {
            (Some((name, bytes)), ..) => self.open(name, bytes),
            (None, Some(name), Some(_)) => self.open(&name, &self.source.get_value()),
            // What belongs to a form and comes without one is told to be none.
            (None, None, Some((name, bytes))) => self.open(&name, &bytes),
            (None, _, None) => {}
        }
    }

    /// Opens a file. What was typed is kept where the same file is read again.
    pub fn open(self, name: &str, bytes: &[u8]) {
        let again = self.opened.with_untracked(|opened| opened.as_ref().is_some_and(|opened| opened.name == name));
        if !again {
            self.forget();
            self.section.set(0);
        }
        self.failed.set(None);
        self.source.set_value(bytes.to_vec());
        self.opened.set(Some(Arc::new(self.data.with_value(|data| open(name, bytes, data)))));
        self.reads.update(|reads| *reads += 1);
    }

    /// The address of a file that the form's labels name: where `phieu preview` has it, or of what was dropped.
    pub fn media(self, file: &str) -> Option<String> {
        if self.is_preview {
            return Some(["/preview/media/", &String::from(js_sys::encode_uri_component(file))].concat());
        }
        self.media.with_value(|kept| kept.get(file).cloned())
    }

    /// The report that is tried out, if a form is open.
    pub fn filling(self) -> Option<Filling> {
        self.filling.with_value(|kept| kept.as_ref().map(|(_, filling)| *filling))
    }

    /// Begins a report in place of the one before. It lives until the next one, and not as long as what draws it: its
    /// answers are asked for when the form is drawn anew.
    pub fn begin(self, make: impl FnOnce() -> Filling) -> Filling {
        let owner = self.root.with_value(Owner::child);
        let filling = owner.with(make);
        self.filling.set_value(Some((owner, filling)));
        self.answered.set(());
        filling
    }

    /// Forgets what was typed.
    pub fn forget(self) {
        self.filling.set_value(None);
        self.files.update_value(BTreeMap::clear);
    }

    /// A report to be tried out: with what was typed before, as far as the form still asks for it.
    pub fn instance(self, form: &Arc<Form>) -> Instance {
        let now = browser::now();
        let context = Context {
            today: now.get(..10).map(str::to_owned),
            now: Some(now),
            seed: Some(browser::seed()),
            language: Some(self.texts.get_untracked().tag.to_owned()),
            ..Context::default()
        };
        let typed = self.filling().map(|filling| filling.read(|instance| (instance.answers(), instance.explanations())));
        match typed {
            Some((mut answers, explanations)) if answers.as_object().is_some_and(|answers| !answers.is_empty()) => {
                keep_known(form, "", &mut answers);
                let explanations: BTreeMap<String, String> =
                    explanations.into_iter().filter(|(rule, _)| form.rule(rule.split('[').next().unwrap_or_default()).is_some()).collect();
                Instance::open(form.clone(), context, &answers, &explanations)
            }
            _ => Instance::blank(form.clone(), context),
        }
    }
}

/// Leaves out what the form does not ask for.
fn keep_known(form: &Form, path: &str, answers: &mut Value) {
    match answers {
        Value::Array(rows) => rows.iter_mut().filter(|row| row.is_object()).for_each(|row| keep_known(form, path, row)),
        Value::Object(members) => members.retain(|name, value| {
            let path = if path.is_empty() { name.clone() } else { [path, name].join("/") };
            let known = form.find(&path).is_some();
            if known {
                keep_known(form, &path, value);
            }
            known
        }),
        _ => {}
    }
}
