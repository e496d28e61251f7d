//! The one model inside: what may be said, of whom, how well graded, and who may read it.
//!
//! The main type is [`Statement`]: one value of one property of one entity, said by one report.
//! A statement carries a [`Citation`], which is what all statements of one report that share a
//! grade and a label have in common. Everything here is parsed at the edge and never validated
//! later: a [`Label`], a [`Grade`] or a [`PartialDate`] that exists is a valid one.
//!
//! ```
//! use std::sync::Arc;
//! use crossbearing_model::*;
//!
//! let label = Label::seal(LabelSpec::for_agency("nca-x".parse()?, "2030-01-01T00:00:00Z".parse()?))?;
//! let citation = Arc::new(Citation {
//!     report: "report-1".parse()?,
//!     grade: "3x5x2/1A".parse()?,
//!     label,
//!     basis: Basis::Fact,
//!     origin: "node-x".parse()?,
//! });
//! let statement = Statement::new("p-1".parse()?, "Person", "name", "Tarvand Oskel", citation);
//! assert_eq!(statement.id(), statement.clone().id());
//! # Ok::<(), crossbearing_model::Error>(())
//! ```
//!
//! This crate does not know: storage, viewers, HTTP, any file format.

mod derived_label;
mod entity;
mod error;
mod grade;
pub mod identifiers;
mod ids;
mod label;
mod ontology;
mod statement;
mod subject;
mod text;
mod time;

pub use derived_label::Maker;
pub use entity::EntityId;
pub use error::Error;
pub use grade::{Grade, Scale};
pub use ids::{AgencyId, GroupId, NodeId, PrincipalId, PurposeId};
pub use label::{
    Audience, Classification, Condition, Handling, Label, LabelDigest, LabelSpec, Onward, Pap, Tlp,
};
pub use ontology::{Edge, Normalised, Ontology, Property, PropertyKind, Schema};
pub use statement::{Basis, Citation, Name, Passage, Standing, Statement, StatementId};
pub use subject::SubjectCategory;
pub use text::{has_hidden_controls, visible_controls};
pub use time::{Instant, PartialDate, Period, Precision};

/// The result of parsing or building a value of the model.
pub type Result<T, E = Error> = std::result::Result<T, E>;
