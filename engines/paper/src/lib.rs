//! Printable documents: plain data in, a PDF out.
//!
//! The main type is [`Document`]: headings, paragraphs, facts, lists, tables that go on over
//! pages, drawings, footnotes, and what stands on every page: how the document must be handled,
//! which page of how many it is, for whom it was printed. [`print`](fn@print) gives the file.
//! The same document gives the same bytes.
//!
//! Latin, Greek, Cyrillic, Vietnamese, Arabic (Persian, Kurdish, Pashto, Urdu), Hebrew, Ethiopic,
//! Armenian and Georgian are set with the fonts that are shipped with the crate, shaped by the
//! fonts' rules, ordered by the Unicode bidirectional algorithm, and can be copied and searched.
//! Other letters are drawn as a replacement, listed at the document's end, and can still be
//! copied. No text, however long or strange, leaves its box or turns its surroundings.
//!
//! Files are tagged and carry what PDF/UA-1 asks for: structure, language, title, descriptions of
//! drawings.
//!
//! ```
//! use crossbearing_paper::{Block, Document, Furniture, Rich, print};
//!
//! let document = Document {
//!     title: "Two harbours".to_owned(),
//!     furniture: Furniture { marking: "FOR TRAINING".to_owned(), ..Furniture::default() },
//!     blocks: vec![
//!         Block::Heading { level: 1, text: "Two harbours".into() },
//!         Block::Paragraph(Rich::plain("The boat was bought in ").and("ميناء").noted([0])),
//!     ],
//!     notes: vec!["The seller's book".into()],
//!     ..Document::default()
//! };
//! let printed = print(&document)?;
//! assert_eq!(printed.pages, 1);
//! assert!(printed.bytes.starts_with(b"%PDF-1.7"));
//! # Ok::<(), crossbearing_paper::Error>(())
//! ```

mod document;
mod error;
mod layout;
mod pdf;
mod text;

pub use document::{
    Anchor, Block, Colour, Column, Dash, Document, Drawing, Furniture, Look, MOST_FOOT_LINES, Rich,
    Shape, Span, Stroke, Table,
};
pub use error::{Error, Result};

/// A printed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Letters that no shipped font has: the document lists them at its end.
    pub undrawn: Vec<char>,
}

/// Prints a document.
pub fn print(document: &Document) -> Result<Printed> {
    let laid = layout::lay(document)?;
    let bytes = pdf::write(document, &laid)?;
    Ok(Printed { bytes, pages: laid.pages.len(), undrawn: laid.undrawn.into_iter().collect() })
}
