//! TAXII 2.1 from the other side: calling a server, and checking that it keeps to the standard.

mod client;
pub(crate) mod conformance;

pub(crate) use client::{Client, Server};
