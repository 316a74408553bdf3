//! The choices sheet: rows of one `list_name` make a list.

use super::builder::Builder;
use crate::form::{Choice, ChoiceList, ListId};
use crate::{Level, Row, Sheet, UNSUPPORTED};

/// Columns with a meaning of their own; every other column can be used in filters.
const OWN: [&str; 5] = ["list_name", "list name", "name", "value", "label"];

impl Builder<'_> {
    /// Reads every list.
    pub fn choices(&mut self) {
        let definition = self.definition;
        for row in &definition.choices {
            let Some(list_name) = row.cell("list_name").or_else(|| row.cell("list name")) else {
                if row.cell("name").or_else(|| row.cell("value")).is_none() {
                    let message = "this row has neither a list nor a name and is passed over".to_owned();
                    self.report(Level::Warning, Sheet::Choices, row.place, "", message, None);
                    continue;
                }
                self.row_error(Sheet::Choices, row, "expected a `list_name`, found none", None);
                continue;
            };
            let Some(name) = row.cell("name").or_else(|| row.cell("value")) else {
                self.row_error(Sheet::Choices, row, "expected a `name`, found none", None);
                continue;
            };
            let value = name.text.trim().to_owned();
            if value.contains(char::is_whitespace) {
                let hint = Some(format!("write `{}`", value.split_whitespace().collect::<Vec<_>>().join("_")));
                self.error(Sheet::Choices, name, format!("{UNSUPPORTED}a choice's name with spaces, `{value}`"), hint);
            }
            let list = self.list(list_name.text.trim());
            let may_repeat = definition.settings.text("allow_choice_duplicates").eq_ignore_ascii_case("yes");
            if !self.choice_names.insert((list, value.clone())) && !may_repeat {
                self.error(Sheet::Choices, name, format!("choice `{value}` stands twice in list `{}`", list_name.text.trim()), None);
            }
            let label = self.texts(row, "label");
            self.check_label(row, &value);
            self.check_media(Sheet::Choices, row);
            self.choice_rows.insert((list, self.form.list(list).choices.len()), row);
            self.add(list, value, label, row);
        }
    }

    fn check_label(&mut self, row: &Row, name: &str) {
        if row.translations("label").next().is_none() {
            let message = format!("choice `{name}` has no label");
            self.report(Level::Warning, Sheet::Choices, row.place, "label", message, None);
        }
    }

    fn list(&mut self, name: &str) -> ListId {
        let found = self.form.lists.iter().position(|list| list.name == name);
        let index = found.unwrap_or_else(|| {
            self.form.lists.push(ChoiceList { name: name.to_owned(), columns: Vec::new(), choices: Vec::new() });
            self.form.lists.len() - 1
        });
        ListId(index as u32)
    }

    fn add(&mut self, list: ListId, name: String, label: crate::Texts, row: &Row) {
        let list = &mut self.form.lists[list.index()];
        let mut cells = vec![String::new(); list.columns.len()];
        for cell in row.cells.iter().filter(|cell| !OWN.contains(&cell.column.split("::").next().unwrap_or_default())) {
            let index = list.columns.iter().position(|each| *each == cell.column).unwrap_or_else(|| {
                list.columns.push(cell.column.clone());
                list.columns.len() - 1
            });
            cells.resize(cells.len().max(index + 1), String::new());
            cells[index] = cell.text.trim().to_owned();
        }
        list.choices.push(Choice { name, label, cells });
    }
}
