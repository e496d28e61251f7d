//! Training a channel from token pairs: align by EM, then sharpen on hard negatives.
//!
//! Everything here is deterministic: the same pairs and seeds give the same tables.

use std::collections::{BTreeMap, BTreeSet};

use crate::calibration::Calibration;
use crate::channel::Channel;
use crate::error::NamesError;
use crate::fold::fold;
use crate::ops::Op;
use crate::romanise::Romaniser;
use crate::script::Script;
use crate::spelling::{Inventory, Spelling};

mod additive;
mod align;
mod calibrate;
mod negatives;
mod plain;
mod random;
mod recipe;
mod seeds;
mod sharpen;
pub mod tables;

pub(crate) use additive::{Example, Fitted, Shape, Trend, fit};
pub(crate) use align::Aligned;
pub(crate) use calibrate::Calibrated;
pub use negatives::{Contrast, contrasts, slips};
pub use plain::romanise as romanise_plainly;
pub use random::Random;
pub use recipe::{Corpus, Counted, Tables, build, refit};
pub use sharpen::Settings;

/// Fewest pairs a channel is trained on.
const FEWEST_PAIRS: usize = 40;

/// A Latin token and the same token in another script (or another Latin spelling).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenPair {
    /// The Latin spelling.
    pub latin: String,
    /// The other spelling.
    pub other: String,
}

/// What training gives: inventories, a channel's weights, and the way back to Latin.
#[derive(Debug)]
pub struct Trained {
    /// The Latin chunks used.
    pub latin: Inventory,
    /// The other script's chunks.
    pub other: Inventory,
    /// The bias, in nats.
    pub bias: f32,
    /// The weights, in nats.
    pub(crate) weights: Vec<(Op, f32)>,
    /// The romaniser.
    pub romaniser: Romaniser,
    /// What its scores are worth.
    pub(crate) calibration: Calibration,
    /// The same as it was fitted, to be written down.
    pub(crate) calibrated: Option<Calibrated>,
}

impl Trained {
    /// The channel itself.
    pub fn channel(&self) -> Channel {
        Channel::new(self.bias, FLOOR, &self.weights)
    }
}

/// The weight of leaving unmatched a letter that training never left unmatched.
pub(crate) const FLOOR: f32 = -4.0;

/// Folds the tokens, drops empty and repeated pairs and those of another script.
pub fn clean(pairs: &[TokenPair], script: Script) -> Vec<TokenPair> {
    let mut seen = BTreeSet::new();
    for pair in pairs {
        let (latin, other) = (fold(&pair.latin), fold(&pair.other));
        let known = |text: &str, script: Script| text.chars().any(|c| script.code(c).is_some());
        if known(&latin, Script::Latin) && known(&other, script) {
            seen.insert(TokenPair { latin, other });
        }
    }
    seen.into_iter().collect()
}

/// Trains a channel between Latin and `script`.
///
/// `latin` is the Latin inventory shared by all channels. `seed_table` is a hand-written table of
/// usual transliterations (see `data/seeds`), which starts the alignment and stands in for letters
/// that the pairs do not hold.
pub fn train(
    pairs: &[TokenPair],
    (latin, script): (&Inventory, Script),
    seed_table: &str,
    settings: &Settings,
) -> Result<Trained, NamesError> {
    let pairs = clean(pairs, script);
    let other = match script {
        Script::Latin => latin.clone(),
        _ => inventory(script, pairs.iter().map(|pair| pair.other.as_str())),
    };
    let seeds = seeds::parse(seed_table, latin, &other)?;
    let spelled: Vec<(Spelling, Spelling)> =
        pairs.iter().map(|pair| (latin.spell(&pair.latin), other.spell(&pair.other))).collect();
    if spelled.len() < FEWEST_PAIRS && seeds.is_empty() {
        return Err(NamesError::TooFewPairs { usable: spelled.len(), needed: FEWEST_PAIRS });
    }
    let aligned = align::align(&spelled, (latin, &other), &seeds);
    let romaniser = Romaniser::new(latin, &aligned, pairs.iter().map(|p| &*p.latin));
    let (bias, weights) = if spelled.len() < FEWEST_PAIRS {
        (0.0, aligned.weights)
    } else {
        let contrasts = contrasts(&pairs, (&pairs, settings.looked_at), settings.seed);
        sharpen::sharpen(&aligned, &contrasts, (latin, &other), settings)
    };
    Ok(Trained {
        latin: latin.clone(),
        other,
        bias,
        weights,
        romaniser,
        calibration: Calibration::unknown(),
        calibrated: None,
    })
}

/// The commonest chunks of two and three letters among the tokens.
pub fn inventory<'a>(script: Script, tokens: impl Iterator<Item = &'a str>) -> Inventory {
    let plain = Inventory::new(script, &[], &[]);
    let mut twos: BTreeMap<[u8; 2], usize> = BTreeMap::new();
    let mut threes: BTreeMap<[u8; 3], usize> = BTreeMap::new();
    for token in tokens {
        let letters = plain.placed_letters(token);
        for chunk in letters.windows(2).filter_map(|window| window.try_into().ok()) {
            *twos.entry(chunk).or_default() += 1;
        }
        for chunk in letters.windows(3).filter_map(|window| window.try_into().ok()) {
            *threes.entry(chunk).or_default() += 1;
        }
    }
    let threes = if script == Script::Latin { commonest(threes) } else { Vec::new() };
    Inventory::new(script, &commonest(twos), &threes)
}

fn commonest<K: Ord + Copy>(counts: BTreeMap<K, usize>) -> Vec<K> {
    let mut ranked: Vec<(usize, K)> = counts.into_iter().map(|(chunk, n)| (n, chunk)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut chunks: Vec<K> = ranked.into_iter().take(255).map(|(_, chunk)| chunk).collect();
    chunks.sort();
    chunks
}
