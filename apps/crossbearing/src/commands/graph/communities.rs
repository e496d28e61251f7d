//! `crossbearing graph communities`.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use crossbearing_graph::budget::{Budget, Meter, Steps};
use crossbearing_graph::communities::{leiden, stability};
use serde_json::json;

use crate::commands::graph::clock::Clock;
use crate::commands::graph::input::Input;
use crate::commands::graph::table;

/// Arguments of `crossbearing graph communities`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossbearing graph communities calls.txt
  crossbearing graph communities calls.txt --runs 50 --keep 0.9 --json
  crossbearing graph communities calls.txt --quality potts --resolution 0.05")]
pub(crate) struct Communities {
    #[command(flatten)]
    input: Input,
    /// What makes a good partition.
    #[arg(long, value_enum, default_value_t = Quality::Modularity)]
    quality: Quality,
    /// Larger gives smaller communities.
    #[arg(long, default_value_t = 1.0)]
    resolution: f64,
    /// Test the communities over so many runs with other seeds.
    #[arg(long, default_value_t = 0)]
    runs: usize,
    /// Keep each link with this probability in each run.
    #[arg(long, default_value_t = 0.9)]
    keep: f64,
    /// Search for at most so many seconds.
    #[arg(long, value_name = "SECONDS")]
    time: Option<f64>,
    /// Decides every random choice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Quality {
    /// More weight inside communities than ties at random would give.
    Modularity,
    /// The constant Potts model.
    Potts,
}

impl Communities {
    /// Finds and prints.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let network = self.input.read()?;
        let steps = Steps::new(u64::MAX);
        let clock = self.time.map(Clock::start).transpose()?;
        let meter: &dyn Meter = clock.as_ref().map_or(&steps, |clock| clock);
        let quality = match self.quality {
            Quality::Modularity => leiden::Quality::Modularity,
            Quality::Potts => leiden::Quality::ConstantPotts,
        };
        let options = leiden::Options { quality, resolution: self.resolution, seed: self.seed };
        let budget = Budget::whole(meter);
        let found = stability::stability(&network.graph, &options, self.runs, self.keep, &budget)?;
        let of = &found.communities.of;
        let mut out = std::io::stdout().lock();
        if self.json {
            let nodes: Vec<_> = (0..of.len())
                .map(|node| {
                    json!({
                        "label": network.labels[node],
                        "community": of[node],
                        "stability": found.of_node[node],
                    })
                })
                .collect();
            let report = json!({
                "communities": found.communities.n_communities,
                "quality": found.communities.quality,
                "runs": self.runs,
                "agreement": found.agreement,
                "nodes": nodes,
            });
            writeln!(out, "{report}")?;
            return Ok(());
        }
        let rows = (0..of.len()).map(|node| {
            let stability = table::number(found.of_node[node]);
            vec![network.labels[node].clone(), of[node].to_string(), stability]
        });
        writeln!(out, "{}", table::text(&["label", "community", "stability"], rows))?;
        let (count, quality) = (found.communities.n_communities, found.communities.quality);
        writeln!(out, "\n{count} communities, quality {quality:.4}")?;
        if self.runs > 0 {
            let (runs, agreement) = (self.runs, found.agreement);
            writeln!(out, "{runs} runs agree by {agreement:.3} (adjusted Rand index)")?;
        }
        Ok(())
    }
}
