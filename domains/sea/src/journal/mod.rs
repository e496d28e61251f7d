//! What feeds said, byte for byte, in the order in which it came, safe before it is acknowledged.
//!
//! A journal is a folder of files named by the number of their first line. A file is a row of
//! frames:
//!
//! ```text
//! length u32 | CRC-32 u32 | first line u64 | received i64 | rule u8 | shift i64 | name u8 … | lines …
//! ```
//!
//! All numbers are little endian; length and checksum are of what follows them. `rule` says which
//! time holds (0 live, 1 as said, moved by `shift`, 2 that of receipt; 128 is added
//! where a log starts again, 64 where another sender speaks), `name`
//! is the feed's with its length before it. A frame cut off by a crash ends its file.

mod frame;
mod read;
mod write;

pub(crate) use frame::Frame;
pub(crate) use read::{files, frames, frames_of, line_at};
pub(crate) use write::{Journal, forget};
