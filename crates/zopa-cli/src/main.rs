//! The binary `zopa`.
fn main() {}
