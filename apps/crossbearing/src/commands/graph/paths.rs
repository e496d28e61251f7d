//! `crossbearing graph paths`.

use std::io::Write as _;

use clap::Args;
use crossbearing_graph::Node;
use crossbearing_graph::paths::{disjoint, probable};
use serde_json::json;

use crate::commands::graph::input::Input;
use crate::commands::graph::table;

/// Arguments of `crossbearing graph paths`.
#[derive(Debug, Args)]
#[command(after_help = "\
The third field of the edge list is the probability that the link exists.

Examples:
  crossbearing graph paths links.txt --from anna --to carl --k 3
  crossbearing graph paths links.txt --from anna --to carl --disjoint --json")]
pub(crate) struct Paths {
    #[command(flatten)]
    input: Input,
    /// Where the paths begin.
    #[arg(long, value_name = "LABEL")]
    from: String,
    /// Where they end.
    #[arg(long, value_name = "LABEL")]
    to: String,
    /// How many paths, the most probable first.
    #[arg(long, default_value_t = 5)]
    k: usize,
    /// Two paths that share no node between the ends, instead.
    #[arg(long)]
    disjoint: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Paths {
    /// Finds and prints.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let network = self.input.read()?;
        let graph = &network.graph;
        let (from, to) = (network.node(&self.from)?, network.node(&self.to)?);
        let found: Vec<probable::Path> = if self.disjoint {
            let pair = disjoint::most_probable_pair(graph, from, to)?;
            let probability = |nodes: &[Node]| {
                let edge = |pair: &[Node]| {
                    let near = graph.weighted_neighbours(pair[0]);
                    near.filter(|&(next, _)| next == pair[1]).map(|(_, p)| p).product::<f64>()
                };
                nodes.windows(2).map(edge).product()
            };
            let path =
                |nodes: Vec<Node>| probable::Path { probability: probability(&nodes), nodes };
            pair.into_iter().flatten().map(path).collect()
        } else {
            probable::most_probable(graph, from, to, self.k)?
        };
        let labels = |path: &probable::Path| -> Vec<String> {
            path.nodes.iter().map(|&node| network.labels[node as usize].clone()).collect()
        };
        let mut out = std::io::stdout().lock();
        if self.json {
            let paths: Vec<_> = found
                .iter()
                .map(|path| json!({ "probability": path.probability, "nodes": labels(path) }))
                .collect();
            writeln!(out, "{}", json!({ "paths": paths }))?;
            return Ok(());
        }
        let rows = found
            .iter()
            .map(|path| vec![table::number(path.probability), labels(path).join(" - ")]);
        writeln!(out, "{}", table::text(&["probability", "path"], rows))?;
        Ok(())
    }
}
