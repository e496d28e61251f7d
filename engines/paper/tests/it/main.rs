//! Documents in, files out.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod hostile;
mod pages;
mod reading;
mod sample;
