//! The primary instance: its nodes, and the rows that its repeats have from the start.

use super::Reading;
use crate::xml::Node;

/// All elements of one name under every instance of their parent: a node of the form.
pub(super) struct Found<'x> {
    pub name: &'x str,
    /// Per instance of the parent, in order.
    pub instances: Vec<Vec<&'x Node>>,
}

impl<'x> Found<'x> {
    /// What stands for all: the template of a repeat, or the first.
    pub fn model(&self) -> Option<&'x Node> {
        let all = || self.instances.iter().flatten().copied();
        all().find(|each| is_template(each)).or_else(|| all().next())
    }

    /// How many rows a repeat has at first in each row around it: templates do not count.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        let counts = self.instances.iter().filter(|each| !each.is_empty());
        counts.map(|instances| instances.iter().filter(|each| !is_template(each)).count())
    }
}

/// Whether an element is a repeat's template.
pub(super) fn is_template(node: &Node) -> bool {
    node.attribute("template").is_some() && node.attributes.iter().any(|(name, _)| name.ends_with(":template"))
}

/// The children of a node, over all its instances, each name once, in the order of its first occurrence.
pub(super) fn children<'x>(parents: &[&'x Node]) -> Vec<Found<'x>> {
    let mut found: Vec<Found<'x>> = Vec::new();
    for (same, parent) in parents.iter().enumerate() {
        for child in parent.elements() {
            let place = found.iter().position(|each| each.name == child.name);
            let place = place.unwrap_or_else(|| {
                found.push(Found { name: &child.name, instances: Vec::new() });
                found.len() - 1
            });
            let instances = &mut found[place].instances;
            instances.resize(instances.len().max(same + 1), Vec::new());
            instances[same].push(child);
        }
    }
    found
}

impl Reading<'_> {
    /// Keeps the whole instance where rows differ from one another in what they hold.
    pub(super) fn keep_initial(&mut self, found: &Found<'_>) {
        let Some(model) = found.model() else { return };
        let rows = || found.instances.iter().flatten().filter(|each| !is_template(each));
        let counts: Vec<usize> = found.rows().collect();
        let uneven = counts.windows(2).any(|pair| pair[0] != pair[1]);
        if uneven || rows().any(|row| !same(model, row)) {
            self.definition.initial = Some(self.root.to_element());
        }
    }
}

/// Whether two instances hold the same.
fn same(a: &Node, b: &Node) -> bool {
    let (mut one, mut other) = (a.elements(), b.elements());
    loop {
        match (one.next(), other.next()) {
            (None, None) => return a.elements().next().is_some() || a.text().trim() == b.text().trim(),
            (Some(a), Some(b)) if a.name == b.name && same(a, b) => {}
            _ => return false,
        }
    }
}
