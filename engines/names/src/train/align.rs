//! EM over all alignments of the training pairs (Ristad and Yianilos 1998, with many-to-many
//! operations as in Jiampojamarn, Kondrak and Sherif 2007).

use std::collections::BTreeMap;

use crate::ops::{Op, Ops};
use crate::spelling::{ChunkId, Inventory, MAX_LETTERS, Spelling};
use crate::train::seeds::Seed;

/// Rounds with single letters only, then with chunks.
const SINGLE_ROUNDS: usize = 6;
const CHUNK_ROUNDS: usize = 8;
/// How many sightings a seed's share is worth.
const SEED_WEIGHT: f64 = 2.0;
/// Expected sightings below which an operation is dropped: single letters, chunks.
const FEWEST_SINGLE: f64 = 0.1;
const FEWEST_CHUNK: f64 = 1.0;
/// What composing two operations into a chunk costs before training says otherwise.
const COMPOSED: f64 = 0.2;

const SIDE: usize = MAX_LETTERS + 1;
type Table = [[f64; SIDE]; SIDE];

/// The outcome of the alignment.
#[derive(Debug)]
pub(crate) struct Aligned {
    /// Pointwise mutual information of each operation kept, in nats.
    pub(crate) weights: Vec<(Op, f32)>,
    /// Joint probability of each operation kept, in nats.
    pub(crate) joint: Vec<(Op, f32)>,
}

/// Aligns the pairs.
pub(crate) fn align(
    pairs: &[(Spelling, Spelling)],
    (latin, other): (&Inventory, &Inventory),
    seeds: &[Seed],
) -> Aligned {
    let singles = Ops::new(single_ops(latin, other));
    let mut prior = priors(&singles, seeds, pairs.len());
    let mut probability = normalised(prior.iter().map(|p| p + 0.05).collect());
    for _ in 0..SINGLE_ROUNDS {
        probability = normalised(expect(pairs, &singles, &probability, &prior));
    }
    let known: BTreeMap<Op, f64> = singles.list.iter().copied().zip(probability).collect();
    let all = Ops::new(chunk_ops(&known, (latin, other), seeds));
    prior = priors(&all, seeds, pairs.len());
    let start = all.list.iter().map(|op| composed(*op, &known, (latin, other)));
    let mut counts: Vec<f64> = start.zip(&prior).map(|(p, seed)| p + seed * 1e-6).collect();
    probability = normalised(counts);
    counts = Vec::new();
    for _ in 0..CHUNK_ROUNDS {
        counts = expect(pairs, &all, &probability, &prior);
        probability = normalised(counts.clone());
    }
    let kept = |op: usize| counts[op] >= fewest(all.list[op]) || prior[op] > 0.0;
    let kept: Vec<usize> = (0..all.list.len()).filter(|op| kept(*op)).collect();
    weigh(kept.iter().map(|op| (all.list[*op], probability[*op])), (latin, other), pairs)
}

/// Single letters against single letters and against silence.
fn single_ops(latin: &Inventory, other: &Inventory) -> Vec<Op> {
    let ones = |inventory: &Inventory| -> Vec<ChunkId> {
        let chunks = inventory.chunks().map(|(id, _)| id);
        chunks.filter(|id| matches!(id, ChunkId::One(_))).collect()
    };
    let (lefts, rights) = (ones(latin), ones(other));
    let mut list: Vec<Op> = Vec::new();
    list.extend(lefts.iter().map(|&left| Op { left: Some(left), right: None }));
    list.extend(rights.iter().map(|&right| Op { left: None, right: Some(right) }));
    for &left in &lefts {
        list.extend(rights.iter().map(|&right| Op { left: Some(left), right: Some(right) }));
    }
    list
}

/// The single operations, and the chunks that can be composed of likely ones or are seeded.
fn chunk_ops(
    known: &BTreeMap<Op, f64>,
    inventories: (&Inventory, &Inventory),
    seeds: &[Seed],
) -> Vec<Op> {
    let mut list: Vec<Op> = known.keys().copied().collect();
    let allowed = [(2, 1), (3, 1), (1, 2), (2, 2)];
    for (left, _) in inventories.0.chunks() {
        for (right, _) in inventories.1.chunks() {
            let op = Op { left: Some(left), right: Some(right) };
            if allowed.contains(&op.size()) && composed(op, known, inventories) > 1e-9 {
                list.push(op);
            }
        }
    }
    list.extend(seeds.iter().map(|seed| seed.op));
    list.sort();
    list.dedup();
    list
}

/// The probability of an operation as the best way to compose it of single ones.
fn composed(op: Op, known: &BTreeMap<Op, f64>, (latin, other): (&Inventory, &Inventory)) -> f64 {
    if let Some(p) = known.get(&op) {
        return *p;
    }
    let letters = |inventory: &Inventory, id: Option<ChunkId>| -> Vec<u8> {
        id.map(|id| inventory.letters(id)).unwrap_or_default()
    };
    let (left, right) = (letters(latin, op.left), letters(other, op.right));
    let one = |l: Option<u8>, r: Option<u8>| {
        let op = Op { left: l.map(ChunkId::One), right: r.map(ChunkId::One) };
        known.get(&op).copied().unwrap_or(0.0)
    };
    let ways = match (left.as_slice(), right.as_slice()) {
        (lefts, &[r]) => (0..lefts.len())
            .map(|paired| {
                let rest = lefts.iter().enumerate().filter(|(place, _)| *place != paired);
                one(Some(lefts[paired]), Some(r))
                    * rest.map(|(_, l)| one(Some(*l), None)).product::<f64>()
            })
            .sum(),
        (&[l], &[r1, r2]) => {
            one(Some(l), Some(r1)) * one(None, Some(r2))
                + one(None, Some(r1)) * one(Some(l), Some(r2))
        }
        (&[l1, l2], &[r1, r2]) => one(Some(l1), Some(r1)) * one(Some(l2), Some(r2)),
        _ => 0.0,
    };
    ways * COMPOSED
}

/// Pseudo-counts of the seeds.
fn priors(ops: &Ops, seeds: &[Seed], pairs: usize) -> Vec<f64> {
    let mut by_op: BTreeMap<Op, f64> = BTreeMap::new();
    for seed in seeds {
        let worth = SEED_WEIGHT.max(pairs as f64 * 1e-4);
        let slot = by_op.entry(seed.op).or_default();
        *slot = slot.max(seed.share * worth);
    }
    ops.list.iter().map(|op| by_op.get(op).copied().unwrap_or(0.0)).collect()
}

fn normalised(counts: Vec<f64>) -> Vec<f64> {
    let total: f64 = counts.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    counts.into_iter().map(|count| count / total).collect()
}

/// Expected counts of every operation over all alignments of all pairs, plus the prior's.
fn expect(
    pairs: &[(Spelling, Spelling)],
    ops: &Ops,
    probability: &[f64],
    prior: &[f64],
) -> Vec<f64> {
    let mut counts = prior.to_vec();
    for (left, right) in pairs {
        let (n, m) = (left.len(), right.len());
        let ahead = forward(left, right, ops, probability);
        if ahead[n][m] <= 0.0 {
            continue;
        }
        let behind = backward(left, right, ops, probability);
        for i in 0..=n {
            for j in 0..=m {
                ops.ending_at((left, i), (right, j), |op, (di, dj)| {
                    let through = ahead[i - di][j - dj] * probability[op] * behind[i][j];
                    counts[op] += through / ahead[n][m];
                });
            }
        }
    }
    counts
}

fn forward(left: &Spelling, right: &Spelling, ops: &Ops, probability: &[f64]) -> Table {
    let mut table = [[0.0; SIDE]; SIDE];
    table[0][0] = 1.0;
    for i in 0..=left.len() {
        for j in 0..=right.len() {
            let mut sum = table[i][j];
            ops.ending_at((left, i), (right, j), |op, (di, dj)| {
                sum += table[i - di][j - dj] * probability[op];
            });
            table[i][j] = sum;
        }
    }
    table
}

fn backward(left: &Spelling, right: &Spelling, ops: &Ops, probability: &[f64]) -> Table {
    let mut table = [[0.0; SIDE]; SIDE];
    table[left.len()][right.len()] = 1.0;
    for i in (0..=left.len()).rev() {
        for j in (0..=right.len()).rev() {
            let here = table[i][j];
            ops.ending_at((left, i), (right, j), |op, (di, dj)| {
                table[i - di][j - dj] += here * probability[op];
            });
        }
    }
    table
}

/// How many expected sightings an operation needs to be kept.
fn fewest(op: Op) -> f64 {
    let (di, dj) = op.size();
    if di + dj > 2 { FEWEST_CHUNK } else { FEWEST_SINGLE }
}

/// Turns joint probabilities into pointwise mutual information.
fn weigh(
    kept: impl Iterator<Item = (Op, f64)>,
    (latin, other): (&Inventory, &Inventory),
    pairs: &[(Spelling, Spelling)],
) -> Aligned {
    let left_letters = letter_shares(pairs.iter().map(|(left, _)| left));
    let right_letters = letter_shares(pairs.iter().map(|(_, right)| right));
    let chance = |inventory: &Inventory, shares: &[f64; 256], id: Option<ChunkId>| -> f64 {
        let letters = id.map(|id| inventory.letters(id)).unwrap_or_default();
        letters.iter().map(|letter| shares[usize::from(*letter)].ln()).sum()
    };
    let mut aligned = Aligned { weights: Vec::new(), joint: Vec::new() };
    for (op, p) in kept {
        let by_chance =
            chance(latin, &left_letters, op.left) + chance(other, &right_letters, op.right);
        aligned.joint.push((op, p.ln() as f32));
        aligned.weights.push((op, (p.ln() - by_chance) as f32));
    }
    aligned
}

/// How often each placed letter is seen; letters never seen count as seen half a time.
fn letter_shares<'a>(spellings: impl Iterator<Item = &'a Spelling>) -> [f64; 256] {
    let mut counts = [0.5; 256];
    for spelling in spellings {
        for symbol in spelling.symbols() {
            counts[usize::from(symbol.one)] += 1.0;
        }
    }
    let total: f64 = counts.iter().sum();
    counts.map(|count| count / total)
}
