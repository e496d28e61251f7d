//! One spelling against many: the weights of all that may answer its letters are laid out side by
//! side once (the query profile of Rognes and Seeberg 2000), so that a row of a comparison's table
//! is a handful of vector operations. Scores are those of [`Channel::score_in`], bit for bit.
//!
//! What runs along a row, letters of this spelling left out, is a running maximum over the row less
//! the sum of what leaving them out costs.

use crate::channel::{Channel, UNITS_PER_NAT};
use crate::lanes::{Lanes, NEVER};
use crate::ops::Grid;
use crate::spelling::{Spelling, Symbol};

/// On which side of the channel a spelling stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The Latin one.
    Left,
    /// The script's.
    Right,
}

/// A spelling laid out for one channel, by how many vectors its letters and the place before the
/// first of them take.
#[derive(Debug)]
pub(crate) enum Profile {
    One(Box<Tables<1>>),
    Two(Box<Tables<2>>),
    Four(Box<Tables<4>>),
}

impl Profile {
    pub(crate) fn new(channel: &Channel, spelling: &Spelling, side: Side) -> Self {
        match spelling.len() {
            ..8 => Self::One(Box::new(Tables::new(channel, spelling, side))),
            8..16 => Self::Two(Box::new(Tables::new(channel, spelling, side))),
            _ => Self::Four(Box::new(Tables::new(channel, spelling, side))),
        }
    }

    /// The score of the spelling and another one, which stands on the other side.
    pub(crate) fn score(&self, other: &Spelling) -> f32 {
        let units = match self {
            Self::One(tables) => tables.score(other),
            Self::Two(tables) => tables.score(other),
            Self::Four(tables) => tables.score(other),
        };
        units as f32 / UNITS_PER_NAT
    }
}

/// Lanes of the widest.
const LANES: usize = 32;

/// What the other side's letters and chunks weigh with each letter of a spelling.
#[derive(Debug)]
pub(crate) struct Tables<const V: usize> {
    bias: i32,
    side: Side,
    length: usize,
    /// What leaving out all letters up to a lane costs.
    left_out: Lanes<V>,
    /// What leaving out a letter of the other side costs.
    skip: [i16; 256],
    /// By the other side's letter: with one letter of the spelling, and with two.
    one_one: Weights<V>,
    one_two: Weights<V>,
    /// By its two-letter chunk.
    two_one: Weights<V>,
    two_two: Weights<V>,
    /// Three Latin letters against one: by the other side's chunk of three, or by its letter.
    three: Weights<V>,
}

type Weights<const V: usize> = [Lanes<V>; 256];

impl<const V: usize> Tables<V> {
    fn new(channel: &Channel, spelling: &Spelling, side: Side) -> Self {
        let [one, two, three]: [fn(Symbol) -> usize; 3] =
            [|of| of.one.into(), |of| of.two.into(), |of| of.three.into()];
        let c = channel;
        let is_left = side == Side::Left;
        let (along, skip) = if is_left { (&c.insert, &c.delete) } else { (&c.delete, &c.insert) };
        let mut sum = 0i16;
        let left_out = Lanes::new(|lane| {
            let letter = lane.checked_sub(1).and_then(|at| spelling.symbols().get(at));
            sum = letter.map_or(sum, |letter| sum.saturating_add(along[one(*letter)]));
            sum
        });
        let by = |left: &Grid<i16>, mine: fn(Symbol) -> usize, right: &Grid<i16>| {
            let mut weights = [[NEVER; LANES]; 256];
            for (lane, letter) in (1..V * 8).zip(spelling.symbols()) {
                let mine = mine(*letter);
                for (chunk, lanes) in weights.iter_mut().enumerate() {
                    lanes[lane] = if is_left { left[mine][chunk] } else { right[chunk][mine] };
                }
            }
            weights.map(|lanes| Lanes::new(|lane| lanes[lane]))
        };
        Self {
            bias: c.bias,
            side,
            length: spelling.len(),
            left_out,
            skip: *skip,
            one_one: by(&c.one_one, one, &c.one_one),
            one_two: by(&c.two_one, two, &c.one_two),
            two_one: by(&c.one_two, one, &c.two_one),
            two_two: by(&c.two_two, two, &c.two_two),
            three: by(&c.three_one, if is_left { three } else { one }, &c.three_one),
        }
    }

    #[inline]
    fn score(&self, other: &Spelling) -> i32 {
        let never = Lanes::each(NEVER);
        let mut up = self.left_out;
        // The rows above, moved by one and by two lanes, and three rows up by one.
        let (mut second_one, mut second_two, mut third_one) = (never, never, never);
        for letter in other.symbols() {
            let [one, two, three] = [letter.one, letter.two, letter.three].map(usize::from);
            let (first_one, first_two) = (up.moved::<1>(), up.moved::<2>());
            let third = match self.side {
                Side::Left => first_two.moved::<1>().plus(self.three[one]),
                Side::Right => third_one.plus(self.three[three]),
            };
            let row = up
                .plus(Lanes::each(self.skip[one]))
                .best(first_one.plus(self.one_one[one]))
                .best(first_two.plus(self.one_two[one]))
                .best(second_one.plus(self.two_one[two]))
                .best(second_two.plus(self.two_two[two]))
                .best(third);
            up = row.minus(self.left_out).best_so_far().plus(self.left_out);
            (third_one, second_one, second_two) = (second_one, first_one, first_two);
        }
        i32::from(up.cell(self.length)) + self.bias
    }
}

#[cfg(test)]
mod tests {
    use super::{Profile, Side};
    use crate::channel::{Channel, Workspace};
    use crate::ops::Op;
    use crate::script::Script;
    use crate::spelling::{ChunkId, Inventory};
    use crate::train::Random;

    #[test]
    fn a_profile_scores_as_its_channel_does() {
        let chunks: Vec<[u8; 2]> = (0..60).map(|n| [n % 9, n % 7]).collect();
        let longer: Vec<[u8; 3]> = (0..60).map(|n| [n % 9, n % 7, n % 5]).collect();
        let left = Inventory::new(Script::Latin, &chunks, &longer);
        let right = Inventory::new(Script::Arabic, &chunks, &[]);
        let mut random = Random::new(8);
        let mut ops = Vec::new();
        for (l, _) in left.chunks().chain([(ChunkId::One(0), Vec::new())]) {
            for (r, _) in right.chunks() {
                let weight = random.below(800) as f32 / 100.0 - 4.0;
                ops.push((Op { left: Some(l), right: Some(r) }, weight));
                if random.below(20) == 0 {
                    ops.push((Op { left: Some(l), right: None }, -weight.abs()));
                    ops.push((Op { left: None, right: Some(r) }, -weight.abs()));
                }
            }
        }
        let channel = Channel::new(-1.5, -3.0, &ops);
        let mut workspace = Workspace::default();
        for _ in 0..400 {
            let mut spell = |inventory: &Inventory| {
                let length = 1 + random.below(24);
                let codes: Vec<u8> = (0..length).map(|_| random.below(6) as u8).collect();
                inventory.spell_codes(codes.into_iter())
            };
            let (a, b) = (spell(&left), spell(&right));
            let plainly = channel.score_in(&a, &b, &mut workspace);
            for scored in [
                Profile::new(&channel, &a, Side::Left).score(&b),
                Profile::new(&channel, &b, Side::Right).score(&a),
            ] {
                assert!((plainly - scored).abs() < 1e-6, "{plainly} {scored}");
            }
        }
    }
}
