//! A log as plain files, for an overseer to check on another machine.
//!
//! A folder with four files: `leaves.jsonl` (a leaf a line, in its written form), `hashes` (the
//! 32 bytes of each leaf's hash, by which a changed line is found), `checkpoint` (the signed note)
//! and `key` (the public key, which the overseer should have from elsewhere).

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read, Write};
use std::path::Path;

use crossbearing_model::Instant;

use crate::tree::RightEdge;
use crate::{Checkpoint, Error, Leaf, Log, NodeHash, PublicKey, Result, verify};

/// The greatest length of a line that is read, in bytes: more than any leaf has.
const LONGEST_LINE: u64 = 128 * 1024;
/// The number of leaves read from the log at a time.
const STEP: usize = 4096;

/// Writes the log as it is now into `folder`, which is made if it is not there.
///
/// `progress` is told how many leaves have been written.
pub fn write(log: &Log, folder: &Path, mut progress: impl FnMut(u64)) -> Result<Checkpoint> {
    std::fs::create_dir_all(folder).map_err(Error::file("make the folder", folder))?;
    let latest = log.checkpoint();
    let (leaves_path, hashes_path) = (folder.join("leaves.jsonl"), folder.join("hashes"));
    let mut leaves = create(&leaves_path)?;
    let mut hashes = create(&hashes_path)?;
    let mut written = 0;
    while written < latest.checkpoint.size {
        let limit = STEP.min((latest.checkpoint.size - written) as usize);
        for entry in log.entries(written, limit)? {
            let line = [entry.bytes.as_slice(), b"\n"].concat();
            leaves.write_all(&line).map_err(Error::file("write", &leaves_path))?;
            let hash = NodeHash::leaf(&entry.bytes);
            hashes.write_all(hash.as_bytes()).map_err(Error::file("write", &hashes_path))?;
            written += 1;
        }
        progress(written);
    }
    finish(leaves, &leaves_path)?;
    finish(hashes, &hashes_path)?;
    text(&folder.join("key"), &format!("{}\n", log.public_key()))?;
    text(&folder.join("checkpoint"), &latest.note)?;
    Ok(latest.checkpoint)
}

/// What a check of an exported log found in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The checkpoint that every leaf was checked against.
    pub checkpoint: Checkpoint,
    /// The key that signed it.
    pub key: PublicKey,
    /// Whether the key came with the export itself: then the check shows that nothing was changed
    /// after signing, not who signed.
    pub key_is_from_the_export: bool,
    /// The time of the first leaf.
    pub first_at: Option<Instant>,
    /// The time of the last leaf.
    pub last_at: Option<Instant>,
    /// The leaves before which the clock had jumped back.
    pub clock_jumps: u64,
}

/// Checks an exported log: every leaf as it was signed, none missing, none added, in order.
///
/// Needs memory for one line, however long the log is.
pub fn check(
    folder: &Path,
    key: Option<&PublicKey>,
    mut progress: impl FnMut(u64),
) -> Result<Verified> {
    let (key, key_is_from_the_export) = match key {
        Some(key) => (key.clone(), false),
        None => (read_text(&folder.join("key"))?.parse()?, true),
    };
    let checkpoint = verify::checkpoint(&read_text(&folder.join("checkpoint"))?, &key)?;
    let signed_hashes = SignedHashes::open(folder, &checkpoint)?;
    let mut walk = Walk::new(&checkpoint, signed_hashes);
    let path = folder.join("leaves.jsonl");
    let mut lines = BufReader::new(File::open(&path).map_err(Error::file("open", &path))?);
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = lines
            .by_ref()
            .take(LONGEST_LINE)
            .read_until(b'\n', &mut line)
            .map_err(Error::file("read", &path))?;
        if length == 0 {
            break;
        }
        walk.step(&line)?;
        if walk.edge.size().is_multiple_of(STEP as u64) {
            progress(walk.edge.size());
        }
    }
    walk.finish()?;
    let Walk { first_at, last_at, clock_jumps, .. } = walk;
    Ok(Verified { checkpoint, key, key_is_from_the_export, first_at, last_at, clock_jumps })
}

/// The check as it goes from line to line.
struct Walk<'a> {
    checkpoint: &'a Checkpoint,
    signed_hashes: Option<SignedHashes>,
    edge: RightEdge,
    first_at: Option<Instant>,
    last_at: Option<Instant>,
    clock_jumps: u64,
}

impl<'a> Walk<'a> {
    fn new(checkpoint: &'a Checkpoint, signed_hashes: Option<SignedHashes>) -> Self {
        let edge = RightEdge::default();
        Self { checkpoint, signed_hashes, edge, first_at: None, last_at: None, clock_jumps: 0 }
    }

    fn step(&mut self, line: &[u8]) -> Result<()> {
        let index = self.edge.size();
        let number = index + 1;
        if index >= self.checkpoint.size {
            let size = self.checkpoint.size;
            return altered(format!("line {number} was added: {size} leaves were signed"));
        }
        let Some(bytes) = line.strip_suffix(b"\n") else {
            return altered(format!("line {number} is cut off, or longer than any leaf"));
        };
        let hash = NodeHash::leaf(bytes);
        if let Some(signed) = &mut self.signed_hashes
            && signed.next()? != hash
        {
            return altered(format!(
                "line {number} of leaves.jsonl is not the leaf that was signed"
            ));
        }
        let leaf = Leaf::from_bytes(index, bytes)?;
        if self.last_at.is_some_and(|last| leaf.at < last) {
            return altered(format!("line {number} has an earlier time than the line before it"));
        }
        self.edge.push(hash, |_, _| {});
        self.first_at = self.first_at.or(Some(leaf.at));
        self.last_at = Some(leaf.at);
        self.clock_jumps += u64::from(leaf.clock_behind_ms.is_some());
        Ok(())
    }

    fn finish(&self) -> Result<()> {
        let (found, size) = (self.edge.size(), self.checkpoint.size);
        if found < size {
            return altered(format!("{} of {size} leaves are missing at its end", size - found));
        }
        if self.edge.root() != self.checkpoint.root {
            return altered(
                "its leaves give another root, and the file that would show which is wrong itself"
                    .to_owned(),
            );
        }
        Ok(())
    }
}

/// The file of leaf hashes, once it is known to give the signed root itself.
struct SignedHashes(BufReader<File>);

impl SignedHashes {
    /// None if the file is missing or not what was signed: the leaves are then checked by the root
    /// alone.
    fn open(folder: &Path, checkpoint: &Checkpoint) -> Result<Option<Self>> {
        let path = folder.join("hashes");
        let Ok(file) = File::open(&path) else { return Ok(None) };
        let length = file.metadata().map_err(Error::file("read", &path))?.len();
        if Some(length) != checkpoint.size.checked_mul(32) {
            return Ok(None);
        }
        let mut hashes = Self(BufReader::new(file));
        let mut edge = RightEdge::default();
        for _ in 0..checkpoint.size {
            edge.push(hashes.next()?, |_, _| {});
        }
        if edge.root() != checkpoint.root {
            return Ok(None);
        }
        let file = File::open(&path).map_err(Error::file("open", &path))?;
        Ok(Some(Self(BufReader::new(file))))
    }

    fn next(&mut self) -> Result<NodeHash> {
        let mut bytes = [0; 32];
        self.0.read_exact(&mut bytes).map_err(Error::file("read", "hashes"))?;
        Ok(NodeHash::from_bytes(bytes))
    }
}

fn altered<T>(reason: String) -> Result<T> {
    Err(Error::Altered { reason })
}

fn create(path: &Path) -> Result<BufWriter<File>> {
    File::create(path).map(BufWriter::new).map_err(Error::file("make", path))
}

fn finish(writer: BufWriter<File>, path: &Path) -> Result<()> {
    let file = writer.into_inner().map_err(std::io::IntoInnerError::into_error);
    file.and_then(|file| file.sync_all()).map_err(Error::file("write", path))
}

fn text(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).map_err(Error::file("write", path))
}

fn read_text(path: &Path) -> Result<String> {
    let mut text = String::new();
    let file = File::open(path).map_err(Error::file("open", path))?;
    file.take(64 * 1024).read_to_string(&mut text).map_err(Error::file("read", path))?;
    Ok(text)
}
