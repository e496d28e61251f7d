//! Communities: groups with more ties inside than between them.
//!
//! ```
//! use crossbearing_graph::{Graph, budget::{Budget, Steps}};
//! use crossbearing_graph::communities::leiden::{self, Options};
//!
//! let edges = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 3)];
//! let graph = Graph::from_edges(6, edges)?;
//! let steps = Steps::new(1_000_000);
//! let found = leiden::communities(&graph, &Options::default(), &Budget::whole(&steps))?;
//! assert_eq!(found.of, [0, 0, 0, 1, 1, 1]);
//! # Ok::<(), crossbearing_graph::Error>(())
//! ```

mod anneal;
pub mod leiden;
mod level;
pub mod stability;
