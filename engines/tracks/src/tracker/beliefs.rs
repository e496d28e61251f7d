//! To which track each plot belongs, as probabilities, by belief propagation (J. Williams, R. Lau,
//! "Approximate evaluation of marginal association probabilities with belief propagation", IEEE
//! Transactions on Aerospace and Electronic Systems 50, 2014). One round costs as much as there
//! are pairs; where pairs form no circle the result is exact.

/// A track and a plot that may belong to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) track: usize,
    pub(super) plot: usize,
    /// How many times likelier it is that the plot is the track's than that the track has none and
    /// the plot is of nobody known.
    pub(super) weight: f64,
}

/// Rounds after which what is there is taken.
const MOST_ROUNDS: usize = 50;
/// A change of any message below which rounds end.
const STILL: f64 = 1e-4;

/// The probability of each pair; what is missing to one is that a track has no plot.
pub(super) fn probabilities(pairs: &[Pair], n_tracks: usize, n_plots: usize) -> Vec<f64> {
    // What plots say to tracks, and tracks to plots, for each pair.
    let mut from_plot = vec![1.0; pairs.len()];
    let mut from_track = vec![0.0; pairs.len()];
    let (mut of_track, mut of_plot) = (vec![0.0; n_tracks], vec![0.0; n_plots]);
    for _ in 0..MOST_ROUNDS {
        of_track.fill(0.0);
        for (pair, said) in pairs.iter().zip(&from_plot) {
            of_track[pair.track] += pair.weight * said;
        }
        of_plot.fill(0.0);
        for ((pair, said), says) in pairs.iter().zip(&from_plot).zip(&mut from_track) {
            let others = (of_track[pair.track] - pair.weight * said).max(0.0);
            *says = pair.weight / (1.0 + others);
            of_plot[pair.plot] += *says;
        }
        let mut change = 0.0_f64;
        for ((pair, says), said) in pairs.iter().zip(&from_track).zip(&mut from_plot) {
            let now = 1.0 / (1.0 + (of_plot[pair.plot] - says).max(0.0));
            change = change.max((now - *said).abs());
            *said = now;
        }
        if change < STILL {
            break;
        }
    }
    of_track.fill(0.0);
    for (pair, said) in pairs.iter().zip(&from_plot) {
        of_track[pair.track] += pair.weight * said;
    }
    let share = |(pair, said): (&Pair, &f64)| pair.weight * said / (1.0 + of_track[pair.track]);
    pairs.iter().zip(&from_plot).map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::{Pair, probabilities};

    fn pairs(all: &[(usize, usize, f64)]) -> Vec<Pair> {
        all.iter().map(|&(track, plot, weight)| Pair { track, plot, weight }).collect()
    }

    /// By looking at every way of giving plots to tracks.
    fn exact(pairs: &[Pair]) -> Vec<f64> {
        let (mut total, mut of_pair) = (0.0, vec![0.0; pairs.len()]);
        for chosen in 0_u32..1 << pairs.len() {
            let among = || pairs.iter().enumerate().filter(|(idx, _)| chosen >> idx & 1 == 1);
            let clash =
                |one: &Pair, other: &Pair| one.track == other.track || one.plot == other.plot;
            let is_allowed = among()
                .all(|(idx, one)| among().all(|(other, it)| idx == other || !clash(one, it)));
            if is_allowed {
                let weight: f64 = among().map(|(_, pair)| pair.weight).product();
                total += weight;
                among().for_each(|(idx, _)| of_pair[idx] += weight);
            }
        }
        of_pair.into_iter().map(|weight| weight / total).collect()
    }

    #[test]
    fn without_circles_it_is_exact() {
        for all in [
            &[(0, 0, 3.0)][..],
            &[(0, 0, 3.0), (1, 0, 7.0)],
            &[(0, 0, 3.0), (0, 1, 0.5), (1, 1, 40.0), (1, 2, 2.0), (2, 2, 9.0)],
        ] {
            let pairs = pairs(all);
            for (one, other) in probabilities(&pairs, 3, 3).into_iter().zip(exact(&pairs)) {
                assert!((one - other).abs() < 1e-3, "{one} {other}");
            }
        }
    }

    #[test]
    fn in_circles_it_is_near_and_its_order_is_right() {
        let weights = [5.0, 2.0, 8.0, 0.3, 30.0, 1.0, 4.0, 12.0, 0.1];
        let all: Vec<_> = (0..9).map(|idx| (idx / 3, idx % 3, weights[idx])).collect();
        let pairs = pairs(&all);
        let (near, exact) = (probabilities(&pairs, 3, 3), exact(&pairs));
        for (one, other) in near.iter().zip(&exact) {
            assert!((one - other).abs() < 0.06, "{one} {other}");
        }
        let best = |of: &[f64]| {
            [0, 3, 6].map(|row| (row..row + 3).max_by(|one, other| of[*one].total_cmp(&of[*other])))
        };
        assert_eq!(best(&near), best(&exact));
    }

    #[test]
    fn weights_of_any_size_give_probabilities() {
        let pairs = pairs(&[(0, 0, 1e300), (0, 1, 1e-300), (1, 0, 1e300), (1, 1, 0.0)]);
        let found = probabilities(&pairs, 2, 2);
        assert!(found.iter().all(|it| (0.0..=1.0).contains(it)), "{found:?}");
    }
}
