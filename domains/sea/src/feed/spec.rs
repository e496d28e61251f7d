//! What an operator says of a feed.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crossbearing_model::{Grade, LabelSpec};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// A feed's short name: lower-case letters, digits and hyphens, at most 40.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FeedId(String);

/// A feed as it is configured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedSpec {
    /// Its short name.
    pub id: FeedId,
    /// Its name for people.
    pub title: String,
    /// Where it comes from.
    pub source: Source,
    /// How good source and information are: what is recorded from it carries this grade.
    pub grade: Grade,
    /// Who may see what it says.
    pub label: LabelSpec,
    /// Not read for the time being.
    #[serde(default, skip_serializing_if = "is_false")]
    pub paused: bool,
}

/// Where sentences come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Source {
    /// A server to which this program connects, again and again.
    Tcp {
        /// Host and port.
        address: String,
    },
    /// A port at which senders connect.
    Listen {
        /// Address and port.
        address: String,
        /// Tell each sender how many of its bytes are safe on disk.
        #[serde(default)]
        acknowledge: bool,
    },
    /// A port at which datagrams arrive.
    Udp {
        /// Address and port.
        address: String,
    },
    /// A serial line, already set to its speed (38,400 baud for most receivers).
    Serial {
        /// The device.
        path: PathBuf,
    },
    /// A recorded log that is played.
    File {
        /// The log; relative to the desk's folder unless absolute.
        path: PathBuf,
        /// Seconds of the log a second: "1" as it was, "60" a minute a second; as fast as it can
        /// be read if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        speed: Option<Speed>,
        /// So many minutes of the log are read at once before playing starts.
        #[serde(default, skip_serializing_if = "is_zero")]
        ahead_minutes: u32,
        /// Moves the log's times so that playing starts at the present.
        #[serde(default, skip_serializing_if = "is_false")]
        as_now: bool,
        /// Starts again at its end.
        #[serde(default, skip_serializing_if = "is_false")]
        repeat: bool,
    },
}

/// How fast a log is played, in thousandths of its own speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Speed(u64);

impl FeedId {
    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FeedId {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || text.len() > 40 || !text.bytes().all(fits) {
            let reason = "write 1 to 40 lower-case letters, digits and hyphens, such as dover-1";
            return Err(Error::malformed("feed id", reason));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for FeedId {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<FeedId> for String {
    fn from(id: FeedId) -> Self {
        id.0
    }
}

impl fmt::Display for FeedId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Speed {
    /// A speed in seconds of the log a second.
    pub fn new(factor: f64) -> Result<Self> {
        if !(factor.is_finite() && (0.001..=1_000_000.0).contains(&factor)) {
            return Err(Error::malformed("speed", "write 0.001 to 1000000, or leave it out"));
        }
        Ok(Self((factor * 1000.0).round() as u64))
    }

    /// Seconds of the log a second.
    pub fn factor(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl TryFrom<f64> for Speed {
    type Error = Error;
    fn try_from(factor: f64) -> Result<Self> {
        Self::new(factor)
    }
}

impl From<Speed> for f64 {
    fn from(speed: Speed) -> Self {
        speed.factor()
    }
}

impl Source {
    /// The source in a few words.
    pub fn words(&self) -> String {
        match self {
            Self::Tcp { address } => format!("connects to {address}"),
            Self::Listen { address, .. } => format!("listens at {address}"),
            Self::Udp { address } => format!("datagrams at {address}"),
            Self::Serial { path } => format!("serial line {}", path.display()),
            Self::File { path, speed, .. } => match speed {
                Some(speed) => format!("{} at {} times its speed", path.display(), speed.factor()),
                None => format!("{} as fast as it goes", path.display()),
            },
        }
    }

    /// Whether what it says happened long ago, so that the clock is the log's own.
    pub fn is_log(&self) -> bool {
        matches!(self, Self::File { .. })
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands on a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands on a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests {
    use super::{FeedId, FeedSpec, Source};

    #[test]
    fn a_feed_is_written_as_a_few_lines() {
        let text = "id = \"strait\"\ntitle = \"Strait receivers\"\ngrade = \"6x6/B2\"\n\
                    [source]\nkind = \"file\"\npath = \"log.nmea\"\nspeed = 2.5\n\
                    [label]\noriginator = \"north\"\nreview = \"2030-01-01T00:00:00Z\"\n";
        let feed: FeedSpec = toml::from_str(text).expect("a feed");
        assert!(matches!(feed.source, Source::File { speed: Some(it), .. } if it.factor() > 2.4));
        let again: FeedSpec = toml::from_str(&toml::to_string(&feed).expect("text")).expect("same");
        assert_eq!(again, feed);
    }

    #[test]
    fn names_are_names() {
        for bad in ["", "Dover", "a b", "../x", &"x".repeat(41)] {
            assert!(bad.parse::<FeedId>().is_err(), "{bad}");
        }
    }
}
