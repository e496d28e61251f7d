//! E-mail addresses.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::{Error, Result};

/// An e-mail address: the part before the sign as written, the domain in lower case (RFC 5321,
/// without quoted parts and literal addresses; RFC 6531 for other scripts).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(Arc<str>);

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain, in lower case.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// The two lengths that RFC 5321 allows, in bytes.
const LOCAL_LIMIT: usize = 64;
const DOMAIN_LIMIT: usize = 253;

impl FromStr for Email {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let given = text.trim();
        let given = given.strip_prefix("mailto:").unwrap_or(given);
        let given =
            given.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(given);
        given
            .rsplit_once('@')
            .filter(|(local, domain)| is_local(local) && is_domain(domain))
            .map(|(local, domain)| Self(format!("{local}@{}", domain.to_lowercase()).into()))
            .ok_or_else(|| Error::malformed("e-mail address", text, "name@domain"))
    }
}

fn is_local(local: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    !local.is_empty()
        && local.len() <= LOCAL_LIMIT
        && local.chars().all(plain)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
}

/// Whether `domain` has the form of a name with at least one dot.
pub(super) fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || is_mark(c))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.len() <= DOMAIN_LIMIT && domain.contains('.') && domain.split('.').all(label)
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_is_folded_and_the_name_is_kept() {
        for text in ["T.Oskel@Example.ORG", "mailto:T.Oskel@example.org", " <T.Oskel@example.org> "]
        {
            let email: Email = text.parse().unwrap();
            assert_eq!(email.to_string(), "T.Oskel@example.org");
            assert_eq!(email.domain(), "example.org");
        }
        assert!("име@пример.бг".parse::<Email>().is_ok());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in
            ["", "@", "a@", "@b.c", "a b@c.d", "a@b", "a@-b.c", "a..b@c.d", ".a@c.d", "a@b..c"]
        {
            assert!(text.parse::<Email>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(text in "[a-zA-Z0-9.+_-]{1,20}@[a-zA-Z0-9-]{1,20}\\.[a-z]{2,5}") {
            if let Ok(read) = text.parse::<Email>() {
                proptest::prop_assert_eq!(read.to_string().parse::<Email>().unwrap(), read);
            }
        }
    }
}
