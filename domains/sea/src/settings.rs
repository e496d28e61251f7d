//! What the operator says of the desk as a whole: `sea.toml`; and its feeds: `feeds.toml`.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::feed::FeedSpec;
use crate::rules::Thresholds;

/// How the desk works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Thresholds of the rules that differ from the standard ones.
    pub rules: Thresholds,
    /// After a restart so many hours of what was heard are read again, so that vessels, and what
    /// rules know of them, are there at once.
    pub warm_hours: u32,
    /// Raw lines are kept for so many days: so long alerts can be played again from them.
    pub raw_days: u32,
    /// Positions are kept for so many days.
    pub history_days: u32,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Feeds {
    #[serde(default)]
    feed: Vec<FeedSpec>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rules: Thresholds::new(), warm_hours: 6, raw_days: 30, history_days: 365 }
    }
}

impl Settings {
    /// Reads a desk's settings; the standard ones if there is no file.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        read(&folder.join("sea.toml"))
    }
}

/// The feeds that are configured in a desk's folder.
pub fn read_feeds(folder: &Path) -> Result<Vec<FeedSpec>> {
    let feeds: Feeds = read(&folder.join("feeds.toml"))?;
    for (idx, feed) in feeds.feed.iter().enumerate() {
        if feeds.feed[..idx].iter().any(|other| other.id == feed.id) {
            return Err(Error::FeedExists { feed: feed.id.to_string() });
        }
    }
    Ok(feeds.feed)
}

/// Writes the feeds of a desk's folder, which is made if it is not there.
pub fn write_feeds(folder: &Path, feeds: &[FeedSpec]) -> Result<()> {
    let path = folder.join("feeds.toml");
    fs::create_dir_all(folder).map_err(Error::folder(folder))?;
    let text = toml::to_string(&Feeds { feed: feeds.to_vec() })
        .map_err(|error| Error::malformed(path.display(), error))?;
    replace(&path, text.as_bytes())
}

/// Writes a file so that it is there whole or not at all.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = path.with_extension("new");
    let write = || {
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(Error::folder(path))
}

fn read<T: Default + serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(Error::folder(path)(error)),
        Ok(text) => toml::from_str(&text).map_err(|error| Error::malformed(path.display(), error)),
    }
}
