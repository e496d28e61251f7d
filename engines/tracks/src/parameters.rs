//! The rules' parameters by name: for settings, for evidence, for people to read.

use crate::config::Config;
use crate::error::Error;

/// The edition of the rules: another number means that the same reports may give other alerts.
pub const RULES: u32 = 2;

/// A parameter of the rules by its name: `drift.angle`.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The rule and what it is of it.
    pub name: &'static str,
    /// Its value; counts are whole numbers.
    pub get: fn(&Config) -> f64,
    /// Sets it.
    pub set: fn(&mut Config, f64),
}

macro_rules! parameters {
    ($($rule:ident: $($of_it:ident)+;)+) => {
        [$($(Parameter {
            name: concat!(stringify!($rule), ".", stringify!($of_it)),
            get: |config| config.$rule.$of_it.to_number(),
            set: |config, value| config.$rule.$of_it = Number::from_number(value),
        },)+)+]
    };
}

/// All parameters.
pub const PARAMETERS: [Parameter; 71] = parameters! {
    drift: angle min_speed max_speed seconds metres;
    gap: seconds coast_seconds probability others min_speed;
    encounter: metres seconds max_speed approach;
    loitering: seconds max_speed min_speed metres;
    identity: max_speed metres confirmations returns;
    approach: seconds sustain min_speed;
    towing: metres slack seconds min_speed max_speed knots angle;
    mother_ship: metres silence angle max_speed was_fast before leaves min_speed seconds listened;
    sudden_stop: high low decay sustain known;
    speed_change: knots min_mean max_mean known sustain;
    port_visit: max_speed seconds;
    on_land: metres min_speed seconds reports;
    circle: rounds metres seconds min_speed;
    common_offset: metres seconds vessels;
    out_of_range: factor metres reports known vessels;
    particular: draught;
};

/// Those that may be nothing: where slower is no reason, or nobody else need be there.
const MAY_BE_ZERO: [&str; 5] =
    ["drift.min_speed", "gap.others", "gap.min_speed", "encounter.approach", "loitering.min_speed"];

/// What a parameter is counted in.
trait Number {
    fn to_number(self) -> f64;
    fn from_number(number: f64) -> Self;
}

impl Number for f64 {
    fn to_number(self) -> f64 {
        self
    }

    fn from_number(number: f64) -> Self {
        number
    }
}

impl Number for u32 {
    fn to_number(self) -> f64 {
        self.into()
    }

    fn from_number(number: f64) -> Self {
        number.round() as Self
    }
}

impl Number for usize {
    fn to_number(self) -> f64 {
        self as f64
    }

    fn from_number(number: f64) -> Self {
        number.round() as Self
    }
}

impl Config {
    /// Whether all parameters make sense.
    pub fn check(&self) -> Result<(), Error> {
        let makes_sense = |parameter: &&Parameter| {
            let value = (parameter.get)(self);
            let may_be_zero = MAY_BE_ZERO.contains(&parameter.name);
            value.is_finite() && (value > 0.0 || value == 0.0 && may_be_zero)
        };
        match PARAMETERS.iter().find(|parameter| !makes_sense(parameter)) {
            Some(parameter) => Err(Error::Parameter { name: parameter.name }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, PARAMETERS, Parameter};

    #[test]
    fn every_parameter_is_set_by_its_name_and_checked() {
        for parameter in PARAMETERS {
            let mut config = Config::default();
            assert!(config.check().is_ok());
            (parameter.set)(&mut config, 12_345.0);
            let differs = |it: &&Parameter| {
                ((it.get)(&config) - (it.get)(&Config::default())).abs() > f64::EPSILON
            };
            let changed: Vec<&str> = PARAMETERS.iter().filter(differs).map(|it| it.name).collect();
            assert_eq!(changed, [parameter.name]);
            (parameter.set)(&mut config, -1.0);
            assert!(config.check().is_err() || parameter.name == "gap.others");
        }
    }
}
