//! Rates over totals: a field's own calculation, evaluated where every field's value is its total.
//!
//! A rate of rates is never made. Calculated fields that have no total of their own (limits, a province's choice of formula) are
//! calculated here too, from the attributes of the unit for which the total is made.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use phieu_form::{Aggregate, Form, NodeId, Owner, Property, ScopeId};
use phieu_xpath::{Kind, Node, Value, World};

use crate::{FieldTotal, Total};

/// Fills in the totals of fields that are computed again.
pub(crate) fn recompute(form: &Form, fields: &mut [FieldTotal], unit: &BTreeMap<String, String>) {
    let mut world = TotalsWorld { form, values: vec![None; form.nodes.len()], unit: unit.iter().collect() };
    for field in fields.iter() {
        if let Total::Number(number) = field.total {
            world.values[field.node.index()] = number.map(Value::Number);
        }
    }
    // Formulas stand in an order in which each comes after what it reads.
    for formula in form.formulas.iter().filter(|formula| formula.property == Property::Calculate && formula.scope == ScopeId(0)) {
        let Owner::Node(id) = formula.owner else { continue };
        if !matches!(form.node(id).aggregate, Aggregate::Recompute | Aggregate::None) {
            continue;
        }
        let node = Place::Form(id).handle();
        let value = formula.expr.evaluate(&world, node, node).ok().map(|value| plain(value, &world));
        world.values[id.index()] = value;
    }
    for field in fields.iter_mut().filter(|field| field.aggregate == Aggregate::Recompute) {
        let number = world.values[field.node.index()].as_ref().map(|value| value.to_number(&world));
        field.total = Total::Number(number.filter(|number| number.is_finite()));
    }
}

/// A value without nodes.
fn plain(value: Value, world: &TotalsWorld) -> Value {
    match value {
        Value::Nodes(_) => Value::Text(value.to_text(world)),
        other => other,
    }
}

/// The form's nodes with their totals, and `instance('unit')`.
struct TotalsWorld<'a> {
    form: &'a Form,
    /// By node.
    values: Vec<Option<Value>>,
    unit: Vec<(&'a String, &'a String)>,
}

/// A node handle taken apart.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Document,
    Form(NodeId),
    /// 0 is the document of the unit's attributes, 1 its root, the others attributes in their order.
    Unit(u32),
}

const UNIT: u64 = 1 << 32;

impl Place {
    fn handle(self) -> Node {
        Node(match self {
            Place::Document => u64::MAX,
            Place::Form(id) => u64::from(id.0),
            Place::Unit(at) => UNIT + u64::from(at),
        })
    }

    fn of(node: Node) -> Place {
        match node.0 {
            u64::MAX => Place::Document,
            bits if bits >= UNIT => Place::Unit(bits as u32),
            bits => Place::Form(NodeId(bits as u32)),
        }
    }
}

impl World for TotalsWorld<'_> {
    fn kind(&self, node: Node) -> Kind {
        match Place::of(node) {
            Place::Document | Place::Unit(0) => Kind::Document,
            Place::Form(_) | Place::Unit(_) => Kind::Element,
        }
    }

    fn name(&self, node: Node) -> &str {
        match Place::of(node) {
            Place::Document | Place::Unit(0) => "",
            Place::Form(NodeId(0)) => &self.form.id,
            Place::Form(id) => &self.form.node(id).name,
            Place::Unit(1) => "root",
            Place::Unit(at) => self.unit.get(at as usize - 2).map_or("", |(name, _)| name),
        }
    }

    fn parent(&self, node: Node) -> Option<Node> {
        let parent = match Place::of(node) {
            Place::Document | Place::Unit(0) => return None,
            Place::Form(id) => self.form.node(id).parent.map_or(Place::Document, Place::Form),
            Place::Unit(1) => Place::Unit(0),
            Place::Unit(_) => Place::Unit(1),
        };
        Some(parent.handle())
    }

    fn children(&self, node: Node, out: &mut Vec<Node>) {
        match Place::of(node) {
            Place::Document => out.push(Place::Form(NodeId(0)).handle()),
            Place::Form(id) => out.extend(self.form.children(id).map(|child| Place::Form(child).handle())),
            Place::Unit(0) => out.push(Place::Unit(1).handle()),
            Place::Unit(1) => out.extend((2..self.unit.len() as u32 + 2).map(|at| Place::Unit(at).handle())),
            Place::Unit(_) => {}
        }
    }

    fn text(&self, node: Node) -> Cow<'_, str> {
        match Place::of(node) {
            Place::Form(id) => self.values[id.index()].as_ref().map_or(Cow::Borrowed(""), |value| Cow::Owned(value.to_text(self))),
            Place::Unit(at @ 2..) => self.unit.get(at as usize - 2).map_or(Cow::Borrowed(""), |(_, value)| Cow::Borrowed(value.as_str())),
            Place::Document | Place::Unit(_) => Cow::Borrowed(""),
        }
    }

    fn typed(&self, node: Node) -> Value {
        let value = match Place::of(node) {
            Place::Form(id) => self.values[id.index()].clone(),
            Place::Document | Place::Unit(_) => None,
        };
        value.unwrap_or_else(|| Value::Text(self.text(node).into_owned()))
    }

    fn compare(&self, a: Node, b: Node) -> Ordering {
        Place::of(a).cmp(&Place::of(b))
    }

    fn root(&self, node: Node) -> Node {
        match Place::of(node) {
            Place::Document | Place::Form(_) => Place::Document.handle(),
            Place::Unit(_) => Place::Unit(0).handle(),
        }
    }

    fn slot(&self, slot: u32, _current: Node, out: &mut Vec<Node>) {
        if let Some(slot) = self.form.slots.get(slot as usize) {
            out.push(Place::Form(slot.node).handle());
        }
    }

    fn instance(&self, id: &str) -> Option<Node> {
        (id == "unit").then(|| Place::Unit(0).handle())
    }
}
