//! One binary for all tests of the crate from outside.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

mod common;
mod documents;
mod hostile;
mod public_list;
mod tables;
mod verdicts;
