//! How large a form may be, and what is said of a larger one. `docs/reference/limits.md` is written from this table.

pub use phieu_xpath::limits::{Limit, TABLE as EXPRESSIONS};

/// Groups and repeats in one another, so that no walk over a form can run out of stack.
pub const DEEPEST: usize = 32;

/// Nodes of a form: questions, groups and repeats.
pub const MOST_NODES: usize = 20_000;

/// Rows that a repeat begins with.
pub const MOST_INITIAL_ROWS: u32 = 1_000;

/// What all formulas of a form read together: each node that each of them names. A path that begins with `//` reads every node.
pub const MOST_READS: usize = 2_000_000;

/// Findings that are told of one form.
pub const MOST_TOLD: usize = 1_000;

/// Every limit of a form.
pub const TABLE: &[Limit] = &[
    Limit {
        about: "Groups and repeats in one another",
        most: DEEPEST as u64,
        unit: "levels",
        reason: "the stack of whatever walks the form",
        error: "groups stand more than {most} deep",
        test: "tests/suite/diagnostics/limits.toml",
    },
    Limit {
        about: "Questions, groups and repeats of a form",
        most: MOST_NODES as u64,
        unit: "rows of the survey",
        reason: "the form is held in memory, and walked whenever everything is computed",
        error: "a form has at most {most} rows",
        test: "a_form_has_as_many_rows_as_it_may",
    },
    Limit {
        about: "Rows that a repeat begins with",
        most: MOST_INITIAL_ROWS as u64,
        unit: "rows",
        reason: "more are what `repeat_count` is for",
        error: "expected a whole number up to {most}",
        test: "tests/suite/diagnostics/limits.toml",
    },
    Limit {
        about: "What all formulas read together: each node that each of them names; `//` names every node",
        most: MOST_READS as u64,
        unit: "nodes",
        reason: "after a change all that reads it is computed again",
        error: "the formulas of this form read more than {most} nodes together",
        test: "formulas_cannot_all_read_everything",
    },
    Limit {
        about: "Findings that are told of one form",
        most: MOST_TOLD as u64,
        unit: "findings",
        reason: "nobody reads more, and each looks for a word that may have been meant",
        error: "more than {most} findings; the others are not told",
        test: "a_thousand_mistakes_are_enough",
    },
];
