//! `crossbearing graph stages`.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use crossbearing_graph::read::stages::{self as table_of_stages, Flow};
use crossbearing_graph::stages;
use serde_json::json;

use crate::commands::graph::input;
use crate::commands::graph::table;

/// Arguments of `crossbearing graph stages`.
#[derive(Debug, Args)]
#[command(after_help = "\
The table has the columns from,to,name,capacity,cost: who or what passes people, money or goods
on from one stage to the next, how much at most (nothing: no limit), and what taking it away
costs (nothing: it cannot be taken away, for instance because there is no legal basis).

  from,to,name,capacity,cost
  recruit,pay,the page,30,1
  pay,cross,the money office,40,2
  cross,arrive,the two boats,25,6

Examples:
  crossbearing graph stages business.csv --from recruit --to arrive
  crossbearing graph stages business.csv --from recruit --to arrive --without 'the page' --json")]
pub(crate) struct Stages {
    /// The table of stages; `-` reads standard input.
    #[arg(value_name = "TABLE")]
    path: PathBuf,
    /// The stage where the flow begins.
    #[arg(long, value_name = "STAGE")]
    from: String,
    /// The stage where it ends.
    #[arg(long, value_name = "STAGE")]
    to: String,
    /// Who or what is gone already; may be given several times.
    #[arg(long, value_name = "NAME")]
    without: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Stages {
    /// Computes and prints.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let bytes = input::bytes(&self.path)?;
        let flow = table_of_stages::read(&bytes)
            .with_context(|| format!("{} is not a table of stages", self.path.display()))?;
        let answer = self.answer(&flow)?;
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", answer.json)?;
        } else {
            writeln!(out, "{}", answer.text)?;
        }
        Ok(())
    }

    fn answer(&self, flow: &Flow) -> anyhow::Result<Answer> {
        let (from, to) = (flow.stage(&self.from)?, flow.stage(&self.to)?);
        let n_stages = flow.stages.len();
        let passes = |gone: &[usize]| stages::flow_without(n_stages, &flow.arcs, gone, from, to);
        let gone: Vec<usize> =
            self.without.iter().map(|name| flow.position(name)).collect::<Result<_, _>>()?;
        let (before, through) = passes(&[])?;
        let (now, through_now) = passes(&gone)?;
        let mut left = flow.arcs.clone();
        for &index in &gone {
            left[index].capacity = 0.0;
        }
        let plan = stages::cheapest_interdiction(n_stages, &left, from, to);
        let mut rows = Vec::new();
        let mut elements = Vec::new();
        for (index, name) in flow.names.iter().enumerate() {
            let (without, _) = passes(&[&gone[..], &[index]].concat())?;
            let is_planned = plan.as_ref().is_ok_and(|plan| plan.arcs.contains(&index));
            rows.push(vec![
                name.clone(),
                amount(flow.arcs[index].cost, "never"),
                amount(through[index], "no limit"),
                amount(through_now[index], "no limit"),
                amount(without, "no limit"),
                if is_planned { "take away" } else { "" }.to_owned(),
            ]);
            elements.push(json!({
                "name": name,
                "from": flow.stages[flow.arcs[index].from as usize],
                "to": flow.stages[flow.arcs[index].to as usize],
                "cost": finite(flow.arcs[index].cost),
                "passes": finite(through[index]),
                "passes_now": finite(through_now[index]),
                "reroutes": finite((through_now[index] - through[index]).max(0.0)),
                "flow_without": finite(without),
                "planned": is_planned,
            }));
        }
        let verdict = match &plan {
            Ok(plan) => format!("the flow stops at a cost of {}; none costs less", plan.cost),
            Err(error) => format!("the flow cannot be stopped: {error}"),
        };
        let heading = ["name", "cost", "passes", "passes now", "flow without it", "plan"];
        let text = format!(
            "{}\n\nflow {}, now {}\n{verdict}",
            table::text(&heading, rows),
            amount(before, "without limit"),
            amount(now, "without limit"),
        );
        let names = |arcs: &[usize]| -> Vec<&str> {
            arcs.iter().map(|&index| flow.names[index].as_str()).collect()
        };
        let (cost, removals) = match &plan {
            Ok(plan) => (Some(plan.cost), Some(names(&plan.arcs))),
            Err(_) => (None, None),
        };
        let json = json!({
            "flow": finite(before),
            "flow_now": finite(now),
            "interdiction": removals,
            "cost": cost,
            "lower_bound": cost,
            "proved": cost.is_some(),
            "verdict": verdict,
            "elements": elements,
        });
        Ok(Answer { json, text })
    }
}

struct Answer {
    json: serde_json::Value,
    text: String,
}

/// A number that JSON can hold; none for no limit.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn amount(value: f64, no_limit: &str) -> String {
    if value.is_finite() { table::number(value) } else { no_limit.to_owned() }
}
