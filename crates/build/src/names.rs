//! Names of a form as names of Rust: the same where that is possible, never two alike, never a keyword.

use std::collections::BTreeSet;

/// Strict and reserved keywords of edition 2024 that may be written with `r#`.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern", "false",
    "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield",
];

/// Keywords that even `r#` does not make a name, and the underscore.
const NEVER: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// Types that the written text names without a path, or that a reader would take them for.
const TYPES: [&str; 9] = ["Answers", "Report", "Option", "Some", "None", "Vec", "String", "Self", "Box"];

/// Names given away in one place: the fields of a struct, the variants of an enum, the types of the module.
#[derive(Default)]
pub(crate) struct Names(BTreeSet<String>);

impl Names {
    /// For the types of a module.
    pub(crate) fn of_types() -> Names {
        Names(TYPES.iter().map(|name| name.to_string()).collect())
    }

    /// A field's name: as in the form, with `_` for what Rust does not allow.
    pub(crate) fn field(&mut self, name: &str) -> String {
        let plain = self.free(&allowed(name));
        if KEYWORDS.contains(&plain.as_str()) { format!("r#{plain}") } else { plain }
    }

    /// The name of a type or a variant: `members_closing` is `MembersClosing`, `1533` is `N1533`.
    pub(crate) fn camel(&mut self, name: &str) -> String {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let camel: String = words.map(capital).collect();
        let first = camel.chars().next();
        let camel = if first.is_none_or(|first| !first.is_alphabetic()) { format!("N{camel}") } else { camel };
        self.free(&allowed(&camel))
    }

    /// Whether a type of this name can still be had.
    pub(crate) fn has_room_for(&self, name: &str) -> bool {
        !self.0.contains(&Names::default().camel(name))
    }

    fn free(&mut self, name: &str) -> String {
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.to_owned()).chain(numbered).find(|each| !self.0.contains(each)).unwrap_or_default();
        self.0.insert(free.clone());
        free
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Letters, digits and `_`; a form's names begin with a letter or `_` already.
fn allowed(name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || is_letter(c) { c } else { '_' }).collect();
    if NEVER.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// Letters beyond ASCII that may stand in a Rust name and look the same in every normalisation: none of the combining marks.
fn is_letter(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic() && !c.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_where_they_can() {
        let mut names = Names::default();
        let fields = ["members_closing", "type", "self", "a-b", "a.b", "a_b", "số", "_"].map(|name| names.field(name));
        assert_eq!(fields, ["members_closing", "r#type", "self_", "a_b", "a_b_2", "a_b_3", "số", "__"]);
    }

    #[test]
    fn types_and_variants_begin_with_a_capital() {
        let mut names = Names::of_types();
        let types = ["members", "home_care", "1533", "self", "report", "members", "self-help", "-"].map(|name| names.camel(name));
        assert_eq!(types, ["Members", "HomeCare", "N1533", "Self_", "Report_2", "Members_2", "SelfHelp", "N"]);
    }
}
