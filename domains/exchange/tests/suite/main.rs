//! The formats: round trips, bad input, and the Python package `followthemoney` as the judge.

mod bad_input;
mod judge;
mod ontology;
mod python;
mod round_trip;
mod samples;
