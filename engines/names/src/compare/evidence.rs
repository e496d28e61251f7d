//! The weights of the features, and how they are fitted.

use std::fmt::Write as _;

use crate::compare::PRIOR;
use crate::compare::features::FEATURES;
use crate::error::NamesError;

const N: usize = FEATURES.len();
/// Penalty on the square of a weight, so that rare features stay modest.
const RIDGE: f64 = 2.0;
const ROUNDS: usize = 25;

/// The weights of the features of a pairing, in nats.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence([f32; N]);

impl Default for Evidence {
    fn default() -> Self {
        Self([0.0; N])
    }
}

impl Evidence {
    /// Reads a table: a feature's name, a tab, its weight.
    pub fn read(text: &str) -> Result<Self, NamesError> {
        let mut weights = [0.0; N];
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let wrong = |reason| NamesError::Table {
                table: "evidence".to_owned(),
                line: number + 1,
                reason,
            };
            let (name, weight) = line.split_once('\t').ok_or_else(|| wrong("no tab"))?;
            let place = FEATURES.iter().position(|feature| *feature == name);
            let place = place.ok_or_else(|| wrong("no such feature"))?;
            weights[place] = weight.parse().map_err(|_| wrong("not a number"))?;
        }
        Ok(Self(weights))
    }

    /// Writes what [`Evidence::read`] reads.
    pub fn write(&self) -> String {
        let mut text = String::new();
        for (name, weight) in FEATURES.iter().zip(&self.0) {
            let _ = writeln!(text, "{name}\t{weight:.4}");
        }
        text
    }

    /// The weighted sum, less the prior it was fitted at.
    pub(crate) fn log_ratio(&self, values: &[f32; N]) -> f32 {
        let sum: f32 = self.0.iter().zip(values).map(|(weight, value)| weight * value).sum();
        sum - prior()
    }

    /// What each feature adds; the bias carries the prior.
    pub(crate) fn shares(&self, values: &[f32; N]) -> [f32; N] {
        let mut shares = [0.0; N];
        for ((share, weight), value) in shares.iter_mut().zip(&self.0).zip(values) {
            *share = weight * value;
        }
        shares[0] -= prior();
        shares
    }
}

fn prior() -> f32 {
    (PRIOR / (1.0 - PRIOR)).ln()
}

/// Fits the weights by logistic regression (iteratively reweighted least squares, with a ridge).
/// Each example is its features, whether the names are of one bearer, and how much it counts.
pub fn fit(examples: &[([f32; N], bool, f32)]) -> Evidence {
    let mut weights = [0.0f64; N];
    for _ in 0..ROUNDS {
        let (gradient, curvature) = slopes(examples, &weights);
        let Some(step) = solve(curvature, gradient) else { break };
        for (weight, change) in weights.iter_mut().zip(step) {
            *weight += change.clamp(-2.0, 2.0);
        }
    }
    Evidence(weights.map(|weight| weight as f32))
}

fn slopes(examples: &[([f32; N], bool, f32)], weights: &[f64; N]) -> ([f64; N], [[f64; N]; N]) {
    let mut gradient = [0.0; N];
    let mut curvature = [[0.0; N]; N];
    for (values, same, count) in examples {
        let values = values.map(f64::from);
        let count = f64::from(*count);
        let sum: f64 = weights.iter().zip(&values).map(|(w, v)| w * v).sum();
        let p = 1.0 / (1.0 + (-sum).exp());
        let error = (f64::from(u8::from(*same)) - p) * count;
        let spread = p * (1.0 - p) * count;
        for i in 0..N {
            gradient[i] += error * values[i];
            for j in 0..N {
                curvature[i][j] += spread * values[i] * values[j];
            }
        }
    }
    for i in 0..N {
        gradient[i] -= RIDGE * weights[i];
        curvature[i][i] += RIDGE;
    }
    (gradient, curvature)
}

/// Solves a symmetric positive definite system by elimination with pivots.
fn solve(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> Option<[f64; N]> {
    for column in 0..N {
        let pivot = (column..N)
            .max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()))?;
        if matrix[pivot][column].abs() < 1e-12 {
            return None;
        }
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..N {
            let factor = matrix[row][column] / matrix[column][column];
            let above = matrix[column];
            for (cell, pivot) in matrix[row].iter_mut().zip(above).skip(column) {
                *cell -= factor * pivot;
            }
            right[row] -= factor * right[column];
        }
    }
    for row in (0..N).rev() {
        for k in row + 1..N {
            right[row] -= matrix[row][k] * right[k];
        }
        right[row] /= matrix[row][row];
    }
    Some(right)
}
