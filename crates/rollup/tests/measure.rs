//! What has different units of measure is not added up; exact sums do not depend on their order.
#![allow(clippy::unwrap_used)]

use phieu_rollup::{Mixed, Sum, mixed_measures};

fn mixed(calculation: &str) -> Vec<Mixed> {
    let field = |kind: &str, name: &str, unit: &str| {
        format!("[[survey]]\ntype = \"{kind}\"\nname = \"{name}\"\nlabel.en = \"{name}\"\nunit.en = \"{unit}\"\naggregate = \"sum\"\n")
    };
    let text = format!(
        "[settings]\nform_id = \"x\"\nversion = \"1\"\nform_title.en = \"X\"\ndefault_language = \"en\"\n{}{}{}[[survey]]\ntype = \"calculate\"\n\
         name = \"c\"\nlabel.en = \"c\"\ncalculation = \"{calculation}\"\naggregate = \"recompute\"\n",
        field("integer", "turns", "turns"),
        field("integer", "people", "people"),
        field("integer", "more", "people"),
    );
    let (form, found) = phieu_form::compile(&phieu_xlsform::from_toml("x.toml", &text).unwrap());
    mixed_measures(&form.unwrap_or_else(|| panic!("{found:?}")))
}

#[test]
fn turns_and_persons_are_not_added() {
    let pair = |a: &str, b: &str| vec![Mixed { path: "c".to_owned(), measures: (a.to_owned(), b.to_owned()) }];
    assert_eq!(mixed("${people} + ${more}"), []);
    assert_eq!(mixed("round(100 * ${turns} div ${people}, 1)"), [], "a rate may divide one by the other");
    assert_eq!(mixed("100 - ${turns} div (${people} + ${more})"), []);
    assert_eq!(mixed("${people} + ${turns}"), pair("people", "turns"));
    assert_eq!(mixed("100 * ${turns} div (${people} + coalesce(${turns}, 0))"), pair("people", "turns"));
    assert_eq!(mixed("if(${people} > 0, round(${people}, 0), 0) - number(${turns})"), pair("people", "turns"));
}

#[test]
fn sums_of_tenths_are_what_people_add() {
    let add = |values: &[f64]| {
        let mut sum = Sum::default();
        values.iter().for_each(|value| sum.add(Sum::of(*value)));
        sum
    };
    assert_eq!(add(&[0.1, 0.2]).value(), Some(0.3));
    assert_eq!(add(&[-0.7, 0.2, 12.6]).value(), Some(12.1));
    assert_eq!(add(&[1e15, 0.5, -1e15]).value(), Some(0.5));
    assert_eq!(add(&[1e15, 1e15, 3.0]).value(), Some(2_000_000_000_000_003.0));
    assert_eq!(add(&[]).value(), None);
    let thirds = [1.0 / 3.0, 1e9, 2.0 / 3.0, -5.25, 0.1];
    let mut back = thirds;
    back.reverse();
    assert_eq!(add(&thirds), add(&back));
    assert!(add(&[0.5, -0.25]).is_positive() && !add(&[-0.5, 0.25]).is_positive() && !add(&[0.0]).is_positive());
}
