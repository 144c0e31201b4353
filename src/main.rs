//! Exit codes; the only anyhow and the only print.

fn main() {}
