//! Piecewise-linear curves: how much a number adds, rising or falling by its knots.

use std::fmt::Write as _;

/// Segments of a curve at most.
const SEGMENTS: usize = 8;

/// A curve that begins at nothing and is flat outside its knots.
///
/// Kept as the sum of ramps, one a segment, so that reading it off has no branch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Curve {
    from: [f32; SEGMENTS],
    slope: [f32; SEGMENTS],
    width: [f32; SEGMENTS],
}

impl Curve {
    /// Adds nothing, whatever the number.
    pub(crate) const FLAT: Self =
        Self { from: [0.0; SEGMENTS], slope: [0.0; SEGMENTS], width: [0.0; SEGMENTS] };

    /// A curve through its knots (place, height); the first one's height is taken for nothing.
    /// Places must rise. Knots beyond the eighth segment are left out.
    pub(crate) fn through(knots: &[(f32, f32)]) -> Self {
        let mut curve = Self::FLAT;
        for (place, pair) in knots.windows(2).enumerate().take(SEGMENTS) {
            let &[(from, low), (to, high)] = pair else { continue };
            let width = (to - from).max(f32::MIN_POSITIVE);
            curve.from[place] = from;
            curve.width[place] = width;
            curve.slope[place] = (high - low) / width;
        }
        curve
    }

    /// What a number adds.
    #[inline]
    pub(crate) fn at(&self, number: f32) -> f32 {
        let mut sum = 0.0;
        for segment in 0..SEGMENTS {
            let into = (number - self.from[segment]).max(0.0).min(self.width[segment]);
            sum += into * self.slope[segment];
        }
        sum
    }

    /// Reads knots as [`write`] writes them.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let knot = |text: &str| {
            let (place, height) = text.split_once(':')?;
            Some((place.parse().ok()?, height.parse().ok()?))
        };
        let knots: Vec<(f32, f32)> = text.split_whitespace().map(knot).collect::<Option<_>>()?;
        let rising = knots.windows(2).all(|pair| pair[0].0 < pair[1].0);
        (rising && knots.len() <= SEGMENTS + 1).then(|| Self::through(&knots))
    }
}

/// Writes knots: `place:height` each.
pub(crate) fn write(knots: &[(f32, f32)]) -> String {
    let mut text = String::new();
    for (place, height) in knots {
        let gap = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{gap}{place}:{height:.3}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Curve, write};

    #[test]
    fn a_curve_passes_its_knots_and_is_flat_beyond() {
        let knots = [(-2.0, 0.0), (0.0, 1.0), (4.0, -1.0)];
        let curve = Curve::read(&write(&knots)).expect("what is written can be read");
        for (number, height) in [(-9.0, 0.0), (-1.0, 0.5), (0.0, 1.0), (2.0, 0.0), (9.0, -1.0)] {
            assert!((curve.at(number) - height).abs() < 1e-6, "{number}");
        }
        assert!(Curve::read("1:0 0:1").is_none());
    }
}
