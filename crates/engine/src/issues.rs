//! Everything wrong with a report as it stands.

use std::collections::BTreeMap;

use phieu_form::{Kind, Property, RuleId, Severity, Texts, Type, gathered};
use serde_json::{Value as Json, json};

use crate::held::LONGEST_TEXT;
use crate::issue::{fact_of_answer, fact_of_output};
use crate::world::handle;
use crate::{At, Code, Held, Instance, Issue, RowId};

/// What it costs to write the path of a field, beside evaluating an expression.
const STEPS_PER_FIELD: usize = 100;

impl Instance {
    /// All issues: first what could not be placed when the report was loaded, then in the order of the form.
    pub fn issues(&self) -> Vec<Issue> {
        self.begin();
        let mut issues = self.misfits.clone();
        issues.extend(self.failure_issues());
        let mut rules: BTreeMap<At, Vec<Issue>> = BTreeMap::new();
        for issue in self.rule_issues() {
            rules.entry(issue.at.unwrap_or(self.root())).or_default().push(issue);
        }
        issues.extend(rules.remove(&self.root()).unwrap_or_default());
        let mut places: Vec<At> = self.wrong.iter().chain(rules.keys()).copied().collect();
        self.sort(&mut places);
        places.dedup();
        for at in places {
            issues.extend(self.own_issues(at));
            issues.extend(rules.remove(&at).unwrap_or_default());
        }
        issues.extend(self.given_up_issue());
        issues
    }

    /// Notes whether a place has issues of its own. To be called for every place whose state may have changed.
    pub(crate) fn note(&mut self, at: At) {
        if self.own_issues(at).is_empty() {
            self.wrong.remove(&at);
        } else {
            self.wrong.insert(at);
        }
    }

    /// The same for the whole report.
    pub(crate) fn note_everything(&mut self) {
        self.wrong = gathered(self.places().filter(|at| !self.own_issues(*at).is_empty()));
    }

    /// The issues to be shown at a node: its own, and those of rules that name it among their fields. Costs no more than those rules.
    pub fn issues_at(&self, at: At) -> Vec<Issue> {
        self.begin();
        let mut issues = self.own_issues(at);
        // A rule names a repeat as a whole, never one of its rows.
        let is_row = self.form.node(at.node).kind == Kind::Repeat && !self.is_whole_repeat(at);
        if self.is_relevant(at) && !is_row {
            for rule in &self.form.named_by[at.node.index()] {
                let broken = self.rows_naming(*rule, at).into_iter().filter(|row| !self.rule_state(*rule, *row).holds);
                issues.extend(broken.map(|row| self.rule_issue(*rule, row)));
            }
        }
        issues
    }

    /// The issues of a node by itself.
    pub(crate) fn own_issues(&self, at: At) -> Vec<Issue> {
        let node = self.form.node(at.node);
        let Some(field_type) = node.field_type() else { return self.count_issue(at).into_iter().collect() };
        let cell = self.cell(at);
        // Most answers are numbers within their bounds.
        let is_fine = cell.satisfied && self.given.is_empty() && matches!(cell.held, Held::Number(_));
        if !cell.relevant || is_fine {
            return Vec::new();
        }
        let mut issues = Vec::new();
        match &cell.held {
            Held::Blank if cell.required && field_type.is_question() => {
                let facts = self.facts_of(&node.required_message, at);
                issues.push(self.issue(Code::Required, at, facts));
            }
            Held::Blank => {}
            Held::Unreadable(text) => {
                issues.push(self.issue(Code::Type, at, facts([("expected", json!(field_type.name())), ("found", json!(text))])));
            }
            held => {
                issues.extend(self.choice_issue(at, field_type));
                issues.extend(self.length_issue(at, held));
                if !cell.satisfied {
                    let mut facts = self.facts_of(&node.constraint_message, at);
                    facts.insert("found".into(), held.to_json(field_type).unwrap_or_default());
                    issues.push(self.issue(Code::Constraint, at, facts));
                }
            }
        }
        if let Some(given) = self.given.get(&at).filter(|given| **given != cell.held) {
            let [expected, found] = [&cell.held, given].map(|held| held.to_json(field_type).unwrap_or_default());
            issues.push(self.issue(Code::Calculated, at, facts([("expected", expected), ("found", found)])));
        }
        issues
    }

    /// A repeat whose `repeat_count` asks for more rows than it can have.
    fn count_issue(&self, at: At) -> Option<Issue> {
        if !self.is_whole_repeat(at) || !self.is_relevant(at) {
            return None;
        }
        let repeat = self.repeat(at.row, self.form.node(at.node).scope);
        let count = repeat.count.filter(|count| *count as usize > repeat.rows.len())?;
        Some(self.issue(Code::TooMany, at, facts([("most", json!(repeat.rows.len())), ("found", json!(count))])))
    }

    fn choice_issue(&self, at: At, field_type: Type) -> Option<Issue> {
        field_type.list()?;
        let Held::Text(text) = &self.cell(at).held else { return None };
        let wrong = text.split(' ').find(|name| !self.offers(at, name))?;
        Some(self.issue(Code::Choice, at, facts([("found", json!(wrong))])))
    }

    fn length_issue(&self, at: At, held: &Held) -> Option<Issue> {
        let Held::Text(text) = held else { return None };
        let longest = self.form.node(at.node).parameters.get("max").and_then(|max| max.parse().ok()).unwrap_or(LONGEST_TEXT);
        // No character takes less than a byte.
        let length = if text.len() > longest { text.chars().count() } else { 0 };
        (length > longest).then(|| self.issue(Code::TooLong, at, facts([("longest", json!(longest)), ("length", json!(length))])))
    }

    /// An error at one node.
    pub(crate) fn issue(&self, code: Code, at: At, facts: BTreeMap<String, Json>) -> Issue {
        let path = self.path(at);
        Issue { code, severity: Severity::Error, at: Some(at), fields: vec![path.clone()], path, facts, rule: None }
    }

    /// The issues of rules that do not hold.
    pub(crate) fn rule_issues(&self) -> Vec<Issue> {
        let mut broken: Vec<(RuleId, RowId)> = self.broken.iter().copied().collect();
        broken.sort_by_cached_key(|(rule, row)| (*rule, self.order(*row)));
        broken.into_iter().filter(|_| !self.is_spent()).map(|(rule, row)| self.rule_issue(rule, row)).collect()
    }

    fn rule_issue(&self, id: RuleId, row: RowId) -> Issue {
        let rule = &self.form.rules[id.index()];
        let places: Vec<At> = self.rule_places(id, row).into_iter().filter(|at| self.is_relevant(*at)).collect();
        let fields: Vec<String> = places.iter().map(|at| self.path(*at)).collect();
        self.spend(fields.len() * STEPS_PER_FIELD);
        let mut facts = self.facts_of(&rule.message, self.row_place(row));
        facts.insert("rule".into(), json!(rule.id));
        if let Some(explanation) = self.explanations.get(&(id, row)).filter(|_| rule.severity == Severity::Explain) {
            facts.insert("explanation".into(), json!(explanation));
        }
        let path = fields.first().cloned().unwrap_or_default();
        Issue { code: Code::Rule, severity: rule.severity, at: places.first().copied(), path, fields, facts, rule: Some((id, row)) }
    }

    /// The answers that a message names, seen from the place it is about.
    fn facts_of(&self, texts: &Texts, at: At) -> BTreeMap<String, Json> {
        let named = texts.slots().filter_map(|(name, slot)| {
            let at = self.slot_places(slot, at.row).into_iter().find(|at| self.cell(*at).relevant)?;
            let field_type = self.form.node(at.node).field_type()?;
            Some((fact_of_answer(name), self.cell(at).held.to_json(field_type).unwrap_or_default()))
        });
        let mut facts: BTreeMap<String, Json> = gathered(named);
        let node = handle(at);
        for formula in texts.outputs() {
            let value = self.form.formula(formula).expr.evaluate(self, node, node);
            let text = value.map_or_else(|_| String::new(), |value| value.to_text(self));
            facts.insert(fact_of_output(&self.form, formula), json!(text));
        }
        facts
    }

    /// The node whose row it is.
    fn row_place(&self, row: RowId) -> At {
        At { row, node: self.form.scopes[self.row(row).scope.index()].node }
    }

    fn failure_issues(&self) -> impl Iterator<Item = Issue> + '_ {
        self.failures.iter().filter_map(|((formula, row), reason)| {
            let details = self.form.formula(*formula);
            let at = self.owner_at(details.owner, *row);
            let counts = match details.property {
                Property::Default => false,
                // What decides whether the place counts is asked of what is around it.
                Property::Relevant | Property::RepeatCount => self.around_relevant(at),
                _ => self.is_relevant(at),
            };
            if !counts {
                return None;
            }
            Some(self.issue(Code::Expression, at, facts([("reason", json!(reason)), ("formula", json!(details.source))])))
        })
    }
}

pub(crate) fn facts<const N: usize>(pairs: [(&str, Json); N]) -> BTreeMap<String, Json> {
    gathered(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)))
}
