//! What a form calculates that nobody's answer and no clock can change, and how its value is written as an expression.

use phieu_form::{Dependent, Form, FormulaId, Kind, NodeId, Owner, Property, ScopeId, number_to_text};
use phieu_xpath::ExprKind;
use serde_json::Value;

/// What changes though nothing is answered.
const CHANGING: [&str; 7] = ["now", "once", "property", "random", "randomize", "today", "uuid"];

/// The calculated questions outside of repeats whose value, and whether they and the groups around them
/// apply, depends on nothing that a person answers and on no clock, and whose name stands once.
pub fn settled(form: &Form) -> Vec<NodeId> {
    let ids = || (0..form.nodes.len() as u32).map(NodeId);
    let changes = |formula: Option<FormulaId>| {
        let mut changes = false;
        if let Some(formula) = formula {
            form.formula(formula).expr.walk(&mut |each| {
                changes |= matches!(&each.kind, ExprKind::Call(call) if CHANGING.contains(&call.function.name));
            });
        }
        changes
    };
    let all_of = |id: NodeId| (id.0..form.node(id).end.0).map(NodeId);
    let is_asked = |id: NodeId| match form.node(id).kind {
        Kind::Group => false,
        Kind::Repeat => true,
        Kind::Field(_) => form.node(id).calculate.is_none() || changes(form.node(id).calculate),
    };
    let mut open: Vec<NodeId> = ids().filter(|id| is_asked(*id)).collect();
    open.extend(ids().filter(|id| changes(form.node(*id).relevant)).flat_map(all_of));
    let mut moves = vec![false; form.nodes.len()];
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut moves[id.index()], true) {
            continue;
        }
        for Dependent { formula, .. } in &form.dependents[id.index()] {
            let formula = form.formula(*formula);
            match (formula.owner, formula.property) {
                (Owner::Node(node), Property::Calculate) => open.push(node),
                (Owner::Node(node), Property::Relevant) => open.extend(all_of(node)),
                _ => {}
            }
        }
    }
    let stands_once = |id: &NodeId| form.nodes.iter().filter(|node| node.name == form.node(*id).name).count() == 1;
    let is_one = |id: &NodeId| !moves[id.index()] && form.node(*id).calculate.is_some() && form.node(*id).scope == ScopeId(0);
    ids().filter(|id| is_one(id) && stands_once(id)).collect()
}

/// A calculated value as an expression; nothing where values are not known, or a text has both kinds of quotes.
pub fn literal(values: &Value, path: &str) -> Option<String> {
    let quoted = |text: &str| ['\'', '"'].into_iter().find(|quote| !text.contains(*quote)).map(|quote| format!("{quote}{text}{quote}"));
    values.as_object()?;
    match path.split('/').fold(values, |inside, name| &inside[name]) {
        Value::String(text) => quoted(text),
        Value::Number(number) => number.as_f64().map(number_to_text),
        Value::Array(names) => quoted(&names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")),
        _ => Some("''".to_owned()),
    }
}
