//! Speed of comparison and retrieval, in CPU time of one thread.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use crossbearing_names::train::Random;
use crossbearing_names::{Model, Name};

use crate::{retrieval, worst};

/// Names composed for the comparison, and pairs compared.
const NAMES: usize = 20_000;
const ROUNDS: usize = 10;
const PASSES: usize = 7;

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
        sum = 0.0;
        for some in pairs.chunks(1_000) {
            let named: Vec<_> = some.iter().map(|(a, b)| (&left[*a], &right[*b])).collect();
            sum += model.log_ratios(&named).into_iter().sum::<f32>();
        }
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
    worst::report(model, &mut out)?;
    for size in sizes {
        retrieval::report(model, &tokens, *size, &mut out)?;
    }
    Ok(())
}

/// Seconds this thread has run on a processor.
pub(crate) fn cpu() -> f64 {
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
