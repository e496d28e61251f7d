//! Fictional exercises with the full truth beside them.
//!
//! An [`Exercise`] is a theatre of people-smuggling networks that never was: roles along the whole
//! business, three agencies that each see a part of it, spell the names their own way and
//! contradict one another, and the truth. It feeds the demonstration, the measurements and the
//! load tests. Every name is invented, every number belongs to nobody; only the places are real.
//!
//! ```
//! use crossbearing_exercise::{Exercise, Plan};
//!
//! let exercise = Exercise::new(Plan::new(7, 200)?)?;
//! let report = exercise.reports().next().expect("every network is reported on");
//! assert!(!report.text.is_empty());
//! assert_eq!(exercise.reports().count(), exercise.reports().count());
//! # Ok::<(), crossbearing_exercise::Error>(())
//! ```
//!
//! The same plan gives the same exercise, byte for byte, on every machine. This crate does not
//! know: storage, servers, the clock.

mod cast;
mod day;
mod error;
mod exercise;
mod files;
mod identity;
mod invention;
mod labels;
mod plan;
mod random;
mod ships;
mod telling;
mod truth;
mod word;
mod world;

pub use cast::{Agency, Cast, Member, Operation};
pub use error::Error;
pub use exercise::{Exercise, Showcase};
pub use files::Manifest;
pub use identity::TruthId;
pub use plan::Plan;
pub use ships::{ShipEvent, Ships, ShipsPlan, ShipsSummary};
pub use telling::draft::Mistake;
pub use telling::report::FiledReport;
pub use truth::{TruthRecord, Values};
pub use world::role::NetworkRole;

/// The result of planning or writing an exercise.
pub type Result<T, E = Error> = std::result::Result<T, E>;
