//! Who is who, as far as one View tells: subjects, what ties them, and which of them may be one.

mod finding;
mod keeping;
mod pairs;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crossbearing_ledger::{AsOf, Cursor, Identities, Ledger, Revision, View};
use crossbearing_model::{EntityId, Ontology};
use crossbearing_names::{Index, Model};

use crate::Result;
use crate::link::Link;
use crate::selector::{Held, Holders, Selector, Shared};
use crate::subject::{Companion, Subject};
use crate::weights::Weights;

pub use finding::Found;
pub(crate) use keeping::MANY_BESIDE;
pub(crate) use pairs::Pairs;

/// Who is who through one View, kept up to date as the ledger grows.
///
/// Everything in it was read through the View it was made of: what that does not hold is in no
/// subject, no index, no count and no weight.
pub struct Picture {
    pub(crate) view: View,
    pub(crate) ontology: Arc<Ontology>,
    pub(crate) model: &'static Model,
    revision: Revision,
    cursor: Cursor,
    /// What each record says of itself.
    records: BTreeMap<EntityId, Subject>,
    /// Records that tie others together.
    links: HashMap<EntityId, Link>,
    /// The links that point to a record.
    links_of: HashMap<EntityId, BTreeSet<EntityId>>,
    pub(crate) identities: Identities,
    /// Records joined by judgements, and those that stand alone.
    subjects: BTreeMap<EntityId, Subject>,
    pub(crate) holders: Holders,
    /// Those who stand next to a subject of a cluster, or next to an organisation of a name.
    pub(crate) companions: HashMap<String, BTreeSet<EntityId>>,
    /// The keys of [`Self::companions`] that a subject was put under.
    keys_beside: HashMap<EntityId, BTreeSet<String>>,
    births: HashMap<String, BTreeSet<EntityId>>,
    index: Index,
    /// The place of each distinct name in the index, and who bears it.
    places: HashMap<String, usize>,
    bearers: Vec<BTreeSet<EntityId>>,
    pairs: Pairs,
    pub(crate) weights: Weights,
}

impl Picture {
    /// Reads everything that `view` holds.
    pub fn read(ledger: &Ledger, view: &View, weights: Weights) -> Result<Self> {
        Self::read_as_of(ledger, view, AsOf::Now, weights)
    }

    /// Reads what was known at some time.
    pub fn read_as_of(ledger: &Ledger, view: &View, as_of: AsOf, weights: Weights) -> Result<Self> {
        let model = Model::shipped();
        let mut picture = Self {
            view: view.clone(),
            ontology: Arc::new(ledger.ontology().clone()),
            model,
            revision: ledger.revision(),
            cursor: Cursor::default(),
            records: BTreeMap::new(),
            links: HashMap::new(),
            links_of: HashMap::new(),
            identities: Identities::default(),
            subjects: BTreeMap::new(),
            holders: Holders::new(),
            companions: HashMap::new(),
            keys_beside: HashMap::new(),
            births: HashMap::new(),
            index: Index::new(model, []),
            places: HashMap::new(),
            bearers: Vec::new(),
            pairs: Pairs::default(),
            weights,
        };
        picture.fill(ledger, as_of)?;
        Ok(picture)
    }

    /// Takes in what was recorded since; reads everything again where the View has changed
    /// otherwise, or something was erased.
    pub fn refresh(&mut self, ledger: &Ledger, view: &View) -> Result<()> {
        let revision = ledger.revision();
        let grown = view.extends(&self.view) && revision.only_adds_to(self.revision);
        if !grown {
            *self = Self::read(ledger, view, self.weights.clone())?;
            return Ok(());
        }
        self.view = view.clone();
        if revision != self.revision {
            self.take_in(ledger)?;
            self.revision = revision;
        }
        Ok(())
    }

    /// Whether what it holds can be brought up to date for `view` without reading all of it again.
    pub fn serves(&self, view: &View) -> bool {
        view.extends(&self.view)
    }

    /// Puts other weights in the place of those it has.
    pub fn weigh(&mut self, weights: Weights) {
        self.weights = weights;
        self.pairs.weigh(&self.weights);
    }

    /// The weights it goes by.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Who is who by judgements.
    pub fn identities(&self) -> &Identities {
        &self.identities
    }

    /// What is known of the cluster that a record is in; nothing of what has no identity.
    pub fn subject(&self, record: &EntityId) -> Option<&Subject> {
        self.subjects.get(self.identities.of(record))
    }

    /// What one record says of itself.
    pub fn record(&self, record: &EntityId) -> Option<&Subject> {
        self.records.get(record)
    }

    /// Every subject, by id.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.subjects.values()
    }

    /// A subject of the records given, whatever judgements say: to see what joining or splitting
    /// would make.
    pub(crate) fn assemble(&self, id: &EntityId, members: &[EntityId]) -> Option<Subject> {
        let mut known = members.iter().filter_map(|member| self.records.get(member));
        let mut subject = known.next()?.clone();
        subject.id = id.clone();
        known.for_each(|record| subject.absorb(record));
        for member in subject.members.clone() {
            self.tie(&mut subject, &member);
        }
        subject.names.sort_by(|a, b| a.fact.value.cmp(&b.fact.value));
        Some(subject)
    }

    /// Adds what links say of a member.
    fn tie(&self, subject: &mut Subject, member: &EntityId) {
        let links = self.links_of.get(member).into_iter().flatten();
        for link in links.filter_map(|link| self.links.get(link)) {
            let mut own = link.targets.iter().filter(|(target, _)| target == member);
            let Some((_, source)) = own.next() else { continue };
            subject.agencies.insert(source.agency.clone());
            subject.reports.entry(source.report.clone()).or_insert_with(|| source.clone());
            subject.latest = subject.latest.max(source.from);
            for held in &link.selectors {
                subject.selectors.push(Held { source: source.clone(), ..held.clone() });
            }
            let Some(how) = &link.schema else { continue };
            for (other, source) in &link.targets {
                if other != member && self.records.contains_key(other) {
                    let (record, how) = (other.clone(), how.clone());
                    subject.companions.push(Companion { record, how, source: source.clone() });
                }
            }
        }
    }

    /// What tells whom a subject stands next to: the cluster of each, and the name of each that
    /// is an organisation.
    pub(crate) fn companion_keys(&self, companion: &EntityId) -> Vec<String> {
        let mut keys = vec![format!("={}", self.identities.of(companion))];
        let record = self.records.get(companion);
        let names = record.into_iter().flat_map(|record| &record.names);
        keys.extend(names.filter_map(|name| {
            let folded = crossbearing_model::PropertyKind::Name.match_key(&name.fact.value)?;
            folded.contains(' ').then_some(folded).or_else(|| {
                let known = record.is_some_and(|it| it.sort == crate::Sort::Organization);
                known.then(|| name.fact.value.to_lowercase())
            })
        }));
        keys.sort();
        keys.dedup();
        keys
    }

    /// The selectors that a record's cluster shares with others, the most telling first.
    pub fn shared_selectors(&self, record: &EntityId) -> Vec<Shared> {
        let Some(subject) = self.subject(record) else { return Vec::new() };
        let own: BTreeSet<&Selector> =
            subject.selectors.iter().map(|held| &held.selector).collect();
        let mut shared: Vec<Shared> = own
            .into_iter()
            .filter_map(|selector| self.shared(selector))
            .filter(|shared| shared.holders.len() > 1)
            .collect();
        let worth = |shared: &Shared| shared.selector.worth_among(shared.holders.len());
        shared.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        shared
    }

    /// A selector with everybody who holds it.
    pub fn shared(&self, selector: &Selector) -> Option<Shared> {
        let holders = self.holders.get(selector)?;
        let mut value = None;
        let holders: Vec<_> = holders
            .iter()
            .filter_map(|id| self.subjects.get(id))
            .map(|subject| {
                let held = subject.selectors.iter().filter(|held| held.selector == *selector);
                let mut sources: Vec<_> = held
                    .map(|held| {
                        value.get_or_insert_with(|| held.value.clone());
                        held.source.clone()
                    })
                    .collect();
                sources.sort_by_key(|source| (source.from, source.statement));
                sources.dedup_by_key(|source| source.statement);
                (subject.id.clone(), sources)
            })
            .collect();
        let by_many = holders.len() > crate::selector::MANY;
        Some(Shared { selector: selector.clone(), value: value?, holders, by_many })
    }

    pub(crate) fn pairs(&self) -> &Pairs {
        &self.pairs
    }
}
