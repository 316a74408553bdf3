//! A form as written and as compiled, and what is wrong with it for its author.
