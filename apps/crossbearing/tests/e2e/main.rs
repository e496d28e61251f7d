//! The real program, started as a person or a script starts it.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod ais;
mod bad_input;
mod command_line;
mod exchange;
mod graph;
mod linking;
mod network;
mod partners;
mod program;
mod python;
mod server;
