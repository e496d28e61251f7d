//! Formats at the edge: what comes in and goes out again is not poorer.
//!
//! - [`followthemoney`]: FollowTheMoney entities, one JSON object a line.
//! - [`native`]: statements, one JSON object a line, with everything that a statement holds; beside
//!   an entity file they are the side file that says what FollowTheMoney cannot.
//! - [`node`]: what goes between nodes: signed bundles, recalls, receipts, embargo and expiry.
//!
//! Readers are given bytes, hold one entity in memory, and name the line of whatever is wrong.
//! docs/formats.md describes the formats.
//!
//! ```
//! use std::sync::Arc;
//! use crossbearing_exchange::{Batch, ReadOptions, followthemoney::EntityReader};
//! use crossbearing_model::{Basis, Citation, Label, LabelSpec, Ontology};
//!
//! let file = r#"{"id": "p-1", "schema": "Person", "properties": {"name": ["Tarvand Oskel"]}}"#;
//! let spec = LabelSpec::for_agency("north".parse()?, "2030-01-01T00:00:00Z".parse()?);
//! let citation = Arc::new(Citation {
//!     report: "r-1".parse()?,
//!     grade: "3x5x2/2B".parse()?,
//!     label: Label::seal(spec)?,
//!     basis: Basis::Fact,
//!     origin: "node-n".parse()?,
//! });
//! let options = ReadOptions::new(citation);
//! let mut reader = EntityReader::new(file.as_bytes(), Ontology::standard(), options);
//! let mut batch = Batch::default();
//! while reader.read(&mut batch)? {
//!     assert_eq!(batch.statements[0].value, "Tarvand Oskel");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate does not know: the ledger, viewers, files and folders.

mod batch;
mod elements;
mod error;
pub mod followthemoney;
mod formats;
#[doc(hidden)]
pub mod fuzz;
mod lines;
pub mod misp;
pub mod native;
pub mod node;
pub mod sanitised;
pub mod stix;
pub mod table;

pub use batch::{Batch, Defect, OnDefect, ReadOptions};
pub use error::Error;
pub use formats::{FORMATS, Format, Input, Outlet, Output, Reader, Writer};

/// The result of reading or writing a format.
pub type Result<T, E = Error> = std::result::Result<T, E>;
