//! Expressions as JavaRosa reads them, the engine of ODK Collect and KoboCollect. It refuses a whole form for one function or axis that it
//! does not know; other clients read all of XPath.
//!
//! What can be said in ODK's own words is. A calculation that cannot, and that reads nothing a person answers, stands in the form as its
//! value. Any other expression is left out, and told. An integer that is written with separators may be longer than the nine digits that
//! Collect takes for one; it is asked for as a decimal that must be whole.

use phieu_form::{Cell, Definition, Form, Row};
use phieu_xpath::{Axis, Call, Expr, ExprKind, NodeTest, Path, parse};
use serde_json::Value;

use self::settled::{literal, settled};
use self::texts::outputs;

mod settled;
mod texts;

/// Columns of the survey that hold expressions.
const COLUMNS: [&str; 10] =
    ["calculation", "relevant", "required", "constraint", "read_only", "readonly", "choice_filter", "repeat_count", "default", "itemset"];

/// Functions that JavaRosa does not know.
const UNKNOWN: [&str; 10] = ["ceiling", "floor", "id", "intersects", "lang", "last", "local-name", "name", "namespace-uri", "substring"];

/// Makes a form's rows such that JavaRosa reads them; tells what is not in them any more.
pub fn portable(form: &Form, definition: &mut Definition, values: &Value) -> Vec<String> {
    let settled = settled(form);
    let mut left_out = Vec::new();
    for row in &mut definition.survey {
        let name = row.text("name").to_owned();
        for cell in row.cells.iter_mut().filter(|cell| COLUMNS.contains(&cell.column.as_str())) {
            let Err(what) = said(&mut cell.text) else { continue };
            let value = (cell.column == "calculation").then(|| settled.iter().find(|id| form.node(**id).name == name)).flatten();
            match value.and_then(|id| literal(values, &form.node(*id).path)) {
                Some(value) => cell.text = value,
                None => {
                    left_out.push(not_known(&name, &cell.column, &what));
                    cell.text.clear();
                }
            }
        }
        long(row);
    }
    for cell in definition.settings.cells.iter_mut().filter(|cell| cell.column == "instance_name") {
        if let Err(what) = said(&mut cell.text) {
            left_out.push(not_known("settings", &cell.column, &what));
            cell.text.clear();
        }
    }
    // Without its value an action would empty what it sets.
    definition.actions.retain_mut(|row| {
        let target = row.text("target").to_owned();
        let unknown = row.cells.iter_mut().filter(|cell| cell.column == "value").find_map(|cell| said(&mut cell.text).err());
        left_out.extend(unknown.iter().map(|what| not_known(&target, "action", what)));
        unknown.is_none()
    });
    for row in definition.survey.iter_mut().chain(&mut definition.choices).chain(&mut definition.texts) {
        let name = [row.text("name"), row.text("id")].concat();
        for cell in row.cells.iter_mut().filter(|cell| !COLUMNS.contains(&cell.column.as_str())) {
            cell.text = outputs(&cell.text, |expression| {
                let mut text = expression.to_owned();
                let told = said(&mut text).map_err(|what| left_out.push(not_known(&name, &cell.column, &what)));
                told.ok().map(|()| text)
            });
        }
    }
    for row in definition.survey.iter_mut().chain([&mut definition.settings]) {
        row.cells.retain(|cell| !cell.text.is_empty());
    }
    left_out
}

fn not_known(name: &str, column: &str, what: &str) -> String {
    format!("{name}: {column}: an ODK client does not know {what}")
}

/// Says an expression in ODK's own words; fails with the first thing in it that has none. What is no expression stays: a default may be
/// a plain text.
fn said(text: &mut String) -> Result<(), String> {
    if let Ok(expr) = parse(text) {
        *text = in_odks_words(text, &expr);
    }
    parse(text).ok().and_then(|expr| unknown(&expr)).map_or(Ok(()), Err)
}

/// What clients understand alike: `substr`, counted from 0, in place of `substring`; a text as what `selected` looks for; sums, least and most
/// of what is answered, because to some a blank is no number.
fn in_odks_words(text: &str, expr: &Expr) -> String {
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let mut edit = |start: u32, end: u32, by: &str| edits.push((start as usize, end as usize, by.to_owned()));
    expr.walk(&mut |each| {
        let ExprKind::Call(Call { function, arguments, .. }) = &each.kind else { return };
        match (function.name, &arguments[..]) {
            ("substring", [_, places @ ..]) if places.iter().all(|each| place(each).is_some()) => {
                edit(each.span.start, each.span.start + function.name.len() as u32, "substr");
                let mut from = -1.0;
                for argument in places {
                    from += place(argument).unwrap_or_default();
                    edit(argument.span.start, argument.span.end, &from.to_string());
                }
            }
            ("selected", [_, sought]) if !matches!(sought.kind, ExprKind::Text(_)) => {
                edit(sought.span.start, sought.span.start, "string(");
                edit(sought.span.end, sought.span.end, ")");
            }
            ("sum" | "min" | "max", [nodes]) if matches!(nodes.kind, ExprKind::Reference(_) | ExprKind::Path(_)) => {
                edit(nodes.span.end, nodes.span.end, "[. != '']");
            }
            _ => {}
        }
    });
    // From the end; of two at one place the one that replaces goes first.
    edits.sort_by_key(|(start, end, _)| std::cmp::Reverse((*start, *end)));
    let mut text = text.to_owned();
    for (start, end, by) in edits {
        text.replace_range(start..end, &by);
    }
    text
}

/// A place that both functions count alike, but for where they begin.
fn place(expr: &Expr) -> Option<f64> {
    match expr.kind {
        ExprKind::Number(number) if number.fract() == 0.0 && number >= 1.0 => Some(number),
        _ => None,
    }
}

/// The first thing in an expression that JavaRosa does not know.
fn unknown(expr: &Expr) -> Option<String> {
    let mut found = None;
    expr.walk(&mut |each| {
        let here = match &each.kind {
            ExprKind::Call(call) if UNKNOWN.contains(&call.function.name) => Some(format!("`{}()`", call.function.name)),
            ExprKind::Path(path) => steps(path),
            _ => None,
        };
        found = found.take().or(here);
    });
    found
}

fn steps(path: &Path) -> Option<String> {
    let known = |axis: Axis, test: &NodeTest| match axis {
        Axis::Child | Axis::Attribute => matches!(test, NodeTest::Name { .. } | NodeTest::Any { prefix: None }),
        Axis::SelfNode | Axis::Parent => *test == NodeTest::Node,
        _ => false,
    };
    let step = path.steps.iter().find(|step| !known(step.axis, &step.test))?;
    Some(format!("a step along `{}::` like this", step.axis.name()))
}

/// Asks for a long integer as a decimal.
fn long(row: &mut Row) {
    if !matches!(row.text("type"), "integer" | "int") || !row.text("appearance").split_whitespace().any(|word| word == "thousands-sep") {
        return;
    }
    let whole = "int(.) = .";
    let constraint = match row.text("constraint") {
        "" => whole.to_owned(),
        own => format!("({own}) and {whole}"),
    };
    row.cells.retain(|cell| cell.column != "constraint");
    row.cells.push(Cell { column: "constraint".to_owned(), text: constraint, ..Cell::default() });
    row.cells.iter_mut().filter(|cell| cell.column == "type").for_each(|cell| cell.text = "decimal".to_owned());
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rows(survey: &Value) -> (Form, Definition) {
        let rows = json!({ "settings": { "form_id": "a", "version": "1" }, "survey": survey });
        let definition: Definition = serde_json::from_value(rows).unwrap();
        let (form, told) = phieu_form::compile(&definition);
        (form.unwrap_or_else(|| panic!("{told:?}")), definition)
    }

    #[test]
    fn what_javarosa_does_not_know_is_said_otherwise_or_stands_as_its_value_or_is_left_out() {
        let (form, mut definition) = rows(&json!([
            { "type": "text", "name": "day" },
            { "type": "calculate", "name": "year", "calculation": "substring(${day}, 1, 4)" },
            { "type": "calculate", "name": "rest", "calculation": "concat('é', substring(substring(${day}, 3), 2, 1), 'substring(')" },
            { "type": "calculate", "name": "before", "calculation": "instance('previous')/root/a[last()]/n" },
            { "type": "calculate", "name": "twice", "calculation": "2 * ${before} + count(instance('previous')//n)" },
            { "type": "calculate", "name": "empty", "calculation": "floor(instance('unit')/root/none)" },
            { "type": "calculate", "name": "moving", "calculation": "floor(${day})" },
            { "type": "calculate", "name": "today", "calculation": "substring(today(), ${empty})" },
        ]));
        let told = portable(&form, &mut definition, &json!({ "before": 12.5, "twice": "it's", "today": "x" }));
        let written: Vec<&str> = definition.survey.iter().map(|row| row.text("calculation")).collect();
        assert_eq!(
            written,
            ["", "substr(${day}, 0, 4)", "concat('é', substr(substr(${day}, 2), 1, 2), 'substring(')", "12.5", "\"it's\"", "''", "", ""]
        );
        assert_eq!(
            told,
            ["moving: calculation: an ODK client does not know `floor()`", "today: calculation: an ODK client does not know `substring()`"]
        );
    }

    #[test]
    fn what_clients_understand_differently_is_said_such_that_they_do_not() {
        let cases = [
            ("selected(${list}, ${age})", "selected(${list}, string(${age}))"),
            ("selected(., 'a')", "selected(., 'a')"),
            ("selected(${list}, substring(${day}, 1, 4))", "selected(${list}, string(substr(${day}, 0, 4)))"),
            ("sum(${n}) + max(instance('a')/root/b/n)", "sum(${n}[. != '']) + max(instance('a')/root/b/n[. != ''])"),
            ("max(${a}, ${b}) + min(1, sum(${n}))", "max(${a}, ${b}) + min(1, sum(${n}[. != '']))"),
        ];
        for (text, written) in cases {
            assert_eq!(in_odks_words(text, &parse(text).unwrap()), written);
        }
    }

    #[test]
    fn a_value_is_written_only_where_it_cannot_change() {
        let (form, mut definition) = rows(&json!([
            { "type": "text", "name": "asked" },
            { "type": "begin_group", "name": "group", "relevant": "${asked} = 'yes'" },
            { "type": "calculate", "name": "inside", "calculation": "floor(1.5)" },
            { "type": "end_group" },
            { "type": "calculate", "name": "outside", "calculation": "floor(1.5)" },
        ]));
        let told = portable(&form, &mut definition, &json!({ "outside": 1 }));
        assert_eq!(definition.survey[4].text("calculation"), "1");
        assert_eq!(told, ["inside: calculation: an ODK client does not know `floor()`"]);
        let (form, mut definition) = rows(&json!([{ "type": "calculate", "name": "outside", "calculation": "floor(1.5)" }]));
        assert_eq!(portable(&form, &mut definition, &Value::Null).len(), 1, "values that are not known are not guessed");
    }

    #[test]
    fn a_value_is_not_written_where_the_clock_says_whether_it_applies() {
        let (form, mut definition) = rows(&json!([
            { "type": "begin_group", "name": "group", "relevant": "today() > '2026-01-01'" },
            { "type": "calculate", "name": "inside", "calculation": "floor(1.5)" },
            { "type": "calculate", "name": "of_it", "calculation": "floor(${inside})" },
            { "type": "end_group" },
            { "type": "calculate", "name": "own", "relevant": "now() > 0", "calculation": "floor(1.5)" },
            { "type": "calculate", "name": "outside", "calculation": "floor(1.5)" },
        ]));
        let told = portable(&form, &mut definition, &json!({ "group": { "inside": 1, "of_it": 1 }, "own": 1, "outside": 1 }));
        assert_eq!(told.len(), 3, "{told:?}");
        assert_eq!(definition.survey[5].text("calculation"), "1");
    }

    #[test]
    fn a_value_is_written_as_xpath_writes_it() {
        let values = json!({ "small": 1e-7, "large": 1e21, "list": ["b", "a"], "text": "1e-7" });
        let written = ["small", "large", "list", "text", "none"].map(|path| literal(&values, path).unwrap());
        assert_eq!(written, ["0.0000001", "1000000000000000000000", "'b a'", "'1e-7'", "''"]);
    }

    #[test]
    fn actions_and_expressions_in_texts_are_said_in_odks_words_or_left_out() {
        let (form, _) = rows(&json!([{ "type": "text", "name": "day" }, { "type": "text", "name": "year" }]));
        let more = json!({
            "settings": { "form_id": "a", "version": "1", "instance_name": "name(${day})" },
            "survey": [{ "type": "text", "name": "day", "label::vi": "Năm <output value=\"substring(${day}, 1, 4) &lt; 'b'\"/>: ${day}, \
                <output value=\"floor(1)\"/>" }],
            "choices": [{ "list_name": "l", "name": "c", "label": "<output value=\"substring('ab', 2)\"/>" }],
            "actions": [
                { "action": "setvalue", "event": "odk-instance-load", "target": "${year}", "value": "substring(${day}, 1, 4)" },
                { "action": "setvalue", "event": "odk-instance-load", "target": "${day}", "value": "floor(1.5)" },
                { "action": "setvalue", "event": "odk-instance-load", "target": "${year}" },
            ],
        });
        let mut definition: Definition = serde_json::from_value(more).unwrap();
        let told = portable(&form, &mut definition, &Value::Null);
        let values: Vec<&str> = definition.actions.iter().map(|row| row.text("value")).collect();
        assert_eq!(values, ["substr(${day}, 0, 4)", ""]);
        assert_eq!(definition.survey[0].text("label::vi"), "Năm <output value=\"substr(${day}, 0, 4) &lt; 'b'\"/>: ${day}, …");
        assert_eq!(definition.choices[0].text("label"), "<output value=\"substr('ab', 1)\"/>");
        assert_eq!(definition.settings.text("instance_name"), "");
        let what = told.iter().map(|line| line.split(": an").next().unwrap()).collect::<Vec<_>>();
        assert_eq!(what, ["settings: instance_name", "${day}: action", "day: label::vi"]);
    }

    #[test]
    fn a_long_number_is_a_decimal_that_is_whole() {
        let (form, mut definition) = rows(&json!([
            { "type": "integer", "name": "amount", "appearance": "w2 thousands-sep", "constraint": ". >= 0 or true()" },
            { "type": "integer", "name": "people", "constraint": ". >= 0" },
            { "type": "int", "name": "other", "appearance": "thousands-sep" },
        ]));
        assert_eq!(portable(&form, &mut definition, &Value::Null), Vec::<String>::new());
        let [amount, people, other] = &definition.survey[..] else { panic!("three rows") };
        assert_eq!((amount.text("type"), amount.text("constraint")), ("decimal", "(. >= 0 or true()) and int(.) = ."));
        assert_eq!((people.text("type"), people.text("constraint")), ("integer", ". >= 0"));
        assert_eq!((other.text("type"), other.text("constraint")), ("decimal", "int(.) = ."));
    }
}
