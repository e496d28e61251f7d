//! One binary for all tests of the crate from outside.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod common;
mod documents;
mod hostile;
mod public_list;
mod tables;
mod verdicts;
