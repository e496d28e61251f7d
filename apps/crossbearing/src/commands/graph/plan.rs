//! `crossbearing graph plan`.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use crossbearing_graph::Node;
use crossbearing_graph::budget::{Budget, Meter, Steps};
use crossbearing_graph::disruption::{block, curve::Curve, order, set};
use crossbearing_graph::read::Network;
use serde_json::{Value, json};

use crate::commands::graph::clock::Clock;
use crate::commands::graph::input::Input;
use crate::commands::graph::table;

/// Arguments of `crossbearing graph plan`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossbearing graph plan calls.txt --goal order --time 60 --json
  crossbearing graph plan calls.txt --goal order --stop 0.2 --protect 'the lawyer'
  crossbearing graph plan calls.txt --goal set --max-fragment 10 --cost 'the boss=5'
  crossbearing graph plan matrix.csv --goal block --k 4")]
pub(crate) struct Plan {
    #[command(flatten)]
    input: Input,
    /// What the plan is for.
    #[arg(long, value_enum)]
    goal: Goal,
    /// order: stop when the largest component is a smaller share of all nodes than this.
    #[arg(long, default_value_t = 0.1)]
    stop: f64,
    /// set: the most nodes that may stay connected.
    #[arg(long, value_name = "L", required_if_eq("goal", "set"))]
    max_fragment: Option<u32>,
    /// block: how many nodes are removed at once, or what they may cost together.
    #[arg(long, value_name = "K", required_if_eq("goal", "block"))]
    k: Option<f64>,
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
    /// What removing a node costs, 1 otherwise; may be given several times. An order then makes the
    /// area over the costs spent small.
    #[arg(long, value_name = "LABEL=COST")]
    cost: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Goal {
    /// An order of removals: the smallest area under the curve of the largest component.
    Order,
    /// The cheapest removals after which no fragment is larger than `--max-fragment`.
    Set,
    /// `--k` removals at once that leave the smallest largest fragment.
    Block,
}

/// Steps that a search takes without `--time`: some ten seconds.
const DEFAULT_STEPS: u64 = 1_200_000_000;

impl Plan {
    /// Plans and prints.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let network = self.input.read()?;
        let steps = Steps::new(DEFAULT_STEPS);
        let clock = self.time.map(Clock::start).transpose()?;
        let meter: &dyn Meter = clock.as_ref().map_or(&steps, |clock| clock);
        let budget = Budget::whole(meter);
        let report = match self.goal {
            Goal::Order => self.order(&network, &budget)?,
            Goal::Set => self.set(&network, &budget)?,
            Goal::Block => self.block(&network, &budget)?,
        };
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", report.json)?;
        } else {
            writeln!(out, "{}", report.text)?;
        }
        Ok(())
    }

    fn order(&self, network: &Network, budget: &Budget<'_>) -> anyhow::Result<Report> {
        let options =
            order::Options { stop: self.stop, costs: self.costs(network)?, seed: self.seed };
        let plan = order::plan(&network.graph, &options, budget)?;
        let verdict = match (plan.proved, plan.reached) {
            (true, _) => format!("proved: no order has an area below {:.4}", plan.area),
            (_, true) => format!(
                "area {:.4}; none is below {:.4} (gap {:.1} %)",
                plan.area,
                plan.lower_bound,
                gap(plan.area, plan.lower_bound) * 100.0
            ),
            _ => "the stop is not reached: too many nodes are protected".to_owned(),
        };
        let mut report = Report::new(network, "order", &plan.order, &verdict);
        report.set("stop", json!(self.stop));
        report.set("area", json!(plan.area));
        report.set("lower_bound", json!(plan.lower_bound));
        report.set("gap", json!(gap(plan.area, plan.lower_bound)));
        report.set("proved", json!(plan.proved));
        report.set("reached", json!(plan.reached));
        report.set("start", json!(plan.start));
        report.set("seed", json!(self.seed));
        Ok(report)
    }

    fn set(&self, network: &Network, budget: &Budget<'_>) -> anyhow::Result<Report> {
        let max_fragment = self.max_fragment.unwrap_or(1);
        let costs = self.costs(network)?;
        let options = set::Options { max_fragment, costs, seed: self.seed };
        let plan = set::plan(&network.graph, &options, budget)?;
        let verdict = verdict(plan.proved, plan.cost, plan.lower_bound);
        let mut report = Report::new(network, "set", &plan.removals, &verdict);
        report.set("max_fragment", json!(max_fragment));
        report.set("cost", json!(plan.cost));
        report.set("lower_bound", json!(plan.lower_bound));
        report.set("gap", json!(gap(plan.cost, plan.lower_bound)));
        report.set("proved", json!(plan.proved));
        Ok(report)
    }

    fn block(&self, network: &Network, budget: &Budget<'_>) -> anyhow::Result<Report> {
        let k = self.k.unwrap_or(0.0);
        let options = block::Options { k, costs: self.costs(network)?, seed: self.seed };
        let plan = block::plan(&network.graph, &options, budget)?;
        let (largest, bound) = (f64::from(plan.largest), f64::from(plan.lower_bound));
        let verdict = verdict(plan.proved, largest, bound);
        let mut report = Report::new(network, "block", &plan.removals, &verdict);
        report.set("k", json!(k));
        report.set("cost", json!(plan.cost));
        report.set("largest", json!(plan.largest));
        report.set("lower_bound", json!(plan.lower_bound));
        report.set("gap", json!(gap(largest, bound)));
        report.set("proved", json!(plan.proved));
        Ok(report)
    }

    /// What removing each node costs; infinite for the protected.
    fn costs(&self, network: &Network) -> anyhow::Result<Vec<f64>> {
        let mut costs = vec![1.0; network.graph.n_nodes()];
        for given in &self.cost {
            let (label, cost) = given
                .rsplit_once('=')
                .ok_or_else(|| anyhow::anyhow!("--cost {given:?} is not LABEL=COST"))?;
            let cost: f64 = cost.parse()?;
            anyhow::ensure!(cost >= 0.0, "--cost {given:?}: a cost is at least 0");
            costs[network.node(label)? as usize] = cost;
        }
        for label in &self.protect {
            costs[network.node(label)? as usize] = f64::INFINITY;
        }
        Ok(costs)
    }
}

/// A plan as JSON and as text.
struct Report {
    json: Value,
    text: String,
}

impl Report {
    fn new(network: &Network, goal: &str, removals: &[Node], verdict: &str) -> Self {
        let labels: Vec<&str> =
            removals.iter().map(|&node| network.labels[node as usize].as_str()).collect();
        let curve = Curve::new(&network.graph, removals);
        let steps = labels.iter().zip(curve.shares()).enumerate();
        let rows = steps.map(|(index, (label, share))| {
            vec![(index + 1).to_string(), format!("{:.1} %", share * 100.0), (*label).to_owned()]
        });
        let (simpson, sum) = (curve.auc_simpson(), curve.auc_sum());
        let text = format!(
            "{}\n\n{} removals; area {simpson:.3} (Simpson), {sum:.3} (sum)\n{verdict}",
            table::text(&["step", "largest", "remove"], rows),
            removals.len()
        );
        let json = json!({
            "goal": goal,
            "nodes": network.graph.n_nodes(),
            "edges": network.graph.n_edges(),
            "order": labels,
            "removals": removals.len(),
            "curve": curve.shares().collect::<Vec<_>>(),
            "auc_simpson": simpson,
            "auc_sum": sum,
        });
        Self { json, text }
    }

    fn set(&mut self, name: &str, value: Value) {
        self.json[name] = value;
    }
}

fn verdict(proved: bool, value: f64, bound: f64) -> String {
    if proved {
        format!("proved optimal: {value}")
    } else {
        format!("{value}; none is below {bound} (gap {:.1} %)", gap(value, bound) * 100.0)
    }
}

fn gap(value: f64, bound: f64) -> f64 {
    if value > bound { (value - bound) / value } else { 0.0 }
}
