//! A form as an XForm and a report as its submission.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::shape::{Group, LARGEST, LONGEST, Rule, Shape};

/// The form's binds; what asks the questions is left out.
pub fn form(shape: &Shape) -> String {
    let (mut instance, mut binds) = (String::new(), String::new());
    for group in &shape.groups {
        let fields = group.numbers.iter().chain(&group.texts).map(|name| format!("<{name}/>"));
        write!(instance, "<{0}>{1}</{0}>", group.name, fields.collect::<String>()).expect("a text takes all");
        let mut bind = |name: &str, kind: &str, constraint: &str| {
            let constraint = constraint.replace('<', "&lt;");
            let path = format!("/data/{}/{name}", group.name);
            writeln!(binds, r#"<bind nodeset="{path}" {kind} constraint="{constraint}"/>"#).expect("a text takes all");
        };
        for (at, name) in group.numbers.iter().enumerate() {
            let rules = group.rules.iter().filter(|rule| rule.fields()[0] == at).map(|rule| format!(" and {}", waiting(group, *rule)));
            let constraint = format!(". >= 0 and . <= {LARGEST}{}", rules.collect::<String>());
            bind(name, r#"type="int" required="true()""#, &constraint);
        }
        for name in &group.texts {
            bind(name, r#"type="string""#, &format!("string-length(.) <= {LONGEST}"));
        }
    }
    let namespaces = r#"xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml""#;
    let model = format!("<model><instance><data id=\"{}\">{instance}</data></instance>{binds}</model>", shape.name);
    format!("<h:html {namespaces}><h:head>{model}</h:head><h:body/></h:html>")
}

/// A rule that holds where a field has no number: no comparison with "not a number" is true.
fn waiting(group: &Group, rule: Rule) -> String {
    let word = |at: usize| format!("../{}", group.numbers[at]);
    match rule {
        Rule::Balance([_, b, c, d]) => {
            let sum = format!("{} + {} - {}", word(b), word(c), word(d));
            format!("not(. < {sum} or . > {sum})")
        }
        Rule::AtMost([_, b]) => format!("not(. > {})", word(b)),
        Rule::Near([_, b]) => format!("not(. - {} >= 1000)", word(b)),
    }
}

/// The report's answers.
pub fn submission(report: &Json) -> String {
    let mut out = "<data>".to_owned();
    element(&mut out, &report["answers"]);
    out + "</data>"
}

fn element(out: &mut String, value: &Json) {
    match value {
        Json::Object(members) => {
            for (name, value) in members {
                write!(out, "<{name}>").expect("a text takes all");
                element(out, value);
                writeln!(out, "</{name}>").expect("a text takes all");
            }
        }
        Json::String(text) => out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
        Json::Null => {}
        other => out.push_str(&other.to_string()),
    }
}
