//! The append-only ledger of statements, read through Views.
//!
//! The main type is [`Ledger`]. Everything is recorded in a [`Batch`], all or nothing, and what was
//! said before adds nothing. Everything is read through a [`View`], which every read takes first:
//! what the View does not admit does not exist for any answer, its counts, facets, order and
//! errors included. Every read takes [`AsOf`]: what did we know on that day.
//!
//! ```
//! use std::sync::Arc;
//! use crossbearing_access::{PseudonymKey, Role, Viewer};
//! use crossbearing_ledger::{AsOf, Ledger, Setup};
//! use crossbearing_model::*;
//!
//! let ledger = Ledger::in_memory(Setup {
//!     ontology: Arc::new(Ontology::standard().clone()),
//!     pseudonym_key: PseudonymKey::from_bytes([7; 32]),
//! })?;
//! let now: Instant = "2026-05-01T12:00:00Z".parse()?;
//! let label = Label::seal(LabelSpec::for_agency("north".parse()?, "2030-01-01T00:00:00Z".parse()?))?;
//! let citation = Arc::new(Citation {
//!     report: "report-1".parse()?,
//!     grade: "3x5x2/1A".parse()?,
//!     label,
//!     basis: Basis::Fact,
//!     origin: "node-north".parse()?,
//! });
//! let name = Statement::new("p-1".parse()?, "Person", "name", "Tarvand Oskel", citation);
//! let receipt = ledger.append(vec![name].into(), now, &"ines".parse()?)?;
//! assert_eq!(receipt.added, 1);
//!
//! let viewer = Viewer::new("ines".parse()?, "north".parse()?, Role::Analyst, "op-lantern".parse()?);
//! let view = ledger.view(&viewer, now)?;
//! let person = ledger.entity(&view, AsOf::Now, &"p-1".parse()?)?.ok_or("nobody")?;
//! assert_eq!(person.caption.value, "Tarvand Oskel");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate does not know: HTTP, files that statements come from, who may log in.

mod batch;
mod catalogue;
mod entity;
mod error;
mod files;
mod glance;
mod identities;
mod ledger;
mod lifecycle;
mod names;
mod neighbours;
mod protect;
mod read;
mod record;
mod reports;
mod search;
mod store;
mod text;

pub use batch::{Batch, Drawing, FileDigest, NoDigest, Original, Receipt, Reconsidered};
pub use entity::{Caption, EntityRecord};
pub use error::Error;
pub use glance::{BatchMark, Glance};
pub use identities::{Conflict, Identities, Judgement, State, Verdict};
pub use ledger::{Ledger, Revision, Setup};
pub use lifecycle::Due;
pub use neighbours::{Neighbour, Neighbourhood, Tie};
pub use read::{AsOf, Cursor, Read};
pub use record::Prepared;
pub use reports::Reports;
pub use search::{Answer, Facet, Filter, Hit, How, Query};

#[doc(no_inline)]
pub use crossbearing_access::View;

/// The result of asking the ledger.
pub type Result<T, E = Error> = std::result::Result<T, E>;
