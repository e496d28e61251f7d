//! How good a clustering is against the truth.

use std::collections::HashMap;

/// Pairwise precision, recall and F1 of a clustering.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pairwise {
    /// Of the pairs put together, the share that belongs together.
    pub precision: f64,
    /// Of the pairs that belong together, the share put together.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// Pairs within groups of these sizes.
pub fn pairs_within(sizes: impl Iterator<Item = u64>) -> u64 {
    sizes.map(|n| n * n.saturating_sub(1) / 2).sum()
}

/// Compares two clusterings, given as a label for each record.
pub fn pairwise(found: &[u32], truth: &[u32]) -> Pairwise {
    let mut both: HashMap<(u32, u32), u64> = HashMap::new();
    let (mut ours, mut theirs) = (HashMap::<u32, u64>::new(), HashMap::<u32, u64>::new());
    for (a, b) in found.iter().zip(truth) {
        *both.entry((*a, *b)).or_default() += 1;
        *ours.entry(*a).or_default() += 1;
        *theirs.entry(*b).or_default() += 1;
    }
    let shared = pairs_within(both.into_values()) as f64;
    let precision = shared / pairs_within(ours.into_values()).max(1) as f64;
    let recall = shared / pairs_within(theirs.into_values()).max(1) as f64;
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    Pairwise { precision, recall, f1 }
}

#[cfg(test)]
mod tests {
    use super::pairwise;

    #[test]
    fn counts_pairs() {
        let measured = pairwise(&[0, 0, 0, 3], &[7, 7, 8, 8]);
        assert!((measured.precision - 1.0 / 3.0).abs() < 1e-9);
        assert!((measured.recall - 0.5).abs() < 1e-9);
    }
}
