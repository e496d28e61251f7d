//! What the ledger keeps in memory: labels, terms, citations in use, what is superseded.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crossbearing_access::{LabelNo, Protection};
use crossbearing_model::{Citation, EntityId, Label, Name, Ontology, PropertyKind};
use roaring::RoaringTreemap;

use crate::store::{CitationNo, Seq, Snapshot, TermNo};
use crate::{Error, Result};

/// Citations kept in memory before the cache starts over.
const MOST_CITATIONS: usize = 1 << 16;

/// A term of the ledger, with what the ontology says of it.
#[derive(Debug, Clone)]
pub(crate) struct Term {
    pub(crate) schema: Name,
    pub(crate) property: Name,
    pub(crate) kind: PropertyKind,
    pub(crate) identifying: bool,
}

/// The protection register, by entity.
pub(crate) type Register = Arc<[Arc<Protection>]>;

/// What a change makes of entries of the register: what they are now, or that they are gone.
pub(crate) type RegisterChange = BTreeMap<EntityId, Option<Protection>>;

/// What can be read back from the store at any time and is kept because it is asked for often.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    cached: RwLock<Cached>,
    citations: RwLock<HashMap<CitationNo, Arc<Citation>>>,
    changing: Mutex<()>,
}

#[derive(Debug, Default)]
pub(crate) struct Cached {
    pub(crate) labels: Vec<Label>,
    pub(crate) terms: Arc<Vec<Term>>,
    /// Statements that a later one corrects or retracts.
    pub(crate) superseded: Arc<RoaringTreemap>,
    /// By entity; every entry is shared, so that a change of one copies no other.
    pub(crate) protections: Register,
}

impl Cached {
    fn learn_terms(&mut self, snapshot: &dyn Snapshot, ontology: &Ontology) -> Result<()> {
        let new = snapshot.terms_after(self.terms.len())?;
        if !new.is_empty() {
            let new = new.iter().map(|(schema, property)| term(ontology, schema, property));
            Arc::make_mut(&mut self.terms).extend(new);
        }
        Ok(())
    }
}

impl Catalogue {
    /// Reads everything that changes rarely.
    pub(crate) fn load(snapshot: &dyn Snapshot, ontology: &Ontology) -> Result<Self> {
        let catalogue = Self::default();
        snapshot.supersessions(&mut |seq, _| {
            Arc::make_mut(&mut catalogue.write().superseded).insert(seq.0);
        })?;
        catalogue.refresh(snapshot, ontology)?;
        let mut protections: Vec<Arc<Protection>> =
            snapshot.protections()?.into_iter().map(Arc::new).collect();
        protections.sort_by(|one, other| one.entity.cmp(&other.entity));
        catalogue.write().protections = protections.into();
        Ok(catalogue)
    }

    /// Reads the labels and terms that have come since.
    pub(crate) fn refresh(&self, snapshot: &dyn Snapshot, ontology: &Ontology) -> Result<()> {
        let mut cached = self.write();
        for spec in snapshot.labels_after(cached.labels.len())? {
            let label = serde_json::from_str(&spec)
                .map_err(|error| Error::corrupt("a label", error.to_string()))?;
            cached.labels.push(label);
        }
        cached.learn_terms(snapshot, ontology)
    }

    /// Takes over a change of the register that was committed.
    pub(crate) fn register_changed(&self, mut change: RegisterChange) {
        if change.is_empty() {
            return;
        }
        let mut cached = self.write();
        let mut entries: Vec<Arc<Protection>> = Vec::with_capacity(cached.protections.len() + 1);
        for entry in cached.protections.iter() {
            match change.remove(&entry.entity) {
                None => entries.push(Arc::clone(entry)),
                Some(Some(changed)) => entries.push(Arc::new(changed)),
                Some(None) => {}
            }
        }
        entries.extend(change.into_values().flatten().map(Arc::new));
        entries.sort_by(|one, other| one.entity.cmp(&other.entity));
        cached.protections = entries.into();
    }

    /// The term under `no`, which may have been recorded a moment ago.
    pub(crate) fn new_term(
        &self,
        snapshot: &dyn Snapshot,
        ontology: &Ontology,
        no: TermNo,
    ) -> Result<Term> {
        self.write().learn_terms(snapshot, ontology)?;
        self.term(no)
    }

    /// Held while the store is changed and until what has changed is known here, so that nobody
    /// builds on an older register or puts it in the place of a newer one.
    pub(crate) fn one_at_a_time(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Cached> {
        self.cached.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn mark_superseded(&self, seqs: &[Seq]) {
        if !seqs.is_empty() {
            Arc::make_mut(&mut self.write().superseded).extend(seqs.iter().map(|seq| seq.0));
        }
    }

    /// The citation under `no`.
    pub(crate) fn citation(
        &self,
        snapshot: &dyn Snapshot,
        no: CitationNo,
    ) -> Result<Arc<Citation>> {
        let citations = self.citations.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(citation) = citations.get(&no) {
            return Ok(Arc::clone(citation));
        }
        drop(citations);
        let citation = Arc::new(self.load_citation(snapshot, no)?);
        let mut citations = self.citations.write().unwrap_or_else(PoisonError::into_inner);
        if citations.len() >= MOST_CITATIONS {
            citations.clear();
        }
        citations.insert(no, Arc::clone(&citation));
        Ok(citation)
    }

    fn load_citation(&self, snapshot: &dyn Snapshot, no: CitationNo) -> Result<Citation> {
        let row = snapshot.citation(no)?;
        let broken = || Error::corrupt("a citation", no.0.to_string());
        let basis = serde_json::Value::String(row.basis);
        Ok(Citation {
            report: snapshot.entity_id(row.report)?.parse().map_err(|_| broken())?,
            grade: row.grade.parse().map_err(|_| broken())?,
            label: self.label(row.label).ok_or_else(broken)?,
            basis: serde_json::from_value(basis).map_err(|_| broken())?,
            origin: row.origin.parse().map_err(|_| broken())?,
        })
    }

    pub(crate) fn label(&self, no: LabelNo) -> Option<Label> {
        self.read().labels.get(no.0 as usize).cloned()
    }

    pub(crate) fn term(&self, no: TermNo) -> Result<Term> {
        let term = self.read().terms.get(no.0 as usize).cloned();
        term.ok_or_else(|| Error::corrupt("a term", no.0.to_string()))
    }

    fn write(&self) -> RwLockWriteGuard<'_, Cached> {
        self.cached.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A term that an earlier ontology had and this one lacks is kept, as text that may identify.
fn term(ontology: &Ontology, schema: &str, property: &str) -> Term {
    let known = ontology.schema(schema).and_then(|found| found.property(property));
    Term {
        schema: schema.into(),
        property: property.into(),
        kind: known.map_or(PropertyKind::Text, crossbearing_model::Property::kind),
        identifying: known.is_none_or(crossbearing_model::Property::identifying),
    }
}
