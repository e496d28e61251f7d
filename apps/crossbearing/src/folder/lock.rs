//! One program at a time on one data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use anyhow::{Context as _, bail};

/// A lock that the system takes back when the program ends, however it ends.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the folder, or says that another program has it.
    pub(super) fn take(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join("in-use");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(|| format!("{} cannot be opened", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => bail!(
                "another program works on {}: stop it, or ask the server instead",
                folder.display()
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("{} cannot be locked", path.display()))
            }
        }
    }
}
