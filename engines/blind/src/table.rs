//! What the key holder hands out: the tags of its items.

use std::fmt;

use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore as _, SeedableRng as _};

use crate::padding::padded;
use crate::{Error, Key, Result};

/// What an item becomes under a key: the first 16 bytes of the function's output. Two items of a
/// million share one by chance with probability 10^-27.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag([u8; 16]);

impl Tag {
    /// The length of a tag, in bytes.
    pub const LENGTH: usize = 16;

    /// The tag with these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    pub(crate) fn of(output: &[u8]) -> Self {
        let mut tag = [0; 16];
        tag.iter_mut().zip(output).for_each(|(to, from)| *to = *from);
        Self(tag)
    }
}

/// The next 16 bytes of the function's output: no table has them, so whoever shows them has had the
/// item itself evaluated, and has not read a tag out of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim([u8; 16]);

impl Claim {
    /// The claim with these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    pub(crate) fn of(output: &[u8]) -> Self {
        let mut claim = [0; 16];
        claim.iter_mut().zip(output.iter().skip(Tag::LENGTH)).for_each(|(to, from)| *to = *from);
        Self(claim)
    }
}

/// As 32 hexadecimal digits.
impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The tags of the key holder's items among random ones that nobody holds, sorted: the order says
/// nothing of the items, and the length only their number to within a half.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table(Vec<Tag>);

impl Table {
    /// The table of `items` under `key`. `seed` is secret and used once: it makes the padding.
    pub fn build<'a>(
        key: &Key,
        items: impl IntoIterator<Item = &'a [u8]>,
        seed: [u8; 32],
    ) -> Result<Self> {
        let tags = items.into_iter().map(|item| key.tag(item));
        Ok(Self::of_tags(tags.collect::<Result<Vec<_>>>()?, seed))
    }

    /// The table of tags that were computed before, on several threads perhaps.
    pub fn of_tags(mut tags: Vec<Tag>, seed: [u8; 32]) -> Self {
        let mut random = ChaCha20Rng::from_seed(seed);
        tags.sort_unstable();
        tags.dedup();
        let size = padded(tags.len());
        while tags.len() < size {
            let mut filler = [0; 16];
            random.fill_bytes(&mut filler);
            tags.push(Tag(filler));
        }
        tags.sort_unstable();
        Self(tags)
    }

    /// Whether `tag` is the tag of one of the key holder's items.
    pub fn holds(&self, tag: &Tag) -> bool {
        self.0.binary_search(tag).is_ok()
    }

    /// How many tags it has, padding included.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none; one that was built or read never is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its tags one behind the other.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|tag| tag.0).collect()
    }

    /// Reads what [`Self::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let broken = |reason| Err(Error::Table { reason });
        let (parts, rest) = bytes.as_chunks::<{ Tag::LENGTH }>();
        if !rest.is_empty() || parts.is_empty() {
            return broken("its length is no multiple of 16 bytes");
        }
        let tags: Vec<Tag> = parts.iter().map(|part| Tag(*part)).collect();
        if !tags.is_sorted() {
            return broken("it is not sorted");
        }
        if padded(tags.len()) != tags.len() {
            return broken("it is not padded, so it says how many items there are");
        }
        Ok(Self(tags))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_reads_back_and_damage_is_found() {
        let key = Key::derive(&[1; 32], b"p").unwrap();
        let table = Table::build(&key, [b"a".as_slice(), b"b", b"a"], [5; 32]).unwrap();
        assert_eq!(table.len(), 16);
        let bytes = table.to_bytes();
        assert_eq!(Table::from_bytes(&bytes).unwrap(), table);
        let swapped = [&bytes[16..32], &bytes[..16], &bytes[32..]].concat();
        assert!(Table::from_bytes(&swapped).unwrap_err().to_string().contains("sorted"));
        assert!(Table::from_bytes(&bytes[16..]).unwrap_err().to_string().contains("padded"));
        assert!(Table::from_bytes(&bytes[1..]).is_err());
        assert!(Table::from_bytes(&[]).is_err());
    }

    #[test]
    fn an_empty_side_cannot_be_told_from_a_small_one() {
        let key = Key::derive(&[1; 32], b"p").unwrap();
        let table = Table::build(&key, [], [5; 32]).unwrap();
        assert_eq!(table.len(), 16);
        assert!(!table.holds(&key.tag(b"a").unwrap()));
    }
}
