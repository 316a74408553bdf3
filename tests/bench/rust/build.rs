//! Writes, for each form, what somebody would write by hand: structs that serde reads and a function that checks them; and the same
//! structs with garde's attributes.

#[path = "src/shape.rs"]
#[allow(dead_code)]
mod shape;

use std::fmt::Write as _;
use std::path::Path;

use shape::{Group, LARGEST, LONGEST, Rule, Shape, shapes};

fn main() {
    println!("cargo::rerun-if-changed=src/shape.rs");
    let folder = std::env::var("OUT_DIR").unwrap();
    for (file, module) in [("hand.rs", hand as fn(&Shape) -> String), ("garde.rs", garde)] {
        let modules: String = shapes().iter().map(|shape| format!("pub mod {} {{\n{}}}\n", shape.name, module(shape))).collect();
        std::fs::write(Path::new(&folder).join(file), modules).unwrap();
    }
}

/// What stands before the structs and before their members.
struct Attributes<'a> {
    on_struct: &'a str,
    on_group: &'a str,
    on_number: &'a dyn Fn(&Group, usize) -> String,
    on_text: &'a str,
    on_rest: &'a str,
}

fn structs(shape: &Shape, attributes: &Attributes<'_>) -> String {
    let Attributes { on_struct, on_group, on_number, on_text, on_rest } = attributes;
    let mut out = format!("use serde::Deserialize;\n{on_struct} pub struct Report {{ {on_group} pub answers: Answers,");
    for member in ["form", "version", "org_unit", "period"] {
        write!(out, "{on_rest} pub {member}: String,").unwrap();
    }
    writeln!(out, "}}\n{on_struct} pub struct Answers {{").unwrap();
    for group in &shape.groups {
        writeln!(out, "{on_group} pub {0}: S_{0},", group.name).unwrap();
    }
    out += "}\n";
    for group in &shape.groups {
        writeln!(out, "{on_struct} pub struct S_{} {{", group.name).unwrap();
        for (at, name) in group.numbers.iter().enumerate() {
            writeln!(out, "{} pub {name}: Option<i64>,", on_number(group, at)).unwrap();
        }
        for name in &group.texts {
            writeln!(out, "{on_text} pub {name}: Option<String>,").unwrap();
        }
        out += "}\n";
    }
    out
}

const READ: &str = "#[derive(Deserialize)] #[serde(deny_unknown_fields)]";

fn hand(shape: &Shape) -> String {
    let plain = Attributes { on_struct: READ, on_group: "", on_number: &|_, _| String::new(), on_text: "", on_rest: "" };
    let mut out = structs(shape, &plain) + "pub fn check(report: &Report) -> Vec<&'static str> {\nlet mut found = Vec::new();\n";
    for group in &shape.groups {
        writeln!(out, "let it = &report.answers.{};", group.name).unwrap();
        let mut unless = |holds: String, field: &str| {
            writeln!(out, "if !({holds}) {{ found.push(\"{}/{field}\"); }}", group.name).unwrap();
        };
        for name in &group.numbers {
            unless(format!("it.{name}.is_some_and(|number| (0..={LARGEST}).contains(&number))"), name);
        }
        for name in &group.texts {
            unless(format!("it.{name}.as_ref().is_none_or(|text| text.len() <= {LONGEST} || text.chars().count() <= {LONGEST})"), name);
        }
        for rule in &group.rules {
            let names = rule.fields().iter().map(|at| &group.numbers[*at]);
            let given: Vec<String> = names.map(|name| format!("let Some({name}) = it.{name}")).collect();
            let holds = rule.written(group, str::to_owned, "==");
            unless(format!("if {} {{ {holds} }} else {{ true }}", given.join(" && ")), &group.numbers[rule.fields()[0]]);
        }
    }
    out + "found\n}\n"
}

fn garde(shape: &Shape) -> String {
    let on_number = |group: &Group, at: usize| {
        let mut told = format!("required, range(min = 0, max = {LARGEST})");
        for rule in group.rules.iter().filter(|rule| rule.fields()[0] == at) {
            let name = match rule {
                Rule::Balance(_) => "balance",
                Rule::AtMost(_) => "at_most",
                Rule::Near(_) => "near",
            };
            let others: Vec<String> = rule.fields()[1..].iter().map(|at| format!("self.{}", group.numbers[*at])).collect();
            write!(told, ", custom(crate::garde_rules::{name}({}))", others.join(", ")).unwrap();
        }
        format!("#[garde({told})]")
    };
    let attributes = Attributes {
        on_struct: &READ.replace("Deserialize", "Deserialize, garde::Validate"),
        on_group: "#[garde(dive)]",
        on_number: &on_number,
        on_text: &format!("#[garde(length(chars, max = {LONGEST}))]"),
        on_rest: "#[garde(skip)]",
    };
    structs(shape, &attributes)
}
