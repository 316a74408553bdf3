//! The primary instance: its nodes, and the rows that its repeats have from the start.

use std::collections::BTreeMap;

use super::Reading;
use crate::xml::Node;

/// All elements of one name under every instance of their parent: a node of the form.
pub(super) struct Found<'x> {
    pub name: &'x str,
    /// Per instance of the parent, in order.
    pub instances: Vec<Vec<Inside<'x>>>,
}

/// An element, and whether it stands in a repeat's template.
#[derive(Clone, Copy)]
pub(super) struct Inside<'x> {
    pub node: &'x Node,
    pub in_template: bool,
}

impl<'x> Found<'x> {
    /// What stands for all: the template of a repeat, or the first.
    pub fn model(&self) -> Option<&'x Node> {
        let all = || self.instances.iter().flatten().map(|each| each.node);
        all().find(|each| is_template(each)).or_else(|| all().next())
    }

    /// How many rows a repeat has at first in each row around it: templates do not count, and inside a template there need be none.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        let real = |each: &&Inside<'_>| !is_template(each.node);
        let counts = self.instances.iter().filter(move |each| each.iter().any(|each| real(&each) || !each.in_template));
        counts.map(move |instances| instances.iter().filter(real).count())
    }
}

/// Whether an element is a repeat's template.
pub(super) fn is_template(node: &Node) -> bool {
    node.attribute("template").is_some() && node.attributes.iter().any(|(name, _)| name.ends_with(":template"))
}

/// The children of a node, over all its instances, each name once, in the order of its first occurrence.
pub(super) fn children<'x>(parents: &[Inside<'x>]) -> Vec<Found<'x>> {
    let mut found: Vec<Found<'x>> = Vec::new();
    for (same, parent) in parents.iter().enumerate() {
        let in_template = parent.in_template || is_template(parent.node);
        for child in parent.node.elements() {
            let place = found.iter().position(|each| each.name == child.name);
            let place = place.unwrap_or_else(|| {
                found.push(Found { name: &child.name, instances: Vec::new() });
                found.len() - 1
            });
            let instances = &mut found[place].instances;
            instances.resize(instances.len().max(same + 1), Vec::new());
            instances[same].push(Inside { node: child, in_template });
        }
    }
    found
}

impl Reading<'_> {
    /// Keeps the whole instance where rows differ from one another in what they hold.
    pub(super) fn keep_initial(&mut self, found: &Found<'_>) {
        let Some(model) = found.model() else { return };
        let rows = || found.instances.iter().flatten().map(|each| each.node).filter(|each| !is_template(each));
        let counts: Vec<usize> = found.rows().collect();
        let uneven = counts.windows(2).any(|pair| pair[0] != pair[1]);
        if uneven || rows().any(|row| !same(model, row)) {
            self.definition.initial = Some(self.root.to_element());
        }
    }
}

/// Whether two instances hold the same. How many rows a repeat has in each is not asked here: what is in it is compared by itself.
fn same(a: &Node, b: &Node) -> bool {
    if a.elements().chain(b.elements()).next().is_none() {
        return a.text().trim() == b.text().trim();
    }
    let mut by_name: BTreeMap<&str, [Vec<&Node>; 2]> = BTreeMap::new();
    for (side, node) in [a, b].into_iter().enumerate() {
        node.elements().for_each(|each| by_name.entry(&each.name).or_default()[side].push(each));
    }
    by_name.into_values().all(|[ours, theirs]| match ours.first() {
        Some(first) if !theirs.is_empty() => ours[1..].iter().chain(&theirs).all(|other| same(first, other)),
        // A repeat that begins without rows is there as a template only.
        _ => ours.iter().chain(&theirs).all(|each| is_template(each)),
    })
}
