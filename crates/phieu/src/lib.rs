//! Validation of reports, the same in every back end: JSON in, JSON out.
//!
//! A [`Validator`] is made once for a form, from any of its spellings, and shared between threads. It has no state, no clock,
//! no network, and nothing is kept outside it. What a check may know from outside comes in as a context. Whatever it is given,
//! it answers with a value: bad input is an issue or an error, never a panic.
//!
//! ```
//! let form = r#"
//! [settings]
//! form_id = "visit"
//! version = "1"
//! form_title.en = "Visit"
//! default_language = "en"
//! [[survey]]
//! type = "integer"
//! name = "people"
//! label.en = "How many people?"
//! required = "yes"
//! "#;
//! let validator = phieu::Validator::from_toml("visit.toml", form)?;
//! let report = serde_json::json!({
//!     "form": "visit", "version": "1", "org_unit": "68", "period": "2026-10", "answers": {"people": "many"}
//! });
//! let verdict = validator.check(&report, None, "en")?;
//! assert_eq!(verdict["valid"], false);
//! assert_eq!(verdict["issues"][0]["path"], "people");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The association's own forms are files beside this crate: `phieu_catalog::form("clb-thang")` gives the TOML that
//! [`Validator::from_toml`] reads. With `phieu-build` a form becomes Rust structs, [`typed`].
//!
//! What stands at this level and in [`typed`] is held by a list of every signature (`tests/ref/phieu-api.txt`). The crates that
//! are handed on below it ([`engine`], [`form`]…) are for those who need more, such as filling in step by step; they may change.

mod context;
mod envelope;
mod error;
mod load;
pub mod typed;
mod validator;
mod verdict;

pub use error::{CheckError, FormError};
pub use phieu_engine as engine;
pub use phieu_form as form;
pub use phieu_message as message;
pub use phieu_report as report;
pub use phieu_rollup as rollup;
pub use phieu_xlsform as xlsform;
pub use phieu_xpath as xpath;
pub use validator::Validator;
