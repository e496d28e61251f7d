//! `crossbearing names score`.

use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_names::{Model, Name, compare};

/// Prepared names kept for pairs that share one.
const CACHED: usize = 200_000;

/// Arguments of `crossbearing names score`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  crossbearing names score pairs.csv --out scored.csv\n\n\
    The table needs the columns name1 and name2; every other column is kept as it is.")]
pub(crate) struct Score {
    /// A CSV file with the columns name1 and name2, UTF-8.
    pairs: PathBuf,
    /// Where to write the same rows with a column `probability`.
    #[arg(long)]
    out: PathBuf,
}

impl Score {
    /// Scores every row.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let path = self.pairs.display();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_path(&self.pairs)
            .with_context(|| format!("cannot read {path}"))?;
        let mut header = text(reader.byte_headers()?, 1, &path.to_string())?;
        let column = |name: &str| header.iter().position(|field| field.trim() == name);
        let (Some(first), Some(second)) = (column("name1"), column("name2")) else {
            bail!("{path} has no columns name1 and name2; it has: {}", header.join(", "));
        };
        let mut writer = csv::Writer::from_path(&self.out)
            .with_context(|| format!("cannot write {}", self.out.display()))?;
        let width = header.len();
        header.push("probability".to_owned());
        writer.write_record(&header)?;
        let mut names = Names { model: Model::shipped(), prepared: HashMap::new() };
        for (number, record) in reader.byte_records().enumerate() {
            let mut row = text(&record?, number + 2, &path.to_string())?;
            row.resize(width, String::new());
            let probability = names.probability(&row[first], &row[second]);
            row.push(format!("{probability:.6}"));
            writer.write_record(&row)?;
        }
        writer.flush()?;
        Ok(())
    }
}

/// The fields of a record, or where it is not UTF-8.
fn text(record: &csv::ByteRecord, line: usize, path: &str) -> anyhow::Result<Vec<String>> {
    let field = |bytes: &[u8]| {
        let text = std::str::from_utf8(bytes);
        let text =
            text.with_context(|| format!("{path}, row {line}: not UTF-8; convert it first"))?;
        Ok(text.trim_start_matches('\u{feff}').to_owned())
    };
    record.iter().map(field).collect()
}

/// Prepared names, each made once.
struct Names {
    model: &'static Model,
    prepared: HashMap<String, Name>,
}

impl Names {
    fn probability(&mut self, first: &str, second: &str) -> f32 {
        if self.prepared.len() > CACHED {
            self.prepared.clear();
        }
        for name in [first, second] {
            if !self.prepared.contains_key(name) {
                self.prepared.insert(name.to_owned(), self.model.prepare(name));
            }
        }
        match (self.prepared.get(first), self.prepared.get(second)) {
            (Some(a), Some(b)) => compare::probability(self.model.log_ratio(a, b)),
            _ => 0.0,
        }
    }
}
