//! The desk from outside.

#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]
#![expect(clippy::print_stdout, reason = "a test says what it could not look at")]

mod bad_input;
mod cap;
mod keeping;
mod non_interference;
mod support;
