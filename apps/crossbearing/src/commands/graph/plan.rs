//! `crossbearing graph plan`.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use crossbearing_graph::budget::{Budget, Meter, Steps};
use crossbearing_graph::disruption::order;
use crossbearing_graph::read::Network;
use serde_json::json;

use crate::commands::graph::clock::Clock;
use crate::commands::graph::input::Input;

/// Arguments of `crossbearing graph plan`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossbearing graph plan calls.txt --goal order --time 60 --json
  crossbearing graph plan calls.txt --goal order --stop 0.2 --protect 'the lawyer'")]
pub(crate) struct Plan {
    #[command(flatten)]
    input: Input,
    /// What the plan is for.
    #[arg(long, value_enum)]
    goal: Goal,
    /// order: stop when the largest component is a smaller share of all nodes than this.
    #[arg(long, default_value_t = 0.1)]
    stop: f64,
    /// Search for so many seconds: a faster machine finds more. Without it the search takes a
    /// fixed number of steps, and the same seed gives the same plan everywhere.
    #[arg(long, value_name = "SECONDS")]
    time: Option<f64>,
    /// Decides every random choice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A node that no plan may name; may be given several times.
    #[arg(long, value_name = "LABEL")]
    protect: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Goal {
    /// An order of removals: the smallest area under the curve of the largest component.
    Order,
}

/// Steps that a search takes without `--time`: some ten seconds.
const DEFAULT_STEPS: u64 = 3_000_000_000;

impl Plan {
    /// Plans and prints.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let network = self.input.read()?;
        let steps = Steps::new(DEFAULT_STEPS);
        let clock = self.time.map(Clock::start).transpose()?;
        let meter: &dyn Meter = clock.as_ref().map_or(&steps, |clock| clock);
        match self.goal {
            Goal::Order => self.order(&network, &Budget::whole(meter)),
        }
    }

    fn order(&self, network: &Network, budget: &Budget<'_>) -> anyhow::Result<()> {
        let protected = self.protected(network)?;
        let options = order::Options { stop: self.stop, protected, seed: self.seed };
        let plan = order::plan(&network.graph, &options, budget)?;
        let labels = labels(network, &plan.order);
        let mut out = std::io::stdout().lock();
        if self.json {
            let report = json!({
                "goal": "order",
                "nodes": network.graph.n_nodes(),
                "edges": network.graph.n_edges(),
                "stop": self.stop,
                "order": labels,
                "removals": plan.order.len(),
                "curve": plan.curve.shares().collect::<Vec<_>>(),
                "auc_simpson": plan.curve.auc_simpson(),
                "auc_sum": plan.curve.auc_sum(),
                "lower_bound": plan.lower_bound,
                "proved": plan.proved,
                "reached": plan.reached,
                "start": plan.start,
                "seed": self.seed,
            });
            writeln!(out, "{report}")?;
            return Ok(());
        }
        writeln!(out, "step\tlargest\tremove")?;
        for (index, (label, share)) in labels.iter().zip(plan.curve.shares()).enumerate() {
            writeln!(out, "{}\t{:.1} %\t{label}", index + 1, share * 100.0)?;
        }
        let (simpson, sum) = (plan.curve.auc_simpson(), plan.curve.auc_sum());
        writeln!(
            out,
            "\narea {simpson:.3} (Simpson), {sum:.3} (sum); no order is below {:.3}{}",
            plan.lower_bound,
            if plan.proved { ": proved optimal" } else { "" }
        )?;
        if !plan.reached {
            writeln!(out, "the goal is not reached: too many nodes are protected")?;
        }
        Ok(())
    }

    fn protected(&self, network: &Network) -> anyhow::Result<Vec<bool>> {
        let mut protected = vec![false; network.graph.n_nodes()];
        for label in &self.protect {
            protected[network.node(label)? as usize] = true;
        }
        Ok(protected)
    }
}

fn labels<'network>(network: &'network Network, nodes: &[u32]) -> Vec<&'network str> {
    nodes.iter().map(|&node| network.labels[node as usize].as_str()).collect()
}
