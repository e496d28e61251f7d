//! The whole recipe: from a corpus of pairs and lists to every table the crate ships.

use std::collections::BTreeMap;

use crate::channel::Workspace;
use crate::compare::{FEATURES, Pairing, features, fit};
use crate::edit::jaro_winkler;
use crate::error::NamesError;
use crate::fold::{ascii, fold};
use crate::frequency;
use crate::model::{Model, Sources};
use crate::script::Script;
use crate::train::negatives::{Contrast, contrasts, slips};
use crate::train::random::Random;
use crate::train::{Settings, TokenPair, Trained, clean, inventory, tables, train};

/// One pair in this many is held back from the channels, for fitting the evidence.
const HELD_BACK: u64 = 12;
/// Candidates looked at for a hard false pair when the evidence is fitted: as many as an evaluation
/// would look at.
const LOOKED_AT: usize = 5_000;
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
    let latin_tokens: Vec<String> =
        corpus.pairs.values().flatten().map(|counted| fold(&counted.pair.latin)).collect();
    let latin = inventory(Script::Latin, latin_tokens.iter().map(String::as_str));
    let mut tables = Tables::new();
    let mut variants = Vec::new();
    let mut held_back = BTreeMap::new();
    for script in Script::LEARNED {
        let all = clean(&bare_pairs(corpus.pairs.get(&script)), script);
        let (held, used): (Vec<_>, Vec<_>) = all.iter().cloned().partition(is_held_back);
        let seeds = corpus.seeds.get(&script).map_or("", String::as_str);
        let trained = train(&used, (&latin, script), seeds, settings)?;
        if matches!(script, Script::Cyrillic | Script::Arabic) {
            variants.extend(latin_variants(&used, &trained));
        }
        held_back.insert(script, (held, all));
        tables.insert(script.name(), tables::write(&trained));
    }
    variants.extend(slips(latin_tokens.iter().step_by(6).map(String::as_str), settings.seed));
    let (held, used): (Vec<_>, Vec<_>) = variants.iter().cloned().partition(is_held_back);
    held_back.insert(Script::Latin, (held, variants));
    let seeds = corpus.seeds.get(&Script::Latin).map_or("", String::as_str);
    let trained = train(&used, (&latin, Script::Latin), seeds, settings)?;
    tables.insert("latin", tables::write_inventory(&latin) + &tables::write(&trained));
    tables.insert("frequency", frequency_table(corpus));
    tables.insert("evidence", evidence(corpus, &held_back, &tables)?);
    Ok(tables)
}

fn bare_pairs(pairs: Option<&Vec<Counted>>) -> Vec<TokenPair> {
    pairs.into_iter().flatten().map(|counted| counted.pair.clone()).collect()
}

fn is_held_back(pair: &TokenPair) -> bool {
    let hash = pair.latin.bytes().fold(7u64, |h, b| h.wrapping_mul(131).wrapping_add(b.into()));
    hash % HELD_BACK == 0
}

/// Latin spellings that share a token of another script, where the channel is sure of both.
fn latin_variants(pairs: &[TokenPair], trained: &Trained) -> Vec<TokenPair> {
    let channel = trained.channel();
    let mut by_other: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for pair in pairs.iter().filter(|pair| pair.latin.chars().count() > 3) {
        let spelled = (trained.latin.spell(&pair.latin), trained.other.spell(&pair.other));
        if channel.score(&spelled.0, &spelled.1) > SURE {
            by_other.entry(&pair.other).or_default().push(&pair.latin);
        }
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

/// Rarity of tokens on both sides of the pairs; names common in a country count at least as often
/// as a well-known token does.
fn frequency_table(corpus: &Corpus) -> String {
    const COMMON: f64 = 60.0;
    let mut counts: BTreeMap<String, f64> = BTreeMap::new();
    for counted in corpus.pairs.values().flatten() {
        *counts.entry(fold(&counted.pair.latin)).or_default() += counted.count;
        *counts.entry(fold(&counted.pair.other)).or_default() += counted.count;
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

type Example = ([f32; FEATURES.len()], bool, f32);

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
    let mut examples: Vec<Example> = Vec::new();
    let mut workspace = Workspace::default();
    let mut add = |a: &str, b: &str, same: bool, weight: f32| {
        let (a, b) = (model.prepare(a), model.prepare(b));
        let pairing = Pairing::new(&model, &a, &b, &mut workspace);
        examples.push((features(&pairing, &a, &b), same, weight));
    };
    let mut random = Random::new(3);
    for (script, (pairs, all)) in held_back.iter().filter(|(_, (pairs, _))| !pairs.is_empty()) {
        let romanise = |token: &str| model.romanise(token, *script);
        let weight = 4_000.0 / pairs.len() as f32;
        for Contrast { pair, same, weight: share } in
            contrasts(pairs, (all, LOOKED_AT), romanise, 2)
        {
            add(&pair.latin, &pair.other, same, weight * share);
        }
        composed(pairs, &mut random, |a, b, same, share| add(a, b, same, weight * share));
    }
    let weight = 8_000.0 / corpus.aliases.len().max(1) as f32;
    against_nearest(&corpus.aliases, &mut random, |a, b, same| add(a, b, same, weight));
    Ok(fit(&examples).write())
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
