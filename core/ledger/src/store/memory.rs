//! The ledger in memory: for tests, and for a node that must leave nothing behind.
//!
//! A change works on a copy that takes the place of the original when it is done, so it costs a
//! copy of everything: right for thousands of statements, not for millions.

use std::collections::{BTreeMap, HashMap};
use std::sync::{PoisonError, RwLock};

use crossbearing_access::{LabelNo, Protection};
use crossbearing_model::{EntityId, Instant, Label};

use super::{
    BatchRecord, Change, CitationNo, CitationRow, EntityNo, Entry, Filing, Row, Seq, Snapshot,
    TermNo, Token, TokenQuery, Walk,
};
use crate::{Drawing, Error, Original};

/// A ledger in memory.
#[derive(Default)]
pub(crate) struct MemoryStore {
    state: RwLock<State>,
}

#[derive(Debug, Clone, Default)]
struct State {
    rows: BTreeMap<Seq, Stored>,
    entities: Interned<String>,
    terms: Interned<(String, String)>,
    labels: Interned<[u8; 32]>,
    label_specs: Vec<String>,
    citations: Interned<CitationRow>,
    by_entity: HashMap<EntityNo, Vec<Seq>>,
    links: HashMap<EntityNo, Vec<Seq>>,
    postings: BTreeMap<String, Vec<Seq>>,
    runs: Vec<(Seq, Seq, EntityNo, LabelNo)>,
    batches: Vec<BatchRecord>,
    supersessions: BTreeMap<Seq, Seq>,
    protections: BTreeMap<EntityId, Protection>,
    files: HashMap<[u8; 32], StoredFile>,
}

#[derive(Debug, Clone, Default)]
struct StoredFile {
    bytes: Vec<u8>,
    filings: Vec<Filing>,
    drawings: Vec<Drawing>,
}

#[derive(Debug, Clone)]
struct Stored {
    entity: EntityNo,
    term: TermNo,
    citation: CitationNo,
    label: LabelNo,
    digest: i64,
    value: String,
    extra: Option<String>,
}

impl Stored {
    fn row(&self, seq: Seq) -> Row<'_> {
        Row {
            seq,
            entity: self.entity,
            term: self.term,
            citation: self.citation,
            label: self.label,
            digest: self.digest,
            value: &self.value,
            extra: self.extra.as_deref(),
        }
    }
}

/// Values with a number each, in the order in which they came.
#[derive(Debug, Clone)]
struct Interned<T> {
    values: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Interned<T> {
    fn intern(&mut self, value: T) -> (u32, bool) {
        if let Some(no) = self.numbers.get(&value) {
            return (*no, false);
        }
        let no = self.values.len() as u32;
        self.values.push(value.clone());
        self.numbers.insert(value, no);
        (no, true)
    }
}

impl MemoryStore {
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&dyn Snapshot) -> Result<T, Error>,
    ) -> Result<T, Error> {
        read(&*self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut dyn Change) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let mut draft = state.clone();
        let done = change(&mut draft)?;
        *state = draft;
        Ok(done)
    }
}

impl State {
    fn visit(
        &self,
        seqs: impl Iterator<Item = Seq>,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        for seq in seqs {
            if let Some(stored) = self.rows.get(&seq)
                && visit(stored.row(seq))?.is_break()
            {
                break;
            }
        }
        Ok(())
    }

    /// The statements with any of the group's tokens, in order.
    fn group(&self, group: &[Token]) -> Vec<Seq> {
        let mut seqs: Vec<Seq> = group
            .iter()
            .flat_map(|token| match token {
                Token::Whole(word) => {
                    self.postings.get(word).into_iter().flatten().collect::<Vec<_>>()
                }
                Token::Prefix(start) => self
                    .postings
                    .range(start.clone()..)
                    .take_while(|(word, _)| word.starts_with(start))
                    .flat_map(|(_, seqs)| seqs)
                    .collect(),
            })
            .copied()
            .collect();
        seqs.sort_unstable();
        seqs.dedup();
        seqs
    }

    fn runs(&self, of: impl Fn(EntityNo, LabelNo) -> bool) -> Vec<(Seq, Seq)> {
        let runs = self.runs.iter().filter(|(_, _, report, label)| of(*report, *label));
        runs.map(|(first, last, ..)| (*first, *last)).collect()
    }
}

impl Snapshot for State {
    fn entity_no(&self, id: &str) -> Result<Option<EntityNo>, Error> {
        Ok(self.entities.numbers.get(id).copied().map(EntityNo))
    }

    fn entity_id(&self, no: EntityNo) -> Result<String, Error> {
        let id = self.entities.values.get(no.0 as usize).cloned();
        id.ok_or_else(|| Error::corrupt("an entity", no.0.to_string()))
    }

    fn entities(
        &self,
        visit: &mut dyn FnMut(EntityNo, &str) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        let mut ids: Vec<_> = self.entities.numbers.iter().collect();
        ids.sort_unstable();
        for (id, no) in ids {
            if visit(EntityNo(*no), id)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn terms_after(&self, known: usize) -> Result<Vec<(String, String)>, Error> {
        Ok(self.terms.values.iter().skip(known).cloned().collect())
    }

    fn labels_after(&self, known: usize) -> Result<Vec<String>, Error> {
        Ok(self.label_specs.iter().skip(known).cloned().collect())
    }

    fn citation(&self, no: CitationNo) -> Result<CitationRow, Error> {
        let citation = self.citations.values.get(no.0 as usize).cloned();
        citation.ok_or_else(|| Error::corrupt("a citation", no.0.to_string()))
    }

    fn batch_of(&self, seq: Seq) -> Result<BatchRecord, Error> {
        let at = self.batches.partition_point(|batch| batch.last < seq);
        let batch = self.batches.get(at).cloned();
        batch.ok_or_else(|| Error::corrupt("a batch", seq.0.to_string()))
    }

    fn ceiling(&self, at: Option<Instant>) -> Result<Seq, Error> {
        let recorded = |batch: &&BatchRecord| at.is_none_or(|at| batch.recorded_at <= at);
        Ok(self.batches.iter().rfind(recorded).map_or(Seq(0), |batch| batch.last))
    }

    fn rows_of(
        &self,
        entity: EntityNo,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        self.visit(self.by_entity.get(&entity).into_iter().flatten().copied(), visit)
    }

    fn rows_between(
        &self,
        first: Seq,
        last: Seq,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        if first > last {
            return Ok(());
        }
        self.visit(self.rows.range(first..=last).map(|(seq, _)| *seq), visit)
    }

    fn row(
        &self,
        seq: Seq,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        self.visit(std::iter::once(seq), visit)
    }

    fn links_to(
        &self,
        target: EntityNo,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        self.visit(self.links.get(&target).into_iter().flatten().copied(), visit)
    }

    fn postings(
        &self,
        query: &TokenQuery,
        visit: &mut dyn FnMut(Row<'_>) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        let mut groups = query.groups.iter().map(|group| self.group(group));
        let Some(mut met) = groups.next() else { return Ok(()) };
        for group in groups {
            met.retain(|seq| group.binary_search(seq).is_ok());
        }
        self.visit(met.into_iter(), visit)
    }

    fn runs_of_report(&self, report: EntityNo) -> Result<Vec<(Seq, Seq)>, Error> {
        Ok(self.runs(|of, _| of == report))
    }

    fn runs_of_label(&self, label: LabelNo) -> Result<Vec<(Seq, Seq)>, Error> {
        Ok(self.runs(|_, of| of == label))
    }

    fn runs_backwards(
        &self,
        visit: &mut dyn FnMut(Seq, Seq, EntityNo, LabelNo) -> Result<Walk, Error>,
    ) -> Result<(), Error> {
        for (first, last, report, label) in self.runs.iter().rev() {
            if visit(*first, *last, *report, *label)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    fn superseded_by(&self, seq: Seq) -> Result<Option<Seq>, Error> {
        Ok(self.supersessions.get(&seq).copied())
    }

    fn supersessions(&self, visit: &mut dyn FnMut(Seq, Seq)) -> Result<(), Error> {
        self.supersessions.iter().for_each(|(seq, by)| visit(*seq, *by));
        Ok(())
    }

    fn protections(&self) -> Result<Vec<Protection>, Error> {
        Ok(self.protections.values().cloned().collect())
    }

    fn file(&self, digest: &[u8; 32]) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.files.get(digest).map(|file| file.bytes.clone()))
    }

    fn filings(&self, digest: &[u8; 32]) -> Result<Vec<Filing>, Error> {
        Ok(self.files.get(digest).map(|file| file.filings.clone()).unwrap_or_default())
    }

    fn drawing(&self, digest: &[u8; 32], kind: &str) -> Result<Option<Drawing>, Error> {
        let drawings = self.files.get(digest).map(|file| file.drawings.iter());
        Ok(drawings.into_iter().flatten().find(|drawing| drawing.kind == kind).cloned())
    }

    fn words(&self, visit: &mut dyn FnMut(&str)) -> Result<(), Error> {
        let words = self.postings.range("w".to_owned().."x".to_owned());
        words.filter(|(_, seqs)| !seqs.is_empty()).for_each(|(word, _)| visit(word));
        Ok(())
    }
}

impl Change for State {
    fn snapshot(&self) -> &dyn Snapshot {
        self
    }

    fn intern_entity(&mut self, id: &str) -> Result<EntityNo, Error> {
        Ok(EntityNo(self.entities.intern(id.to_owned()).0))
    }

    fn intern_term(&mut self, schema: &str, property: &str) -> Result<TermNo, Error> {
        Ok(TermNo(self.terms.intern((schema.to_owned(), property.to_owned())).0))
    }

    fn intern_label(&mut self, digest: &[u8; 32], spec: &str) -> Result<LabelNo, Error> {
        let (no, is_new) = self.labels.intern(*digest);
        if is_new {
            self.label_specs.push(spec.to_owned());
        }
        Ok(LabelNo(no))
    }

    fn intern_citation(&mut self, citation: &CitationRow) -> Result<CitationNo, Error> {
        Ok(CitationNo(self.citations.intern(citation.clone()).0))
    }

    fn find(&self, entity: EntityNo, digest: i64) -> Result<Option<(Seq, LabelNo)>, Error> {
        let seqs = self.by_entity.get(&entity).into_iter().flatten();
        let mut found = seqs.filter_map(|seq| self.rows.get(seq).map(|row| (*seq, row)));
        Ok(found.find(|(_, row)| row.digest == digest).map(|(seq, row)| (seq, row.label)))
    }

    fn put(&mut self, entry: Entry<'_>) -> Result<bool, Error> {
        let row = entry.row;
        if self.find(row.entity, row.digest)?.is_some() {
            return Ok(false);
        }
        self.by_entity.entry(row.entity).or_default().push(row.seq);
        for token in entry.tokens.split(' ').filter(|token| !token.is_empty()) {
            let seqs = self.postings.entry(token.to_owned()).or_default();
            if seqs.last() != Some(&row.seq) {
                seqs.push(row.seq);
            }
        }
        if let Some(target) = entry.link {
            self.links.entry(target).or_default().push(row.seq);
        }
        if let Some(earlier) = entry.supersedes {
            self.supersessions.insert(earlier, row.seq);
        }
        let stored = Stored {
            entity: row.entity,
            term: row.term,
            citation: row.citation,
            label: row.label,
            digest: row.digest,
            value: row.value.to_owned(),
            extra: row.extra.map(ToOwned::to_owned),
        };
        self.rows.insert(row.seq, stored);
        Ok(true)
    }

    fn erase(&mut self, seq: Seq, _: &str, _: Option<EntityNo>) -> Result<(), Error> {
        self.rows.remove(&seq);
        let forget = |seqs: &mut Vec<Seq>| seqs.retain(|held| *held != seq);
        self.by_entity.values_mut().for_each(forget);
        self.links.values_mut().for_each(forget);
        self.postings.values_mut().for_each(forget);
        self.supersessions.retain(|earlier, by| *earlier != seq && *by != seq);
        Ok(())
    }

    fn put_run(&mut self, citation: &CitationRow, first: Seq, last: Seq) -> Result<(), Error> {
        self.runs.push((first, last, citation.report, citation.label));
        Ok(())
    }

    fn put_batch(&mut self, batch: &BatchRecord) -> Result<(), Error> {
        self.batches.push(batch.clone());
        Ok(())
    }

    fn remove_protection(&mut self, entity: &EntityId) -> Result<(), Error> {
        self.protections.remove(entity);
        Ok(())
    }

    fn put_protection(&mut self, protection: &Protection) -> Result<(), Error> {
        self.protections.insert(protection.entity.clone(), protection.clone());
        Ok(())
    }

    fn erase_original(&mut self, digest: &[u8; 32]) -> Result<bool, Error> {
        Ok(self.files.remove(digest).is_some())
    }

    fn keep_filings(&mut self, digest: &[u8; 32], keep: &[Label]) -> Result<(), Error> {
        if let Some(file) = self.files.get_mut(digest) {
            file.filings.retain(|filing| keep.contains(&filing.label));
        }
        Ok(())
    }

    fn done(&mut self, _: &str) -> Result<(), Error> {
        Ok(())
    }

    fn put_original(&mut self, original: &Original) -> Result<(), Error> {
        let Original { name, media_type, label, bytes, drawings } = original.clone();
        let file = self.files.entry(original.digest()).or_default();
        file.bytes = bytes;
        if !file.filings.iter().any(|filing| filing.label == label) {
            file.filings.push(Filing { label, name, media_type });
        }
        for drawing in drawings {
            if !file.drawings.iter().any(|drawn| drawn.kind == drawing.kind) {
                file.drawings.push(drawing);
            }
        }
        Ok(())
    }
}
