//! Scoring pairs: the levels of agreement, the rarity of what is shared, and their sum.

use crate::levels::{level, meanings};
use crate::plan::{Kind, Plan};
use crate::table::Table;
use crate::values::Values;
use crate::weights::{Levels, Weights};

/// A rare value shared counts for at most this much more or less than usual, in nats.
const MOST_FOR_RARITY: f32 = 3.0;

/// A table with everything a comparison needs.
#[derive(Debug)]
pub(crate) struct Compared<'a> {
    pub(crate) table: &'a Table,
    pub(crate) values: &'a [Values],
    pub(crate) plan: &'a Plan,
    /// The column of each comparison.
    pub(crate) columns: &'a [usize],
}

impl Compared<'_> {
    /// The levels of a pair.
    pub(crate) fn levels(&self, pair: (u32, u32)) -> Levels {
        (0..self.columns.len()).map(|place| self.level(place, pair)).collect()
    }

    /// The level of one comparison, and how much rarer than usual a value is that both share.
    pub(crate) fn level_and_rarity(&self, comparison: usize, pair: (u32, u32)) -> (u8, f32) {
        let level = self.level(comparison, pair);
        let compare = &self.plan.compare[comparison];
        let top = usize::from(level) + 1 == meanings(compare.kind).len();
        let same = top && !matches!(compare.kind, Kind::Outside | Kind::Companions);
        let rarity =
            if same && compare.term_frequency { self.rarity(comparison, pair.0) } else { 0.0 };
        (level, rarity)
    }

    /// What each comparison adds to a pair, in nats, with its level.
    pub(crate) fn terms<'s>(
        &'s self,
        weights: &'s Weights,
        pair: (u32, u32),
    ) -> impl Iterator<Item = (u8, f32)> + 's {
        (0..self.columns.len()).map(move |comparison| {
            let (level, rarity) = self.level_and_rarity(comparison, pair);
            let per_nat = weights.compare.get(comparison).map_or(0.0, |own| own.rarity);
            (level, weights.of_level(comparison, level) + per_nat * rarity)
        })
    }

    /// The weight of a pair.
    pub(crate) fn weight(&self, weights: &Weights, pair: (u32, u32)) -> f32 {
        weights.prior + self.terms(weights, pair).map(|(_, weight)| weight).sum::<f32>()
    }

    fn level(&self, comparison: usize, (a, b): (u32, u32)) -> u8 {
        let place = self.columns[comparison];
        let column = &self.table.columns[place];
        let numbers = (column.values[a as usize], column.values[b as usize]);
        level(self.plan.compare[comparison].kind, column, &self.values[place], numbers)
    }

    /// How much rarer a record's value is than the values that random pairs share.
    fn rarity(&self, comparison: usize, record: u32) -> f32 {
        let place = self.columns[comparison];
        let column = &self.table.columns[place];
        let count = column.counts[column.values[record as usize] as usize].max(1) as f32;
        let share = count / self.table.records.max(1) as f32;
        (self.values[place].usual_share() / share).ln().clamp(-MOST_FOR_RARITY, MOST_FOR_RARITY)
    }
}
