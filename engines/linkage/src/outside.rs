//! The seam for comparisons that this engine does not know: names across scripts, pictures, texts.
//!
//! Whoever calls the engine gives a [`Comparer`] for a kind of value. Its log-likelihood ratios are
//! sorted into levels like any other agreement, so that EM and labels say what they are worth in
//! the table at hand.

use std::fmt::Debug;

/// A comparison of the values of one column, given from outside.
pub trait Comparer: Debug + Send + Sync {
    /// Studies the next distinct value. The first is number 0 and empty.
    fn study(&mut self, text: &str);

    /// The log-likelihood ratio of two studied values, in nats: above 0 they speak for one thing,
    /// below for two. Nothing where they cannot be compared.
    fn log_ratio(&self, a: u32, b: u32) -> Option<f32>;

    /// Keys under which a value is brought up for comparison (`column:outside`).
    fn keys(&self, value: u32) -> Vec<u32>;
}

/// Makes a comparer for one column.
pub type MakeComparer = fn() -> Box<dyn Comparer>;

/// Where one level of a ratio ends and the next begins, in nats.
const CUTS: [f32; 7] = [-4.0, -2.0, -0.5, 0.5, 2.0, 4.0, 7.0];

/// What the levels mean.
pub(crate) const MEANINGS: [&str; CUTS.len() + 1] = [
    "surely different",
    "different",
    "rather different",
    "says nothing",
    "alike",
    "very alike",
    "all but the same",
    "the same and rare",
];

/// The level of a ratio.
pub(crate) fn level(log_ratio: f32) -> u8 {
    CUTS.iter().filter(|cut| log_ratio >= **cut).count() as u8
}
