//! What a review is made of names forms and fields that there are.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use phieu::Validator;
use phieu_catalog::{forms, reviews};
use serde_json::Value;

#[test]
fn reviews_name_what_there_is() {
    let definitions: BTreeMap<&str, Value> =
        forms().iter().map(|form| (form.id, Validator::from_toml(form.file, form.text).unwrap().definition())).collect();
    let field = |form: &str, path: &str| {
        let fields = definitions[form]["fields"].as_array().unwrap().iter();
        fields.clone().find(|field| field["path"] == path).unwrap_or_else(|| panic!("{form} has no {path}"))
    };
    for review in reviews().unwrap() {
        let rows = definitions[review.form.as_str()]["register"]["rows"].as_str().unwrap();
        for name in ["title", "kind", "from", "to", "superior", "issuer", "number", "place", "signed_on", "authority", "recipients"] {
            field(&review.form, &format!("{rows}/{}", review.questions[name]));
        }
        let mut used = 0;
        for section in &review.sections {
            assert_eq!(section.heading.keys().collect::<Vec<_>>(), ["en", "vi"]);
            for words in &section.words {
                assert_eq!(field(&review.form, &format!("{rows}/{words}"))["type"], "text");
            }
            used += section.words.len();
            for figure in &section.figures {
                let aggregate = &field(&figure.form, &figure.path)["aggregate"];
                assert!(["sum", "last", "recompute"].iter().any(|each| aggregate == each), "{} {}: {aggregate}", figure.form, figure.path);
            }
        }
        assert!(used > 0);
    }
}
