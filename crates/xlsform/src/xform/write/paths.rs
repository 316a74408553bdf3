//! `${name}` as a path: absolute, or relative where both nodes stand in the same row of a repeat.

use super::Writer;

/// Functions whose node arguments are of every row.
const WHOLE: &str = "indexed-repeat(";

impl Writer<'_> {
    /// An expression with its names replaced, seen from an item.
    pub(super) fn expression(&self, text: &str, seen_from: usize) -> String {
        self.replaced(text, seen_from, false)
    }

    /// The same for a predicate over choices: names are seen from the question, which is `current()` there.
    pub(super) fn predicate(&self, text: &str, seen_from: usize) -> String {
        self.replaced(text, seen_from, true)
    }

    /// The same for a predicate over the rows of a repeat: what is in the repeat is seen from the row.
    pub(super) fn row_predicate(&self, text: &str, seen_from: usize, repeat: usize) -> String {
        let mut written = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else { break };
            let way = self.tree.named(name.trim()).map(|target| self.tree.way(target)).unwrap_or_default();
            let inside: Vec<&str> =
                way.iter().skip_while(|id| **id != repeat).skip(1).map(|id| self.tree.items[*id].name.as_str()).collect();
            let path =
                if inside.is_empty() { self.reference(name.trim(), seen_from, true, false) } else { format!("./{}", inside.join("/")) };
            written.push_str(&format!("{before} {path} "));
            rest = after;
        }
        written + rest
    }

    fn replaced(&self, text: &str, seen_from: usize, in_predicate: bool) -> String {
        let mut written = String::new();
        let text = squeezed(text);
        let reads_instance = without_texts(&text).contains("instance(");
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else { break };
            written.push_str(before);
            let in_predicate = in_predicate || (reads_instance && ends_in_predicate(&written));
            written.push_str(&format!(" {} ", self.reference(name.trim(), seen_from, in_predicate, is_whole(&written))));
            rest = after;
        }
        written + rest
    }

    /// The path of a name.
    pub(super) fn reference(&self, name: &str, seen_from: usize, in_predicate: bool, whole: bool) -> String {
        if let Some(name) = name.strip_prefix("last-saved#") {
            let path = self.tree.named(name).map_or_else(String::new, |item| self.tree.path(item));
            return format!("instance('__last-saved'){path}");
        }
        let Some(target) = self.tree.named(name) else { return format!("${{{name}}}") };
        match self.relative(target, seen_from).filter(|_| !whole) {
            Some(path) if in_predicate => format!("current()/{path}"),
            Some(path) => path,
            None => self.tree.path(target),
        }
    }

    /// The way from one node to another inside the innermost repeat that holds both.
    pub(super) fn relative(&self, target: usize, seen_from: usize) -> Option<String> {
        let (to, from) = (self.tree.way(target), self.tree.way(seen_from));
        let shared = to.iter().zip(&from).take_while(|(a, b)| a == b).count();
        let repeat = (0..shared).rev().find(|index| self.tree.items[to[*index]].is_repeat())?;
        // A repeat as a whole is not in its own rows.
        if repeat + 1 >= to.len() {
            return None;
        }
        // From the innermost node that holds both, which may be a group inside the row.
        let common = shared.min(to.len() - 1).min(from.len() - 1);
        let up = "../".repeat(from.len() - common);
        let down: Vec<&str> = to[common..].iter().map(|id| self.tree.items[*id].name.as_str()).collect();
        Some(up + &down.join("/"))
    }
}

/// An expression with one space wherever there are several outside of its texts.
fn squeezed(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut quote = None;
    for character in text.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, ' ') if written.ends_with(' ') => continue,
            _ => {}
        }
        written.push(character);
    }
    written
}

/// An expression without its texts: a bracket or a name in one means nothing.
fn without_texts(text: &str) -> String {
    let mut quote = None;
    let mut is_outside = |character: &char| match quote {
        Some(open) => {
            quote = quote.filter(|_| open != *character);
            false
        }
        None => {
            quote = Some(*character).filter(|each| matches!(each, '\'' | '"'));
            quote.is_none()
        }
    };
    text.chars().filter(|character| is_outside(character)).collect()
}

/// Whether a predicate is open at the end of a text, however many stand in it or before it.
fn ends_in_predicate(before: &str) -> bool {
    let code = without_texts(before);
    code.matches('[').count() > code.matches(']').count()
}

/// Whether the text ends inside the arguments of `indexed-repeat` that name nodes: the first, and every other one after it.
fn is_whole(before: &str) -> bool {
    let Some(start) = before.rfind(WHOLE) else { return false };
    let inside = &before[start + WHOLE.len()..];
    let mut depth = 0i32;
    let mut commas = 0;
    for character in inside.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => commas += 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && (commas == 0 || commas % 2 == 1)
}
