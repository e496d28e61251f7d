//! Probabilistic record linkage.

mod blocking;
mod cluster;
pub mod date;
mod error;
mod levels;
mod linkage;
mod measure;
mod plan;
mod scoring;
pub mod strings;
mod table;
mod values;
mod weights;

pub use blocking::SchemeReport;
pub use cluster::{Edge, Judgements, cluster};
pub use error::LinkageError;
pub use linkage::{Linkage, Stream, Term, WeightsFrom};
pub use measure::{Pairwise, pairs_within, pairwise};
pub use plan::{Block, Clustering, Compare, Kind, Plan};
pub use table::{Column, Table};
pub use values::Synonyms;
pub use weights::{LevelWeights, Weights};
