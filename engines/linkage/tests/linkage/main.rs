//! The engine from outside.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod companions;
mod hostile;
mod people;
mod seam;
mod stream;
