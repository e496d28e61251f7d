//! `crossbearing graph plan`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use crossbearing_graph::budget::{Budget, Meter, Steps};
use crossbearing_graph::disruption::order::below::{self, Below};
use crossbearing_graph::disruption::{block, curve::Curve, layers, order, set};
use crossbearing_graph::read::Network;
use crossbearing_graph::read::attributes::{self, Attributes};
use crossbearing_graph::{Graph, Node};
use serde_json::{Value, json};

use crate::commands::graph::clock::Clock;
use crate::commands::graph::input::{self, Input};
use crate::commands::graph::plan_links::{self, LinkCosts};
use crate::commands::graph::{plan_layers, table};

/// Arguments of `crossbearing graph plan`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossbearing graph plan calls.txt --goal order --time 60 --json
  crossbearing graph plan calls.txt --goal order --stop 0.2 --protect 'the lawyer'
  crossbearing graph plan calls.txt --goal order --at-most 68,51,38,35,22
  crossbearing graph plan calls.txt --goal set --max-fragment 10 --cost 'the boss=5'
  crossbearing graph plan matrix.csv --goal block --k 4
  crossbearing graph plan calls.txt --goal set --max-fragment 10 --attributes who.csv
  crossbearing graph plan transport.txt --layer payment.txt --goal block --k 3

--attributes reads a table with the columns label[,to][,kind][,cost][,never]. A row with `to` is
about the link between the two, which a plan may then remove (set and block). What stands under
`never` is why no plan may name it: no legal basis, protected.")]
pub(crate) struct Plan {
    #[command(flatten)]
    input: Input,
    /// What the plan is for.
    #[arg(long, value_enum)]
    goal: Goal,
    /// order: stop when the largest component is a smaller share of all nodes than this.
    #[arg(long, default_value_t = 0.1)]
    stop: f64,
    /// order: the most that may hang together after the first, second, ... removal. The order then
    /// never exceeds this curve, or it is proved that none can.
    #[arg(long, value_name = "N,N,...", value_delimiter = ',')]
    at_most: Vec<u32>,
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
    /// A table of kinds, costs, and reasons why something is never removed.
    #[arg(long, value_name = "TABLE")]
    attributes: Option<PathBuf>,
    /// set and block: the network in another layer; may be given several times. Only those who
    /// hang together in every layer then count as a fragment.
    #[arg(long, value_name = "EDGES")]
    layer: Vec<PathBuf>,
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
        let (network, layers) = plan_layers::read(self.input.read()?, &self.layer)?;
        let elements = self.elements(&network)?;
        let steps = Steps::new(DEFAULT_STEPS);
        let clock = self.time.map(Clock::start).transpose()?;
        let meter: &dyn Meter = clock.as_ref().map_or(&steps, |clock| clock);
        let budget = Budget::whole(meter);
        let mut report = match self.goal {
            _ if layers.len() > 1 => self.layered(&network, &layers, &elements, &budget)?,
            _ if !elements.links.is_empty() => self.with_links(&network, &elements, &budget)?,
            Goal::Order if !self.at_most.is_empty() => {
                self.order_below(&network, &elements.costs, &budget)?
            }
            Goal::Order => self.order(&network, elements.costs, &budget)?,
            Goal::Set => self.set(&network, elements.costs, &budget)?,
            Goal::Block => self.block(&network, elements.costs, &budget)?,
        };
        report.set("kept", json!(elements.kept));
        if self.attributes.is_some() {
            report.set("kinds", json!(elements.kinds));
        }
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", report.json)?;
        } else {
            writeln!(out, "{}", report.text)?;
        }
        Ok(())
    }

    fn order(
        &self,
        network: &Network,
        costs: Vec<f64>,
        budget: &Budget<'_>,
    ) -> anyhow::Result<Report> {
        let options = order::Options { stop: self.stop, costs, seed: self.seed };
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

    /// An order that never exceeds a given curve.
    fn order_below(
        &self,
        network: &Network,
        costs: &[f64],
        budget: &Budget<'_>,
    ) -> anyhow::Result<Report> {
        let found = below::plan(&network.graph, &self.at_most, costs, budget)?;
        let n_steps = self.at_most.len();
        let (order, proved, verdict) = match found {
            Below::Order { order, proved: true } => {
                (order, true, "proved: no order within the curve has a smaller sum".to_owned())
            }
            Below::Order { order, proved: false } => {
                (order, false, "within the curve; whether another has a smaller sum is open".into())
            }
            Below::Impossible { n_steps: met } => {
                let possible = format!("it is possible for the first {met} steps of {n_steps}");
                (Vec::new(), true, format!("proved: no order stays within the curve; {possible}"))
            }
            Below::Open => (Vec::new(), false, "none found, and none ruled out: try longer".into()),
        };
        let mut report = Report::new(network, "order", &order, &verdict);
        report.set("at_most", json!(self.at_most));
        report.set("reached", json!(!order.is_empty()));
        report.set("proved", json!(proved));
        report.set("verdict", json!(verdict));
        Ok(report)
    }

    fn set(
        &self,
        network: &Network,
        costs: Vec<f64>,
        budget: &Budget<'_>,
    ) -> anyhow::Result<Report> {
        let max_fragment = self.max_fragment.unwrap_or(1);
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

    fn block(
        &self,
        network: &Network,
        costs: Vec<f64>,
        budget: &Budget<'_>,
    ) -> anyhow::Result<Report> {
        let k = self.k.unwrap_or(0.0);
        let options = block::Options { k, costs, seed: self.seed };
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

    /// A plan that may remove links too.
    fn with_links(
        &self,
        network: &Network,
        elements: &Elements,
        budget: &Budget<'_>,
    ) -> anyhow::Result<Report> {
        let goal = match self.goal {
            Goal::Set => plan_links::Goal::Set { max_fragment: self.max_fragment.unwrap_or(1) },
            Goal::Block => plan_links::Goal::Block { k: self.k.unwrap_or(0.0) },
            Goal::Order => anyhow::bail!(
                "an order removes nodes only: take the links out of the table, or plan a set or \
                 a block"
            ),
        };
        let (costs, links) = (&elements.costs, &elements.links);
        let found = plan_links::plan(network, goal, costs, links, self.seed, budget)?;
        Ok(self.at_once(network, &found))
    }

    /// A plan over several layers.
    fn layered(
        &self,
        network: &Network,
        layers: &[Graph],
        elements: &Elements,
        budget: &Budget<'_>,
    ) -> anyhow::Result<Report> {
        anyhow::ensure!(elements.links.is_empty(), "a plan over layers removes nodes only");
        let goal = match self.goal {
            Goal::Set => layers::Goal::Set(self.max_fragment.unwrap_or(1)),
            Goal::Block => layers::Goal::Block(self.k.unwrap_or(0.0)),
            Goal::Order => anyhow::bail!("a plan over layers is a set or a block, not an order"),
        };
        let plan = layers::plan(layers, goal, &elements.costs, self.seed, budget)?;
        let before = || layers::mutual_sizes(layers, &vec![false; network.labels.len()]);
        let largest = plan.largest.last().copied();
        let largest = largest.unwrap_or_else(|| before().into_iter().max().unwrap_or(0));
        let value = if matches!(self.goal, Goal::Set) { plan.cost } else { f64::from(largest) };
        let label = |&node: &Node| network.labels[node as usize].clone();
        let found = plan_links::Found {
            removals: plan.removals.iter().map(label).collect(),
            curve: plan.largest,
            cost: plan.cost,
            value,
            lower_bound: plan.lower_bound,
            proved: plan.proved,
        };
        let mut report = self.at_once(network, &found);
        report.set("layers", json!(layers.len()));
        Ok(report)
    }

    /// The report of removals at once, whatever they remove.
    fn at_once(&self, network: &Network, found: &plan_links::Found) -> Report {
        let n_nodes = network.graph.n_nodes().max(1) as f64;
        let shares: Vec<f64> = found.curve.iter().map(|&size| f64::from(size) / n_nodes).collect();
        let rows = found.removals.iter().zip(&shares).enumerate().map(|(index, (name, share))| {
            vec![(index + 1).to_string(), format!("{:.1} %", share * 100.0), name.clone()]
        });
        let text = format!(
            "{}\n\n{} removals\n{}",
            table::text(&["step", "largest", "remove"], rows),
            found.removals.len(),
            verdict(found.proved, found.value, found.lower_bound)
        );
        let json = json!({
            "goal": if matches!(self.goal, Goal::Set) { "set" } else { "block" },
            "nodes": network.graph.n_nodes(),
            "edges": network.graph.n_edges(),
            "order": found.removals,
            "removals": found.removals.len(),
            "curve": shares,
            "largest": found.curve.last(),
            "cost": found.cost,
            "lower_bound": found.lower_bound,
            "gap": gap(found.value, found.lower_bound),
            "proved": found.proved,
        });
        Report { json, text }
    }

    /// What may be removed at which cost, from the table and from single arguments.
    fn elements(&self, network: &Network) -> anyhow::Result<Elements> {
        let mut elements = Elements {
            costs: vec![1.0; network.graph.n_nodes()],
            links: Vec::new(),
            never: Vec::new(),
            kept: BTreeMap::new(),
            kinds: BTreeMap::new(),
        };
        if let Some(path) = &self.attributes {
            let rows = attributes::read(&input::bytes(path)?)
                .with_context(|| format!("{} is not a table of attributes", path.display()))?;
            for row in rows {
                elements.add(network, row)?;
            }
        }
        for given in &self.cost {
            let (label, cost) = given
                .rsplit_once('=')
                .ok_or_else(|| anyhow::anyhow!("--cost {given:?} is not LABEL=COST"))?;
            let cost: f64 = cost
                .parse()
                .with_context(|| format!("--cost {given:?}: {cost:?} is not a number"))?;
            anyhow::ensure!(
                cost.is_finite() && cost >= 0.0,
                "--cost {given:?}: a cost is a finite number of at least 0"
            );
            elements.costs[network.node(label)? as usize] = cost;
        }
        for label in &self.protect {
            elements.never.push(network.node(label)?);
            elements.kept.insert(label.clone(), "protected".to_owned());
        }
        // Last, so that no cost makes anybody removable who is not.
        for &node in &elements.never {
            elements.costs[node as usize] = f64::INFINITY;
        }
        Ok(elements)
    }
}

/// What may be removed, what may not and why.
struct Elements {
    /// For each node; infinite where it may not.
    costs: Vec<f64>,
    links: LinkCosts,
    /// Nodes that may not be removed, whatever they cost.
    never: Vec<Node>,
    kept: BTreeMap<String, String>,
    kinds: BTreeMap<String, String>,
}

impl Elements {
    fn add(&mut self, network: &Network, row: Attributes) -> anyhow::Result<()> {
        let node = network.node(&row.label)?;
        let Some(to) = row.to else {
            self.kinds.insert(row.label.clone(), row.kind);
            self.costs[node as usize] = row.cost.unwrap_or(1.0);
            if let Some(reason) = row.never {
                self.never.push(node);
                self.kept.insert(row.label, reason);
            }
            return Ok(());
        };
        let name = format!("{} -- {to}", row.label);
        let to = network.node(&to)?;
        self.kinds.insert(name.clone(), row.kind);
        match row.never {
            Some(reason) => _ = self.kept.insert(name, reason),
            None => self.links.push(((node, to), row.cost.unwrap_or(1.0))),
        }
        Ok(())
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
