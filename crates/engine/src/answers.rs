//! Answers from and to JSON: objects for groups, arrays for repeats, values for questions.

use std::collections::BTreeMap;

use phieu_form::json::{Member, Tree};
use phieu_form::{Kind, Metadata, RuleId, ScopeId, Severity, Type, gathered};
use serde_json::{Map, Value as Json, json};

use crate::issues::facts;
use crate::{At, Code, Held, Instance, Issue, RowId};

/// Which answers are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    /// All that a person gave, relevant or not, as given.
    Draft,
    /// What counts: relevant, with calculated values.
    Sealed,
    /// Relevant calculated values alone.
    Calculated,
}

impl Instance {
    /// All answers as given, for a draft: also those that do not apply now, and texts that could not be read. Calculated values are left out.
    pub fn answers(&self) -> Json {
        Json::Object(self.group(self.root(), Which::Draft))
    }

    /// The answers that count, for sending: what does not apply is left out, calculated values are in.
    pub fn sealed(&self) -> Json {
        Json::Object(self.group(self.root(), Which::Sealed))
    }

    /// The calculated values.
    pub fn values(&self) -> Json {
        Json::Object(self.group(self.root(), Which::Calculated))
    }

    /// The explanations of rules that do not hold, by the rule's id; in a repeat with the number of its row: `id[2]`.
    pub fn explanations(&self) -> BTreeMap<String, String> {
        let broken = self.explanations.iter().filter(|((rule, row), _)| !self.rule_state(*rule, *row).holds);
        gathered(broken.map(|((rule, row), text)| (self.explanation_key(*rule, *row), text.clone())))
    }

    fn group(&self, at: At, which: Which) -> Map<String, Json> {
        let mut map = Map::new();
        for node in self.form.children(at.node) {
            let child = At { row: at.row, node };
            let node = self.form.node(node);
            let json = match node.kind {
                Kind::Group => Json::Object(self.group(child, which)),
                Kind::Repeat => self.repeat_json(child, which),
                Kind::Field(field_type) => self.field(child, field_type, which).unwrap_or_default(),
            };
            if !is_empty(&json) {
                map.insert(node.name.clone(), json);
            }
        }
        map
    }

    fn repeat_json(&self, at: At, which: Which) -> Json {
        let rows = self.repeat_rows(at).into_iter().filter(|row| which == Which::Draft || self.cell(*row).relevant);
        let rows: Vec<Json> = rows.map(|row| Json::Object(self.group(row, which))).collect();
        let nothing = which == Which::Calculated && rows.iter().all(is_empty);
        if nothing { Json::Null } else { Json::Array(rows) }
    }

    fn field(&self, at: At, field_type: Type, which: Which) -> Option<Json> {
        let calculated = self.form.node(at.node).calculate.is_some();
        let cell = self.cell(at);
        let wanted = match which {
            Which::Draft => !calculated,
            Which::Sealed => cell.relevant && field_type != Type::Note,
            Which::Calculated => cell.relevant && calculated && field_type != Type::Note,
        };
        if which == Which::Sealed && field_type == Type::Metadata(Metadata::End) && cell.held.is_blank() {
            return self.context.now.as_ref().map(|now| json!(now));
        }
        wanted.then(|| cell.held.to_json(field_type)).flatten()
    }

    /// Takes answers in. What does not fit becomes an issue.
    pub(crate) fn load(&mut self, answers: &Tree<'_>) {
        match answers {
            Tree::Members(members) => self.load_group(self.root(), members),
            Tree::Null => {}
            other => self.misfit(Code::Shape, None, String::new(), [("expected", json!("object")), ("found", json!(other.shape()))]),
        }
    }

    fn load_group(&mut self, at: At, members: &[Member<'_>]) {
        let form = self.form.clone();
        // Members and children both stand in the order of their names.
        let mut children = form.by_name[at.node.index()].iter().copied().peekable();
        for (name, value) in members {
            while children.next_if(|child| *form.node(*child).name < **name).is_some() {}
            match children.next_if(|child| form.node(*child).name == *name) {
                Some(node) => self.load_node(At { row: at.row, node }, value),
                None => {
                    let path = [&*self.path(at), name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
                    self.misfit(Code::Unknown, None, path, [("name", json!(name))]);
                }
            }
        }
    }

    fn load_node(&mut self, at: At, value: &Tree<'_>) {
        match (self.form.node(at.node).kind, value) {
            (_, Tree::Null) => {}
            (Kind::Group, Tree::Members(members)) => self.load_group(at, members),
            (Kind::Repeat, Tree::List(rows)) => self.load_rows(at, rows),
            (Kind::Field(field_type), value) => self.load_field(at, field_type, value),
            (Kind::Group, other) => self.wrong_shape(at, "object", other),
            (Kind::Repeat, other) => self.wrong_shape(at, "array", other),
        }
    }

    fn load_rows(&mut self, at: At, rows: &[Tree<'_>]) {
        let scope = self.form.node(at.node).scope;
        for (index, value) in rows.iter().enumerate() {
            if !self.has_room(at.row, scope) {
                let path = self.path(at);
                return self.misfit(Code::TooMany, Some(at), path, [("most", json!(index)), ("found", json!(rows.len()))]);
            }
            let row = At { row: self.new_row(scope, Some(at.row)), node: at.node };
            match value {
                Tree::Members(members) => self.load_group(row, members),
                other => self.wrong_shape(row, "object", other),
            }
        }
    }

    fn load_field(&mut self, at: At, field_type: Type, value: &Tree<'_>) {
        let held = Held::from_json(field_type, value).unwrap_or_else(|| {
            let expected = if field_type.is_several() { "array of texts" } else { "value" };
            self.wrong_shape(at, expected, value);
            Held::Blank
        });
        if self.form.node(at.node).calculate.is_some() {
            self.given.insert(at, held);
        } else {
            self.cell_mut(at).held = held;
            self.cell_mut(at).seen = self.still_offered(at);
        }
    }

    fn wrong_shape(&mut self, at: At, expected: &str, found: &Tree<'_>) {
        let path = self.path(at);
        self.misfit(Code::Shape, Some(at), path, [("expected", json!(expected)), ("found", json!(found.shape()))]);
    }

    fn misfit<const N: usize>(&mut self, code: Code, at: Option<At>, path: String, pairs: [(&str, Json); N]) {
        let fields = vec![path.clone()];
        self.misfits.push(Issue { code, severity: Severity::Error, at, path, fields, facts: facts(pairs), rule: None });
    }

    pub(crate) fn load_explanations(&mut self, explanations: &BTreeMap<String, String>) {
        for (key, text) in explanations.iter().filter(|(_, text)| !text.trim().is_empty()) {
            match self.explained(key) {
                Some(place) => {
                    self.explanations.insert(place, text.clone());
                }
                None => self.misfit(Code::Unknown, None, String::new(), [("name", json!(key))]),
            }
        }
    }

    /// The rule and row that a key of the explanations means: `id`, and in repeats the numbers of the rows, `id[2][1]`.
    fn explained(&self, key: &str) -> Option<(RuleId, RowId)> {
        let (index, rule) = (0u32..)
            .zip(&self.form.rules)
            .find(|(_, rule)| key.strip_prefix(rule.id.as_str()).is_some_and(|numbers| numbers.is_empty() || numbers.starts_with('[')))?;
        let mut scopes: Vec<ScopeId> = std::iter::successors(Some(rule.scope), |scope| self.form.scopes[scope.index()].parent).collect();
        scopes.pop();
        let mut row = RowId(0);
        let mut rest = &key[rule.id.len()..];
        for scope in scopes.into_iter().rev() {
            let (number, after) = rest.strip_prefix('[')?.split_once(']')?;
            row = *self.repeat(row, scope).rows.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
            rest = after;
        }
        rest.is_empty().then_some((RuleId(index), row))
    }

    fn explanation_key(&self, rule: RuleId, row: RowId) -> String {
        let mut numbers = String::new();
        let mut id = row;
        while let Some(parent) = self.row(id).parent {
            numbers.insert_str(0, &format!("[{}]", self.position(id) + 1));
            id = parent;
        }
        format!("{}{numbers}", self.form.rules[rule.index()].id)
    }
}

/// Whether there is nothing in it.
fn is_empty(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        _ => false,
    }
}

impl Instance {
    /// Places that have an answer but do not apply, in the order of the report.
    pub(crate) fn answered_in_vain(&self) -> Vec<At> {
        let is_answer = |at: &At| self.form.node(at.node).field_type().is_some() && self.form.node(at.node).calculate.is_none();
        let in_vain = |at: &At| is_answer(at) && !self.cell(*at).relevant && !self.cell(*at).held.is_blank();
        let mut places: Vec<At> = self.places().filter(in_vain).collect();
        self.sort(&mut places);
        places
    }
}
