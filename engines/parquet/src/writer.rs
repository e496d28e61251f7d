//! Writing a file.

use std::io::Write;

use crate::MAGIC;
use crate::cells::{Cells, Values};
use crate::error::{Error, Result};
use crate::footer::{self, Group, Written};
use crate::page;
use crate::schema::{Column, Physical};

/// Writes a table, a group of rows at a time. Nothing is kept of a group but where it is.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    at: u64,
    columns: Vec<Column>,
    groups: Vec<Group>,
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    pub fn new(mut out: W, columns: Vec<Column>) -> Result<Self> {
        out.write_all(MAGIC)?;
        Ok(Self { out, at: MAGIC.len() as u64, columns, groups: Vec::new() })
    }

    /// Writes a group of rows, a [`Cells`] for each column; each has one entry a row. A group is
    /// what a reader has in memory at once: tens of thousands of rows are usual.
    pub fn group(&mut self, cells: &[Cells]) -> Result<()> {
        let n_rows = cells.first().map_or(0, Cells::len);
        self.check(cells, n_rows)?;
        if n_rows == 0 {
            return Ok(());
        }
        let mut group = Group { n_rows, chunks: Vec::new() };
        for (column, cells) in self.columns.iter().zip(cells) {
            let chunk = page::write(column, cells)?;
            self.out.write_all(&chunk.bytes)?;
            group.chunks.push(Written::new(&chunk, self.at, cells.n_absent()));
            self.at += chunk.bytes.len() as u64;
        }
        self.groups.push(group);
        Ok(())
    }

    /// Ends the file, and gives back what it was written to.
    pub fn finish(mut self) -> Result<W> {
        let footer = footer::write(&self.columns, &self.groups);
        self.out.write_all(&crc32fast::hash(&footer).to_le_bytes())?;
        self.out.write_all(&footer)?;
        self.out.write_all(&(footer.len() as u32).to_le_bytes())?;
        self.out.write_all(MAGIC)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn check(&self, cells: &[Cells], n_rows: usize) -> Result<()> {
        if cells.len() != self.columns.len() || cells.iter().any(|it| it.len() != n_rows) {
            return Err(Error::shape("columns are of different length"));
        }
        for (column, cells) in self.columns.iter().zip(cells) {
            if !column.is_optional && cells.n_absent() > 0 {
                return Err(Error::shape("a value is missing that every row has"));
            }
            if Cells::of(column).values.kind() != cells.values.kind() {
                return Err(Error::shape("a column has values of another kind"));
            }
            if let (Values::Whole(numbers), Physical::Int32) =
                (&cells.values, column.kind.physical())
                && numbers.iter().any(|it| i32::try_from(*it).is_err())
            {
                return Err(Error::shape("a number has more than 32 bits"));
            }
        }
        Ok(())
    }
}

impl Values {
    fn kind(&self) -> u8 {
        match self {
            Self::Whole(_) => 0,
            Self::Double(_) => 1,
            Self::Flag(_) => 2,
            Self::Text { .. } => 3,
        }
    }
}
