//! The rules' thresholds by name: in settings, in evidence, for people to read.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crossbearing_tracks::{Config, PARAMETERS, RULES};

use crate::error::{Error, Result};
use crate::lists::Index;
use crate::places::Places;

/// Which rules these are: evidence made under another version may not replay.
pub static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("crossbearing-tracks {}, rules {RULES}", env!("CARGO_PKG_VERSION")));

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

/// All thresholds of a configuration.
pub fn thresholds(config: &Config) -> Thresholds {
    PARAMETERS.iter().map(|it| (it.name.to_owned(), (it.get)(config))).collect()
}

/// The configuration with these thresholds, the standard ones where none is given.
pub fn config(thresholds: &Thresholds) -> Result<Config> {
    let mut config = Config::default();
    for (name, value) in thresholds {
        let Some(parameter) = PARAMETERS.iter().find(|known| known.name == name) else {
            let known: Vec<&str> = PARAMETERS.iter().map(|known| known.name).collect();
            let reason = format!("`{name}` is no threshold: known are {}", known.join(", "));
            return Err(Error::malformed("rules", reason));
        };
        (parameter.set)(&mut config, *value);
    }
    config.check()?;
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::{config, thresholds};

    #[test]
    fn thresholds_go_there_and_back() {
        let mut all = thresholds(&crossbearing_tracks::Config::default());
        all.insert("gap.seconds".to_owned(), 3600.0);
        let made = config(&all).expect("a configuration");
        assert_eq!(thresholds(&made), all);
        for (name, value) in [("gap.second", 1.0), ("gap.seconds", -1.0), ("drift.angle", f64::NAN)]
        {
            assert!(config(&[(name.to_owned(), value)].into()).is_err(), "{name}");
        }
    }
}
