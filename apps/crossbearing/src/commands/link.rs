//! `crossbearing link`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_linkage::{
    Judgements, Linkage, Plan, Synonyms, Table, Weights, WeightsFrom, pairs_within, pairwise,
};
use crossbearing_names::Sources;

mod report;

/// Arguments of `crossbearing link`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    crossbearing link people.csv --config link.toml --out clusters.csv --report link.html")]
pub(crate) struct Link {
    /// CSV files with the same columns, UTF-8.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What to compare, what to block on, how to cluster (see docs/linkage.md).
    #[arg(long)]
    config: PathBuf,
    /// Where to write the columns `id` and `cluster`.
    #[arg(long)]
    out: PathBuf,
    /// Where to write a report in HTML.
    #[arg(long)]
    report: Option<PathBuf>,
    /// Judgements of people: a CSV file with the columns id1, id2, verdict (same or different).
    #[arg(long)]
    judgements: Option<PathBuf>,
    /// Learn the weights from the plan's column of the truth and write them here, to be put into a
    /// plan.
    #[arg(long)]
    learn: Option<PathBuf>,
    /// Where the truth is known, also try thresholds from -8 to 16 and print what each reaches.
    #[arg(long)]
    sweep: bool,
    /// Print what was measured as JSON.
    #[arg(long)]
    json: bool,
}

impl Link {
    /// Links the records of the files.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let config = std::fs::read_to_string(&self.config)
            .with_context(|| format!("cannot read {}", self.config.display()))?;
        let plan: Plan = toml::from_str(&config)
            .with_context(|| format!("{} is not a plan", self.config.display()))?;
        let table = read_all(&self.files)?;
        let Some(id) = table.place(&plan.id) else {
            bail!("no column `{}` to identify records by", plan.id);
        };
        let nicknames = Sources::SHIPPED.nicknames.lines().filter(|line| !line.starts_with('#'));
        let synonyms = Synonyms::new(nicknames.map(|line| line.split_whitespace().collect()));
        let source = if self.learn.is_some() { WeightsFrom::Labels } else { WeightsFrom::Plan };
        let linkage = Linkage::new(table, plan, &synonyms, source)?;
        if let Some(path) = &self.learn {
            let learned = Learned { weights: linkage.weights() };
            std::fs::write(path, toml::to_string(&learned)?)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        let judgements = match &self.judgements {
            Some(path) => read_judgements(path, &linkage, id)?,
            None => Judgements::default(),
        };
        let clusters = linkage.clusters(&judgements)?;
        self.write(&linkage, id, &clusters)?;
        let summary = summary(&linkage, &clusters);
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{summary}")?;
        } else {
            for (name, value) in summary.as_object().into_iter().flatten() {
                writeln!(out, "{name:24} {value}")?;
            }
        }
        if self.sweep
            && let Some(truth) = truth(&linkage)
        {
            for threshold in -8..=16 {
                let measured = pairwise(&linkage.clusters_at(threshold as f32)?, truth);
                writeln!(
                    out,
                    "threshold {threshold:3}  precision {:.4}  recall {:.4}  F1 {:.4}",
                    measured.precision, measured.recall, measured.f1
                )?;
            }
        }
        if let Some(path) = &self.report {
            std::fs::write(path, report::html(&linkage, &clusters))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }

    fn write(&self, linkage: &Linkage, id: usize, clusters: &[u32]) -> anyhow::Result<()> {
        let mut writer = csv::Writer::from_path(&self.out)
            .with_context(|| format!("cannot write {}", self.out.display()))?;
        writer.write_record(["id", "cluster"])?;
        let column = &linkage.table().columns[id];
        for (record, cluster) in clusters.iter().enumerate() {
            writer.write_record([column.text(record), &cluster.to_string()])?;
        }
        writer.flush()?;
        Ok(())
    }
}

/// The learned weights as the plan holds them.
#[derive(serde::Serialize)]
struct Learned<'a> {
    weights: &'a Weights,
}

/// Reads the files into one table; their columns must be the same.
fn read_all(files: &[PathBuf]) -> anyhow::Result<Table> {
    let mut table: Option<(Table, Vec<String>)> = None;
    for path in files {
        let shown = path.display();
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .flexible(true)
            .from_path(path)
            .with_context(|| format!("cannot read {shown}"))?;
        let header = reader.headers().with_context(|| format!("{shown} is not UTF-8 CSV"))?;
        let header: Vec<String> =
            header.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
        let (table, known) = table.get_or_insert_with(|| (Table::new(&header), header.clone()));
        if *known != header {
            bail!(
                "{shown} has the columns {}; the first file has {}",
                header.join(", "),
                known.join(", ")
            );
        }
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).with_context(|| format!("in {shown}"))? {
            let fields: Vec<&str> = record.iter().collect();
            table.push(&fields);
        }
    }
    table.map(|(table, _)| table).context("no file to read")
}

fn read_judgements(path: &Path, linkage: &Linkage, id: usize) -> anyhow::Result<Judgements> {
    let column = &linkage.table().columns[id];
    let place = |text: &str| {
        let found = (0..linkage.table().records)
            .find(|record| column.text(*record) == text.trim().to_lowercase());
        found.map(|record| record as u32).with_context(|| format!("no record `{text}`"))
    };
    let mut judgements = Judgements::default();
    let mut reader =
        csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
    for row in reader.records() {
        let row = row?;
        let field = |place: usize| row.get(place).unwrap_or_default();
        let pair = (place(field(0))?, place(field(1))?);
        match field(2).trim() {
            "same" => judgements.same.push(pair),
            "different" => judgements.different.push(pair),
            other => bail!("`{other}` is no verdict; say same or different"),
        }
    }
    Ok(judgements)
}

/// What was measured, as an object.
fn summary(linkage: &Linkage, clusters: &[u32]) -> serde_json::Value {
    let mut distinct = clusters.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let mut summary = serde_json::json!({
        "records": linkage.table().records,
        "pairs_compared": linkage.pairs,
        "clusters": distinct.len(),
        "threshold": linkage.plan().cluster.threshold,
    });
    let Some(truth) = truth(linkage) else { return summary };
    let true_pairs = true_pairs(truth);
    let found = linkage.true_pairs.unwrap_or(0);
    let measured = pairwise(clusters, truth);
    summary["blocking_recall"] = (found as f64 / true_pairs.max(1) as f64).into();
    summary["precision"] = measured.precision.into();
    summary["recall"] = measured.recall.into();
    summary["f1"] = measured.f1.into();
    summary
}

/// The true cluster of each record, if the plan names the column.
fn truth(linkage: &Linkage) -> Option<&[u32]> {
    let place = linkage.table().place(linkage.plan().truth.as_deref()?)?;
    Some(&linkage.table().columns[place].values)
}

fn true_pairs(truth: &[u32]) -> u64 {
    let mut labels = truth.to_vec();
    labels.sort_unstable();
    pairs_within(labels.chunk_by(|a, b| a == b).map(|group| group.len() as u64))
}
