//! How sure a plan is when the ties are not, and which tie is most worth verifying.

use crossbearing_graph::Node as Vertex;
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_graph::disruption::block;
use crossbearing_graph::random::Random;
use crossbearing_graph::worlds::{Outcome, UncertainLink, Worlds, outcome};

use super::{Plan, PlanNetwork};
use crate::error::Result;
use crate::projection::NodeNo;

/// Worlds that every plan is tried in.
const N_WORLDS: usize = 400;
/// Other plans of the same size that it is compared with: the best ones of as many worlds.
const N_RIVALS: usize = 10;
/// Steps that finding each of those may take.
const RIVAL_STEPS: u64 = 4_000_000;

/// How a plan does over the worlds that the ties leave open.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// The largest part after the plan: its mean, and its mean over the worst tenth of the worlds.
    pub plan: Outcome,
    /// The same if nothing is done.
    pub nothing: Outcome,
    /// The plan of the same cost that does best on average, if that is another one.
    pub steadier: Option<(Vec<NodeNo>, Outcome)>,
    /// The ties most worth verifying: by how much the outcome would improve on average if one knew.
    pub verify: Vec<Doubt>,
}

/// A tie that is worth verifying.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// The number of the link in the plan's network.
    pub link: usize,
    /// By how much smaller the largest part would be on average.
    pub gain: f64,
}

/// Tries a plan in sampled worlds: links of one source hang on one coin.
pub fn worth(plan: &Plan, costs_allow: &dyn Fn(NodeNo) -> f64, seed: u64) -> Result<Worth> {
    let network = &plan.network;
    let links: Vec<UncertainLink> = network
        .links
        .iter()
        .map(|link| UncertainLink {
            from: link.a,
            to: link.b,
            probability: link.probability.clamp(0.0, 1.0),
            source: link.source,
        })
        .collect();
    let n_vertices = network.vertices.len();
    let worlds = Worlds::sample(n_vertices, &links, N_WORLDS, seed)?;
    let own: Vec<Vertex> =
        plan.steps.iter().filter_map(|step| network.position(step.node)).collect();
    let mut plans = vec![own, Vec::new()];
    plans.extend(rivals(plan, &links, costs_allow, seed)?);
    let outcomes = worlds.outcomes(&plans)?;
    let (planned, nothing) = (outcome(&outcomes[0]), outcome(&outcomes[1]));
    let best = outcomes.iter().map(|sizes| outcome(sizes)).enumerate().skip(2);
    let best = best.min_by(|a, b| a.1.mean.total_cmp(&b.1.mean).then(a.0.cmp(&b.0)));
    let steadier = best.filter(|(_, found)| found.mean < planned.mean - 0.05).map(|(at, found)| {
        (plans[at].iter().map(|&vertex| network.vertices[vertex as usize]).collect(), found)
    });
    let verify = worlds.worth_verifying(&outcomes).into_iter();
    let verify = verify.filter(|(_, gain)| *gain > 1e-9).take(8);
    let verify = verify.map(|(link, gain)| Doubt { link, gain }).collect();
    Ok(Worth { plan: planned, nothing, steadier, verify })
}

/// Plans of the same cost, each the best of one possible world.
fn rivals(
    plan: &Plan,
    links: &[UncertainLink],
    costs_allow: &dyn Fn(NodeNo) -> f64,
    seed: u64,
) -> Result<Vec<Vec<Vertex>>> {
    let network: &PlanNetwork = &plan.network;
    let costs: Vec<f64> = network.vertices.iter().map(|&node| costs_allow(node)).collect();
    let mut random = Random::new(seed ^ 0x5eed);
    let mut found = Vec::new();
    for _ in 0..N_RIVALS {
        let exists = links.iter().filter(|link| random.unit() < link.probability);
        let edges: Vec<(Vertex, Vertex)> = exists.map(|link| (link.from, link.to)).collect();
        let world = crossbearing_graph::Graph::from_edges(network.vertices.len(), edges)?;
        let options = block::Options { k: plan.cost, costs: costs.clone(), seed };
        let steps = Steps::new(RIVAL_STEPS);
        if let Ok(rival) = block::plan(&world, &options, &Budget::whole(&steps)) {
            found.push(rival.removals);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}
