//! Reading a journal.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::frame::{Frame, LARGEST};
use crate::error::{Error, Result};

/// The files of a journal with the numbers of their first lines, in order.
pub(crate) fn files(folder: &Path) -> Result<Vec<(u64, PathBuf)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::folder(folder))? {
        let path = entry.map_err(Error::folder(folder))?.path();
        let number = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        if let (Some(number), Some("lines")) = (number, path.extension().and_then(|it| it.to_str()))
        {
            files.push((number, path));
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Hands on the frames that hold lines from `line` on, in order, until `take` says that it has
/// enough.
pub(crate) fn frames(folder: &Path, line: u64, mut take: impl FnMut(Frame) -> bool) -> Result<()> {
    let files = files(folder)?;
    let first = files.partition_point(|(first, _)| *first <= line).saturating_sub(1);
    for (_, path) in &files[first.min(files.len())..] {
        let mut reader = FrameReader::open(path)?;
        while let Some(frame) = reader.next().map_err(Error::folder(path))? {
            if frame.first_line + frame.n_lines() > line && !take(frame) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Hands on the frames of one file, each with where it begins, from the one that begins at a byte
/// on, until `take` says that it has enough.
pub(crate) fn frames_of(
    path: &Path,
    from: u64,
    mut take: impl FnMut(u64, Frame) -> bool,
) -> Result<()> {
    let mut reader = FrameReader::open(path)?;
    reader.file.seek(SeekFrom::Start(from)).map_err(Error::folder(path))?;
    let mut at = from;
    while let Some(frame) = reader.next().map_err(Error::folder(path))? {
        if !take(at, frame) {
            break;
        }
        at = from + reader.n_read;
    }
    Ok(())
}

/// The first line of the latest file that begins at or before `time`, 1 if none does.
pub(crate) fn line_at(folder: &Path, time: i64) -> Result<u64> {
    for (first, path) in files(folder)?.into_iter().rev() {
        let begins = FrameReader::open(&path)?.next().map_err(Error::folder(&path))?;
        if begins.is_some_and(|frame| frame.received <= time) {
            return Ok(first);
        }
    }
    Ok(1)
}

/// When the last frame of a file came.
pub(super) fn last_received(path: &Path) -> Result<Option<i64>> {
    let mut reader = FrameReader::open(path)?;
    let mut last = None;
    while let Some(frame) = reader.next().map_err(Error::folder(path))? {
        last = Some(frame.received);
    }
    Ok(last)
}

/// Cuts off what a crash left half written; returns the number of the next line.
pub(super) fn recover(folder: &Path) -> Result<u64> {
    let Some((first, path)) = files(folder)?.pop() else { return Ok(1) };
    let mut reader = FrameReader::open(&path)?;
    let mut next = first;
    while let Some(frame) = reader.next().map_err(Error::folder(&path))? {
        next = frame.first_line + frame.n_lines();
    }
    let (whole, length) = (reader.n_read, fs::metadata(&path).map_err(Error::folder(&path))?.len());
    if whole < length {
        let file = OpenOptions::new().write(true).open(&path).map_err(Error::folder(&path))?;
        file.set_len(whole).and_then(|()| file.sync_all()).map_err(Error::folder(&path))?;
    }
    Ok(next)
}

struct FrameReader {
    file: BufReader<File>,
    /// Bytes of whole frames so far.
    n_read: u64,
    bytes: Vec<u8>,
}

impl FrameReader {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(Error::folder(path))?;
        Ok(Self { file: BufReader::with_capacity(1 << 18, file), n_read: 0, bytes: Vec::new() })
    }

    /// The next whole frame; none at the end, or where a frame is cut off or damaged.
    fn next(&mut self) -> io::Result<Option<Frame>> {
        let mut head = [0; 8];
        if !fill(&mut self.file, &mut head)? {
            return Ok(None);
        }
        let (length, sum) = head.split_at(4);
        let number = |bytes: &[u8]| bytes.first_chunk().map_or(0, |it| u32::from_le_bytes(*it));
        let (length, sum) = (number(length) as usize, number(sum));
        if length > LARGEST {
            return Ok(None);
        }
        self.bytes.resize(length, 0);
        if !fill(&mut self.file, &mut self.bytes)? {
            return Ok(None);
        }
        let intact = crc32fast::hash(&self.bytes) == sum;
        let frame = intact.then(|| Frame::read(&self.bytes)).flatten();
        self.n_read += if frame.is_some() { 8 + length as u64 } else { 0 };
        Ok(frame)
    }
}

/// Fills `bytes`; `false` if there are too few.
fn fill(from: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(bytes) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::OpenOptions;
    use std::io::Write as _;

    use super::{files, frames};
    use crate::feed::Times;
    use crate::journal::{Frame, Journal};

    fn frame(first_line: u64, lines: &str) -> Frame {
        Frame {
            first_line,
            received: 5,
            times: Times::Said(-3),
            restarts: first_line == 1,
            other_sender: first_line == 3,
            feed: "north".parse().expect("a name"),
            lines: lines.as_bytes().to_vec(),
        }
    }

    #[test]
    fn what_was_written_is_read_and_what_was_cut_off_is_not() {
        let folder = tempfile::tempdir().expect("room");
        let written = [frame(1, "a\nb\n"), frame(3, "c\n")];
        {
            let mut journal = Journal::open(folder.path()).expect("a journal");
            for frame in &written {
                journal.append(frame).expect("room");
            }
            journal.sync().expect("a disk");
        }
        let (_, path) = files(folder.path()).expect("files").pop().expect("one");
        let mut half = Vec::new();
        frame(4, "lost\n").write(&mut half);
        let mut file = OpenOptions::new().append(true).open(path).expect("the file");
        file.write_all(&half[..half.len() - 2]).expect("room");
        let mut journal = Journal::open(folder.path()).expect("a journal");
        assert_eq!(journal.next_line(), 4);
        journal.append(&frame(4, "d\n")).expect("room");
        journal.sync().expect("a disk");
        let mut read = Vec::new();
        frames(folder.path(), 3, |frame| {
            read.push(frame);
            true
        })
        .expect("readable");
        assert_eq!(read, [written[1].clone(), frame(4, "d\n")]);
    }

    #[test]
    fn damage_of_any_byte_is_found() {
        let mut bytes = Vec::new();
        frame(1, "a\nb\n").write(&mut bytes);
        let folder = tempfile::tempdir().expect("room");
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x40;
            std::fs::write(folder.path().join(format!("{:020}.lines", 1)), damaged).expect("room");
            let mut n_frames = 0;
            frames(folder.path(), 0, |_| {
                n_frames += 1;
                true
            })
            .expect("readable");
            assert_eq!(n_frames, 0, "byte {at}");
        }
    }
}
