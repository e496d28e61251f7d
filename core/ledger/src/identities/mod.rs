//! Who is who, as far as people have decided it and the View holds their judgements.
//!
//! A judgement is an entity of schema `Judgement`: its verdict, reason and evidence are statements
//! like any other, with a label and a report. Nothing here merges records by itself: two records
//! are one person where somebody said so, and no longer than that stands.

mod judgement;
mod partition;
mod reading;

use std::collections::{BTreeMap, HashMap};

use crossbearing_model::EntityId;

pub use judgement::{Judgement, State, Verdict};

/// A judgement "same" that is not heeded, because others say that it would make one of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// One of the two records that would have been joined.
    pub left: EntityId,
    /// The other.
    pub right: EntityId,
    /// The judgements that say "same", by id.
    pub same: Vec<EntityId>,
    /// The judgements that say "different" of records that would be in one cluster, by id.
    pub different: Vec<EntityId>,
}

/// The partition of records that the judgements in a View make.
///
/// Clusters come from judgements "same" alone. A judgement "different" binds for as long as it
/// stands: of the judgements "same" that would bring its two records into one cluster, the newest
/// are heeded first and the one that would close the circle is set aside, as a [`Conflict`]. A pair
/// for which a second opinion is wanted is joined when two different people have said "same".
/// Judgements about records of which the View holds nothing, or which it shows as a pseudonym,
/// take no part.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Identities {
    cluster_of: HashMap<EntityId, EntityId>,
    clusters: BTreeMap<EntityId, Vec<EntityId>>,
    conflicts: Vec<Conflict>,
    judgements: Vec<Judgement>,
}

impl Identities {
    /// The cluster of a record: the id that comes first among its members; the record itself if
    /// nobody joined it to another.
    pub fn of<'a>(&'a self, record: &'a EntityId) -> &'a EntityId {
        self.cluster_of.get(record).unwrap_or(record)
    }

    /// The records of a cluster, by id; of a record alone, itself.
    pub fn members<'a>(&'a self, cluster: &'a EntityId) -> &'a [EntityId] {
        self.clusters.get(cluster).map_or(std::slice::from_ref(cluster), Vec::as_slice)
    }

    /// The clusters of two records and more, by id.
    pub fn clusters(&self) -> impl Iterator<Item = (&EntityId, &[EntityId])> {
        self.clusters.iter().map(|(cluster, members)| (cluster, members.as_slice()))
    }

    /// Judgements that contradict one another, by record.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// Every judgement of the View, those that no longer stand included, in the order in which
    /// they were recorded.
    pub fn judgements(&self) -> &[Judgement] {
        &self.judgements
    }
}
