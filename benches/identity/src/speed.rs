//! Speed of comparison and retrieval, in CPU time of one thread.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use crossbearing_names::train::Random;
use crossbearing_names::{Index, Model, Name};

/// Names composed for the comparison, and pairs compared.
const NAMES: usize = 20_000;
const ROUNDS: usize = 10;
const PASSES: usize = 7;
/// Queries put to the index.
const QUERIES: usize = 1_000;

/// Prints pairs per second and what retrieval reaches on lists of the sizes given.
pub(crate) fn report(folder: &Path, sizes: &[usize]) -> anyhow::Result<()> {
    let model = Model::shipped();
    let mut out = std::io::stdout().lock();
    let tokens = tokens(folder)?;
    let (latin, other) = composed(&tokens, NAMES);
    let started = cpu();
    let left: Vec<Name> = latin.iter().map(|name| model.prepare(name)).collect();
    let right: Vec<Name> = other.iter().map(|name| model.prepare(name)).collect();
    let prepared = cpu() - started;
    let mut random = Random::new(5);
    // One pair in three is true, the others are of strangers.
    let pairs: Vec<(usize, usize)> = (0..NAMES * ROUNDS)
        .map(|n| (n % NAMES, if n % 3 == 0 { n % NAMES } else { random.below(NAMES) }))
        .collect();
    // Several passes and their median: another program on the machine disturbs one of them at most.
    let mut passes = Vec::new();
    let mut sum = 0.0;
    for _ in 0..PASSES {
        let started = cpu();
        sum = pairs.iter().map(|(a, b)| model.log_ratio(&left[*a], &right[*b])).sum::<f32>();
        passes.push((cpu() - started) / pairs.len() as f64);
    }
    passes.sort_by(f64::total_cmp);
    let compared = passes[PASSES / 2];
    writeln!(
        out,
        "prepared, Latin against Arabic: {:.0} pairs/s (checksum {sum:.0})",
        1.0 / compared
    )?;
    let raw = prepared / NAMES as f64 + compared;
    writeln!(out, "raw strings, the same: {:.0} pairs/s", 1.0 / raw)?;
    for size in sizes {
        retrieval(model, &tokens, *size, &mut out)?;
    }
    Ok(())
}

fn retrieval(
    model: &Model,
    tokens: &[(String, String)],
    size: usize,
    out: &mut impl std::io::Write,
) -> anyhow::Result<()> {
    let (latin, other) = composed(tokens, size);
    let started = cpu();
    let index = Index::new(model, latin.iter().map(String::as_str));
    let built = cpu() - started;
    let mut times = Vec::with_capacity(QUERIES);
    let (mut found, mut first) = (0, 0);
    for place in (0..size).step_by((size / QUERIES).max(1)).take(QUERIES) {
        let started = cpu();
        let hits = index.search(model, &other[place], 50);
        times.push((cpu() - started) * 1e3);
        found += usize::from(hits.iter().any(|hit| latin[hit.place] == latin[place]));
        first += usize::from(hits.first().is_some_and(|hit| latin[hit.place] == latin[place]));
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    writeln!(
        out,
        "{size} Latin names, Arabic queries: built in {built:.1} s; p50 {:.2} ms, p99 {:.2} ms; \
         found among 50: {:.3}, first: {:.3}",
        at(0.5),
        at(0.99),
        found as f64 / times.len() as f64,
        first as f64 / times.len() as f64,
    )?;
    Ok(())
}

/// Seconds this thread has run on a processor.
fn cpu() -> f64 {
    let spent = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    spent.tv_sec as f64 + spent.tv_nsec as f64 / 1e9
}

/// The true token pairs of the Arabic set.
fn tokens(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut reader = csv::Reader::from_path(folder.join("arabic.csv")).context("no pair sets")?;
    let rows = reader.records().collect::<Result<Vec<_>, _>>()?;
    let same = rows.iter().filter(|row| row.get(3) == Some("1"));
    Ok(same.map(|row| (row[0].to_owned(), row[1].to_owned())).collect())
}

/// Names of two or three tokens in both scripts.
fn composed(tokens: &[(String, String)], count: usize) -> (Vec<String>, Vec<String>) {
    let mut random = Random::new(count as u64);
    (0..count)
        .map(|n| {
            let parts: Vec<_> =
                (0..2 + n % 2).map(|_| &tokens[random.below(tokens.len())]).collect();
            let join = |side: fn(&(String, String)) -> &str| -> String {
                parts.iter().map(|part| side(part)).collect::<Vec<_>>().join(" ")
            };
            (join(|part| &part.0), join(|part| &part.1))
        })
        .unzip()
}
