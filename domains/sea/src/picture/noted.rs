//! How far a picture has come, noted now and then, so that a start need not read its whole journal.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::feed::FeedId;
use crate::settings::replace;

/// How far a journal was noted, and the bytes of each feed up to there.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Noted {
    /// The last line that was followed.
    pub(super) line: u64,
    /// The last line whose positions are in files of the history.
    #[serde(default)]
    pub(super) kept: u64,
    pub(super) taken: HashMap<FeedId, u64>,
}

impl Noted {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("taken.json");
        match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Error::folder(&path)(error)),
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|error| Error::malformed(path.display(), error)),
        }
    }

    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join("taken.json");
        let bytes = serde_json::to_vec(self);
        replace(&path, &bytes.map_err(|error| Error::malformed(path.display(), error))?)
    }
}
