//! One binary for all tests of the crate from outside.

#![expect(clippy::print_stdout, reason = "a test says which data it did without")]

mod common;
mod documents;
mod hostile;
mod public_list;
mod tables;
mod verdicts;
