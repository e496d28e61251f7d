//! `crossbearing graph measure`.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use crossbearing_graph::Graph;
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_graph::communities::leiden;
use crossbearing_graph::measures::{
    betweenness, brokerage, cores, cuts, distance, roles, sampled, spectral,
};
use serde_json::{Value, json};

use crate::commands::graph::input::Input;
use crate::commands::graph::table;

/// Arguments of `crossbearing graph measure`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossbearing graph measure calls.txt
  crossbearing graph measure calls.txt --measure betweenness,constraint --top 10
  crossbearing graph measure large.txt --measure sampled-betweenness --error 0.01 --json")]
pub(crate) struct Measure {
    #[command(flatten)]
    input: Input,
    /// Which measures, parted by commas; the first one ranks.
    #[arg(long = "measure", value_enum, value_delimiter = ',', default_values_t = DEFAULT)]
    kinds: Vec<Kind>,
    /// Show so many nodes, the highest first; all when 0.
    #[arg(long, default_value_t = 20)]
    top: usize,
    /// sampled-betweenness: the error allowed, as a share of all pairs.
    #[arg(long, default_value_t = 0.01)]
    error: f64,
    /// sampled-betweenness: the probability allowed that some node is further off.
    #[arg(long, default_value_t = 0.05)]
    risk: f64,
    /// Decides every random choice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Degree,
    Strength,
    Closeness,
    Harmonic,
    Eigenvector,
    Katz,
    Pagerank,
    Core,
    /// 1 when removing the node parts its component.
    Articulation,
    Constraint,
    /// How often the node stands between two that are not tied, in other communities than its own.
    Brokerage,
    Participation,
    WithinModuleZ,
    Betweenness,
    SampledBetweenness,
}

const DEFAULT: [Kind; 4] = [Kind::Betweenness, Kind::Degree, Kind::Pagerank, Kind::Core];

impl Measure {
    /// Measures and prints.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let network = self.input.read()?;
        let mut columns = Vec::new();
        for &kind in &self.kinds {
            columns.push((name(kind), self.values(kind, &network.graph)?));
        }
        let mut ranked: Vec<usize> = (0..network.labels.len()).collect();
        if let Some((_, values)) = columns.first() {
            ranked.sort_by(|&a, &b| values[b].total_cmp(&values[a]).then(a.cmp(&b)));
        }
        if self.top > 0 {
            ranked.truncate(self.top);
        }
        let mut out = std::io::stdout().lock();
        if self.json {
            let node = |&node: &usize| {
                let mut row = json!({ "label": network.labels[node] });
                for (name, values) in &columns {
                    row[*name] = json!(values[node]);
                }
                row
            };
            let nodes: Vec<Value> = ranked.iter().map(node).collect();
            let (n_nodes, n_edges) = (network.graph.n_nodes(), network.graph.n_edges());
            writeln!(out, "{}", json!({ "nodes": n_nodes, "edges": n_edges, "top": nodes }))?;
            return Ok(());
        }
        let mut heading = vec!["label"];
        heading.extend(columns.iter().map(|(name, _)| *name));
        let rows = ranked.iter().map(|&node| {
            let label = std::iter::once(network.labels[node].clone());
            label.chain(columns.iter().map(|(_, values)| table::number(values[node]))).collect()
        });
        writeln!(out, "{}", table::text(&heading, rows))?;
        Ok(())
    }

    fn values(&self, kind: Kind, graph: &Graph) -> anyhow::Result<Vec<f64>> {
        Ok(match kind {
            Kind::Degree => distance::degree(graph),
            Kind::Strength => distance::strength(graph),
            Kind::Closeness => distance::closeness(graph),
            Kind::Harmonic => distance::harmonic(graph),
            Kind::Eigenvector => spectral::eigenvector(graph),
            Kind::Katz => spectral::katz(graph, None)?,
            Kind::Pagerank => spectral::pagerank(graph, 0.85)?,
            Kind::Core => cores::core_numbers(graph).into_iter().map(f64::from).collect(),
            Kind::Articulation => {
                let mut values = vec![0.0; graph.n_nodes()];
                for node in cuts::cuts(graph).articulation_points {
                    values[node as usize] = 1.0;
                }
                values
            }
            Kind::Constraint => brokerage::constraint(graph),
            Kind::Brokerage => {
                let found = brokerage::brokerage(graph, &self.communities(graph)?)?;
                let between = found.iter().map(|one| one.consultant + one.gatekeeper + one.liaison);
                between.map(|count| count as f64).collect()
            }
            Kind::Participation => {
                let found = roles::roles(graph, &self.communities(graph)?)?;
                found.iter().map(|role| role.participation).collect()
            }
            Kind::WithinModuleZ => {
                let found = roles::roles(graph, &self.communities(graph)?)?;
                found.iter().map(|role| role.within_module_z).collect()
            }
            Kind::Betweenness => betweenness::exact(graph),
            Kind::SampledBetweenness => {
                let all = Steps::new(u64::MAX);
                let budget = Budget::whole(&all);
                sampled::sampled(graph, self.error, self.risk, self.seed, &budget)?.shares
            }
        })
    }

    fn communities(&self, graph: &Graph) -> anyhow::Result<Vec<u32>> {
        let options = leiden::Options { seed: self.seed, ..leiden::Options::default() };
        let all = Steps::new(u64::MAX);
        Ok(leiden::communities(graph, &options, &Budget::whole(&all))?.of)
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Degree => "degree",
        Kind::Strength => "strength",
        Kind::Closeness => "closeness",
        Kind::Harmonic => "harmonic",
        Kind::Eigenvector => "eigenvector",
        Kind::Katz => "katz",
        Kind::Pagerank => "pagerank",
        Kind::Core => "core",
        Kind::Articulation => "articulation",
        Kind::Constraint => "constraint",
        Kind::Brokerage => "brokerage",
        Kind::Participation => "participation",
        Kind::WithinModuleZ => "within-module-z",
        Kind::Betweenness => "betweenness",
        Kind::SampledBetweenness => "sampled-betweenness",
    }
}
