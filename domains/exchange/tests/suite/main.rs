//! The formats: round trips, bad input, and Python packages as judges.

#![expect(clippy::unwrap_used, reason = "a test stops where something is not as it should be")]
#![expect(clippy::print_stdout, reason = "a test says what it could not check")]

mod bad_input;
mod judge;
mod misp;
mod ontology;
mod partners;
mod python;
mod round_trip;
mod samples;
mod simulation;
mod stix;
