//! Where a server runs on a folder, for the command line to ask it.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{DataFolder, for_owner_only};

const FILE: &str = "serving.json";

/// The server that runs on a folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Serving {
    /// Its address.
    pub(crate) address: String,
    /// What it believes the command line by.
    pub(crate) secret: String,
}

impl Serving {
    /// The server that said it runs on the folder at `path`.
    pub(crate) fn on(path: &Path) -> Option<Self> {
        serde_json::from_str(&fs::read_to_string(path.join(FILE)).ok()?).ok()
    }
}

impl DataFolder {
    /// Notes that a server runs on this folder.
    pub(crate) fn note_serving(&self, address: &str, secret: &str) -> anyhow::Result<()> {
        let (address, secret) = (address.to_owned(), secret.to_owned());
        let file = self.path().join(FILE);
        fs::write(&file, "")?;
        for_owner_only(&file, 0o600)?;
        fs::write(&file, serde_json::to_string(&Serving { address, secret })?)?;
        Ok(())
    }

    /// Notes that it no longer does. A note that is left behind is of a server that is gone: nobody
    /// answers there, or somebody who does not know the secret.
    pub(crate) fn forget_serving(&self) {
        let _ = fs::remove_file(self.path().join(FILE));
    }
}
