//! The formats: round trips, bad input, and the Python package `followthemoney` as the judge.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]
#![expect(clippy::print_stdout, reason = "a test says what it could not check")]

mod bad_input;
mod judge;
mod ontology;
mod partners;
mod python;
mod round_trip;
mod samples;
mod simulation;
