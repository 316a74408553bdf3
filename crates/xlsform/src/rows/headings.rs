//! Which column is which question: the heading is compared with labels in every language, names and codes.

use std::collections::BTreeMap;

use phieu_form::{Form, NodeId, Place, Type};

use super::{RowProblem, fold};
use crate::GridCell;
use crate::sheets::Grid;

/// Headings are looked for in so many rows from the top: a title and a few lines may stand above them.
pub(super) const DEEPEST_HEADINGS: usize = 30;

/// The shortest words that may stand for a longer heading, or a longer one for them.
const SHORTEST: usize = 5;

/// A question that a column may answer, with what it may be called, folded.
pub(super) struct Question {
    pub(super) node: NodeId,
    called: Vec<String>,
}

/// A column with the question that was found for it.
pub(super) struct Match {
    pub(super) heading: String,
    pub(super) place: Place,
    /// Its place among the questions.
    pub(super) question: Option<usize>,
    pub(super) problem: Option<RowProblem>,
}

/// What people answer in a row of a repeat; rows inside rows are left out.
pub(super) fn questions(form: &Form, repeat: NodeId) -> Vec<Question> {
    let (row, scope) = (form.node(repeat), form.node(repeat).scope);
    let inside = (repeat.0 + 1..row.end.0).map(NodeId).filter(|id| form.node(*id).scope == scope);
    let asked = inside.filter(|id| {
        let computed = |each: Type| matches!(each, Type::Note | Type::Calculate | Type::Hidden | Type::Metadata(_));
        form.node(*id).field_type().is_some_and(|each| !computed(each))
    });
    asked
        .map(|node| {
            let asked = form.node(node);
            let labels = asked.label.by_language.iter().flatten().map(|label| fold(&label.source));
            let called = labels.chain([fold(&asked.name), fold(&asked.code)]).filter(|name| !name.is_empty()).collect();
            Question { node, called }
        })
        .collect()
}

/// Lets headings stand for the questions of these paths, whatever they would stand for by themselves.
pub(super) fn rename(form: &Form, questions: &mut [Question], named: &BTreeMap<String, String>) {
    for (heading, path) in named {
        let heading = fold(plain(heading));
        for question in questions.iter_mut() {
            question.called.retain(|name| *name != heading);
            if form.node(question.node).path == *path {
                question.called.push(heading.clone());
            }
        }
    }
}

/// The columns of a row of headings. A heading that is a question's own name comes before one that only holds it.
pub(super) fn matches(questions: &[Question], cells: &[GridCell]) -> Vec<Match> {
    let folded: Vec<String> = cells.iter().map(|cell| fold(plain(&cell.text))).collect();
    let exact: Vec<Option<usize>> =
        folded.iter().map(|heading| questions.iter().position(|question| question.called.contains(heading))).collect();
    let mut taken = Vec::new();
    let mut found: Vec<Match> = Vec::new();
    for (cell, exact) in cells.iter().zip(&exact) {
        let again = exact.filter(|at| taken.contains(at));
        taken.extend(exact.filter(|_| again.is_none()));
        let problem = again.map(|_| RowProblem::HeadingTwice);
        let question = exact.filter(|_| again.is_none());
        found.push(Match { heading: cell.text.trim().to_owned(), place: cell.place, question, problem });
    }
    for (at, heading) in folded.iter().enumerate().filter(|(at, _)| exact[*at].is_none()) {
        let near: Vec<usize> = (0..questions.len()).filter(|each| !taken.contains(each) && is_near(&questions[*each], heading)).collect();
        match near[..] {
            [only] => {
                taken.push(only);
                found[at].question = Some(only);
            }
            _ => found[at].problem = Some(RowProblem::UnknownHeading),
        }
    }
    found
}

/// The row of a sheet that looks like headings though none of them says anything to the form: of the first rows the one with the most
/// cells of words. None where no row has words.
pub(super) fn looks_like(sheet: &Grid) -> Option<usize> {
    let words = |cells: &[GridCell]| cells.iter().filter(|cell| cell.text.chars().any(char::is_alphabetic)).count();
    let rows = sheet.rows.iter().take(DEEPEST_HEADINGS).map(|cells| words(cells)).enumerate();
    rows.rev().max_by_key(|(_, words)| *words).filter(|(_, words)| *words > 0).map(|(at, _)| at)
}

/// A heading without what stands in brackets behind it: “Kinh phí (đồng)”.
fn plain(heading: &str) -> &str {
    let open = heading.find(['(', '[']).filter(|open| !heading[..*open].trim().is_empty());
    open.map_or(heading, |open| &heading[..open])
}

/// Whether one holds the other as whole words: “Cơ quan chủ trì” and “Chủ trì”.
fn is_near(question: &Question, heading: &str) -> bool {
    let holds = |long: &str, short: &str| short.len() >= SHORTEST && format!(" {long} ").contains(&format!(" {short} "));
    question.called.iter().any(|name| holds(heading, name) || holds(name, heading))
}
