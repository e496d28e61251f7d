//! Which token of one name answers to which of the other.
//!
//! Everything lies on the stack: a comparison of prepared names allocates nothing.

use crate::channel::Workspace;
use crate::compare::agreement::{Agreement, How, WORTH_PAIRING, agreement, joined, promising};
use crate::model::Model;
use crate::name::{MAX_TOKENS, Token, Tokens};

/// Two tokens written together are compared with one whose length differs by at most this.
const MOST_LETTERS_APART: u8 = 2;
/// Tokens that agree as surely as this are partners; no other is sought for them.
const SURE: f32 = 2.5;
/// Candidates kept; when there are more, the weakest go.
const MOST_CANDIDATES: usize = 24;

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
#[derive(Debug, Clone, PartialEq)]
pub struct Pairing {
    partners: [Partner; MAX_TOKENS],
    count: usize,
    left: Side,
    right: Side,
}

/// Which places of one name are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Side {
    length: usize,
    taken: u16,
}

impl Side {
    fn alone(self) -> impl Iterator<Item = usize> + Clone {
        (0..self.length).filter(move |place| self.taken & (1 << place) == 0)
    }
}

/// Two tokens, or two neighbours and a token, that may be partners.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    agreement: Agreement,
    places: (u8, u8),
    /// The places each side takes, as bits.
    takes: (u16, u16),
}

impl Candidate {
    fn distance(&self) -> u8 {
        self.places.0.abs_diff(self.places.1)
    }

    fn better_than(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.agreement.log_odds, other.agreement.log_odds);
        mine > theirs || (mine >= theirs && self.distance() < other.distance())
    }
}

impl Pairing {
    /// Pairs the tokens of two names.
    pub fn new(model: &Model, a: &impl Tokens, b: &impl Tokens, workspace: &mut Workspace) -> Self {
        let (n, m) = (a.count().min(MAX_TOKENS), b.count().min(MAX_TOKENS));
        let mut search = Search::new();
        // Read together, so that memory is waited for once and not once a token.
        let mut plains = [0u64; MAX_TOKENS];
        for (j, plain) in plains.iter_mut().enumerate().take(m) {
            *plain = b.token(j).plain;
        }
        // For each place in the first name: places in the second that are worth a closer look.
        let mut worth = [0u16; MAX_TOKENS];
        for (i, places) in worth.iter_mut().enumerate().take(n) {
            let token = a.token(i);
            for (j, plain) in plains.iter().enumerate().take(m) {
                if token.plain == *plain {
                    search.see((i, j), (1, 1), Agreement::SAME);
                } else if promising(token, b.token(j)) {
                    *places |= 1 << j;
                }
            }
        }
        // From the places nearest one another outwards, so that sure partners are found early.
        for distance in 0..n.max(m) {
            for i in (0..n).filter(|i| worth[*i] != 0) {
                let below = i.checked_sub(distance);
                let above = (distance > 0).then_some(i + distance);
                for j in below.into_iter().chain(above).filter(|j| *j < m) {
                    if worth[i] & (1 << j) != 0 && !search.is_settled((i, j)) {
                        let agreement = agreement(model, a.token(i), b.token(j), workspace);
                        search.see((i, j), (1, 1), agreement);
                    }
                }
            }
        }
        find_joined(a, b, |i, j, pair, token| {
            if search.settled.0 & (3 << i) == 0 && search.settled.1 & (1 << j) == 0 {
                search.see((i, j), (2, 1), joined(model, pair, token, workspace));
            }
        });
        find_joined(b, a, |j, i, pair, token| {
            if search.settled.0 & (1 << i) == 0 && search.settled.1 & (3 << j) == 0 {
                search.see((i, j), (1, 2), joined(model, pair, token, workspace));
            }
        });
        search.greedy(n, m)
    }

    /// The pairs, in the order of the first name.
    pub fn pairs(&self) -> &[Partner] {
        self.partners.get(..self.count).unwrap_or_default()
    }

    /// Places in the first name that have no partner.
    pub fn left_alone(&self) -> impl Iterator<Item = usize> + Clone {
        self.left.alone()
    }

    /// Places in the second name that have no partner.
    pub fn right_alone(&self) -> impl Iterator<Item = usize> + Clone {
        self.right.alone()
    }
}

/// The candidates found so far.
struct Search {
    found: [Candidate; MOST_CANDIDATES],
    count: usize,
    /// Places that have a sure partner, as bits.
    settled: (u16, u16),
}

const NOBODY: Partner = Partner { left: 0, right: 0, log_odds: 0.0, how: How::Sounds };

impl Search {
    fn new() -> Self {
        let agreement = Agreement { log_odds: f32::NEG_INFINITY, how: How::Sounds };
        let none = Candidate { agreement, places: (0, 0), takes: (0, 0) };
        Self { found: [none; MOST_CANDIDATES], count: 0, settled: (0, 0) }
    }

    fn is_settled(&self, (i, j): (usize, usize)) -> bool {
        self.settled.0 & (1 << i) != 0 || self.settled.1 & (1 << j) != 0
    }

    fn see(&mut self, (i, j): (usize, usize), widths: (u32, u32), agreement: Agreement) {
        if agreement.log_odds <= WORTH_PAIRING {
            return;
        }
        let takes = (((1 << widths.0) - 1) << i, ((1 << widths.1) - 1) << j);
        let candidate = Candidate { agreement, places: (i as u8, j as u8), takes };
        if agreement.log_odds >= SURE {
            self.settled.0 |= takes.0;
            self.settled.1 |= takes.1;
        }
        if let Some(slot) = self.found.get_mut(self.count) {
            *slot = candidate;
            self.count += 1;
            return;
        }
        let weakest = self.found.iter_mut().reduce(|x, y| if x.better_than(y) { y } else { x });
        if let Some(weakest) = weakest.filter(|weakest| candidate.better_than(weakest)) {
            *weakest = candidate;
        }
    }

    fn greedy(&self, n: usize, m: usize) -> Pairing {
        let mut pairing = Pairing {
            partners: [NOBODY; MAX_TOKENS],
            count: 0,
            left: Side { length: n, taken: 0 },
            right: Side { length: m, taken: 0 },
        };
        let found = self.found.get(..self.count).unwrap_or_default();
        loop {
            let free = |c: &&Candidate| {
                c.takes.0 & pairing.left.taken == 0 && c.takes.1 & pairing.right.taken == 0
            };
            let best =
                found.iter().filter(free).reduce(|x, y| if y.better_than(x) { y } else { x });
            let (Some(best), Some(slot)) = (best, pairing.partners.get_mut(pairing.count)) else {
                break;
            };
            let Agreement { log_odds, how } = best.agreement;
            let (left, right) = (best.places.0.into(), best.places.1.into());
            *slot = Partner { left, right, log_odds, how };
            pairing.count += 1;
            pairing.left.taken |= best.takes.0;
            pairing.right.taken |= best.takes.1;
        }
        if let Some(pairs) = pairing.partners.get_mut(..pairing.count) {
            pairs.sort_unstable_by_key(|pair| pair.left);
        }
        pairing
    }
}

/// Finds neighbours in the first name that, written together, may agree with a token of the second.
fn find_joined<'a>(
    a: &'a impl Tokens,
    b: &'a impl Tokens,
    mut visit: impl FnMut(usize, usize, (&'a Token, &'a Token), &'a Token),
) {
    let (n, m) = (a.count().min(MAX_TOKENS), b.count().min(MAX_TOKENS));
    for i in 0..n.saturating_sub(1) {
        let (first, second) = (a.token(i), a.token(i + 1));
        if first.letters() < 2 {
            continue;
        }
        let together = first.letters() + second.letters();
        let mut shape = None;
        for j in 0..m {
            let token = b.token(j);
            if token.letters().abs_diff(together) <= MOST_LETTERS_APART
                && shape
                    .get_or_insert_with(|| first.shape.followed_by(&second.shape))
                    .near(&token.shape)
            {
                visit(i, j, (first, second), token);
            }
        }
    }
}
