//! Account names at online services, and the addresses of their profiles.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::WebAddress;
use crate::{Error, Result};

/// An account name, with its platform where the text says it: `tiktok:tarvand.oskel`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle {
    platform: Option<Platform>,
    name: Arc<str>,
}

/// An online service with public profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Platform {
    /// Facebook.
    Facebook,
    /// Instagram.
    Instagram,
    /// `TikTok`.
    TikTok,
    /// Telegram.
    Telegram,
    /// X, formerly Twitter.
    X,
    /// `YouTube`.
    YouTube,
    /// Snapchat.
    Snapchat,
    /// VK.
    Vk,
    /// Threads.
    Threads,
}

/// How one platform is written: its name, its hosts, and what stands before the account's name.
struct Form {
    platform: Platform,
    name: &'static str,
    hosts: &'static [&'static str],
    before: &'static [&'static str],
    /// First parts of a path that are no account.
    reserved: &'static [&'static str],
}

const FORMS: &[Form] = &[
    Form {
        platform: Platform::Facebook,
        name: "facebook",
        hosts: &["facebook.com", "fb.com", "fb.me"],
        before: &[""],
        reserved: &[
            "groups",
            "pages",
            "events",
            "watch",
            "profile.php",
            "share",
            "people",
            "story.php",
            "photo.php",
            "marketplace",
            "reel",
            "p",
        ],
    },
    Form {
        platform: Platform::Instagram,
        name: "instagram",
        hosts: &["instagram.com", "instagr.am"],
        before: &[""],
        reserved: &["p", "reel", "reels", "stories", "explore", "tv"],
    },
    Form {
        platform: Platform::TikTok,
        name: "tiktok",
        hosts: &["tiktok.com"],
        before: &["@"],
        reserved: &[],
    },
    Form {
        platform: Platform::Telegram,
        name: "telegram",
        hosts: &["t.me", "telegram.me", "telegram.dog"],
        before: &["s/", ""],
        reserved: &["joinchat", "c", "addstickers", "share", "proxy", "s"],
    },
    Form {
        platform: Platform::X,
        name: "x",
        hosts: &["x.com", "twitter.com"],
        before: &[""],
        reserved: &["i", "home", "search", "hashtag", "intent", "share"],
    },
    Form {
        platform: Platform::YouTube,
        name: "youtube",
        hosts: &["youtube.com"],
        before: &["@", "user/", "c/"],
        reserved: &[],
    },
    Form {
        platform: Platform::Snapchat,
        name: "snapchat",
        hosts: &["snapchat.com"],
        before: &["add/", "@"],
        reserved: &[],
    },
    Form {
        platform: Platform::Vk,
        name: "vk",
        hosts: &["vk.com", "vk.ru"],
        before: &[""],
        reserved: &["feed", "im", "video"],
    },
    Form {
        platform: Platform::Threads,
        name: "threads",
        hosts: &["threads.net", "threads.com"],
        before: &["@"],
        reserved: &[],
    },
];

impl Platform {
    /// The name, in small letters.
    pub fn as_str(self) -> &'static str {
        FORMS.iter().find(|form| form.platform == self).map_or("", |form| form.name)
    }

    fn named(name: &str) -> Option<Self> {
        let name = if name.eq_ignore_ascii_case("twitter") { "x" } else { name };
        FORMS.iter().find(|form| form.name.eq_ignore_ascii_case(name)).map(|form| form.platform)
    }
}

impl Handle {
    /// The platform, where it is known.
    pub fn platform(&self) -> Option<Platform> {
        self.platform
    }

    /// The account's name, without a sign before it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What two spellings of one account share: the name in small letters.
    pub fn folded(&self) -> String {
        self.name.to_lowercase()
    }
}

/// The longest name of an account that the platforms give, with room, in bytes.
const LIMIT: usize = 128;

impl FromStr for Handle {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let bad = || {
            Error::malformed("account name", text, "@name, platform:name or a profile's address")
        };
        let given = text.trim();
        if given.contains('/') {
            return of_profile(given).ok_or_else(bad);
        }
        let (platform, name) = match given.split_once(':') {
            Some((platform, name)) => {
                (Some(Platform::named(platform.trim()).ok_or_else(bad)?), name.trim())
            }
            None => (None, given),
        };
        let name = name.strip_prefix('@').unwrap_or(name);
        if !is_name(name) {
            return Err(bad());
        }
        Ok(Self { platform, name: name.into() })
    }
}

fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '#' | '+');
    !name.is_empty() && name.len() <= LIMIT && name.chars().all(allowed)
}

/// The account of a profile's address: `https://www.tiktok.com/@name`.
fn of_profile(address: &str) -> Option<Handle> {
    let address: WebAddress = address.parse().ok()?;
    let host = address.host();
    let form = FORMS.iter().find(|form| {
        form.hosts.iter().any(|known| {
            host.strip_suffix(known).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
        })
    })?;
    let path = address.path().trim_start_matches('/');
    let rest = form.before.iter().find_map(|before| path.strip_prefix(before))?;
    let name = rest.split(['/', '?', '#']).next()?;
    if !is_name(name) || form.reserved.contains(&name) {
        return None;
    }
    Some(Handle { platform: Some(form.platform), name: name.into() })
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.platform {
            Some(platform) => write!(f, "{}:{}", platform.as_str(), self.name),
            None => f.write_str(&self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_tells_platform_and_name() {
        let cases = [
            ("@Oskel_T", "Oskel_T"),
            ("tiktok:@oskel.t", "tiktok:oskel.t"),
            ("https://www.tiktok.com/@oskel.t?lang=fa", "tiktok:oskel.t"),
            ("t.me/oskel_travel", "telegram:oskel_travel"),
            ("https://t.me/s/oskel_travel/12", "telegram:oskel_travel"),
            ("https://m.facebook.com/oskel.travel/", "facebook:oskel.travel"),
            ("https://twitter.com/oskel", "x:oskel"),
            ("Twitter:oskel", "x:oskel"),
            ("https://youtube.com/@oskel", "youtube:oskel"),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Handle>().unwrap().to_string(), expected, "{text}");
        }
    }

    #[test]
    fn a_post_or_another_site_is_no_account() {
        for text in [
            "",
            "@",
            "a b",
            "https://instagram.com/p/abc",
            "https://example.org/oskel",
            "https://notfacebook.com/oskel",
            "unknown:oskel",
            "https://t.me/joinchat/abc",
        ] {
            assert!(text.parse::<Handle>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_platform_has_one_name() {
        for form in FORMS {
            assert_eq!(Platform::named(form.platform.as_str()), Some(form.platform));
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(text in "(tiktok:|@|x:|t\\.me/|https://vk\\.com/)?[a-zA-Z0-9_.]{1,20}") {
            if let Ok(read) = text.parse::<Handle>() {
                proptest::prop_assert_eq!(read.to_string().parse::<Handle>().unwrap(), read);
            }
        }
    }
}
