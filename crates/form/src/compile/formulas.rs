//! The expressions and texts met on the way: read, checked, their names resolved.

use phieu_xpath::Error;

use super::builder::{Builder, Pending};
use super::names::Names;
use crate::form::{Formula, NodeId, Owner, ScopeId};
use crate::texts::{Part, Template, Texts};
use crate::{Level, Place, Sheet};

impl Builder<'_> {
    /// Reads every expression on the list. A formula keeps its number even when it is wrong.
    pub fn resolve_formulas(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            let expr = match phieu_xpath::parse(&pending.source) {
                Ok(mut expr) => {
                    let (owner, scope) = (self.owner_node(pending.owner, pending.scope), pending.scope);
                    let mut names = Names { builder: self, owner, scope, property: Some(pending.property) };
                    for error in expr.resolve(&mut names) {
                        self.expression_error(&pending, error);
                    }
                    expr
                }
                Err(error) => {
                    self.expression_error(&pending, error);
                    phieu_xpath::Expr { kind: phieu_xpath::ExprKind::Text("".into()), span: Default::default() }
                }
            };
            let Pending { owner, property, scope, source, sheet, place, .. } = pending;
            self.form.formulas.push(Formula { owner, property, scope, expr, source, sheet, place });
        }
    }

    fn expression_error(&mut self, pending: &Pending, error: Error) {
        let from = (error.span.start as usize).min(pending.source.len());
        let to = (error.span.end as usize).clamp(from, pending.source.len());
        let found = pending.source.get(from..to).unwrap_or_default();
        let message = if found.is_empty() || found.len() == pending.source.len() {
            error.message
        } else {
            format!("{} (at `{found}`)", error.message)
        };
        self.report(Level::Error, pending.sheet, pending.place, &pending.column, message, error.hint);
    }

    /// The node from which an owner's names are seen.
    fn owner_node(&self, owner: Owner, scope: ScopeId) -> NodeId {
        match owner {
            Owner::Node(id) => id,
            Owner::Rule(_) => self.form.scopes[scope.index()].node,
        }
    }

    /// Finds `${names}` in every label, hint and message.
    pub fn resolve_texts(&mut self) {
        let definition = self.definition;
        for id in self.form.ids().skip(1) {
            let scope = self.form.node(id).scope;
            let at = (Sheet::Survey, self.places[id.index()]);
            let node = &mut self.form.nodes[id.index()];
            let mut texts = [
                std::mem::take(&mut node.label),
                std::mem::take(&mut node.hint),
                std::mem::take(&mut node.guidance),
                std::mem::take(&mut node.required_message),
                std::mem::take(&mut node.constraint_message),
            ];
            texts.iter_mut().for_each(|each| self.split(each, id, scope, at));
            let node = &mut self.form.nodes[id.index()];
            [node.label, node.hint, node.guidance, node.required_message, node.constraint_message] = texts;
        }
        for index in 0..self.form.rules.len() {
            let scope = self.form.rules[index].scope;
            let id = self.form.scopes[scope.index()].node;
            let place = definition.rules.iter().find(|row| row.text("id") == self.form.rules[index].id).map(|row| row.place);
            let mut message = std::mem::take(&mut self.form.rules[index].message);
            self.split(&mut message, id, scope, (Sheet::Rules, place.unwrap_or_default()));
            self.form.rules[index].message = message;
        }
    }

    /// Splits each language's text at its `${names}`.
    fn split(&mut self, texts: &mut Texts, owner: NodeId, scope: ScopeId, (sheet, place): (Sheet, Place)) {
        for template in texts.by_language.iter_mut().flatten() {
            let source = std::mem::take(&mut template.source);
            let mut parts = Vec::new();
            let mut rest = source.as_str();
            while let Some((before, after)) = rest.split_once("${") {
                let Some((name, after)) = after.split_once('}') else { break };
                let mut names = Names { builder: self, owner, scope, property: None };
                match phieu_xpath::Resolver::reference(&mut names, name.trim(), Default::default()) {
                    Ok(slot) => parts.extend([Part::Literal(before.to_owned()), Part::Slot { name: name.trim().to_owned(), slot }]),
                    Err(error) => self.report(Level::Error, sheet, place, "", error.message, error.hint),
                }
                rest = after;
            }
            parts.push(Part::Literal(rest.to_owned()));
            parts.retain(|part| !matches!(part, Part::Literal(text) if text.is_empty()));
            *template = Template { source, parts };
        }
    }
}
