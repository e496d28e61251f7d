//! One binary for all tests of the crate from outside.

mod hostile;
mod press_release;
mod texts;
