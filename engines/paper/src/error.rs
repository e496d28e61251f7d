//! Why a document was not printed.

/// Why a document was not printed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More pages than one document may have.
    #[error("the document has more than {most} pages: print less of it at a time")]
    TooLong {
        /// The most pages.
        most: usize,
    },
    /// A table without columns, or a row with more cells than the table has columns.
    #[error("row {row} of a table has {found} cells, the table has {columns} columns")]
    Row {
        /// Which row, from 1.
        row: usize,
        /// Cells found.
        found: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// A reference to a footnote that the document does not have.
    #[error("footnote {number} is referred to, the document has {known}")]
    NoSuchNote {
        /// Its number, from 0.
        number: usize,
        /// How many there are.
        known: usize,
    },
    /// A drawing with a size or a point that is not a finite number.
    #[error("a drawing has a size or a point that is not a number, or is larger than {most}")]
    Drawing {
        /// The largest number that a drawing may hold.
        most: f32,
    },
    /// A shipped font that cannot be embedded: the program itself is damaged.
    #[error("the font {name} cannot be embedded")]
    Font {
        /// The font.
        name: &'static str,
    },
}

/// What printing gives.
pub type Result<T> = std::result::Result<T, Error>;
