//! What every ledger does, whatever it stands on.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod bad_input;
mod conformance;
mod durability;
mod fixtures;
mod identities;
mod non_interference;
mod protection;
mod searching;
