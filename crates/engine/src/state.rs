//! The state of a node, for those who draw it.

use phieu_form::Kind;

use crate::world::handle;
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
            let readonly = node.has_fixed_rows() || self.readonly_around(at);
            return NodeState { held: &Held::Blank, relevant: self.is_relevant(at), required: false, readonly };
        }
        let cell = self.cell(at);
        let readonly = node.calculate.is_some() || self.readonly_around(at);
        NodeState { held: &cell.held, relevant: cell.relevant, required: cell.required, readonly }
    }

    /// What expressions see of a question: its answer's text; nothing where it does not apply, cannot be read, or is not offered.
    pub fn seen(&self, at: At) -> String {
        phieu_xpath::World::text(self, handle(at)).into_owned()
    }

    fn readonly_around(&self, at: At) -> bool {
        let (mut id, mut row) = (at.node, at.row);
        loop {
            let node = self.form.node(id);
            let readonly = match node.kind {
                Kind::Repeat => {
                    let whole = self.is_whole_repeat(At { row, node: id });
                    row = if whole { row } else { self.row(row).parent.unwrap_or(row) };
                    self.repeat(row, node.scope).readonly
                }
                Kind::Group | Kind::Field(_) => self.cell(At { row, node: id }).readonly,
            };
            match node.parent {
                _ if readonly => return true,
                Some(parent) => id = parent,
                None => return false,
            }
        }
    }
}
