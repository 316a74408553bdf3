//! How large a report may be, how much is computed, and what is said beyond that. `docs/reference/limits.md` is written from this
//! table; the numbers stand where they are used.

use phieu_form::limits::Limit;

use crate::actions::MOST_ACTIONS;
use crate::held::{LARGEST_INTEGER, LONGEST_TEXT};
use crate::recompute::MOST_TIMES;
use crate::rows::{MOST_CELLS, MOST_ROWS, MOST_ROWS_IN_ALL};
use crate::steps::MOST_STEPS;

/// Every limit of a report.
pub const TABLE: &[Limit] = &[
    Limit {
        about: "Rows of one repeat",
        most: MOST_ROWS as u64,
        unit: "rows",
        reason: "the members of a club fit many times",
        error: "issue `too_many`",
        test: "a_repeat_has_as_many_rows_as_it_may",
    },
    Limit {
        about: "Rows of all repeats of a report together",
        most: MOST_ROWS_IN_ALL as u64,
        unit: "rows",
        reason: "counts inside counts could ask for millions",
        error: "issue `too_many`",
        test: "counts_inside_counts_cannot_ask_for_millions_of_rows",
    },
    Limit {
        about: "Nodes of all rows of a report together",
        most: MOST_CELLS as u64,
        unit: "nodes",
        reason: "twenty thousand rows of fifty questions fit; rows of ten thousand questions would fill the memory",
        error: "issue `too_many`",
        test: "rows_of_many_questions_are_fewer",
    },
    Limit {
        about: "A text that a person answers, unless the parameter `max` says less",
        most: LONGEST_TEXT as u64,
        unit: "characters",
        reason: "three pages",
        error: "issue `too_long`",
        test: "a_text_is_as_long_as_it_may_be",
    },
    Limit {
        about: "A whole number, and its negative",
        most: LARGEST_INTEGER as u64,
        unit: "",
        reason: "the largest that a double holds exactly, 2⁵³ − 1",
        error: "issue `type`",
        test: "text_is_read_as_its_type_or_kept",
    },
    Limit {
        about: "How often one formula is computed after one change, in a form whose formulas depend on one another in a circle",
        most: MOST_TIMES as u64,
        unit: "times",
        reason: "a circle that comes to rest does so after as many turns as there are rows",
        error: "issue `expression`: it depends on itself and does not come to rest",
        test: "tests/suite/engine/limits.toml",
    },
    Limit {
        about: "Actions that one change sets off",
        most: MOST_ACTIONS as u64,
        unit: "actions",
        reason: "actions set off one another",
        error: "issue `expression`: actions set off one another without end",
        test: "tests/suite/engine/actions.toml",
    },
    Limit {
        about: "What is computed after one change, in steps of the expression language",
        most: MOST_STEPS as u64,
        unit: "steps",
        reason: "many formulas in many rows may each stay within their own bound",
        error: "issue `expression`: too much to compute: more than {most} steps after one change",
        test: "what_is_too_much_in_all_is_given_up",
    },
];
