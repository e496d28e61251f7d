//! One binary for all tests of the crate from outside.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests")]

mod hostile;
mod press_release;
mod texts;
