//! Network measures, communities, paths and disruption planning.

pub mod budget;
pub mod communities;
pub mod components;
pub mod disruption;
mod error;
mod graph;
pub mod measures;
pub mod paths;
pub mod random;
pub mod read;

pub use error::{Error, Result};
pub use graph::{Graph, Node};
