//! Reports come in: files are read, their text is marked, and what people confirm becomes
//! statements.
//!
//! Four ways in:
//! - a **document** ([`formats::read`]) gives a text; [`Proposals`] marks it; [`Proposals::confirm`]
//!   turns one accepted proposal into statements with passages;
//! - the **form** ([`ReportForm`]) says what the report itself is;
//! - a **photo** ([`pictures::draw`], [`PhotoForm`]) is drawn anew and becomes a picture of something;
//! - a **table** ([`mapping::Mapping`]) becomes statements row by row, as a mapping file says.
//!
//! ```
//! use std::sync::Arc;
//! use crossbearing_mentions::{Context, Extractor};
//! use crossbearing_model::{Basis, Citation, Label, LabelSpec};
//! use crossbearing_reports::{Confirmed, Limits, Proposals, formats};
//!
//! let bytes = b"Tarvand Oskel (AKA Velmo Kasht), 24, was arrested in Calais on 6 May 2026.";
//! let format = formats::Format::detect("note.txt", bytes)?;
//! let document = formats::read("note.txt", bytes, format, None, &Limits::default())?;
//!
//! let proposals = Proposals::read(&document.text, &Extractor::new(), &Context::default());
//! let person = &proposals.findings[0];
//! assert_eq!(person.title, "Tarvand Oskel");
//!
//! let spec = LabelSpec::for_agency("north".parse()?, "2030-01-01T00:00:00Z".parse()?);
//! let citation = Arc::new(Citation {
//!     report: "report-1".parse()?,
//!     grade: "3x5x2/1A".parse()?,
//!     label: Label::seal(spec)?,
//!     basis: Basis::Fact,
//!     origin: "node-north".parse()?,
//! });
//! let confirmation = proposals.confirm(&person.key, None, &Confirmed::new(), &citation)?;
//! assert!(confirmation.statements.iter().any(|s| &*s.property == "alias" && s.value == "Velmo Kasht"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This crate does not know: storage, viewers, HTTP. Bytes come from the caller.

mod encoding;
mod error;
mod form;
pub mod formats;
#[doc(hidden)]
pub mod fuzz;
mod guard;
mod limits;
pub mod mapping;
mod original;
mod photo;
pub mod pictures;
mod proposals;
mod tables;

pub use encoding::{Decoded, decode};
pub use error::{Error, RowError};
pub use form::ReportForm;
pub use limits::Limits;
pub use original::OriginalFile;
pub use photo::{PhotoForm, photo_id};
pub use proposals::{
    Confirmation, Confirmed, Field, FindingKind, FindingProposal, MentionProposal, ProposalKey,
    Proposals, Target,
};

/// The result of reading, mapping or confirming.
pub type Result<T, E = Error> = std::result::Result<T, E>;
