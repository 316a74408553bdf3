//! A form in one of its text spellings: Markdown tables, TOML, rows as JSON. And what is done with any form that could be read.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu::engine::{Context, Instance};
use phieu::form::{Definition, compile, describe, sample, schema};
use phieu::xlsform;
use serde_json::json;

/// The first byte chooses the spelling.
pub fn run(data: &[u8]) {
    let (spelling, bytes) = super::split(data, 3);
    let name = ["a.md", "a.toml", "a.json"][usize::from(spelling)];
    if name == "a.json" {
        if let Ok(definition) = serde_json::from_slice(bytes) {
            used(&definition);
        }
        return;
    }
    if let Ok((definition, _)) = xlsform::read(name, bytes) {
        used(&definition);
    }
}

/// Checked, compiled, described, filled in, written, and read again.
pub(super) fn used(definition: &Definition) {
    xlsform::check(definition);
    let (form, told) = compile(definition);
    assert!(form.is_some() || !told.is_empty(), "a form that cannot be used, and nothing is said about it");
    if let Some(form) = form {
        drop((describe(&form), schema(&form)));
        let answers = sample(&form);
        let form = Arc::new(form);
        let context = Context { today: Some("2026-06-15".into()), seed: Some(1), ..Context::default() };
        Instance::blank(form.clone(), context.clone()).issues();
        let mut instance = Instance::open(form.clone(), context.clone(), &answers, &BTreeMap::new());
        instance.issues();
        instance.set_language("en");
        let rows = json!([{}, {}, {}]);
        let names = form.nodes.iter().skip(1).map(|node| (node.name.clone(), rows.clone()));
        Instance::open(form.clone(), context, &json!(names.collect::<BTreeMap<_, _>>()), &BTreeMap::new()).sealed();
    }
    written(definition);
}

/// What is written can be read.
fn written(definition: &Definition) {
    for name in ["a.toml", "a.md", "a.xml"] {
        let Ok((bytes, _)) = xlsform::write(name, definition) else { continue };
        let again = xlsform::read(name, &bytes);
        // An XForm has names where a definition may have any text.
        assert!(
            again.is_ok() || name == "a.xml",
            "{name} was written and cannot be read: {:?}\n{}",
            again,
            String::from_utf8_lossy(&bytes)
        );
    }
}
