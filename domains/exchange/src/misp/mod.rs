//! MISP: events with objects for persons, organisations, phones, vehicles, vessels, bank and online
//! accounts, the report itself and how its source is assessed; tags for TLP, PAP and the admiralty
//! scale.
//!
//! MISP has words for part of what a ledger says. [`EventWriter`] writes that part, one event a
//! report, and counts what it leaves out; [`EventReader`] reads it back, and other producers' events.

mod read;
mod tag;
mod template;
mod write;

pub use read::EventReader;
pub use write::{EventWriter, Written};
