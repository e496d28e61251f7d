//! Short names of agencies, groups, purposes, people who log in, and nodes.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The greatest length of a short name, in bytes.
const LIMIT: usize = 64;

fn checked(what: &'static str, text: &str) -> Result<Arc<str>> {
    if text.len() > LIMIT {
        return Err(Error::TooLong { what, length: text.len(), limit: LIMIT });
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    if text.is_empty() || !text.chars().all(plain) {
        return Err(Error::malformed(what, text, "1 to 64 of a-z, A-Z, 0-9, - _ . @"));
    }
    Ok(text.into())
}

macro_rules! short_name {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Error;
            fn from_str(text: &str) -> Result<Self> {
                checked($what, text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;
            fn try_from(text: String) -> Result<Self> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0.as_ref().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

short_name!(
    /// An agency: the owner of what it reports.
    AgencyId,
    "agency name"
);
short_name!(
    /// A named group of agencies that a label can release to.
    GroupId,
    "group name"
);
short_name!(
    /// A purpose: the operation in whose name somebody looks.
    PurposeId,
    "purpose name"
);
short_name!(
    /// A person or program that logs in.
    PrincipalId,
    "user name"
);
short_name!(
    /// One installation of Crossbearing.
    NodeId,
    "node name"
);
