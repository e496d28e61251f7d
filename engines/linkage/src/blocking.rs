//! Which pairs are compared at all: records that share a key under one of several schemes.

use std::collections::HashMap;

use crate::keys::Schemes;
use crate::parallel;
use crate::plan::Plan;
use crate::table::Table;

/// What a scheme brought.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemeReport {
    /// The scheme's keys.
    pub keys: Vec<String>,
    /// Pairs it brings by itself.
    pub pairs: usize,
    /// True pairs among them, if the truth is known.
    pub true_pairs: Option<usize>,
}

/// What blocking brought.
#[derive(Debug, Clone, Default)]
pub(crate) struct Candidates {
    pub(crate) pairs: Vec<(u32, u32)>,
    pub(crate) true_pairs: Option<usize>,
    pub(crate) reports: Vec<SchemeReport>,
}

/// All candidate pairs, each once with the smaller record first, and what each scheme brought.
pub(crate) fn candidates(
    schemes: &Schemes,
    table: &Table,
    plan: &Plan,
    truth: Option<&[u32]>,
    threads: usize,
) -> Candidates {
    let is_true = |pair: &&u64| truth.is_some_and(|t| t[high(**pair)] == t[low(**pair)]);
    let all = parallel::each(threads, plan.block.len(), |number| brought(schemes, number, table));
    let mut pairs: Vec<u64> = Vec::with_capacity(all.iter().map(Vec::len).sum());
    let mut reports = Vec::new();
    for (block, mut brought) in plan.block.iter().zip(all) {
        reports.push(SchemeReport {
            keys: block.keys.clone(),
            pairs: brought.len(),
            true_pairs: truth.map(|_| brought.iter().filter(is_true).count()),
        });
        pairs.append(&mut brought);
    }
    pairs.sort_unstable();
    pairs.dedup();
    let true_pairs = truth.map(|_| pairs.iter().filter(is_true).count());
    let pairs = pairs.into_iter().map(|pair| (high(pair) as u32, low(pair) as u32)).collect();
    Candidates { pairs, true_pairs, reports }
}

/// The key of every record under one scheme, in order.
fn entries(schemes: &Schemes, number: usize, table: &Table) -> Vec<(u64, u32)> {
    let mut entries: Vec<(u64, u32)> = Vec::with_capacity(table.records * 2);
    for record in 0..table.records {
        schemes.keys(number, table, record, |key| entries.push((key, record as u32)));
    }
    entries.sort_unstable();
    entries.dedup();
    entries
}

fn brought(schemes: &Schemes, number: usize, table: &Table) -> Vec<u64> {
    let most = schemes.all[number].most;
    let entries = entries(schemes, number, table);
    let mut pairs = Vec::new();
    for block in entries.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() <= most) {
        for (place, (_, first)) in block.iter().enumerate() {
            let rest = &block[place + 1..];
            pairs.extend(
                rest.iter().map(|(_, second)| u64::from(*first) << 32 | u64::from(*second)),
            );
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Who holds which key, for finding the candidates of a record that comes later.
#[derive(Debug, Clone, Default)]
pub(crate) struct Postings {
    schemes: Vec<Block>,
}

/// The keys of one scheme: those of the first table in order, and those that came since.
#[derive(Debug, Clone, Default)]
struct Block {
    keys: Vec<u64>,
    /// Where the records of each key end.
    ends: Vec<u32>,
    records: Vec<u32>,
    since: HashMap<u64, Vec<u32>>,
}

impl Postings {
    /// The postings of a table.
    pub(crate) fn new(schemes: &Schemes, table: &Table) -> Self {
        let block = |number| {
            let mut block = Block::default();
            for own in entries(schemes, number, table).chunk_by(|a, b| a.0 == b.0) {
                block.keys.extend(own.first().map(|(key, _)| *key));
                block.records.extend(own.iter().map(|(_, record)| *record));
                block.ends.push(block.records.len() as u32);
            }
            block
        };
        Self { schemes: (0..schemes.all.len()).map(block).collect() }
    }

    /// Adds the record that came last; returns those that share a key with it, in order, which a
    /// batch over all of them would compare it with.
    pub(crate) fn take_in(&mut self, schemes: &Schemes, table: &Table, record: usize) -> Vec<u32> {
        let mut found = Vec::new();
        for (number, block) in self.schemes.iter_mut().enumerate() {
            let most = schemes.all[number].most;
            schemes.keys(number, table, record, |key| {
                let before = block.before(key);
                let since = block.since.entry(key).or_default();
                if since.last() == Some(&(record as u32)) {
                    return;
                }
                let before = &block.records[before];
                if before.len() + since.len() < most {
                    found.extend(before.iter().chain(since.iter()));
                }
                since.push(record as u32);
            });
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl Block {
    /// The records of the first table that have a key.
    fn before(&self, key: u64) -> std::ops::Range<usize> {
        let Ok(place) = self.keys.binary_search(&key) else { return 0..0 };
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        start..self.ends[place] as usize
    }
}

fn high(pair: u64) -> usize {
    (pair >> 32) as usize
}

fn low(pair: u64) -> usize {
    (pair & 0xffff_ffff) as usize
}
