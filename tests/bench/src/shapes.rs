//! Forms of any size: fields beside one another, calculations one after the other, rows of a repeat; and one of the catalogue.

use phieu_engine::Context;
use phieu_form::{Definition, Row};
use serde_json::{Map, Value as Json, json};

use crate::Case;
use crate::sheet::{definition, from_toml, row};

/// `fields` questions in groups of twenty. Each must be answered and has bounds; each second pair has a rule of its own.
pub fn flat(fields: usize) -> Case {
    let mut form = definition("flat");
    let mut answers = Map::new();
    for number in 0..fields {
        let group = format!("g{}", number / 20);
        if number % 20 == 0 {
            form.survey.push(row(&[("type", "begin group"), ("name", &group), ("label::vi", &format!("Phần {}", number / 20))]));
        }
        form.survey.push(flat_question(number));
        if number % 4 == 1 {
            form.rules.push(flat_rule(number));
        }
        let inside = answers.entry(group).or_insert_with(|| json!({}));
        inside[format!("f{number}")] = json!(number % 100);
        if number % 20 == 19 || number + 1 == fields {
            form.survey.push(row(&[("type", "end group")]));
        }
    }
    let edited = format!("g{}/f{}", fields / 2 / 20, fields / 2);
    Case { texts: ["41", "42"], ..case("flat", fields, form, Json::Object(answers), edited) }
}

fn flat_question(number: usize) -> Row {
    let (name, label) = (format!("f{number}"), format!("Số người ở mục {number}"));
    let mut cells = vec![
        ("type", "integer"),
        ("name", name.as_str()),
        ("label::vi", label.as_str()),
        ("required", "yes"),
        ("constraint", ". >= 0 and . <= 100000"),
        ("constraint_message::vi", "Số này từ 0 đến 100000."),
    ];
    let relevant = format!("${{f{}}} >= 0", number.saturating_sub(1));
    if number % 10 == 9 {
        cells.push(("relevant", &relevant));
    }
    row(&cells)
}

fn flat_rule(number: usize) -> Row {
    let (a, b) = (number - 1, number);
    row(&[
        ("id", &format!("near-{b}")),
        ("severity", "error"),
        ("constraint", &format!("${{f{a}}} - ${{f{b}}} < 1000")),
        ("fields", &format!("f{a} f{b}")),
        ("message::vi", &format!("${{f{a}}} và ${{f{b}}} khác nhau nhiều quá.")),
    ])
}

/// `fields` rows: every second is a question, and after each a calculation adds it to the one before. The first question is edited.
pub fn chain(fields: usize) -> Case {
    let mut form = definition("chain");
    let mut answers = Map::new();
    for number in 0..fields / 2 {
        let (question, total) = (format!("q{number}"), format!("c{number}"));
        form.survey.push(row(&[
            ("type", "integer"),
            ("name", &question),
            ("label::vi", &format!("Số tiền lần {number}")),
            ("required", "yes"),
            ("constraint", ". >= 0"),
            ("constraint_message::vi", "Số này từ 0 trở lên."),
        ]));
        let calculation = match number.checked_sub(1) {
            None => "${q0}".to_owned(),
            Some(before) => format!("${{c{before}}} + ${{q{number}}}"),
        };
        form.survey.push(row(&[("type", "calculate"), ("name", &total), ("calculation", &calculation)]));
        answers.insert(question, json!(number % 10));
    }
    Case { texts: ["1", "2"], ..case("chain", fields, form, Json::Object(answers), "q0".into()) }
}

/// A repeat with `count` rows of four fields: a calculation and a rule in each row, a sum and a rule over all of them.
pub fn rows(count: usize) -> Case {
    let mut form = definition("rows");
    let question = |kind: &str, name: &str, label: &str| {
        row(&[
            ("type", kind),
            ("name", name),
            ("label::vi", label),
            ("required", "yes"),
            ("constraint", ". != ''"),
            ("constraint_message::vi", "Hãy ghi."),
        ])
    };
    form.survey = vec![
        row(&[("type", "begin repeat"), ("name", "items"), ("label::vi", "Khoản chi"), ("initial_rows", "0")]),
        question("text", "what", "Chi cho việc gì"),
        question("integer", "count", "Số lượng"),
        question("integer", "price", "Đơn giá"),
        row(&[("type", "calculate"), ("name", "cost"), ("calculation", "${count} * ${price}")]),
        row(&[("type", "calculate"), ("name", "number"), ("calculation", "position(..)")]),
        row(&[("type", "end repeat")]),
        row(&[("type", "calculate"), ("name", "total"), ("calculation", "sum(${cost}[. != ''])")]),
        row(&[("type", "calculate"), ("name", "how_many"), ("calculation", "count(${items})")]),
    ];
    form.rules = vec![
        row(&[
            ("id", "cost-high"),
            ("severity", "warning"),
            ("each", "items"),
            ("constraint", "${cost} <= 1000000"),
            ("fields", "count price"),
            ("message::vi", "Khoản ${what} tốn nhiều quá."),
        ]),
        row(&[
            ("id", "total-high"),
            ("severity", "error"),
            ("constraint", "${total} <= 1000000000"),
            ("fields", "items"),
            ("message::vi", "Tổng ${total} cao quá."),
        ]),
    ];
    let item = |number: usize| json!({"what": format!("việc {number}"), "count": number % 7 + 1, "price": 1000 + number});
    let answers = json!({"items": (0..count).map(item).collect::<Vec<_>>()});
    let edited = format!("items[{}]/count", count / 2 + 1);
    Case { texts: ["3", "4"], repeat: Some("items"), ..case("rows", count, form, answers, edited) }
}

/// The club's monthly report of the catalogue (F07), filled in as its tests have it.
pub fn catalogue() -> Case {
    let text = include_str!("../../../crates/catalog/forms/clb-thang.toml");
    let base: Json = serde_json::from_str(include_str!("../../forms/clb-thang/base.json")).unwrap_or_default();
    let form = from_toml("clb-thang", text);
    let size = form.survey.len();
    let context = serde_json::from_value::<Context>(base["context"].clone()).unwrap_or_default();
    let answers = base["report"]["answers"].clone();
    Case { texts: ["35", "36"], context, ..case("catalogue", size, form, answers, "composition/members_women".into()) }
}

pub(crate) fn case(shape: &'static str, size: usize, definition: Definition, answers: Json, edited: String) -> Case {
    let context = Context { today: Some("2026-10-05".into()), ..Context::default() };
    Case { shape, size, definition, answers, context, edited, texts: ["", ""], repeat: None }
}
