//! The desk for networks, over ledgers in memory.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod care;
mod fixtures;
mod incoming;
mod judged;
mod non_interference;
mod planning;
