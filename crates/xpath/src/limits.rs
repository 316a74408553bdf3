//! How large an expression and what it computes may be: one table, each limit with its reason.
//!
//! The limits stop hostile input, not authors: the longest expressions of large public forms stay far below them.
//! `docs/reference/limits.md` is written from this table.

/// Bytes of text. An Excel cell holds 32,767 characters.
pub const MAX_LENGTH: usize = 64 * 1024;
/// Brackets and argument lists inside one another: bounds the parser's stack, also in the 1 MB that wasm has.
pub const MAX_NESTING: u32 = 120;
/// Levels of the tree; a chain `a + b + c` has one per operator: bounds the stack of everything that walks it.
pub const MAX_HEIGHT: u32 = 1000;
/// Parts of a regular expression, repetitions written out: `[0-9]{9}` has nine. Bounds what matching takes per byte of a text.
pub const MAX_PATTERN: usize = 20_000;
/// Steps of one evaluation: an expression evaluated, a node gone through, 64 bytes of text made. A look-up among 200,000 rows
/// of ten columns, the most that a file of data may have, takes about three million.
pub const MAX_STEPS: u32 = 10_000_000;
/// Bytes of a text that a function makes: twenty thousand rows of fifty characters can be joined.
pub const MAX_TEXT: usize = 1 << 20;
/// Bytes of text made that count as one step.
pub const BYTES_PER_STEP: usize = 64;

/// One limit, for people to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is limited.
    pub about: &'static str,
    /// The most that there may be.
    pub most: u64,
    /// Of what: `bytes`, `rows`…
    pub unit: &'static str,
    /// Why there is a limit, and why this one.
    pub reason: &'static str,
    /// What is said where it is exceeded; `{most}` stands for the number.
    pub error: &'static str,
    /// The test, by its name, or the case of `tests/suite`, that exceeds it.
    pub test: &'static str,
}

/// Every limit of the expression language.
pub const TABLE: &[Limit] = &[
    Limit {
        about: "An expression's text",
        most: MAX_LENGTH as u64,
        unit: "bytes",
        reason: "a cell of Excel holds 32,767 characters",
        error: "expression of … bytes, at most {most} are read",
        test: "depth_is_refused_before_the_stack_ends",
    },
    Limit {
        about: "Brackets, arguments and operators inside one another in an expression",
        most: MAX_NESTING as u64,
        unit: "levels",
        reason: "the reader's stack: a browser gives 1 MB",
        error: "expression nested more than {most} levels deep",
        test: "depth_is_refused_before_the_stack_ends",
    },
    Limit {
        about: "Levels of an expression's tree; `a + b + c` has one for each operator",
        most: MAX_HEIGHT as u64,
        unit: "levels",
        reason: "the stack of whatever walks the tree",
        error: "expression with more than {most} levels",
        test: "depth_is_refused_before_the_stack_ends",
    },
    Limit {
        about: "A regular expression, repetitions written out",
        most: MAX_PATTERN as u64,
        unit: "parts",
        reason: "to match takes time in proportion to it",
        error: "pattern with more than {most} parts, repetitions written out",
        test: "tests/suite/xpath/limits.toml",
    },
    Limit {
        about: "What one evaluation computes: expressions evaluated, nodes gone through, texts of 64 bytes made",
        most: MAX_STEPS as u64,
        unit: "steps",
        reason: "a look-up in the largest file of data fits; `//*[//*[//*]]` would never end",
        error: "too much to compute: more than {most} steps",
        test: "tests/suite/xpath/limits.toml",
    },
    Limit {
        about: "A text that a function makes",
        most: MAX_TEXT as u64,
        unit: "bytes",
        reason: "twenty thousand rows of fifty characters can be joined; a text doubled in a circle would fill the memory",
        error: "too much to compute: a text of more than {most} bytes",
        test: "tests/suite/xpath/limits.toml",
    },
];
