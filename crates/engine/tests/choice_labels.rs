//! Choices whose labels name answers: which questions are drawn again when one of those answers changes.

use std::sync::Arc;

use phieu_engine::{Context, Edit, Instance, Named};
use phieu_form::{Form, compile};

const FORM: &str = r#"
[settings]
form_id = "kin"
version = "1"
[[survey]]
type = "text"
name = "head"
[[survey]]
type = "begin repeat"
name = "people"
[[survey]]
type = "text"
name = "who"
[[survey]]
type = "select_one kin"
name = "kin"
[[survey]]
type = "end repeat"
[[survey]]
type = "select_one plain"
name = "plain"
[[choices]]
list_name = "kin"
name = "child"
label = "child of ${head}"
[[choices]]
list_name = "kin"
name = "self"
label = "<output value=\"concat(../who, ' ')\"/>alone"
[[choices]]
list_name = "plain"
name = "a"
label = "A"
"#;

fn form() -> Arc<Form> {
    let definition = phieu_xlsform::from_toml("kin.toml", FORM).expect("a form");
    let (form, diagnostics) = compile(&definition);
    Arc::new(form.unwrap_or_else(|| panic!("{diagnostics:?}")))
}

/// The paths of what is to be drawn again after an answer.
fn changed(instance: &mut Instance, path: &str, to: &str) -> Vec<String> {
    let at = instance.find(path).expect(path);
    let changes = instance.apply(Edit::Set { at, text: to.into() }).expect("an answer");
    changes.nodes.into_iter().map(|at| instance.path(at)).collect()
}

#[test]
fn a_question_is_drawn_again_when_an_answer_in_its_choices_changes() {
    let mut instance = Instance::blank(form(), Context::default());
    let repeat = instance.find("people").expect("a repeat");
    instance.apply(Edit::AddRow { repeat }).expect("a row");
    let after = changed(&mut instance, "head", "Lan");
    assert!(["head", "people[1]/kin", "people[2]/kin"].iter().all(|path| after.iter().any(|each| each == path)), "{after:?}");
    assert!(!after.iter().any(|path| path == "plain"), "{after:?}");
    let after = changed(&mut instance, "people[2]/who", "An");
    assert!(after.iter().any(|path| path == "people[2]/kin") && !after.iter().any(|path| path == "people[1]/kin"), "{after:?}");
}

#[test]
fn a_choice_is_called_what_its_own_row_says() {
    let mut instance = Instance::blank(form(), Context::default());
    changed(&mut instance, "head", "Lan");
    changed(&mut instance, "people[1]/who", "An");
    let at = instance.find("people[1]/kin").expect("a question");
    let label = |name: &str| instance.choice_label(at, name, 0, &Named::plain);
    assert_eq!(label("child").as_deref(), Some("child of Lan"));
    assert_eq!(label("self").as_deref(), Some("An alone"));
    assert_eq!(label("nobody"), None);
}
