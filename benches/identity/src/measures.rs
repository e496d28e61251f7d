//! Precision, recall, F1 and calibration of scored pairs.

/// A probability with the answer.
pub(crate) type Scored = (f32, bool);

/// What is reported of a set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quality {
    pub(crate) pairs: usize,
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    pub(crate) f1: f64,
    pub(crate) best_f1: f64,
    pub(crate) best_at: f32,
    pub(crate) calibration_error: f64,
}

/// Measures a set at a threshold.
pub(crate) fn quality(scored: &[Scored], threshold: f32) -> Quality {
    let mut ranked = scored.to_vec();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let positives = ranked.iter().filter(|(_, same)| *same).count() as f64;
    let (mut hits, mut best_f1, mut best_at) = (0.0, 0.0, 0.0);
    let (mut at_hits, mut at_taken) = (0.0, 0.0);
    for (taken, (score, same)) in (1u32..).zip(&ranked) {
        hits += f64::from(u8::from(*same));
        let f1 = 2.0 * hits / (positives + f64::from(taken));
        if f1 > best_f1 {
            (best_f1, best_at) = (f1, *score);
        }
        if *score >= threshold {
            (at_hits, at_taken) = (hits, f64::from(taken));
        }
    }
    Quality {
        pairs: scored.len(),
        precision: at_hits / f64::max(at_taken, 1.0),
        recall: at_hits / positives.max(1.0),
        f1: 2.0 * at_hits / (positives + at_taken).max(1.0),
        best_f1,
        best_at,
        calibration_error: calibration(scored).iter().map(|bin| bin.error()).sum::<f64>()
            / scored.len().max(1) as f64,
    }
}

/// One bin of a reliability diagram.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Bin {
    pub(crate) count: f64,
    pub(crate) expected: f64,
    pub(crate) observed: f64,
}

impl Bin {
    fn error(self) -> f64 {
        (self.expected - self.observed).abs()
    }
}

/// Ten bins of equal width: pairs, expected true ones, observed true ones.
pub(crate) fn calibration(scored: &[Scored]) -> [Bin; 10] {
    let mut bins = [Bin::default(); 10];
    for (probability, same) in scored {
        let bin = &mut bins[((probability * 10.0) as usize).min(9)];
        bin.count += 1.0;
        bin.expected += f64::from(*probability);
        bin.observed += f64::from(u8::from(*same));
    }
    bins
}
