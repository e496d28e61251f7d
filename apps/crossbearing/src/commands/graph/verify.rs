//! `crossbearing graph verify`.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_graph::disruption::block;
use crossbearing_graph::random::Random;
use crossbearing_graph::read::uncertain::{self, UncertainNetwork};
use crossbearing_graph::worlds::{Outcome, Worlds};
use crossbearing_graph::{Graph, Node};
use serde_json::{Value, json};

use crate::commands::graph::input;
use crate::commands::graph::table;

/// Arguments of `crossbearing graph verify`.
#[derive(Debug, Args)]
#[command(after_help = "\
A line is `from to probability [source]`: links of one source are wrong together.

Examples:
  crossbearing graph verify links.txt --k 2
  crossbearing graph verify links.txt --k 3 --worlds 5000 --json")]
pub(crate) struct Verify {
    /// The links with their probabilities; `-` reads standard input.
    #[arg(value_name = "LINKS")]
    path: PathBuf,
    /// How many removals a plan has.
    #[arg(long, value_name = "K")]
    k: usize,
    /// A node that no plan may name; may be given several times.
    #[arg(long, value_name = "LABEL")]
    protect: Vec<String>,
    /// How many worlds are sampled where there are too many to try them all.
    #[arg(long, default_value_t = 2000)]
    worlds: usize,
    /// Show so many links.
    #[arg(long, default_value_t = 10)]
    top: usize,
    /// Decides every random choice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Up to so many worlds are all tried, which leaves nothing to estimate.
const ALL_WORLDS: usize = 4096;
/// Plans that are compared: each the best of one possible world.
const N_PLANS: usize = 24;
/// Steps that finding each may take.
const PLAN_STEPS: u64 = 5_000_000;

impl Verify {
    /// Computes and prints.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        anyhow::ensure!((1..=1_000_000).contains(&self.worlds), "--worlds must be 1 to 1000000");
        let bytes = input::bytes(&self.path)?;
        let network = uncertain::read(&bytes)
            .with_context(|| format!("{} is not a list of links", self.path.display()))?;
        let n_nodes = network.labels.len();
        let worlds = match Worlds::all(n_nodes, &network.links, ALL_WORLDS)? {
            Some(all) => all,
            None => Worlds::sample(n_nodes, &network.links, self.worlds, self.seed)?,
        };
        let plans = self.plans(&network)?;
        let outcomes = worlds.outcomes(&plans)?;
        let found: Vec<Outcome> = outcomes.iter().map(|sizes| worlds.outcome(sizes)).collect();
        let best = (1..plans.len()).min_by(|&a, &b| found[a].mean.total_cmp(&found[b].mean));
        let best = best.unwrap_or(0);
        let doubts: Vec<Doubt> = worlds
            .worth_verifying(&outcomes)
            .into_iter()
            .take(self.top)
            .map(|(link, gain)| Doubt { link, gain, error: worlds.error_of(&outcomes, link) })
            .collect();
        let report = Report {
            network: &network,
            worlds: &worlds,
            plans: &plans,
            found: &found,
            best,
            doubts,
        };
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", report.json())?;
        } else {
            writeln!(out, "{}", report.text())?;
        }
        Ok(())
    }

    /// Nothing at all, then the best plan of the likely links and of possible worlds, each once.
    fn plans(&self, network: &UncertainNetwork) -> anyhow::Result<Vec<Vec<Node>>> {
        let mut costs = vec![1.0; network.labels.len()];
        for label in &self.protect {
            costs[network.node(label)? as usize] = f64::INFINITY;
        }
        let mut random = Random::new(self.seed ^ 0x5eed);
        let mut graphs = vec![network.likely()?];
        for _ in 1..N_PLANS {
            let exists = network.links.iter().filter(|link| random.unit() < link.probability);
            let edges: Vec<(Node, Node)> = exists.map(|link| (link.from, link.to)).collect();
            graphs.push(Graph::from_edges(network.labels.len(), edges)?);
        }
        let mut plans = Vec::new();
        for graph in &graphs {
            let options =
                block::Options { k: self.k as f64, costs: costs.clone(), seed: self.seed };
            let steps = Steps::new(PLAN_STEPS);
            plans.push(block::plan(graph, &options, &Budget::whole(&steps))?.removals);
        }
        plans.sort();
        plans.dedup();
        plans.retain(|plan| !plan.is_empty());
        plans.insert(0, Vec::new());
        Ok(plans)
    }
}

/// A link and what knowing about it is worth.
struct Doubt {
    link: usize,
    gain: f64,
    error: f64,
}

struct Report<'run> {
    network: &'run UncertainNetwork,
    worlds: &'run Worlds,
    plans: &'run [Vec<Node>],
    found: &'run [Outcome],
    best: usize,
    doubts: Vec<Doubt>,
}

impl Report<'_> {
    fn labels(&self, plan: usize) -> Vec<&str> {
        let label = |&node: &Node| self.network.labels[node as usize].as_str();
        self.plans[plan].iter().map(label).collect()
    }

    fn ends(&self, doubt: &Doubt) -> (&str, &str, Option<&str>) {
        let link = &self.network.links[doubt.link];
        let label = |node: Node| self.network.labels[node as usize].as_str();
        let source = link.source.map(|source| self.network.sources[source as usize].as_str());
        (label(link.from), label(link.to), source)
    }

    fn json(&self) -> Value {
        let plans: Vec<Value> = (0..self.plans.len())
            .map(|plan| {
                json!({
                    "removals": self.labels(plan),
                    "mean": self.found[plan].mean,
                    "worst_tenth": self.found[plan].worst_tenth,
                })
            })
            .collect();
        let doubts = self.doubts.iter().map(|doubt| {
            let (from, to, source) = self.ends(doubt);
            json!({
                "from": from,
                "to": to,
                "source": source,
                "probability": self.network.links[doubt.link].probability,
                "gain": doubt.gain,
                "standard_error": doubt.error,
            })
        });
        json!({
            "worlds": self.worlds.n_worlds(),
            "exact": self.worlds.is_all(),
            "plan": self.labels(self.best),
            "mean": self.found[self.best].mean,
            "worst_tenth": self.found[self.best].worst_tenth,
            "plans": plans,
            "verify": doubts.collect::<Vec<_>>(),
        })
    }

    fn text(&self) -> String {
        let rows = self.doubts.iter().map(|doubt| {
            let (from, to, source) = self.ends(doubt);
            vec![
                from.to_owned(),
                to.to_owned(),
                table::number(self.network.links[doubt.link].probability),
                source.unwrap_or("-").to_owned(),
                table::number(doubt.gain),
                table::number(doubt.error),
            ]
        });
        let heading = ["from", "to", "probability", "source", "worth", "standard error"];
        let (nothing, best) = (self.found[0], self.found[self.best]);
        let kind = if self.worlds.is_all() { "all" } else { "sampled" };
        format!(
            "{}\n\nlargest fragment over {} {kind} worlds: {:.2} (worst tenth {:.2}) without \
             {}; {:.2} ({:.2}) if nothing is done",
            table::text(&heading, rows),
            self.worlds.n_worlds(),
            best.mean,
            best.worst_tenth,
            self.labels(self.best).join(", "),
            nothing.mean,
            nothing.worst_tenth,
        )
    }
}
