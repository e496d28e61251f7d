//! Network measures, communities, paths and disruption planning.
//!
//! The main type is [`Graph`]; [`read::network`] makes one from a file. Nothing here does input or
//! output, reads a clock or draws randomness: efforts are [`budget::Budget`]s, seeds are arguments.
//!
//! ```
//! use crossbearing_graph::budget::{Budget, Steps};
//! use crossbearing_graph::{disruption::set, read};
//!
//! let network = read::network(b"anna ben\nben carl\ncarl dora\ndora emil\n")?;
//! let options = set::Options { max_fragment: 2, ..set::Options::default() };
//! let steps = Steps::new(1_000_000);
//! let plan = set::plan(&network.graph, &options, &Budget::whole(&steps))?;
//! assert_eq!(plan.removals.len(), 1);
//! assert!(plan.proved);
//! # Ok::<(), crossbearing_graph::Error>(())
//! ```

pub mod budget;
pub mod communities;
pub mod components;
pub mod disruption;
mod error;
mod graph;
pub mod healing;
pub mod layout;
pub mod measures;
pub mod paths;
pub mod random;
pub mod read;
pub mod stages;
pub mod worlds;

pub use error::{Error, Result};
pub use graph::{Graph, Node};
