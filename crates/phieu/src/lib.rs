//! Validation of reports, the same in every back end.
