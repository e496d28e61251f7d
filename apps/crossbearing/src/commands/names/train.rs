//! `crossbearing names train`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use crossbearing_names::Script;
use crossbearing_names::train::{Corpus, Counted, Settings, Tables, TokenPair, build, refit};

/// Arguments of `crossbearing names train`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  \
    crossbearing names train ../shared/data/names --seeds engines/names/data/seeds \\\n    \
    --out engines/names/data\n\nFiles that the folder lacks are passed over; the program says so.")]
pub(crate) struct Train {
    /// The folder with the token pairs and lists.
    data: PathBuf,
    /// The folder with the hand-written starting tables.
    #[arg(long)]
    seeds: PathBuf,
    /// The folder to write the tables to.
    #[arg(long)]
    out: PathBuf,
    /// Keep the channels that the folder of tables holds, and fit only what rests on them:
    /// frequencies, calibrations and evidence.
    #[arg(long)]
    keep_channels: bool,
}

/// The line each table begins with.
const SOURCE: &str = "# Built by `crossbearing names train`; see docs/names.md for what from.\n";

impl Train {
    /// Builds the tables and writes them.
    pub(crate) fn run(self) -> anyhow::Result<()> {
        if !self.data.is_dir() {
            bail!("{} is not a folder", self.data.display());
        }
        let corpus = self.corpus()?;
        let settings = Settings::default();
        let tables = if self.keep_channels {
            refit(&corpus, &settings, &self.channels()?)?
        } else {
            build(&corpus, &settings)?
        };
        for (name, text) in tables {
            let path = self.out.join(format!("{name}.tsv"));
            fs::write(&path, format!("{SOURCE}{text}"))
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }

    /// The tables of channels that are there.
    fn channels(&self) -> anyhow::Result<Tables> {
        let mut tables = Tables::new();
        for script in Script::LEARNED.into_iter().chain([Script::Latin]) {
            let path = self.out.join(format!("{}.tsv", script.name()));
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            tables.insert(script.name(), text);
        }
        Ok(tables)
    }

    fn corpus(&self) -> anyhow::Result<Corpus> {
        let mut corpus = Corpus::default();
        let wikidata =
            [("arabic", Script::Arabic), ("russian", Script::Cyrillic), ("hebrew", Script::Hebrew)];
        for (name, script) in wikidata {
            let pairs = wikidata_pairs(&self.data.join(format!("wd_{name}_64.tsv")))?;
            corpus.pairs.entry(script).or_default().extend(pairs);
        }
        let more = word_pairs(&self.data.join("ar2en-train.txt"), str::to_owned)?;
        corpus.pairs.entry(Script::Arabic).or_default().extend(more);
        let persian = word_pairs(&self.data.join("persian_backtranslit.txt"), persian_letters)?;
        corpus.pairs.entry(Script::Arabic).or_default().extend(persian);
        for (file, localised, romanised) in
            [("common-forenames-by-country.csv", 10, 11), ("common-surnames-by-country.csv", 4, 5)]
        {
            for row in rows(&self.data.join(file))? {
                let (Some(local), Some(latin)) = (row.get(localised), row.get(romanised)) else {
                    continue;
                };
                add_common(&mut corpus, local, latin);
            }
        }
        corpus.aliases = aliases(&self.data)?;
        for script in Script::LEARNED.into_iter().chain([Script::Latin]) {
            let path = self.seeds.join(format!("{}.txt", script.name()));
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            corpus.seeds.insert(script, text);
        }
        Ok(corpus)
    }
}

/// Reads a file, or says that it is not there.
fn read(path: &Path) -> anyhow::Result<String> {
    if !path.exists() {
        use std::io::Write as _;
        writeln!(std::io::stderr(), "{} is not there; going on without it", path.display())?;
        return Ok(String::new());
    }
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Latin, the other script letter by letter, count.
fn wikidata_pairs(path: &Path) -> anyhow::Result<Vec<Counted>> {
    let text = read(path)?;
    let pair = |line: &str| {
        let mut fields = line.split('\t');
        let (latin, other, count) = (fields.next()?, fields.next()?, fields.next()?);
        let pair = TokenPair { latin: latin.to_owned(), other: other.replace(' ', "") };
        Some(Counted { pair, count: count.trim().parse().ok()? })
    };
    Ok(text.lines().filter_map(pair).collect())
}

/// The other script, Latin.
fn word_pairs(path: &Path, other: impl Fn(&str) -> String) -> anyhow::Result<Vec<Counted>> {
    let text = read(path)?;
    let pair = |line: &str| {
        let mut fields = line.split_whitespace();
        let (first, latin) = (fields.next()?, fields.next()?);
        Some(Counted {
            pair: TokenPair { latin: latin.to_owned(), other: other(first) },
            count: 1.0,
        })
    };
    Ok(text.lines().filter_map(pair).collect())
}

/// The list writes Persian letters in ASCII, several to one sign; a word with such a sign is left
/// out (it becomes empty, which training passes over).
fn persian_letters(text: &str) -> String {
    const LETTERS: [(char, char); 15] = [
        ('A', 'ا'),
        ('Y', 'ی'),
        ('V', 'و'),
        ('R', 'ر'),
        ('N', 'ن'),
        ('L', 'ل'),
        ('T', 'ت'),
        ('K', 'ک'),
        ('D', 'د'),
        ('M', 'م'),
        ('B', 'ب'),
        ('G', 'گ'),
        ('H', 'ه'),
        ('P', 'پ'),
        ('F', 'ف'),
    ];
    let letters: BTreeMap<char, char> = LETTERS.into_iter().collect();
    text.chars().map(|c| letters.get(&c).copied()).collect::<Option<_>>().unwrap_or_default()
}

fn rows(path: &Path) -> anyhow::Result<Vec<csv::StringRecord>> {
    let text = read(path)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    Ok(reader.records().collect::<Result<_, _>>()?)
}

/// A name common somewhere: a pair where the local form is in a script we learn.
fn add_common(corpus: &mut Corpus, local: &str, latin: &str) {
    corpus.common.push(latin.to_owned());
    let script = local.chars().map(Script::of).find(|script| Script::LEARNED.contains(script));
    let Some(script) = script else { return };
    corpus.common.push(local.to_owned());
    if !latin.contains([' ', '/', '-']) && !local.contains([' ', '/', '-']) {
        let pair = TokenPair { latin: latin.to_owned(), other: local.to_owned() };
        corpus.pairs.entry(script).or_default().push(Counted { pair, count: 1.0 });
    }
}

/// Persons' primary names with their other names: entries with an even number, which the quality
/// tables do not report on.
fn aliases(data: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut persons = BTreeMap::new();
    for row in rows(&data.join("ofac_sdn.csv"))? {
        if let (Some(id), Some(name), Some("individual")) = (row.get(0), row.get(1), row.get(2)) {
            let id: u64 = id.trim().parse().unwrap_or(1);
            if id.is_multiple_of(2) {
                persons.insert(id, name.to_owned());
            }
        }
    }
    let mut pairs = Vec::new();
    for row in rows(&data.join("ofac_alt.csv"))? {
        if let (Some(id), Some(alias)) = (row.get(0), row.get(3))
            && let Some(name) = id.trim().parse().ok().and_then(|id: u64| persons.get(&id))
        {
            pairs.push((name.clone(), alias.to_owned()));
        }
    }
    Ok(pairs)
}
