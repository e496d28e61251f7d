//! Piecewise-linear curves: how much a number adds, rising or falling by its knots.

use std::fmt::Write as _;

/// Segments of a curve at most.
const SEGMENTS: usize = 8;

/// A curve that begins at nothing and is flat outside its knots.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Curve {
    /// Where the segments begin; those that are not there begin at infinity.
    from: [f32; SEGMENTS],
    /// What stands before the first segment, then the segments.
    segments: [Segment; SEGMENTS + 1],
}

/// From a place and height on, so steep, so far.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Segment {
    from: f32,
    height: f32,
    slope: f32,
    width: f32,
}

impl Curve {
    /// Adds nothing, whatever the number.
    pub(crate) const FLAT: Self = Self {
        from: [f32::INFINITY; SEGMENTS],
        segments: [Segment { from: 0.0, height: 0.0, slope: 0.0, width: 0.0 }; SEGMENTS + 1],
    };

    /// A curve through its knots (place, height); the first one's height is taken for nothing.
    /// Places must rise. Knots beyond the eighth segment are left out.
    pub(crate) fn through(knots: &[(f32, f32)]) -> Self {
        let mut curve = Self::FLAT;
        let first = knots.first().map_or(0.0, |knot| knot.1);
        for (place, pair) in knots.windows(2).enumerate().take(SEGMENTS) {
            let &[(from, low), (to, high)] = pair else { continue };
            let width = (to - from).max(f32::MIN_POSITIVE);
            let slope = (high - low) / width;
            curve.from[place] = from;
            curve.segments[place + 1] = Segment { from, height: low - first, slope, width };
        }
        curve
    }

    /// What a number adds.
    #[inline]
    pub(crate) fn at(&self, number: f32) -> f32 {
        // Counted without a branch: which segment it is cannot be foreseen.
        let place = self.from.iter().map(|from| usize::from(number > *from)).sum::<usize>();
        let Segment { from, height, slope, width } = self.segments[place];
        height + (number - from).max(0.0).min(width) * slope
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
