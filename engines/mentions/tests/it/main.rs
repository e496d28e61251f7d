//! One binary for all tests of the crate from outside.

mod press_release;
