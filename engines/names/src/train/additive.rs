//! Fitting a sum of curves by logistic regression: additive models (Hastie and Tibshirani 1986)
//! whose curves rise or fall throughout where that is known beforehand.
//!
//! A curve is a sum of ramps between its knots. Newton steps; each solves its quadratic by
//! coordinate descent, with the sign of a ramp as a bound (Friedman, Hastie and Tibshirani 2010).

/// Penalty on the square of a ramp's height, so that rare ones stay modest.
const RIDGE: f64 = 1.0;
const NEWTON_STEPS: usize = 20;
const SWEEPS: usize = 60;

/// Which way a curve may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trend {
    /// It never falls.
    Rises,
    /// It never rises.
    Falls,
    /// As the examples say.
    Free,
}

impl Trend {
    fn bounded(self, height: f64) -> f64 {
        match self {
            Self::Rises => height.max(0.0),
            Self::Falls => height.min(0.0),
            Self::Free => height,
        }
    }
}

/// What a feature's curve may look like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) knots: &'static [f32],
    pub(crate) trend: Trend,
}

/// An example: its features, the answer, how much it counts.
pub(crate) type Example<const N: usize> = ([f32; N], bool, f32);

/// The bias and the knots of each feature's curve, the first height of each being nothing.
#[derive(Debug)]
pub(crate) struct Fitted {
    pub(crate) bias: f32,
    pub(crate) curves: Vec<Vec<(f32, f32)>>,
}

/// Fits the curves.
pub(crate) fn fit<const N: usize>(examples: &[Example<N>], shapes: &[Shape; N]) -> Fitted {
    let trends: Vec<Trend> = std::iter::once(Trend::Free)
        .chain(shapes.iter().flat_map(|s| std::iter::repeat_n(s.trend, s.knots.len() - 1)))
        .collect();
    let rows: Vec<Vec<f64>> = examples.iter().map(|example| ramps(&example.0, shapes)).collect();
    let mut heights = vec![0.0; trends.len()];
    for _ in 0..NEWTON_STEPS {
        let (gradient, curvature) = slopes(examples, &rows, &heights);
        heights = descend(&heights, &gradient, &curvature, &trends);
    }
    let mut rest = heights[1..].iter();
    let curve = |shape: &Shape| {
        let mut height = 0.0;
        let mut knots = vec![(shape.knots[0], 0.0)];
        for &knot in &shape.knots[1..] {
            height += rest.next().copied().unwrap_or(0.0);
            knots.push((knot, height as f32));
        }
        knots
    };
    Fitted { bias: heights[0] as f32, curves: shapes.iter().map(curve).collect() }
}

/// One, then how far along each ramp an example is.
fn ramps<const N: usize>(values: &[f32; N], shapes: &[Shape; N]) -> Vec<f64> {
    let mut row = vec![1.0];
    for (value, shape) in values.iter().zip(shapes) {
        for pair in shape.knots.windows(2) {
            row.push(f64::from(((value - pair[0]) / (pair[1] - pair[0])).clamp(0.0, 1.0)));
        }
    }
    row
}

fn slopes<const N: usize>(
    examples: &[Example<N>],
    rows: &[Vec<f64>],
    heights: &[f64],
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let size = heights.len();
    let mut gradient = vec![0.0; size];
    let mut curvature = vec![vec![0.0; size]; size];
    for ((_, same, count), row) in examples.iter().zip(rows) {
        let sum: f64 = row.iter().zip(heights).map(|(value, height)| value * height).sum();
        let p = 1.0 / (1.0 + (-sum).exp());
        let count = f64::from(*count);
        let error = (f64::from(u8::from(*same)) - p) * count;
        let spread = (p * (1.0 - p)).max(1e-4) * count;
        for (i, value) in row.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            gradient[i] += error * value;
            for (cell, other) in curvature[i].iter_mut().zip(row) {
                *cell += spread * value * other;
            }
        }
    }
    for i in 1..size {
        gradient[i] -= RIDGE * heights[i];
        curvature[i][i] += RIDGE;
    }
    (gradient, curvature)
}

/// The minimum of the quadratic around `heights`, within the trends' bounds.
fn descend(
    heights: &[f64],
    gradient: &[f64],
    curvature: &[Vec<f64>],
    trends: &[Trend],
) -> Vec<f64> {
    let mut found = heights.to_vec();
    // What is left of the gradient at `found`.
    let mut left = gradient.to_vec();
    for _ in 0..SWEEPS {
        for i in 0..found.len() {
            let height = trends[i].bounded(found[i] + left[i] / curvature[i][i].max(1e-9));
            let change = height - found[i];
            if change != 0.0 {
                found[i] = height;
                for (slot, cell) in left.iter_mut().zip(&curvature[i]) {
                    *slot -= cell * change;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Shape, Trend, fit};

    #[test]
    fn finds_a_bent_curve_and_keeps_to_its_trend() {
        // True below zero in one case of five, above in four of five; the second feature lies.
        let examples: Vec<([f32; 2], bool, f32)> = (0..2_000)
            .map(|n| {
                let high = n % 2 == 0;
                let same = (n / 2 % 5 != 0) == high;
                ([if high { 1.0 } else { -1.0 }, f32::from(u8::from(!same))], same, 1.0)
            })
            .collect();
        let rises = |knots| Shape { knots, trend: Trend::Rises };
        let fitted = fit(&examples, &[rises(&[-1.0, 0.0, 1.0]), rises(&[0.0, 1.0])]);
        assert!((fitted.bias + 1.386).abs() < 0.1, "{fitted:?}");
        assert!((fitted.curves[0][2].1 - 2.772).abs() < 0.2, "{fitted:?}");
        assert!(fitted.curves[1][1].1.abs() < 1e-6, "{fitted:?}");
    }
}
