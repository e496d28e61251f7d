//! Quality of name comparison on the pair sets.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use crossbearing_names::{Model, THRESHOLD, compare};

use crate::measures::{Scored, calibration, quality};

/// The sets, in the order reported.
const SETS: [&str; 5] = ["arabic", "russian", "hebrew", "ofac", "slips"];

/// Prints a table of quality and a reliability table.
pub(crate) fn report(folder: &Path) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "| set | pairs | precision | recall | F1 at {THRESHOLD} | best F1 (at) | ECE |")?;
    writeln!(out, "|---|---|---|---|---|---|---|")?;
    let mut all: Vec<Scored> = Vec::new();
    for set in SETS {
        let scored = score(&folder.join(format!("{set}.csv")))?;
        write_row(&mut out, set, &scored)?;
        all.extend(scored);
    }
    write_row(&mut out, "all", &all)?;
    writeln!(out, "\n| probability | pairs | expected | observed |\n|---|---|---|---|")?;
    for (number, bin) in calibration(&all).iter().enumerate() {
        let share = |sum: f64| sum / bin.count.max(1.0);
        writeln!(
            out,
            "| 0.{number} | {} | {:.3} | {:.3} |",
            bin.count,
            share(bin.expected),
            share(bin.observed)
        )?;
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

fn score(path: &Path) -> anyhow::Result<Vec<Scored>> {
    let mut reader = csv::Reader::from_path(path)
        .with_context(|| format!("no pair set at {}", path.display()))?;
    let model = Model::shipped();
    let mut scored = Vec::new();
    for row in reader.records() {
        let row = row?;
        let (a, b) = (model.prepare(&row[0]), model.prepare(&row[1]));
        let p = compare::probability(model.log_ratio(&a, &b));
        scored.push((p, &row[3] == "1"));
    }
    Ok(scored)
}
