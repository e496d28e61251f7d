//! How sure a plan is when the ties are not, and which tie is most worth verifying.

use crossbearing_graph::Node as Vertex;
use crossbearing_graph::budget::{Budget, Steps};
use crossbearing_graph::disruption::elements::Element;
use crossbearing_graph::random::Random;
use crossbearing_graph::worlds::{Outcome, UncertainLink, Worlds, outcome};

use super::left::Shape;
use super::removals::{Allowed, find};
use super::{Goal, Plan, PlanNetwork, Target};
use crate::error::Result;

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
    pub steadier: Option<(Vec<Target>, Outcome)>,
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
pub fn worth(plan: &Plan, seed: u64) -> Result<Worth> {
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
    let worlds = Worlds::sample(network.vertices.len(), &links, N_WORLDS, seed)?;
    let own: Vec<Element> = plan.targets().filter_map(|target| network.element(target)).collect();
    let mut plans = vec![own, Vec::new()];
    plans.extend(rivals(plan, &links, seed)?);
    let mut outcomes = vec![Vec::with_capacity(worlds.n_worlds()); plans.len()];
    for exists in worlds.worlds() {
        let shape = Shape::in_world(network, exists)?;
        for (plan, outcomes) in plans.iter().zip(&mut outcomes) {
            outcomes.push(shape.left(plan)?.largest());
        }
    }
    let (planned, nothing) = (outcome(&outcomes[0]), outcome(&outcomes[1]));
    let best = outcomes.iter().map(|sizes| outcome(sizes)).enumerate().skip(2);
    let best = best.min_by(|a, b| a.1.mean.total_cmp(&b.1.mean).then(a.0.cmp(&b.0)));
    let steadier = best.filter(|(_, found)| found.mean < planned.mean - 0.05).map(|(at, found)| {
        (plans[at].iter().map(|&element| network.target(element)).collect(), found)
    });
    let verify = worlds.worth_verifying(&outcomes).into_iter();
    let verify = verify.filter(|(_, gain)| *gain > 1e-9).take(8);
    let verify = verify.map(|(link, gain)| Doubt { link, gain }).collect();
    Ok(Worth { plan: planned, nothing, steadier, verify })
}

/// Plans of the same cost, each the best of one possible world.
fn rivals(plan: &Plan, links: &[UncertainLink], seed: u64) -> Result<Vec<Vec<Element>>> {
    let network: &PlanNetwork = &plan.network;
    let mut random = Random::new(seed ^ 0x5eed);
    let mut found = Vec::new();
    for _ in 0..N_RIVALS {
        let exists: Vec<bool> = links.iter().map(|link| random.unit() < link.probability).collect();
        let shape = Shape::in_world(network, &exists)?;
        let closable = plan.link_costs.iter().filter(|((a, b), _)| shape.graph.has_edge(*a, *b));
        let closable: Vec<((Vertex, Vertex), f64)> = closable.copied().collect();
        let allowed = Allowed { costs: &plan.costs, links: &closable };
        let steps = Steps::new(RIVAL_STEPS);
        let goal = Goal::Block { budget: plan.cost };
        if let Ok(rival) = find(&shape, goal, &allowed, seed, &Budget::whole(&steps)) {
            found.push(rival.removals);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}
