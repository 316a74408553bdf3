//! Choices that are nodes: the column `itemset`, with `value` and `label` among the parameters.

use phieu_xpath::{Expr, ExprKind};

use super::builder::Builder;
use super::names::Names;
use crate::form::{Itemset, Node, NodeId, Owner, Property};
use crate::{Cell, Row, Sheet};

impl Builder<'_> {
    /// Reads where a select's choices come from, if the row says so.
    pub(super) fn itemset(&mut self, row: &Row, id: NodeId, node: &mut Node) {
        let Some(cell) = row.cell("itemset") else { return };
        let nodes = self.formula(Owner::Node(id), Property::Itemset, node.scope, Sheet::Survey, cell);
        let part = |name: &str, default: &str| node.parameters.get(name).map_or(default, String::as_str).to_owned();
        let (value, label) = (part("value", "name"), part("label", "label"));
        let [value, label] = [value, label].map(|source| self.item_expression(cell, &source));
        node.itemset = Some(Itemset { nodes, value, label });
    }

    /// An expression seen from a choice's node.
    fn item_expression(&mut self, cell: &Cell, source: &str) -> Expr {
        let blank = Expr { kind: ExprKind::Text("".into()), span: Default::default() };
        let mut expr = match phieu_xpath::parse(source) {
            Ok(expr) => expr,
            Err(error) => {
                self.error(Sheet::Survey, cell, format!("{} (in `{source}`)", error.message), error.hint);
                return blank;
            }
        };
        let mut names = Names::new(self, NodeId(0), crate::form::ScopeId(0), Some(Property::ChoiceFilter));
        for error in expr.resolve(&mut names) {
            self.error(Sheet::Survey, cell, error.message, error.hint);
        }
        expr
    }
}
