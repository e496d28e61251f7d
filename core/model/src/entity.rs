//! The id of an entity.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// The id of an entity, as its first reporter gave it: 1 to 255 bytes of visible text.
///
/// Ids of FollowTheMoney files are kept as they are. Cloning is a reference count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntityId(Arc<str>);

impl EntityId {
    /// The greatest length of an id, in bytes.
    pub const LIMIT: usize = 255;

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EntityId {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        if text.len() > Self::LIMIT {
            return Err(Error::TooLong {
                what: "entity id",
                length: text.len(),
                limit: Self::LIMIT,
            });
        }
        let invisible = |c: char| c.is_whitespace() || c.is_control();
        if text.is_empty() || text.chars().any(invisible) || crate::has_hidden_controls(text) {
            return Err(Error::malformed("entity id", text, "visible characters without spaces"));
        }
        Ok(Self(text.into()))
    }
}

impl TryFrom<String> for EntityId {
    type Error = Error;
    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<EntityId> for String {
    fn from(id: EntityId) -> Self {
        id.0.as_ref().to_owned()
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
