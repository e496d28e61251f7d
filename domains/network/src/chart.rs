//! A part of a network with where to draw it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crossbearing_graph::Graph;
use crossbearing_graph::layout::Point;
use crossbearing_model::{EntityId, Label};

use crate::arrange::{USUAL_ASPECT, arrange};
use crate::error::Result;
use crate::kind::NodeKind;
use crate::projection::{NodeNo, Projection, TieNo};

/// The nodes of a chart, the ties between them, and where each is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The nodes, in the order asked for.
    pub nodes: Vec<Placed>,
    /// The ties between them.
    pub ties: Vec<TieNo>,
    /// What of it may be read by whom: the label of everything it shows.
    pub labels: Vec<Label>,
}

/// A node of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// The node.
    pub node: NodeNo,
    /// Where it is drawn; ties are about one unit long.
    pub at: Point,
    /// Neighbours that the chart does not show.
    pub unseen: usize,
}

impl Projection {
    /// The chart of some entities. Those with a place stay there; others find one beside what they
    /// are tied to.
    pub fn chart(
        &self,
        ids: &[EntityId],
        places: &BTreeMap<EntityId, Point>,
        seed: u64,
    ) -> Result<Chart> {
        self.chart_in(ids, places, seed, USUAL_ASPECT)
    }

    /// [`Self::chart`] for a drawing that is so many times wider than high.
    pub fn chart_in(
        &self,
        ids: &[EntityId],
        places: &BTreeMap<EntityId, Point>,
        seed: u64,
        aspect: f64,
    ) -> Result<Chart> {
        let mut shown: Vec<NodeNo> = Vec::new();
        for id in ids {
            // What a viewer no longer sees is no longer on the chart.
            if let Ok(node) = self.find(id)
                && !shown.contains(&node)
            {
                shown.push(node);
            }
        }
        let position: HashMap<NodeNo, u32> = shown.iter().copied().zip(0..).collect();
        let mut ties: BTreeSet<TieNo> = BTreeSet::new();
        let mut edges = Vec::new();
        let mut nodes = Vec::with_capacity(shown.len());
        for &node in &shown {
            let mut unseen: BTreeSet<NodeNo> = BTreeSet::new();
            for (number, tie) in self.ties_of(node) {
                let other = tie.other(node);
                match position.get(&other) {
                    Some(&far) => {
                        if ties.insert(number) {
                            edges.push((position[&node], far));
                        }
                    }
                    None => {
                        unseen.insert(other);
                    }
                }
            }
            nodes.push(Placed { node, at: [0.0; 2], unseen: unseen.len() });
        }
        let previous: Vec<Option<Point>> =
            shown.iter().map(|&node| self.place(node, places)).collect();
        let graph = Graph::from_edges(shown.len(), edges)?;
        let points = arrange(&graph, &previous, seed, aspect);
        for ((placed, point), kept) in nodes.iter_mut().zip(points).zip(previous) {
            placed.at = kept.unwrap_or(point);
        }
        let ties: Vec<TieNo> = ties.into_iter().collect();
        let labels = self.labels_of(&shown, &ties);
        Ok(Chart { nodes, ties, labels })
    }

    fn place(&self, node: NodeNo, places: &BTreeMap<EntityId, Point>) -> Option<Point> {
        let place = self.node(node).members.iter().find_map(|id| places.get(id)).copied();
        place.filter(|point| point.iter().all(|value| value.is_finite()))
    }

    /// Whom and what to show first: the persons with most ties, suspects before others, and what
    /// ties several of them.
    pub fn overview(&self, most: usize) -> Vec<EntityId> {
        let binding =
            |node: NodeNo| self.ties_of(node).filter(|(_, tie)| tie.layer.binds()).count();
        let mut persons: Vec<(bool, usize, NodeNo)> = (0..)
            .zip(&self.nodes)
            .filter(|(_, node)| node.kind == NodeKind::Person)
            .map(|(number, node)| (!node.suspicion.is_empty(), binding(number), number))
            .filter(|(_, ties, _)| *ties > 0)
            .collect();
        persons.sort_by_key(|(suspect, ties, number)| (Reverse((*suspect, *ties)), *number));
        persons.truncate(most * 2 / 3);
        let mut shown: Vec<NodeNo> = persons.into_iter().map(|(_, _, number)| number).collect();
        let mut shared: BTreeMap<NodeNo, BTreeSet<NodeNo>> = BTreeMap::new();
        for &person in &shown {
            for (_, tie) in self.ties_of(person).filter(|(_, tie)| tie.layer.binds()) {
                shared.entry(tie.other(person)).or_default().insert(person);
            }
        }
        let mut things: Vec<(usize, NodeNo)> = shared
            .into_iter()
            .filter(|(thing, persons)| persons.len() > 1 && !shown.contains(thing))
            .map(|(thing, persons)| (persons.len(), thing))
            .collect();
        things.sort_by_key(|(persons, number)| (Reverse(*persons), *number));
        let room = most.saturating_sub(shown.len());
        shown.extend(things.into_iter().take(room).map(|(_, thing)| thing));
        shown.into_iter().map(|node| self.node(node).id.clone()).collect()
    }

    /// The distinct labels of everything that these nodes and ties show.
    pub fn labels_of(&self, nodes: &[NodeNo], ties: &[TieNo]) -> Vec<Label> {
        let captions = nodes.iter().flat_map(|&node| &self.node(node).labels);
        let evidence = ties.iter().flat_map(|&tie| &self.tie(tie).evidence);
        let all = captions.chain(evidence.flat_map(|said| &said.labels));
        let distinct: BTreeSet<Label> = all.cloned().collect();
        distinct.into_iter().collect()
    }
}
