//! Reading through a View: the one place where a row becomes a statement that a viewer sees.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::Arc;

use crossbearing_access::View;
use crossbearing_model::{
    Citation, EntityId, Instant, PrincipalId, PropertyKind, Statement, StatementId,
};
use roaring::RoaringTreemap;

use crate::catalogue::Term;
use crate::record::{Extra, key_token};
use crate::store::{BatchRecord, EntityNo, Row, Seq, Snapshot, TermNo, Token, TokenQuery, Walk};
use crate::{Error, Ledger, Result};

/// As what was known when an answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AsOf {
    /// Everything recorded by now.
    #[default]
    Now,
    /// Only what was recorded at or before an instant.
    At(Instant),
}

/// A statement as a viewer sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The statement, with protected persons as pseudonyms.
    pub statement: Statement,
    /// Its id: the hash of what the viewer sees, so that agencies cannot join their pseudonyms by it.
    pub id: StatementId,
    /// When it was recorded here.
    pub recorded_at: Instant,
    /// Who recorded it.
    pub recorded_by: PrincipalId,
    /// The later statement that corrects or retracts it.
    pub superseded_by: Option<StatementId>,
}

impl Read {
    /// Whether it stands: neither superseded nor itself a retraction.
    pub fn stands(&self) -> bool {
        self.superseded_by.is_none()
            && !matches!(self.statement.standing, crossbearing_model::Standing::Retracts(_))
    }
}

/// A place to go on reading from. It counts what the viewer may not see as well: keep it inside
/// the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cursor(pub(crate) u64);

impl Ledger {
    /// The statements whose value is `value` in any of its spellings: a number, a handle, a name.
    pub fn by_value(&self, view: &View, as_of: AsOf, value: &str) -> Result<Vec<Read>> {
        let keys = keys_of(value);
        let tokens = keys.iter().map(|(_, key)| Token::Whole(key_token(key))).collect();
        let query = TokenQuery { groups: vec![tokens] };
        self.reading(view, as_of, |reader| {
            let mut found = Vec::new();
            reader.snapshot.postings(&query, &mut |row| {
                reader.visit(row, &mut |read, kind| {
                    let key = kind.match_key(&read.statement.value);
                    if key.is_some_and(|key| keys.contains(&(kind, key))) {
                        found.push(read);
                    }
                })
            })?;
            Ok(found)
        })
    }

    /// The statements that cite `report`, in the order in which they were recorded.
    pub fn by_report(&self, view: &View, as_of: AsOf, report: &EntityId) -> Result<Vec<Read>> {
        self.reading(view, as_of, |reader| {
            let mut found = Vec::new();
            let Some(report) = reader.entity_no(report)? else { return Ok(found) };
            for (first, last) in reader.snapshot.runs_of_report(report)? {
                reader.snapshot.rows_between(first, last, &mut |row| {
                    found.extend(reader.see(row)?.map(|(read, _)| read));
                    Ok(ControlFlow::Continue(()))
                })?;
            }
            Ok(found)
        })
    }

    /// The statements whose value is the entity `target`.
    pub fn links_to(&self, view: &View, as_of: AsOf, target: &EntityId) -> Result<Vec<Read>> {
        self.reading(view, as_of, |reader| {
            let mut found = Vec::new();
            let Some(target) = reader.entity_no(target)? else { return Ok(found) };
            reader
                .snapshot
                .links_to(target, &mut |row| reader.visit(row, &mut |read, _| found.push(read)))?;
            Ok(found)
        })
    }

    /// Up to `limit` statements recorded after `cursor`, and where to go on.
    pub fn since(&self, view: &View, cursor: Cursor, limit: usize) -> Result<(Vec<Read>, Cursor)> {
        self.reading(view, AsOf::Now, |reader| {
            let mut found = Vec::new();
            let mut reached = cursor;
            let first = Seq(cursor.0.saturating_add(1));
            reader.snapshot.rows_between(first, reader.ceiling, &mut |row| {
                if found.len() == limit {
                    return Ok(ControlFlow::Break(()));
                }
                reached = Cursor(row.seq.0);
                found.extend(reader.see(row)?.map(|(read, _)| read));
                Ok(ControlFlow::Continue(()))
            })?;
            Ok((found, reached))
        })
    }

    /// The place from which [`Self::since`] reads what is recorded after now.
    pub fn end(&self, view: &View) -> Result<Cursor> {
        self.reading(view, AsOf::Now, |reader| Ok(Cursor(reader.ceiling.0)))
    }

    /// Opens a reading of one moment through `view`.
    pub(crate) fn reading<T>(
        &self,
        view: &View,
        as_of: AsOf,
        read: impl FnOnce(&Reader<'_>) -> Result<T>,
    ) -> Result<T> {
        self.store.read(|snapshot| {
            let at = match as_of {
                AsOf::Now => None,
                AsOf::At(at) => Some(at),
            };
            let ceiling = snapshot.ceiling(at)?;
            // Taken after the snapshot was opened: what a row of it refers to is in there, or comes
            // with the change that is being recorded this moment.
            let (terms, superseded) = {
                let cached = self.catalogue.read();
                (Arc::clone(&cached.terms), Arc::clone(&cached.superseded))
            };
            let mut opened = Vec::new();
            for entity in view.opened() {
                opened.extend(snapshot.entity_no(entity.as_str())?);
            }
            let batch = RefCell::default();
            read(&Reader {
                ledger: self,
                snapshot,
                view,
                ceiling,
                terms,
                superseded,
                opened,
                batch,
            })
        })
    }
}

/// Reads one snapshot through one View, up to one statement.
pub(crate) struct Reader<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) snapshot: &'a dyn Snapshot,
    pub(crate) view: &'a View,
    pub(crate) ceiling: Seq,
    terms: Arc<Vec<Term>>,
    superseded: Arc<RoaringTreemap>,
    /// The protected persons whose pseudonym was opened to the viewer: few.
    opened: Vec<EntityNo>,
    /// The batch of the last row that was read, with the statement before its first.
    batch: RefCell<Option<(Seq, BatchRecord)>>,
}

/// A row before anything is made of it: what it says, as the viewer sees it.
pub(crate) struct Glimpse<'r> {
    pub(crate) term: Term,
    /// With every hidden person in it as a pseudonym.
    pub(crate) value: Cow<'r, str>,
}

impl Reader<'_> {
    /// The number of the entity that the viewer knows as `shown`. A hidden person's own id is
    /// nobody's.
    pub(crate) fn entity_no(&self, shown: &EntityId) -> Result<Option<EntityNo>> {
        let veil = self.view.veil();
        if veil.pseudonym(shown).is_some() {
            return Ok(None);
        }
        self.snapshot.entity_no(veil.behind(shown).unwrap_or(shown).as_str())
    }

    /// The id under which the viewer knows the entity with this number.
    pub(crate) fn entity_id(&self, no: EntityNo) -> Result<EntityId> {
        let id = self.snapshot.entity_id(no)?;
        id.parse().map_err(|_| Error::corrupt("an entity", id))
    }

    /// Visits the row's statement if the viewer sees it; stops behind the last one to be read.
    pub(crate) fn visit(
        &self,
        row: Row<'_>,
        visit: &mut dyn FnMut(Read, PropertyKind),
    ) -> Result<Walk> {
        if row.seq > self.ceiling {
            return Ok(ControlFlow::Break(()));
        }
        if let Some((read, kind)) = self.see(row)? {
            visit(read, kind);
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Whether the row exists for the viewer at all, before anything else is looked at.
    pub(crate) fn admits(&self, row: &Row<'_>) -> bool {
        let opened = || self.opened.contains(&row.entity) && self.view.admits_of_opened(row.label);
        row.seq <= self.ceiling && (self.view.admits(row.label) || opened())
    }

    /// The row as the viewer sees it: nothing if its label, its time or a veil hides it.
    pub(crate) fn see(&self, row: Row<'_>) -> Result<Option<(Read, PropertyKind)>> {
        if !self.admits(&row) {
            return Ok(None);
        }
        let entity = self.entity_id(row.entity)?;
        self.see_of(row, &entity)
    }

    /// [`Self::see`] where the entity's id is known.
    pub(crate) fn see_of(
        &self,
        row: Row<'_>,
        entity: &EntityId,
    ) -> Result<Option<(Read, PropertyKind)>> {
        let Some(statement) = self.statement_of(row, entity)? else { return Ok(None) };
        let kind = self.term(row.term)?.kind;
        let (recorded_at, recorded_by) = self.recorded(row.seq)?;
        let superseded_by = self.superseded_by(row.seq, entity)?;
        let id = statement.id();
        Ok(Some((Read { statement, id, recorded_at, recorded_by, superseded_by }, kind)))
    }

    /// The row's statement as the viewer sees it, without what is known about its recording.
    pub(crate) fn statement_of(
        &self,
        row: Row<'_>,
        entity: &EntityId,
    ) -> Result<Option<Statement>> {
        if !self.admits(&row) {
            return Ok(None);
        }
        let term = self.term(row.term)?;
        if self.veils(&term, entity) {
            return Ok(None);
        }
        let citation = self.citation(&row)?;
        let names = (Arc::clone(&term.schema), Arc::clone(&term.property));
        let statement = Extra::restore(row.extra, entity.clone(), names, row.value, citation)?;
        Ok(Some(self.veiled(statement, term.kind)))
    }

    /// What the row says as the viewer sees it: nothing if its label, its time or a veil hides it.
    pub(crate) fn glimpse<'r>(&self, row: &Row<'r>) -> Result<Option<Glimpse<'r>>> {
        if !self.admits(row) {
            return Ok(None);
        }
        let term = self.term(row.term)?;
        if self.view.veil().is_empty() {
            return Ok(Some(Glimpse { term, value: Cow::Borrowed(row.value) }));
        }
        if self.veils(&term, &self.entity_id(row.entity)?) {
            return Ok(None);
        }
        let value = self.shown_value(&term.schema, term.kind, row.value);
        Ok(Some(Glimpse { term, value: value.map_or(Cow::Borrowed(row.value), Cow::Owned) }))
    }

    /// Whether the viewer does not see that a later statement corrects or retracts this one.
    pub(crate) fn stands(&self, seq: Seq) -> Result<bool> {
        if !self.superseded.contains(seq.0) {
            return Ok(true);
        }
        let Some(by) = self.snapshot.superseded_by(seq)? else { return Ok(true) };
        let mut stands = true;
        self.snapshot.row(by, &mut |row| {
            stands = !self.admits(&row);
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(stands)
    }

    /// The term under a number.
    pub(crate) fn term(&self, no: TermNo) -> Result<Term> {
        if let Some(term) = self.terms.get(no.0 as usize) {
            return Ok(term.clone());
        }
        // Recorded a moment ago: the ledger is just learning it.
        self.ledger.catalogue.new_term(self.snapshot, &self.ledger.ontology, no)
    }

    /// The citation of a row.
    pub(crate) fn citation(&self, row: &Row<'_>) -> Result<Arc<Citation>> {
        self.ledger.catalogue.citation(self.snapshot, row.citation)
    }

    /// Whether what a term says of an entity would tell who the entity is, to one who may not know.
    fn veils(&self, term: &Term, entity: &EntityId) -> bool {
        term.identifying && self.view.veil().pseudonym(entity).is_some()
    }

    /// The statement with every hidden person in it as a pseudonym.
    fn veiled(&self, mut statement: Statement, kind: PropertyKind) -> Statement {
        let veil = self.view.veil();
        if veil.is_empty() {
            return statement;
        }
        if let Some(shown) = self.shown_value(&statement.schema, kind, &statement.value) {
            statement.value = shown;
        }
        if let Some(original) = statement.original.as_deref()
            && let Some(redacted) = self.redacted(&statement.schema, kind, original)
        {
            statement.original = Some(redacted);
        }
        if let Some(report) = veil.pseudonym(&statement.citation.report) {
            let citation = Citation { report: report.clone(), ..(*statement.citation).clone() };
            statement.citation = Arc::new(citation);
        }
        statement.entity = self.view.shown_id(&statement.entity);
        statement
    }

    /// The value as the viewer sees it, where that is another one.
    fn shown_value(&self, schema: &str, kind: PropertyKind, value: &str) -> Option<String> {
        if kind == PropertyKind::Entity
            && let Ok(target) = value.parse::<EntityId>()
        {
            return self.view.veil().pseudonym(&target).cloned().map(String::from);
        }
        self.redacted(schema, kind, value)
    }

    /// A name or selector is barred where it is the whole of a hidden person's; a text, titles of
    /// documents included, wherever it could name the person.
    fn redacted(&self, schema: &str, kind: PropertyKind, value: &str) -> Option<String> {
        let veil = self.view.veil();
        let titles = self.ledger.ontology.schema(schema).is_none_or(|found| found.is_a("Document"));
        if (kind == PropertyKind::Name && !titles) || kind.is_selector() {
            veil.redact_value(value)
        } else {
            veil.redact_text(value)
        }
    }

    /// Whether the View holds anything of the entity with this number.
    pub(crate) fn sees_of(&self, entity: EntityNo) -> Result<bool> {
        let mut sees = false;
        self.snapshot.rows_of(entity, &mut |row| {
            sees = self.see(row)?.is_some();
            Ok(if sees { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(sees)
    }

    /// When a statement was recorded, and the last one of its batch.
    pub(crate) fn recorded_in(&self, seq: Seq) -> Result<(Instant, Seq)> {
        let (recorded_at, _) = self.recorded(seq)?;
        let cached = self.batch.borrow();
        let last = cached.as_ref().map_or(seq, |(_, batch)| batch.last);
        Ok((recorded_at, last))
    }

    pub(crate) fn recorded(&self, seq: Seq) -> Result<(Instant, PrincipalId)> {
        let mut cached = self.batch.borrow_mut();
        let stands = cached.as_ref().is_some_and(|(from, batch)| *from <= seq && seq <= batch.last);
        if !stands {
            // The batch is known to hold `seq` and all that follows up to its last.
            *cached = Some((seq, self.snapshot.batch_of(seq)?));
        }
        let missing = || Error::corrupt("a batch", seq.0.to_string());
        let (_, batch) = cached.as_ref().ok_or_else(missing)?;
        Ok((batch.recorded_at, batch.recorded_by.clone()))
    }

    /// The id of the later statement that corrects or retracts this one. It has the same label, so
    /// whoever sees the one sees the other.
    fn superseded_by(&self, seq: Seq, entity: &EntityId) -> Result<Option<StatementId>> {
        if !self.superseded.contains(seq.0) {
            return Ok(None);
        }
        let Some(by) = self.snapshot.superseded_by(seq)? else { return Ok(None) };
        let mut id = None;
        self.snapshot.row(by, &mut |row| {
            if self.admits(&row) {
                let term = self.term(row.term)?;
                let citation = self.citation(&row)?;
                let names = (Arc::clone(&term.schema), Arc::clone(&term.property));
                let later = Extra::restore(row.extra, entity.clone(), names, row.value, citation)?;
                id = Some(self.veiled(later, term.kind).id());
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(id)
    }
}

/// What `value` could be a spelling of, for each kind that is looked up by value.
pub(crate) fn keys_of(value: &str) -> Vec<(PropertyKind, String)> {
    const LOOKED_UP: [PropertyKind; 15] = [
        PropertyKind::Name,
        PropertyKind::Identifier,
        PropertyKind::DocumentNumber,
        PropertyKind::Phone,
        PropertyKind::Email,
        PropertyKind::Url,
        PropertyKind::Ip,
        PropertyKind::Iban,
        PropertyKind::Bic,
        PropertyKind::Imo,
        PropertyKind::Mmsi,
        PropertyKind::CryptoAddress,
        PropertyKind::Plate,
        PropertyKind::Handle,
        PropertyKind::Checksum,
    ];
    let key = |kind: PropertyKind| kind.match_key(value).map(|key| (kind, key));
    LOOKED_UP.into_iter().filter_map(key).collect()
}
