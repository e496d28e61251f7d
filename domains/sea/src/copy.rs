//! Copying a desk's folder while the desk works.
//!
//! Nothing in it is changed in place: files grow at their ends, or are replaced whole. So a copy is
//! sound if what points to something is copied before what it points to:
//!
//! 1. what was noted (`taken.json`) and the books of alerts,
//! 2. evidence, which alerts cite,
//! 3. the history and the journal, in the order of their names: files that are merged meanwhile go
//!    into one whose name comes later.
//!
//! A last frame or line that was being written is cut off when the copy is opened.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::error::{Error, Result};

/// Folders in the order in which they are copied; all others come between the first files and
/// these.
const LAST: [&str; 3] = ["evidence", "history", "journal"];

/// Copies a desk's folder. Returns how many bytes.
pub fn copy_folder(from: &Path, to: &Path) -> Result<u64> {
    fs::create_dir_all(to).map_err(Error::folder(to))?;
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    let entries = match fs::read_dir(from) {
        // Its time was over meanwhile.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        entries => entries.map_err(Error::folder(from))?,
    };
    for entry in entries {
        let path = entry.map_err(Error::folder(from))?.path();
        if path.is_dir() { &mut folders } else { &mut files }.push(path);
    }
    files.sort();
    folders.sort_by_key(|path| (rank(path), path.clone()));
    let mut n_bytes = 0;
    for path in files {
        let name = path.file_name().unwrap_or_default();
        // A file that is being written whole gets its name when it is.
        if path.extension().is_some_and(|extension| extension == "new") {
            continue;
        }
        match fs::copy(&path, to.join(name)) {
            Ok(n_copied) => n_bytes += n_copied,
            // It was merged into one that comes later, or its time is over.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Error::folder(&path)(error)),
        }
    }
    for path in folders {
        n_bytes += copy_folder(&path, &to.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(n_bytes)
}

fn rank(path: &Path) -> usize {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    LAST.iter().position(|last| *last == name).map_or(0, |at| at + 1)
}
