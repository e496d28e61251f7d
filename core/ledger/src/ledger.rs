//! Opening a ledger, recording in it, and making Views of it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};

use crossbearing_access::{LabelNo, Policy, Protection, PseudonymKey, Veil, View, Viewer};
use crossbearing_model::{
    Citation, EntityId, Instant, Name, Ontology, PrincipalId, SubjectCategory,
};

use crate::batch::{Batch, Original, Receipt};
use crate::catalogue::{Catalogue, Register};
use crate::protect::{Added, called};
use crate::record::{Extra, Prepared, Ready, digest_of};
use crate::search::Vocabulary;
use crate::store::{
    BatchRecord, Change, CitationNo, CitationRow, EntityNo, Entry, Row, Seq, Store, TermNo,
};
use crate::{Error, Result};

/// What a ledger is opened with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Which words statements may use.
    pub ontology: Arc<Ontology>,
    /// The secret for pseudonyms; a ledger that has one already keeps its own.
    pub pseudonym_key: PseudonymKey,
}

/// An append-only ledger of statements. All methods take `&self` and block; share it freely.
pub struct Ledger {
    pub(crate) store: Store,
    pub(crate) ontology: Arc<Ontology>,
    pub(crate) catalogue: Catalogue,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) pseudonym_key: PseudonymKey,
    veils: RwLock<HashMap<Viewer, MadeVeil>>,
    recorded: AtomicU64,
    erased: AtomicU64,
    views: RwLock<HashMap<Viewer, MadeView>>,
}

/// How often a ledger has changed since it was opened: what was worked out from it holds while
/// this stays. It counts what the viewer may not see as well: keep it inside the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    recorded: u64,
    erased: u64,
}

impl Revision {
    /// Whether nothing was erased since `older`: what is new is then all in [`Ledger::since`].
    pub fn only_adds_to(self, older: Self) -> bool {
        self.erased == older.erased
    }
}

/// Views that are kept at a time.
const MOST_VIEWS: usize = 1024;

/// A View, with what it was made from.
struct MadeView {
    view: View,
    at: Instant,
    labels: usize,
    protections: Register,
}

/// A viewer's veil, with the register it was made from and the time at which.
type MadeVeil = (Register, Instant, Veil);

impl Ledger {
    /// A ledger that is gone when the program ends.
    pub fn in_memory(setup: Setup) -> Result<Self> {
        let key = setup.pseudonym_key;
        Self::over(Store::in_memory(), setup.ontology, key)
    }

    /// The ledger in the file at `path`, made if it is not there.
    pub fn open(path: &Path, setup: Setup) -> Result<Self> {
        let store = Store::open(path)?;
        let key = store.meta("pseudonym-key", || setup.pseudonym_key.as_bytes().to_vec())?;
        let key = <[u8; 32]>::try_from(key)
            .map_err(|_| Error::corrupt("the pseudonym key", "not 32 bytes"))?;
        Self::over(store, setup.ontology, PseudonymKey::from_bytes(key))
    }

    fn over(store: Store, ontology: Arc<Ontology>, pseudonym_key: PseudonymKey) -> Result<Self> {
        let catalogue = store.read(|snapshot| Catalogue::load(snapshot, &ontology))?;
        let ledger = Self {
            store,
            ontology,
            catalogue,
            vocabulary: Vocabulary::default(),
            pseudonym_key,
            veils: RwLock::default(),
            recorded: AtomicU64::default(),
            erased: AtomicU64::default(),
            views: RwLock::default(),
        };
        ledger.catch_up()?;
        Ok(ledger)
    }

    /// The ontology whose words this ledger takes.
    pub fn ontology(&self) -> &Ontology {
        &self.ontology
    }

    /// Which state of the ledger a reading that begins now cannot be older than.
    pub fn revision(&self) -> Revision {
        Revision {
            recorded: self.recorded.load(Ordering::Acquire),
            erased: self.erased.load(Ordering::Acquire),
        }
    }

    pub(crate) fn note_erasure(&self) {
        self.erased.fetch_add(1, Ordering::AcqRel);
    }

    /// What `viewer` may see at `now`.
    pub fn view(&self, viewer: &Viewer, now: Instant) -> Result<View> {
        let (known, protections) = {
            let cached = self.catalogue.read();
            (cached.labels.len(), Arc::clone(&cached.protections))
        };
        if let Some(made) = self.made_view(viewer, now, known, &protections) {
            return Ok(made);
        }
        let labels = self.catalogue.read().labels[..known].to_vec();
        let veil = self.veil(viewer, &protections, now);
        let numbered = (0..).map(LabelNo).zip(&labels);
        let view = View::compute(&Policy, viewer.clone(), numbered, veil, now);
        let made = MadeView { view: view.clone(), at: now, labels: known, protections };
        let mut views = self.views.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if views.len() >= MOST_VIEWS {
            views.clear();
        }
        views.insert(viewer.clone(), made);
        Ok(view)
    }

    /// The View that was made for `viewer` before, if it would come out the same now.
    fn made_view(
        &self,
        viewer: &Viewer,
        now: Instant,
        labels: usize,
        protections: &Register,
    ) -> Option<View> {
        let views = self.views.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        let made = views.get(viewer)?;
        let holds = made.labels == labels
            && Arc::ptr_eq(&made.protections, protections)
            && made.at <= now
            && made.view.valid_until().is_none_or(|until| now < until);
        holds.then(|| made.view.clone())
    }

    fn veil(&self, viewer: &Viewer, protections: &Register, now: Instant) -> Veil {
        let veils = self.veils.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((made_from, made_at, veil)) = veils.get(viewer)
            && Arc::ptr_eq(made_from, protections)
            && *made_at <= now
            && veil.valid_until().is_none_or(|until| now < until)
        {
            return veil.clone();
        }
        let others: Vec<Veil> = veils
            .values()
            .filter(|(made_from, ..)| Arc::ptr_eq(made_from, protections))
            .map(|(.., veil)| veil.clone())
            .collect();
        drop(veils);
        let veil = Veil::beside(&others, protections, viewer, &self.pseudonym_key, now);
        let mut veils = self.veils.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        veils.retain(|_, (made_from, ..)| Arc::ptr_eq(made_from, protections));
        veils.insert(viewer.clone(), (Arc::clone(protections), now, veil.clone()));
        veil
    }

    /// Records a batch, all or nothing. `now` is the clock's; a clock that jumped back does not
    /// take the ledger back with it.
    pub fn append(&self, mut batch: Batch, now: Instant, by: &PrincipalId) -> Result<Receipt> {
        let prepared = Prepared::new(&self.ontology, std::mem::take(&mut batch.statements))?;
        self.check_suspects(&prepared, &batch, by)?;
        self.record_checked(&prepared, &batch.protections, &batch.originals, now, by)
    }

    /// Records what was made ready before, all or nothing. A batch in which a protected person is
    /// called a suspect goes through [`Self::append`], with the second person.
    pub fn record(
        &self,
        prepared: &Prepared,
        protections: &[Protection],
        originals: &[Original],
        now: Instant,
        by: &PrincipalId,
    ) -> Result<Receipt> {
        let alone = Batch { protections: protections.to_vec(), ..Batch::default() };
        self.check_suspects(prepared, &alone, by)?;
        self.record_checked(prepared, protections, originals, now, by)
    }

    fn record_checked(
        &self,
        prepared: &Prepared,
        protections: &[Protection],
        originals: &[Original],
        now: Instant,
        by: &PrincipalId,
    ) -> Result<Receipt> {
        let _one_at_a_time = self.catalogue.one_at_a_time();
        let (receipt, superseded, register) = self.store.change(|change| {
            let mut recorder = Recorder::begin(change, prepared, now)?;
            for ready in &prepared.statements {
                recorder.put(ready)?;
            }
            let called = std::mem::take(&mut recorder.called);
            let (receipt, superseded) = recorder.finish(by)?;
            let added = Added { by, at: receipt.recorded_at, called };
            let register = self.protect(change, prepared, protections, &added)?;
            for original in originals {
                change.put_original(original)?;
            }
            Ok((receipt, superseded, register))
        })?;
        self.catalogue.mark_superseded(&superseded);
        self.catalogue.register_changed(register);
        self.store.read(|snapshot| self.catalogue.refresh(snapshot, &self.ontology))?;
        self.recorded.fetch_add(1, Ordering::AcqRel);
        if receipt.added > 0 {
            self.vocabulary.note(&prepared.tokens);
        }
        Ok(receipt)
    }
}

/// Recording one batch.
struct Recorder<'c, 'p> {
    change: &'c mut dyn Change,
    prepared: &'p Prepared,
    recorded_at: Instant,
    next: Seq,
    terms: Vec<TermNo>,
    citations: HashMap<*const Citation, (CitationNo, CitationRow)>,
    run: Option<(*const Citation, Seq)>,
    last_entity: Option<(EntityId, EntityNo)>,
    superseded: Vec<Seq>,
    called: Vec<(EntityId, SubjectCategory, Option<EntityId>)>,
    added: u64,
}

impl<'c, 'p> Recorder<'c, 'p> {
    fn begin(change: &'c mut dyn Change, prepared: &'p Prepared, now: Instant) -> Result<Self> {
        let last = change.snapshot().ceiling(None)?;
        let recorded_at = match last {
            Seq(0) => now,
            last => change.snapshot().batch_of(last)?.recorded_at.max(now),
        };
        let intern = |(schema, property): &(Name, Name)| change.intern_term(schema, property);
        let terms = prepared.terms.iter().map(intern).collect::<Result<_>>()?;
        Ok(Self {
            change,
            prepared,
            recorded_at,
            next: Seq(last.0 + 1),
            terms,
            citations: HashMap::new(),
            run: None,
            last_entity: None,
            superseded: Vec::new(),
            called: Vec::new(),
            added: 0,
        })
    }

    fn put(&mut self, ready: &Ready) -> Result<()> {
        let statement = &ready.statement;
        let (citation, label) = self.citation(&statement.citation)?;
        let entity = self.entity(&statement.entity)?;
        let supersedes = match statement.standing.target() {
            None => None,
            Some(_) => match self.target(ready, entity, label)? {
                Some(target) => Some(target),
                None => return Ok(()),
            },
        };
        let link =
            if ready.is_link { Some(self.change.intern_entity(&statement.value)?) } else { None };
        let extra = Extra::write(statement)?;
        let added = self.change.put(Entry {
            row: Row {
                seq: self.next,
                entity,
                term: self.terms[ready.term],
                citation,
                label,
                digest: digest_of(ready.id),
                value: &statement.value,
                extra: extra.as_deref(),
            },
            tokens: &self.prepared.tokens[ready.tokens.clone()],
            link,
            supersedes,
        })?;
        if added {
            self.extend_run(Arc::as_ptr(&statement.citation))?;
            self.superseded.extend(supersedes);
            if let Some(category) = called(statement) {
                let report = statement.citation.report.clone();
                self.called.push((statement.entity.clone(), category, Some(report)));
            }
            self.added += 1;
            self.next.0 += 1;
        }
        Ok(())
    }

    fn entity(&mut self, id: &EntityId) -> Result<EntityNo> {
        if let Some((last, no)) = &self.last_entity
            && last == id
        {
            return Ok(*no);
        }
        let no = self.change.intern_entity(id.as_str())?;
        self.last_entity = Some((id.clone(), no));
        Ok(no)
    }

    fn citation(&mut self, citation: &Arc<Citation>) -> Result<(CitationNo, LabelNo)> {
        let key = Arc::as_ptr(citation);
        if let Some((no, row)) = self.citations.get(&key) {
            return Ok((*no, row.label));
        }
        let spec = serde_json::to_string(citation.label.spec())
            .map_err(|error| Error::corrupt("a label", error.to_string()))?;
        let row = CitationRow {
            report: self.change.intern_entity(citation.report.as_str())?,
            label: self.change.intern_label(citation.label.digest().as_bytes(), &spec)?,
            grade: citation.grade.to_string(),
            basis: match citation.basis {
                crossbearing_model::Basis::Fact => "fact".to_owned(),
                crossbearing_model::Basis::Assessment => "assessment".to_owned(),
            },
            origin: citation.origin.to_string(),
        };
        let no = self.change.intern_citation(&row)?;
        let label = row.label;
        self.citations.insert(key, (no, row));
        Ok((no, label))
    }

    /// The statement that this one corrects or retracts; nothing if this one is there already.
    fn target(&self, ready: &Ready, entity: EntityNo, label: LabelNo) -> Result<Option<Seq>> {
        let Some(target) = ready.statement.standing.target() else { return Ok(None) };
        if self.change.find(entity, digest_of(ready.id))?.is_some() {
            return Ok(None);
        }
        let missing =
            || Error::NoSuchStatement { entity: ready.statement.entity.clone(), statement: target };
        let (seq, its_label) = self.change.find(entity, digest_of(target))?.ok_or_else(missing)?;
        if its_label != label {
            return Err(Error::LabelDiffers { statement: target });
        }
        let already =
            self.superseded.contains(&seq) || self.change.snapshot().superseded_by(seq)?.is_some();
        if already {
            return Err(Error::AlreadySuperseded { statement: target });
        }
        Ok(Some(seq))
    }

    /// Statements that follow one another under one citation are noted as one run.
    fn extend_run(&mut self, citation: *const Citation) -> Result<()> {
        match self.run {
            Some((running, _)) if running == citation => Ok(()),
            _ => {
                self.close_run()?;
                self.run = Some((citation, self.next));
                Ok(())
            }
        }
    }

    fn close_run(&mut self) -> Result<()> {
        let Some((citation, first)) = self.run.take() else { return Ok(()) };
        let Some((_, row)) = self.citations.get(&citation) else { return Ok(()) };
        self.change.put_run(row, first, Seq(self.next.0 - 1))
    }

    fn finish(mut self, by: &PrincipalId) -> Result<(Receipt, Vec<Seq>)> {
        self.close_run()?;
        if self.added > 0 {
            self.change.put_batch(&BatchRecord {
                last: Seq(self.next.0 - 1),
                recorded_at: self.recorded_at,
                recorded_by: by.clone(),
            })?;
        }
        let known = self.prepared.len() as u64 - self.added;
        let receipt = Receipt { added: self.added, known, recorded_at: self.recorded_at };
        Ok((receipt, self.superseded))
    }
}
