//! Position and velocity in one direction: a Kalman filter for constant velocity.

/// Position, velocity and their covariance in one direction. The directions are independent
/// because plots are as uncertain in both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Axis {
    pub(super) position: f64,
    pub(super) velocity: f64,
    pub(super) var_position: f64,
    pub(super) covariance: f64,
    pub(super) var_velocity: f64,
}

impl Axis {
    /// Moves on (Y. Bar-Shalom, X. Li, T. Kirubarajan, "Estimation with Applications to Tracking
    /// and Navigation", 2001, 6.2.2: continuous white noise acceleration).
    pub(super) fn predict(&mut self, seconds: f64, manoeuvre: f64) {
        let squared = seconds * seconds;
        self.position += self.velocity * seconds;
        self.var_position += 2.0 * seconds * self.covariance
            + squared * self.var_velocity
            + manoeuvre * squared * seconds / 3.0;
        self.covariance += seconds * self.var_velocity + manoeuvre * squared / 2.0;
        self.var_velocity += manoeuvre * seconds;
    }

    pub(super) fn update(&mut self, measured: f64, noise: f64) {
        let total = self.var_position + noise;
        let (gain, gain_velocity) = (self.var_position / total, self.covariance / total);
        let difference = measured - self.position;
        self.position += gain * difference;
        self.velocity += gain_velocity * difference;
        self.var_velocity -= gain_velocity * self.covariance;
        self.covariance *= 1.0 - gain;
        self.var_position *= 1.0 - gain;
    }

    /// The one normal distribution with the mean and covariance of several, each with its weight;
    /// the weights make one together.
    pub(super) fn mixed(parts: &(impl Iterator<Item = (f64, Self)> + Clone)) -> Self {
        let sum = |of: &dyn Fn(&Self) -> f64| -> f64 {
            parts.clone().map(|(weight, part)| weight * of(&part)).sum()
        };
        let (position, velocity) = (sum(&|it| it.position), sum(&|it| it.velocity));
        let (away, faster) =
            (|it: &Self| it.position - position, |it: &Self| it.velocity - velocity);
        Self {
            position,
            velocity,
            var_position: sum(&|it| it.var_position + away(it) * away(it)),
            covariance: sum(&|it| it.covariance + away(it) * faster(it)),
            var_velocity: sum(&|it| it.var_velocity + faster(it) * faster(it)),
        }
    }

    /// What is known of it once it is known what became of it: one step back of the smoother of
    /// H. Rauch, F. Tung and C. Striebel (1965). `predicted` is where it was thought to go within
    /// `seconds`, `smoothed` where it went.
    pub(super) fn smooth(&self, seconds: f64, predicted: &Self, smoothed: &Self) -> Self {
        let det = predicted.var_position * predicted.var_velocity
            - predicted.covariance * predicted.covariance;
        if !(det.is_finite() && det > 0.0) {
            return *self;
        }
        // The covariance of this state with the predicted one, and the gain.
        let ahead = [
            [self.var_position + seconds * self.covariance, self.covariance],
            [self.covariance + seconds * self.var_velocity, self.var_velocity],
        ];
        let gain = ahead.map(|[first, second]| {
            [
                (first * predicted.var_velocity - second * predicted.covariance) / det,
                (second * predicted.var_position - first * predicted.covariance) / det,
            ]
        });
        let (away, faster) =
            (smoothed.position - predicted.position, smoothed.velocity - predicted.velocity);
        let change = [
            smoothed.var_position - predicted.var_position,
            smoothed.covariance - predicted.covariance,
            smoothed.var_velocity - predicted.var_velocity,
        ];
        let spread = |one: [f64; 2], other: [f64; 2]| {
            one[0] * (change[0] * other[0] + change[1] * other[1])
                + one[1] * (change[1] * other[0] + change[2] * other[1])
        };
        Self {
            position: self.position + gain[0][0] * away + gain[0][1] * faster,
            velocity: self.velocity + gain[1][0] * away + gain[1][1] * faster,
            var_position: self.var_position + spread(gain[0], gain[0]),
            covariance: self.covariance + spread(gain[0], gain[1]),
            var_velocity: self.var_velocity + spread(gain[1], gain[1]),
        }
    }
}
