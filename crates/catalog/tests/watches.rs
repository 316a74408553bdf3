//! What is watched names forms and fields that there are.
#![allow(clippy::unwrap_used)]

use phieu::Validator;
use phieu_catalog::{form, watches};

#[test]
fn what_is_watched_is_reported() {
    for watch in watches().unwrap() {
        assert!(form(&watch.report).is_some() && watch.silent_after > 0, "{}", watch.report);
        let field = |id: &str, path: &str| {
            let source = form(id).unwrap();
            let definition = Validator::from_toml(source.file, source.text).unwrap().definition();
            definition["fields"].as_array().unwrap().iter().find(|field| field["path"] == path).unwrap().clone()
        };
        let class = field(&watch.class_form, &watch.class_field);
        assert!(class["choices"].is_array() && class["aggregate"] == "count", "{class}");
        let field = field(&watch.status_form, &watch.status_field);
        let choices: Vec<&str> = field["choices"].as_array().unwrap().iter().filter_map(|choice| choice["name"].as_str()).collect();
        assert!(watch.active.iter().all(|name| choices.contains(&name.as_str())), "{choices:?}");
        assert_eq!(field["aggregate"], "count", "a choice that is not counted is no fact");
    }
}
