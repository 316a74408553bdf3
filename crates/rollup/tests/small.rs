//! Which counts of people are hidden.
#![allow(clippy::unwrap_used)]

use phieu_rollup::{counts_of_people, hidden};

#[test]
fn a_small_part_is_not_found_by_subtraction() {
    let cases: [(f64, &[f64], bool, &[bool]); 7] = [
        (30.0, &[10.0, 20.0], false, &[false, false]),
        (0.0, &[0.0, 0.0], false, &[false, false]),
        (3.0, &[1.0, 2.0], true, &[true, true]),
        (23.0, &[3.0, 20.0], false, &[true, true]),
        (33.0, &[3.0, 20.0, 10.0], false, &[true, false, true]),
        (27.0, &[3.0, 4.0, 20.0], false, &[true, true, false]),
        (3.0, &[3.0, 0.0], true, &[true, false]),
    ];
    for (total, parts, hides_total, hides) in cases {
        assert_eq!(hidden(total, parts), (hides_total, hides.to_vec()), "{total} of {parts:?}");
    }
}

#[test]
fn what_is_computed_from_personal_answers_counts_people() {
    let text = r#"
[settings]
form_id = "list"
version = "1"
purpose = "To know."
retention = "12"
[[survey]]
type = "begin repeat"
name = "people"
label = "People"
[[survey]]
type = "text"
name = "name"
label = "Name"
personal = "personal"
[[survey]]
type = "integer"
name = "gift"
label = "Gift"
[[survey]]
type = "end repeat"
[[survey]]
type = "calculate"
name = "how_many"
calculation = "count-non-empty(${name})"
aggregate = "sum"
[[survey]]
type = "calculate"
name = "twice"
calculation = "${how_many} * 2"
[[survey]]
type = "calculate"
name = "cards"
calculation = "count(${people})"
[[survey]]
type = "calculate"
name = "half"
calculation = "${cards} div 2"
[[survey]]
type = "calculate"
name = "gifts"
calculation = "sum(${gift})"
"#;
    let definition = phieu_xlsform::from_toml("list.toml", text).unwrap();
    let (form, found) = phieu_form::compile(&definition);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(counts_of_people(&form.unwrap()), ["people/name", "how_many", "twice", "cards", "half"]);
}
