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
const MOST_VARIANTS: usize = 12;

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
    let slips = slips_of(&latin_tokens, settings.seed);
    let (held_variants, mut used): (Vec<_>, Vec<_>) =
        variants.iter().cloned().partition(is_held_back_variant);
    let (held_slips, used_slips): (Vec<_>, Vec<_>) = slips.iter().cloned().partition(is_held_back);
    used.extend(used_slips);
    let mut trained = channel(corpus, (&latin, Script::Latin), &used, settings, channels)?;
    variants.extend(slips);
    trained.calibrate(&held_variants, &variants, settings.seed);
    trained.calibrate_slips(&held_slips, &variants, settings.seed);
    let held = held_variants.into_iter().chain(held_slips).collect();
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
    hash(pair.latin.bytes()).is_multiple_of(HELD_BACK)
}

/// The same of two Latin spellings: both come from pairs that were not held back.
fn is_held_back_variant(pair: &TokenPair) -> bool {
    hash(pair.latin.bytes().chain(pair.other.bytes())).is_multiple_of(HELD_BACK)
}

fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(7u64, |hash, byte| hash.wrapping_mul(131).wrapping_add(byte.into()))
}

/// Latin tokens with a slip, one in four of them with two.
fn slips_of(tokens: &[String], seed: u64) -> Vec<TokenPair> {
    slips_in(tokens.iter().step_by(6).map(String::as_str), seed)
}

fn slips_in<'a>(tokens: impl Iterator<Item = &'a str>, seed: u64) -> Vec<TokenPair> {
    let mut slipped = slips(tokens, seed);
    for (pair, more) in slipped.iter_mut().step_by(4).zip(1..) {
        if let Some(again) = slips(std::iter::once(&*pair.other), seed + more).pop() {
            pair.other = again.other;
        }
    }
    slipped
}

/// Latin spellings that share a token of another script.
fn latin_variants(sure: &[TokenPair]) -> Vec<TokenPair> {
    let mut by_other: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for pair in sure.iter().filter(|pair| pair.latin.chars().count() > 3) {
        by_other.entry(&pair.other).or_default().push(&pair.latin);
    }
    let mut variants = Vec::new();
    for latins in by_other.values() {
        let pairs = latins.iter().enumerate().flat_map(|(place, one)| {
            latins.iter().skip(place + 1).map(move |other| (*one, *other))
        });
        let differ = pairs.filter(|(one, other)| ascii(one) != ascii(other));
        let pair = |(one, other): (&str, &str)| TokenPair {
            latin: one.to_owned(),
            other: other.to_owned(),
        };
        variants.extend(differ.take(MOST_VARIANTS).map(pair));
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
    add_listed(corpus, &mut counts);
    frequency::write(&counts, FEWEST_SEEN)
}

/// Counts the names of listed persons besides, as if as many sightings were of them as of all
/// others. A name that few of them bear is left as it was.
fn add_listed(corpus: &Corpus, counts: &mut BTreeMap<String, f64>) {
    const FEWEST_BEARERS: usize = 3;
    let mut names: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (name, alias) in &corpus.aliases {
        let tokens = names.entry(name).or_default();
        for text in [name, alias] {
            let folded = fold(text);
            let words = folded.split(|c: char| !c.is_alphanumeric());
            tokens.extend(words.filter(|word| word.chars().count() > 1).map(str::to_owned));
        }
    }
    let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
    for token in names.values().flatten() {
        *bearers.entry(token).or_default() += 1;
    }
    let sightings = counts.values().sum::<f64>() / bearers.values().sum::<usize>().max(1) as f64;
    for (token, count) in bearers.into_iter().filter(|(_, count)| *count >= FEWEST_BEARERS) {
        *counts.entry(token.to_owned()).or_default() += count as f64 * sightings;
    }
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
    let weight = 15_000.0 / corpus.aliases.len().max(1) as f32;
    against_nearest(&corpus.aliases, &mut random, |a, b, same| add(a, b, same, weight));
    let common = common_names(corpus);
    let held_back = held_back.values().flat_map(|(pairs, _)| pairs).map(|pair| &*pair.latin);
    let tokens: Vec<&str> = held_back.chain(common.iter().step_by(2).map(String::as_str)).collect();
    let slipped = slipped(&tokens, &common, &mut random);
    let weight = 17_000.0 / slipped.len().max(1) as f32;
    against_nearest(&slipped, &mut random, |a, b, same| add(a, b, same, weight));
    Ok(fitted(&examples))
}

/// Names of two or three tokens: true ones in both spellings, false ones that share a token.
fn composed(pairs: &[TokenPair], random: &mut Random, mut add: impl FnMut(&str, &str, bool, f32)) {
    const SHARE: f32 = 0.25;
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

/// A common name and one of the tokens, and the same with a slip in the token, in one of four two.
fn slipped(tokens: &[&str], common: &[String], random: &mut Random) -> Vec<(String, String)> {
    const MOST: usize = 4_000;
    let tokens: BTreeSet<String> = tokens.iter().map(|token| ascii(token)).collect();
    let step = tokens.len().div_ceil(MOST).max(1);
    let some = tokens.iter().step_by(step).map(String::as_str);
    let pairs = slips_in(some, random.next_u64()).into_iter().map(|slip| {
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
