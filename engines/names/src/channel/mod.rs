//! The noisy channel between Latin and a script: how strongly two spellings speak for one token.
//!
//! A spelling pair is cut into operations (one to three Latin letters against none, one or two of
//! the other script), each with a weight; the score is the best cut's sum, found by dynamic
//! programming. Weights begin as pointwise mutual information from an EM alignment (Ristad and
//! Yianilos 1998; Jiampojamarn, Kondrak and Sherif 2007, many-to-many) and are then sharpened on
//! hard negatives; `train` does both.
//!
//! The inner loop has no branch: an operation that is not allowed weighs so much that it never wins.

use crate::ops::{Grid, Op, grid};
use crate::spelling::{ChunkId, MAX_LETTERS, Spelling, Symbol};

mod profile;

pub(crate) use profile::{Profile, Side};

/// Weights are stored as integers: this many to a natural logarithm's unit.
pub(crate) const UNITS_PER_NAT: f32 = 64.0;

const FORBIDDEN: i16 = -8_000;
const NEVER: i32 = -1_000_000;
/// Left letters that the longest operation takes.
const LONGEST: usize = 3;
/// The rows of impossibilities, the one before the first letter, and one a letter.
const ROWS: usize = LONGEST + 1 + MAX_LETTERS;
/// A column of impossibilities stands before the first, so that two letters may be looked back to.
const COLUMNS: usize = MAX_LETTERS + 2;

type Row = [i32; COLUMNS];

/// Room for one comparison at a time; make one and use it again.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Three rows of impossibilities, then one row for each number of left letters consumed.
    rows: [Row; ROWS],
}

impl Default for Workspace {
    fn default() -> Self {
        Self { rows: [[NEVER; COLUMNS]; ROWS] }
    }
}

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

impl Channel {
    /// Builds a channel from weights in nats. Operations not listed are forbidden, except that any
    /// letter may be left unmatched at `floor`.
    pub(crate) fn new(bias: f32, floor: f32, weights: &[(Op, f32)]) -> Self {
        let floor = quantise(floor);
        let mut channel = Self {
            bias: quantise(bias).into(),
            insert: [floor; 256],
            delete: [floor; 256],
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
        self.score_in(left, right, &mut Workspace::default())
    }

    /// The same in a workspace kept by the caller.
    pub fn score_in(&self, left: &Spelling, right: &Spelling, workspace: &mut Workspace) -> f32 {
        let (left, right) = (left.symbols(), right.symbols());
        let rows = &mut workspace.rows;
        let mut last = 0;
        let base = &mut rows[LONGEST];
        base[1] = last;
        for (cell, r) in base[2..].iter_mut().zip(right) {
            last += i32::from(self.delete[usize::from(r.one)]);
            *cell = last;
        }
        for (l, start) in left.iter().zip(0..MAX_LETTERS) {
            if let [up_three, up_two, up_one, row, ..] = &mut rows[start + 1..] {
                last = self.fill_row(*l, right, (up_one, up_two, up_three), row);
            }
        }
        (last + self.bias) as f32 / UNITS_PER_NAT
    }

    /// Fills the row of one left letter from the three above it; returns its last cell.
    #[inline]
    fn fill_row(
        &self,
        l: Symbol,
        right: &[Symbol],
        (up_one, up_two, up_three): (&Row, &Row, &Row),
        row: &mut Row,
    ) -> i32 {
        let insert = i32::from(self.insert[usize::from(l.one)]);
        let one_one = &self.one_one[usize::from(l.one)];
        let one_two = &self.one_two[usize::from(l.one)];
        let two_one = &self.two_one[usize::from(l.two)];
        let two_two = &self.two_two[usize::from(l.two)];
        let three_one = &self.three_one[usize::from(l.three)];
        // What stands one and two letters back in the rows above moves along in registers.
        let (mut one_two_back, mut one_back) = (up_one[0], up_one[1]);
        let mut two_two_back = up_two[0];
        let mut last = one_back + insert;
        row[1] = last;
        let above = up_one[2..].iter().zip(&up_two[1..]).zip(&up_three[1..]);
        for ((cell, r), ((one_here, two_back), three_back)) in
            row[2..].iter_mut().zip(right).zip(above)
        {
            let (one, two) = (usize::from(r.one), usize::from(r.two));
            let single = (one_back + i32::from(one_one[one])).max(one_here + insert);
            let double = (one_two_back + i32::from(one_two[two]))
                .max(two_two_back + i32::from(two_two[two]));
            let longer =
                (two_back + i32::from(two_one[one])).max(three_back + i32::from(three_one[one]));
            last = (last + i32::from(self.delete[one])).max(single.max(double).max(longer));
            *cell = last;
            (one_two_back, one_back, two_two_back) = (one_back, *one_here, *two_back);
        }
        last
    }
}

fn quantise(nats: f32) -> i16 {
    (nats * UNITS_PER_NAT).round().clamp(-2_000.0, 2_000.0) as i16
}
