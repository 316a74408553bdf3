//! Which choices a question offers.

use std::borrow::Cow;

use phieu_form::{Choice, FormulaId, Itemset, Part, Template, Texts};
use phieu_xpath::{ErrorCode, Node, Value};

use crate::world::{handle, item};
use crate::{At, Instance, Named};

/// How many names are compared in one step.
const NAMES_PER_STEP: usize = 16;

impl Instance {
    /// The choices a question offers now, in the order of its list, or of the nodes that they are.
    pub fn choices(&self, at: At) -> Vec<Cow<'_, Choice>> {
        self.begin();
        self.offered(at)
    }

    /// The same, as a part of something larger.
    pub(crate) fn offered(&self, at: At) -> Vec<Cow<'_, Choice>> {
        if let Some(itemset) = &self.form.node(at.node).itemset {
            let nodes = self.items(at, itemset);
            return nodes.into_iter().map(|node| Cow::Owned(self.choice(at, itemset, node))).collect();
        }
        let Some(list) = self.form.node(at.node).field_type().and_then(|each| each.list()) else { return Vec::new() };
        let labels = &self.form.node(at.node).choice_labels;
        let choices = (0..).zip(&self.form.list(list).choices).filter(|(index, _)| self.passes(at, list.index(), *index));
        let seen = choices.map(|(index, choice)| match labels.get(index) {
            Some(label) => Cow::Owned(Choice { label: label.clone(), ..choice.clone() }),
            None => Cow::Borrowed(choice),
        });
        seen.collect()
    }

    /// What a choice is called at a question that may offer it, in a language of the form (its index); `show` writes the answers
    /// that its label names. `None` where there is no such choice.
    pub fn choice_label(&self, at: At, name: &str, language: usize, show: &dyn Fn(Named) -> String) -> Option<String> {
        self.begin();
        self.called(at, name, language, show)
    }

    /// The same, as a part of something larger.
    pub(crate) fn called(&self, at: At, name: &str, language: usize, show: &dyn Fn(Named) -> String) -> Option<String> {
        let node = self.form.node(at.node);
        match &node.itemset {
            Some(itemset) => {
                let found = self.items(at, itemset).into_iter().find(|item| self.item_text(at, &itemset.value, *item) == name)?;
                Some(self.item_text(at, &itemset.label, found))
            }
            None => {
                let choices = &self.form.list(node.field_type()?.list()?).choices;
                let place = choices.iter().position(|choice| choice.name == name);
                let label = place.map(|place| node.choice_labels.get(place).unwrap_or(&choices[place].label));
                let text = label.map(|label| match label.get(language) {
                    Some(_) => self.written(label, at, language, show),
                    None => name.to_owned(),
                });
                // Only now: each evaluation of the label's begins to count anew.
                self.went(place.unwrap_or(choices.len()) / NAMES_PER_STEP);
                text
            }
        }
    }

    /// Whether a question offers a choice.
    pub(crate) fn offers(&self, at: At, name: &str) -> bool {
        if let Some(itemset) = &self.form.node(at.node).itemset {
            return self.items(at, itemset).into_iter().any(|node| self.item_text(at, &itemset.value, node) == name);
        }
        let Some(list) = self.form.node(at.node).field_type().and_then(|each| each.list()) else { return false };
        self.spend(1 + self.form.list(list).choices.len() / NAMES_PER_STEP);
        let found = self.form.list(list).choices.iter().position(|choice| choice.name == name);
        found.is_some_and(|index| self.passes(at, list.index(), index))
    }

    /// Notes as the formula's failure that to find out what is offered takes too many steps: a list would only be empty.
    pub(crate) fn try_offer(&mut self, formula: FormulaId, at: At) {
        let form = self.form.clone();
        let node = match form.node(at.node).field_type().and_then(|each| each.list()) {
            Some(list) if form.node(at.node).itemset.is_none() => item(self, list.index(), 0),
            _ => Some(handle(at)),
        };
        let tried = node.map(|node| form.formula(formula).expr.evaluate(self, node, handle(at)));
        match tried {
            Some(Err(error)) if error.code == ErrorCode::TooMuch && !self.is_spent() => {
                self.failures.insert((formula, at.row), error.message);
            }
            _ => drop(self.failures.remove(&(formula, at.row))),
        }
    }

    /// The nodes that are choices; none where they cannot be found out.
    fn items(&self, at: At, itemset: &Itemset) -> Vec<Node> {
        let node = handle(at);
        match self.form.formula(itemset.nodes).expr.evaluate(self, node, node) {
            Ok(Value::Nodes(nodes)) => nodes,
            _ => Vec::new(),
        }
    }

    fn choice(&self, at: At, itemset: &Itemset, node: Node) -> Choice {
        let label = self.item_text(at, &itemset.label, node);
        let template = Template { parts: vec![Part::Literal(label.clone())], source: label };
        Choice { name: self.item_text(at, &itemset.value, node), label: Texts { by_language: vec![Some(template)] }, cells: Vec::new() }
    }

    fn item_text(&self, at: At, expr: &phieu_xpath::Expr, node: Node) -> String {
        expr.evaluate(self, node, handle(at)).map_or_else(|_| String::new(), |value| value.to_text(self))
    }

    /// Whether a choice passes the question's filter; one that cannot be evaluated lets nothing through.
    fn passes(&self, at: At, list: usize, index: usize) -> bool {
        let Some(filter) = self.form.node(at.node).choice_filter else { return true };
        let Some(item) = item(self, list, index) else { return false };
        let value = self.form.formula(filter).expr.evaluate(self, item, handle(at));
        value.is_ok_and(|value| value.to_boolean(self))
    }
}
