//! How a vessel moves: one filter, or two among which it changes, going straight and turning
//! (H. Blom, Y. Bar-Shalom, "The Interacting Multiple Model Algorithm", 1988).

use super::axis::Axis;
use super::config::TrackerConfig;
use super::{GATE, Plot};

/// What is known of a vessel's motion. Both ways of moving differ in their noise only; that what
/// they say east and north may depend on each other is left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Motion {
    ways: [Way; 2],
    /// How probable each way is; the second is 0 where vessels do not turn.
    weights: [f64; 2],
}

/// Position and velocity if the vessel moves in one way.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Way {
    east: Axis,
    north: Axis,
}

impl Motion {
    /// A vessel that was detected once.
    pub(super) fn new(plot: Plot, config: &TrackerConfig) -> Self {
        let axis = |position| Axis {
            position,
            velocity: 0.0,
            var_position: config.noise(),
            covariance: 0.0,
            var_velocity: config.speed * config.speed,
        };
        let way = Way { east: axis(plot.x), north: axis(plot.y) };
        let turning = config.turns.map_or(0.0, |turns| turns.begins / (turns.begins + turns.ends));
        Self { ways: [way; 2], weights: [1.0 - turning, turning] }
    }

    /// East and north, whatever the way.
    pub(super) fn axes(&self) -> (Axis, Axis) {
        if self.weights[1] == 0.0 {
            return (self.ways[0].east, self.ways[0].north);
        }
        let parts = self.weights.into_iter().zip(self.ways);
        let east = Axis::mixed(&parts.clone().map(|(weight, way)| (weight, way.east)));
        (east, Axis::mixed(&parts.map(|(weight, way)| (weight, way.north))))
    }

    /// How probably it turns.
    pub(super) fn turning(&self) -> f64 {
        self.weights[1]
    }

    pub(super) fn predict(&mut self, seconds: f64, config: &TrackerConfig) {
        let Some(turns) = config.turns else {
            self.ways[0].predict(seconds, config.manoeuvre);
            return;
        };
        let settled = 1.0 - (-(turns.begins + turns.ends) * seconds).exp();
        let [begins, ends] =
            [turns.begins, turns.ends].map(|rate| rate / (turns.begins + turns.ends) * settled);
        // By row the way before, by column the way from now on.
        let changes = [[1.0 - begins, begins], [ends, 1.0 - ends]];
        let before = *self;
        for (now, noise) in [config.manoeuvre, turns.manoeuvre].into_iter().enumerate() {
            let joint = [0, 1].map(|then| before.weights[then] * changes[then][now]);
            let total = joint[0] + joint[1];
            self.weights[now] = total;
            if total > 0.0 {
                let parts = joint.map(|it| it / total).into_iter().zip(before.ways);
                let east = Axis::mixed(&parts.clone().map(|(weight, way)| (weight, way.east)));
                let north = Axis::mixed(&parts.map(|(weight, way)| (weight, way.north)));
                self.ways[now] = Way { east, north };
            }
            self.ways[now].predict(seconds, noise);
        }
    }

    /// How far away a plot may be, in metres.
    pub(super) fn gate(&self, config: &TrackerConfig) -> f64 {
        let widest = self.likely().map(|(_, way)| {
            let (east, north) = way.variances(config);
            east.max(north)
        });
        (GATE * widest.fold(0.0, f64::max)).sqrt()
    }

    /// Twice the negative logarithm of a plot's likelihood, less a constant; none beyond the gate.
    pub(super) fn cost(&self, plot: Plot, config: &TrackerConfig) -> Option<f64> {
        let far = |(_, way): &(f64, Way)| way.squared(plot, config) > GATE;
        if self.likely().all(|it| far(&it)) {
            return None;
        }
        if self.weights[1] == 0.0 {
            return Some(self.ways[0].cost(plot, config));
        }
        let density = self.likely().map(|(weight, way)| weight * way.density(plot, config));
        Some(-2.0 * density.sum::<f64>().max(f64::MIN_POSITIVE).ln())
    }

    /// Takes over a plot.
    pub(super) fn update(&mut self, plot: Plot, config: &TrackerConfig) {
        self.update_by(&[(1.0, plot)], config);
    }

    /// Takes over plots, each by the probability that it is of this vessel; that none is makes up
    /// for the rest.
    pub(super) fn update_by(&mut self, plots: &[(f64, Plot)], config: &TrackerConfig) {
        let none = (1.0 - plots.iter().map(|(share, _)| share).sum::<f64>()).max(0.0);
        let before = *self;
        let mut joint: [Vec<(f64, Way)>; 2] = [Vec::new(), Vec::new()];
        let both = || before.weights.into_iter().zip(before.ways).enumerate();
        for (idx, (weight, way)) in both().filter(|_| none > 0.0) {
            joint[idx].push((weight * none, way));
        }
        for (share, plot) in plots {
            let densities = both().map(|(_, (weight, way))| weight * way.density(*plot, config));
            let total = densities.clone().sum::<f64>().max(f64::MIN_POSITIVE);
            for ((idx, (_, mut way)), density) in both().zip(densities) {
                way.east.update(plot.x, config.noise());
                way.north.update(plot.y, config.noise());
                let is_only = before.weights[1] == 0.0 && idx == 0;
                joint[idx].push((share * if is_only { 1.0 } else { density / total }, way));
            }
        }
        let sums = [0, 1].map(|idx| joint[idx].iter().map(|(weight, _)| weight).sum::<f64>());
        for (idx, parts) in joint.iter().enumerate().filter(|(idx, _)| sums[*idx] > 0.0) {
            let parts = parts.iter().map(|(weight, way)| (weight / sums[idx], *way));
            self.ways[idx] = Way {
                east: Axis::mixed(&parts.clone().map(|(weight, way)| (weight, way.east))),
                north: Axis::mixed(&parts.map(|(weight, way)| (weight, way.north))),
            };
        }
        let total = sums[0] + sums[1];
        if total > 0.0 {
            self.weights = sums.map(|sum| sum / total);
        }
    }

    /// The ways that are possible at all.
    fn likely(&self) -> impl Iterator<Item = (f64, Way)> {
        self.weights.into_iter().zip(self.ways).filter(|(weight, _)| *weight > 0.0)
    }
}

impl Way {
    fn predict(&mut self, seconds: f64, manoeuvre: f64) {
        self.east.predict(seconds, manoeuvre);
        self.north.predict(seconds, manoeuvre);
    }

    /// Variances of the difference between plot and prediction.
    fn variances(&self, config: &TrackerConfig) -> (f64, f64) {
        (self.east.var_position + config.noise(), self.north.var_position + config.noise())
    }

    /// The squared, normalised distance of a plot.
    fn squared(&self, plot: Plot, config: &TrackerConfig) -> f64 {
        let (east, north) = self.variances(config);
        let (dx, dy) = (plot.x - self.east.position, plot.y - self.north.position);
        dx * dx / east + dy * dy / north
    }

    fn cost(&self, plot: Plot, config: &TrackerConfig) -> f64 {
        let (east, north) = self.variances(config);
        self.squared(plot, config) + (east * north).ln()
    }

    /// A plot's likelihood, times the whole circle.
    fn density(&self, plot: Plot, config: &TrackerConfig) -> f64 {
        (-0.5 * self.cost(plot, config)).exp()
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::{TrackerConfig, Turns};
    use super::{Motion, Plot};

    const TURNS: Turns = Turns { manoeuvre: 1.0, begins: 0.01, ends: 0.03 };

    fn config(turns: Option<Turns>) -> TrackerConfig {
        TrackerConfig { turns, ..TrackerConfig::new(50.0, 0.9, 1e-9, 1e-9) }
    }

    /// Three plots, the last far to the side: it turned.
    const PLOTS: [Plot; 3] =
        [Plot { x: 0.0, y: 0.0 }, Plot { x: 60.0, y: 10.0 }, Plot { x: 100.0, y: 190.0 }];

    #[test]
    fn ways_that_do_not_differ_are_one_filter() {
        let same = Turns { manoeuvre: 0.01, ..TURNS };
        let run = |config: TrackerConfig| {
            let mut motion = Motion::new(PLOTS[0], &config);
            for plot in &PLOTS[1..] {
                motion.predict(10.0, &config);
                motion.update(*plot, &config);
            }
            motion.axes()
        };
        let ((one, _), (two, _)) = (run(config(None)), run(config(Some(same))));
        for (one, two) in [
            (one.position, two.position),
            (one.velocity, two.velocity),
            (one.var_position, two.var_position),
            (one.covariance, two.covariance),
            (one.var_velocity, two.var_velocity),
        ] {
            assert!((one - two).abs() < 1e-9 * one.abs().max(1.0), "{one} {two}");
        }
    }

    /// After one step the mixture is exact: each way by itself, weighed by Bayes' rule.
    #[test]
    fn the_first_step_is_bayes_rule() {
        let config = config(Some(TURNS));
        let mut motion = Motion::new(PLOTS[0], &config);
        motion.predict(10.0, &config);
        motion.update(PLOTS[2], &config);
        let alone = |manoeuvre: f64| {
            let config = TrackerConfig { manoeuvre, turns: None, ..config };
            let mut motion = Motion::new(PLOTS[0], &config);
            motion.predict(10.0, &config);
            let cost = motion.cost(PLOTS[2], &config).unwrap_or(f64::INFINITY);
            motion.update(PLOTS[2], &config);
            ((-0.5 * cost).exp(), motion.axes().1.position)
        };
        let ((straight, y_straight), (turning, y_turning)) = (alone(0.01), alone(1.0));
        // The share of turning vessels stays as it is.
        let prior = TURNS.begins / (TURNS.begins + TURNS.ends);
        let posterior = prior * turning / (prior * turning + (1.0 - prior) * straight);
        assert!((motion.turning() - posterior).abs() < 1e-12, "{}", motion.turning());
        let expected = posterior * y_turning + (1.0 - posterior) * y_straight;
        assert!((motion.axes().1.position - expected).abs() < 1e-9);
        assert!(posterior > prior, "{posterior}");
    }

    #[test]
    fn what_is_half_a_plot_is_half_way() {
        let config = config(None);
        let mut motion = Motion::new(PLOTS[0], &config);
        motion.predict(10.0, &config);
        let (mut sure, mut half) = (motion, motion);
        sure.update(PLOTS[2], &config);
        half.update_by(&[(0.5, PLOTS[2])], &config);
        let y = |motion: &Motion| motion.axes().1;
        let middle = f64::midpoint(y(&motion).position, y(&sure).position);
        assert!((y(&half).position - middle).abs() < 1e-9);
        assert!(y(&half).var_position > y(&sure).var_position);
    }
}
