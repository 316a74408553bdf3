//! A form as written and as compiled, and what is wrong with it for its author.
//!
//! [`Definition`] holds the rows of an XLSForm as somebody wrote them, each cell with its place.
//! [`compile`] turns it into a [`Form`]: names resolved to slots, expressions parsed and put in an order in which
//! each is computed after what it reads, limits checked. All mistakes are reported at once, as [`Diagnostic`]s.
//!
//! A `Form` never changes and knows no answers; the engine fills it in. Sentences for people who fill in forms are not here.

mod appearance;
mod columns;
mod compile;
mod definition;
mod describe;
mod diagnostic;
mod form;
mod gathered;
pub mod json;
pub mod limits;
mod record;
mod sample;
mod schema;
mod texts;
mod types;

pub use phieu_xpath::{decimal, is_date, number_to_text};

pub use appearance::{APPEARANCES, Appearance};
pub use columns::{about_columns, columns};
pub use compile::{REPORTING, compile, nearest};
pub use definition::{Cell, Data, Definition, Element, Place, Row, Sheet};
pub use describe::describe;
pub use diagnostic::{Diagnostic, Level, UNSUPPORTED};
pub use form::{
    Action, ActionKind, Choice, ChoiceList, Dependent, Event, Form, Formula, FormulaId, Itemset, Kind, ListId, Node, NodeId, Owner,
    Property, Register, Rule, RuleId, Scope, ScopeId, Severity, Slot,
};
pub use gathered::gathered;
pub use record::record;
pub use sample::sample;
pub use schema::schema;
pub use texts::{Part, Template, Texts};
pub use types::{Aggregate, Metadata, Personal, REFUSED_TYPES, Type};
