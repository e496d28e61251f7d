//! `crossbearing network score`.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_graph::components::Components;
use crossbearing_graph::disruption::block;
use crossbearing_log::Kind;
use crossbearing_network::planning::{Goal, PlanRequest, plan};
use crossbearing_network::roles::{Heard, Role, roles};
use serde_json::{Value, json};

use super::truth::Truth;
use super::{Look, Seen};
use crate::commands::console::{say, say_json};

/// Steps that each plan may take.
const STEPS: u64 = 300_000_000;

/// Arguments of `crossbearing network score`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  crossbearing exercise --persons 200 --into demo
  crossbearing network score --folder demo --as a.harrowmere --purpose cold-lantern")]
pub(crate) struct Score {
    /// How many removals the plan has.
    #[arg(long, default_value_t = 4)]
    k: u32,
    /// Roles less probable than this are not counted as said.
    #[arg(long, default_value_t = 0.5)]
    threshold: f64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    look: Look,
}

impl Score {
    /// Scores and prints.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let seen = self.look.open()?;
        let truth = Truth::of(&seen.folder)?;
        seen.note(Kind::Consultation, [])?;
        let everything = score_roles(&seen, &truth, Heard::Everything, self.threshold);
        let conduct = score_roles(&seen, &truth, Heard::Conduct, self.threshold);
        let planned = score_plan(&seen, &truth, self.k)?;
        if self.json {
            let all = json!({"roles": everything, "roles_by_conduct": conduct, "plan": planned});
            return say_json(&all);
        }
        say(format_args!(
            "{} entities seen of {} actors",
            seen.projection.nodes.len(),
            truth.actors.len()
        ))?;
        for (name, score) in
            [("roles, everything heard", &everything), ("roles, conduct only", &conduct)]
        {
            say(format_args!(
                "{name:<26} precision {:.3}  recall {:.3} of those seen, {:.3} of all  ({} said)",
                score["precision"].as_f64().unwrap_or(0.0),
                score["recall_of_seen"].as_f64().unwrap_or(0.0),
                score["recall_of_all"].as_f64().unwrap_or(0.0),
                score["said"],
            ))?;
        }
        say(format_args!("plan of {} on the true network: {planned}", self.k))
    }
}

/// The likeliest role of each node against the true one.
fn score_roles(seen: &Seen, truth: &Truth, heard: Heard, threshold: f64) -> Value {
    let true_id = |node: u32| {
        let members = &seen.projection.node(node).members;
        members.iter().find_map(|id| truth.identity.get(id.as_str())).cloned()
    };
    let mut likeliest: BTreeMap<u32, (Role, f64)> = BTreeMap::new();
    for claim in roles(&seen.projection, heard) {
        likeliest.entry(claim.node).or_insert((claim.role, claim.probability));
    }
    let (mut said, mut right) = (0, 0);
    let mut found: BTreeSet<String> = BTreeSet::new();
    for (node, (role, probability)) in likeliest {
        let Some(person) = true_id(node).filter(|_| probability >= threshold) else { continue };
        said += 1;
        if truth.role.get(&person) == Some(&role) {
            right += 1;
            found.insert(person);
        }
    }
    let visible: BTreeSet<String> = (0..seen.projection.nodes.len() as u32)
        .filter_map(true_id)
        .filter(|person| truth.role.contains_key(person))
        .collect();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    json!({
        "said": said, "right": right, "precision": share(right, said),
        "recall_of_seen": share(found.len(), visible.len()),
        "recall_of_all": share(found.len(), truth.role.len()),
    })
}

/// What the plan made from what is seen does to the true network, beside the best that there is.
fn score_plan(seen: &Seen, truth: &Truth, k: u32) -> anyhow::Result<Value> {
    let steps = Steps::new(STEPS);
    let request = PlanRequest::new(Goal::Block { budget: f64::from(k) });
    let made = plan(&seen.projection, &request, &Budget::whole(&steps))?;
    let mut removed = vec![false; truth.actors.len()];
    let mut n_true = BTreeSet::new();
    for node in made.named() {
        let members = &seen.projection.node(node).members;
        let person = members.iter().find_map(|id| truth.identity.get(id.as_str()));
        if let Some(at) = person.and_then(|person| truth.actors.binary_search(person).ok()) {
            removed[at] = true;
            n_true.insert(at);
        }
    }
    let largest = Components::without(&truth.graph, &removed).largest_size();
    let steps = Steps::new(STEPS);
    let options = block::Options { k: f64::from(k), seed: 1, ..block::Options::default() };
    let best = block::plan(&truth.graph, &options, &Budget::whole(&steps))?;
    Ok(json!({
        "actors": truth.actors.len(),
        "before": Components::new(&truth.graph).largest_size(),
        "planned_leaves": largest,
        "distinct_true_persons": n_true.len(),
        "best_leaves": best.largest,
        "best_is_proved": best.proved,
    }))
}
