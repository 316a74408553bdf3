//! What a review is made of names forms and fields that there are.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use phieu::Validator;
use phieu_catalog::{calendar, forms, reviews};
use phieu_report::PeriodType;
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
        for name in ["title", "from", "to", "superior", "issuer", "number", "place", "signed_on", "recipients"] {
            field(&review.form, &format!("{rows}/{}", review.questions[name]));
        }
        let choices = |path: &str| -> Vec<String> {
            let choices = field(&review.form, &format!("{rows}/{path}"))["choices"].as_array().unwrap().iter();
            choices.map(|choice| choice["name"].as_str().unwrap().to_owned()).collect()
        };
        for kind in [PeriodType::Midterm, PeriodType::Final] {
            assert!(choices(&review.questions["kind"]).contains(&kind.name().to_owned()));
            for programme in choices(&review.questions["programme"]) {
                let has = !calendar().unwrap().reviews(&[&programme], kind).is_empty();
                assert!(has || kind == PeriodType::Midterm, "{programme} has no {}", kind.name());
            }
        }
        assert!(choices(&review.questions["layout"]).contains(&"party".to_owned()));
        // Who signs as the head has nothing above the signature.
        let signs = choices(&review.questions["authority"]);
        assert!(review.authorities.keys().all(|name| signs.contains(name)) && review.authorities.len() + 1 == signs.len());
        let sent = review.sent.as_ref().unwrap();
        field(&review.form, &format!("{rows}/{}/{}", sent.rows, sent.whom));
        let purposes: BTreeSet<String> = choices(&format!("{}/{}", sent.rows, sent.purpose)).into_iter().collect();
        assert_eq!(purposes, sent.purposes.keys().cloned().collect());
        assert!(sent.purposes.values().all(|line| line.matches("{}").count() == 1));
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
