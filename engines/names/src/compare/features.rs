//! A pairing in numbers.

use crate::compare::agreement::How;
use crate::compare::pairing::Pairing;
use crate::name::{Part, Tokens};

/// Rarity beyond this adds nothing, in nats.
const RAREST: f32 = 10.0;

/// The names of the features, in their order.
pub const FEATURES: [&str; 24] = [
    "bias",
    "single_bias",
    "single_log_odds",
    "single_rarity",
    "agreed_rarity",
    "agreed_rarity_root",
    "mean_log_odds",
    "weakest_log_odds",
    "shorter_covered",
    "longer_covered",
    "conflict",
    "conflict_rarity",
    "extra",
    "inversions",
    "initials",
    "nicknames",
    "family_disagrees",
    "first_agrees",
    "number_conflict",
    "one_token_only",
    "agreed_despite_conflict",
    "family_agrees",
    "all_agree",
    "given_agrees",
];

/// The features of a pairing.
pub fn features(pairing: &Pairing, a: &impl Tokens, b: &impl Tokens) -> [f32; FEATURES.len()] {
    let mut values = [0.0; FEATURES.len()];
    let (n, m) = (a.count(), b.count());
    if n == 0 || m == 0 {
        values[0] = 1.0;
        values[10] = 2.0;
        return values;
    }
    if n == 1 && m == 1 {
        single(pairing, (a, b), &mut values);
    } else {
        several(pairing, (a, b), &mut values);
    }
    values
}

/// Two one-token names: the token's own log-odds say nearly all.
fn single(
    pairing: &Pairing,
    (a, b): (&impl Tokens, &impl Tokens),
    values: &mut [f32; FEATURES.len()],
) {
    let log_odds = pairing.pairs().first().map_or(-7.0, |pair| pair.log_odds);
    values[1] = 1.0;
    values[2] = log_odds;
    let rarity = a.token(0).rarity.min(b.token(0).rarity).min(RAREST);
    values[3] = if log_odds > 0.0 { rarity / 10.0 } else { 0.0 };
}

fn several(
    pairing: &Pairing,
    (a, b): (&impl Tokens, &impl Tokens),
    values: &mut [f32; FEATURES.len()],
) {
    let (n, m) = (a.count() as f32, b.count() as f32);
    let mut agreed = 0.0;
    let mut covered = 0.0;
    let mut sum = 0.0;
    let mut weakest = 6.0f32;
    for pair in pairing.pairs() {
        let (left, right) = (a.token(pair.left), b.token(pair.right));
        let share = 1.0 / (1.0 + (-pair.log_odds).exp());
        agreed += share * left.rarity.min(right.rarity).min(RAREST);
        covered += share;
        let bounded = pair.log_odds.clamp(-4.0, 6.0);
        sum += bounded;
        weakest = weakest.min(bounded);
        values[14] += f32::from(u8::from(pair.how == How::Initial));
        values[15] += f32::from(u8::from(pair.how == How::Nickname));
    }
    let pairs = pairing.pairs().len().max(1) as f32;
    values[0] = 1.0;
    values[4] = agreed / 10.0;
    values[5] = (agreed / 10.0).sqrt();
    values[6] = sum / pairs / 4.0;
    values[7] = if pairing.pairs().is_empty() { -1.0 } else { weakest / 4.0 };
    values[8] = covered / n.min(m);
    values[9] = covered / n.max(m);
    let alone = (pairing.left_alone().count(), pairing.right_alone().count());
    let conflicts = alone.0.min(alone.1);
    values[10] = conflicts as f32;
    values[11] = conflict_rarity(pairing, a, b) / 10.0;
    values[12] = alone.0.abs_diff(alone.1) as f32;
    values[13] = inversions(pairing, a, b);
    values[16] = f32::from(u8::from(family_disagrees(pairing, (a, b))));
    let first = pairing.pairs().iter().find(|pair| pair.left == 0 && pair.right == 0);
    values[17] = first.map_or(0.0, |pair| 1.0 / (1.0 + (-pair.log_odds).exp()));
    let numbers = pairing.left_alone().any(|place| a.part(place) == Part::Number)
        || pairing.right_alone().any(|place| b.part(place) == Part::Number);
    values[18] = f32::from(u8::from(numbers));
    values[19] = f32::from(u8::from(n.min(m) < 2.0));
    values[20] = if conflicts > 0 { values[4] } else { 0.0 };
    let agreeing = |wanted: fn(Part) -> bool| {
        let rarities = pairing.pairs().iter().filter(|pair| pair.log_odds > 0.0).map(|pair| {
            let (left, right) = (a.token(pair.left), b.token(pair.right));
            let both = wanted(a.part(pair.left)) && wanted(b.part(pair.right));
            if both { left.rarity.min(right.rarity).min(RAREST) } else { 0.0 }
        });
        rarities.fold(0.0, f32::max)
    };
    values[21] = agreeing(Part::is_family) / 10.0;
    values[22] = if alone == (0, 0) { 1.0 } else { 0.0 };
    values[23] = agreeing(|part| part == Part::Given) / 10.0;
}

/// How much rarity stands against rarity among tokens without a partner.
fn conflict_rarity(pairing: &Pairing, a: &impl Tokens, b: &impl Tokens) -> f32 {
    let left: f32 = pairing.left_alone().map(|place| a.token(place).rarity.min(RAREST)).sum();
    let right: f32 = pairing.right_alone().map(|place| b.token(place).rarity.min(RAREST)).sum();
    left.min(right)
}

/// Pairs that stand in another order, unless a known custom explains it.
fn inversions(pairing: &Pairing, a: &impl Tokens, b: &impl Tokens) -> f32 {
    if a.family_first() != b.family_first() {
        return 0.0;
    }
    let steps = pairing.pairs().windows(2).filter(|w| w[0].right > w[1].right).count();
    steps as f32
}

/// Whether both names have a family name and the two are not partners.
fn family_disagrees(pairing: &Pairing, (a, b): (&impl Tokens, &impl Tokens)) -> bool {
    pairing.left_alone().any(|place| a.part(place).is_family())
        && pairing.right_alone().any(|place| b.part(place).is_family())
}
