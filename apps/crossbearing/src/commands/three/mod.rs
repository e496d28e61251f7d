//! `crossbearing exercise score`: what three agencies know apart, together, and after blind matching.

mod known;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use super::console::{say, say_json};
use crate::exchange::common_items;
use crate::folder::DataFolder;

use known::{Known, Truth};

/// Arguments of `crossbearing exercise score`.
#[derive(Debug, Args)]
#[command(
    after_help = "The servers of the three nodes must be stopped.\n\nExample:\n  crossbearing exercise score three"
)]
pub(crate) struct Score {
    /// The folder that `--nodes` made.
    folder: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What one agency sees of those who work for the networks.
#[derive(Debug, serde::Serialize)]
struct Row {
    agency: String,
    /// People of the networks that it has a record of.
    people: usize,
    /// Ties between them that it has.
    ties: usize,
    /// People that it has a record of, or that partners told it of once hits were open.
    people_matched: usize,
    /// Ties that it then has.
    ties_matched: usize,
}

/// The whole score.
#[derive(Debug, serde::Serialize)]
struct Table {
    /// People who truly work for the networks, and true ties between them.
    people: usize,
    ties: usize,
    rows: Vec<Row>,
    /// What all three know together.
    together_people: usize,
    together_ties: usize,
    /// People of whom two agencies have a record, by pairs of agencies.
    shared: usize,
    /// Those of them that a hit shows to be known to both.
    found: usize,
    /// Hits that tie records of different people.
    mistaken: usize,
}

impl Score {
    /// Reads the three folders and prints the score.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let mut folders = Vec::new();
        for entry in std::fs::read_dir(&self.folder)
            .with_context(|| format!("{} cannot be read", self.folder.display()))?
        {
            let path = entry?.path();
            if path.join("node.toml").exists() {
                folders.push(DataFolder::open(&path)?);
            }
        }
        folders.sort_by(|one, other| one.settings().agency.cmp(&other.settings().agency));
        let first = folders.first().context("there is no node in it: make some with --nodes")?;
        let truth = Truth::of(first)?;
        let known = folders.iter().map(|folder| Known::of(folder, &truth));
        let known = known.collect::<anyhow::Result<Vec<_>>>()?;
        let table = table(&truth, &known)?;
        if self.json { say_json(&table) } else { print(&table) }
    }
}

/// People whom others tell of, and who of them is tied to whom.
type Told = (BTreeSet<String>, BTreeSet<(String, String)>);

fn table(truth: &Truth, known: &[Known]) -> anyhow::Result<Table> {
    let (mut shared, mut found, mut mistaken) = (0, 0, 0);
    let mut told: BTreeMap<usize, Told> = BTreeMap::new();
    for (asker, left) in known.iter().enumerate() {
        for (holder, right) in known.iter().enumerate().filter(|(holder, _)| *holder != asker) {
            let mut matched = BTreeSet::new();
            for item in common_items(&left.items, &right.items)? {
                let (ours, theirs) = (left.people_with(&item), right.people_with(&item));
                let same: Vec<&String> = ours.intersection(&theirs).collect();
                if same.is_empty() && !ours.is_empty() && !theirs.is_empty() && asker < holder {
                    mistaken += 1;
                }
                matched.extend(theirs);
            }
            if asker < holder {
                let both: BTreeSet<&String> = left.people.intersection(&right.people).collect();
                shared += both.len();
                found += both.into_iter().filter(|one| matched.contains(*one)).count();
            }
            // Once open, the other side tells whom its record belongs to and who is tied to it.
            let (people, ties) = told.entry(asker).or_default();
            for tie in right
                .ties
                .iter()
                .filter(|(one, other)| matched.contains(one) || matched.contains(other))
            {
                people.extend([tie.0.clone(), tie.1.clone()]);
                ties.insert(tie.clone());
            }
            people.extend(matched);
        }
    }
    let rows = known.iter().enumerate().map(|(at, one)| {
        let (mut people, mut ties) = told.remove(&at).unwrap_or_default();
        people.extend(one.people.iter().cloned());
        ties.extend(one.ties.iter().cloned());
        Row {
            agency: one.agency.clone(),
            people: one.people.len(),
            ties: one.ties.len(),
            people_matched: people.iter().filter(|id| truth.actors.contains(*id)).count(),
            ties_matched: ties.len(),
        }
    });
    let together: BTreeSet<&String> = known.iter().flat_map(|one| &one.people).collect();
    let ties: BTreeSet<&(String, String)> = known.iter().flat_map(|one| &one.ties).collect();
    Ok(Table {
        people: truth.actors.len(),
        ties: truth.ties.len(),
        rows: rows.collect(),
        together_people: together.len(),
        together_ties: ties.len(),
        shared,
        found,
        mistaken,
    })
}

fn print(table: &Table) -> anyhow::Result<()> {
    let share = |part: usize, whole: usize| format!("{part} ({} %)", 100 * part / whole.max(1));
    say(format_args!(
        "{} people work for the networks, {} ties between them",
        table.people, table.ties
    ))?;
    say("| who | people alone | ties alone | people after matching | ties after matching |")?;
    say("|---|---:|---:|---:|---:|")?;
    for row in &table.rows {
        say(format_args!(
            "| {} | {} | {} | {} | {} |",
            row.agency,
            share(row.people, table.people),
            share(row.ties, table.ties),
            share(row.people_matched, table.people),
            share(row.ties_matched, table.ties)
        ))?;
    }
    say(format_args!(
        "| all together | {} | {} | | |",
        share(table.together_people, table.people),
        share(table.together_ties, table.ties)
    ))?;
    say(format_args!(
        "{} times two agencies know the same person; blind matching finds {}, and {} hits are of different people",
        table.shared,
        share(table.found, table.shared),
        table.mistaken
    ))
}
