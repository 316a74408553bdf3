//! A report read where nothing is known of what its check knew: it stands as it was handed in.

use std::collections::BTreeMap;
use std::sync::Arc;

use phieu_engine::{Context, Instance};
use phieu_form::{Form, compile};
use serde_json::json;

const FORM: &str = r#"
[settings]
form_id = "given"
version = "1"
[[survey]]
type = "integer"
name = "people"
[[survey]]
type = "calculate"
name = "score"
calculation = "${people} * instance('previous')/root/people"
[[survey]]
type = "text"
name = "why"
relevant = "${score} > 10"
"#;

fn form() -> Arc<Form> {
    let definition = phieu_xlsform::from_toml("given.toml", FORM).expect("TOML");
    let (form, diagnostics) = compile(&definition);
    Arc::new(form.unwrap_or_else(|| panic!("{diagnostics:?}")))
}

#[test]
fn what_a_report_says_of_calculated_values_stands_and_what_depends_on_it_applies() {
    let sealed = json!({ "people": 6, "score": 12, "why": "Đông người" });
    let computed = Instance::open(form(), Context::default(), &sealed, &BTreeMap::new());
    assert!(!computed.issues().is_empty(), "another value, and an answer that does not apply");
    let given = Instance::as_given(form(), Context::default(), &sealed, &BTreeMap::new());
    assert_eq!(given.sealed(), sealed);
    assert_eq!(given.issues(), []);
    let shorter = json!({ "people": 6 });
    assert_eq!(
        Instance::as_given(form(), Context::default(), &shorter, &BTreeMap::new()).sealed(),
        shorter,
        "what it does not say is computed, to nothing here"
    );
}
