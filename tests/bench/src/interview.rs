//! A long interview as public health has them (verbal autopsies: some 500 questions, most of them yes or no, each asked only
//! under conditions on earlier answers, in two languages, with choice lists of very different lengths). Size and shape are those
//! of the large public forms; the questions are made here and mean nothing.

use phieu_form::Row;
use serde_json::{Map, Value as Json, json};

use crate::Case;
use crate::shapes::case;
use crate::sheet::{definition, row};

/// Questions in one section.
const SECTION: usize = 16;

/// Choice lists beyond yes and no.
const LISTS: usize = 40;

/// An interview with so many questions.
pub fn interview(questions: usize) -> Case {
    let mut form = definition("interview");
    form.survey = person();
    let mut answers = json!({"person": {"sex": "female", "born": "1950-03-01", "died": "2026-09-30", "village": "l3c2"}});
    for number in 0..questions {
        let section = format!("s{}", number / SECTION);
        if number % SECTION == 0 {
            form.survey.push(begin_section(number / SECTION, &section));
        }
        form.survey.push(question(number));
        if let Some(answer) = answer(number) {
            let inside = answers[&section].take();
            let mut inside = if let Json::Object(map) = inside { map } else { Map::new() };
            inside.insert(format!("q{number}"), answer);
            answers[&section] = Json::Object(inside);
        }
        if number % SECTION == SECTION - 1 || number + 1 == questions {
            form.survey.push(row(&[("type", "end group")]));
        }
    }
    form.choices = choices();
    Case { texts: ["no", "yes"], ..case("interview", questions, form, answers, "s0/q0".into()) }
}

fn person() -> Vec<Row> {
    let field = |kind: &str, name: &str, vi: &str, en: &str| {
        row(&[("type", kind), ("name", name), ("label::vi", vi), ("label::en", en), ("required", "yes")])
    };
    vec![
        row(&[("type", "begin group"), ("name", "person"), ("label::vi", "Người mất"), ("label::en", "The deceased")]),
        field("select_one sexes", "sex", "Giới tính", "Sex"),
        field("date", "born", "Ngày sinh", "Date of birth"),
        field("date", "died", "Ngày mất", "Date of death"),
        field("select_one list3", "village", "Thôn", "Village"),
        row(&[("type", "calculate"), ("name", "age_in_days"), ("calculation", "number(${died}) - number(${born})")]),
        row(&[("type", "calculate"), ("name", "age"), ("calculation", "int(${age_in_days} div 365.25)")]),
        row(&[("type", "calculate"), ("name", "is_child"), ("calculation", "if(${age} < 12, 1, 0)")]),
        row(&[("type", "calculate"), ("name", "is_adult"), ("calculation", "if(${age} >= 12, 1, 0)")]),
        row(&[("type", "end group")]),
    ]
}

fn begin_section(number: usize, name: &str) -> Row {
    let relevant = match number % 4 {
        0 => "${age} >= 0",
        1 => "${is_adult} = 1 and ${sex} = 'female' and (${age} >= 12 and ${age} <= 90 or ${age} = 999)",
        2 => "(${is_adult} = 1 or ${is_child} = 1) and not(${sex} = 'undetermined' and ${age_in_days} < 28)",
        _ => "${is_child} = 1 and ${age_in_days} >= 28",
    };
    let (vi, en) = (format!("Phần {number}"), format!("Section {number}"));
    row(&[
        ("type", "begin group"),
        ("name", name),
        ("label::vi", &vi),
        ("label::en", &en),
        ("relevant", relevant),
        ("appearance", "field-list"),
    ])
}

fn question(number: usize) -> Row {
    let (name, vi) = (format!("q{number}"), format!("({number}) Trước khi mất, ${{sex}} có dấu hiệu thứ {number} không, trong bao lâu?"));
    let en = format!("({number}) During the illness that led to death, did the deceased have sign {number}, and for how long?");
    let kind = kind(number);
    let condition = condition(number);
    let mut cells = vec![
        ("type", kind.as_str()),
        ("name", name.as_str()),
        ("label::vi", vi.as_str()),
        ("label::en", en.as_str()),
        ("hint::vi", "Chỉ ghi điều người nhà kể."),
        ("hint::en", "Write down only what the family tells."),
        ("required", "yes"),
        ("relevant", condition.as_str()),
    ];
    if kind == "integer" {
        cells.extend([
            ("constraint", "(. >= 0 and . <= 120) or . = 999"),
            ("constraint_message::vi", "Số ngày từ 0 đến 120; không rõ thì ghi 999."),
            ("constraint_message::en", "0 to 120 days; 999 if not known."),
        ]);
    }
    row(&cells)
}

fn kind(number: usize) -> String {
    match number % 8 {
        3 => "integer".to_owned(),
        5 => format!("select_multiple list{}", number % LISTS),
        6 => format!("select_one list{}", number % LISTS),
        _ => "select_one yes_no".to_owned(),
    }
}

/// What is asked before: up to eight earlier answers, as such forms have them.
fn condition(number: usize) -> String {
    let yes_no: Vec<usize> =
        (0..number).rev().filter(|each| is_of_all(*each) && kind(*each) == "select_one yes_no").take(1 + number % 8).collect();
    let parts: Vec<String> = yes_no.iter().map(|each| format!("selected(${{q{each}}}, 'yes') or ${{q{each}}} = 'no'")).collect();
    if parts.is_empty() {
        return "${age} >= 0".to_owned();
    }
    format!("(({}) and ${{is_adult}} = 1) or (${{is_child}} = 1 and ${{age_in_days}} > 28)", parts.join(") and ("))
}

/// Whether a question stands in no section that is about children alone.
fn is_of_all(number: usize) -> bool {
    number / SECTION % 4 != 3
}

/// The answer of the report, which is about an adult.
fn answer(number: usize) -> Option<Json> {
    if !is_of_all(number) {
        return None;
    }
    Some(match number % 8 {
        3 => json!(number % 100),
        5 => json!([format!("l{}c1", number % LISTS), format!("l{}c2", number % LISTS)]),
        6 => json!(format!("l{}c0", number % LISTS)),
        _ => json!(["yes", "no"][number % 2]),
    })
}

fn choices() -> Vec<Row> {
    let choice = |list: &str, name: &str| {
        let (vi, en) = (format!("Lựa chọn {name}"), format!("Choice {name}"));
        row(&[("list_name", list), ("name", name), ("label::vi", &vi), ("label::en", &en)])
    };
    let short = [
        ("yes_no", "yes"),
        ("yes_no", "no"),
        ("yes_no", "dk"),
        ("yes_no", "ref"),
        ("sexes", "female"),
        ("sexes", "male"),
        ("sexes", "undetermined"),
    ];
    let mut rows: Vec<Row> = short.into_iter().map(|(list, name)| choice(list, name)).collect();
    for list in 0..LISTS {
        // Most lists are short; every tenth is one of villages or districts.
        let length = if list % 10 == 3 { 120 } else { 4 + list % 9 };
        rows.extend((0..length).map(|number| choice(&format!("list{list}"), &format!("l{list}c{number}"))));
    }
    rows
}
