//! The survey sheet: rows become the tree of groups, repeats and questions.

use std::collections::BTreeMap;

use super::builder::Builder;
use super::suggest::nearest;
use crate::columns::columns;
use crate::form::{Choice, ChoiceList, Kind, ListId, Node, NodeId, Owner, Property, Scope, ScopeId};
use crate::limits::{DEEPEST, MOST_INITIAL_ROWS, MOST_NODES};
use crate::texts::{Part, Template};
use crate::types::REFUSED_TYPES;
use crate::{Aggregate, Cell, Data, Personal, Row, Sheet, Texts, Type, UNSUPPORTED, gathered};

/// Kinds of media, and the columns that name their files.
const MEDIA: [(&str, &str); 4] =
    [("image", "media::image"), ("big-image", "media::big-image"), ("audio", "media::audio"), ("video", "media::video")];

/// The group that a row stands in. Groups that stand too deep are told, and are laid beside one another.
fn innermost(open: &[(NodeId, &Row)]) -> NodeId {
    open[..open.len().min(DEEPEST)].last().map_or(NodeId(0), |(id, _)| *id)
}

/// What a row's type column says.
enum RowType {
    Begin(Kind),
    End(Kind),
    Field(Type),
}

impl<'d> Builder<'d> {
    /// Reads every row.
    pub fn survey(&mut self) {
        // Nodes are large, and moving them all each time there are twice as many was a part of the whole.
        self.form.nodes.reserve(self.definition.survey.len() + 1);
        self.form.scopes.push(Scope { node: NodeId(0), parent: None, cells: vec![NodeId(0)], ..Scope::default() });
        self.form.nodes.push(blank_node(Kind::Group, ScopeId(0)));
        self.rows.push(None);
        let mut open: Vec<(NodeId, &'d Row)> = Vec::new();
        let definition = self.definition;
        // Where no row has a type the column is missing, which is one mistake.
        let is_typed = |row: &Row| row.cell("type").is_some();
        let rows = if definition.survey.iter().any(is_typed) {
            &definition.survey[..]
        } else {
            &definition.survey[..definition.survey.len().min(1)]
        };
        for row in rows {
            if row.text("disabled").eq_ignore_ascii_case("yes") {
                continue;
            }
            if self.form.nodes.len() > MOST_NODES {
                self.row_error(Sheet::Survey, row, format!("a form has at most {MOST_NODES} rows"), None);
                self.close(&open);
                return;
            }
            self.unknown_columns(Sheet::Survey, row, columns(Sheet::Survey));
            match self.row_type(row) {
                Some(RowType::Begin(kind)) => {
                    let id = self.node(row, kind, innermost(&open));
                    open.push((id, row));
                    if open.len() == DEEPEST + 1 {
                        self.row_error(Sheet::Survey, row, format!("groups stand more than {DEEPEST} deep"), None);
                    }
                }
                Some(RowType::End(kind)) => self.end(row, kind, &mut open),
                Some(RowType::Field(field_type)) => {
                    let parent = innermost(&open);
                    let id = self.node(row, Kind::Field(field_type), parent);
                    if row.text("type").split_whitespace().last() == Some("or_other") {
                        self.add_other(row, id, parent);
                    }
                }
                None => {}
            }
        }
        for (id, row) in open {
            let name = self.form.node(id).name.clone();
            self.row_error(Sheet::Survey, row, format!("`{name}` begins here and never ends"), Some("add its `end` row".into()));
        }
        self.close(&[]);
    }

    /// The form ends here, and whatever is still open with it.
    fn close(&mut self, open: &[(NodeId, &Row)]) {
        let end = NodeId(self.form.nodes.len() as u32);
        for (id, _) in open.iter().copied().chain([(NodeId(0), &Row::default())]) {
            self.form.nodes[id.index()].end = end;
        }
    }

    fn row_type(&mut self, row: &Row) -> Option<RowType> {
        let Some(cell) = row.cell("type") else {
            // As in the field's own converter: a row that says nothing but a remark is one.
            let is_remark = row.cell("name").is_none() && row.translations("label").next().is_none();
            if is_remark && !row.cells.is_empty() {
                let message = "this row has no type, name or label and is passed over".to_owned();
                self.report(crate::Level::Warning, Sheet::Survey, row.place, "", message, None);
            } else if !row.cells.is_empty() {
                self.row_error(Sheet::Survey, row, "expected a `type`, found none", None);
            }
            return None;
        };
        let words: Vec<&str> = cell.text.split_whitespace().collect();
        match words[..] {
            ["begin", "group"] | ["begin_group"] => return Some(RowType::Begin(Kind::Group)),
            ["begin", "repeat"] | ["begin_repeat"] => return Some(RowType::Begin(Kind::Repeat)),
            ["end", "group"] | ["end_group"] => return Some(RowType::End(Kind::Group)),
            ["end", "repeat"] | ["end_repeat"] => return Some(RowType::End(Kind::Repeat)),
            _ => {}
        }
        let (base, more) = (words[0], words.len() - 1);
        if let Some((_, reason)) = REFUSED_TYPES.iter().find(|(refused, _)| *refused == base) {
            self.error(Sheet::Survey, cell, format!("{UNSUPPORTED}`{base}` {reason}"), Some("leave this row out".into()));
            return None;
        }
        match base {
            "csv-external" | "xml-external" => {
                self.declare(row.text("name"), &format!("{}.{}", row.text("name"), &base[..3]));
                return None;
            }
            "start-geopoint" | "background-geopoint" => return Some(RowType::Field(Type::Hidden)),
            _ => {}
        }
        let list = self.list_of(row, cell, &words);
        let name = base.strip_suffix("_from_file").or(base.strip_suffix("_external")).unwrap_or(base);
        let field_type = Type::parse(name, list.unwrap_or_default());
        let most = usize::from(field_type.is_some_and(|each| each.list().is_some())) + usize::from(words.last() == Some(&"or_other"));
        if field_type.is_none() || (more > most && list.is_none()) {
            let names = Type::NAMES.into_iter().chain(["begin group", "end group", "begin repeat", "end repeat"]);
            let is_title = row.cells.len() == 1 && words.len() > 1;
            let hint = match nearest(base, names) {
                _ if base.starts_with('#') => Some("rows cannot be commented out: remove it".to_owned()),
                None if is_title => Some("a title between the rows is the label of a `note` or of a `begin_group`".to_owned()),
                near => near,
            };
            self.error(Sheet::Survey, cell, format!("unknown type `{}`", cell.text.trim()), hint);
        }
        field_type.map(RowType::Field)
    }

    /// The choice list that a select names; for one whose choices are nodes a list without choices.
    fn list_of(&mut self, row: &Row, cell: &Cell, words: &[&str]) -> Option<ListId> {
        let (base, named) = (words[0], words.get(1));
        if !(base.starts_with("select_") || base == "rank") {
            return None;
        }
        let is_file = base.ends_with("_from_file") || base.ends_with("_external");
        if row.cell("itemset").is_some() || is_file || named.is_some_and(|name| name.starts_with("${")) {
            if let (true, Some(file)) = (is_file, named) {
                self.declare(super::itemsets::stem(file), file);
            }
            self.form.lists.push(ChoiceList { name: String::new(), columns: Vec::new(), choices: Vec::new() });
            return Some(ListId(self.form.lists.len() as u32 - 1));
        }
        let Some(list_name) = named else {
            self.error(Sheet::Survey, cell, format!("expected the name of a choice list after `{base}`"), None);
            return Some(ListId(0));
        };
        let found = self.form.lists.iter().position(|list| list.name == *list_name);
        if found.is_none() {
            let is_few = self.may_compare(self.form.lists.len());
            let hint = is_few.then(|| nearest(list_name, self.form.lists.iter().map(|list| list.name.as_str()))).flatten();
            self.error(Sheet::Survey, cell, format!("there is no choice list `{list_name}`"), hint);
        }
        Some(ListId(found.unwrap_or_default() as u32))
    }

    /// Makes data known that a row names; where it came with the form it is known already.
    pub(super) fn declare(&mut self, id: &str, source: &str) {
        if self.form.data.iter().any(|data| data.id == id) {
            return;
        }
        let rows: Vec<&Row> = self.definition.external_choices.iter().filter(|row| row.text("list_name") == id).collect();
        let root = (!rows.is_empty()).then(|| super::itemsets::items(&rows));
        self.form.data.push(Data { id: id.to_owned(), source: source.to_owned(), root });
    }

    /// `or_other`: the choice, and the text in which it is said.
    fn add_other(&mut self, row: &'d Row, select: NodeId, parent: NodeId) {
        let Some(list) = self.form.node(select).field_type().and_then(Type::list) else { return };
        let texts = |vi: &str, en: &str| {
            let text = |tag: &String| if tag.starts_with("vi") { vi } else { en }.to_owned();
            let template = |tag: &String| Some(Template { parts: vec![Part::Literal(text(tag))], source: text(tag) });
            Texts { by_language: self.form.languages.iter().map(template).collect() }
        };
        let (other, specify) = (texts("Khác", "Other"), texts("Ghi rõ", "Please specify"));
        // A list that is not there was told already.
        let Some(ChoiceList { choices, .. }) = self.form.lists.get_mut(list.index()) else { return };
        if !choices.iter().any(|choice| choice.name == "other") {
            choices.push(Choice { name: "other".into(), label: other, cells: Vec::new() });
        }
        let id = NodeId(self.form.nodes.len() as u32);
        let scope = self.scope_of(id, Kind::Field(Type::Text), parent);
        let (name, path) = (format!("{}_other", self.form.node(select).name), format!("{}_other", self.form.node(select).path));
        let cell =
            Cell { column: "relevant".into(), text: format!("selected(../{}, 'other')", self.form.node(select).name), place: row.place };
        let relevant = self.formula(Owner::Node(id), Property::Relevant, scope, Sheet::Survey, &cell);
        let place = self.form.scopes[scope.index()].cells.len() as u32 - 1;
        self.names.entry(name.clone()).or_default().push(id);
        let (parent, relevant) = (Some(parent), Some(relevant));
        let blank = blank_node(Kind::Field(Type::Text), scope);
        self.form.nodes.push(Node { name, path, parent, end: NodeId(id.0 + 1), cell: place, label: specify, relevant, ..blank });
        self.rows.push(None);
    }

    fn end(&mut self, row: &Row, kind: Kind, open: &mut Vec<(NodeId, &Row)>) {
        let word = if kind == Kind::Repeat { "repeat" } else { "group" };
        match open.pop() {
            None => self.row_error(Sheet::Survey, row, format!("a {word} ends here that never began"), None),
            Some((id, _)) => {
                if self.form.node(id).kind != kind {
                    let name = self.form.node(id).name.clone();
                    let hint = Some(format!("`{name}` is the one open here"));
                    self.row_error(Sheet::Survey, row, format!("`end {word}` closes something else"), hint);
                }
                let end = NodeId(self.form.nodes.len() as u32);
                self.form.nodes[id.index()].end = end;
            }
        }
    }

    /// Adds a node for a row and puts its expressions on the list.
    fn node(&mut self, row: &'d Row, kind: Kind, parent: NodeId) -> NodeId {
        let id = NodeId(self.form.nodes.len() as u32);
        let name = self.name(row, parent);
        let scope = self.scope_of(id, kind, parent);
        let mut node = blank_node(kind, scope);
        // It was put last; a repeat is the first of its own.
        node.cell = self.form.scopes[scope.index()].cells.len() as u32 - 1;
        node.path = match self.form.node(parent).path.as_str() {
            "" => name.clone(),
            above => format!("{above}/{name}"),
        };
        self.names.entry(name.clone()).or_default().push(id);
        node.name = name;
        node.parent = Some(parent);
        node.end = NodeId(id.0 + 1);
        node.code = row.text("code").to_owned();
        for (column, texts) in [
            ("label", &mut node.label as &mut Texts),
            ("hint", &mut node.hint),
            ("guidance_hint", &mut node.guidance),
            ("unit", &mut node.unit),
            ("required_message", &mut node.required_message),
            ("constraint_message", &mut node.constraint_message),
        ] {
            *texts = self.texts(row, column);
        }
        node.appearance = row.text("appearance").split_whitespace().map(str::to_owned).collect();
        node.parameters = parameters(row.text("parameters"));
        node.aggregate = self.aggregate(row);
        node.personal = self.personal(row);
        node.initial_rows = self.initial_rows(row);
        node.fixed_rows = row.text("body::jr:noAddRemove").starts_with("true");
        for (kind, column) in MEDIA {
            let texts = self.texts(row, column);
            if !texts.is_empty() {
                node.media.insert(kind.to_owned(), texts);
            }
        }
        self.expressions(row, id, &mut node);
        self.itemset(row, id, &mut node);
        self.check_row(row, &node);
        self.form.nodes.push(node);
        self.rows.push(Some(row));
        id
    }

    fn expressions(&mut self, row: &Row, id: NodeId, node: &mut Node) {
        // A repeat's own conditions are asked once for all its rows, in the scope around it.
        let around = self.form.scopes[node.scope.index()].parent.filter(|_| node.kind == Kind::Repeat).unwrap_or(node.scope);
        let calculated = matches!(node.kind, Kind::Field(Type::Calculate));
        // What is calculated only when something else changes is an action, not a calculation.
        let triggered = row.cell("trigger").is_some();
        // Choices that are nodes are filtered by a predicate on them.
        let is_nodes = self.itemset_source(row).is_some();
        for (column, property, place) in [
            ("relevant", Property::Relevant, &mut node.relevant),
            ("required", Property::Required, &mut node.required),
            ("constraint", Property::Constraint, &mut node.constraint),
            (if row.cell("read_only").is_some() { "read_only" } else { "readonly" }, Property::Readonly, &mut node.readonly),
            ("calculation", Property::Calculate, &mut node.calculate),
            ("default", Property::Default, &mut node.default),
            (if is_nodes { "" } else { "choice_filter" }, Property::ChoiceFilter, &mut node.choice_filter),
            ("repeat_count", Property::RepeatCount, &mut node.repeat_count),
        ] {
            let Some(cell) = row.cell(column).filter(|_| !(triggered && property == Property::Calculate)) else { continue };
            let mut cell = cell.clone();
            if property == Property::Default {
                cell.text = default_expression(cell.text.trim(), node.kind);
            }
            // A repeat's condition that asks which row it is in is asked in each row.
            let of_row = property == Property::Relevant && ["current()", "position(.)"].iter().any(|own| cell.text.contains(own));
            let scope = if of_row { node.scope } else { around };
            *place = Some(self.formula(Owner::Node(id), property, scope, Sheet::Survey, &cell));
        }
        if calculated && node.calculate.is_none() && node.default.is_none() && !triggered {
            let hint = Some("write it in the column `calculation`".into());
            self.row_error(Sheet::Survey, row, format!("`{}` is calculated, but has no calculation", node.name), hint);
        }
        if matches!(node.kind, Kind::Group | Kind::Repeat) && node.calculate.is_some() {
            self.row_error(Sheet::Survey, row, format!("`{}` is no question and cannot be calculated", node.name), None);
        }
    }

    fn name(&mut self, row: &Row, parent: NodeId) -> String {
        let Some(cell) = row.cell("name") else {
            self.row_error(Sheet::Survey, row, "expected a `name`, found none", None);
            return format!("row_{}", self.form.nodes.len());
        };
        let name = cell.text.trim().to_owned();
        if !is_name(&name) {
            let hint = Some("start with a letter or `_`; go on with letters, digits, `_`, `-` and `.`".into());
            self.error(Sheet::Survey, cell, format!("`{name}` cannot be a name"), hint);
        }
        let twin = self.names.get(&name).is_some_and(|ids| ids.iter().any(|id| self.form.node(*id).parent == Some(parent)));
        if twin {
            self.error(
                Sheet::Survey,
                cell,
                format!("the name `{name}` stands twice in the same group"),
                Some("give one of them another name".into()),
            );
        }
        name
    }

    /// The scope a node lives in; a repeat opens its own.
    fn scope_of(&mut self, id: NodeId, kind: Kind, parent: NodeId) -> ScopeId {
        let around = self.form.node(parent).scope;
        let mut scope = around;
        if kind == Kind::Repeat {
            scope = ScopeId(self.form.scopes.len() as u32);
            self.form.scopes.push(Scope { node: id, parent: Some(around), ..Scope::default() });
            self.form.scopes[around.index()].repeats.push(scope);
        }
        self.form.scopes[scope.index()].cells.push(id);
        scope
    }

    /// How many rows a repeat begins with.
    fn initial_rows(&mut self, row: &Row) -> u32 {
        let Some(cell) = row.cell("initial_rows") else { return 1 };
        let count = cell.text.trim().parse().ok().filter(|count| *count <= MOST_INITIAL_ROWS);
        if count.is_none() {
            let message = format!("expected a whole number up to {MOST_INITIAL_ROWS}, found `{}`", cell.text.trim());
            self.error(Sheet::Survey, cell, message, None);
        }
        count.unwrap_or(1)
    }

    fn aggregate(&mut self, row: &Row) -> Aggregate {
        let Some(cell) = row.cell("aggregate") else { return Aggregate::None };
        let word = cell.text.trim();
        let found = Aggregate::ALL.iter().find(|(name, _)| *name == word);
        if found.is_none() {
            let hint = nearest(word, Aggregate::ALL.iter().map(|(name, _)| *name));
            self.error(Sheet::Survey, cell, format!("unknown aggregate `{word}`"), hint);
        }
        found.map_or(Aggregate::None, |(_, aggregate)| *aggregate)
    }

    fn personal(&mut self, row: &Row) -> Personal {
        let Some(cell) = row.cell("personal") else { return Personal::No };
        let word = cell.text.trim();
        let found = Personal::ALL.iter().find(|(name, _)| *name == word);
        if found.is_none() {
            let hint = "write `personal` or `sensitive`, or leave it empty".to_owned();
            self.error(Sheet::Survey, cell, format!("unknown word `{word}`"), Some(hint));
        }
        found.map_or(Personal::No, |(_, personal)| *personal)
    }
}

fn blank_node(kind: Kind, scope: ScopeId) -> Node {
    Node {
        name: String::new(),
        path: String::new(),
        parent: None,
        end: NodeId(1),
        scope,
        cell: 0,
        kind,
        code: String::new(),
        label: Texts::default(),
        hint: Texts::default(),
        guidance: Texts::default(),
        unit: Texts::default(),
        appearance: Vec::new(),
        parameters: BTreeMap::new(),
        aggregate: Aggregate::None,
        personal: Personal::No,
        relevant: None,
        required: None,
        constraint: None,
        readonly: None,
        calculate: None,
        default: None,
        choice_filter: None,
        repeat_count: None,
        initial_rows: 1,
        fixed_rows: false,
        itemset: None,
        choice_labels: Vec::new(),
        media: BTreeMap::new(),
        required_message: Texts::default(),
        constraint_message: Texts::default(),
    }
}

/// `name=value` pairs, separated by spaces, commas or semicolons; names in whatever case, and there may be spaces around `=`.
pub(super) fn parameters(text: &str) -> BTreeMap<String, String> {
    let text = text.split('=').map(str::trim).collect::<Vec<_>>().join("=");
    let pairs = text.split([' ', ',', ';', '\n', '\t']).filter_map(|pair| pair.split_once('='));
    gathered(pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())))
}

/// An XML name without a colon, as far as XLSForm allows it.
fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|each| each.is_alphanumeric() || matches!(each, '_' | '-' | '.'))
}

/// A default is text as it stands, unless it calls a function or names an answer (XLSForm reference, "dynamic defaults").
fn default_expression(text: &str, kind: Kind) -> String {
    let number = matches!(kind, Kind::Field(field_type) if field_type.is_number());
    if is_dynamic(text) || (number && is_number(text)) {
        return text.to_owned();
    }
    match (text.contains('\''), text.contains('"')) {
        (false, _) => format!("'{text}'"),
        (true, false) => format!("\"{text}\""),
        // XPath 1.0 has no way to write both in one literal.
        (true, true) => format!("concat('{}')", text.replace('\'', "', \"'\", '")),
    }
}

/// Whether a default is an expression.
pub(super) fn is_dynamic(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_sum = words.len() > 2 && words.iter().skip(1).step_by(2).all(|word| ["+", "*", "div", "mod"].contains(word));
    is_sum || text.contains("${") || calls(text) || text.starts_with(['\'', '"'])
}

/// Whether a function is called: a bracket right after a name. `Hội (xã)` is a text.
fn calls(text: &str) -> bool {
    let brackets = text.match_indices('(').map(|(index, _)| &text[..index]);
    brackets.into_iter().any(|before| before.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '-' || last == '_'))
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}
