//! The checksums of a file: of its footer, and of each block of what is before it, so that what is
//! read is checked, and no more than that is read.
//!
//! ```text
//! Parquet's data and page index | CRC-32 of each block … | CRC-32 of these and the footer | "CBS1" |
//! Parquet's footer, its length, "PAR1"
//! ```
//!
//! The footer says where data and index are, and is itself found from the end, so that no reader of
//! Parquet looks at what stands between them. Files of the version before have pages with checksums
//! of their own, which the crate checks, and four bytes for the footer, which are checked here.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use bytes::Bytes;
use bytes::buf::{Buf as _, Reader};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

use super::Result;

/// Bytes in a block.
const BLOCK: usize = 16_384;
/// How much of a file's end is read at first: all of a small file, footer and index of others.
const TAIL: usize = 65_536;
/// The length of the footer, and the format's mark.
const END: usize = 8;
/// The checksum of the footer, and the mark of these checksums.
const SEAL: usize = 8;
const MARK: &[u8; 4] = b"CBS1";

/// A file of which what is read is checked.
#[derive(Debug)]
pub(super) struct Sealed {
    /// None if all of it is in memory.
    file: Option<File>,
    len: usize,
    /// The end of the file, from this byte on.
    tail: Bytes,
    tail_at: usize,
    /// Where data and page index end.
    data_end: usize,
    /// The checksums of the blocks; none in files of the version before.
    blocks: Option<Vec<u32>>,
}

/// Puts the checksums into a file.
pub(super) fn seal(mut file: Vec<u8>) -> Result<Vec<u8>> {
    let footer_at = footer_at(&file)?;
    let (data, footer) = file.split_at(footer_at);
    let mut seal: Vec<u8> =
        data.chunks(BLOCK).flat_map(|block| crc32fast::hash(block).to_le_bytes()).collect();
    let sum = sum(&seal, footer);
    seal.extend_from_slice(&sum.to_le_bytes());
    seal.extend_from_slice(MARK);
    file.splice(footer_at..footer_at, seal);
    Ok(file)
}

impl Sealed {
    /// Opens a file, to read parts of it.
    pub(super) fn open(file: File) -> Result<Self> {
        let len = file.metadata()?.len() as usize;
        let tail_at = len.saturating_sub(TAIL);
        let tail = read(&file, tail_at, len)?;
        // What is not sealed has no page index either, and is read whole.
        let footer_at = footer_at(&tail)?;
        let needed = if is_sealed(&tail, footer_at) { data_end(tail_at + footer_at) } else { 0 };
        if needed < tail_at {
            let tail = read(&file, needed, len)?;
            return Self::of(Some(file), len, tail);
        }
        Self::of(Some(file), len, tail)
    }

    /// Opens a file that is in memory.
    pub(super) fn whole(bytes: Vec<u8>) -> Result<Self> {
        Self::of(None, bytes.len(), bytes)
    }

    /// With the end of a file, the seal in it, and all of it where there is none.
    fn of(file: Option<File>, len: usize, tail: Vec<u8>) -> Result<Self> {
        let (footer_at, tail_at) = (footer_at(&tail)?, len - tail.len());
        let (before, footer) = tail.split_at(footer_at);
        let is_sealed = is_sealed(&tail, footer_at);
        let data_end =
            if is_sealed { data_end(tail_at + footer_at) } else { tail_at + footer_at - 4 };
        let sums = data_end.checked_sub(tail_at).and_then(|at| before.get(at..));
        let sums = sums.ok_or_else(|| damaged("it is shorter than it says"))?;
        let blocks = if is_sealed {
            let (sums, said) = sums.split_at(sums.len().saturating_sub(SEAL));
            if said.first_chunk() != Some(&sum(sums, footer).to_le_bytes()) {
                return Err(damaged("its footer is not what its checksum says"));
            }
            let number = |it: &[u8]| it.first_chunk().map_or(0, |it| u32::from_le_bytes(*it));
            Some(sums.chunks(4).map(number).collect())
        } else {
            let footer = footer.get(..footer.len() - END).unwrap_or_default();
            if sums != crc32fast::hash(footer).to_le_bytes() {
                return Err(damaged("its footer is not what its checksum says"));
            }
            None
        };
        Ok(Self { file, len, tail: tail.into(), tail_at, data_end, blocks })
    }

    /// Whether it has a page index; those of the version before have none.
    pub(super) fn has_index(&self) -> bool {
        self.blocks.is_some()
    }

    fn bytes(&self, from: usize, end: usize) -> Result<Bytes> {
        if let Some(at) = from.checked_sub(self.tail_at) {
            return Ok(self.tail.slice(at..end - self.tail_at));
        }
        let file = self.file.as_ref().ok_or_else(|| damaged("it begins before it does"))?;
        Ok(read(file, from, end)?.into())
    }
}

impl Length for Sealed {
    fn len(&self) -> u64 {
        self.len as u64
    }
}

impl ChunkReader for Sealed {
    type T = Reader<Bytes>;

    /// At least the head of a page, or all of the footer.
    fn get_read(&self, start: u64) -> Result<Reader<Bytes>> {
        let end = if (start as usize) < self.data_end { self.data_end } else { self.len };
        let length = end.saturating_sub(start as usize).min(BLOCK);
        Ok(self.get_bytes(start, length)?.reader())
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let start = start as usize;
        let limit = if start < self.data_end { self.data_end } else { self.len };
        let end = start.checked_add(length).filter(|end| *end <= limit);
        let end = end.ok_or_else(|| damaged("something ends beyond it"))?;
        let Some(blocks) = self.blocks.as_ref().filter(|_| start < self.data_end) else {
            return self.bytes(start, end);
        };
        let first = start / BLOCK;
        let last = end.div_ceil(BLOCK).saturating_mul(BLOCK).min(self.data_end);
        let bytes = self.bytes(first * BLOCK, last);
        let bytes = bytes?;
        for (block, sum) in bytes.chunks(BLOCK).zip(blocks.get(first..).unwrap_or_default()) {
            if crc32fast::hash(block) != *sum {
                return Err(damaged("something in it is not what its checksum says"));
            }
        }
        Ok(bytes.slice(start - first * BLOCK..end - first * BLOCK))
    }
}

/// Where the footer begins in the end of a file.
fn footer_at(tail: &[u8]) -> Result<usize> {
    let length = tail.strip_suffix(b"PAR1").and_then(<[u8]>::last_chunk::<4>);
    let length = length.ok_or_else(|| damaged("it does not end as a file does"))?;
    let length = u32::from_le_bytes(*length) as usize;
    let at = tail.len().checked_sub(END).and_then(|it| it.checked_sub(length));
    at.filter(|at| *at >= 4).ok_or_else(|| damaged("its footer is longer than itself"))
}

fn is_sealed(tail: &[u8], footer_at: usize) -> bool {
    tail.get(..footer_at).is_some_and(|before| before.ends_with(MARK))
}

/// Where the data ends whose checksums, four bytes a block, end with the seal before the footer.
fn data_end(footer_at: usize) -> usize {
    let end = footer_at.saturating_sub(SEAL);
    end.saturating_sub(4 * end.div_ceil(BLOCK + 4))
}

fn sum(sums: &[u8], footer: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(sums);
    sum.update(footer);
    sum.finalize()
}

/// The bytes of a file from one place to another. A reader is one thread's, so that nobody else
/// moves the place.
fn read(mut file: &File, from: usize, end: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; end.saturating_sub(from)];
    file.seek(SeekFrom::Start(from as u64))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn damaged(reason: &str) -> ParquetError {
    ParquetError::General(reason.to_owned())
}
