//! The terms of a comparison, in words.

use crate::compare::agreement::How;
use crate::compare::evidence::Evidence;
use crate::compare::features::FEATURES;
use crate::compare::pairing::{Pairing, Partner};
use crate::name::{Name, Part, Token};

/// A part of the sum that a comparison is.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What it says.
    pub text: String,
    /// What it adds, in nats.
    pub weight: f32,
}

/// Weights below this are not worth a line; they are summed as "the rest".
const WORTH_A_LINE: f32 = 0.05;

/// The terms: one for each pair of tokens, one for each feature that is not about a pair.
pub(crate) fn terms(
    evidence: &Evidence,
    values: &[f32; FEATURES.len()],
    (a, b): (&Name, &Name),
    pairing: &Pairing,
) -> Vec<Term> {
    let shares = evidence.shares(values);
    let of_pairs: f32 = shares[2..=9].iter().chain(&shares[20..=23]).sum();
    let mut terms = pair_terms(of_pairs, (a, b), pairing);
    let words = |name: &Name, places: Vec<usize>| -> String {
        let words: Vec<&str> = places.iter().map(|place| &*name.tokens[*place].text).collect();
        words.join(" ")
    };
    let left = words(a, pairing.left_alone().collect());
    let right = words(b, pairing.right_alone().collect());
    let mut add = |text: String, weight: f32| {
        if weight.abs() >= WORTH_A_LINE {
            terms.push(Term { text, weight });
        }
    };
    add("the starting point of any pair".to_owned(), shares[0] + shares[1] + shares[19]);
    add(format!("{left} stands against {right}"), shares[10] + shares[11]);
    let only = [left, right].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
    add(format!("on one side only: {}", only.join(" / ")), shares[12]);
    add("the order differs".to_owned(), shares[13]);
    add("an initial stands for a name".to_owned(), shares[14]);
    add("a hypocoristic or another language's form".to_owned(), shares[15]);
    add("the family names disagree".to_owned(), shares[16]);
    add("the first names agree".to_owned(), shares[17]);
    add("a number differs".to_owned(), shares[18]);
    terms.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()));
    terms
}

/// What the paired tokens add together, divided among them by how sure and how rare each is.
fn pair_terms(total: f32, (a, b): (&Name, &Name), pairing: &Pairing) -> Vec<Term> {
    let rarity = |pair: &Partner| a.tokens[pair.left].rarity.min(b.tokens[pair.right].rarity);
    let worth = |pair: &Partner| {
        let share = 1.0 / (1.0 + (-pair.log_odds).exp());
        (share * rarity(pair)).max(0.1)
    };
    let whole: f32 = pairing.pairs().iter().map(worth).sum();
    let term = |pair: &Partner| {
        let (left, right) = (&a.tokens[pair.left], &b.tokens[pair.right]);
        let text = format!(
            "{}: {} ~ {}, {}{}",
            part(left, right).label(),
            left.text,
            right.text,
            how(pair),
            commonness(rarity(pair)),
        );
        Term { text, weight: total * worth(pair) / whole }
    };
    pairing.pairs().iter().map(term).collect()
}

/// The more telling of two parts.
fn part(left: &Token, right: &Token) -> Part {
    if matches!(left.part, Part::Given | Part::Middle) { right.part } else { left.part }
}

fn how(pair: &Partner) -> &'static str {
    match pair.how {
        How::Same => "the same letters",
        How::Initial => "an initial",
        How::Nickname => "known forms of one name",
        How::Sounds if pair.log_odds > 2.0 => "spellings of one name",
        How::Sounds if pair.log_odds > -1.0 => "perhaps spellings of one name",
        How::Sounds => "hardly one name",
    }
}

fn commonness(rarity: f32) -> &'static str {
    match rarity {
        r if r < 6.0 => ", very common",
        r if r < 8.0 => ", common",
        r if r < 10.0 => ", uncommon",
        _ => ", rare",
    }
}
