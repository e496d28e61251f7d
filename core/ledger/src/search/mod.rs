//! Finding entities by what is said of them: by words, by selectors, with slips of the pen.
//!
//! An answer depends on nothing outside the View. The index serves rows in the order in which they
//! were recorded, each is shown to the View before it is counted, and ranking looks at the row
//! alone: no document frequency, no total that a hidden row would change.

mod query;
mod rank;
mod vocabulary;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crossbearing_access::View;
use crossbearing_model::{EntityId, PropertyKind};

pub use query::{Filter, Query};
pub use rank::How;
pub(crate) use vocabulary::Vocabulary;

use crate::neighbours::Neighbour;
use crate::read::{AsOf, Read, Reader};
use crate::store::{Seq, TokenQuery};
use crate::{Ledger, Result};
use query::{Place, Wanted, by_spellings};

/// Statements looked at before counting stops; a count that reaches it is given as "more than".
const MOST_STATEMENTS: usize = 2_000;

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How many entities match.
    pub count: usize,
    /// Whether that is all of them; if not, there are at least that many.
    pub exact: bool,
    /// The page asked for, best first.
    pub hits: Vec<Hit>,
    /// How the matches spread over schemata, each counted as if its own filter were not set.
    pub schemata: Vec<Facet>,
    /// Over originating agencies.
    pub agencies: Vec<Facet>,
    /// Over grades.
    pub grades: Vec<Facet>,
    /// Over years in which it held, or was recorded if that is not known.
    pub years: Vec<Facet>,
}

/// An entity that matches, and the statement by which it does.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The entity.
    pub entity: Neighbour,
    /// The statement that matches best.
    pub read: Read,
    /// In which way.
    pub how: How,
    /// How well, greater is better; comparable within one answer.
    pub score: f64,
}

/// A value and the number of matching entities that have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The value.
    pub value: String,
    /// How many.
    pub count: usize,
}

impl Ledger {
    /// The entities that match `query`, as far as `view` holds them.
    pub fn search(&self, view: &View, as_of: AsOf, query: &Query) -> Result<Answer> {
        let wanted = Wanted::of(query);
        self.reading(view, as_of, |reader| {
            let mut found = Found::default();
            found.gather(reader, &wanted.by_key())?;
            found.gather(reader, &wanted.by_words())?;
            let (cut, matches) = (found.cut, found.ranked(&wanted, &[]));
            if !matches.is_empty() {
                return answer(reader, query, matches, cut);
            }
            let spellings = self.vocabulary.spellings(reader.snapshot, &wanted.words)?;
            // A slip in one word is looked for first: it is likelier, and the other words, as they
            // stand, keep the lists short.
            let mut found = Found::default();
            for slipped in 0..wanted.words.len() {
                found.gather(reader, &wanted.by_spelling(slipped, &spellings))?;
            }
            if found.reads.is_empty() && wanted.words.len() > 1 {
                found.gather(reader, &by_spellings(&spellings))?;
            }
            let (cut, matches) = (found.cut, found.ranked(&wanted, &spellings));
            answer(reader, query, matches, cut)
        })
    }
}

/// Statements that the index gave and the View admits.
#[derive(Default)]
struct Found {
    reads: BTreeMap<Seq, (Read, PropertyKind)>,
    cut: bool,
}

impl Found {
    fn gather(&mut self, reader: &Reader<'_>, query: &TokenQuery) -> Result<()> {
        reader.snapshot.postings(query, &mut |row| {
            if self.reads.len() == MOST_STATEMENTS {
                self.cut = true;
                return Ok(ControlFlow::Break(()));
            }
            let seq = row.seq;
            reader.visit(row, &mut |read, term| {
                if read.stands() {
                    self.reads.insert(seq, (read, term.kind));
                }
            })
        })
    }

    /// Each statement that truly matches, with its rank.
    fn ranked(self, wanted: &Wanted, spellings: &[Vec<String>]) -> Vec<Match> {
        let rank = |(read, kind): (Read, PropertyKind)| {
            let (how, score) = rank::rank(wanted, spellings, &read, kind)?;
            Some(Match { read, how, score })
        };
        self.reads.into_values().filter_map(rank).collect()
    }
}

struct Match {
    read: Read,
    how: How,
    score: f64,
}

/// Leaves those matches whose entity is said to have to do with the place.
fn at_place(reader: &Reader<'_>, place: &str, matches: Vec<Match>) -> Result<Vec<Match>> {
    let place = Place::of(place);
    let mut looked_at: BTreeMap<EntityId, bool> = BTreeMap::new();
    let mut there = Vec::new();
    for found in matches {
        let entity = &found.read.statement.entity;
        let is_there = if let Some(known) = looked_at.get(entity) {
            *known
        } else {
            let record = match reader.entity_no(entity)? {
                Some(no) => reader.record(no)?,
                None => None,
            };
            let is_there = record.is_some_and(|record| {
                place.is_said_in(&reader.ledger.ontology, &record.statements)
            });
            looked_at.insert(entity.clone(), is_there);
            is_there
        };
        if is_there {
            there.push(found);
        }
    }
    Ok(there)
}

fn answer(reader: &Reader<'_>, query: &Query, matches: Vec<Match>, cut: bool) -> Result<Answer> {
    let matches = match &query.filter.place {
        Some(place) => at_place(reader, place, matches)?,
        None => matches,
    };
    let [schemata, agencies, grades, years] = query.filter.facets(matches.iter().map(|m| &m.read));
    let mut best: BTreeMap<EntityId, Match> = BTreeMap::new();
    for found in matches.into_iter().filter(|found| query.filter.admits(&found.read)) {
        let better = best
            .get(&found.read.statement.entity)
            .is_none_or(|other| found.score.total_cmp(&other.score).is_gt());
        if better {
            best.insert(found.read.statement.entity.clone(), found);
        }
    }
    let count = best.len();
    let mut ordered: Vec<_> = best.into_iter().collect();
    ordered.sort_by(|(id, one), (other_id, other)| {
        other.score.total_cmp(&one.score).then_with(|| id.cmp(other_id))
    });
    let mut hits = Vec::new();
    for (id, found) in ordered.into_iter().skip(query.offset).take(query.limit) {
        let Some(no) = reader.entity_no(&id)? else { continue };
        let Some(record) = reader.record(no)? else { continue };
        let entity = crate::neighbours::neighbour(&record);
        hits.push(Hit { entity, read: found.read, how: found.how, score: found.score });
    }
    Ok(Answer { count, exact: !cut, hits, schemata, agencies, grades, years })
}
