//! Quality of name comparison on the pair sets.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use crossbearing_names::{Model, THRESHOLD, compare};

use crate::measures::{Bin, Scored, calibration, quality};
use crate::speed::cpu;

/// The sets, in the order reported.
const SETS: [&str; 5] = ["arabic", "russian", "hebrew", "ofac", "slips"];

/// Prints a table of quality and the reliability of every set; leaves what the peers are set against
/// in `ours.csv`.
pub(crate) fn report(folder: &Path) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "| set | pairs | precision | recall | F1 at {THRESHOLD} | best F1 (at) | ECE |")?;
    writeln!(out, "|---|---|---|---|---|---|---|")?;
    let mut ours = csv::Writer::from_path(folder.join("ours.csv"))?;
    ours.write_record(["set", "f1", "best_f1", "at", "rate"])?;
    let mut sets: Vec<(&str, Vec<Scored>)> = Vec::new();
    for set in SETS {
        let (pairs, rate) = score(&folder.join(format!("{set}.csv")))?;
        let scored: Vec<Scored> = pairs.iter().map(|(pair, _)| *pair).collect();
        write_row(&mut out, set, &scored)?;
        if set == "slips" {
            let easier = pairs.iter().filter(|(_, hardest)| !hardest).map(|(pair, _)| *pair);
            write_row(&mut out, "slips, random false pairs only", &easier.collect::<Vec<_>>())?;
        }
        let q = quality(&scored, THRESHOLD);
        let numbers = [q.f1, q.best_f1, q.best_at.into(), rate].map(|number| number.to_string());
        ours.write_record(std::iter::once(set).chain(numbers.iter().map(String::as_str)))?;
        sets.push((set, scored));
    }
    ours.flush()?;
    let all: Vec<Scored> = sets.iter().flat_map(|(_, scored)| scored).copied().collect();
    write_row(&mut out, "all", &all)?;
    sets.push(("all", all));
    write_reliability(&mut out, &sets)
}

/// A reliability diagram in figures: for each set and tenth of probability, how many pairs there
/// are, and the share of true ones that was expected and observed.
fn write_reliability(
    out: &mut impl std::io::Write,
    sets: &[(&str, Vec<Scored>)],
) -> anyhow::Result<()> {
    let names: Vec<&str> = sets.iter().map(|(set, _)| *set).collect();
    writeln!(out, "\npairs: expected / observed\n\n| probability | {} |", names.join(" | "))?;
    writeln!(out, "|---|{}", "---|".repeat(sets.len()))?;
    let bins: Vec<_> = sets.iter().map(|(_, scored)| calibration(scored)).collect();
    for tenth in 0..10 {
        let cell = |bins: &[Bin; 10]| {
            let bin = bins[tenth];
            let share = |sum: f64| sum / bin.count.max(1.0);
            format!("{}: {:.2} / {:.2}", bin.count, share(bin.expected), share(bin.observed))
        };
        let cells: Vec<String> = bins.iter().map(cell).collect();
        writeln!(out, "| 0.{tenth} | {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn write_row(out: &mut impl std::io::Write, set: &str, scored: &[Scored]) -> anyhow::Result<()> {
    let q = quality(scored, THRESHOLD);
    writeln!(
        out,
        "| {set} | {} | {:.3} | {:.3} | {:.3} | {:.3} ({:.2}) | {:.3} |",
        q.pairs, q.precision, q.recall, q.f1, q.best_f1, q.best_at, q.calibration_error
    )?;
    Ok(())
}

/// Scores a set, each pair with whether it was picked as the hardest false one; also says how many
/// pairs a CPU second that is, from raw strings.
fn score(path: &Path) -> anyhow::Result<(Vec<(Scored, bool)>, f64)> {
    let mut reader = csv::Reader::from_path(path)
        .with_context(|| format!("no pair set at {}", path.display()))?;
    let rows = reader.records().collect::<Result<Vec<_>, _>>()?;
    let model = Model::shipped();
    let started = cpu();
    let mut scored = Vec::with_capacity(rows.len());
    for row in &rows {
        let (a, b) = (model.prepare(&row[0]), model.prepare(&row[1]));
        let p = compare::probability(model.log_ratio(&a, &b));
        scored.push(((p, &row[3] == "1"), row.get(4) == Some("hardest")));
    }
    let rate = rows.len() as f64 / (cpu() - started).max(1e-9);
    Ok((scored, rate))
}
