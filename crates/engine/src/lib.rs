#![doc = include_str!("../CONTRACT.md")]

mod actions;
mod answers;
mod choices;
mod context;
mod edit;
mod evaluate;
mod held;
mod initial;
mod instance;
mod issue;
mod issues;
pub mod limits;
mod places;
mod recompute;
mod rows;
mod rules;
mod source;
mod state;
mod steps;
mod texts;
mod verdict;
mod world;

pub use context::Context;
pub use edit::{Changes, Edit, EditError};
pub use held::{Held, LARGEST_INTEGER, LONGEST_TEXT};
pub use instance::{At, Instance, RowId};
pub use issue::{Code, Issue, fact_of_answer, fact_of_output};
pub use phieu_form::Severity;
pub use rows::{MOST_CELLS, MOST_ROWS, MOST_ROWS_IN_ALL};
pub use state::NodeState;
pub use steps::MOST_STEPS;
pub use texts::Named;
pub use verdict::{Verdict, check};
