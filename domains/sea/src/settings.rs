//! What the operator says of the desk as a whole: `sea.toml`; and its feeds: `feeds.toml`.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::feed::FeedSpec;
use crate::places::window;
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
    /// Times of the week (UTC) in which only danger sounds, such as `"22:00-06:00"`.
    pub quiet: Vec<String>,
    /// To which hosts a feed that is added over the network may connect, each as `host`,
    /// `host:port`, or `*.domain`; to none if empty. Feeds added at the command line may connect
    /// anywhere.
    pub connect_to: Vec<String>,
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
        Self {
            rules: Thresholds::new(),
            warm_hours: 6,
            raw_days: 30,
            quiet: Vec::new(),
            connect_to: Vec::new(),
            history_days: 365,
        }
    }
}

impl Settings {
    /// Reads a desk's settings; the standard ones if there is no file.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("sea.toml");
        let settings: Self = read(&path)?;
        for text in &settings.quiet {
            window(text).map_err(|reason| {
                let place = format!("{}, quiet `{text}`", path.display());
                Error::malformed(place, reason)
            })?;
        }
        Ok(settings)
    }

    /// Whether only danger sounds at a time in milliseconds since 1970.
    pub fn is_quiet(&self, time: i64) -> bool {
        let windows = self.quiet.iter().filter_map(|text| window(text).ok());
        windows.into_iter().any(|window| window.contains(time))
    }

    /// Whether a feed that is added over the network may connect to an address, `host:port`.
    pub fn may_connect(&self, address: &str) -> bool {
        let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
        let lower = |text: &str| text.to_ascii_lowercase();
        let (address, host) = (lower(address), lower(host));
        self.connect_to.iter().map(|allowed| lower(allowed)).any(|allowed| {
            allowed == address
                || allowed == host
                || allowed.strip_prefix('*').is_some_and(|domain| {
                    domain.starts_with('.') && host.len() > domain.len() && host.ends_with(domain)
                })
        })
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

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn feeds_connect_where_the_administrator_lets_them() {
        let to = |hosts: &[&str]| Settings {
            connect_to: hosts.iter().map(|host| (*host).to_owned()).collect(),
            ..Settings::default()
        };
        assert!(!to(&[]).may_connect("ais.example:5631"));
        let some = to(&["ais.example", "127.0.0.1:4001", "*.coast.example"]);
        for (address, may) in [
            ("AIS.example:5631", true),
            ("ais.example.evil:5631", false),
            ("127.0.0.1:4001", true),
            ("127.0.0.1:4002", false),
            ("north.coast.example:1", true),
            ("coast.example:1", false),
            ("evilcoast.example:1", false),
        ] {
            assert_eq!(some.may_connect(address), may, "{address}");
        }
    }

    #[test]
    fn quiet_hours_are_times_of_the_week() {
        let settings = Settings { quiet: vec!["22:00-06:00".to_owned()], ..Settings::default() };
        // 1970-01-01 at 23:00 and at noon.
        assert!(settings.is_quiet(23 * 3_600_000) && !settings.is_quiet(12 * 3_600_000));
        let folder = tempfile::tempdir().expect("room");
        std::fs::write(folder.path().join("sea.toml"), "quiet = [\"22-6\"]").expect("room");
        let error = Settings::read(folder.path()).expect_err("no time").to_string();
        assert!(error.contains("quiet") && error.contains("22-6"), "{error}");
    }
}
