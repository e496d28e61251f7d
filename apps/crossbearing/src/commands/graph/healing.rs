//! `crossbearing graph healing`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use crossbearing_graph::Node;
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_graph::disruption::block;
use crossbearing_graph::healing;
use crossbearing_graph::read::Network;
use serde_json::json;

use crate::commands::graph::input::{self, Input};
use crate::commands::graph::table;

/// Arguments of `crossbearing graph healing`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossbearing graph healing calls.txt --remove anna --remove ben --ties 2
  crossbearing graph healing calls.txt --k 4 --ties 2 --json
  crossbearing graph healing before.csv --then after.csv --top 10")]
pub(crate) struct Healing {
    #[command(flatten)]
    input: Input,
    /// Who is removed; may be given several times.
    #[arg(long, value_name = "LABEL", conflicts_with_all = ["k", "then"])]
    remove: Vec<String>,
    /// Choose so many removals that do best against the best answer.
    #[arg(long, value_name = "K", conflicts_with = "then")]
    k: Option<usize>,
    /// How many new ties the answer may make.
    #[arg(long, default_value_t = 1)]
    ties: usize,
    /// The same network later: test the likely ties against what formed.
    #[arg(long, value_name = "EDGES")]
    then: Option<PathBuf>,
    /// Show so many likely ties.
    #[arg(long, default_value_t = 10)]
    top: usize,
    /// Decides every random choice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Plans that are compared by what they leave after the best answer.
const N_PLANS: u64 = 12;
/// Steps that finding each may take.
const PLAN_STEPS: u64 = 20_000_000;

impl Healing {
    /// Computes and prints.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let network = self.input.read()?;
        if let Some(then) = &self.then {
            return self.backtest(&network, &input::network(then)?);
        }
        let removals = match self.k {
            Some(k) => self.chosen(&network, k)?,
            None => {
                self.remove.iter().map(|label| network.node(label)).collect::<Result<_, _>>()?
            }
        };
        let graph = &network.graph;
        let at_first = healing::largest_after_reconnection(graph, &removals, 0);
        let healed = healing::largest_after_reconnection(graph, &removals, self.ties);
        let likely = healing::likely_ties(graph, &removals);
        let label = |node: Node| network.labels[node as usize].as_str();
        let ties = likely.iter().take(self.top);
        let mut out = std::io::stdout().lock();
        if self.json {
            let ties = ties.map(
                |tie| json!({ "from": label(tie.from), "to": label(tie.to), "score": tie.score }),
            );
            let report = json!({
                "removals": removals.iter().map(|&node| label(node)).collect::<Vec<_>>(),
                "largest": at_first,
                "ties": self.ties,
                "largest_after_best_answer": healed,
                "likely_ties": ties.collect::<Vec<_>>(),
            });
            writeln!(out, "{report}")?;
            return Ok(());
        }
        let rows = ties.map(|tie| {
            vec![label(tie.from).to_owned(), label(tie.to).to_owned(), table::number(tie.score)]
        });
        writeln!(out, "{}\n", table::text(&["from", "to", "speaks for it"], rows))?;
        let names: Vec<&str> = removals.iter().map(|&node| label(node)).collect();
        writeln!(out, "without {}: the largest fragment has {at_first}", names.join(", "))?;
        writeln!(out, "the best answer with {} new ties makes it {healed}", self.ties)?;
        Ok(())
    }

    /// The removals that leave least after the best answer, of several plans and what each keeps
    /// down to: plans for fewer removals leave room for none, so all have `k`.
    fn chosen(&self, network: &Network, k: usize) -> anyhow::Result<Vec<Node>> {
        let mut plans = Vec::new();
        for seed in 0..N_PLANS {
            let seed = self.seed.wrapping_add(seed);
            let options = block::Options { k: k as f64, costs: Vec::new(), seed };
            let steps = Steps::new(PLAN_STEPS);
            plans.push(block::plan(&network.graph, &options, &Budget::whole(&steps))?.removals);
        }
        let best = healing::best_against_reconnection(&network.graph, &plans, self.ties);
        Ok(best.map_or_else(Vec::new, |(at, _)| plans.swap_remove(at)))
    }

    fn backtest(&self, before: &Network, after: &Network) -> anyhow::Result<()> {
        let later: Vec<Option<Node>> =
            before.labels.iter().map(|label| after.node(label).ok()).collect();
        let found = healing::backtest(&before.graph, &after.graph, &later, self.top);
        let share = |of: usize, all: usize| of as f64 / all.max(1) as f64;
        let precision = share(found.came_true, found.tried);
        let chance = share(found.formed, found.possible);
        let mut out = std::io::stdout().lock();
        if self.json {
            let report = json!({
                "tried": found.tried,
                "came_true": found.came_true,
                "possible": found.possible,
                "formed": found.formed,
                "precision": precision,
                "chance": chance,
            });
            writeln!(out, "{report}")?;
            return Ok(());
        }
        writeln!(
            out,
            "of the {} likeliest ties {} formed ({precision:.3}); of all {} possible {} ({chance:.3})",
            found.tried, found.came_true, found.possible, found.formed
        )?;
        Ok(())
    }
}
