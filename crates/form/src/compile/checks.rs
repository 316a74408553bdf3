//! Mistakes that a row of the survey makes by itself: cells that have no effect there, aggregates and defaults that its type
//! cannot have, texts that are missing.

use super::builder::Builder;
use crate::appearance::{self, Said};
use crate::form::{Kind, Node};
use crate::{Aggregate, Cell, Level, Row, Sheet, Type, decimal};

impl Builder<'_> {
    /// Checks one row against the node made of it.
    pub(super) fn check_row(&mut self, row: &Row, node: &Node) {
        self.check_columns(row, node);
        self.check_aggregate(row, node);
        self.check_personal(row, node);
        self.check_default(row, node);
        self.check_parameters(row);
        self.check_texts(row, node);
        self.check_appearance(row, node);
        self.check_media(Sheet::Survey, row);
    }

    fn warn(&mut self, cell: &Cell, message: String, hint: Option<&str>) {
        self.report(Level::Warning, Sheet::Survey, cell.place, &cell.column, message, hint.map(str::to_owned));
    }

    /// Cells under headings that mean nothing for a row of this kind.
    fn check_columns(&mut self, row: &Row, node: &Node) {
        let (is_field, has_list) = (node.field_type().is_some(), node.field_type().and_then(Type::list).is_some());
        let what = node.kind.name();
        if let (false, Some(cell)) = (is_field, row.cell("constraint")) {
            let hint = Some("write it as a rule over the fields in it".into());
            self.error(Sheet::Survey, cell, format!("a {what} has no answer that a constraint could be asked of"), hint);
        }
        let columns = [
            ("required", is_field),
            ("default", is_field),
            ("aggregate", is_field && node.kind != Kind::Field(Type::Note)),
            ("personal", is_field && node.kind != Kind::Field(Type::Note)),
            ("choice_filter", has_list),
            ("repeat_count", node.kind == Kind::Repeat),
        ];
        for (column, means_something) in columns {
            if let (false, Some(cell)) = (means_something, row.cell(column)) {
                self.warn(cell, format!("`{column}` has no effect on a row of type {what}"), None);
            }
        }
    }

    fn check_aggregate(&mut self, row: &Row, node: &Node) {
        let (Some(cell), Some(field_type)) = (row.cell("aggregate"), node.field_type()) else { return };
        // What is calculated or hidden is of no declared type.
        let is_open = field_type.is_kept();
        let (fits, needs) = match node.aggregate {
            Aggregate::Sum | Aggregate::Last => (is_open || field_type.is_number(), "a number"),
            Aggregate::Concat => (!field_type.is_number() && !field_type.is_several(), "one text"),
            Aggregate::Recompute => (row.cell("calculation").is_some(), "a calculation"),
            Aggregate::Count | Aggregate::None => (true, ""),
        };
        if !fits {
            let (word, name) = (node.aggregate.name(), field_type.name());
            self.error(Sheet::Survey, cell, format!("aggregate `{word}` needs {needs}, found a row of type {name}"), None);
        }
    }

    /// What tells of a person is not listed in totals.
    fn check_personal(&mut self, row: &Row, node: &Node) {
        let Some(word) = node.personal.name() else { return };
        if let (Aggregate::Concat, Some(cell)) = (node.aggregate, row.cell("aggregate")) {
            let hint = Some("count it, or leave the aggregate out".into());
            self.error(Sheet::Survey, cell, format!("a {word} answer is not listed in totals"), hint);
        }
    }

    /// A default that is written out should be an answer of its type: else each report begins with something to correct.
    fn check_default(&mut self, row: &Row, node: &Node) {
        let (Some(cell), Some(field_type)) = (row.cell("default"), node.field_type()) else { return };
        let text = cell.text.trim();
        if super::survey::is_dynamic(text) {
            return;
        }
        if self.itemset_source(row).is_some() {
            return;
        }
        let is_choice = |name: &str| {
            let list = field_type.list().and_then(|list| self.form.lists.get(list.index()));
            list.is_none_or(|list| list.choices.iter().any(|choice| choice.name == name))
        };
        let reads = match field_type {
            Type::Integer => text.parse::<i64>().is_ok(),
            Type::Decimal | Type::Range => decimal(text).is_some_and(f64::is_finite) && !text.contains(['e', 'E', '+']),
            Type::Date => phieu_xpath::is_date(text),
            Type::SelectOne(_) => is_choice(text),
            Type::SelectMultiple(_) | Type::Rank(_) => text.split_whitespace().all(is_choice),
            Type::PartialDate | Type::Text | Type::Note | Type::Calculate | Type::Hidden | Type::Metadata(_) => true,
            Type::File | Type::Image | Type::Audio | Type::Video | Type::Barcode | Type::Acknowledge => true,
            Type::Time | Type::DateTime | Type::Geopoint | Type::Geotrace | Type::Geoshape => true,
        };
        if !reads {
            let message = format!("the default `{text}` is no answer of type {}", field_type.name());
            self.warn(cell, message, Some("every report would begin with this to correct"));
        }
    }

    fn check_parameters(&mut self, row: &Row) {
        let Some(cell) = row.cell("parameters") else { return };
        let parameters = super::survey::parameters(&cell.text);
        if let Some(max) = parameters.get("max").filter(|max| max.parse::<u32>().is_err()) {
            self.error(Sheet::Survey, cell, format!("expected a whole number for `max`, found `{max}`"), None);
        }
    }

    /// Texts that a reader would miss, and messages that are never said.
    fn check_texts(&mut self, row: &Row, node: &Node) {
        let is_drawn = node.field_type().is_some_and(|field_type| field_type.is_question() || field_type == Type::Note);
        if is_drawn && node.calculate.is_none() && node.label.is_empty() {
            let message = format!("`{}` has no label", node.name);
            self.report(Level::Warning, Sheet::Survey, row.place, "label", message, Some("say what is asked".into()));
        }
        let is_unsaid = node.field_type().is_some() && node.constraint_message.is_empty();
        if let (Some(cell), true) = (row.cell("constraint"), is_unsaid) {
            self.warn(cell, format!("the constraint of `{}` has no message", node.name), Some("say what is wrong in `constraint_message`"));
        }
        for (column, condition) in [("constraint_message", "constraint"), ("required_message", "required")] {
            let message = row.translations(column).next();
            if let (Some((_, cell)), None) = (message, row.cell(condition)) {
                self.warn(cell, format!("`{}` has a {column}, but no `{condition}`", node.name), None);
            }
        }
    }

    /// Words that nobody knows, that mean nothing here, or that are not drawn.
    fn check_appearance(&mut self, row: &Row, node: &Node) {
        let Some(cell) = row.cell("appearance") else { return };
        for written in cell.text.split_whitespace() {
            // What follows a bracket are the arguments of a call.
            let (word, is_call) = written.split_once('(').map_or((written, false), |(name, _)| (&written[..=name.len()], true));
            let (message, hint) = match appearance::say(word, node.kind) {
                None => continue,
                Some(Said::Unknown(hint)) => (format!("unknown appearance `{word}`"), hint),
                Some(Said::Elsewhere) => (format!("appearance `{word}` has no effect on a row of type {}", node.kind.name()), None),
                Some(Said::Undrawn(why)) => (format!("appearance `{word}` is not drawn: {why}"), None),
            };
            self.warn(cell, message, hint.as_deref());
            if is_call {
                return;
            }
        }
    }

    /// Files that stand beside a form are not sent along with it.
    pub(super) fn check_media(&mut self, sheet: Sheet, row: &Row) {
        for cell in row.cells.iter().filter(|cell| cell.column.starts_with("media::") && !cell.text.trim().is_empty()) {
            let message =
                format!("`{}` is drawn in a preview with the file beside the form; the app only tells its name", cell.text.trim());
            self.report(Level::Warning, sheet, cell.place, &cell.column, message, None);
        }
    }
}
