//! From single reports to totals, with how complete they are.
//!
//! What adds up and what does not is data of the form, in its column `aggregate`:
//!
//! | `aggregate` | over units, one period | over periods |
//! |---|---|---|
//! | `sum` | added | added: flows, money, turns (lượt) |
//! | `last` | added | each unit's latest value counts: stocks and different persons, who would be counted twice |
//! | `recompute` | the field's calculation over the totals: rates | the same |
//! | `count` | units that gave it, and how many chose what | answers given |
//! | `concat` | one after the other, each with its unit | the same |
//! | `none` | not in totals | not in totals |
//!
//! Sums are exact ([`Sum`]), so that those kept up to date with each approval equal those made anew. What has different units of measure
//! is not added up ([`mixed_measures`]).
//!
//! No total is silent about who is missing: [`completeness`] says how many of how many. The crate reads no clock and no store;
//! it is handed [`ReportFacts`], which [`facts`] makes from the answers that count.

mod completeness;
mod facts;
mod measure;
mod recompute;
mod small;
mod sum;
mod target;
mod totals;

pub use completeness::{Completeness, Received, completeness};
pub use facts::{Fact, ReportFacts, facts, texts};
pub use measure::{Mixed, measure_of, mixed_measures};
pub use small::{LEAST_SHOWN, counts_of_people, hidden, is_small};
pub use sum::{Sum, Sums};
pub use target::{Course, Judged, State};
pub use totals::{FieldTotal, Total, Totals, figure, totals, totals_of_sums};
