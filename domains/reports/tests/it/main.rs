//! One binary for all tests of the crate from outside.

mod common;
mod documents;
mod hostile;
mod public_list;
mod tables;
mod verdicts;
