//! Which token of one name answers to which of the other.

use crate::compare::agreement::{Agreement, How, agreement, joined};
use crate::model::Model;
use crate::name::{MAX_TOKENS, Name};

/// Tokens that agree less than this are not paired.
const WORTH_PAIRING: f32 = -3.0;

/// Two tokens written together are compared with one whose length differs by at most this.
const MOST_LETTERS_APART: usize = 2;

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

/// Two tokens, or two neighbours and a token, that may be partners.
struct Candidate {
    places: (usize, usize),
    widths: (usize, usize),
    agreement: Agreement,
}

impl Pairing {
    /// Pairs the tokens of two names.
    pub fn new(model: &Model, a: &Name, b: &Name) -> Self {
        let mut found: Vec<Candidate> = Vec::with_capacity(MAX_TOKENS);
        for (i, left) in a.tokens.iter().enumerate() {
            for (j, right) in b.tokens.iter().enumerate() {
                let agreement = agreement(model, left, right);
                if agreement.log_odds > WORTH_PAIRING {
                    found.push(Candidate { places: (i, j), widths: (1, 1), agreement });
                }
            }
        }
        find_joined(model, (a, b), |(i, j), agreement| {
            found.push(Candidate { places: (i, j), widths: (2, 1), agreement });
        });
        find_joined(model, (b, a), |(j, i), agreement| {
            found.push(Candidate { places: (i, j), widths: (1, 2), agreement });
        });
        found.sort_by(|x, y| {
            let distance = |c: &Candidate| c.places.0.abs_diff(c.places.1);
            let surer = y.agreement.log_odds.total_cmp(&x.agreement.log_odds);
            surer.then_with(|| distance(x).cmp(&distance(y)))
        });
        Self::greedy(&found, (a.tokens.len(), b.tokens.len()))
    }

    fn greedy(found: &[Candidate], (n, m): (usize, usize)) -> Self {
        let (mut left_taken, mut right_taken) = ([false; MAX_TOKENS], [false; MAX_TOKENS]);
        let mut pairs = Vec::with_capacity(n.min(m));
        for Candidate { places: (left, right), widths, agreement } in found {
            let lefts = &mut left_taken[*left..(left + widths.0).min(MAX_TOKENS)];
            let rights = &mut right_taken[*right..(right + widths.1).min(MAX_TOKENS)];
            if !lefts.contains(&true) && !rights.contains(&true) {
                lefts.fill(true);
                rights.fill(true);
                let Agreement { log_odds, how } = *agreement;
                pairs.push(Partner { left: *left, right: *right, log_odds, how });
            }
        }
        pairs.sort_by_key(|pair| pair.left);
        let alone = |taken: &[bool; MAX_TOKENS], length: usize| -> Vec<usize> {
            (0..length).filter(|place| !taken[*place]).collect()
        };
        Self { pairs, left_alone: alone(&left_taken, n), right_alone: alone(&right_taken, m) }
    }
}

/// Finds neighbours in the first name that, written together, agree with a token of the second.
fn find_joined(
    model: &Model,
    (a, b): (&Name, &Name),
    mut visit: impl FnMut((usize, usize), Agreement),
) {
    for (i, pair) in a.tokens.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let together = first.spelling.len() + second.spelling.len();
        let sounds = first.sounds | second.sounds;
        for (j, token) in b.tokens.iter().enumerate() {
            let near = token.spelling.len().abs_diff(together) <= MOST_LETTERS_APART;
            if near && first.spelling.len() > 1 && (sounds & !token.sounds).count_ones() <= 1 {
                visit((i, j), joined(model, (first, second), token));
            }
        }
    }
}
