//! The forms that this back end receives, as Rust structs.
#![doc = include_str!("../README.md")]

/// The club's monthly report, F07. A field that the form has not does not compile:
///
/// ```
/// fn members(report: &phieu_rust_example::club_month::Report) -> u64 {
///     report.answers.members.members_closing
/// }
/// ```
///
/// ```compile_fail,E0609
/// fn members(report: &phieu_rust_example::club_month::Report) -> u64 {
///     report.answers.members.members_closng
/// }
/// ```
///
/// and a count is no text:
///
/// ```compile_fail,E0308
/// fn members(report: &phieu_rust_example::club_month::Report) -> String {
///     report.answers.members.members_closing
/// }
/// ```
pub mod club_month {
    phieu::include_form!("clb-thang");

    /// The form as its author wrote it.
    pub const TOML: &str = include_str!("../../../crates/catalog/forms/clb-thang.toml");
}

/// A form whose names are none of Rust's.
pub mod names {
    phieu::include_form!("names");
}

/// What the book begins with, run as a test.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/start/quick-starts.md")]
mod quick_starts {}
