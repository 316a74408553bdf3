//! phieu on the command line.
fn main() {}
