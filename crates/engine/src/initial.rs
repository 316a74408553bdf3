//! What a blank report holds: rows that are there from the start, and what the device knows.

use phieu_form::{Element, Kind, Metadata, NodeId, Type};

use crate::recompute::Work;
use crate::{At, Held, Instance, RowId};

impl Instance {
    /// Puts in what an XForm's instance holds, rows of repeats included.
    pub(crate) fn fill_initial(&mut self) {
        let form = self.form.clone();
        if let Some(initial) = &form.initial {
            self.fill(self.root(), initial);
        }
    }

    fn fill(&mut self, at: At, element: &Element) {
        let form = self.form.clone();
        for node in form.children(at.node).collect::<Vec<NodeId>>() {
            let name = form.node(node).name.as_str();
            let found = element.children.iter().filter(|child| child.name == name);
            let at = At { row: at.row, node };
            match form.node(node).kind {
                Kind::Group => found.take(1).for_each(|child| self.fill(at, child)),
                Kind::Field(field_type) => found.take(1).for_each(|child| {
                    self.cell_mut(at).held = Held::read(field_type, &child.text);
                    self.cell_mut(at).seen = self.still_offered(at);
                }),
                Kind::Repeat => {
                    let is_template = |child: &&Element| child.attributes.iter().any(|(name, _)| name.ends_with(":template"));
                    for child in found.filter(|child| !is_template(child)) {
                        if self.has_room(at.row, form.node(node).scope) {
                            let row = self.new_row(form.node(node).scope, Some(at.row));
                            self.fill(At { row, node }, child);
                        }
                    }
                }
            }
        }
    }

    /// Makes the rows that the repeats in a row begin with. Where there are some already, or a count says how many, none is made.
    pub(crate) fn initial_rows(&mut self, work: &mut Work, row: RowId) {
        let form = self.form.clone();
        for &scope in &form.scopes[self.row(row).scope.index()].repeats {
            let node = form.node(form.scopes[scope.index()].node);
            let is_filled = form.initial.is_some() && work.quiet;
            let rows = if node.repeat_count.is_some() || is_filled { 0 } else { node.initial_rows };
            for _ in 0..rows {
                if self.has_room(row, scope) {
                    let row = self.new_row(scope, Some(row));
                    self.begin_row(work, row);
                }
            }
            if is_filled {
                for row in self.repeat(row, scope).rows.clone() {
                    self.initial_rows(work, row);
                }
            }
        }
    }

    /// Keeps what the context knows of the device and the day.
    pub(crate) fn keep_metadata(&mut self) {
        let form = self.form.clone();
        for node in form.ids() {
            let (Some(Type::Metadata(metadata)), 0) = (form.node(node).field_type(), form.node(node).scope.0) else { continue };
            let (now, today) = (self.context.now.clone(), phieu_xpath::World::today(self).map(str::to_owned));
            let known = match metadata {
                Metadata::Start => now,
                // Not over yet: it is written when the report is sealed.
                Metadata::End => None,
                Metadata::Today => today,
                Metadata::Deviceid | Metadata::Username | Metadata::Email | Metadata::Phonenumber => {
                    self.context.properties.get(metadata.name()).cloned()
                }
            };
            let held = known.map_or(Held::Blank, |text| Held::read(Type::Metadata(metadata), &text));
            self.cell_mut(At { row: RowId(0), node }).held = held;
        }
    }
}
