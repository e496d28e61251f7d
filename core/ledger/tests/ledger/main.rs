//! What every ledger does, whatever it stands on.

mod bad_input;
mod conformance;
mod durability;
mod fixtures;
mod non_interference;
mod protection;
mod searching;
