//! The removals that a goal asks for, with their certificate.

use crossbearing_graph::Node as Vertex;
use crossbearing_graph::budget::Budget;
use crossbearing_graph::disruption::elements::{Element, Elements};
use crossbearing_graph::disruption::{block, layers, order, set};

use super::left::Shape;
use super::{Certificate, Goal};
use crate::error::{Error, Result};

/// Who and what may be removed from a network, and for what.
#[derive(Debug)]
pub(super) struct Allowed<'a> {
    /// What each vertex costs; infinite for whom no plan may name.
    pub(super) costs: &'a [f64],
    /// The ties that may be closed, and what each costs.
    pub(super) links: &'a [((Vertex, Vertex), f64)],
}

/// Removals and how good they are, for certain.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) removals: Vec<Element>,
    pub(super) certificate: Certificate,
}

/// What is removed all at once.
#[derive(Debug, Clone, Copy)]
enum AtOnce {
    Set { max_fragment: u32 },
    Block { k: f64 },
}

/// Finds the removals. Ties are closed by sets and blocks; layers that must all survive are broken
/// by sets and blocks of persons and things.
pub(super) fn find(
    shape: &Shape,
    goal: Goal,
    allowed: &Allowed<'_>,
    seed: u64,
    budget: &Budget<'_>,
) -> Result<Found> {
    let is_plain = shape.layers.is_empty() && allowed.links.is_empty();
    let at_once = match goal {
        Goal::Order { stop } if is_plain => {
            return in_order(shape, stop, allowed.costs, seed, budget);
        }
        Goal::Order { .. } => {
            return Err(Error::NotPlanned {
                why: "an order closes no ties and knows no layers that must all survive: ask for \
                      one day (block) or for what breaks it (set)",
            });
        }
        Goal::Set { max_fragment } => AtOnce::Set { max_fragment },
        Goal::Block { budget: k } => AtOnce::Block { k },
    };
    match (shape.layers.is_empty(), allowed.links.is_empty()) {
        (true, _) => with_links(shape, at_once, allowed, seed, budget),
        (false, true) => over_layers(shape, at_once, allowed.costs, seed, budget),
        (false, false) => Err(Error::NotPlanned {
            why: "where several layers must survive no ties can be closed: take out the costs of \
                  ties, or all layers but one",
        }),
    }
}

fn in_order(
    shape: &Shape,
    stop: f64,
    costs: &[f64],
    seed: u64,
    budget: &Budget<'_>,
) -> Result<Found> {
    let options = order::Options { stop, costs: costs.to_vec(), seed };
    let found = order::plan(&shape.graph, &options, budget)?;
    let (value, bound) = (found.area, found.lower_bound);
    let (proved, reached) = (found.proved, found.reached);
    let removals = found.order.into_iter().map(Element::Node).collect();
    Ok(Found { removals, certificate: Certificate { value, bound, proved, reached } })
}

fn with_links(
    shape: &Shape,
    goal: AtOnce,
    allowed: &Allowed<'_>,
    seed: u64,
    budget: &Budget<'_>,
) -> Result<Found> {
    let ends: Vec<(Vertex, Vertex)> = allowed.links.iter().map(|(ends, _)| *ends).collect();
    let elements = Elements::new(&shape.graph, &ends)?;
    let of_links = allowed.links.iter().map(|(_, cost)| *cost);
    let costs: Vec<f64> = allowed.costs.iter().copied().chain(of_links).collect();
    let (removals, certificate) = match goal {
        AtOnce::Set { max_fragment } => {
            let found = elements.set(&set::Options { max_fragment, costs, seed }, budget)?;
            let certificate = of_set(&found);
            (found.removals, certificate)
        }
        AtOnce::Block { k } => {
            let found = elements.block(&block::Options { k, costs, seed }, budget)?;
            let certificate = of_block(&found);
            (found.removals, certificate)
        }
    };
    Ok(Found { removals: elements.removed(&removals), certificate })
}

fn over_layers(
    shape: &Shape,
    goal: AtOnce,
    costs: &[f64],
    seed: u64,
    budget: &Budget<'_>,
) -> Result<Found> {
    let asked = match goal {
        AtOnce::Set { max_fragment } => layers::Goal::Set(max_fragment),
        AtOnce::Block { k } => layers::Goal::Block(k),
    };
    let found = layers::plan(&shape.layers, asked, costs, seed, budget)?;
    let removals: Vec<Element> = found.removals.iter().copied().map(Element::Node).collect();
    let value = match goal {
        AtOnce::Set { .. } => found.cost,
        AtOnce::Block { .. } => f64::from(shape.left(&removals)?.largest()),
    };
    let (bound, proved) = (found.lower_bound, found.proved);
    Ok(Found { removals, certificate: Certificate { value, bound, proved, reached: true } })
}

fn of_set(found: &set::SetPlan) -> Certificate {
    let (value, bound, proved) = (found.cost, found.lower_bound, found.proved);
    Certificate { value, bound, proved, reached: true }
}

fn of_block(found: &block::BlockPlan) -> Certificate {
    let (value, bound) = (f64::from(found.largest), f64::from(found.lower_bound));
    Certificate { value, bound, proved: found.proved, reached: true }
}
