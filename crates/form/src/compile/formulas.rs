//! The expressions and texts met on the way: read, checked, their names resolved.

use phieu_xpath::{Error, Expr, ExprKind, Plan};

use super::builder::{Builder, Pending};
use super::names::{Names, REPORTING};
use crate::form::{Formula, ListId, Node, NodeId, Owner, Property, ScopeId};
use crate::texts::{Part, Template, Texts};
use crate::{Cell, Level, Row, Sheet, Type};

impl Builder<'_> {
    /// Reads every expression on the list. A formula keeps its number even when it is wrong.
    pub fn resolve_formulas(&mut self) {
        for mut pending in std::mem::take(&mut self.pending) {
            self.last_saved(&mut pending.source);
            let expr = match self.parse(&pending.source) {
                Ok(mut expr) => {
                    self.pulled(&expr);
                    let (owner, scope) = (self.owner_node(pending.owner, pending.scope), pending.scope);
                    let mut names = Names::new(self, owner, scope, Some(pending.property));
                    let errors = expr.resolve(&mut names);
                    let missing = names.missing;
                    errors.into_iter().for_each(|error| self.expression_error(&pending, Level::Error, error));
                    self.unanchored(&pending, &expr);
                    self.filter_columns(&pending, &expr);
                    for mut error in missing {
                        // A word where yes or no stands is read as the name of a node.
                        if matches!(pending.property, Property::Required | Property::Readonly) {
                            error.hint = error.hint.or_else(|| Some("write yes, no, or an expression".into()));
                        }
                        self.expression_error(&pending, Level::Warning, error);
                    }
                    expr
                }
                Err(error) => {
                    self.expression_error(&pending, Level::Error, error);
                    phieu_xpath::Expr { kind: phieu_xpath::ExprKind::Text("".into()), span: Default::default() }
                }
            };
            let Pending { owner, property, scope, source, sheet, place, .. } = pending;
            let plan = Plan::of(&expr);
            self.form.formulas.push(Formula { owner, property, scope, expr, plan, source, sheet, place });
        }
    }

    /// Reads an expression, or takes the same one that was read before.
    fn parse(&mut self, source: &str) -> Result<Expr, Error> {
        if let Some(expr) = self.parsed.get(source) {
            return Ok(expr.clone());
        }
        let expr = phieu_xpath::parse(source)?;
        // Long ones are seldom the same.
        const LONG: usize = 80;
        if source.len() < LONG {
            self.parsed.insert(source.to_owned(), expr.clone());
        }
        Ok(expr)
    }

    /// `${last-saved#name}`: the answer that was saved last, in an instance of its own (XLSForm reference, "last-saved").
    fn last_saved(&mut self, source: &mut String) {
        while let Some(start) = source.contains('#').then(|| source.find("${last-saved#")).flatten() {
            let Some(length) = source[start..].find('}') else { return };
            let name = source[start + "${last-saved#".len()..start + length].trim().to_owned();
            let path = self.names.get(&name).and_then(|ids| ids.first()).map(|id| self.form.node(*id).path.clone());
            let Some(path) = path else { return };
            let written = format!("instance('__last-saved')/{}/{path}", self.form.root_name);
            source.replace_range(start..=start + length, &written);
            if !self.form.data.iter().any(|data| data.id == "__last-saved") {
                let (id, source) = ("__last-saved".to_owned(), "jr://instance/last-saved".to_owned());
                self.form.data.push(crate::Data { id, source, root: None });
            }
        }
    }

    /// `pulldata('id', …)` reads the file `id.csv`, unless the id is known.
    fn pulled(&mut self, expr: &Expr) {
        let mut ids: Vec<String> = Vec::new();
        expr.walk(&mut |each| {
            if let ExprKind::Call(call) = &each.kind
                && let ("pulldata", Some(Expr { kind: ExprKind::Text(id), .. })) = (call.function.name, call.arguments.first())
            {
                ids.push(id.to_string());
            }
        });
        ids.retain(|id| !self.is_instance(id));
        ids.iter().for_each(|id| self.declare(id, &format!("{id}.csv")));
    }

    /// Whether a secondary instance of this id is known: a list, data that comes with the form, or something from outside.
    fn is_instance(&self, id: &str) -> bool {
        let outside = self.form.instances.iter().map(String::as_str).chain(REPORTING);
        self.form.lists.iter().map(|list| list.name.as_str()).chain(outside).any(|each| each == id)
    }

    /// A pattern that is found anywhere in a text is seldom what its author means.
    fn unanchored(&mut self, pending: &Pending, expr: &Expr) {
        let mut patterns: Vec<String> = Vec::new();
        expr.walk(&mut |each| {
            if let ExprKind::Call(call) = &each.kind
                && let ("regex", [_, Expr { kind: ExprKind::Text(pattern), .. }]) = (call.function.name, &call.arguments[..])
                && !(pattern.starts_with('^') && pattern.ends_with('$'))
            {
                patterns.push(pattern.to_string());
            }
        });
        for pattern in patterns {
            let message = format!("the pattern `{pattern}` may be found anywhere in the text");
            let hint = Some(format!("for the whole text write `^{}$`", pattern.trim_start_matches('^').trim_end_matches('$')));
            self.report(Level::Warning, pending.sheet, pending.place, &pending.column, message, hint);
        }
    }

    fn expression_error(&mut self, pending: &Pending, level: Level, error: Error) {
        let from = (error.span.start as usize).min(pending.source.len());
        let to = (error.span.end as usize).clamp(from, pending.source.len());
        let found = pending.source.get(from..to).unwrap_or_default();
        let message = if found.is_empty() || found.len() == pending.source.len() {
            error.message
        } else {
            format!("{} (at `{found}`)", error.message)
        };
        self.report(level, pending.sheet, pending.place, &pending.column, message, error.hint);
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
        for id in self.form.ids().skip(1) {
            let Some(row) = self.rows[id.index()] else { continue };
            let scope = self.form.node(id).scope;
            for (column, pick) in NODE_TEXTS {
                let mut texts = std::mem::take(pick(&mut self.form.nodes[id.index()]));
                self.split(&mut texts, id, scope, (Sheet::Survey, row, column));
                *pick(&mut self.form.nodes[id.index()]) = texts;
            }
        }
        for index in 0..self.form.rules.len() {
            let (scope, row) = (self.form.rules[index].scope, self.rule_rows[index]);
            let id = self.form.scopes[scope.index()].node;
            let mut message = std::mem::take(&mut self.form.rules[index].message);
            self.split(&mut message, id, scope, (Sheet::Rules, row, "message"));
            self.form.rules[index].message = message;
        }
    }

    /// Choices whose labels name answers are called otherwise at each question that offers them.
    pub fn resolve_choice_labels(&mut self) {
        for id in self.form.ids() {
            let node = self.form.node(id);
            let (scope, list) = (node.scope, node.field_type().and_then(Type::list).filter(|_| node.itemset.is_none()));
            let Some(list) = list else { continue };
            // A select that names no list stands for the first, which may not be there.
            let choices = self.form.lists.get(list.index()).map(|list| list.choices.as_slice()).unwrap_or_default();
            if choices.iter().any(|choice| names_answers(&choice.label)) {
                let labels: Vec<Texts> = choices.iter().map(|choice| choice.label.clone()).collect();
                self.form.nodes[id.index()].choice_labels =
                    (0..).zip(labels).map(|(place, label)| self.choice_label(label, id, scope, (list, place))).collect();
            }
        }
        let templates = self.form.lists.iter_mut().flat_map(|list| &mut list.choices).flat_map(|choice| &mut choice.label.by_language);
        templates.flatten().for_each(without_answers);
    }

    fn choice_label(&mut self, mut label: Texts, question: NodeId, scope: ScopeId, place: (ListId, usize)) -> Texts {
        if let Some(row) = self.choice_rows.get(&place).copied().filter(|_| names_answers(&label)) {
            self.split(&mut label, question, scope, (Sheet::Choices, row, "label"));
        }
        label
    }

    /// Splits each language's text at its `${names}`.
    fn split(&mut self, texts: &mut Texts, owner: NodeId, scope: ScopeId, (sheet, row, column): (Sheet, &Row, &str)) {
        for (language, template) in texts.by_language.iter_mut().enumerate() {
            let Some(template) = template.as_mut().filter(|template| template.source.contains(['$', '<'])) else { continue };
            let cell = row.translations(column).find(|(heading, _)| self.language(heading) == language).map(|(_, cell)| cell.clone());
            let cell = cell.unwrap_or_else(|| Cell { column: column.to_owned(), text: String::new(), place: row.place });
            let source = std::mem::take(&mut template.source);
            let mut parts = Vec::new();
            let mut rest = source.as_str();
            while let Some(start) = rest.find("${").into_iter().chain(rest.find(OUTPUT)).min() {
                let (before, from) = rest.split_at(start);
                if let Some(output) = from.strip_prefix(OUTPUT) {
                    let Some((value, after)) = output.split_once("\"/>") else {
                        let hint = Some("write `<output value=\"…\"/>`".into());
                        self.error(sheet, &cell, "`<output` is never closed", hint);
                        break;
                    };
                    let source = Cell { text: unescaped(value), ..cell.clone() };
                    let formula = self.formula(Owner::Node(owner), Property::Text, scope, sheet, &source);
                    parts.extend([Part::Literal(before.to_owned()), Part::Output(formula)]);
                    rest = after;
                    continue;
                }
                let Some((name, after)) = from[2..].split_once('}') else {
                    self.error(sheet, &cell, "`${` is never closed", Some("write `${name}`".into()));
                    break;
                };
                if name.trim().starts_with("last-saved#") {
                    let source = Cell { text: format!("${{{name}}}"), ..cell.clone() };
                    let formula = self.formula(Owner::Node(owner), Property::Text, scope, sheet, &source);
                    parts.extend([Part::Literal(before.to_owned()), Part::Output(formula)]);
                    rest = after;
                    continue;
                }
                let mut names = Names::new(self, owner, scope, None);
                match phieu_xpath::Resolver::reference(&mut names, name.trim(), Default::default()) {
                    Ok(slot) => parts.extend([Part::Literal(before.to_owned()), Part::Slot { name: name.trim().to_owned(), slot }]),
                    Err(error) => self.error(sheet, &cell, error.message, error.hint),
                }
                rest = after;
            }
            parts.push(Part::Literal(rest.to_owned()));
            parts.retain(|part| !matches!(part, Part::Literal(text) if text.is_empty()));
            *template = Template { source, parts };
        }
    }
}

/// Whether a text names an answer in some language.
fn names_answers(texts: &Texts) -> bool {
    texts.by_language.iter().flatten().any(|template| template.source.contains("${") || template.source.contains(OUTPUT))
}

/// A choice's label where no question is asked: `…` stands for an answer.
fn without_answers(template: &mut Template) {
    let mut text = String::new();
    let mut rest = template.source.as_str();
    while let Some(start) = rest.find("${").into_iter().chain(rest.find(OUTPUT)).min() {
        let (before, from) = rest.split_at(start);
        let end = if from.starts_with(OUTPUT) { "\"/>" } else { "}" };
        let Some((_, after)) = from.split_once(end) else { return };
        text.push_str(before);
        text.push('…');
        rest = after;
    }
    text.push_str(rest);
    template.parts = vec![Part::Literal(text)];
}

/// How an expression in a text begins.
const OUTPUT: &str = "<output value=\"";

/// The five entities of XML.
fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    pairs.into_iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

/// A column, and the texts of a node that stand in it.
type NodeText = (&'static str, fn(&mut Node) -> &mut Texts);

/// The texts of a node that may name answers.
const NODE_TEXTS: [NodeText; 6] = [
    ("label", |node| &mut node.label),
    ("hint", |node| &mut node.hint),
    ("guidance_hint", |node| &mut node.guidance),
    ("unit", |node| &mut node.unit),
    ("required_message", |node| &mut node.required_message),
    ("constraint_message", |node| &mut node.constraint_message),
];
