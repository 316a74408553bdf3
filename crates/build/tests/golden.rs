//! What is written for the club's monthly report, as the golden file has it. `pkg/rust` compiles and uses the same text.

use std::fs;

use phieu::Validator;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/ref/clb-thang.rs.txt");

/// Compares with the golden file; `PHIEU_BLESS=1` writes it anew.
#[test]
fn the_structs_of_a_form_are_the_golden_ones() {
    let source = phieu_catalog::form("clb-thang").expect("a form of the catalogue");
    let validator = Validator::from_toml(source.file, source.text).unwrap_or_else(|error| panic!("{error}"));
    // The digest changes with every letter of the form; the rest only with its shape.
    let text = phieu_build::generate(validator.form()).replace(&validator.form().digest, "DIGEST");
    if std::env::var_os("PHIEU_BLESS").is_some() {
        fs::write(GOLDEN, &text).expect("written");
    }
    let golden = fs::read_to_string(GOLDEN).expect("tests/ref/clb-thang.rs.txt");
    assert!(golden == text, "the structs have changed: look at the difference, then run this test with PHIEU_BLESS=1");
}

#[test]
fn every_form_of_the_catalogue_has_structs() {
    for source in phieu_catalog::forms() {
        let validator = Validator::from_toml(source.file, source.text).unwrap_or_else(|error| panic!("{error}"));
        let text = phieu_build::generate(validator.form());
        assert!(text.contains("pub struct Answers {") && text.contains(&format!("{:?}", source.id)), "{}", source.id);
    }
}
