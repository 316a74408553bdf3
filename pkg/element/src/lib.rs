//! The form in anyone's page: what the custom element `<phieu-form>` draws with.
//!
//! Here a form is compiled, drawn and asked. The element itself, its attributes, events and styles, is JavaScript in `pkg/npm`,
//! which hands in one object, the host: it is told of changes and keeps the files that somebody chooses. All sections stand
//! below one another. What it does not do: fetch, keep or send anything.
#![cfg(target_arch = "wasm32")]

mod page;

use std::any::Any;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use js_sys::{Error, Reflect};
use leptos::prelude::*;
use phieu_engine::{Context, Instance};
use phieu_form::{Definition, Form, Level, compile};
use phieu_ui::dom::{View, call};
use phieu_ui::{Filling, Host, address_of};
use serde_json::{Value as Json, json};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use page::Page;

/// A form as it stands on a page. It goes away when it is freed.
#[wasm_bindgen]
pub struct Drawn {
    page: Page,
    _mounted: Box<dyn Any>,
}

/// What a form is opened with.
struct Given {
    answers: Json,
    explanations: BTreeMap<String, String>,
    context: Context,
    language: String,
    is_reading: bool,
}

#[wasm_bindgen]
impl Drawn {
    /// Draws a form into an element of the page. `rows` are the form's rows as JSON; `given` is
    /// `{"answers","explanations","context","language","readonly"}`; `host` has `changed()`, `sent()`, `file(path, file)` and
    /// `kept(path)`. Throws an error with a `code` for what is no form and no context.
    #[wasm_bindgen(constructor)]
    pub fn new(place: HtmlElement, rows: &str, given: &str, host: JsValue) -> Result<Drawn, JsValue> {
        let form = Arc::new(compiled(rows)?);
        let given = read(given)?;
        let instance = match given.answers.is_null() {
            true => Instance::blank(form, given.context),
            false => Instance::open(form, given.context, &given.answers, &given.explanations),
        };
        let (tag, root) = (given.language, JsValue::from(place.clone()));
        let kept = Rc::new(OnceCell::new());
        let page = kept.clone();
        let mounted = mount_to(place, move || {
            let filling = match given.is_reading {
                true => Filling::reading(instance, &tag, Vec::new()),
                false => Filling::new(instance, &tag, Vec::new(), hosted(host.clone())),
            };
            let place: Element = root.clone().unchecked_into();
            View::from(page.get_or_init(|| Page::new(filling, root, host)).draw()).put_into(&place);
        });
        let page = kept.get().cloned().ok_or_else(|| Error::new("the form was not drawn"))?;
        Ok(Drawn { page, _mounted: Box::new(mounted) })
    }

    /// Says everywhere what is wrong; whether nothing is, and the report can be sent.
    pub fn ask(&self) -> bool {
        self.page.ask()
    }

    /// The report as it stands, as JSON: `{"form","version","answers","explanations","valid","issues"}`. The answers are those that
    /// count, with what was calculated; the issues those of a verdict.
    pub fn report(&self) -> String {
        self.page.report().to_string()
    }

    /// All answers as given, also those that do not count now: what opens the same form again.
    pub fn answers(&self) -> String {
        self.page.filling.read(Instance::answers).to_string()
    }
}

fn compiled(rows: &str) -> Result<Form, JsValue> {
    let definition: Definition = serde_json::from_str(rows).map_err(|error| told("form_invalid", &error.to_string()))?;
    let (form, found) = compile(&definition);
    let lines: Vec<String> = found.iter().filter(|each| each.level == Level::Error).map(ToString::to_string).collect();
    form.filter(|_| lines.is_empty()).ok_or_else(|| told("form_invalid", &lines.join("\n")))
}

fn read(given: &str) -> Result<Given, JsValue> {
    let mut given: Json = serde_json::from_str(given).map_err(|error| told("not_json", &error.to_string()))?;
    let wrong = |error: serde_json::Error| told("context_invalid", &error.to_string());
    let language = given["language"].as_str().unwrap_or("vi").to_owned();
    let mut context: Context = serde_json::from_value(given["context"].take()).map_err(wrong)?;
    context.language.get_or_insert_with(|| language.clone());
    let explanations = given["explanations"].take();
    let explanations = if explanations.is_null() { BTreeMap::new() } else { serde_json::from_value(explanations).map_err(wrong)? };
    Ok(Given { answers: given["answers"].take(), explanations, context, language, is_reading: given["readonly"] == json!(true) })
}

/// The drawing's host, which is the element.
fn hosted(host: JsValue) -> Host {
    let [changed, file, kept] = [host.clone(), host.clone(), host].map(Rc::new);
    Host {
        changed: Rc::new(move || drop(call(&changed, "changed", &[]))),
        file: Rc::new(move |path, chosen, told| {
            let name = chosen.name();
            call(&file, "file", &[path.into(), chosen.into()]);
            told(Ok(name));
        }),
        kept: Some(Rc::new(move |path, name, take| {
            let found: Option<web_sys::File> = call(&kept, "kept", &[path.into()]).dyn_into().ok();
            take(found.filter(|file| file.name() == name).and_then(|file| address_of(&file)));
        })),
        by_path: true,
        ..Host::default()
    }
}

fn told(code: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    // A property of a fresh error object can always be set.
    let _ = Reflect::set(&error, &"code".into(), &code.into());
    error.into()
}
