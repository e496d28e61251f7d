//! From a viewer to a View: what one viewer may see, decided once per distinct label.
//!
//! ```text
//! Viewer (who, agency, roles, clearance, purpose) + now
//!    │  Policy::admits, once per label
//!    ▼
//! set of label numbers ─┐
//! protections ──► Veil ─┴─► View, which every read of the ledger takes first
//! ```
//!
//! The main type is [`View`]. Rows whose label is not in it do not exist for any computation, and
//! a protected person is a pseudonym wherever she appears.
//!
//! ```
//! use crossbearing_access::{LabelNo, Policy, Role, Veil, View, Viewer};
//! use crossbearing_model::{Classification, Instant, Label, LabelSpec};
//!
//! let label = Label::seal(LabelSpec::for_agency("north".parse()?, "2030-01-01T00:00:00Z".parse()?))?;
//! let viewer = Viewer::new("ines".parse()?, "north".parse()?, Role::Analyst, "op-lantern".parse()?);
//! let now: Instant = "2026-05-01T12:00:00Z".parse()?;
//! let view = View::compute(&Policy, viewer, [(LabelNo(0), &label)], Veil::default(), now);
//! assert!(view.admits(LabelNo(0)));
//! # Ok::<(), crossbearing_model::Error>(())
//! ```
//!
//! This crate does not know: where statements are stored, what they say, HTTP, passwords.

mod policy;
mod protection;
mod role;
mod veil;
mod view;
mod viewer;

pub use policy::{Admission, Policy};
pub use protection::{Entered, Opening, Protection};
pub use role::{Role, UnknownRole};
pub use veil::{PseudonymKey, Veil};
pub use view::{LabelNo, View, ViewKey};
pub use viewer::Viewer;
