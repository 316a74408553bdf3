//! Build, run, test and tidy.
fn main() {}
