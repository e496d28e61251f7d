//! The whole recipe: from a corpus of pairs and lists to every table the crate ships.

use std::collections::{BTreeMap, BTreeSet};

use crate::channel::Workspace;
use crate::compare::{COUNT, Pairing, features, fitted};
use crate::edit::jaro_winkler;
use crate::error::NamesError;
use crate::fold::{ascii, fold};
use crate::frequency;
use crate::model::{Model, Sources};
use crate::script::Script;
use crate::spelling::Inventory;
use crate::train::negatives::{Contrast, nearest, slips};
use crate::train::random::Random;
use crate::train::{Example, Settings, TokenPair, Trained, clean, inventory, tables, train};

/// One pair in this many is held back from the channels, for fitting the evidence.
const HELD_BACK: u64 = 12;
/// Tokens seen less often than this are left out of the frequency table.
const FEWEST_SEEN: f64 = 5.0;
/// A spelling the channel is this sure of may stand for its token when Latin variants are derived.
const SURE: f32 = 1.5;
/// Variants taken from one token of another script.
const MOST_VARIANTS: usize = 4;

/// A pair with how often it was seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The pair.
    pub pair: TokenPair,
    /// Sightings.
    pub count: f64,
}

/// What the tables are built from.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// Token pairs by script.
    pub pairs: BTreeMap<Script, Vec<Counted>>,
    /// Pairs of whole names of one bearer.
    pub aliases: Vec<(String, String)>,
    /// Names that are common in some country, beside what the pairs say.
    pub common: Vec<String>,
    /// Hand-written starting tables by script.
    pub seeds: BTreeMap<Script, String>,
}

/// The tables as texts, by file name without extension.
pub type Tables = BTreeMap<&'static str, String>;

/// Builds every table.
pub fn build(corpus: &Corpus, settings: &Settings) -> Result<Tables, NamesError> {
    build_from(corpus, settings, None)
}

/// Builds frequencies, calibrations and evidence again, around channels that were trained before.
pub fn refit(
    corpus: &Corpus,
    settings: &Settings,
    channels: &Tables,
) -> Result<Tables, NamesError> {
    build_from(corpus, settings, Some(channels))
}

fn build_from(
    corpus: &Corpus,
    settings: &Settings,
    channels: Option<&Tables>,
) -> Result<Tables, NamesError> {
    let latin_tokens: Vec<String> =
        corpus.pairs.values().flatten().map(|counted| fold(&counted.pair.latin)).collect();
    let latin = inventory(Script::Latin, latin_tokens.iter().map(String::as_str));
    let mut tables = Tables::new();
    let mut variants = Vec::new();
    let mut spellings = Vec::new();
    let mut held_back = BTreeMap::new();
    for (script, learned) in
        Script::LEARNED.into_iter().zip(learn(corpus, &latin, settings, channels))
    {
        let Learned { trained, held, all, sure } = learned?;
        if matches!(script, Script::Cyrillic | Script::Arabic) {
            variants.extend(latin_variants(&sure));
        }
        spellings.extend(sure);
        held_back.insert(script, (held, all));
        tables.insert(script.name(), tables::write(&trained));
    }
    variants.extend(slips(latin_tokens.iter().step_by(6).map(String::as_str), settings.seed));
    let (held, used): (Vec<_>, Vec<_>) = variants.iter().cloned().partition(is_held_back);
    let mut trained = channel(corpus, (&latin, Script::Latin), &used, settings, channels)?;
    trained.calibrate(&held, &variants, settings.seed);
    held_back.insert(Script::Latin, (held, variants));
    tables.insert("latin", tables::write_inventory(&latin) + &tables::write(&trained));
    tables.insert("frequency", frequency_table(corpus, &spellings));
    tables.insert("evidence", evidence(corpus, &held_back, &tables)?);
    Ok(tables)
}

/// What was learned of a script.
struct Learned {
    trained: Trained,
    /// Pairs kept from training.
    held: Vec<TokenPair>,
    /// All there are.
    all: Vec<TokenPair>,
    /// Those the channel is sure of.
    sure: Vec<TokenPair>,
}

/// Learns the scripts, each on a thread of its own.
fn learn(
    corpus: &Corpus,
    latin: &Inventory,
    settings: &Settings,
    channels: Option<&Tables>,
) -> Vec<Result<Learned, NamesError>> {
    std::thread::scope(|scope| {
        let threads = Script::LEARNED.map(|script| {
            scope.spawn(move || learn_one(corpus, (latin, script), settings, channels))
        });
        let wait = |thread: std::thread::ScopedJoinHandle<'_, _>| match thread.join() {
            Ok(learned) => learned,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        threads.into_iter().map(wait).collect()
    })
}

fn learn_one(
    corpus: &Corpus,
    (latin, script): (&Inventory, Script),
    settings: &Settings,
    channels: Option<&Tables>,
) -> Result<Learned, NamesError> {
    let all = clean(&bare_pairs(corpus.pairs.get(&script)), script);
    let (held, used): (Vec<_>, Vec<_>) = all.iter().cloned().partition(is_held_back);
    let mut trained = channel(corpus, (latin, script), &used, settings, channels)?;
    trained.calibrate(&held, &all, settings.seed);
    let channel = trained.channel();
    let is_sure = |pair: &&TokenPair| {
        let spelled = (trained.latin.spell(&pair.latin), trained.other.spell(&pair.other));
        channel.score(&spelled.0, &spelled.1) > SURE
    };
    let sure = used.iter().filter(is_sure).cloned().collect();
    Ok(Learned { trained, held, all, sure })
}

/// The channel of a script: trained on pairs, or as it was trained before.
fn channel(
    corpus: &Corpus,
    (latin, script): (&Inventory, Script),
    pairs: &[TokenPair],
    settings: &Settings,
    channels: Option<&Tables>,
) -> Result<Trained, NamesError> {
    if let Some(channels) = channels {
        let table = channels.get(script.name()).map_or("", String::as_str);
        return tables::read((latin, script), table);
    }
    let seeds = corpus.seeds.get(&script).map_or("", String::as_str);
    train(pairs, (latin, script), seeds, settings)
}

fn bare_pairs(pairs: Option<&Vec<Counted>>) -> Vec<TokenPair> {
    pairs.into_iter().flatten().map(|counted| counted.pair.clone()).collect()
}

fn is_held_back(pair: &TokenPair) -> bool {
    let hash = pair.latin.bytes().fold(7u64, |h, b| h.wrapping_mul(131).wrapping_add(b.into()));
    hash % HELD_BACK == 0
}

/// Latin spellings that share a token of another script.
fn latin_variants(sure: &[TokenPair]) -> Vec<TokenPair> {
    let mut by_other: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for pair in sure.iter().filter(|pair| pair.latin.chars().count() > 3) {
        by_other.entry(&pair.other).or_default().push(&pair.latin);
    }
    let mut variants = Vec::new();
    for latins in by_other.values() {
        let pairs = latins.windows(2).filter(|w| ascii(w[0]) != ascii(w[1]));
        variants.extend(
            pairs
                .take(MOST_VARIANTS)
                .map(|w| TokenPair { latin: w[0].to_owned(), other: w[1].to_owned() }),
        );
    }
    variants
}

/// Rarity of tokens on both sides of the pairs. A Latin spelling is as common as the name it spells
/// (what its partner in another script was counted), less a little; names common in a country count
/// at least as often as a well-known token does.
fn frequency_table(corpus: &Corpus, sure: &[TokenPair]) -> String {
    const COMMON: f64 = 60.0;
    const ONE_OF_SEVERAL: f64 = 0.5;
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    for counted in corpus.pairs.values().flatten() {
        *counts.entry(fold(&counted.pair.latin)).or_default() += counted.count;
        *counts.entry(fold(&counted.pair.other)).or_default() += counted.count;
    }
    for pair in sure {
        let name = counts.get(&pair.other).copied().unwrap_or_default() * ONE_OF_SEVERAL;
        let slot = counts.entry(pair.latin.clone()).or_default();
        *slot = slot.max(name);
    }
    for name in corpus.common.iter().flat_map(|name| name.split([' ', '-', '/'])) {
        let name = fold(name);
        if !name.is_empty() {
            let slot = counts.entry(name).or_default();
            *slot = slot.max(COMMON);
        }
    }
    counts.retain(|token, _| !token.contains(char::is_whitespace));
    frequency::write(&counts, FEWEST_SEEN)
}

/// Token pairs kept from training by script, and all there are.
type HeldBack = BTreeMap<Script, (Vec<TokenPair>, Vec<TokenPair>)>;

/// Fits the weights of evidence on held-back token pairs, aliases, and names composed of tokens.
fn evidence(corpus: &Corpus, held_back: &HeldBack, tables: &Tables) -> Result<String, NamesError> {
    let text = |name: &str| tables.get(name).map_or("", String::as_str);
    let model = Model::read(&Sources {
        latin: text("latin"),
        scripts: Script::LEARNED.map(|script| (script, text(script.name()))),
        frequency: text("frequency"),
        evidence: "",
        ..Sources::SHIPPED
    })?;
    let mut examples: Vec<Example<COUNT>> = Vec::new();
    let mut workspace = Workspace::default();
    let mut add = |a: &str, b: &str, same: bool, weight: f32| {
        let (a, b) = (model.prepare(a), model.prepare(b));
        let pairing = Pairing::new(&model, &a, &b, &mut workspace);
        examples.push((features(&pairing, &a, &b), same, weight));
    };
    let mut random = Random::new(3);
    for (pairs, all) in held_back.values().filter(|(pairs, _)| !pairs.is_empty()) {
        let weight = 4_000.0 / pairs.len() as f32;
        for Contrast { pair, same, weight: share } in nearest(pairs, all, 2) {
            add(&pair.latin, &pair.other, same, weight * share);
        }
        composed(pairs, &mut random, |a, b, same, share| add(a, b, same, weight * share));
    }
    let weight = 8_000.0 / corpus.aliases.len().max(1) as f32;
    against_nearest(&corpus.aliases, &mut random, |a, b, same| add(a, b, same, weight));
    let latin: Vec<&str> =
        held_back.values().flat_map(|(pairs, _)| pairs).map(|pair| &*pair.latin).collect();
    let slipped = slipped(&latin, &common_names(corpus), &mut random);
    let weight = 6_000.0 / slipped.len().max(1) as f32;
    against_nearest(&slipped, &mut random, |a, b, same| add(a, b, same, weight));
    Ok(fitted(&examples))
}

/// Names of two or three tokens: true ones in both spellings, false ones that share a token.
fn composed(pairs: &[TokenPair], random: &mut Random, mut add: impl FnMut(&str, &str, bool, f32)) {
    const SHARE: f32 = 0.5;
    for pair in pairs {
        let second = &pairs[random.below(pairs.len())];
        let third = &pairs[random.below(pairs.len())];
        let left = format!("{} {}", pair.latin, second.latin);
        let right = format!("{} {}", pair.other, second.other);
        let longer = format!("{} {} {}", pair.other, third.other, second.other);
        let false_friend = format!("{} {}", pair.other, third.other);
        let stranger = format!("{} {}", third.other, pairs[random.below(pairs.len())].other);
        add(&left, if random.below(4) == 0 { &longer } else { &right }, true, SHARE);
        add(&left, &false_friend, false, SHARE);
        add(&left, &stranger, false, SHARE);
    }
}

/// Common names in plain Latin letters.
fn common_names(corpus: &Corpus) -> Vec<String> {
    let folded = corpus.common.iter().map(|name| ascii(&fold(name)));
    folded.filter(|name| name.bytes().all(|letter| letter.is_ascii_lowercase())).collect()
}

/// A common name and a held-back token, and the same with one slip in the token.
fn slipped(tokens: &[&str], common: &[String], random: &mut Random) -> Vec<(String, String)> {
    const MOST: usize = 4_000;
    let tokens: BTreeSet<String> = tokens.iter().map(|token| ascii(token)).collect();
    let step = tokens.len().div_ceil(MOST).max(1);
    let some = tokens.iter().step_by(step).map(String::as_str);
    let pairs = slips(some, random.next_u64()).into_iter().map(|slip| {
        let first = common.get(random.below(common.len())).map_or("", String::as_str);
        (format!("{first} {}", slip.latin), format!("{first} {}", slip.other))
    });
    pairs.collect()
}

/// Each pair of aliases, the first against the nearest other name, and against a random one.
fn against_nearest(
    aliases: &[(String, String)],
    random: &mut Random,
    mut add: impl FnMut(&str, &str, bool),
) {
    let sorted = |name: &str| -> String {
        let folded = ascii(&fold(name)).replace(',', " ");
        let mut words: Vec<&str> = folded.split_whitespace().collect();
        words.sort_unstable();
        words.join(" ")
    };
    let keys: Vec<(String, String)> = aliases.iter().map(|(a, b)| (sorted(a), sorted(b))).collect();
    for (place, (name, alias)) in aliases.iter().enumerate() {
        add(name, alias, true);
        let near = |other: &usize| jaro_winkler(&keys[place].0, &keys[*other].1);
        let others = (0..aliases.len()).filter(|other| aliases[*other].0 != *name);
        let hardest = others.max_by(|a, b| near(a).total_cmp(&near(b)));
        let any = random.below(aliases.len());
        for other in hardest.into_iter().chain((aliases[any].0 != *name).then_some(any)) {
            add(name, &aliases[other].1, false);
        }
    }
}
