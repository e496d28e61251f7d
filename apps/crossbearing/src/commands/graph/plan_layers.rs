//! Plans over several layers: only those who hang together in every one still work together.

use std::collections::HashMap;
use std::path::PathBuf;

use crossbearing_graph::read::Network;
use crossbearing_graph::{Graph, Node};

use crate::commands::graph::input;

/// One network with the nodes of all layers, and each layer as a graph on them.
pub(super) fn read(first: Network, others: &[PathBuf]) -> anyhow::Result<(Network, Vec<Graph>)> {
    let mut networks = vec![first];
    for path in others {
        networks.push(input::network(path)?);
    }
    let mut index: HashMap<String, Node> = HashMap::new();
    let mut labels: Vec<String> = Vec::new();
    let mut edges = Vec::new();
    for network in networks {
        let places: Vec<Node> = network
            .labels
            .into_iter()
            .map(|label| {
                *index.entry(label).or_insert_with_key(|label| {
                    labels.push(label.clone());
                    labels.len() as Node - 1
                })
            })
            .collect();
        let place = |node: Node| places[node as usize];
        edges.push(
            network.graph.edges().map(|(a, b, w)| (place(a), place(b), w)).collect::<Vec<_>>(),
        );
    }
    let graph = |edges: &[(Node, Node, f64)]| {
        Graph::from_weighted_edges(labels.len(), edges.iter().copied())
    };
    let layers = edges.iter().map(|edges| graph(edges)).collect::<Result<Vec<_>, _>>()?;
    let whole = graph(&edges.concat())?;
    Ok((Network { graph: whole, labels }, layers))
}
