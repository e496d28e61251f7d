//! One piece of lines, as it stands in a journal.

use crate::feed::{FeedId, Times};

/// The largest frame that is read, in bytes: none is written larger.
pub(crate) const LARGEST: usize = 1 << 20;

/// Bits of the byte that says which time holds.
const RESTARTS: u8 = 128;
const OTHER_SENDER: u8 = 64;

/// A piece of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// The number of its first line, from 1, over all feeds of the picture.
    pub(crate) first_line: u64,
    /// When it came, in milliseconds since 1970.
    pub(crate) received: i64,
    pub(crate) times: Times,
    /// A log starts again here.
    pub(crate) restarts: bool,
    /// It comes from another sender than what the feed said before.
    pub(crate) other_sender: bool,
    pub(crate) feed: FeedId,
    /// Whole lines, each with its end.
    pub(crate) lines: Vec<u8>,
}

impl Frame {
    /// How many lines there are.
    pub(crate) fn n_lines(&self) -> u64 {
        memchr::memchr_iter(b'\n', &self.lines).count() as u64
    }

    /// Appends the frame to `out`.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(&[0; 8]);
        out.extend_from_slice(&self.first_line.to_le_bytes());
        out.extend_from_slice(&self.received.to_le_bytes());
        let (rule, shift) = match self.times {
            Times::Live => (0, 0),
            Times::Said(shift) => (1, shift),
            Times::Receipt => (2, 0),
        };
        let flag = |is_set: bool, bit: u8| if is_set { bit } else { 0 };
        out.push(rule | flag(self.restarts, RESTARTS) | flag(self.other_sender, OTHER_SENDER));
        out.extend_from_slice(&shift.to_le_bytes());
        let name = self.feed.as_str().as_bytes();
        out.push(name.len() as u8);
        out.extend_from_slice(name);
        out.extend_from_slice(&self.lines);
        let length = (out.len() - start - 8) as u32;
        let sum = crc32fast::hash(&out[start + 8..]);
        out[start..start + 4].copy_from_slice(&length.to_le_bytes());
        out[start + 4..start + 8].copy_from_slice(&sum.to_le_bytes());
    }

    /// The frame in these bytes, which its checksum has passed.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (first_line, rest) = bytes.split_first_chunk()?;
        let (received, rest) = rest.split_first_chunk()?;
        let (rule, rest) = rest.split_first()?;
        let (shift, rest) = rest.split_first_chunk()?;
        let (length, rest) = rest.split_first()?;
        let (name, lines) = rest.split_at_checked(usize::from(*length))?;
        let times = match rule & !(RESTARTS | OTHER_SENDER) {
            0 => Times::Live,
            1 => Times::Said(i64::from_le_bytes(*shift)),
            2 => Times::Receipt,
            _ => return None,
        };
        Some(Self {
            first_line: u64::from_le_bytes(*first_line),
            received: i64::from_le_bytes(*received),
            times,
            restarts: rule & RESTARTS != 0,
            other_sender: rule & OTHER_SENDER != 0,
            feed: std::str::from_utf8(name).ok()?.parse().ok()?,
            lines: lines.to_vec(),
        })
    }
}
