//! What is watched names forms and fields that there are.
#![allow(clippy::unwrap_used)]

use phieu::Validator;
use phieu_catalog::{form, watches};

#[test]
fn what_is_watched_is_reported() {
    for watch in watches().unwrap() {
        assert!(form(&watch.report).is_some() && watch.silent_after > 0, "{}", watch.report);
        let source = form(&watch.status_form).unwrap();
        let definition = Validator::from_toml(source.file, source.text).unwrap().definition();
        let field = definition["fields"].as_array().unwrap().iter().find(|field| field["path"] == watch.status_field.as_str()).unwrap();
        let choices: Vec<&str> = field["choices"].as_array().unwrap().iter().filter_map(|choice| choice["name"].as_str()).collect();
        assert!(watch.active.iter().all(|name| choices.contains(&name.as_str())), "{choices:?}");
        assert_eq!(field["aggregate"], "count", "a choice that is not counted is no fact");
    }
}
