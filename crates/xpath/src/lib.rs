//! The expression language of XForms: XPath 1.0 with ODK's functions. Parse, resolve, evaluate.
//!
//! The crate knows no form. It reads text into an [`Expr`], lets its user replace whole paths by
//! numbered slots ([`Expr::resolve`]), and evaluates over whatever implements [`World`].
//! Nothing here has a clock, a random number, a locale or a file: the world hands them in.
//! Where the reference implementations disagree, DECISIONS.md beside this crate says what is done and why.

pub mod ast;
mod date;
mod decimal;
mod display;
pub mod error;
mod evaluate;
mod functions;
pub mod limits;
mod number;
mod parse;
mod plan;
mod resolve;
pub mod value;
pub mod world;

pub use ast::{Axis, BinaryOp, Call, Expr, ExprKind, NodeTest, Path, Span, Start, Step};
pub use date::{Date, date_from_days, days_from_date, days_in_month, is_date};
pub use decimal::decimal;
pub use error::{Error, ErrorCode};
pub use functions::{FUNCTIONS, Function, UNSUPPORTED};
pub use number::{number_to_text, text_to_number};
pub use parse::parse;
pub use plan::Plan;
pub use resolve::Resolver;
pub use value::{Operand, Value};
pub use world::{Kind, Node, World};
