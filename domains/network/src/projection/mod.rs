//! The ledger as a viewer may see it, as a typed, timed, graded multigraph.

mod build;
mod calls;
mod events;
mod resolve;
mod selectors;

use std::collections::HashMap;

use crossbearing_ledger::{AsOf, Ledger, View};
use crossbearing_model::{EntityId, Instant, Label, Name, StatementId};

use crate::error::{Error, Result};
use crate::evidence::{Evidence, ReportNo, SourceNo};
use crate::kind::{Layer, NodeKind};

pub(crate) use build::both;

/// A number into [`Projection::nodes`].
pub type NodeNo = u32;

/// A number into [`Projection::ties`].
pub type TieNo = u32;

/// A person, thing or event, with every entity that it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The entity that stands for all of them; the id under which the viewer knows it.
    pub id: EntityId,
    /// Every entity that it is, itself included, by id.
    pub members: Vec<EntityId>,
    /// What it is.
    pub kind: NodeKind,
    /// Its schema.
    pub schema: Name,
    /// The line to show it under.
    pub caption: String,
    /// The language of the caption.
    pub lang: Option<Name>,
    /// Whether it is a pseudonym for the viewer.
    pub protected: bool,
    /// Whether it must never be acted against.
    pub care: Care,
    /// What says that the person is a suspect or convicted.
    pub suspicion: Vec<Evidence>,
    /// When it happened, for events.
    pub when: Span,
    /// Who may read what the caption says.
    pub labels: Vec<Label>,
}

/// Why somebody is nobody's target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Care {
    /// No reason is known.
    None,
    /// A victim, child, smuggled person or witness; the statements that say so, none where the
    /// viewer sees a pseudonym only.
    InDanger(Vec<StatementId>),
    /// Carried by smugglers, and nobody calls the person a suspect.
    Carried(Vec<StatementId>),
}

/// From when to when, as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// The first instant.
    pub from: Option<Instant>,
    /// The last instant.
    pub to: Option<Instant>,
}

impl Span {
    /// Whether it may have been between the two; what has no date always may.
    pub fn meets(self, from: Option<Instant>, to: Option<Instant>) -> bool {
        let starts = self.from.or(self.to);
        let ends = self.to.or(self.from);
        from.is_none_or(|from| ends.is_none_or(|ends| ends >= from))
            && to.is_none_or(|to| starts.is_none_or(|starts| starts <= to))
    }
}

/// A tie between two nodes, with what says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// Where it begins.
    pub from: NodeNo,
    /// Where it ends.
    pub to: NodeNo,
    /// Its schema, or schema and property: `Command`, `Crossing.pilot`.
    pub kind: Name,
    /// What sort of tie.
    pub layer: Layer,
    /// What the arrow says.
    pub label: String,
    /// Whether it has a direction that means something: orders, money, people.
    pub directed: bool,
    /// The link of its own that it is, for payments and calls: each is a tie by itself.
    pub link: Option<EntityId>,
    /// When it held.
    pub when: Span,
    /// What says so.
    pub evidence: Vec<Evidence>,
    /// What the link says of the role of its first end, in the report's words.
    pub said_roles: Vec<(String, Evidence)>,
    /// That it holds: [`crate::evidence::any`] of its evidence.
    pub probability: f64,
}

/// A report that evidence comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its id.
    pub id: EntityId,
    /// Its title, if the viewer may see one.
    pub title: String,
    /// Who or what it comes from.
    pub source: SourceNo,
    /// The agency whose information it is.
    pub agency: String,
}

/// What reports come from: a stated source, or the report itself where none is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: EntityId,
    /// What to show it under.
    pub caption: String,
}

/// The most entities that are projected at once.
pub const MOST_ENTITIES: usize = 400_000;

/// The network that a View holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Projection {
    /// Persons, things and events, by id.
    pub nodes: Vec<Node>,
    /// The ties between them, by ends and kind.
    pub ties: Vec<Tie>,
    /// The reports that evidence comes from.
    pub reports: Vec<Report>,
    /// What they come from.
    pub sources: Vec<Source>,
    index: HashMap<EntityId, NodeNo>,
    around: Vec<Vec<TieNo>>,
}

impl Projection {
    /// Projects everything that `view` holds as of `as_of`. Entities that people judged to be one
    /// are one node; so are things that share their selector: one number is one telephone.
    pub fn of(ledger: &Ledger, view: &View, as_of: AsOf) -> Result<Self> {
        build::project(ledger, view, as_of)
    }

    /// The node that is this entity, whichever of its ids is given.
    pub fn find(&self, id: &EntityId) -> Result<NodeNo> {
        self.index.get(id).copied().ok_or_else(|| Error::NoSuchNode { id: id.clone() })
    }

    /// A node by its number.
    pub fn node(&self, node: NodeNo) -> &Node {
        &self.nodes[node as usize]
    }

    /// A tie by its number.
    pub fn tie(&self, tie: TieNo) -> &Tie {
        &self.ties[tie as usize]
    }

    /// The ties that a node has.
    pub fn ties_of(&self, node: NodeNo) -> impl Iterator<Item = (TieNo, &Tie)> {
        let numbers = self.around.get(node as usize).map_or(&[][..], Vec::as_slice);
        numbers.iter().map(|&number| (number, self.tie(number)))
    }

    /// The source of a report.
    pub fn source_of(&self, report: ReportNo) -> SourceNo {
        self.reports.get(report as usize).map_or(0, |report| report.source)
    }

    /// The same nodes with other ties.
    pub(crate) fn with_ties(&self, ties: Vec<Tie>) -> Self {
        let mut changed = Self { ties, around: Vec::new(), ..self.clone() };
        changed.index_ties();
        changed
    }

    pub(crate) fn index_ties(&mut self) {
        self.around = vec![Vec::new(); self.nodes.len()];
        for (number, tie) in (0..).zip(&self.ties) {
            self.around[tie.from as usize].push(number);
            if tie.to != tie.from {
                self.around[tie.to as usize].push(number);
            }
        }
    }
}

impl Tie {
    /// The other end.
    pub fn other(&self, node: NodeNo) -> NodeNo {
        if self.from == node { self.to } else { self.from }
    }
}
