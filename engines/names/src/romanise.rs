//! From a script to Latin: the likeliest Latin spelling of a token under the trained channel.
//!
//! A beam search over the token's chunks; each takes a Latin chunk with the probability the
//! alignment gave it, and a bigram model of Latin names judges the result.

use std::collections::BTreeMap;

use crate::ops::Op;
use crate::script::Script;
use crate::spelling::{ChunkId, Inventory, Spelling};
use crate::train::Aligned;

/// Hypotheses kept at each letter.
const BEAM: usize = 12;
/// Hypotheses looked at first when the best are chosen: repetitions among them fall away.
const NEAREST: usize = 4 * BEAM;
/// Latin letters of a hypothesis: comparisons look at fewer.
const LONGEST: usize = 40;
/// Latin chunks considered for one chunk of the script.
const OPTIONS: usize = 6;
/// How much the Latin bigram model counts beside the channel.
const BIGRAM_WEIGHT: f32 = 0.6;
/// Codes of a Latin letter, and the boundary.
const BOUNDARY: usize = 38;
const STATES: usize = 39;

/// A way from one script to Latin.
#[derive(Debug, Clone, PartialEq)]
pub struct Romaniser {
    /// For each chunk of the script, Latin letter codes with the logarithm of their share.
    pub(crate) options: BTreeMap<ChunkId, Vec<(Vec<u8>, f32)>>,
    /// Letters that may appear from nothing (short vowels).
    pub(crate) silent: Vec<(u8, f32)>,
    /// Logarithm of the ratio of a bigram's share to its letters' shares.
    pub(crate) bigrams: Bigrams,
}

/// From a letter code (or the boundary) to the next: logarithm of a lift.
pub(crate) type Bigrams = Box<[[f32; STATES]; STATES]>;

/// A beginning of a Latin spelling. Lies flat: a token is romanised through thousands of them.
#[derive(Debug, Clone, Copy)]
struct Hypothesis {
    score: f32,
    may_insert: bool,
    length: u8,
    spelled: [u8; LONGEST],
}

impl Hypothesis {
    const START: Self = Self { score: 0.0, may_insert: false, length: 0, spelled: [0; LONGEST] };

    fn letters(&self) -> &[u8] {
        self.spelled.get(..usize::from(self.length)).unwrap_or_default()
    }

    fn last(&self) -> usize {
        self.letters().last().map_or(BOUNDARY, |letter| usize::from(*letter))
    }

    fn push(&mut self, letter: u8) {
        if let Some(slot) = self.spelled.get_mut(usize::from(self.length)) {
            *slot = letter;
            self.length += 1;
        }
    }
}

impl Romaniser {
    /// Knows nothing.
    pub(crate) fn empty() -> Self {
        let bigrams = Box::new([[0.0; STATES]; STATES]);
        Self { options: BTreeMap::new(), silent: Vec::new(), bigrams }
    }

    pub(crate) fn new<'a>(
        latin: &Inventory,
        aligned: &Aligned,
        latin_tokens: impl Iterator<Item = &'a str>,
    ) -> Self {
        let codes = |id: ChunkId| -> Vec<u8> {
            latin.letters(id).into_iter().map(|placed| placed / 3).collect()
        };
        let mut totals: BTreeMap<ChunkId, f32> = BTreeMap::new();
        let mut options: BTreeMap<ChunkId, Vec<(Vec<u8>, f32)>> = BTreeMap::new();
        let mut silent = Vec::new();
        let chance = latin_letter_chances(&aligned.joint, latin);
        for (Op { left, right }, joint) in &aligned.joint {
            match (left, right) {
                (left, Some(right)) => {
                    *totals.entry(*right).or_default() += joint.exp();
                    let letters = left.map(codes).unwrap_or_default();
                    options.entry(*right).or_default().push((letters, *joint));
                }
                (Some(ChunkId::One(one)), None) if one % 3 == 0 => {
                    silent.push((one / 3, *joint - chance[usize::from(one / 3)].ln()));
                }
                _ => {}
            }
        }
        for (right, choices) in &mut options {
            let total = totals.get(right).copied().unwrap_or(1.0).ln();
            for choice in choices.iter_mut() {
                choice.1 -= total;
            }
            choices.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            choices.truncate(OPTIONS);
        }
        silent.retain(|(letter, _)| [0, 4, 8, 14, 20].contains(letter));
        let total: f32 = silent.iter().map(|(_, share)| share.exp()).sum::<f32>().max(1e-9);
        for (_, share) in &mut silent {
            *share = (share.exp() / total * 0.5).ln();
        }
        Self { options, silent, bigrams: bigrams(latin_tokens) }
    }

    /// The likeliest Latin spelling.
    pub fn romanise(&self, spelling: &Spelling) -> String {
        self.candidates(spelling).into_iter().next().unwrap_or_default()
    }

    /// The likeliest Latin spellings, best first.
    pub fn candidates(&self, spelling: &Spelling) -> Vec<String> {
        let length = spelling.len();
        let mut beams: Vec<Vec<Hypothesis>> = vec![Vec::new(); length + 1];
        beams[0].push(Hypothesis::START);
        for place in 0..length {
            let mut here = std::mem::take(&mut beams[place]);
            self.insert_vowels(&mut here);
            prune(&mut here);
            let one = ChunkId::One(spelling.symbols()[place].one);
            let two = spelling.symbols().get(place + 1).map(|symbol| ChunkId::Two(symbol.two));
            self.extend(&here, one, &mut beams[place + 1]);
            if let Some(two) = two {
                self.extend(&here, two, &mut beams[place + 2]);
            }
        }
        let mut ends = std::mem::take(&mut beams[length]);
        for hypothesis in &mut ends {
            hypothesis.score += BIGRAM_WEIGHT * self.bigrams[hypothesis.last()][BOUNDARY];
        }
        prune(&mut ends);
        ends.into_iter().map(|hypothesis| write(hypothesis.letters())).collect()
    }

    fn insert_vowels(&self, hypotheses: &mut Vec<Hypothesis>) {
        hypotheses.reserve(hypotheses.len() * self.silent.len());
        for place in 0..hypotheses.len() {
            let known = hypotheses[place];
            for (letter, share) in self.silent.iter().filter(|_| known.may_insert) {
                let mut next = self.joined(&known, &[*letter], *share);
                next.may_insert = false;
                hypotheses.push(next);
            }
        }
    }

    fn extend(&self, hypotheses: &[Hypothesis], chunk: ChunkId, into: &mut Vec<Hypothesis>) {
        let Some(options) = self.options.get(&chunk) else { return };
        into.reserve(hypotheses.len() * options.len());
        for hypothesis in hypotheses {
            for (letters, share) in options {
                into.push(self.joined(hypothesis, letters, *share));
            }
        }
    }

    fn joined(&self, hypothesis: &Hypothesis, letters: &[u8], share: f32) -> Hypothesis {
        let mut next = *hypothesis;
        next.score += share;
        next.may_insert = true;
        for &letter in letters {
            next.score += BIGRAM_WEIGHT * self.bigrams[next.last()][usize::from(letter)];
            next.push(letter);
        }
        next
    }
}

/// Leaves the best few, the best first, without repetitions next to one another.
fn prune(hypotheses: &mut Vec<Hypothesis>) {
    let better = |a: &Hypothesis, b: &Hypothesis| {
        b.score.total_cmp(&a.score).then_with(|| a.letters().cmp(b.letters()))
    };
    let repeats = |a: &mut Hypothesis, b: &mut Hypothesis| {
        a.letters() == b.letters() && a.may_insert == b.may_insert
    };
    if hypotheses.len() > NEAREST {
        hypotheses.select_nth_unstable_by(NEAREST - 1, better);
        let mut best = hypotheses[..NEAREST].to_vec();
        best.sort_by(better);
        best.dedup_by(repeats);
        if best.len() >= BEAM {
            *hypotheses = best;
        }
    }
    hypotheses.sort_by(better);
    hypotheses.dedup_by(repeats);
    hypotheses.truncate(BEAM);
}

fn write(letters: &[u8]) -> String {
    let alphabet: Vec<char> = Script::Latin.alphabet().chars().collect();
    letters.iter().filter_map(|letter| alphabet.get(usize::from(*letter))).collect()
}

/// How often each Latin letter is produced at all.
fn latin_letter_chances(joint: &[(Op, f32)], latin: &Inventory) -> [f32; STATES] {
    let mut chances = [1e-6; STATES];
    for (op, p) in joint {
        for placed in op.left.map(|id| latin.letters(id)).unwrap_or_default() {
            if let Some(slot) = chances.get_mut(usize::from(placed / 3)) {
                *slot += p.exp();
            }
        }
    }
    chances
}

/// Counts the bigrams of Latin tokens.
pub(crate) fn bigrams<'a>(tokens: impl Iterator<Item = &'a str>) -> Bigrams {
    let plain = Inventory::new(Script::Latin, &[], &[]);
    let mut counts = Box::new([[0.1f32; STATES]; STATES]);
    for token in tokens {
        let mut last = BOUNDARY;
        for placed in plain.placed_letters(token) {
            let letter = usize::from(placed / 3);
            counts[last][letter] += 1.0;
            last = letter;
        }
        counts[last][BOUNDARY] += 1.0;
    }
    let total: f32 = counts.iter().flatten().sum();
    let firsts: Vec<f32> = counts.iter().map(|row| row.iter().sum::<f32>() / total).collect();
    let seconds: Vec<f32> =
        (0..STATES).map(|b| counts.iter().map(|row| row[b]).sum::<f32>() / total).collect();
    for (row, first) in counts.iter_mut().zip(&firsts) {
        for (cell, second) in row.iter_mut().zip(&seconds) {
            *cell = (*cell / total / first / second).ln();
        }
    }
    counts
}
