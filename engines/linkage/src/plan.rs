//! What to compare, what to block on, and how to cluster: the configuration of a linkage.

use serde::Deserialize;

use crate::levels;
use crate::weights::Weights;

/// The plan of a linkage, usually read from a `link.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The column that identifies a record in the output.
    pub id: String,
    /// A column that says which records are truly one, to measure against.
    #[serde(default)]
    pub truth: Option<String>,
    /// The comparisons.
    #[serde(default)]
    pub compare: Vec<Compare>,
    /// The blocking schemes.
    #[serde(default)]
    pub block: Vec<Block>,
    /// Words that say nothing in a list of words.
    #[serde(default)]
    pub stop_words: Vec<String>,
    /// How to cluster.
    #[serde(default)]
    pub cluster: Clustering,
    /// Weights learned before; left out, EM finds them.
    #[serde(default)]
    pub weights: Option<Weights>,
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// The column.
    pub column: String,
    /// How its values are compared.
    pub kind: Kind,
    /// Which of the comparisons given from outside, where the kind is `outside`.
    #[serde(default)]
    pub by: Option<String>,
    /// Whether a rare value shared counts for more than a common one.
    #[serde(default)]
    pub term_frequency: bool,
    /// How much this evidence counts where it repeats other evidence: 1 is all of it.
    #[serde(default = "whole")]
    pub share: f32,
}

fn whole() -> f32 {
    1.0
}

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One name: the same, a known form, near, or an initial.
    Name,
    /// Several words in any order, the rare ones counting most.
    Words,
    /// A date, with its usual mistakes, read in three calendars.
    Date,
    /// A code whose beginning is the coarser part: postcodes, case numbers.
    Code,
    /// A place: the same, one within the other, or near.
    Place,
    /// Digits: phone numbers and documents, by their last digits or with one slip.
    Digits,
    /// A list of companions, parted by semicolons or bars: whom two records share.
    Companions,
    /// The same or not.
    Exact,
    /// By a comparison that the caller gives (`by` names it).
    Outside,
}

impl Kind {
    /// What each level of agreement means, from none to the same.
    pub fn meanings(self) -> &'static [&'static str] {
        levels::meanings(self)
    }
}

/// One blocking scheme: records that agree on every key are compared.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// Keys: a column, a colon, and a form (`whole`, `sounds`, `last_sound`, `year`, `decade`,
    /// `month_day`, `first_word`, `letters`, `prefix`, `forms`, `outside`).
    pub keys: Vec<String>,
    /// Blocks with more records than this are passed over.
    #[serde(default = "most")]
    pub most: usize,
}

fn most() -> usize {
    120
}

/// How to cluster.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Clustering {
    /// Two clusters are joined while the mean weight between their records is above this.
    pub threshold: f32,
    /// The weight of a pair that no scheme brought up.
    pub unseen: f32,
    /// Weights below this count as this much: one bad record does not part a cluster.
    pub floor: f32,
}

impl Default for Clustering {
    fn default() -> Self {
        Self { threshold: 0.0, unseen: -2.0, floor: -6.0 }
    }
}
