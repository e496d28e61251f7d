//! What a position in a network is worth, one file a family of measures.
//!
//! ```
//! use crossbearing_graph::{Graph, measures::betweenness};
//!
//! let path = Graph::from_edges(3, [(0, 1), (1, 2)])?;
//! assert_eq!(betweenness::exact(&path), [0.0, 1.0, 0.0]);
//! # Ok::<(), crossbearing_graph::Error>(())
//! ```

pub mod betweenness;
pub mod brokerage;
pub mod cores;
pub mod cuts;
pub mod distance;
pub mod roles;
pub mod sampled;
pub mod spectral;
