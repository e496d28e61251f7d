//! What a search has found so far, and the answer made of it.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use crossbearing_model::{Citation, PropertyKind};

use super::query::{Facts, Filter, Place, Query, Wanted, by_spellings, year};
use super::rank::{How, is_of_a_thing, rank};
use super::{Answer, Hit};
use crate::Result;
use crate::catalogue::Term;
use crate::read::Reader;
use crate::record::Extra;
use crate::store::{CitationNo, EntityNo, Row, Seq, TermNo, TokenQuery};

/// Statements looked at before counting stops; a count that reaches it is given as "more than".
const MOST_STATEMENTS: usize = 1_000;

/// Statements that match and that the viewer sees, each looked at as a row. Only those that are
/// shown in the end are read whole.
pub(super) struct Found<'f, 'r> {
    pub(super) reader: &'f Reader<'r>,
    pub(super) wanted: &'f Wanted,
    pub(super) matches: Vec<Match>,
    /// What was found, so that two queries find it once.
    known: HashSet<Seq>,
    seen: usize,
    cut: bool,
    terms: HashMap<TermNo, Term>,
    citations: HashMap<CitationNo, Arc<Citation>>,
}

/// A statement that matches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) seq: Seq,
    pub(super) entity: EntityNo,
    term: TermNo,
    citation: CitationNo,
    year: i16,
    pub(super) kind: PropertyKind,
    pub(super) how: How,
    pub(super) score: f64,
}

impl<'f, 'r> Found<'f, 'r> {
    pub(super) fn new(reader: &'f Reader<'r>, wanted: &'f Wanted) -> Self {
        Self {
            reader,
            wanted,
            matches: Vec::new(),
            known: HashSet::new(),
            seen: 0,
            cut: false,
            terms: HashMap::new(),
            citations: HashMap::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.matches.is_empty()
    }

    /// Whether a name or a selector matches, rather than a word in a text.
    pub(super) fn names_something(&self) -> bool {
        self.matches.iter().any(|found| is_of_a_thing(found.kind))
    }

    /// Adds the statements that the index has under `query` and that truly match.
    pub(super) fn gather(&mut self, query: &TokenQuery, spellings: &[Vec<String>]) -> Result<()> {
        if self.cut {
            return Ok(());
        }
        let reader = self.reader;
        reader.snapshot.postings(query, &mut |row| {
            let there_are_more = row.seq <= reader.ceiling && !self.cut;
            if there_are_more && !self.known.contains(&row.seq) {
                self.look_at(&row, spellings)?;
            }
            Ok(if there_are_more { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })
    }

    /// A slip in one word is looked for first: it is likelier, and the other words, as they stand,
    /// keep the lists short.
    pub(super) fn gather_slips(&mut self, spellings: &[Vec<String>]) -> Result<()> {
        (self.seen, self.cut) = (0, false);
        self.known.clear();
        for slipped in 0..self.wanted.words.len() {
            self.gather(&self.wanted.by_spelling(slipped, spellings), spellings)?;
        }
        if self.seen == 0 && self.wanted.words.len() > 1 {
            self.gather(&by_spellings(spellings), spellings)?;
        }
        Ok(())
    }

    fn look_at(&mut self, row: &Row<'_>, spellings: &[Vec<String>]) -> Result<()> {
        let Some(glimpse) = self.reader.glimpse(row)? else { return Ok(()) };
        if !self.reader.stands(row.seq)? {
            return Ok(());
        }
        if self.seen == MOST_STATEMENTS {
            // Known only now that the viewer sees one more: a hidden row says nothing about it.
            self.cut = true;
            return Ok(());
        }
        self.seen += 1;
        let kind = glimpse.term.kind;
        let probability = self.citation(row)?.grade.probability();
        let ranked = rank(self.wanted, spellings, (&glimpse.value, kind), probability);
        if let Some((how, score)) = ranked {
            self.add(row, glimpse.term, (how, score))?;
        }
        Ok(())
    }

    /// Adds a match that the viewer sees.
    pub(super) fn add(&mut self, row: &Row<'_>, term: Term, ranked: (How, f64)) -> Result<()> {
        let (recorded_at, _) = self.reader.recorded(row.seq)?;
        self.citation(row)?;
        self.known.insert(row.seq);
        self.matches.push(Match {
            seq: row.seq,
            entity: row.entity,
            term: row.term,
            citation: row.citation,
            year: year(Extra::valid(row.extra)?, recorded_at),
            kind: term.kind,
            how: ranked.0,
            score: ranked.1,
        });
        self.terms.entry(row.term).or_insert(term);
        Ok(())
    }

    pub(super) fn citation(&mut self, row: &Row<'_>) -> Result<Arc<Citation>> {
        if let Some(citation) = self.citations.get(&row.citation) {
            return Ok(Arc::clone(citation));
        }
        let citation = self.reader.citation(row)?;
        self.citations.insert(row.citation, Arc::clone(&citation));
        Ok(citation)
    }

    /// The page that was asked for, with counts and facets.
    pub(super) fn answer(mut self, query: &Query) -> Result<Answer> {
        if let Some(place) = &query.filter.place {
            self.keep_at_place(&Place::of(place))?;
        }
        let all = self.matches.iter().filter_map(|found| self.facts(found));
        let [schemata, agencies, grades, years] = query.filter.facets(all);
        let best = self.best_of_each(&query.filter);
        let count = best.len();
        let mut hits = Vec::new();
        for found in best.into_iter().skip(query.offset).take(query.limit) {
            hits.extend(self.hit(found)?);
        }
        Ok(Answer { count, exact: !self.cut, hits, schemata, agencies, grades, years })
    }

    fn facts(&self, found: &Match) -> Option<Facts<'_>> {
        let citation = self.citations.get(&found.citation)?;
        Some(Facts {
            entity: found.entity,
            schema: &self.terms.get(&found.term)?.schema,
            agency: &citation.label.spec().originator,
            grade: citation.grade,
            year: found.year,
        })
    }

    /// The best match of each entity, the best first; of equals, what was recorded first.
    fn best_of_each(&self, filter: &Filter) -> Vec<Match> {
        let mut best: HashMap<EntityNo, Match> = HashMap::new();
        for found in &self.matches {
            if self.facts(found).is_some_and(|facts| filter.admits(&facts)) {
                let entry = best.entry(found.entity).or_insert(*found);
                if before(found, entry).is_lt() {
                    *entry = *found;
                }
            }
        }
        let mut best: Vec<Match> = best.into_values().collect();
        best.sort_unstable_by(before);
        best
    }

    fn hit(&self, found: Match) -> Result<Option<Hit>> {
        let Some(entity) = self.reader.brief(found.entity)? else { return Ok(None) };
        let mut read = None;
        self.reader.snapshot.row(found.seq, &mut |row| {
            read = self.reader.see(row)?;
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(read.map(|(read, _)| Hit { entity, read, how: found.how, score: found.score }))
    }

    /// Leaves those matches whose entity is said to have to do with the place.
    fn keep_at_place(&mut self, place: &Place) -> Result<()> {
        let mut is_there: HashMap<EntityNo, bool> = HashMap::new();
        for found in &self.matches {
            if let Entry::Vacant(entry) = is_there.entry(found.entity) {
                let (_, said) = self.reader.said_of(found.entity)?;
                entry.insert(place.is_said_in(&self.reader.ledger.ontology, &said));
            }
        }
        self.matches.retain(|found| is_there.get(&found.entity) == Some(&true));
        Ok(())
    }
}

/// Better first, then earlier. Numbers of the ledger decide here; of what the viewer sees, they are
/// in the same order as in a ledger that holds nothing else.
fn before(one: &Match, other: &Match) -> std::cmp::Ordering {
    other.score.total_cmp(&one.score).then(one.seq.cmp(&other.seq))
}
