//! A file that is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// A file that takes its name when it is whole; what is there under that name stays until then.
/// Dropped before, it leaves nothing.
#[derive(Debug)]
pub(crate) struct WholeFile {
    path: PathBuf,
    beside: PathBuf,
    out: BufWriter<File>,
    is_whole: bool,
}

impl WholeFile {
    /// Begins a file.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        let name = path.file_name().with_context(|| format!("{} is no file", path.display()))?;
        if path.is_dir() {
            anyhow::bail!("{} is a folder: name a file", path.display());
        }
        let mut part = std::ffi::OsString::from(".");
        part.push(name);
        part.push(".part");
        let beside = path.with_file_name(part);
        let file = File::create(&beside);
        let file = file.with_context(|| format!("cannot write {}", path.display()))?;
        let out = BufWriter::with_capacity(1 << 17, file);
        Ok(Self { path: path.to_owned(), beside, out, is_whole: false })
    }

    /// Gives the file its name.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        let mut finish = || {
            self.out.flush()?;
            self.out.get_ref().sync_all()?;
            fs::rename(&self.beside, &self.path)
        };
        finish().with_context(|| format!("cannot write {}", self.path.display()))?;
        self.is_whole = true;
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.is_whole {
            // Nothing can be done where even that fails; the name says that it is a part.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::WholeFile;

    #[test]
    fn a_file_given_up_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table");
        fs::write(&path, "before").unwrap();
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        let mut file = WholeFile::create(&path).unwrap();
        file.write_all(b"whole").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
