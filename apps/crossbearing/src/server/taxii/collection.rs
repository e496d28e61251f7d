//! The collection as one View has it: the index, kept ready, and the objects that it leads to.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use crossbearing_exchange::stix::{
    MOST_CITED, ObjectId, ObjectType, ObjectWriter, Producer, Subject, Surroundings, furniture,
    primary_uuid, related_prefix, stamp,
};
use crossbearing_ledger::{Ledger, Read, View};
use crossbearing_model::{EntityId, Instant, Statement, StatementId};

use super::answer::Refusal;
use super::entry::Entry;
use super::query::Wanted;
use super::sequence::Sequence;
use crate::server::must_be_asked;
use crate::server::problem::Problem;

/// Indexes kept ready at a time.
const MOST_INDEXES: usize = 16;

/// An object of an answer.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    /// When it was added, in microseconds since 1970.
    pub(super) added: i64,
    pub(super) version: String,
    pub(super) json: String,
}

/// A part of the collection.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) items: Vec<Item>,
    /// Whether there is more of what was asked for.
    pub(super) more: bool,
    /// Of whom the objects tell.
    pub(super) entities: Vec<EntityId>,
}

/// Who looks, and when.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) view: &'a View,
    pub(super) now: Instant,
    /// What was called back and is given to no partner any more.
    pub(super) recalled: &'a HashSet<StatementId>,
}

/// Indexes by what their viewers may see.
pub(crate) struct Collections {
    producer: Producer,
    kept: Mutex<Vec<Arc<Kept>>>,
}

struct Kept {
    /// The View that the index was last brought up to date for.
    view: Mutex<View>,
    sequence: RwLock<Sequence>,
}

impl Collections {
    pub(crate) fn new(producer: Producer) -> Self {
        Self { producer, kept: Mutex::default() }
    }

    /// The part of the collection that is wanted, as `view` has it.
    pub(super) fn page(
        &self,
        ledger: &Ledger,
        sight: Sight<'_>,
        wanted: &Wanted,
    ) -> Result<Page, Refusal> {
        let Sight { view, now, recalled } = sight;
        let kept = self.kept_for(view);
        let sequence = kept.brought_up_to_date(ledger, view, now, &self.producer)?;
        let producer = &self.producer;
        let reading = Reading { ledger, view, recalled, sequence: &sequence, producer };
        reading.page(wanted)
    }

    /// The entities that have an object of this id.
    pub(super) fn entities_of(
        &self,
        ledger: &Ledger,
        (view, now): (&View, Instant),
        id: &str,
    ) -> Result<Vec<EntityId>, Refusal> {
        let kept = self.kept_for(view);
        let sequence = kept.brought_up_to_date(ledger, view, now, &self.producer)?;
        let Some(id) = ObjectId::parse(id) else { return Ok(Vec::new()) };
        let place = sequence.by_uuid.get(&id.uuid);
        let entry = place.and_then(|place| sequence.entries.get(*place as usize));
        Ok(entry.map(|entry| entry.entity.clone()).into_iter().collect())
    }

    /// The index that serves `view`, moved to the end of the list; the longest unused one goes.
    fn kept_for(&self, view: &View) -> Arc<Kept> {
        let mut all = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let serves = |kept: &Arc<Kept>| {
            view.extends(&kept.view.lock().unwrap_or_else(PoisonError::into_inner))
        };
        let found = all.iter().position(serves).map(|place| all.remove(place));
        let kept = found.unwrap_or_else(|| {
            let sequence = RwLock::new(Sequence::new(begin(&self.producer)));
            Arc::new(Kept { view: Mutex::new(view.clone()), sequence })
        });
        if all.len() >= MOST_INDEXES {
            all.remove(0);
        }
        all.push(Arc::clone(&kept));
        kept
    }
}

impl Kept {
    fn brought_up_to_date(
        &self,
        ledger: &Ledger,
        view: &View,
        now: Instant,
        producer: &Producer,
    ) -> Result<RwLockReadGuard<'_, Sequence>, Problem> {
        {
            let sequence = self.sequence.read().unwrap_or_else(PoisonError::into_inner);
            if sequence.is_current(ledger, now) {
                return Ok(sequence);
            }
        }
        {
            let mut sequence = self.sequence.write().unwrap_or_else(PoisonError::into_inner);
            if !sequence.is_current(ledger, now) {
                // Taken out while it changes: a failure half way leaves nothing behind.
                let empty = Sequence::new(begin(producer));
                let mut next = std::mem::replace(&mut *sequence, empty);
                if next.is_lost(ledger) {
                    next = Sequence::new(begin(producer));
                }
                next.update(ledger, view, now)?;
                *sequence = next;
                *self.view.lock().unwrap_or_else(PoisonError::into_inner) = view.clone();
            }
        }
        Ok(self.sequence.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What stands beside the objects comes first, each on a microsecond of its own.
fn fixed(producer: &Producer) -> Vec<Item> {
    let all = furniture(producer).into_iter().enumerate();
    let item = |(at, (id, made, json)): (usize, (String, Instant, String))| Item {
        id,
        added: made.millis() * 1000 + at as i64,
        version: stamp(made.millis() * 1000),
        json,
    };
    all.map(item).collect()
}

/// The last microsecond that what stands beside the objects takes.
fn begin(producer: &Producer) -> i64 {
    fixed(producer).last().map_or(0, |item| item.added)
}

/// One View of the collection while an answer is made.
struct Reading<'a> {
    ledger: &'a Ledger,
    view: &'a View,
    recalled: &'a HashSet<StatementId>,
    sequence: &'a Sequence,
    producer: &'a Producer,
}

impl Surroundings for Reading<'_> {
    fn object_of(&self, entity: &EntityId) -> Option<(ObjectType, Option<String>)> {
        let place = self.sequence.by_uuid.get(&primary_uuid(entity))?;
        let entry = self.sequence.entries.get(*place as usize)?;
        entry.added?;
        let account = entry.account.as_deref().map(str::to_owned);
        entry.own.map(|own| (own, account.filter(|_| own == ObjectType::UserAccount)))
    }

    fn cited_by(&self, report: &EntityId) -> Vec<EntityId> {
        self.ledger.cited_by(self.view, report, MOST_CITED).unwrap_or_default()
    }
}

impl Reading<'_> {
    fn page(&self, wanted: &Wanted) -> Result<Page, Refusal> {
        let mut page = Page::default();
        if wanted.other_spec {
            return Ok(page);
        }
        let after = wanted.after.unwrap_or(i64::MIN);
        for item in fixed(self.producer) {
            if item.added > after && !page.put(item, wanted) {
                return Ok(page);
            }
        }
        let mut places = self.places(wanted, after);
        loop {
            // One more than fits, to know whether there is more.
            let room = wanted.limit + 1 - page.items.len();
            let places: Vec<u32> = places.by_ref().take(room).collect();
            if places.is_empty() || !self.put_all(&places, (wanted, after), &mut page)? {
                return Ok(page);
            }
        }
    }

    /// Entries that may have what is wanted, in the order in which they were added. Of the first
    /// one, some objects may have been given before.
    fn places<'s>(&'s self, wanted: &'s Wanted, after: i64) -> Box<dyn Iterator<Item = u32> + 's> {
        let may = move |place: &u32| {
            let entry = self.sequence.entries.get(*place as usize);
            entry.is_some_and(|entry| may_have(entry, &wanted.types))
        };
        let order = &self.sequence.order;
        if wanted.ids.is_empty() {
            let from = order.range(..=after).next_back().map_or(after, |(added, _)| *added);
            return Box::new(order.range(from..).map(|(_, place)| *place).filter(may));
        }
        let named: BTreeSet<(i64, u32)> = wanted.ids.iter().flat_map(|id| self.named(id)).collect();
        let is_due = move |(added, place): &(i64, u32)| {
            let span = self.sequence.entries.get(*place as usize).map_or(0, |entry| entry.span);
            added + i64::from(span) > after
        };
        Box::new(named.into_iter().filter(is_due).map(|(_, place)| place).filter(may))
    }

    /// The entries that may have an object of this id, with when they were added.
    fn named(&self, id: &str) -> Vec<(i64, u32)> {
        let Some(id) = ObjectId::parse(id) else { return Vec::new() };
        let own = self.sequence.by_uuid.get(&id.uuid).copied();
        let ties = related_prefix(id.uuid)
            .filter(|_| id.kind == "relationship")
            .flat_map(|(first, last)| self.sequence.by_uuid.range(first..=last))
            .map(|(_, place)| *place);
        let held = self.sequence.observables.get(&id.uuid).into_iter().flatten().copied();
        own.into_iter()
            .chain(ties)
            .chain(held)
            .filter_map(|place| {
                let added = self.sequence.entries.get(place as usize)?.added?;
                Some((added, place))
            })
            .collect()
    }

    /// Puts the objects of these entries on the page; false if it is full.
    fn put_all(
        &self,
        places: &[u32],
        (wanted, after): (&Wanted, i64),
        page: &mut Page,
    ) -> Result<bool, Refusal> {
        let entry = |place: &u32| self.sequence.entries.get(*place as usize);
        let entries: Vec<&Entry> = places.iter().filter_map(entry).collect();
        let ids: Vec<EntityId> = entries.iter().map(|entry| entry.entity.clone()).collect();
        let writer = ObjectWriter { ontology: self.ledger.ontology(), producer: self.producer };
        for (entry, reads) in
            entries.iter().copied().zip(self.ledger.statements_of(self.view, &ids)?)
        {
            let Some(added) = entry.added else { continue };
            let mut open = true;
            let before = page.items.len();
            self.objects(&writer, (entry, added), reads, &mut |item| {
                if item.added > after && open {
                    open = page.put(item, wanted);
                }
            })?;
            if page.items.len() > before {
                page.entities.push(entry.entity.clone());
            }
            if !open {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn objects(
        &self,
        writer: &ObjectWriter<'_>,
        (entry, added): (&Entry, i64),
        reads: Vec<Read>,
        take: &mut dyn FnMut(Item),
    ) -> Result<(), Refusal> {
        let created = reads.first().map_or(Instant::MIN, |read| read.recorded_at);
        let statements = self.whole(reads);
        if statements.is_empty() {
            return Ok(());
        }
        let subject = Subject { statements: &statements, created, modified: added };
        let mut at = added;
        let last = added + i64::from(entry.span) - 1;
        writer
            .write(&subject, self, &mut |id, kind, json| {
                let version = match kind {
                    ObjectType::Foreign => its_own_version(json).unwrap_or_else(|| stamp(added)),
                    _ => stamp(added),
                };
                take(Item { id: id.to_owned(), added: at, version, json: json.to_owned() });
                at = (at + 1).min(last);
                Ok(())
            })
            .map_err(|error| Problem::internal(&error).into())
    }

    /// The statements, without corrections of what the View shows under another id, because of a
    /// protected person in it: whoever takes them in could not follow those. What came on the
    /// condition that its originator is asked first leaves by no such way, and nothing that was
    /// called back.
    fn whole(&self, reads: Vec<Read>) -> Vec<Statement> {
        let reader = &self.view.viewer().agency;
        let left: Vec<Read> =
            reads.into_iter().filter(|read| !self.recalled.contains(&read.id)).collect();
        let ids: HashSet<StatementId> = left.iter().map(|read| read.id).collect();
        let follows = |said: &Statement| said.standing.target().is_none_or(|id| ids.contains(&id));
        let free = |said: &Statement| !must_be_asked(&said.citation.label, reader);
        let said = left.into_iter().map(|read| read.statement);
        said.filter(|said| follows(said) && free(said)).collect()
    }
}

impl Page {
    /// Puts an object on the page if it is wanted; false if the page was full before.
    fn put(&mut self, item: Item, wanted: &Wanted) -> bool {
        if !is_wanted(&item, wanted) {
            return true;
        }
        if self.items.len() == wanted.limit {
            self.more = true;
            return false;
        }
        self.items.push(item);
        true
    }
}

fn may_have(entry: &Entry, types: &[String]) -> bool {
    if types.is_empty() {
        return true;
    }
    let foreign = || {
        let kind = entry.entity.as_str().split("--").next().unwrap_or_default();
        entry.types.contains(ObjectType::Foreign) && types.iter().any(|one| one == kind)
    };
    let known = ObjectType::NAMED.into_iter().filter(|kind| entry.types.contains(*kind));
    known.into_iter().any(|kind| types.iter().any(|one| one == kind.as_str())) || foreign()
}

fn is_wanted(item: &Item, wanted: &Wanted) -> bool {
    let kind = item.id.split("--").next().unwrap_or_default();
    let version = || super::query::micros(&item.version);
    (wanted.types.is_empty() || wanted.types.iter().any(|one| one == kind))
        && (wanted.ids.is_empty() || wanted.ids.contains(&item.id))
        && (wanted.versions.is_empty()
            || version().is_some_and(|version| wanted.versions.contains(&version)))
}

/// When another producer's object was changed last, as that producer says.
fn its_own_version(json: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Version {
        modified: Option<String>,
        created: Option<String>,
    }
    let version: Version = serde_json::from_str(json).ok()?;
    version.modified.or(version.created)
}
