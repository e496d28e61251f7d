//! Search among many names whose tokens are as unevenly common as people's are.

use std::io::Write;

use crossbearing_names::train::{Random, slips};
use crossbearing_names::{Index, Model};

use crate::speed::cpu;

/// Queries put to the index.
const QUERIES: usize = 1_000;
/// Names that every query is compared with, to see what the index misses, and queries so compared.
const SAMPLE: usize = 100_000;
const COMPARED: usize = 100;
/// How many hits count.
const HITS: usize = 10;
/// A log-likelihood ratio from which a hit is likelier the name than not, at even odds of one to two.
const LIKELY: f32 = 0.7;

/// Prints how long a search takes in a list of a size, and what it finds.
pub(crate) fn report(
    model: &Model,
    tokens: &[(String, String)],
    size: usize,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let people = People::new(tokens);
    let mut random = Random::new(size as u64);
    let before = resident();
    let mut index = Index::new(model, []);
    let started = cpu();
    let mut queries = Vec::new();
    let step = (size / QUERIES).max(1);
    for place in 0..size {
        let (latin, other) = people.somebody(&mut random);
        if place % step == 0 {
            queries.push((place, other));
        }
        index.add(model, &latin);
    }
    let built = cpu() - started;
    let memory = resident().saturating_sub(before);
    let mut times = Vec::with_capacity(queries.len());
    let (mut among, mut first) = (0, 0);
    for (place, query) in &queries {
        let started = cpu();
        let hits = index.search(model, query, HITS);
        times.push((cpu() - started) * 1e3);
        let is_it = |hit: &crossbearing_names::Hit| index.name(hit.place) == index.name(*place);
        among += usize::from(hits.iter().any(is_it));
        first += usize::from(hits.first().is_some_and(is_it));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let share = |count: usize| count as f64 / times.len() as f64;
    writeln!(
        out,
        "\n{size} Latin names, unevenly common, Arabic queries: built in {built:.1} s, {memory} MB; \
         p50 {:.2} ms, p99 {:.2} ms, slowest {:.2} ms; the name itself among {HITS}: {:.3}, \
         first: {:.3}",
        at(0.5),
        at(0.99),
        at(1.0),
        share(among),
        share(first),
    )?;
    if size <= SAMPLE {
        against_all(model, &index, &queries, out)?;
    }
    Ok(())
}

/// Compares queries with every name: of the best hits that are likelier the name than not, how many
/// does the index find (or others as likely)?
fn against_all(
    model: &Model,
    index: &Index,
    queries: &[(usize, String)],
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let names: Vec<_> =
        (0..index.len()).filter_map(|place| index.name(place)).map(|n| model.prepare(n)).collect();
    let (mut wanted, mut found) = (0, 0);
    for (_, query) in queries.iter().step_by((queries.len() / COMPARED).max(1)) {
        let prepared = model.prepare(query);
        let mut all: Vec<f32> = names.iter().map(|name| model.log_ratio(&prepared, name)).collect();
        all.sort_by(|a, b| b.total_cmp(a));
        let best: Vec<f32> = all.into_iter().take(HITS).filter(|ratio| *ratio > LIKELY).collect();
        let Some(last) = best.last() else { continue };
        let hits = index.search(model, query, HITS);
        let as_good = hits.iter().filter(|hit| hit.log_ratio >= last - 1e-3).count();
        wanted += best.len();
        found += as_good.min(best.len());
    }
    writeln!(
        out,
        "against comparing with every name: {found} of the {wanted} best hits, {:.4}",
        found as f64 / wanted.max(1) as f64,
    )?;
    Ok(())
}

/// People whose names are drawn by rank (Zipf's law), a given name steeper than a family name; one
/// family name in three has a slip in its Latin spelling.
struct People<'a> {
    tokens: &'a [(String, String)],
    given: Vec<f64>,
    family: Vec<f64>,
}

impl<'a> People<'a> {
    /// Given names are the first five hundred tokens.
    fn new(tokens: &'a [(String, String)]) -> Self {
        let ranked = |count: usize, steepness: f64, flat: f64| -> Vec<f64> {
            let mut sum = 0.0;
            let shares = (1..=count).map(|rank| {
                sum += (rank as f64 + flat).powf(-steepness);
                sum
            });
            shares.collect()
        };
        Self {
            tokens,
            given: ranked(tokens.len().min(500), 1.0, 3.0),
            family: ranked(tokens.len(), 0.8, 10.0),
        }
    }

    /// A name in both scripts.
    fn somebody(&self, random: &mut Random) -> (String, String) {
        let mut parts = vec![self.draw(&self.given, random)];
        if random.below(2) == 0 {
            parts.push(self.draw(&self.given, random));
        }
        let (family, other) = self.draw(&self.family, random);
        let slipped = if random.below(3) == 0 {
            slips(std::iter::once(family.as_str()), random.next_u64()).pop()
        } else {
            None
        };
        let family = slipped.map_or_else(|| family.clone(), |slip| slip.other);
        let mut latin: Vec<&str> = parts.iter().map(|part| part.0.as_str()).collect();
        let mut arabic: Vec<&str> = parts.iter().map(|part| part.1.as_str()).collect();
        latin.push(&family);
        arabic.push(other);
        (latin.join(" "), arabic.join(" "))
    }

    fn draw(&self, shares: &[f64], random: &mut Random) -> &'a (String, String) {
        let total = shares.last().copied().unwrap_or_default();
        let drawn = random.below(1 << 52) as f64 / (1u64 << 52) as f64 * total;
        let rank = shares.partition_point(|share| *share <= drawn);
        &self.tokens[rank.min(self.tokens.len() - 1)]
    }
}

/// Megabytes that this program has in memory.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<usize>().ok());
    kilobytes.unwrap_or_default() / 1024
}
