//! The state of a node, for those who draw it.

use phieu_form::Kind;

use crate::{At, Held, Instance};

/// What is to be known of a node to draw it.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeState<'i> {
    /// What it holds; a blank for groups and repeats.
    pub held: &'i Held,
    /// Whether it applies, with all around it.
    pub relevant: bool,
    /// Whether it must be answered.
    pub required: bool,
    /// Whether a person cannot change it: calculated, read-only, or inside a read-only group.
    pub readonly: bool,
}

impl Instance {
    /// The state of a node.
    pub fn node(&self, at: At) -> NodeState<'_> {
        let node = self.form.node(at.node);
        if self.is_whole_repeat(at) {
            let applies = self.repeat(at.row, node.scope).applies && self.around_relevant(at);
            return NodeState { held: &Held::Blank, relevant: applies, required: false, readonly: node.repeat_count.is_some() };
        }
        let cell = self.cell(at);
        let readonly = node.calculate.is_some() || self.readonly_around(at);
        NodeState { held: &cell.held, relevant: cell.relevant, required: cell.required, readonly }
    }

    fn readonly_around(&self, at: At) -> bool {
        let (mut id, mut row) = (at.node, at.row);
        loop {
            if self.cell(At { row, node: id }).readonly {
                return true;
            }
            let node = self.form.node(id);
            if node.kind == Kind::Repeat {
                row = self.row(row).parent.unwrap_or(row);
            }
            match node.parent {
                Some(parent) => id = parent,
                None => return false,
            }
        }
    }
}
