//! Which token of one name answers to which of the other.

use crate::compare::agreement::{Agreement, How, agreement};
use crate::model::Model;
use crate::name::{MAX_TOKENS, Name};

/// Tokens that agree less than this are not paired.
const WORTH_PAIRING: f32 = -3.0;

/// A pair of tokens, by their places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Partner {
    /// Place in the first name.
    pub left: usize,
    /// Place in the second name.
    pub right: usize,
    /// Log-odds that they are one token.
    pub log_odds: f32,
    /// Why.
    pub how: How,
}

/// The pairing of two names' tokens: greedy, the surest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pairing {
    /// The pairs, in the order of the first name.
    pub pairs: Vec<Partner>,
    /// Places in the first name that have no partner.
    pub left_alone: Vec<usize>,
    /// Places in the second name that have no partner.
    pub right_alone: Vec<usize>,
}

impl Pairing {
    /// Pairs the tokens of two names.
    pub fn new(model: &Model, a: &Name, b: &Name) -> Self {
        let mut found: Vec<(usize, usize, Agreement)> = Vec::with_capacity(MAX_TOKENS);
        for (i, left) in a.tokens.iter().enumerate() {
            for (j, right) in b.tokens.iter().enumerate() {
                let agreement = agreement(model, left, right);
                if agreement.log_odds > WORTH_PAIRING {
                    found.push((i, j, agreement));
                }
            }
        }
        let distance = |(i, j, _): &(usize, usize, Agreement)| i.abs_diff(*j);
        found.sort_by(|x, y| {
            y.2.log_odds.total_cmp(&x.2.log_odds).then_with(|| distance(x).cmp(&distance(y)))
        });
        let (mut left_taken, mut right_taken) = ([false; MAX_TOKENS], [false; MAX_TOKENS]);
        let mut pairs = Vec::with_capacity(a.tokens.len().min(b.tokens.len()));
        for (left, right, Agreement { log_odds, how }) in found {
            if !left_taken[left] && !right_taken[right] {
                (left_taken[left], right_taken[right]) = (true, true);
                pairs.push(Partner { left, right, log_odds, how });
            }
        }
        pairs.sort_by_key(|pair| pair.left);
        let alone = |taken: &[bool; MAX_TOKENS], length: usize| -> Vec<usize> {
            (0..length).filter(|place| !taken[*place]).collect()
        };
        Self {
            pairs,
            left_alone: alone(&left_taken, a.tokens.len()),
            right_alone: alone(&right_taken, b.tokens.len()),
        }
    }
}
