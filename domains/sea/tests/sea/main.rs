//! The desk from outside.

#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]
#![expect(clippy::print_stdout, reason = "a test says what it could not look at")]

mod cap;
mod non_interference;
mod support;
