//! Labels of questions as people read them outside of the form, where nothing is computed: with the values of a report that they name.

use serde_json::Value;

/// A label with the calculated values that it names; what it names besides is left open.
pub(crate) fn filled_in(label: &str, values: &Value) -> String {
    let mut text = String::new();
    let mut rest = label;
    while let Some((before, (name, after))) = rest.split_once("${").and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
        let value = calculated(values, name.trim()).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        text.push_str(before);
        text.push_str(value.as_deref().unwrap_or("…"));
        rest = after;
    }
    text + rest
}

/// The calculated value of a name, outside of repeats.
fn calculated<'v>(values: &'v Value, name: &str) -> Option<&'v Value> {
    let members = values.as_object()?;
    members.get(name).or_else(|| members.values().find_map(|inside| calculated(inside, name)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_label_says_the_values_that_it_names() {
        let values = json!({ "points": { "most": 15, "word": "năm" }, "rows": [{ "inside": 1 }] });
        let cases = [
            ("Điểm (tối đa ${most} điểm, ${ word })", "Điểm (tối đa 15 điểm, năm)"),
            ("${inside} ${lost} ${", "… … ${"),
            ("Không có gì", "Không có gì"),
        ];
        for (label, said) in cases {
            assert_eq!(filled_in(label, &values), said);
        }
    }
}
