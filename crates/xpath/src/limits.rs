//! How large an expression may be: one table, each limit with its reason.
//!
//! The limits stop hostile input, not authors: the longest expressions of large public forms stay far below them.

/// Bytes of text. An Excel cell holds 32,767 characters.
pub const MAX_LENGTH: usize = 64 * 1024;
/// Brackets and argument lists inside one another: bounds the parser's stack, also in the 1 MB that wasm has.
pub const MAX_NESTING: u32 = 120;
/// Levels of the tree; a chain `a + b + c` has one per operator: bounds the stack of everything that walks it.
pub const MAX_HEIGHT: u32 = 1000;
