//! Networks from text: edge lists and adjacency matrices.
//!
//! ```
//! let network = crossbearing_graph::read::network(b"# who calls whom\nanna ben 3\nben carl\n")?;
//! assert_eq!(network.graph.n_edges(), 2);
//! assert_eq!(network.labels[2], "carl");
//! # Ok::<(), crossbearing_graph::Error>(())
//! ```

use std::collections::HashMap;

use crate::error::{Error, Result};
use crate::graph::{Graph, Node};

pub mod attributes;
mod edge_list;
mod matrix;
pub mod stages;
mod table;
pub mod uncertain;

/// A graph whose nodes carry the labels that the file gives them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Network {
    /// The graph.
    pub graph: Graph,
    /// The label of each node, in order of first mention.
    pub labels: Vec<String>,
}

impl Network {
    /// The node with a label.
    pub fn node(&self, label: &str) -> Result<Node> {
        node_of(&self.labels, label)
    }
}

/// Reads an adjacency matrix when the first row looks like the header of one, else an edge list.
pub fn network(bytes: &[u8]) -> Result<Network> {
    let text = text(bytes)?;
    if matrix::looks_like_one(text) { matrix::read(text) } else { edge_list::read(text) }
}

/// The node with a label.
pub fn node_of(labels: &[String], label: &str) -> Result<Node> {
    let found = labels.iter().position(|other| other == label);
    found.map(|node| node as Node).ok_or_else(|| Error::NoSuchLabel { label: label.to_owned() })
}

/// The text of a file, without a byte order mark.
fn text(bytes: &[u8]) -> Result<&str> {
    let text =
        std::str::from_utf8(bytes).map_err(|error| Error::NotText { at: error.valid_up_to() })?;
    Ok(text.trim_start_matches('\u{feff}'))
}

/// Numbers labels in the order in which they are first seen.
#[derive(Debug, Default)]
struct Labels<'text> {
    index: HashMap<&'text str, Node>,
    seen: Vec<&'text str>,
}

impl<'text> Labels<'text> {
    fn node(&mut self, label: &'text str) -> Node {
        *self.index.entry(label).or_insert_with(|| {
            self.seen.push(label);
            self.seen.len() as Node - 1
        })
    }

    fn into_strings(self) -> Vec<String> {
        self.seen.into_iter().map(str::to_owned).collect()
    }
}

/// A weight written in a file.
fn weight(text: &str, line: usize) -> Result<f64> {
    match text.parse::<f64>() {
        Ok(weight) if weight.is_finite() && weight >= 0.0 => Ok(weight),
        _ => Err(Error::Weight { line, text: text.chars().take(40).collect() }),
    }
}
