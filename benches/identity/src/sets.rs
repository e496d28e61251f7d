//! The pair sets: every true pair, the hardest false one, and a random false one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context as _;
use crossbearing_names::edit::jaro_winkler;
use crossbearing_names::train::{Random, romanise_plainly, slips};
use crossbearing_names::{ascii, fold};

/// True pairs taken from a set at most; larger sets are thinned evenly.
const MOST: usize = 4_000;

/// Names that may be paired: the first of one bearer, another of the same, and who it is.
struct Entry {
    name: String,
    other: String,
    bearer: String,
}

/// Writes every set as CSV: name1, name2, schema, same, and how a false pair was picked.
pub(crate) fn write_all(data: &Path, out: &Path) -> anyhow::Result<()> {
    let names = data.join("names");
    for set in ["arabic", "russian", "hebrew"] {
        let dev = token_pairs(&names.join(format!("wd_{set}_16.tsv")))?;
        let train = token_pairs(&names.join(format!("wd_{set}_64.tsv")))?;
        let known: BTreeSet<(String, String)> = dev.iter().chain(&train).cloned().collect();
        let entries: Vec<Entry> = dev
            .into_iter()
            .map(|(name, other)| Entry { bearer: String::new(), name, other })
            .collect();
        let differ = |a: &Entry, b: &Entry| !known.contains(&(a.name.clone(), b.other.clone()));
        write(&out.join(format!("{set}.csv")), &entries, (fold, romanise_plainly), differ)?;
    }
    let differ = |a: &Entry, b: &Entry| a.bearer != b.bearer;
    write(&out.join("ofac.csv"), &listed(&names)?, (sorted_words, sorted_words), differ)?;
    write(&out.join("slips.csv"), &slipped(&names)?, (fold, fold), differ)
}

fn write(
    path: &Path,
    entries: &[Entry],
    (latin, romanise): (impl Fn(&str) -> String, impl Fn(&str) -> String),
    differ: impl Fn(&Entry, &Entry) -> bool,
) -> anyhow::Result<()> {
    let romanised: Vec<String> = entries.iter().map(|entry| romanise(&entry.other)).collect();
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(["name1", "name2", "schema", "same", "picked"])?;
    let mut random = Random::new(7);
    let step = entries.len().div_ceil(MOST).max(1);
    for entry in entries.iter().step_by(step) {
        let name = latin(&entry.name);
        let mut hardest = (0.0, None);
        for (other, spelled) in entries.iter().zip(&romanised) {
            let nearness = jaro_winkler(&name, spelled);
            if nearness > hardest.0 && differ(entry, other) {
                hardest = (nearness, Some(other));
            }
        }
        writer.write_record([&entry.name, &entry.other, "Person", "1", ""])?;
        let any = &entries[random.below(entries.len())];
        let any = differ(entry, any).then_some(any);
        for (other, picked) in [(hardest.1, "hardest"), (any, "random")] {
            let Some(other) = other else { continue };
            writer.write_record([&entry.name, &other.other, "Person", "0", picked])?;
        }
    }
    writer.flush()?;
    Ok(())
}

fn token_pairs(path: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let pair = |line: &str| {
        let (latin, rest) = line.split_once('\t')?;
        let (other, _) = rest.split_once('\t')?;
        Some((latin.to_owned(), other.replace(' ', "")))
    };
    Ok(text.lines().filter_map(pair).collect())
}

fn sorted_words(name: &str) -> String {
    let folded = ascii(&fold(name)).replace(',', " ");
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}

fn rows(path: &Path) -> anyhow::Result<Vec<csv::StringRecord>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_path(path)?;
    Ok(reader.records().collect::<Result<_, _>>()?)
}

/// Listed persons against their other names; only entries with an odd number, since the evidence
/// was fitted on the even ones.
fn listed(names: &Path) -> anyhow::Result<Vec<Entry>> {
    let mut persons = BTreeMap::new();
    for row in rows(&names.join("ofac_sdn.csv"))? {
        if row.get(2) == Some("individual")
            && row[0].trim().parse::<u64>().is_ok_and(|id| id % 2 == 1)
        {
            persons.insert(row[0].trim().to_owned(), row[1].to_owned());
        }
    }
    let mut entries = Vec::new();
    for row in rows(&names.join("ofac_alt.csv"))? {
        if let Some(name) = row.get(0).and_then(|id| persons.get(id.trim())) {
            let (name, other) = (name.clone(), row[3].to_owned());
            entries.push(Entry { name, other, bearer: row[0].trim().to_owned() });
        }
    }
    Ok(entries)
}

/// Composed Latin names against themselves with one slip.
fn slipped(names: &Path) -> anyhow::Result<Vec<Entry>> {
    let column = |file: &str, column: usize| -> anyhow::Result<Vec<String>> {
        let rows = rows(&names.join(file))?;
        let tokens = rows.iter().skip(1).filter_map(|row| row.get(column)).map(fold);
        Ok(tokens.filter(|token| token.chars().all(|c| c.is_ascii_lowercase())).collect())
    };
    let given = column("common-forenames-by-country.csv", 11)?;
    let family = column("common-surnames-by-country.csv", 5)?;
    let mut random = Random::new(11);
    let mut entries = Vec::new();
    for (bearer, slip) in slips(family.iter().map(String::as_str), 5).into_iter().enumerate() {
        let first = &given[random.below(given.len())];
        entries.push(Entry {
            name: format!("{first} {}", slip.latin),
            other: format!("{first} {}", slip.other),
            bearer: bearer.to_string(),
        });
    }
    Ok(entries)
}
