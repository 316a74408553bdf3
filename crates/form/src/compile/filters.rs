//! Choice filters: the columns that they name must be columns of their list. Any other is blank in every choice, so that
//! nothing could ever be chosen.

use std::collections::BTreeSet;

use phieu_xpath::{Axis, Expr, ExprKind, NodeTest, Path, Start};

use super::builder::{Builder, Pending};
use super::suggest::nearest;
use crate::form::{Owner, Property};
use crate::{Level, Type};

impl Builder<'_> {
    /// Warns of names in a filter that are no columns of its list.
    pub(super) fn filter_columns(&mut self, pending: &Pending, expr: &Expr) {
        let (Owner::Node(id), Property::ChoiceFilter) = (pending.owner, pending.property) else { return };
        let list = self.form.node(id).field_type().and_then(Type::list).and_then(|list| self.form.lists.get(list.index()));
        let Some(list) = list.filter(|list| !list.choices.is_empty()) else { return };
        let mut named = BTreeSet::new();
        columns(expr, &mut named);
        let known = || ["name", "label"].into_iter().chain(list.columns.iter().map(String::as_str));
        let strange: Vec<(String, Option<String>)> = named
            .into_iter()
            .filter(|name| !known().any(|each| each == *name))
            .map(|name| {
                (format!("the list `{}` has no column `{name}`, so that no choice passes by it", list.name), nearest(name, known()))
            })
            .collect();
        for (message, hint) in strange {
            self.report(Level::Warning, pending.sheet, pending.place, &pending.column, message, hint);
        }
    }
}

/// The names of the item's own elements in an expression; what stands in predicates is seen from elsewhere.
fn columns<'e>(expr: &'e Expr, found: &mut BTreeSet<&'e str>) {
    match &expr.kind {
        ExprKind::Binary(_, left, right) => {
            columns(left, found);
            columns(right, found);
        }
        ExprKind::Negate(inner) => columns(inner, found),
        ExprKind::Call(call) => call.arguments.iter().for_each(|argument| columns(argument, found)),
        ExprKind::Path(path) => found.extend(column(path)),
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Reference(_) | ExprKind::Slot(_) => {}
    }
}

/// A path of one step down from the item.
fn column(path: &Path) -> Option<&str> {
    match (&path.start, &path.steps[..]) {
        (Start::Context, [step]) if step.axis == Axis::Child => match &step.test {
            NodeTest::Name { prefix: None, local } => Some(local),
            _ => None,
        },
        _ => None,
    }
}
