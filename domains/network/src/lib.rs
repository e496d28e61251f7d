//! Who works with whom, and what breaks it: the desk for networks.
//!
//! The main type is [`Projection`]: the ledger, read through a View, as a typed, timed, graded
//! multigraph of persons, organisations, phones, accounts, vehicles, vessels and events. Every tie
//! carries the statements it rests on. A [`Lens`] leaves reports, sources, grades, times and kinds
//! out; [`roles`] says who does what in the business, and why; [`planning`] says whom to act on
//! first, with a certificate, and what would change that.
//!
//! Nobody in danger is ever part of a plan: a victim, a child, a smuggled person, a witness, and
//! whoever was carried and is no suspect.
//!
//! ```
//! # use std::sync::Arc;
//! # use crossbearing_access::{PseudonymKey, Role, Viewer};
//! # use crossbearing_ledger::{AsOf, Ledger, Setup};
//! # use crossbearing_model::*;
//! use crossbearing_network::Projection;
//!
//! # let ontology = Arc::new(Ontology::standard().clone());
//! # let ledger = Ledger::in_memory(Setup { ontology, pseudonym_key: PseudonymKey::from_bytes([7; 32]) })?;
//! # let now: Instant = "2026-05-01T12:00:00Z".parse()?;
//! # let label = Label::seal(LabelSpec::for_agency("north".parse()?, "2030-01-01T00:00:00Z".parse()?))?;
//! # let citation = Arc::new(Citation { report: "r-1".parse()?, grade: "3x5x2/1A".parse()?, label,
//! #     basis: Basis::Fact, origin: "node-north".parse()? });
//! # let say = |id: &str, schema: &str, property: &str, value: &str| Ok::<_, Error>(Statement::new(
//! #     id.parse()?, schema, property, value, Arc::clone(&citation)));
//! # ledger.append(vec![say("p-1", "Person", "name", "Tarvand Oskel")?,
//! #     say("p-2", "Person", "name", "Shirin Olvand")?, say("c-1", "Command", "superior", "p-1")?,
//! #     say("c-1", "Command", "subordinate", "p-2")?].into(), now, &"ines".parse()?)?;
//! # let viewer = Viewer::new("ines".parse()?, "north".parse()?, Role::Analyst, "op".parse()?);
//! # let view = ledger.view(&viewer, now)?;
//! let network = Projection::of(&ledger, &view, AsOf::Now)?;
//! let tie = &network.ties[0];
//! assert_eq!(tie.label, "gives orders to");
//! assert_eq!(network.node(tie.from).caption, "Tarvand Oskel");
//! assert!((tie.probability - 0.95).abs() < 1e-9);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arrange;
pub mod chart;
mod error;
pub mod evidence;
pub mod incoming;
mod kind;
mod lens;
pub mod paths;
pub mod planning;
mod projection;
pub mod roles;
mod summary;

pub use error::{Error, Result};
pub use kind::{Layer, NodeKind};
pub use lens::{GradeRule, Lens};
pub use projection::{
    Care, MOST_ENTITIES, Node, NodeNo, Projection, Report, Source, Span, Tie, TieNo,
};
pub use summary::{Around, Summary};
