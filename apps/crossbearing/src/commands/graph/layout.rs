//! `crossbearing graph layout`.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_graph::layout::{self, Point};
use serde_json::{Value, json};

use crate::commands::graph::input::Input;

/// Arguments of `crossbearing graph layout`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  crossbearing graph layout calls.txt > before.json
  crossbearing graph layout more-calls.txt --previous before.json")]
pub(crate) struct Layout {
    #[command(flatten)]
    input: Input,
    /// An earlier layout, from which little should change.
    #[arg(long, value_name = "JSON")]
    previous: Option<PathBuf>,
    /// Decides every random choice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print JSON, which is also what is printed without it.
    #[arg(long)]
    json: bool,
}

impl Layout {
    /// Lays out and prints `{"positions": {"label": [x, y], ...}}`.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let network = self.input.read()?;
        let mut previous: Vec<Option<Point>> = Vec::new();
        if let Some(path) = &self.previous {
            let name = path.display();
            let text = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
            let known: Value =
                serde_json::from_slice(&text).with_context(|| format!("{name} is not a layout"))?;
            let point = |label: &String| {
                let point = &known["positions"][label];
                Some([point[0].as_f64()?, point[1].as_f64()?])
            };
            previous = network.labels.iter().map(point).collect();
        }
        let all = Steps::new(u64::MAX);
        let points = layout::layout(&network.graph, &previous, self.seed, &Budget::whole(&all));
        let positions: serde_json::Map<String, Value> = network
            .labels
            .iter()
            .zip(points)
            .map(|(label, point)| (label.clone(), json!(point)))
            .collect();
        writeln!(std::io::stdout().lock(), "{}", json!({ "positions": positions }))?;
        Ok(())
    }
}
