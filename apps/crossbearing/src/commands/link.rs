//! `crossbearing link`.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_linkage::{
    Aids, Judgements, Linkage, Plan, Stream, Synonyms, Weights, WeightsFrom, pairs_within, pairwise,
};
use crossbearing_names::Sources;

mod comparers;
mod reading;
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
    /// Records that come later, with the same columns: each is taken in by itself, with the weights
    /// of the plan or those found on the files, and told which cluster it joins.
    #[arg(long)]
    new: Option<PathBuf>,
    /// How many threads work.
    #[arg(long, default_value_t = threads())]
    threads: usize,
    /// Learn the weights from the plan's column of the truth and write them here, to be put into a
    /// plan.
    #[arg(long)]
    learn: Option<PathBuf>,
    /// Where the truth is known, also try thresholds up to 16 and print what each reaches.
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
        let table = reading::table(&self.files)?;
        let Some(id) = table.place(&plan.id) else {
            bail!("no column `{}` to identify records by", plan.id);
        };
        let nicknames = Sources::SHIPPED.nicknames.lines().filter(|line| !line.starts_with('#'));
        let synonyms = Synonyms::new(nicknames.map(|line| line.split_whitespace().collect()));
        let source = if self.learn.is_some() { WeightsFrom::Labels } else { WeightsFrom::Plan };
        let comparers = comparers::COMPARERS.to_vec();
        let aids = Aids { synonyms, comparers, threads: self.threads };
        let linkage = Linkage::new(table, plan, &aids, source)?;
        if let Some(path) = &self.learn {
            let learned = Learned { weights: linkage.weights() };
            std::fs::write(path, toml::to_string(&learned)?)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        let judgements = match &self.judgements {
            Some(path) => reading::judgements(path, &linkage, id)?,
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
            let least = linkage.plan().cluster.unseen.floor() as i32 + 1;
            for threshold in least..=16 {
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
        match &self.new {
            Some(new) => self.take_in(linkage.stream(clusters), new, id),
            None => Ok(()),
        }
    }

    /// Takes in the records that come later, and writes all of them.
    fn take_in(&self, mut stream: Stream, new: &std::path::Path, id: usize) -> anyhow::Result<()> {
        let columns = &stream.linkage().table().columns;
        let known: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        let (mut taken, mut joined, mut spent) = (0_usize, 0_usize, Vec::new());
        reading::each_record(new, &known, |fields| {
            let started = Instant::now();
            let found = stream.take_in(fields)?;
            spent.push(started.elapsed());
            taken += 1;
            joined += usize::from(found.cluster as usize != found.record);
            Ok(())
        })?;
        self.write(stream.linkage(), id, stream.clusters())?;
        spent.sort_unstable();
        let at = |share: usize| spent.get(spent.len() * share / 100).copied().unwrap_or_default();
        let shown = |time: Duration| format!("{:.3}", time.as_secs_f64() * 1000.0);
        let mut out = std::io::stdout().lock();
        writeln!(
            out,
            "{taken} new records, {joined} joined a cluster; milliseconds each: median {}, 99 % within {}",
            shown(at(50)),
            shown(at(99))
        )?;
        if let Some(truth) = truth(stream.linkage()) {
            let measured = pairwise(stream.clusters(), truth);
            let (precision, recall, f1) = (measured.precision, measured.recall, measured.f1);
            writeln!(out, "with them  precision {precision:.4}  recall {recall:.4}  F1 {f1:.4}")?;
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

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
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
