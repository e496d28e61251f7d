//! The truth of an exercise, as far as it concerns the network.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use crossbearing_exercise::{Exercise, Plan};
use crossbearing_graph::Graph;
use crossbearing_network::roles::Role;
use serde_json::Value;

use crate::folder::DataFolder;

/// The words under which somebody takes part in what ties people.
const PARTS: [&str; 13] = [
    "superior",
    "subordinate",
    "person",
    "associate",
    "pilot",
    "facilitator",
    "involved",
    "participants",
    "sender",
    "receiver",
    "payer",
    "beneficiary",
    "director",
];

/// Who truly works for a network, in which role, and with whom.
pub(super) struct Truth {
    /// What each entity of an agency truly is.
    pub(super) identity: BTreeMap<String, String>,
    /// The true role of everybody who works for a network.
    pub(super) role: BTreeMap<String, Role>,
    /// Those who work for a network, in the order of the graph's nodes.
    pub(super) actors: Vec<String>,
    /// Who works with whom.
    pub(super) graph: Graph,
}

impl Truth {
    /// The truth of the exercise that a folder holds.
    pub(super) fn of(folder: &DataFolder) -> anyhow::Result<Self> {
        let exercise = folder.settings().exercise.as_ref();
        let exercise =
            exercise.context("the folder holds no exercise: there is no truth to score against")?;
        let plan = Plan::new(exercise.seed, exercise.persons)?.ending(exercise.ends);
        let exercise = Exercise::new(plan)?;
        let (mut identity, mut role) = (BTreeMap::new(), BTreeMap::new());
        let mut together: Vec<Vec<String>> = Vec::new();
        for record in exercise.truth() {
            let record = serde_json::to_value(record)?;
            let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
            match text("record").as_str() {
                "identity" => {
                    identity.insert(text("entity"), text("truth"));
                }
                "person" => {
                    if let Some(found) = role_of(&text("role")) {
                        role.insert(text("id"), found);
                    }
                }
                "thing"
                    if !["Arrest", "Charge", "Conviction", "Sentence", "Membership"]
                        .contains(&text("schema").as_str()) =>
                {
                    together.push(taking_part(&record["values"]));
                }
                _ => {}
            }
        }
        let actors: Vec<String> = role.keys().cloned().collect();
        let position: BTreeMap<&String, u32> = actors.iter().zip(0..).collect();
        let mut edges: BTreeSet<(u32, u32)> = BTreeSet::new();
        for persons in &together {
            let known: Vec<u32> =
                persons.iter().filter_map(|id| position.get(id).copied()).collect();
            for (at, &one) in known.iter().enumerate() {
                for &other in &known[at + 1..] {
                    edges.insert((one.min(other), one.max(other)));
                }
            }
        }
        let graph = Graph::from_edges(actors.len(), edges)?;
        Ok(Self { identity, role, actors, graph })
    }
}

fn taking_part(values: &Value) -> Vec<String> {
    let of = |name: &&str| values[*name].as_array().cloned().unwrap_or_default();
    let all = PARTS.iter().flat_map(of);
    all.filter_map(|value| value.as_str().map(ToOwned::to_owned)).collect()
}

/// The exercise's role as one of the business.
fn role_of(text: &str) -> Option<Role> {
    match text {
        "boat-supplier" | "engine-supplier" => Some(Role::Supplier),
        "safe-house-keeper" => Some(Role::Housekeeper),
        other => other.parse().ok(),
    }
}
