//! The rules' thresholds by name: in settings, in evidence, for people to read.

use std::collections::BTreeMap;
use std::sync::Arc;

use crossbearing_tracks::Config;

use crate::error::{Error, Result};
use crate::lists::Index;
use crate::places::Places;

/// Which rules these are: evidence made under another version may not replay.
pub const VERSION: &str = concat!("crossbearing-tracks ", env!("CARGO_PKG_VERSION"));

/// All that rules go by.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    pub(crate) config: Config,
    pub(crate) places: Arc<Places>,
    /// Watch lists and lists of zones.
    pub(crate) watched: Arc<Index>,
}

/// Thresholds by name.
pub type Thresholds = BTreeMap<String, f64>;

/// A threshold's name, and where it is.
type Threshold = (&'static str, fn(&mut Config) -> &mut f64);

const THRESHOLDS: [Threshold; 19] = [
    ("drift.angle", |it| &mut it.drift.angle),
    ("drift.max_speed", |it| &mut it.drift.max_speed),
    ("drift.metres", |it| &mut it.drift.metres),
    ("drift.min_speed", |it| &mut it.drift.min_speed),
    ("drift.seconds", |it| &mut it.drift.seconds),
    ("encounter.approach", |it| &mut it.encounter.approach),
    ("encounter.max_speed", |it| &mut it.encounter.max_speed),
    ("encounter.metres", |it| &mut it.encounter.metres),
    ("encounter.seconds", |it| &mut it.encounter.seconds),
    ("gap.coast_seconds", |it| &mut it.gap.coast_seconds),
    ("gap.min_speed", |it| &mut it.gap.min_speed),
    ("gap.probability", |it| &mut it.gap.probability),
    ("gap.seconds", |it| &mut it.gap.seconds),
    ("identity.max_speed", |it| &mut it.identity.max_speed),
    ("identity.metres", |it| &mut it.identity.metres),
    ("loitering.max_speed", |it| &mut it.loitering.max_speed),
    ("loitering.metres", |it| &mut it.loitering.metres),
    ("loitering.min_speed", |it| &mut it.loitering.min_speed),
    ("loitering.seconds", |it| &mut it.loitering.seconds),
];

/// All thresholds of a configuration.
pub fn thresholds(mut config: Config) -> Thresholds {
    THRESHOLDS.iter().map(|(name, place)| ((*name).to_owned(), *place(&mut config))).collect()
}

/// The configuration with these thresholds, the standard ones where none is given.
pub fn config(thresholds: &Thresholds) -> Result<Config> {
    let mut config = Config::default();
    for (name, value) in thresholds {
        let Some((_, place)) = THRESHOLDS.iter().find(|(known, _)| known == name) else {
            let known: Vec<&str> = THRESHOLDS.iter().map(|(known, _)| *known).collect();
            let reason = format!("`{name}` is no threshold: known are {}", known.join(", "));
            return Err(Error::malformed("rules", reason));
        };
        *place(&mut config) = *value;
    }
    config.check()?;
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::{config, thresholds};

    #[test]
    fn thresholds_go_there_and_back() {
        let mut all = thresholds(crossbearing_tracks::Config::default());
        all.insert("gap.seconds".to_owned(), 3600.0);
        let made = config(&all).expect("a configuration");
        assert_eq!(thresholds(made), all);
        for (name, value) in [("gap.second", 1.0), ("gap.seconds", -1.0), ("drift.angle", f64::NAN)]
        {
            assert!(config(&[(name.to_owned(), value)].into()).is_err(), "{name}");
        }
    }
}
