//! What the crate promises: agreement with gpsd, round trips, and that nothing breaks it.

mod conformance;
mod data;
mod fuzz;
mod random;
mod round_trip;
