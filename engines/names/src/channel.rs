//! The noisy channel between Latin and a script: how strongly two spellings speak for one token.
//!
//! A spelling pair is cut into operations (one to three Latin letters against none, one or two of
//! the other script), each with a weight; the score is the best cut's sum, found by dynamic
//! programming. Weights begin as pointwise mutual information from an EM alignment (Ristad and
//! Yianilos 1998; Jiampojamarn, Kondrak and Sherif 2007, many-to-many) and are then sharpened on
//! hard negatives; `train` does both.

use crate::ops::{Grid, Op, grid};
use crate::spelling::{ChunkId, MAX_LETTERS, Spelling, Symbol};

/// Weights are stored as integers: this many to a natural logarithm's unit.
pub(crate) const UNITS_PER_NAT: f32 = 64.0;

const FORBIDDEN: i16 = -8_000;
const SIDE: usize = MAX_LETTERS + 1;

/// A trained channel.
#[derive(Debug, Clone)]
pub struct Channel {
    bias: i32,
    insert: [i16; 256],
    delete: [i16; 256],
    one_one: Grid<i16>,
    two_one: Grid<i16>,
    three_one: Grid<i16>,
    one_two: Grid<i16>,
    two_two: Grid<i16>,
}

/// One step of the best cut: letters consumed on each side and its weight in nats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Letters of the left spelling.
    pub left: usize,
    /// Letters of the right spelling.
    pub right: usize,
    /// The operation's weight in nats.
    pub weight: f32,
}

impl Channel {
    /// Builds a channel from weights in nats. Operations not listed are forbidden, except that any
    /// letter may be left unmatched at `floor`.
    pub(crate) fn new(bias: f32, floor: f32, weights: &[(Op, f32)]) -> Self {
        let mut channel = Self {
            bias: quantise(bias).into(),
            insert: [quantise(floor); 256],
            delete: [quantise(floor); 256],
            one_one: grid(FORBIDDEN),
            two_one: grid(FORBIDDEN),
            three_one: grid(FORBIDDEN),
            one_two: grid(FORBIDDEN),
            two_two: grid(FORBIDDEN),
        };
        for (op, weight) in weights {
            channel.set(*op, quantise(*weight));
        }
        channel
    }

    fn set(&mut self, op: Op, weight: i16) {
        use ChunkId::{One, Three, Two};
        match (op.left, op.right) {
            (Some(One(l)), None) => self.insert[usize::from(l)] = weight,
            (None, Some(One(r))) => self.delete[usize::from(r)] = weight,
            (Some(One(l)), Some(One(r))) => self.one_one[usize::from(l)][usize::from(r)] = weight,
            (Some(Two(l)), Some(One(r))) => self.two_one[usize::from(l)][usize::from(r)] = weight,
            (Some(Three(l)), Some(One(r))) => {
                self.three_one[usize::from(l)][usize::from(r)] = weight;
            }
            (Some(One(l)), Some(Two(r))) => self.one_two[usize::from(l)][usize::from(r)] = weight,
            (Some(Two(l)), Some(Two(r))) => self.two_two[usize::from(l)][usize::from(r)] = weight,
            _ => {}
        }
    }

    /// The score of two spellings in nats: the log-odds that they are one token, among pairs as
    /// hard as those it was trained on.
    pub fn score(&self, left: &Spelling, right: &Spelling) -> f32 {
        let mut table = [[0i32; SIDE]; SIDE];
        self.fill(left, right, &mut table);
        let end = table[left.len().min(MAX_LETTERS)][right.len().min(MAX_LETTERS)];
        (end + self.bias) as f32 / UNITS_PER_NAT
    }

    fn fill(&self, left: &Spelling, right: &Spelling, table: &mut [[i32; SIDE]; SIDE]) {
        let mut before = 0;
        for (cell, r) in table[0][1..].iter_mut().zip(&right.0) {
            before += i32::from(self.delete[usize::from(r.one)]);
            *cell = before;
        }
        for (i, l) in left.0.iter().enumerate().take(MAX_LETTERS) {
            let (above, rest) = table.split_at_mut(i + 1);
            let Some(row) = rest.first_mut() else { return };
            self.fill_row(*l, &right.0, (above, i), row);
        }
    }

    /// Fills the row of one left letter from the rows above it.
    fn fill_row(
        &self,
        l: Symbol,
        right: &[Symbol],
        (above, i): (&[[i32; SIDE]], usize),
        row: &mut [i32; SIDE],
    ) {
        let insert = i32::from(self.insert[usize::from(l.one)]);
        let up_one = &above[i];
        let one_one = &self.one_one[usize::from(l.one)];
        let one_two = &self.one_two[usize::from(l.one)];
        row[0] = up_one[0] + insert;
        for (j, r) in right.iter().enumerate().take(MAX_LETTERS) {
            let mut best = (up_one[j] + i32::from(one_one[usize::from(r.one)]))
                .max(up_one[j + 1] + insert)
                .max(row[j] + i32::from(self.delete[usize::from(r.one)]));
            if r.two != 0 && j > 0 {
                best = best.max(up_one[j - 1] + i32::from(one_two[usize::from(r.two)]));
            }
            row[j + 1] = best;
        }
        if l.two != 0 && i > 0 {
            let (two_one, two_two) =
                (&self.two_one[usize::from(l.two)], &self.two_two[usize::from(l.two)]);
            self.relax(right, (&above[i - 1], two_one, Some(two_two)), row);
        }
        if l.three != 0 && i > 1 {
            let three_one = &self.three_one[usize::from(l.three)];
            self.relax(right, (&above[i - 2], three_one, None), row);
        }
    }

    /// Lets chunks that reach further up improve a row, and what they improve its successors.
    fn relax(
        &self,
        right: &[Symbol],
        (up, one, two): (&[i32; SIDE], &[i16; 256], Option<&[i16; 256]>),
        row: &mut [i32; SIDE],
    ) {
        for (j, r) in right.iter().enumerate().take(MAX_LETTERS) {
            let mut best = row[j + 1]
                .max(up[j] + i32::from(one[usize::from(r.one)]))
                .max(row[j] + i32::from(self.delete[usize::from(r.one)]));
            if let Some(two) = two
                && r.two != 0
                && j > 0
            {
                best = best.max(up[j - 1] + i32::from(two[usize::from(r.two)]));
            }
            row[j + 1] = best;
        }
    }

    /// The best cut, from the first letters to the last.
    pub fn steps(&self, left: &Spelling, right: &Spelling) -> Vec<Step> {
        let mut table = [[0i32; SIDE]; SIDE];
        self.fill(left, right, &mut table);
        let (mut i, mut j) = (left.len().min(MAX_LETTERS), right.len().min(MAX_LETTERS));
        let mut steps = Vec::new();
        while (i, j) != (0, 0) {
            let step = self
                .ending_at(left, right, (i, j))
                .into_iter()
                .flatten()
                .find(|(di, dj, weight)| table[i - di][j - dj] + weight == table[i][j]);
            let Some((di, dj, weight)) = step else { break };
            steps.push(Step { left: di, right: dj, weight: weight as f32 / UNITS_PER_NAT });
            (i, j) = (i - di, j - dj);
        }
        steps.reverse();
        steps
    }

    fn ending_at(
        &self,
        left: &Spelling,
        right: &Spelling,
        (i, j): (usize, usize),
    ) -> [Option<(usize, usize, i32)>; 7] {
        let at = |grid: &Grid<i16>, l: u8, r: u8| i32::from(grid[usize::from(l)][usize::from(r)]);
        let l = i.checked_sub(1).map(|place| left.0[place]);
        let r = j.checked_sub(1).map(|place| right.0[place]);
        let both = l.zip(r);
        [
            both.filter(|(l, _)| l.three != 0)
                .map(|(l, r)| (3, 1, at(&self.three_one, l.three, r.one))),
            both.filter(|(l, r)| l.two != 0 && r.two != 0)
                .map(|(l, r)| (2, 2, at(&self.two_two, l.two, r.two))),
            both.filter(|(l, _)| l.two != 0).map(|(l, r)| (2, 1, at(&self.two_one, l.two, r.one))),
            both.filter(|(_, r)| r.two != 0).map(|(l, r)| (1, 2, at(&self.one_two, l.one, r.two))),
            both.map(|(l, r)| (1, 1, at(&self.one_one, l.one, r.one))),
            l.map(|l| (1, 0, self.insert[usize::from(l.one)].into())),
            r.map(|r| (0, 1, self.delete[usize::from(r.one)].into())),
        ]
    }
}

fn quantise(nats: f32) -> i16 {
    (nats * UNITS_PER_NAT).round().clamp(-2_000.0, 2_000.0) as i16
}
