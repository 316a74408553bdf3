//! Each form in the words of phieu, and reports on it: a good one and wrong ones, with the fields at which something must be found.

use serde_json::{Map, Value as Json, json};

use crate::shape::{Group, LARGEST, LONGEST, Rule, Shape};

/// The form's rows.
pub fn definition(shape: &Shape) -> Json {
    let (mut survey, mut rules) = (Vec::new(), Vec::new());
    for group in &shape.groups {
        survey.push(json!({"type": "begin_group", "name": group.name, "label::vi": group.name}));
        let bounds = format!(". >= 0 and . <= {LARGEST}");
        let number = |name| json!({"type": "integer", "name": name, "label::vi": name, "required": "yes", "constraint": bounds});
        survey.extend(group.numbers.iter().map(number));
        let length = format!("string-length(.) <= {LONGEST}");
        survey.extend(group.texts.iter().map(|name| json!({"type": "text", "name": name, "label::vi": name, "constraint": length})));
        survey.push(json!({"type": "end_group"}));
        for (at, rule) in group.rules.iter().enumerate() {
            let constraint = rule.written(group, |name| format!("${{{name}}}"), "=");
            let fields: Vec<&str> = rule.fields().iter().map(|at| group.numbers[*at].as_str()).collect();
            let id = format!("{}-{at}", group.name.replace('_', "-"));
            rules.push(json!({"id": id, "severity": "error", "constraint": constraint, "fields": fields.join(" "), "message::vi": id}));
        }
    }
    json!({"settings": {"form_id": form_id(shape), "version": "1"}, "survey": survey, "rules": rules})
}

fn form_id(shape: &Shape) -> String {
    shape.name.replace('_', "-")
}

/// A report and what must be found in it.
pub struct Case {
    pub what: &'static str,
    pub report: Json,
    /// `group/field` of wrong answers.
    pub answers: Vec<String>,
    /// `group/field` where a rule between fields is told.
    pub rules: Vec<String>,
    /// Whether it has a value that a struct cannot hold, so that serde refuses all of it.
    pub is_refused: bool,
}

/// The good report and wrong ones.
pub fn cases(shape: &Shape) -> Vec<Case> {
    let good = good(shape);
    let case = |what, changes: &[(&String, Json)], answers: &[&String], rules: &[&String]| {
        let mut report = good.clone();
        for (path, value) in changes {
            *report.pointer_mut(&format!("/answers/{path}")).expect("the good report has all") = value.clone();
        }
        let [answers, rules] = [answers, rules].map(|paths| paths.iter().copied().cloned().collect());
        Case { what, report, answers, rules, is_refused: what == "no number" }
    };
    let number = |group: &Group, at: usize| format!("{}/{}", group.name, group.numbers[at]);
    let (first, second) = (&shape.groups[0], &shape.groups[1]);
    let ruled = number(first, first.rules[0].fields()[0]);
    let (plain, other) = (number(second, 1), number(second, 2));
    // Numbers that are too small do not add up either.
    let balances = second.rules.iter().filter(|rule| matches!(rule, Rule::Balance(_)));
    let sums: Vec<String> = balances.map(|rule| number(second, rule.fields()[0])).collect();
    let mut cases = vec![
        case("a good one", &[], &[], &[]),
        case("a rule", &[(&ruled, json!(5_000))], &[], &[&ruled]),
        case("no number", &[(&plain, json!("12,7"))], &[&plain], &[]),
        case("missing", &[(&plain, Json::Null)], &[&plain], &[]),
        case("too small, twice", &[(&plain, json!(-1)), (&other, json!(-7))], &[&plain, &other], &Vec::from_iter(&sums)),
    ];
    for group in shape.groups.iter().filter(|group| !group.texts.is_empty()) {
        let remark = format!("{}/{}", group.name, group.texts[0]);
        cases.push(case("too long", &[(&remark, json!("ụ".repeat(LONGEST + 1)))], &[&remark], &[]));
    }
    cases
}

fn good(shape: &Shape) -> Json {
    let mut answers = Map::new();
    for (place, group) in shape.groups.iter().enumerate() {
        let club = [50 + place, 3, 1, 52 + place, 30];
        let number = |at: usize| if shape.name == "club" { club[at] } else { (place * 20 + at) % 100 };
        let mut inside: Map<String, Json> = group.numbers.iter().enumerate().map(|(at, name)| (name.clone(), json!(number(at)))).collect();
        let remark = "Trong tháng câu lạc bộ đã thăm các cụ ốm đau, già yếu, giúp việc nhà và đo huyết áp cho hội viên. ".repeat(4);
        inside.extend(group.texts.iter().map(|name| (name.clone(), json!(remark))));
        answers.insert(group.name.clone(), Json::Object(inside));
    }
    json!({"form": form_id(shape), "version": "1", "org_unit": "24848-C01", "period": "2026-10", "answers": answers})
}
