//! Web addresses.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::email::is_domain;
use crate::{Error, Result};

/// A web address: scheme and host in lower case, no default port, the rest as written (RFC 3986).
///
/// One without a scheme gets `http`, as FollowTheMoney reads it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WebAddress(Arc<str>);

impl WebAddress {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host, in lower case.
    pub fn host(&self) -> &str {
        let behind_scheme = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let authority = behind_scheme.split(['/', '?', '#']).next().unwrap_or_default();
        host_and_port(authority.rsplit('@').next().unwrap_or_default()).0
    }

    /// What follows the host: path, query and fragment.
    pub fn path(&self) -> &str {
        let behind_scheme = self.0.split_once("://").map_or("", |(_, rest)| rest);
        behind_scheme.find(['/', '?', '#']).and_then(|at| behind_scheme.get(at..)).unwrap_or("/")
    }
}

impl FromStr for WebAddress {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        read(text.trim()).map(|address| Self(address.into())).ok_or_else(|| {
            Error::malformed("web address", text, "https://host/path, without spaces")
        })
    }
}

fn read(given: &str) -> Option<String> {
    let (scheme, rest) = given.split_once("://").unwrap_or(("http", given));
    let scheme = scheme.to_ascii_lowercase();
    let default_port = match scheme.as_str() {
        "http" => "80",
        "https" => "443",
        "ftp" => "21",
        _ => return None,
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let hidden = |c: char| c.is_whitespace() || c.is_control() || crate::text::is_hidden_control(c);
    if path.contains(hidden) || authority.contains(hidden) {
        return None;
    }
    let (user, authority) =
        authority.rsplit_once('@').map_or((None, authority), |(user, rest)| (Some(user), rest));
    let (host, port) = host_and_port(authority);
    if !is_host(host) || !port.bytes().all(|byte| byte.is_ascii_digit()) || port.len() > 5 {
        return None;
    }
    let mut address = format!("{scheme}://");
    if let Some(user) = user {
        address.push_str(user);
        address.push('@');
    }
    address.push_str(&host.to_lowercase());
    if !port.is_empty() && port != default_port {
        address.push(':');
        address.push_str(port);
    }
    if !path.starts_with('/') {
        address.push('/');
    }
    address.push_str(path);
    Some(address)
}

fn host_and_port(authority: &str) -> (&str, &str) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (authority, ""),
    }
}

fn is_host(host: &str) -> bool {
    let literal = host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    match literal {
        Some(literal) => literal.parse::<std::net::Ipv6Addr>().is_ok(),
        None => is_domain(&host.replace('_', "-")),
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_and_host_are_folded_and_the_rest_is_kept() {
        let cases = [
            ("HTTPS://Example.ORG:443/Path?Q=1#F", "https://example.org/Path?Q=1#F"),
            ("example.org", "http://example.org/"),
            ("http://example.org:8080", "http://example.org:8080/"),
            ("http://example.org?q", "http://example.org/?q"),
            ("http://user@example.org/", "http://user@example.org/"),
            ("http://[2001:db8::1]:81/x", "http://[2001:db8::1]:81/x"),
            ("https://пример.бг/Път", "https://пример.бг/Път"),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<WebAddress>().unwrap().to_string(), expected);
        }
        let address: WebAddress = "http://a@Example.org:81/x?y".parse().unwrap();
        assert_eq!((address.host(), address.path()), ("example.org", "/x?y"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "http://",
            "javascript:alert(1)",
            "no host",
            "http://a b.c/",
            "file:///etc",
            "word",
        ] {
            assert!(text.parse::<WebAddress>().is_err(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_reads_back(text in "(https?://)?[a-zA-Z0-9.]{1,20}(:[0-9]{1,5})?[/?#a-z%.]{0,20}") {
            if let Ok(read) = text.parse::<WebAddress>() {
                proptest::prop_assert_eq!(read.to_string().parse::<WebAddress>().unwrap(), read);
            }
        }
    }
}
