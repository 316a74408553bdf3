//! The expression language of XForms: XPath 1.0 with ODK's functions. Parse, resolve, evaluate.
//!
//! The crate knows no form. It reads text into an [`Expr`], lets its user replace whole paths by
//! numbered slots ([`Expr::resolve`]), and evaluates over whatever implements [`World`].
//! Nothing here has a clock, a random number, a locale or a file: the world hands them in.

pub mod ast;
pub mod error;
pub mod value;
pub mod world;

pub use ast::{Axis, BinaryOp, Expr, ExprKind, NodeTest, Path, Span, Start, Step};
pub use error::{Error, ErrorCode};
pub use value::Value;
pub use world::{Kind, Node, World};
