//! Writing a journal.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::frame::Frame;
use super::read::{files, recover};
use crate::error::{Error, Result};

/// A file is closed and the next begun at so many bytes.
const FILE: u64 = 64 * 1024 * 1024;

/// A journal that is being written.
#[derive(Debug)]
pub(crate) struct Journal {
    folder: PathBuf,
    file: Option<File>,
    n_bytes: u64,
    next_line: u64,
    buffer: Vec<u8>,
    unsynced: bool,
}

impl Journal {
    /// Opens the journal in a folder, made if it is not there. What a crash left half written at
    /// its end is cut off.
    pub(crate) fn open(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).map_err(Error::folder(folder))?;
        let next_line = recover(folder)?;
        let folder = folder.to_owned();
        let (file, buffer) = (None, Vec::new());
        Ok(Self { folder, file, n_bytes: 0, next_line, buffer, unsynced: false })
    }

    /// The number that the next line gets.
    pub(crate) fn next_line(&self) -> u64 {
        self.next_line
    }

    /// Adds a frame; it is safe after the next [`Self::sync`].
    pub(crate) fn append(&mut self, frame: &Frame) -> Result<()> {
        self.buffer.clear();
        frame.write(&mut self.buffer);
        if self.file.is_none() || self.n_bytes >= FILE {
            self.begin_file()?;
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        if let Err(error) = file.write_all(&self.buffer) {
            // Whatever was written of it must not stand before a later frame.
            let _ = file.set_len(self.n_bytes);
            self.file = None;
            return Err(Error::folder(&self.folder)(error));
        }
        self.n_bytes += self.buffer.len() as u64;
        self.next_line += frame.n_lines();
        self.unsynced = true;
        Ok(())
    }

    /// Returns when all that was added is safe on disk.
    pub(crate) fn sync(&mut self) -> Result<()> {
        if let (true, Some(file)) = (self.unsynced, &self.file) {
            file.sync_data().map_err(Error::folder(&self.folder))?;
        }
        self.unsynced = false;
        Ok(())
    }

    fn begin_file(&mut self) -> Result<()> {
        self.sync()?;
        let path = self.folder.join(format!("{:020}.lines", self.next_line));
        let open = OpenOptions::new().create(true).append(true).open(&path);
        let file = open.map_err(Error::folder(&path))?;
        self.n_bytes = file.metadata().map_err(Error::folder(&path))?.len();
        self.file = Some(file);
        // The file's name must be as safe as what is in it.
        File::open(&self.folder).and_then(|it| it.sync_all()).map_err(Error::folder(&self.folder))
    }
}

/// Removes files of a journal whose last lines are before `line` and that were last written before
/// `oldest` (milliseconds since 1970). Returns how many. The file that is being written stays.
pub(crate) fn forget(folder: &Path, line: u64, oldest: i64) -> Result<usize> {
    let files = files(folder)?;
    let mut n_removed = 0;
    for pair in files.windows(2) {
        let [(_, path), (next_line, _)] = pair else { continue };
        let last = super::read::last_received(path)?;
        if *next_line <= line && last.is_some_and(|last| last < oldest) {
            fs::remove_file(path).map_err(Error::folder(path))?;
            // What is known about the file goes with it.
            let _ = fs::remove_file(path.with_extension("vessels"));
            n_removed += 1;
        }
    }
    Ok(n_removed)
}
