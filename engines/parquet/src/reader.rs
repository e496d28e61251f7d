//! Reading whole numbers back.

use crate::MAGIC;
use crate::error::{Error, Result};
use crate::footer::{self, Footer, FoundChunk, FoundGroup};
use crate::page;

/// A file in memory.
#[derive(Debug)]
pub struct File<'a> {
    /// All before the footer.
    bytes: &'a [u8],
    footer: Footer,
}

impl<'a> File<'a> {
    /// Reads what a file says of itself. Bytes that [`Writer`](crate::Writer) did not write, or that
    /// changed since, are an error.
    pub fn open(bytes: &'a [u8]) -> Result<Self> {
        let inner = bytes.strip_prefix(MAGIC).and_then(|it| it.strip_suffix(MAGIC));
        let (rest, length) = inner
            .and_then(<[u8]>::split_last_chunk::<4>)
            .ok_or(Error::damaged("it does not begin and end as a file does"))?;
        let n_footer = u32::from_le_bytes(*length) as usize;
        let cut = rest.len().checked_sub(n_footer).and_then(|at| rest.split_at_checked(at));
        let (before, footer) = cut.ok_or(Error::damaged("its footer is longer than itself"))?;
        let sum = before.split_last_chunk::<4>();
        let (before, sum) = sum.ok_or(Error::damaged("its footer has no checksum"))?;
        if crc32fast::hash(footer) != u32::from_le_bytes(*sum) {
            return Err(Error::damaged("its footer is not what its checksum says"));
        }
        let bytes = bytes.get(..MAGIC.len() + before.len()).unwrap_or_default();
        Ok(Self { bytes, footer: footer::read(footer)? })
    }

    /// The number of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.footer.columns.iter().position(|(known, ..)| known == name)
    }

    /// How many groups there are.
    pub fn n_groups(&self) -> usize {
        self.footer.groups.len()
    }

    /// The least and the greatest number of a column in a group, if it has any.
    pub fn range(&self, group: usize, column: usize) -> Option<(i64, i64)> {
        self.find(group, column).ok()?.1.range
    }

    /// The numbers of a column in a group; `absent` stands for those that are not there.
    pub fn whole(&self, group: usize, column: usize, absent: i64) -> Result<Vec<i64>> {
        let (rows, chunk) = self.find(group, column)?;
        let (_, physical, is_optional) = &self.footer.columns[column];
        let physical = physical.ok_or(Error::damaged("a column has no whole numbers"))?;
        let end = chunk.at.checked_add(chunk.n_bytes);
        let bytes = end.and_then(|end| self.bytes.get(chunk.at..end));
        let bytes = bytes.ok_or(Error::damaged("a column ends beyond the file"))?;
        page::read(bytes, (physical, *is_optional), rows.n_rows, absent)
    }

    /// A column of a group. That there is one says that there is the column, too.
    fn find(&self, group: usize, column: usize) -> Result<(&FoundGroup, &FoundChunk)> {
        let group = self.footer.groups.get(group);
        let found = group.and_then(|group| Some((group, group.chunks.get(column)?)));
        found.ok_or(Error::damaged("it has no such column"))
    }
}
