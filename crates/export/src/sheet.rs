//! The tables of a data dictionary: questions, choices, rules; each with headings and rows of texts.

use phieu_form::{Aggregate, Form, FormulaId, Kind, Node, Template, Texts};

/// A table.
pub(crate) struct Sheet {
    pub(crate) name: &'static str,
    pub(crate) headings: &'static [&'static str],
    pub(crate) rows: Vec<Vec<String>>,
}

/// All tables of a form.
pub(crate) fn sheets(form: &Form) -> [Sheet; 3] {
    [questions(form), choices(form), rules(form)]
}

fn questions(form: &Form) -> Sheet {
    let headings = &[
        "path",
        "code",
        "type",
        "label",
        "hint",
        "unit",
        "list",
        "required",
        "relevant",
        "constraint",
        "message",
        "calculation",
        "aggregate",
        "personal",
    ];
    let row = |node: &Node| {
        let (kind, list) = match node.kind {
            Kind::Group => ("group", None),
            Kind::Repeat => ("repeat", None),
            Kind::Field(field_type) => (field_type.name(), field_type.list()),
        };
        let aggregate = if node.aggregate == Aggregate::None { "" } else { node.aggregate.name() };
        vec![
            node.path.clone(),
            node.code.clone(),
            kind.to_owned(),
            text(&node.label),
            text(&node.hint),
            text(&node.unit),
            list.map(|list| form.list(list).name.clone()).unwrap_or_default(),
            source(form, node.required),
            source(form, node.relevant),
            source(form, node.constraint),
            text(&node.constraint_message),
            source(form, node.calculate),
            aggregate.to_owned(),
            node.personal.name().unwrap_or_default().to_owned(),
        ]
    };
    Sheet { name: "questions", headings, rows: form.nodes.iter().skip(1).map(row).collect() }
}

fn choices(form: &Form) -> Sheet {
    let of = |list: &phieu_form::ChoiceList| {
        list.choices.iter().map(|choice| vec![list.name.clone(), choice.name.clone(), text(&choice.label)]).collect::<Vec<_>>()
    };
    Sheet { name: "choices", headings: &["list", "name", "label"], rows: form.lists.iter().flat_map(of).collect() }
}

fn rules(form: &Form) -> Sheet {
    let row = |rule: &phieu_form::Rule| {
        let fields: Vec<&str> = rule.fields.iter().map(|slot| form.node(form.slots[*slot as usize].node).path.as_str()).collect();
        vec![
            rule.id.clone(),
            rule.severity.name().to_owned(),
            source(form, rule.relevant),
            source(form, Some(rule.constraint)),
            fields.join(" "),
            text(&rule.message),
        ]
    };
    let headings = &["id", "severity", "relevant", "constraint", "fields", "message"];
    Sheet { name: "rules", headings, rows: form.rules.iter().map(row).collect() }
}

fn source(form: &Form, formula: Option<FormulaId>) -> String {
    formula.map(|id| form.formula(id).source.clone()).unwrap_or_default()
}

fn text(texts: &Texts) -> String {
    texts.get(0).map(|template: &Template| template.source.clone()).unwrap_or_default()
}
