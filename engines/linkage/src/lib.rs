//! Probabilistic record linkage.
//!
//! [`Linkage`] blocks, compares, weighs and clusters the records of any table under a [`Plan`];
//! [`Stream`] goes on with one record at a time and says what a batch would say. What this engine
//! cannot compare by itself, names across scripts above all, comes from outside through
//! [`Comparer`]. [`Belief`] sums signals for callers whose things are no rows.

mod blocking;
mod cluster;
mod companions;
pub mod date;
mod error;
mod evidence;
mod keys;
mod levels;
mod linkage;
mod measure;
mod outside;
pub mod parallel;
mod plan;
mod scoring;
mod stream;
pub mod strings;
mod table;
mod values;
mod weights;

pub use blocking::SchemeReport;
pub use cluster::{Edge, Judgements, cluster};
pub use error::LinkageError;
pub use evidence::{Belief, Fit};
pub use linkage::{Aids, Linkage, Term, WeightsFrom};
pub use measure::{Pairwise, pairs_within, pairwise};
pub use outside::{Comparer, MakeComparer};
pub use plan::{Block, Clustering, Compare, Kind, Plan};
pub use stream::{Stream, Taken};
pub use table::{Column, Table};
pub use values::Synonyms;
pub use weights::{LevelWeights, Weights};
