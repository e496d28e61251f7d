//! The front door of the project. `cargo xtask help` lists what it opens.
fn main() {}
