//! The order in which things were added, as one View has it.
//!
//! Every object has a microsecond of its own: that of the last batch in which something was said of
//! its entity, pushed on where that is taken. It is worked out from what the View holds and nothing
//! else, batch by batch in the order of the ledger, so that it is the same after a restart and
//! however often somebody asked before, that a later batch always comes after an earlier one, and
//! that what the viewer may not see leaves no gap. What was under embargo takes its place a minute
//! after the embargo's end: no batch that was begun before is recorded later than that. Of what is
//! still under embargo nothing has a place, so that its end only ever pushes others on.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crossbearing_exchange::stix::primary_uuid;
use crossbearing_ledger::{BatchMark, Cursor, Glance, Ledger, Revision, View};
use crossbearing_model::{EntityId, Instant, Ontology, PropertyKind};

use super::entry::{Entry, observable};
use crate::server::problem::Problem;

/// How long after its end an embargo opens here, in milliseconds.
const EMBARGO_LAG_MS: i64 = 60_000;

/// The index of one View.
pub(super) struct Sequence {
    pub(super) entries: Vec<Entry>,
    /// Places by when they were added.
    pub(super) order: BTreeMap<i64, u32>,
    /// Entries by the UUID of their entity.
    pub(super) by_uuid: BTreeMap<u128, u32>,
    /// Entries by the UUIDs of observables that they may have.
    pub(super) observables: HashMap<u128, Vec<u32>>,
    /// Entries that point to the entity of a UUID.
    pointers: HashMap<u128, Vec<u32>>,
    cursor: Cursor,
    revision: Option<Revision>,
    /// The last microsecond that is taken.
    clock: i64,
    walk: Walk,
}

/// What a walk over the ledger has not put in order yet.
#[derive(Default)]
struct Walk {
    batch: Option<(BatchMark, Instant)>,
    /// Entries of the batch at hand, by when they were last spoken of.
    touched: HashMap<u32, u64>,
    counter: u64,
    /// Entries to be put in order when their embargo has ended.
    late: BTreeMap<i64, Vec<u32>>,
    unsure: Vec<u32>,
    /// The entity and the report of the statement before.
    latest: Option<(EntityId, u32)>,
    latest_report: Option<(EntityId, Option<u32>)>,
}

impl Sequence {
    /// An empty index that begins after `clock`.
    pub(super) fn new(clock: i64) -> Self {
        Self {
            entries: Vec::new(),
            order: BTreeMap::new(),
            by_uuid: BTreeMap::new(),
            observables: HashMap::new(),
            pointers: HashMap::new(),
            cursor: Cursor::default(),
            revision: None,
            clock,
            walk: Walk::default(),
        }
    }

    /// Whether it holds all that can be read now.
    pub(super) fn is_current(&self, ledger: &Ledger, now: Instant) -> bool {
        let due = self.walk.late.keys().next().is_some_and(|until| *until <= horizon(now));
        self.revision == Some(ledger.revision()) && !due
    }

    /// Whether something was erased since, so that it has to be made anew.
    pub(super) fn is_lost(&self, ledger: &Ledger) -> bool {
        self.revision.is_some_and(|revision| !ledger.revision().only_adds_to(revision))
    }

    /// Takes in what was recorded since.
    pub(super) fn update(
        &mut self,
        ledger: &Ledger,
        view: &View,
        now: Instant,
    ) -> Result<(), Problem> {
        let revision = ledger.revision();
        let ontology = ledger.ontology();
        let cursor = self.cursor;
        self.cursor = ledger.glance_since(view, cursor, &mut |said| self.take(ontology, said))?;
        self.close_batch();
        self.open_embargoes(horizon(now));
        self.look_again(ledger, view)?;
        self.revision = Some(revision);
        Ok(())
    }

    fn take(&mut self, ontology: &Ontology, said: &Glance<'_>) {
        if self.walk.batch.is_none_or(|(batch, _)| batch != said.batch) {
            self.close_batch();
            self.walk.batch = Some((said.batch, said.recorded_at));
        }
        let place = self.place_of(said.entity);
        if let Some(entry) = self.entries.get_mut(place as usize) {
            let was_sure = !entry.unsure;
            entry.add(ontology, said);
            if was_sure && entry.unsure {
                self.walk.unsure.push(place);
            }
        }
        if let Some(uuid) = observable(said) {
            let holders = self.observables.entry(uuid).or_default();
            if holders.last() != Some(&place) {
                holders.push(place);
            }
        }
        if let (PropertyKind::Entity, false, Ok(target)) =
            (said.kind, said.acts, said.value.parse::<EntityId>())
        {
            let pointing = self.pointers.entry(primary_uuid(&target)).or_default();
            if pointing.last() != Some(&place) {
                pointing.push(place);
            }
        }
        let report = self.report_of(said.report);
        match said.opened_at() {
            Some(until) => {
                let late = self.walk.late.entry(until.millis()).or_default();
                late.push(place);
                late.extend(report);
            }
            None => {
                for place in [Some(place), report].into_iter().flatten() {
                    self.walk.counter += 1;
                    self.walk.touched.insert(place, self.walk.counter);
                }
            }
        }
    }

    /// The place of an entity, made if it is new.
    fn place_of(&mut self, entity: &EntityId) -> u32 {
        if let Some((latest, place)) = &self.walk.latest
            && latest == entity
        {
            return *place;
        }
        let next = self.entries.len() as u32;
        let place = *self.by_uuid.entry(primary_uuid(entity)).or_insert(next);
        if place == next {
            self.entries.push(Entry::new(entity.clone()));
        }
        self.walk.latest = Some((entity.clone(), place));
        self.walk.latest_report = None;
        place
    }

    /// The place of a report of which something is said itself.
    fn report_of(&mut self, report: &EntityId) -> Option<u32> {
        if let Some((latest, place)) = &self.walk.latest_report
            && latest == report
        {
            return *place;
        }
        let place = self.by_uuid.get(&primary_uuid(report)).copied();
        self.walk.latest_report = Some((report.clone(), place));
        place
    }

    /// Gives everything that the batch touched its place, in the order in which it was last touched.
    fn close_batch(&mut self) {
        let Some((_, recorded_at)) = self.walk.batch.take() else { return };
        self.open_embargoes(recorded_at.millis());
        let mut touched: Vec<(u64, u32)> =
            self.walk.touched.drain().map(|(place, when)| (when, place)).collect();
        touched.sort_unstable();
        let mut places: Vec<u32> = touched.into_iter().map(|(_, place)| place).collect();
        let own: HashSet<u32> = places.iter().copied().collect();
        places.extend(self.behind(&places).into_iter().filter(|place| !own.contains(place)));
        for place in places {
            self.put(place, recorded_at.millis());
        }
        self.walk.counter = 0;
    }

    fn open_embargoes(&mut self, until: i64) {
        while let Some(due) = self.walk.late.first_entry().filter(|due| *due.key() <= until) {
            let (at, mut places) = due.remove_entry();
            places.extend(self.behind(&places));
            for place in places {
                self.put(place, at);
            }
        }
    }

    /// What was added before and refers to one of `places` that may have become something else: the
    /// reference may be another one now.
    fn behind(&self, places: &[u32]) -> BTreeSet<u32> {
        let entry = |place: &u32| self.entries.get(*place as usize);
        let changed = places.iter().filter_map(entry).filter(|entry| entry.may_have_turned());
        let pointing = changed.filter_map(|entry| self.pointers.get(&primary_uuid(&entry.entity)));
        let pointing = pointing.flatten().copied();
        pointing.filter(|place| entry(place).is_some_and(|one| one.added.is_some())).collect()
    }

    fn put(&mut self, place: u32, millis: i64) {
        let Some(entry) = self.entries.get_mut(place as usize) else { return };
        if let Some(before) = entry.added.take() {
            self.order.remove(&before);
        }
        let added = (millis.saturating_mul(1000)).max(self.clock + 1);
        self.clock = added + i64::from(entry.span) - 1;
        entry.added = Some(added);
        entry.given = entry.own;
        self.order.insert(added, place);
    }

    /// Looks at what stands of entities of which something was corrected or taken back. What that
    /// moves has moved with its batch.
    fn look_again(&mut self, ledger: &Ledger, view: &View) -> Result<(), Problem> {
        const TOGETHER: usize = 1000;
        let unsure = std::mem::take(&mut self.walk.unsure);
        for places in unsure.chunks(TOGETHER) {
            let entity =
                |place: &u32| self.entries.get(*place as usize).map(|one| one.entity.clone());
            let entities: Vec<EntityId> = places.iter().filter_map(entity).collect();
            let reads = ledger.statements_of(view, &entities)?;
            for (place, reads) in places.iter().zip(reads) {
                if let Some(entry) = self.entries.get_mut(*place as usize) {
                    entry.look_again(ledger.ontology(), &reads);
                }
            }
        }
        Ok(())
    }
}

fn horizon(now: Instant) -> i64 {
    now.millis().saturating_sub(EMBARGO_LAG_MS)
}
