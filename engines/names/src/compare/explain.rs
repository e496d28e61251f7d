//! The terms of a comparison, in words.

use crate::compare::agreement::How;
use crate::compare::evidence::Evidence;
use crate::compare::features::{About, COUNT, FEATURES};
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

/// The terms: one for each pair of tokens, one for each thing that is not about a pair.
pub(crate) fn terms(
    evidence: &Evidence,
    values: &[f32; COUNT],
    (a, b): (&Name, &Name),
    pairing: &Pairing,
) -> Vec<Term> {
    let shares = evidence.shares(values);
    let sum = |about: About| -> f32 {
        let of_it = FEATURES.iter().zip(&shares).filter(|(feature, _)| feature.about == about);
        of_it.map(|(_, share)| share).sum()
    };
    let mut terms = pair_terms(sum(About::Pairs), (a, b), pairing);
    // Where nothing was paired, what is said of pairs belongs to the start.
    let unpaired = if terms.is_empty() { sum(About::Pairs) } else { 0.0 };
    let words = |name: &Name, places: Vec<usize>| -> String {
        let words: Vec<&str> = places.iter().map(|place| name.tokens[*place].text()).collect();
        words.join(" ")
    };
    let left = words(a, pairing.left_alone().collect());
    let right = words(b, pairing.right_alone().collect());
    let mut add = |text: String, weight: f32| {
        if weight.abs() >= WORTH_A_LINE {
            terms.push(Term { text, weight });
        }
    };
    let start = evidence.start() + sum(About::Start) + unpaired;
    add("the starting point of any pair".to_owned(), start);
    add(format!("{left} stands against {right}"), sum(About::Conflict));
    let only = [left, right].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>();
    add(format!("on one side only: {}", only.join(" / ")), sum(About::Extra));
    add("the order differs".to_owned(), sum(About::Order));
    add("an initial stands for a name".to_owned(), sum(About::Initials));
    add("a hypocoristic or another language's form".to_owned(), sum(About::Nicknames));
    add("a short form stands for a name".to_owned(), sum(About::Shorts));
    add(agreement("family", values[17]), sum(About::Family));
    add(agreement("given", values[19]), sum(About::Given));
    add("a number differs".to_owned(), sum(About::Numbers));
    terms.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()));
    terms
}

fn agreement(which: &str, disagrees: f32) -> String {
    format!("the {which} names {}", if disagrees > 0.0 { "disagree" } else { "agree" })
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
            left.text(),
            right.text(),
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
        How::Short => "a short form",
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
