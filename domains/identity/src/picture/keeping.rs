//! Making the picture, and keeping it up to date.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use crossbearing_ledger::{AsOf, EntityRecord, Ledger};
use crossbearing_linkage::date::Date;
use crossbearing_model::EntityId;

use super::Picture;
use crate::Result;
use crate::link::Link;
use crate::selector::MANY;
use crate::subject::Subject;

/// Statements read at a time when catching up.
const AT_ONCE: usize = 10_000;
/// Companions of more than this many are no evidence; fewer are counted.
pub(crate) const MANY_BESIDE: usize = 40;

impl Picture {
    /// Reads all there is.
    pub(super) fn fill(&mut self, ledger: &Ledger, as_of: AsOf) -> Result<()> {
        // The cursor first: what is recorded while reading is read again, which changes nothing.
        self.cursor = ledger.end(&self.view)?;
        let view = self.view.clone();
        ledger.every_entity(&view, as_of, &mut |record| {
            self.put_record(&record);
            ControlFlow::Continue(())
        })?;
        self.identities = ledger.identities(&self.view, as_of)?;
        let clusters: BTreeSet<EntityId> =
            self.records.keys().map(|record| self.identities.of(record).clone()).collect();
        for cluster in &clusters {
            self.put_subject(cluster);
        }
        self.pair_up(&clusters);
        Ok(())
    }

    /// Takes in what was recorded since the last time.
    pub(super) fn take_in(&mut self, ledger: &Ledger) -> Result<()> {
        let changed = self.changed_records(ledger)?;
        let mut touched: BTreeSet<EntityId> = BTreeSet::new();
        for id in &changed {
            touched.extend(self.targets_of(id));
            self.drop_record(id);
            if let Some(record) = ledger.entity(&self.view, AsOf::Now, id)? {
                self.put_record(&record);
            }
            touched.insert(id.clone());
            touched.extend(self.targets_of(id));
        }
        let before = std::mem::take(&mut self.identities);
        self.identities = ledger.identities(&self.view, AsOf::Now)?;
        let was = before.clusters().flat_map(|(_, members)| members.iter().cloned());
        let is = self.identities.clusters().flat_map(|(_, members)| members.iter().cloned());
        let joined: BTreeSet<EntityId> = was.chain(is).collect();
        let moved = |record: &&EntityId| {
            let (old, new) = (before.of(record), self.identities.of(record));
            old != new || before.members(old) != self.identities.members(new)
        };
        touched.extend(joined.iter().filter(moved).cloned());
        // A companion that moved to another cluster is another companion.
        let beside: Vec<EntityId> =
            touched.iter().flat_map(|record| self.companions_of(record)).collect();
        touched.extend(beside);
        let clusters: BTreeSet<EntityId> = touched
            .iter()
            .flat_map(|record| [before.of(record).clone(), self.identities.of(record).clone()])
            .collect();
        let mut dirty = clusters.clone();
        for cluster in &clusters {
            dirty.extend(self.sharing_with(cluster));
            self.drop_subject(cluster);
        }
        for cluster in &clusters {
            self.put_subject(cluster);
        }
        for cluster in &clusters {
            dirty.extend(self.sharing_with(cluster));
        }
        self.pair_up(&dirty);
        Ok(())
    }

    fn changed_records(&mut self, ledger: &Ledger) -> Result<BTreeSet<EntityId>> {
        let mut changed = BTreeSet::new();
        loop {
            let (reads, reached) = ledger.since(&self.view, self.cursor, AT_ONCE)?;
            self.cursor = reached;
            changed.extend(reads.iter().map(|read| read.statement.entity.clone()));
            if reads.len() < AT_ONCE {
                return Ok(changed);
            }
        }
    }

    fn targets_of(&self, link: &EntityId) -> Vec<EntityId> {
        let targets = self.links.get(link).map(|link| link.targets.as_slice()).unwrap_or_default();
        targets.iter().map(|(target, _)| target.clone()).collect()
    }

    fn companions_of(&self, record: &EntityId) -> Vec<EntityId> {
        let links = self.links_of.get(record).into_iter().flatten();
        links.flat_map(|link| self.targets_of(link)).collect()
    }

    fn put_record(&mut self, record: &EntityRecord) {
        if let Some(subject) = Subject::of(&self.ontology, self.model, record) {
            self.records.insert(record.id.clone(), subject);
        }
        let link = Link::of(&self.ontology, record);
        for (target, _) in &link.targets {
            self.links_of.entry(target.clone()).or_default().insert(record.id.clone());
        }
        if !link.targets.is_empty() {
            self.links.insert(record.id.clone(), link);
        }
    }

    fn drop_record(&mut self, id: &EntityId) {
        self.records.remove(id);
        for target in self.targets_of(id) {
            if let Some(links) = self.links_of.get_mut(&target) {
                links.remove(id);
            }
        }
        self.links.remove(id);
    }

    fn put_subject(&mut self, cluster: &EntityId) {
        // A cluster that was joined to another is no subject any more.
        if self.identities.of(cluster) != cluster {
            return;
        }
        let members = self.identities.members(cluster).to_vec();
        let Some(subject) = self.assemble(cluster, &members) else { return };
        for held in &subject.selectors {
            self.holders.entry(held.selector.clone()).or_default().insert(cluster.clone());
        }
        let beside = subject.companions.iter().flat_map(|one| self.companion_keys(&one.record));
        let keys: BTreeSet<String> = beside.collect();
        for key in &keys {
            self.companions.entry(key.clone()).or_default().insert(cluster.clone());
        }
        self.keys_beside.insert(cluster.clone(), keys);
        for key in subject.births.iter().filter_map(|fact| whole_date(&fact.value)) {
            self.births.entry(key).or_default().insert(cluster.clone());
        }
        for name in &subject.names {
            let place = self.place_of(&name.fact.value);
            self.bearers[place].insert(cluster.clone());
        }
        self.subjects.insert(cluster.clone(), subject);
    }

    fn drop_subject(&mut self, cluster: &EntityId) {
        self.pairs.drop_of(cluster);
        let Some(subject) = self.subjects.remove(cluster) else { return };
        for held in &subject.selectors {
            if let Some(holders) = self.holders.get_mut(&held.selector) {
                holders.remove(cluster);
            }
        }
        // Under the keys that it was put under: its companions may bear others by now.
        for key in self.keys_beside.remove(cluster).into_iter().flatten() {
            if let Some(beside) = self.companions.get_mut(&key)
                && beside.remove(cluster)
                && beside.is_empty()
            {
                self.companions.remove(&key);
            }
        }
        for key in subject.births.iter().filter_map(|fact| whole_date(&fact.value)) {
            if let Some(born) = self.births.get_mut(&key) {
                born.remove(cluster);
            }
        }
        for name in &subject.names {
            let place = self.place_of(&name.fact.value);
            self.bearers[place].remove(cluster);
        }
    }

    /// The place of a name in the index, which is given one if it has none.
    fn place_of(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.bearers.len();
        self.index.add(self.model, name);
        self.bearers.push(BTreeSet::new());
        self.places.insert(name.to_owned(), place);
        place
    }

    /// The subjects whose evidence counts how many share something with `cluster`.
    fn sharing_with(&self, cluster: &EntityId) -> Vec<EntityId> {
        let Some(subject) = self.subjects.get(cluster) else { return Vec::new() };
        let held = subject.selectors.iter().filter_map(|held| self.holders.get(&held.selector));
        let few = held.filter(|holders| holders.len() <= MANY + 2);
        let mut sharing: Vec<EntityId> = few.flatten().cloned().collect();
        for companion in &subject.companions {
            for key in self.companion_keys(&companion.record) {
                let beside = self.companions.get(&key);
                sharing.extend(
                    beside
                        .filter(|all| all.len() <= MANY_BESIDE + 2)
                        .into_iter()
                        .flatten()
                        .cloned(),
                );
            }
        }
        sharing
    }

    pub(super) fn born_with(&self, subject: &Subject) -> Vec<EntityId> {
        let keys = subject.births.iter().filter_map(|fact| whole_date(&fact.value));
        let born = keys.filter_map(|key| self.births.get(&key));
        born.filter(|all| all.len() <= MANY_BESIDE).flatten().cloned().collect()
    }
}

/// A whole date of birth that is not the first of January, which stands for an unknown day.
fn whole_date(text: &str) -> Option<String> {
    let date = Date::parse(text).filter(|date| date.day > 0 && (date.day, date.month) != (1, 1))?;
    Some(format!("{}-{}-{}", date.year, date.month, date.day))
}
