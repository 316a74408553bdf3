//! The report and its secondary instances as expressions see them: trees of elements. What is not relevant is not there.

use std::borrow::Cow;
use std::cmp::Ordering;

use phieu_form::{Kind as FormKind, NodeId};
use phieu_xpath::limits::{BYTES_PER_STEP, MAX_TEXT};
use phieu_xpath::{Kind, Node, Operand, Value, World};

use crate::instance::Cell;
use crate::source::Source;
use crate::{At, Held, Instance, Named, RowId};

/// A node handle taken apart.
#[derive(Clone, Copy)]
enum Place {
    /// The document around the report.
    Document,
    /// A node of the report.
    Here(At),
    /// A node of a secondary instance.
    There { source: usize, node: u32 },
}

const DOCUMENT: u64 = u64::MAX;

/// A handle has no room for more; what a caller hands in beyond is as if it were not there.
const MOST_SOURCES: usize = 0xfffe;

impl Place {
    /// Bits: 16 for the source (0 is the report), 24 for the row, 24 for the node.
    fn handle(self) -> Node {
        Node(match self {
            Place::Document => DOCUMENT,
            Place::Here(at) => (u64::from(at.row.0) << 24) | u64::from(at.node.0),
            Place::There { source, node } => ((source as u64 + 1) << 48) | u64::from(node),
        })
    }

    fn of(node: Node) -> Place {
        match (node.0, node.0 >> 48) {
            (DOCUMENT, _) => Place::Document,
            (bits, 0) => Place::Here(At { row: RowId((bits >> 24) as u32 & 0xff_ffff), node: NodeId(bits as u32 & 0xff_ffff) }),
            (bits, source) => Place::There { source: source as usize - 1, node: bits as u32 },
        }
    }
}

/// The handle of a node of the report.
pub(crate) fn handle(at: At) -> Node {
    Place::Here(at).handle()
}

/// The handle of an item of a choice list.
pub(crate) fn item(instance: &Instance, list: usize, index: usize) -> Option<Node> {
    let node = *instance.source(list).nodes[1].children.get(index)?;
    Some(Place::There { source: list, node }.handle())
}

impl Instance {
    /// A secondary instance by its place: the choice lists first, then those of the context.
    fn source(&self, index: usize) -> &Source {
        let (lists, data) = (&self.form.lists, &self.form.data);
        self.sources[index].get_or_init(|| match lists.get(index) {
            Some(list) => Source::from_choices(list, self.language),
            None => match data.get(index - lists.len()) {
                Some(data) => data.root.as_ref().map_or_else(|| Source::from_json(&serde_json::Value::Null), Source::from_element),
                None => {
                    let outside = self.context.instances.values().nth(index - lists.len() - data.len());
                    Source::from_json(outside.unwrap_or(&serde_json::Value::Null))
                }
            },
        })
    }

    /// The next 64 random bits (SplitMix64).
    fn draw(&self) -> Option<u64> {
        let number = self.drawn.get() + 1;
        self.drawn.set(number);
        let mut bits = self.context.seed?.wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Some(bits ^ (bits >> 31))
    }

    /// The question that a slot means, seen from a row, where it means a single one.
    pub(crate) fn single(&self, slot: u32, row: RowId) -> Option<&Cell> {
        let slot = self.form.slots[slot as usize];
        self.row(self.row_at(row, slot.from)).cells.get(slot.cell? as usize)
    }

    fn relevant(&self, at: At) -> bool {
        self.cell(at).relevant
    }

    /// Document order. Nodes of one row stand in the form's order, rows of one repeat in theirs: no ways are made for those.
    fn in_order(&self, a: At, b: At) -> Ordering {
        let (first, second) = (self.row(a.row), self.row(b.row));
        if a.row == b.row {
            a.node.cmp(&b.node)
        } else if first.scope == second.scope && first.parent == second.parent {
            first.index.cmp(&second.index)
        } else {
            self.way(a).cmp(&self.way(b))
        }
    }

    /// Document order: the way down from the root, as pairs of node and place among the rows.
    pub(crate) fn way(&self, at: At) -> Vec<(u32, usize)> {
        let mut way = Vec::new();
        let (mut row, mut id) = (at.row, at.node);
        loop {
            let node = self.form.node(id);
            let is_row = node.kind == FormKind::Repeat && !self.is_whole_repeat(At { row, node: id });
            way.push((id.0, if is_row { self.position(row) } else { 0 }));
            if is_row {
                row = self.row(row).parent.unwrap_or(row);
            }
            match node.parent {
                Some(parent) => id = parent,
                None => break,
            }
        }
        way.reverse();
        way
    }
}

impl Instance {
    /// The text of a group, child by child. It ends where it is longer than any text may be; what asks for it then fails.
    fn whole_text(&self, node: Node, out: &mut String) {
        let mut children = Vec::new();
        World::children(self, node, &mut children);
        for child in children {
            match Place::of(child) {
                Place::Here(at) if self.form.node(at.node).field_type().is_none() => self.whole_text(child, out),
                _ => out.push_str(&World::text(self, child)),
            }
            if out.len() > MAX_TEXT {
                return self.went(usize::MAX);
            }
        }
    }
}

/// How many labels of choices may ask for one another, each for the next.
const DEEPEST_NAME: u8 = 8;

impl World for Instance {
    fn kind(&self, node: Node) -> Kind {
        match Place::of(node) {
            Place::Document | Place::There { node: 0, .. } => Kind::Document,
            Place::There { source, node } if self.source(source).nodes[node as usize].is_attribute => Kind::Attribute,
            _ => Kind::Element,
        }
    }

    fn name(&self, node: Node) -> &str {
        match Place::of(node) {
            Place::Document => "",
            Place::Here(at) if at.node == NodeId(0) => &self.form.root_name,
            Place::Here(at) => &self.form.node(at.node).name,
            Place::There { source, node } => &self.source(source).nodes[node as usize].name,
        }
    }

    fn parent(&self, node: Node) -> Option<Node> {
        Some(match Place::of(node) {
            Place::Document => return None,
            Place::Here(at) => {
                let form_node = self.form.node(at.node);
                let Some(parent) = form_node.parent else { return Some(Place::Document.handle()) };
                let is_row = form_node.kind == FormKind::Repeat && !self.is_whole_repeat(at);
                let row = if is_row { self.row(at.row).parent.unwrap_or(at.row) } else { at.row };
                handle(At { row, node: parent })
            }
            Place::There { source, node } => {
                let parent = self.source(source).nodes[node as usize].parent?;
                Place::There { source, node: parent }.handle()
            }
        })
    }

    fn children(&self, node: Node, out: &mut Vec<Node>) {
        match Place::of(node) {
            Place::Document => out.push(handle(self.root())),
            Place::Here(at) => {
                for child in self.children(at) {
                    let rows = self.repeat_rows(child);
                    self.went(1 + rows.len());
                    let whole = self.form.node(child.node).kind == FormKind::Repeat;
                    let places = if whole { rows } else { vec![child] };
                    out.extend(places.into_iter().filter(|place| self.relevant(*place)).map(handle));
                }
            }
            Place::There { source, node } => {
                let children = &self.source(source).nodes[node as usize].children;
                out.extend(children.iter().map(|&node| Place::There { source, node }.handle()));
            }
        }
    }

    fn attributes(&self, node: Node, out: &mut Vec<Node>) {
        if let Place::There { source, node } = Place::of(node) {
            let attributes = &self.source(source).nodes[node as usize].attributes;
            out.extend(attributes.iter().map(|&node| Place::There { source, node }.handle()));
        }
    }

    fn text(&self, node: Node) -> Cow<'_, str> {
        match Place::of(node) {
            Place::Document => self.text(handle(self.root())),
            Place::Here(at) => match self.form.node(at.node).kind {
                FormKind::Field(_) if !self.relevant(at) => Cow::Borrowed(""),
                FormKind::Field(_) => match &self.cell(at).held {
                    Held::Text(_) if self.cell(at).seen.is_some() => Cow::Borrowed(self.cell(at).seen.as_deref().unwrap_or_default()),
                    Held::Text(text) => Cow::Borrowed(text),
                    Held::Unreadable(_) => Cow::Borrowed(""),
                    held => Cow::Owned(held.text()),
                },
                FormKind::Group | FormKind::Repeat => {
                    let mut text = String::new();
                    self.whole_text(node, &mut text);
                    self.went(text.len() / BYTES_PER_STEP);
                    Cow::Owned(text)
                }
            },
            Place::There { source, node } => {
                let mut text = String::new();
                self.went(self.source(source).text(node, &mut text));
                Cow::Owned(text)
            }
        }
    }

    fn typed(&self, node: Node) -> Value {
        match Place::of(node) {
            Place::Here(at) if matches!(self.form.node(at.node).kind, FormKind::Field(_)) => {
                if let Some(seen) = self.cell(at).seen.as_deref().filter(|_| self.relevant(at)) {
                    Value::Text(seen.to_owned())
                } else if self.relevant(at) {
                    self.cell(at).held.value()
                } else {
                    Value::Text(String::new())
                }
            }
            Place::There { source, node: id } => match &self.source(source).nodes[id as usize] {
                leaf if leaf.children.is_empty() => leaf.value.clone(),
                _ => Value::Text(self.text(node).into_owned()),
            },
            _ => Value::Text(self.text(node).into_owned()),
        }
    }

    fn number(&self, node: Node) -> Option<f64> {
        let Place::Here(at) = Place::of(node) else { return None };
        self.form.node(at.node).field_type()?;
        self.cell(at).number()
    }

    fn compare(&self, a: Node, b: Node) -> Ordering {
        match (Place::of(a), Place::of(b)) {
            (Place::Here(first), Place::Here(second)) => self.in_order(first, second),
            (Place::Document, Place::Document) => Ordering::Equal,
            (Place::Document, _) => Ordering::Less,
            (_, Place::Document) => Ordering::Greater,
            _ => a.cmp(&b),
        }
    }

    /// Rows that do not apply keep their numbers.
    fn place(&self, node: Node) -> Option<usize> {
        let Place::Here(at) = Place::of(node) else { return None };
        let is_row = self.form.node(at.node).kind == FormKind::Repeat && !self.is_whole_repeat(at);
        is_row.then(|| self.position(at.row) + 1)
    }

    fn root(&self, node: Node) -> Node {
        match Place::of(node) {
            Place::Document | Place::Here(_) => Place::Document.handle(),
            Place::There { source, .. } => Place::There { source, node: 0 }.handle(),
        }
    }

    fn steps_left(&self) -> u32 {
        self.left()
    }

    fn took(&self, steps: u32) {
        self.spend(steps as usize);
    }

    fn own_steps(&self) -> u32 {
        self.steps.own.take()
    }

    fn slot(&self, slot: u32, current: Node, out: &mut Vec<Node>) {
        let (slot, Place::Here(at)) = (self.form.slots[slot as usize], Place::of(current)) else { return };
        let scope = self.form.node(slot.node).scope;
        let rows = self.rows_within(self.row_at(at.row, slot.from), scope);
        self.went(rows.len());
        let places = rows.iter().map(|&row| At { row, node: slot.node });
        out.extend(places.filter(|place| self.relevant(*place)).map(handle));
    }

    fn slot_exists(&self, slot: u32, current: Node) -> Option<bool> {
        let Place::Here(at) = Place::of(current) else { return None };
        self.single(slot, at.row).map(|cell| cell.relevant)
    }

    fn slot_operand(&self, slot: u32, current: Node) -> Option<Operand<'_>> {
        let Place::Here(at) = Place::of(current) else { return None };
        let cell = self.single(slot, at.row)?;
        // One answer that does not apply compares as a blank (ODK), although no node is counted.
        let text = match &cell.held {
            Held::Number(number) if cell.relevant => return Some(Operand::Number(*number)),
            Held::Text(text) if cell.relevant => cell.seen.as_deref().unwrap_or(text),
            _ => "",
        };
        Some(Operand::Text(Cow::Borrowed(text)))
    }

    fn instance(&self, id: &str) -> Option<Node> {
        let (lists, data) = (&self.form.lists, &self.form.data);
        self.went(self.context.instances.len() + lists.len() + data.len());
        let outside = self.context.instances.keys().position(|each| each == id).map(|place| lists.len() + data.len() + place);
        let inside = || lists.iter().position(|list| list.name == id);
        let along = || data.iter().position(|data| data.id == id).map(|place| lists.len() + place);
        let source = outside.or_else(inside).or_else(along)?;
        (source < MOST_SOURCES).then(|| Place::There { source, node: 0 }.handle())
    }

    fn today(&self) -> Option<&str> {
        self.context.today.as_deref().or_else(|| self.context.now.as_deref().and_then(|now| now.get(..10)))
    }

    fn now(&self) -> Option<&str> {
        self.context.now.as_deref()
    }

    /// The offset that `now` carries, the whole year round: Viet Nam has no summer time.
    fn utc_offset_minutes(&self, _days: i64, _milliseconds: i64) -> i32 {
        self.context.now.as_deref().and_then(offset_minutes).unwrap_or(0)
    }

    /// Of the question in the row that is seen from here, else in the first row that it has.
    fn choice_name(&self, value: &str, path: &str, current: Node) -> Option<String> {
        self.went(self.form.nodes.len());
        let question = self.form.question(path)?;
        let here = match Place::of(current) {
            Place::Here(at) => at.row,
            Place::Document | Place::There { .. } => RowId(0),
        };
        let scope = self.form.node(question).scope;
        let common = self.row_at(here, self.form.common_scope(self.row(here).scope, scope));
        let row = *self.rows_within(common, scope).first()?;
        // A label may ask for another one; one that asks for itself would have no end.
        let depth = self.steps.naming.get();
        if depth == DEEPEST_NAME {
            return None;
        }
        self.steps.naming.set(depth + 1);
        // What is evaluated for a label counts its steps itself, those before it stay this evaluation's.
        let before = self.steps.own.take();
        let label = self.called(At { row, node: question }, value, self.language, &Named::plain);
        self.went(before as usize);
        self.steps.naming.set(depth);
        label
    }

    fn language(&self) -> Option<&str> {
        self.form.languages.get(self.language).map(String::as_str)
    }

    fn version(&self) -> Option<&str> {
        Some(&self.form.version)
    }

    fn random(&self) -> Option<f64> {
        // 53 bits, as many as a number of this kind holds.
        self.draw().map(|bits| (bits >> 11) as f64 / (1u64 << 53) as f64)
    }

    /// Version 4, from two draws (RFC 9562, section 5.4).
    fn uuid(&self) -> Option<String> {
        let high = (self.draw()? & !0xf000) | 0x4000;
        let low = (self.draw()? & !(3 << 62)) | (2 << 62);
        let text = format!("{high:016x}{low:016x}");
        Some(format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..]))
    }

    fn itext(&self, id: &str) -> Option<String> {
        let text = self.form.texts.get(id)?.get(self.language)?;
        Some(text.source.clone())
    }

    fn property(&self, name: &str) -> Option<String> {
        self.context.properties.get(name).cloned()
    }
}

/// The offset at the end of `YYYY-MM-DDThh:mm:ss.sss+hh:mm`, in minutes; `None` where there is none.
fn offset_minutes(now: &str) -> Option<i32> {
    let zone = now.get(now.len().checked_sub(6)?..)?;
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let offset = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    match zone.as_bytes()[0] {
        b'+' => Some(offset),
        b'-' => Some(-offset),
        _ => None,
    }
}
